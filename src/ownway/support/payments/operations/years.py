"""Closing a financial year, and the codes under which the finance system books it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.ledger import operations as ledger
from ownway.support.payments import permissions, queries
from ownway.support.payments.domain.years import Code, FinancialYear, is_a_code
from ownway.support.payments.models import FinanceCode

CODES_SET = declare("payments.codes-set", "Codes of the finance system set")


@transaction.atomic
def set_codes(codes: Mapping[tuple[str, str], Code], *, by: SignIn, on: date) -> int:
    """Write down the codes of accounts, by kind and fund; how many changed.

    Two empty codes take nothing away and change nothing. Raises Refused for one code without the
    other and for one that a finance system would not read; NotAllowed.
    """
    if not permissions.SET_CODES.allows(by):
        raise NotAllowed(permissions.SET_CODES.refusal())
    before = queries.codes()
    changed = []
    for (kind, fund), code in codes.items():
        if code == before.get((kind, fund)) or code == Code("", ""):
            continue
        for each in (code.cost_centre, code.account_code):
            if not is_a_code(each):
                raise Refused(
                    f"{kind.capitalize()} ({fund}): give both codes, each of up to 20 letters, "
                    "figures, dots, strokes or hyphens."
                )
        FinanceCode.objects.update_or_create(
            kind=kind,
            fund=fund,
            defaults={
                "cost_centre": code.cost_centre,
                "account_code": code.account_code,
                "set_on": on,
                "set_by": by,
            },
        )
        changed.append(f"{kind} ({fund}): {code.cost_centre} {code.account_code}")
    if changed:
        facts.record(CODES_SET, by=by, on=on, words="; ".join(changed)[:1000])
    return len(changed)


@transaction.atomic
def close_year(year: FinancialYear, *, reasons: str, by: SignIn, on: date) -> UUID:
    """Close a financial year: nothing more is written down for its days, balances are carried.

    It cannot be undone: what turns out wrong later is put right on a day of an open year. Raises
    Refused while something would be left without a day, without reasons, before the year is over
    and when it is closed; NotAllowed.
    """
    if not permissions.CLOSE_YEAR.allows(by):
        raise NotAllowed(permissions.CLOSE_YEAR.refusal())
    stops = [one for one in queries.in_the_way(year, by=by) if one.stops]
    if stops:
        raise Refused(
            "Finish these first, or they could not be written down any more: "
            + "; ".join(f"{one.what.lower()} ({one.count:,})" for one in stops)
            + "."
        )
    return ledger.close_period(year.last_day, reasons=reasons, by=by, on=on)
