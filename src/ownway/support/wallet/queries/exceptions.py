"""Whose account is worth a look, for finance and for the worker: counted, the gravest first."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.support.people import queries as people
from ownway.support.wallet.domain.looking import high_key, quiet_key
from ownway.support.wallet.models import BankAccount, MoneyQuestion
from ownway.support.wallet.queries.lines import limits

LISTED = declare("wallet.accounts-listed", "Stood in a list of accounts", reading=True)
MOST = 200


@dataclass(frozen=True, slots=True)
class NotFitting:
    """An account with something that does not fit: what, in words, and how the asking stands."""

    person_id: UUID
    name: str
    words: tuple[str, ...]
    asked: str
    rank: tuple[int, int]


def accounts_to_look_at(*, by: SignIn, on: date) -> list[NotFitting]:
    """Accounts of the people whose rows are the work of `by`; that they were listed is a fact.

    Must run in a transaction.
    """
    known = limits(on)
    since = on - timedelta(days=known.days_to_explain)
    quiet = on - timedelta(weeks=known.quiet_weeks)
    rows = (
        BankAccount.objects.filter(person_id__in=people.ids_visible(by=by))
        .annotate(
            unsaid=Count("lines", filter=Q(lines__what="", lines__known_on__lte=since)),
            breaches=Count(
                "lines", filter=~Q(lines__breach="") & Q(lines__looked_at_on__isnull=True)
            ),
        )
        .filter(
            Q(unsaid__gt=0)
            | Q(breaches__gt=0)
            | Q(paid_weekly__gt=0, closing__gt=F("paid_weekly") * known.weeks_of_payments)
            | Q(last_moved_on__lt=quiet)
        )
        .order_by("-breaches", "-unsaid", "pk")[:MOST]
    )
    accounts: list[Any] = list(rows)  # with what is counted beside each
    open_questions: dict[UUID, list[MoneyQuestion]] = {}
    looked_at: set[tuple[UUID, str]] = set()
    for row in MoneyQuestion.objects.filter(account__in=accounts):
        if row.settled_on is None:
            open_questions.setdefault(row.account_id, []).append(row)
        else:
            looked_at.add((row.account_id, row.key))
    named = people.briefly([one.person_id for one in accounts], by=by, on=on)
    found = []
    for one in accounts:
        if one.person_id not in named:
            continue
        high = one.paid_weekly and (one.closing or 0) > one.paid_weekly * known.weeks_of_payments
        high = high and (one.pk, high_key(one.closing_on)) not in looked_at
        last = one.last_moved_on
        still = last is not None and last < quiet and (one.pk, quiet_key(last)) not in looked_at
        if not (one.breaches or one.unsaid or high or still):
            continue
        facts.record_reading(LISTED, about=one.person_id, by=by, on=on)
        words = []
        if one.breaches:
            words.append(_count(one.breaches, "payment", "for what may not be bought"))
        if one.unsaid:
            words.append(_count(one.unsaid, "line", "that nobody explained"))
        if high:
            weeks = (one.closing or 0) // one.paid_weekly
            words.append(f"{pounds(one.closing or 0)} left, {weeks} weeks of payments")
        if still and last is not None:
            words.append(f"Nothing moved since {in_words(last)}")
        found.append(
            NotFitting(
                one.person_id,
                named[one.person_id].name,
                tuple(words),
                _asked(open_questions.get(one.pk, []), on=on),
                (-one.breaches, -one.unsaid),
            )
        )
    return found


def _count(number: int, what: str, more: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'} {more}"


def _asked(questions: list[MoneyQuestion], *, on: date) -> str:
    answered = [one for one in questions if one.answered_on is not None]
    if answered:
        return f"Answered on {in_words(max(one.answered_on or on for one in answered))}"
    late = [one for one in questions if one.answer_by < on]
    if late:
        return f"No answer by {in_words(min(one.answer_by for one in late))}"
    if questions:
        return f"Asked, answer by {in_words(min(one.answer_by for one in questions))}"
    return "Not asked yet"
