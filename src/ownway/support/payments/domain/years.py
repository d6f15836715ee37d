"""A financial year: what it came to, what stands in the way of its close, and its journal. Pure.

Units     Whole pence. Spent is above nothing; what comes in is below.
Source    The financial year of a council runs from 1 April to 31 March (Accounts and Audit
          Regulations 2015, regulation 2; Local Government Act 2003, section 21, proper practices).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ownway.kernel.spreadsheet import line

NOT_OF_ONE = "Not of one person"
HEAD = (
    "line",
    "day",
    "financial_year",
    "month_of_year",
    "cost_centre",
    "account_code",
    "debit",
    "credit",
    "words",
    "reference",
)


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """From 1 April of `begins` to 31 March after it."""

    begins: int

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        return cls(day.year - (day.month < 4))

    @property
    def first_day(self) -> date:
        return date(self.begins, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.begins + 1, 3, 31)

    @property
    def words(self) -> str:
        """2026 to 2027."""
        return f"{self.begins} to {self.begins + 1}"

    @property
    def before(self) -> "FinancialYear":
        return FinancialYear(self.begins - 1)

    def month_of(self, day: date) -> int:
        """1 for April to 12 for March, as finance systems count periods. Raises ValueError."""
        if not self.first_day <= day <= self.last_day:
            raise ValueError(f"{day} is not in {self.words}.")
        return (day.month - 4) % 12 + 1


@dataclass(frozen=True, slots=True)
class Amount:
    """Pence of one kind of spending, from one fund, for people of one main reason for support."""

    reason: str
    fund: str
    kind: str
    pence: int


@dataclass(frozen=True, slots=True)
class OutturnRow:
    """What people of one reason came to: by kind of spending, in all, and in the year before."""

    reason: str
    pence: tuple[int, ...]
    before: int

    @property
    def total(self) -> int:
        return sum(self.pence)


@dataclass(frozen=True, slots=True)
class Outturn:
    """What a year came to. The rows add up to `total`, and so do the funds."""

    kinds: tuple[str, ...]
    rows: tuple[OutturnRow, ...]
    funds: tuple[tuple[str, int], ...]

    @property
    def by_kind(self) -> tuple[int, ...]:
        return tuple(sum(row.pence[n] for row in self.rows) for n in range(len(self.kinds)))

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def before(self) -> int:
        return sum(row.before for row in self.rows)


def outturn(amounts: Iterable[Amount], before: Iterable[Amount], kinds: tuple[str, ...]) -> Outturn:
    """The amounts of a year by reason and kind, with the year before; the greatest first.

    Every amount is in one row and one column, whatever its reason. Raises ValueError for a kind
    that is not among `kinds`.
    """
    found: dict[str, list[int]] = {}
    funds: dict[str, int] = {}
    for one in amounts:
        found.setdefault(one.reason, [0] * len(kinds))[kinds.index(one.kind)] += one.pence
        funds[one.fund] = funds.get(one.fund, 0) + one.pence
    earlier: dict[str, int] = {}
    for one in before:
        earlier[one.reason] = earlier.get(one.reason, 0) + one.pence
    rows = [
        OutturnRow(reason, tuple(found.get(reason, [0] * len(kinds))), earlier.get(reason, 0))
        for reason in {*found, *earlier}
    ]
    rows.sort(key=lambda row: (row.reason == NOT_OF_ONE, -row.total, row.reason))
    return Outturn(kinds, tuple(rows), tuple(sorted(funds.items())))


def outturn_file(found: Outturn) -> str:
    """The table of a year as people open it in a spreadsheet, in pounds, with its sum."""
    head = ["Main reason for support", *found.kinds, "In all", "Year before"]
    rows = [(row.reason, (*row.pence, row.total, row.before)) for row in found.rows]
    rows.append(("In all", (*found.by_kind, found.total, found.before)))
    return line(head) + "".join(
        line([reason, *map(pounds_and_pence, sums)]) for reason, sums in rows
    )


@dataclass(frozen=True, slots=True)
class Code:
    """Under which codes the council's finance system books an account."""

    cost_centre: str
    account_code: str


@dataclass(frozen=True, slots=True)
class JournalLeg:
    """One transfer, by the kinds and funds of its two accounts. It names nobody."""

    key: str
    value_on: date
    debit: tuple[str, str]
    credit: tuple[str, str]
    pence: int
    corrects: bool = False


def is_a_code(words: str) -> bool:
    """Whether a finance system would read it: up to 20 letters, figures, dots, strokes, hyphens."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9./-]{0,19}", words) is not None


class CodeMissing(ValueError):
    """There is no code for these accounts."""

    def __init__(self, missing: Iterable[tuple[str, str]]) -> None:
        self.missing = tuple(sorted(set(missing)))
        super().__init__(", ".join(f"{kind} ({fund})" for kind, fund in self.missing))


def journal_file(legs: Iterable[JournalLeg], codes: Mapping[tuple[str, str], Code]) -> str:
    """The journal for the council's finance system: two lines a transfer, debit and then credit.

    Columns are those of HEAD; amounts are pounds with two decimals; no line names anybody. Debits
    and credits add up to the same. Raises CodeMissing before a line is made.
    """
    held = list(legs)
    if missing := {side for leg in held for side in (leg.debit, leg.credit)} - set(codes):
        raise CodeMissing(missing)
    out = [line(HEAD)]
    number = 0
    for leg in held:
        year = FinancialYear.of(leg.value_on)
        for side, is_debit in ((leg.debit, True), (leg.credit, False)):
            number += 1
            code, amount = codes[side], pounds_and_pence(leg.pence)
            out.append(
                line(
                    (
                        number,
                        leg.value_on.isoformat(),
                        f"{year.begins}-{(year.begins + 1) % 100:02d}",
                        year.month_of(leg.value_on),
                        code.cost_centre,
                        code.account_code,
                        amount if is_debit else "",
                        "" if is_debit else amount,
                        f"{'Correction, ' if leg.corrects else ''}{side[0]}, {side[1]}",
                        leg.key,
                    )
                )
            )
    return "".join(out)


def pounds_and_pence(pence: int) -> str:
    """1234.05, -0.50: as a file has it."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Something that is to be done before a year is closed, or that is carried into the next.

    `stops` is true where the close would leave it without a day it could be written down for.
    """

    what: str
    count: int
    pence: int
    stops: bool
    page: str  # the name of the page on which it is put right
