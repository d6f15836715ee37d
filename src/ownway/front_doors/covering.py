"""Seeing to the work of a colleague who is away: what of theirs waits, for those who cover."""

from datetime import date
from uuid import UUID

from django.urls import reverse

from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import queries as conversations
from ownway.foundation.conversations.queries import Absence
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.hand_overs.queries import Cover
from ownway.foundation.look.filters import short_day
from ownway.front_doors.pages import Now, late_words
from ownway.support.assessment.queries.queues import InQueue
from ownway.support.people import queries as people


def cover_of(by: SignIn, *, on: date) -> Cover | None:
    """Whose hand-overs `by` may read and answer today; none where they cover nobody.

    Of people who are the work of `by`: whoever another team looks after is passed on instead.
    """
    whose = conversations.covered_by(by, on=on)
    return Cover(tuple(one.who_id for one in whose), people.ids_visible(by=by)) if whose else None


def in_absence(lines: list[InQueue], *, by: SignIn, on: date) -> tuple[list[Now], list[Now]]:
    """What waits for those whose work `by` sees to: what is late, and the rest.

    `lines` are the assessments that are not finished.
    """
    cover = cover_of(by, on=on)
    if cover is None:
        return [], []
    whose = {one.who_id: one for one in conversations.covered_by(by, on=on)}
    late, waiting = [], []
    handed = hand_overs.covered(cover, by=by, on=on)
    for line in handed:
        away = next((one for one in whose.values() if one.who == line.receiver), None)
        href = reverse("hand_overs.hand_over", args=[line.id])
        title = f"{line.about_name}: {line.what}"
        words = f"{_for(away)}. From {line.from_name}."
        if line.days_late:
            chip = late_words(line.days_late)
            late.append(Now(title, words, chip, "bad", "Answer it", href))
        else:
            chip = f"Answer due {short_day(line.due_on)}"
            waiting.append(Now(title, words, chip, "some", "", href))
    told = {line.id for line in handed}
    for one in lines:
        if one.worker_id in whose and one.hand_over_id not in told:
            waiting.append(
                Now(
                    f"{one.name}: assessment",
                    f"{_for(whose[one.worker_id])}. Asked {_days(one.days)} ago.",
                    late_words(one.late) if one.late else f"Target {short_day(one.due_on)}",
                    "bad" if one.late else "some",
                    "",
                    reverse("assessment.assessment", args=[one.thing.assessment_id])
                    if one.thing.assessment_id
                    else reverse("contact.request", args=[one.thing.request_id]),
                )
            )
    return late, waiting


def seen_to(lines: list[InQueue], *, by: SignIn, on: date) -> frozenset[UUID]:
    """The assessments under way that `in_absence` tells of, so that they are told once."""
    whose = {one.who_id for one in conversations.covered_by(by, on=on)}
    return frozenset(
        one.thing.assessment_id
        for one in lines
        if one.thing.assessment_id is not None and one.worker_id in whose
    )


def _for(away: Absence | None) -> str:
    return f"For {away.who}, away until {short_day(away.last_day)}" if away else "For a colleague"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
