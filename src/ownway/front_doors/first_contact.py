"""First contact on the first page of a working day: requests that wait, the late ones first."""

from datetime import date

from django.urls import reverse

from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import short_day
from ownway.front_doors.pages import Now, late_words
from ownway.support.contact import queries as contact


def requests_waiting(*, by: SignIn, on: date) -> tuple[list[Now], list[Now]]:
    """Requests past their due day, and the others; each for those who may answer them."""
    late, waiting = [], []
    for one in contact.queue(by=by, on=on):
        href = reverse("contact.request", args=[one.id])
        title = f"{one.name} asked for support"
        if one.late:
            words = f"Asked on {short_day(one.requested_on)}. An answer was due by "
            words += f"{short_day(one.due_on)}. {one.worker or 'Nobody'} works with them."
            late.append(Now(title, words, late_words(one.late), "bad", "Answer it", href))
        else:
            chip = f"Answer due {short_day(one.due_on)}"
            waiting.append(Now(title, one.words, chip, "some", "", href))
    return late, waiting
