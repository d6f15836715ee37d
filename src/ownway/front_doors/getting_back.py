"""Reablement and safeguarding, as the pages that tell the whole story show them."""

from datetime import date
from uuid import UUID

from django.urls import reverse

from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import day, short_day
from ownway.front_doors.pages import Now
from ownway.support.reablement import queries as reablement
from ownway.support.reablement.domain import State
from ownway.support.safeguarding import queries as safeguarding


def at_work(*, by: SignIn, on: date) -> list[Now]:
    """What waits on "My work": concerns for a lead, and the list of a reablement team."""
    found = []
    if waiting := safeguarding.waiting_count(by=by):
        said = "concern waits for a yes" if waiting == 1 else "concerns wait for a yes"
        href = reverse("safeguarding.concerns")
        found.append(Now(f"{waiting} safeguarding {said}", "", "", "bad", "", href))
    running, listed = reablement.how_many(by=by, on=on)
    if running or listed:
        words = f"{running} {'goes' if running == 1 else 'go'} on, {listed} on the waiting list."
        kind = "some" if listed else "good"
        chip = f"{listed} waiting" if listed else "Nobody waits"
        found.append(Now("Reablement", words, chip, kind, "", reverse("reablement.board")))
    return found


def about_somebody(person_id: UUID, *, by: SignIn, on: date) -> list[Now]:
    """What is moving: an episode that waits or goes on. The caller has recorded the opening."""
    found = []
    for one in reablement.episodes_of(person_id, by=by, on=on):
        href = reverse("reablement.episode", args=[one.id])
        if one.state is State.WAITING:
            chip = f"{one.days} days" if one.days != 1 else "1 day"
            words = f"On the list of {one.team}, since {short_day(one.asked_on)}."
            found.append(Now("Waits for reablement", words, chip, "some", "Open", href))
        if one.state is State.RUNNING and one.planned_end_on is not None:
            past = one.days_past_free > 0
            words = f"Planned to end by {day(one.planned_end_on)}."
            chip = "Past the free weeks" if past else f"Week {one.week}"
            kind = "bad" if past or one.late else "good"
            found.append(Now("Reablement", words, chip, kind, "Open", href))
    return found


def my_weeks(person_id: UUID, *, by: SignIn, on: date) -> list[Now]:
    """The way to one's own page of it, while it waits or goes on."""
    href = reverse("reablement.mine")
    for one in reablement.episodes_of(person_id, by=by, on=on):
        if one.state is State.WAITING:
            words = "Help for a few weeks to do things yourself again. You are on the list."
            return [Now("Getting back to it", words, "Waiting", "some", "See my page", href)]
        if one.state is State.RUNNING:
            words = "Your goals, who comes next, and how you say it goes."
            chip = f"Week {one.week}"
            return [Now("Getting back to it", words, chip, "good", "See my weeks", href)]
    return []
