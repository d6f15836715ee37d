"""Models of a first figure that wait for somebody, for the first page of a working day."""

from django.urls import reverse

from ownway.commissioning.scorecards import queries as scorecards
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import short_day
from ownway.front_doors.pages import Now


def models_waiting(*, by: SignIn) -> list[Now]:
    """What was put to a board and what it approved, for whoever takes the next step."""
    found = [
        Now(
            f"{one.line.title}: a model waits for a board",
            f"{one.proposed_by} put it forward. Write its approval down, with the minutes.",
            f"Since {short_day(one.proposed_on)}" if one.proposed_on else "",
            "some",
            "Look at it",
            reverse("scorecards.model", args=[one.line.id]),
        )
        for one in scorecards.to_approve(by=by)
    ]
    return found + [
        Now(
            f"{one.title}: approved, and not in force",
            f"{one.board} approved it. Choose the day from which it counts.",
            f"Since {short_day(one.approved_on)}" if one.approved_on else "",
            "some",
            "Put it in force",
            reverse("scorecards.model", args=[one.id]),
        )
        for one in scorecards.to_publish(by=by)
    ]
