"""Somebody's own account as both sides read it: what came, what each line is, what is asked."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import Part, looked_at_by
from ownway.support.people.domain.seeing import Work
from ownway.support.people.queries import ListedPerson
from ownway.support.wallet.domain.awaited import awaited
from ownway.support.wallet.domain.looking import Limits, NotFit, Seen, not_fitting
from ownway.support.wallet.domain.matching import Match, Matched, Moved, Rule, What, match
from ownway.support.wallet.domain.statements import Problem
from ownway.support.wallet.models import (
    AccountLine,
    BankAccount,
    LineRule,
    MoneyQuestion,
    StatementFile,
)
from ownway.support.wallet.queries.expected import PartRow, paid_to, parts_of, says_of

STATEMENT_READ = declare("wallet.statement-read", "Statements of the account opened", reading=True)
SHOWN = 200
WORDS = {
    What.PAYMENT: "Paid by the council",
    What.OWN: "Own money",
    What.OTHER: "Something else",
    What.NOTHING: "Nothing moved",
}
OF_PLAN = "Part of the plan"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account, by the last digits of its number; `left` is what stood on it when last told."""

    id: UUID
    ending: str
    left: int | None
    left_on: date | None

    @property
    def name(self) -> str:
        return f"Account ending {self.ending}" if self.ending else "Account"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A statement that was brought, with what could not be read of it."""

    id: UUID
    account: str
    format: str
    first_day: date | None
    last_day: date | None
    lines_read: int
    lines_new: int
    problems: tuple[Problem, ...]
    brought_on: date
    brought_by: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line; `label` is what it is, "" for nothing yet; `suggestions` are likely answers."""

    id: UUID
    account_id: UUID
    on: date
    pence: int
    words: str
    reference: str
    what: str
    label: str
    how: str
    why: str
    note: str
    outcome: str
    breach: str
    known_on: date
    said_by: str
    has_receipt: bool
    part_id: UUID | None
    suggestions: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleRow:
    id: UUID
    words: str
    came_in: bool
    label: str
    said_on: date
    said_by: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """What was asked about an account. `late`: the day to answer by is past without an answer."""

    id: UUID
    key: str
    kind: str
    words: str
    asked_on: date
    asked_by: str
    answer_by: date
    answer: str
    answered_on: date | None
    settled_on: date | None
    outcome: str
    late: bool


@dataclass(frozen=True, slots=True)
class Statements:
    """Everything that somebody's own account told. Pence; `spent` is by outcome, the most first."""

    person: ListedPerson
    accounts: tuple[AccountRow, ...]
    files: tuple[FileRow, ...]
    asked: tuple[LineRow, ...]
    lines: tuple[LineRow, ...]
    lines_in_all: int
    rules: tuple[RuleRow, ...]
    parts: tuple[PartRow, ...]
    spent: tuple[tuple[str, int], ...]
    not_fitting: tuple[tuple[UUID, NotFit], ...]
    questions: tuple[QuestionRow, ...]


@transaction.atomic
def statements_for_reading(person_id: UUID, *, by: SignIn, on: date) -> Statements:
    """Somebody's statements and what is unsure of them; the reading itself is a fact.

    Whoever was let in to the money and not to the plan reads no words of the plan. Raises NotFound
    when there is nobody *or* `by` may not know of them.
    """
    person = people.person_briefly(person_id, by=by, on=on, work=Work.MONEY)
    facts.record_reading(STATEMENT_READ, about=person_id, by=by, on=on)
    at = looked_at_by(by.pk)
    of_plan = at is None or at.sees(Part.PLAN)
    accounts = list(BankAccount.objects.filter(person_id=person_id).order_by("added_on", "ending"))
    parts = parts_of(person_id, by=by, on=on) if accounts and of_plan else []
    rows = list(_lines(accounts))
    found = matched(rows, person_id, parts, by=by) if rows and of_plan else None
    lines = _told(rows, parts, found, of_plan=of_plan, on=on)
    return Statements(
        person=person,
        accounts=tuple(
            AccountRow(one.pk, one.ending, one.closing, one.closing_on) for one in accounts
        ),
        files=_files(accounts),
        asked=tuple(one for one in lines if not one.what),
        lines=tuple(lines[:SHOWN]),
        lines_in_all=len(lines),
        rules=rules_of(person_id, parts, of_plan=of_plan),
        parts=tuple(parts),
        spent=spent_by_outcome(lines),
        not_fitting=_not_fitting(accounts, lines, person_id, found, by=by, on=on),
        questions=_questions(accounts, on=on),
    )


def rules_in_force(person_id: UUID, parts: Iterable[PartRow]) -> list[tuple[LineRule, Rule]]:
    """The answers that hold for the next line alike, each with its row."""
    labels = {one.id: one.label for one in parts}
    return [
        (
            row,
            Rule(
                words=row.words,
                came_in=row.came_in,
                what=What(row.what),
                series=str(row.part_id or ""),
                label=labels.get(row.part_id, "") if row.part_id else WORDS[What(row.what)],
                said_on=row.said_on,
            ),
        )
        for row in LineRule.objects.filter(person_id=person_id).order_by("said_on", "pk")
        if row.part_id is not None or row.what != What.PART
    ]


def matched(
    rows: Sequence[AccountLine], person_id: UUID, parts: Sequence[PartRow], *, by: SignIn
) -> Matched:
    """What the lines that nobody said anything of are, or may be, beside what is not met yet."""
    met = {name for row in rows for name in row.met}
    first_day = min(row.on for row in rows)
    last_day = max(row.on for row in rows)
    expected = awaited(
        paid_to(person_id, by=by),
        [one.planned for one in parts],
        first_day=first_day,
        last_day=last_day,
    )
    rules = [rule for _, rule in rules_in_force(person_id, parts)]
    unsaid = [Moved(str(row.pk), row.on, row.pence, row.words) for row in rows if not row.what]
    return match(
        unsaid,
        [one for one in expected if one.id not in met],
        rules,
        seen_from=first_day,
        seen_to=last_day,
    )


def spent_by_outcome(lines: Iterable[LineRow]) -> tuple[tuple[str, int], ...]:
    """Pence spent for each outcome, the most first; what came back is taken off."""
    spent: dict[str, int] = defaultdict(int)
    for one in lines:
        if one.what == What.PART:
            spent[one.outcome or OF_PLAN] -= one.pence
        elif one.what == What.OTHER and one.pence < 0:
            spent["Something else"] -= one.pence
        elif not one.what and one.pence < 0:
            spent["Not said yet"] -= one.pence
    return tuple(sorted(spent.items(), key=lambda one: (-one[1], one[0])))


def limits(on: date) -> Limits:
    return Limits(
        weeks_of_payments=int(decimal_on("statement_weeks_of_payments", on)),
        quiet_weeks=int(decimal_on("statement_quiet_weeks", on)),
        days_to_explain=int(decimal_on("statement_days_to_explain", on)),
    )


def rules_of(
    person_id: UUID, parts: Iterable[PartRow], *, of_plan: bool = True
) -> tuple[RuleRow, ...]:
    """The answers that are remembered, in words, the latest first."""
    names = {
        row.pk: row.said_by.name
        for row in LineRule.objects.filter(person_id=person_id).select_related("said_by")
    }
    return tuple(
        RuleRow(
            row.pk,
            row.words,
            row.came_in,
            (rule.label if of_plan else "") or OF_PLAN,
            row.said_on,
            names[row.pk],
        )
        for row, rule in reversed(rules_in_force(person_id, parts))
    )


def problems_of(text: str) -> tuple[Problem, ...]:
    said: list[dict[str, Any]] = json.loads(text) if text else []
    return tuple(Problem(**one) for one in said)


def _lines(accounts: Iterable[BankAccount]) -> Any:
    return (
        AccountLine.objects.filter(account__in=list(accounts))
        .select_related("said_by")
        .order_by("-on", "-row", "pk")
    )


def _told(
    rows: Sequence[AccountLine],
    parts: Sequence[PartRow],
    found: Matched | None,
    *,
    of_plan: bool,
    on: date,
) -> list[LineRow]:
    by_id = {one.id: one for one in parts}
    says = says_of({row.breach for row in rows if row.breach}, on=on)
    told = []
    for row in rows:
        part = by_id.get(row.part_id) if row.part_id else None
        if not row.what:
            label = ""
        elif row.what == What.PART:
            label = part.label if part else OF_PLAN
        else:
            label = WORDS[What(row.what)]
        told.append(
            LineRow(
                id=row.pk,
                account_id=row.account_id,
                on=row.on,
                pence=row.pence,
                words=row.words,
                reference=row.reference,
                what=row.what,
                label=label,
                how=row.how,
                why=row.why if of_plan else "",
                note=row.note if of_plan else "",
                outcome=part.outcome if part else "",
                breach=says.get(row.breach, ""),
                known_on=row.known_on,
                said_by=row.said_by.name if row.said_by else "",
                has_receipt=row.receipt_id is not None,
                part_id=row.part_id,
                suggestions=found.asked.get(str(row.pk), ()) if found else (),
            )
        )
    return told


def _files(accounts: Iterable[BankAccount]) -> tuple[FileRow, ...]:
    rows = StatementFile.objects.filter(account__in=list(accounts), taken_back_on__isnull=True)
    return tuple(
        FileRow(
            row.pk,
            f"Account ending {row.account.ending}" if row.account.ending else "Account",
            row.format,
            row.first_day,
            row.last_day,
            row.lines_read,
            row.lines_new,
            problems_of(row.problems),
            row.brought_on,
            row.brought_by.name,
        )
        for row in rows.select_related("account", "brought_by")
    )


def _not_fitting(
    accounts: Sequence[BankAccount],
    lines: Sequence[LineRow],
    person_id: UUID,
    found: Matched | None,
    *,
    by: SignIn,
    on: date,
) -> tuple[tuple[UUID, NotFit], ...]:
    told: list[tuple[UUID, NotFit]] = []
    settled = MoneyQuestion.objects.filter(account__in=accounts, settled_on__isnull=False)
    looked_at = {(account_id, key) for account_id, key in settled.values_list("account_id", "key")}
    for number, account in enumerate(accounts):
        missing = found.not_come if found and number == 0 else ()
        told += [
            (account.pk, one)
            for one in not_fitting(
                [
                    Seen(
                        str(one.id), one.on, one.pence, one.words, one.what, one.breach,
                        one.known_on,
                    )
                    for one in lines
                    if one.account_id == account.pk
                ],
                balance=account.closing,
                balance_on=account.closing_on,
                paid_weekly=account.paid_weekly,
                not_come=[(one.id, one.on, one.pence) for one in missing],
                looked_at={key for account_id, key in looked_at if account_id == account.pk},
                limits=limits(on),
                on=on,
            )
        ]  # fmt: skip
    return tuple(told)


def _questions(accounts: Iterable[BankAccount], *, on: date) -> tuple[QuestionRow, ...]:
    rows = MoneyQuestion.objects.filter(account__in=list(accounts)).select_related("asked_by")
    return tuple(
        QuestionRow(
            row.pk,
            row.key,
            row.kind,
            row.words,
            row.asked_on,
            row.asked_by.name,
            row.answer_by,
            row.answer,
            row.answered_on,
            row.settled_on,
            row.outcome,
            late=row.answered_on is None and row.settled_on is None and on > row.answer_by,
        )
        for row in rows
    )
