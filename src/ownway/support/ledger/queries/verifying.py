"""Proof of the ledger from its rows alone: every rule is asked of the rows, not of the triggers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ownway.support.ledger.domain import NATURES

# A question -> its rows. The caller sees to it that all are asked of one instant.
Ask: TypeAlias = Callable[[str], Sequence[tuple[Any, ...]]]

SHOWN_OF_A_RULE = 100

_LEGS = (
    "SELECT credit_id AS account_id, pence, value_on, 0 AS outside FROM ledger_transfer "
    "UNION ALL SELECT debit_id, -pence, value_on, CASE WHEN outside THEN pence ELSE 0 END "
    "FROM ledger_transfer"
)
_NATURES = ", ".join(
    "('{}', {}, {}, {}::bigint)".format(
        kind.replace("'", "''"),
        str(nature.of_person).lower(),
        str(nature.of_party).lower(),
        "NULL" if nature.floor is None else nature.floor,
    )
    for kind, nature in NATURES.items()
)

# Rule -> (what is wrong, the question whose rows are the differences: which one, and how).
_RULES = {
    "amount": (
        "moves nothing, or moves money to where it was",
        "SELECT id, pence || ' pence' FROM ledger_transfer "
        "WHERE pence <= 0 OR debit_id = credit_id",
    ),
    "accounts": (
        "names an account that is not there",
        "SELECT t.id, t.key FROM ledger_transfer t "
        "LEFT JOIN ledger_account d ON d.id = t.debit_id "
        "LEFT JOIN ledger_account c ON c.id = t.credit_id WHERE d.id IS NULL OR c.id IS NULL",
    ),
    "key": (
        "is a key that was used more than once",
        "SELECT key, count(*) || ' times' FROM ledger_transfer GROUP BY key HAVING count(*) > 1",
    ),
    "account of a kind": (
        "is a second account of one kind, fund and owner",
        "SELECT min(id::text), kind || ', ' || fund FROM ledger_account "
        "GROUP BY kind, fund, person_id, party HAVING count(*) > 1",
    ),
    "nature": (
        "is an account unlike others of its kind",
        "SELECT a.id, a.kind FROM ledger_account a "
        f"LEFT JOIN (VALUES {_NATURES}) AS n(kind, of_person, of_party, floor) USING (kind) "
        "WHERE n.kind IS NULL OR n.of_person <> (a.person_id IS NOT NULL) "
        "OR n.of_party <> (a.party <> '') OR n.floor IS DISTINCT FROM a.floor",
    ),
    "standing": (
        "stands otherwise than its rows add up to",
        f"WITH summed AS (SELECT account_id, sum(pence) AS pence FROM ({_LEGS}) l GROUP BY 1) "
        "SELECT coalesce(a.id, s.account_id), coalesce(s.pence::text, 'no') || ' pence stand, ' "
        "|| coalesce(r.pence, 0) || ' are written down' "
        "FROM (SELECT id FROM ledger_account WHERE floor IS NOT NULL) a "
        "FULL JOIN ledger_standing s ON s.account_id = a.id "
        "LEFT JOIN summed r ON r.account_id = coalesce(a.id, s.account_id) "
        "WHERE a.id IS NULL OR s.pence IS DISTINCT FROM coalesce(r.pence, 0)",
    ),
    "floor": (
        "is below its floor by more than outside facts took",
        f"WITH summed AS (SELECT account_id, sum(pence) AS pence, sum(outside) AS outside "
        f"FROM ({_LEGS}) l GROUP BY 1) SELECT a.id, r.pence || ' pence' FROM ledger_account a "
        "JOIN summed r ON r.account_id = a.id WHERE r.pence + r.outside < a.floor",
    ),
    "reversal": (
        "puts right what it does not mirror, or a correction",
        "SELECT t.id, t.key FROM ledger_transfer t LEFT JOIN ledger_transfer o "
        "ON o.id = t.reverses_id WHERE t.reverses_id IS NOT NULL AND (o.id IS NULL OR "
        "o.reverses_id IS NOT NULL OR (t.debit_id, t.credit_id, t.pence) "
        "IS DISTINCT FROM (o.credit_id, o.debit_id, o.pence))",
    ),
    "reversed once": (
        "was put right more than once",
        "SELECT reverses_id, count(*) || ' times' FROM ledger_transfer "
        "WHERE reverses_id IS NOT NULL GROUP BY reverses_id HAVING count(*) > 1",
    ),
    "journal": (
        "is a posting with a leg missing, too many, or of another day",
        "SELECT journal_id, count(*) || ' legs' FROM ledger_transfer GROUP BY journal_id "
        "HAVING count(DISTINCT value_on) > 1 OR count(DISTINCT posted_by_id) > 1 "
        "OR count(*) FILTER (WHERE key !~ ':[0-9]+$') <> 1 OR count(*) <> coalesce(max("
        "substring(key from ':([0-9]+)$')::int), 1) "
        "OR count(DISTINCT regexp_replace(key, ':[0-9]+$', '')) > 1",
    ),
    "closed period": (
        "is a closed period whose rows are others than when it was closed",
        "SELECT c.id, c.through || ': ' || c.transfers || ' then, ' || now.transfers || ' now' "
        "FROM ledger_closing c CROSS JOIN LATERAL (SELECT count(*) AS transfers, "
        "coalesce(sum(pence), 0) AS pence FROM ledger_transfer WHERE value_on <= c.through) now "
        "WHERE (c.transfers, c.pence) IS DISTINCT FROM (now.transfers, now.pence)",
    ),
    "carried": (
        "carried another balance into the next period than its rows add up to",
        "WITH due AS (SELECT c.id AS closing_id, l.account_id, sum(l.pence) AS pence "
        f"FROM ledger_closing c JOIN ({_LEGS}) l ON l.value_on <= c.through "
        "GROUP BY 1, 2 HAVING sum(l.pence) <> 0) "
        "SELECT coalesce(d.account_id, b.account_id), coalesce(b.pence::text, 'no') "
        "|| ' pence carried, ' || coalesce(d.pence, 0) || ' due' FROM due d FULL JOIN "
        "ledger_closingbalance b USING (closing_id, account_id) "
        "WHERE d.pence IS DISTINCT FROM b.pence",
    ),
    "told": (
        "is a posting that nothing says was made",
        "SELECT DISTINCT t.journal_id, t.key FROM ledger_transfer t LEFT JOIN facts_fact f "
        "ON f.of_id = t.journal_id AND f.name = 'ledger.posted' WHERE f.id IS NULL",
    ),
    "still there": (
        "was written down and is there no more",
        "SELECT f.of_id, 'fact ' || f.id FROM facts_fact f LEFT JOIN ledger_transfer t "
        "ON t.journal_id = f.of_id WHERE f.name = 'ledger.posted' AND t.id IS NULL",
    ),
}
RULES = tuple(_RULES)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it must be: which rule, of which row, and how."""

    rule: str
    of: str
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much was looked at, and everything that is not as it must be."""

    transfers: int
    accounts: int
    differences: tuple[Difference, ...]


def verify(ask: Ask) -> Verdict:
    """Prove every rule of the ledger from its rows; at most a hundred differences of each rule.

    Nothing that refuses is relied on: a rule that was switched off for a moment is found by what
    was written meanwhile.
    """
    ((transfers,),) = ask("SELECT count(*) FROM ledger_transfer")
    ((accounts,),) = ask("SELECT count(*) FROM ledger_account")
    return Verdict(int(transfers), int(accounts), tuple(_differences(ask)))


def _differences(ask: Ask) -> Iterator[Difference]:
    for rule, (wrong, question) in _RULES.items():
        for which, how in ask(f"{question} LIMIT {SHOWN_OF_A_RULE}"):
            yield Difference(rule, str(which), f"{which} {wrong}: {how}.")
