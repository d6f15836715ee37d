"""What a person has, as they tell it, and what they pay: decided by a named member of finance."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.charging import domain, permissions
from ownway.support.charging.domain.answers import HOW, REFUSED, WHOLE, Answers, case_of
from ownway.support.charging.domain.figures import figures_on, local_on
from ownway.support.charging.domain.page import Free, LightTouch, Worked, lightly, work_out
from ownway.support.charging.models import Contribution, FinancialAssessment
from ownway.support.people import queries as people

CONTRIBUTION_DECIDED = declare("charging.contribution-decided", "Contribution decided")
MEANS_BEGUN = declare("charging.means-begun", "Telling of money begun")
MEANS_SENT = declare("charging.means-sent", "What there is was told")
MORE_ASKED = declare("charging.more-asked", "More asked about money")
STALE = "Somebody changed these answers while you wrote. Load the page again to see them."
MEANWHILE = (
    "These answers were saved elsewhere while you wrote, perhaps in another window. What you typed "
    "stands below. Press again to keep it in place of what was saved."
)


class SavedMeanwhile(Refused):
    """Other answers were saved since these were opened."""


@transaction.atomic
def decide_contribution(
    person_id: UUID,
    *,
    contribution_weekly: int,
    first_day: date,
    basis: str,
    cost_weekly: int | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Decide a weekly contribution (pence) from a day on; the one before ends the day before.

    `cost_weekly` is what the support costs, where whoever decides says it: more is never asked.
    Another decision from the same day puts a slip right: both stay, the last one holds. Raises
    Refused without a basis, for an amount below nothing, for a day more than five years away, and
    for the very decision that stands already; NotAllowed for anybody but finance; NotFound when
    `by` may not know this person.
    """
    people.check_may_read(person_id, by=by)
    if not permissions.DECIDE_CONTRIBUTION.allows(by):
        raise NotAllowed(permissions.DECIDE_CONTRIBUTION.refusal())
    if contribution_weekly < 0:
        raise Refused("A contribution cannot be less than nothing.")
    if cost_weekly is not None and contribution_weekly > cost_weekly:
        raise Refused(
            f"{pounds(contribution_weekly)} is more than their support costs, "
            f"{pounds(cost_weekly)} a week. Check both: is there a zero too many?"
        )
    if not basis.strip():
        raise Refused("Write down how it was worked out, so that the person can check it.")
    if abs(first_day - on) > domain.FARTHEST:
        raise Refused("The first day is more than five years away. Check the year.")
    before = (
        Contribution.objects.filter(person_id=person_id, first_day=first_day)
        .order_by("-number")
        .first()
    )
    same = f"{pounds(contribution_weekly)} a week from {in_words(first_day)} is decided already."
    if before and (before.contribution_weekly, before.basis) == (
        contribution_weekly,
        basis.strip(),
    ):
        raise Refused(same)
    try:  # one decision of a number: the constraint of the table
        with transaction.atomic():
            made = Contribution.objects.create(
                person_id=person_id,
                contribution_weekly=contribution_weekly,
                first_day=first_day,
                number=before.number + 1 if before else 0,
                basis=basis.strip(),
                decided_on=on,
                decided_by=by,
            )
    except IntegrityError:
        raise Refused(f"{same} Load the page again to see it.") from None
    words = f"{pounds(contribution_weekly)} a week from {in_words(first_day)}"
    facts.record(
        CONTRIBUTION_DECIDED,
        about=person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"{words}, instead of {pounds(before.contribution_weekly)}" if before else words,
        after={"contribution_weekly": contribution_weekly, "basis": made.basis},
    )
    return made.pk


@transaction.atomic
def save_means(person_id: UUID, *, answers: Answers, edition: int, by: SignIn, on: date) -> None:
    """Keep what was told so far; `edition` is the one that was read, 0 for the first.

    The same answers twice are one save. Raises Refused when somebody saved in between, and for the
    person once it is sent; NotAllowed for others than the person and finance; NotFound as above.
    """
    _check_may_tell(person_id, by=by)
    row = _in_the_making(person_id)
    if row is None:
        if edition:
            raise SavedMeanwhile(MEANWHILE)
        _begin(person_id, answers, by=by, on=on)
        return
    if row.answers == answers.kept():
        return
    if row.state == "sent" and not permissions.DECIDE_CONTRIBUTION.allows(by):
        raise Refused("You sent this already. Write to us if something in it has changed.")
    if row.edition != edition:
        raise SavedMeanwhile(MEANWHILE)
    row.answers = answers.kept()
    row.edition += 1
    row.save()


@transaction.atomic
def send_means(person_id: UUID, *, by: SignIn, on: date) -> None:
    """Give what was told to finance; twice is once. Raises Refused where nothing is written."""
    _check_may_tell(person_id, by=by)
    row = _in_the_making(person_id)
    if row is None:
        raise Refused("There is nothing to send yet. Write down what comes in and what there is.")
    if row.state == "sent":
        return
    row.state, row.sent_on, row.asked = "sent", on, ""
    row.save()
    facts.record(MEANS_SENT, about=person_id, of=row.pk, by=by, on=on)


@transaction.atomic
def ask_for_more(person_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Give it back to the person with what is missing, in words they read.

    Raises Refused without words or when it was not sent; NotAllowed for anybody but finance.
    """
    people.check_may_read(person_id, by=by)
    _check_finance(by)
    row = _in_the_making(person_id)
    if row is None or row.state != "sent":
        raise Refused("Nothing was sent that could be given back.")
    if not words.strip():
        raise Refused("Say what is missing; the person reads it.")
    row.state, row.asked = "writing", words.strip()
    row.save()
    facts.record(MORE_ASKED, about=person_id, of=row.pk, by=by, on=on)


@transaction.atomic
def decide_from_means(
    person_id: UUID,
    *,
    how: str,
    answers: Answers,
    edition: int,
    born_on: date | None,
    cost_weekly: int,
    free_weekly: int,
    first_day: date,
    seen_weekly: int,
    by: SignIn,
    on: date,
) -> UUID:
    """Decide a contribution as it is worked out on its first day, and keep every line of it.

    `how` is one of `domain.answers.HOW`, `edition` the one that was read. The decision is that of
    `by`, who saw `seen_weekly` as its outcome. Raises Refused when the sum comes to anything else
    than was seen, when somebody saved other answers in between, NotKnown
    where a figure of that day has no amount, and as `decide_contribution`.
    """
    people.check_may_read(person_id, by=by)
    _check_finance(by)
    worked = worked_as(
        how, answers, born_on=born_on, on=first_day, cost_weekly=cost_weekly,
        free_weekly=free_weekly,
    )  # fmt: skip
    if worked.contribution_weekly != seen_weekly:
        raise Refused(
            f"The sum comes to {pounds(worked.contribution_weekly)} now, not to "
            f"{pounds(seen_weekly)} as you saw it. Work it out again and read it first."
        )
    row = _in_the_making(person_id)
    if row is not None and row.edition != edition and row.answers != answers.kept():
        raise Refused(STALE)
    row = row or _begin(person_id, answers, by=by, on=on)
    told = f", told on {in_words(row.sent_on)}" if row.sent_on and how == WHOLE else ""
    basis = f"{HOW[how]}{told}. {_summary(worked)}"
    decided = decide_contribution(
        person_id,
        contribution_weekly=worked.contribution_weekly,
        first_day=first_day,
        basis=basis,
        by=by,
        on=on,
    )
    row.answers, row.state, row.decided_on = answers.kept(), "decided", on
    row.contribution_id, row.cost_weekly, row.asked = decided, cost_weekly, ""
    row.how, row.free_weekly = how, free_weekly
    row.workings = [
        {
            "part": line.part.value,
            "words": line.words,
            "amount": line.amount,
            "source": line.source,
            "verified": line.verified,
            "taken_away": line.taken_away,
        }
        for line in worked.workings
    ]
    row.save()
    return decided


def worked_as(
    how: str,
    answers: Answers,
    *,
    born_on: date | None,
    on: date,
    cost_weekly: int,
    free_weekly: int = 0,
) -> Worked:
    """What is paid by the figures of a day; nothing is kept. Raises Refused, NotKnown."""
    if how not in HOW:
        raise Refused("Choose how it is worked out.")
    figures = figures_on(on, local_on(on))
    kind, _, name = how.partition("-")
    free = Free[name] if kind == "free" else None
    case = case_of(
        answers,
        born_on=born_on if how == WHOLE else born_on or on,
        on=on,
        cost_weekly=cost_weekly,
        free_weekly=free_weekly,
        free=free,
        refused=how == REFUSED,
    )
    if kind == "light":
        return lightly(case, figures, why=LightTouch[name])
    return work_out(case, figures, free=free)


def _summary(worked: Worked) -> str:
    pays, costs = pounds(worked.contribution_weekly), pounds(worked.cost_weekly)
    checked = (
        "" if not worked.unverified else " Some figures in it were not checked in the circular."
    )
    return f"{pays} of {costs} a week; every line is kept with this decision.{checked}"


def _begin(person_id: UUID, answers: Answers, *, by: SignIn, on: date) -> FinancialAssessment:
    try:  # one in the making: the constraint of the table
        with transaction.atomic():
            row = FinancialAssessment.objects.create(
                person_id=person_id, answers=answers.kept(), begun_on=on, begun_by=by
            )
    except IntegrityError:
        raise Refused(STALE) from None
    facts.record(MEANS_BEGUN, about=person_id, of=row.pk, by=by, on=on)
    return row


def _in_the_making(person_id: UUID) -> FinancialAssessment | None:
    return (
        FinancialAssessment.objects.select_for_update()
        .filter(person_id=person_id, state__in=["writing", "sent"])
        .first()
    )


def _check_may_tell(person_id: UUID, *, by: SignIn) -> None:
    people.check_may_read(person_id, by=by)
    if not permissions.TELL_MEANS.allows(by):
        raise NotAllowed(permissions.TELL_MEANS.refusal())


def _check_finance(by: SignIn) -> None:
    if not permissions.DECIDE_CONTRIBUTION.allows(by):
        raise NotAllowed(permissions.DECIDE_CONTRIBUTION.refusal())
