"""Questions about a financial year: what it came to and what stands in the way of its close."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.support.ledger import queries as ledger
from ownway.support.ledger.domain import AccountKind, Fund
from ownway.support.payments import domain
from ownway.support.payments.domain.runs import RunState
from ownway.support.payments.domain.years import (
    NOT_OF_ONE,
    Amount,
    Code,
    FinancialYear,
    InTheWay,
    JournalLeg,
    Outturn,
    journal_file,
    outturn,
)
from ownway.support.payments.models import FinanceCode, PaymentInstruction, PaymentRun
from ownway.support.people import queries as people

KINDS = (
    AccountKind.DIRECT_PAYMENTS.value,
    AccountKind.SUPPORT_BOUGHT.value,
    AccountKind.CONTRIBUTIONS.value,
)


@dataclass(frozen=True, slots=True)
class YearLine:
    """A financial year in one line; `closed_on` is none while it is open."""

    year: FinancialYear
    closed: bool
    over: bool


@dataclass(frozen=True, slots=True)
class CodeLine:
    """An account as the ledger has it, and the codes the council books it under."""

    kind: str
    fund: str
    cost_centre: str
    account_code: str
    used: bool


@whole_council()
def years(*, by: SignIn, on: date) -> list[YearLine]:
    """Each year that anything was written down for, and this one; the latest first.

    Raises NotAllowed for somebody not in finance.
    """
    moved = ledger.years_moved(by=by)
    now = FinancialYear.of(on)
    first = min(FinancialYear.of(moved[0]), now) if moved else now
    through = ledger.closed_through()
    return [
        YearLine(year, through is not None and through >= year.last_day, year.last_day < on)
        for begins in range(now.begins, first.begins - 1, -1)
        for year in [FinancialYear(begins)]
    ]


@whole_council()
def outturn_of(year: FinancialYear, *, by: SignIn) -> Outturn:
    """What a year came to, beside the year before. Raises NotAllowed."""
    return outturn(_amounts(year, by=by), _amounts(year.before, by=by), KINDS)


@whole_council()
def in_the_way(year: FinancialYear, *, by: SignIn) -> list[InTheWay]:
    """What stops the close of a year, and what it carries into the next. Raises NotAllowed."""
    last = year.last_day
    unexplained = ledger.unexplained(by=by, on=last)
    rows = PaymentInstruction.objects.filter(pay_on__lte=last)
    waiting = rows.filter(state=domain.PROPOSED)
    unpaid = rows.filter(state=domain.APPROVED, paid_on__isnull=True)
    runs = PaymentRun.objects.filter(
        pay_on__lte=last,
        state__in=[RunState.PROPOSED.value, RunState.APPROVED.value, RunState.FILED.value],
    ).count()
    missing = missing_codes(year, by=by)
    found = [
        InTheWay(
            "Payments that wait for a decision",
            *_counted(waiting),
            stops=True,
            page="payments.instructions",
        ),
        InTheWay("Runs that are not finished", runs, 0, stops=True, page="payments.runs"),
        InTheWay(
            "Approved payments that the bank has not confirmed",
            *_counted(unpaid),
            stops=True,
            page="payments.instructions",
        ),
        InTheWay(
            "Money that nobody has explained yet",
            int(unexplained != 0),
            abs(unexplained),
            stops=False,
            page="payments.runs",
        ),
        InTheWay(
            "Accounts without a code of the finance system",
            len(missing),
            0,
            stops=False,
            page="payments.codes",
        ),
    ]
    return [one for one in found if one.count]


@whole_council()
def missing_codes(year: FinancialYear, *, by: SignIn) -> list[tuple[str, str]]:
    """Accounts that moved in a year and have no code yet. Raises NotAllowed."""
    known = codes()
    used = ledger.kinds_used(year.first_day, year.last_day, by=by)
    return [of for of in used if of not in known]


def codes() -> dict[tuple[str, str], Code]:
    """The code of each account, by kind and fund."""
    return {
        (row.kind, row.fund): Code(row.cost_centre, row.account_code)
        for row in FinanceCode.objects.all()
    }


@whole_council()
def code_lines(*, by: SignIn, on: date) -> list[CodeLine]:
    """Every account that has moved or has a code; where nothing has, those of social care.

    Raises NotAllowed.
    """
    moved = ledger.years_moved(by=by)
    used = set(ledger.kinds_used(*moved, by=by)) if moved else set()
    known = codes()
    always = {(kind, Fund.SOCIAL_CARE.value) for kind in (*KINDS, AccountKind.BANK.value)}
    empty = Code("", "")
    return [
        CodeLine(kind, fund, code.cost_centre, code.account_code, (kind, fund) in used)
        for kind, fund in sorted(used | set(known) | always)
        for code in [known.get((kind, fund), empty)]
    ]


@whole_council()
def journal_of_year(year: FinancialYear, *, by: SignIn) -> str:
    """The journal of a year as the finance system takes it. Raises CodeMissing, NotAllowed."""
    return journal_file(
        (
            JournalLeg(
                leg.key,
                leg.value_on,
                (leg.debit_kind, leg.debit_fund),
                (leg.credit_kind, leg.credit_fund),
                leg.pence,
                leg.corrects,
            )
            for leg in ledger.legs(year.first_day, year.last_day, by=by)
        ),
        codes(),
    )


def _amounts(year: FinancialYear, *, by: SignIn) -> list[Amount]:
    rows = ledger.spent(year.first_day, year.last_day, by=by)
    whose = {row.person_id for row in rows if row.person_id}
    reasons = people.main_reasons_on(whose, year.last_day)
    return [
        Amount(
            NOT_OF_ONE if row.person_id is None else reasons[row.person_id],
            row.fund,
            row.kind,
            row.pence,
        )
        for row in rows
    ]


def _counted(rows: QuerySet[PaymentInstruction]) -> tuple[int, int]:
    found = rows.aggregate(count=Count("pk"), pence=Sum("pence"))
    return int(found["count"]), int(found["pence"] or 0)
