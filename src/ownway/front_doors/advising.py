"""Pages of advice and the list of services, as the working day of those who look after them shows
them: what waits to be read over, and what has grown old."""

from datetime import date

from django.urls import reverse

from ownway.commissioning.directory import queries as directory
from ownway.commissioning.directory.permissions import EDIT_DIRECTORY
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import short_day
from ownway.front_doors.pages import Now
from ownway.support.contact.domain.advice import State
from ownway.support.contact.permissions import EDIT_ADVICE
from ownway.support.contact.queries import advice


def to_look_after(*, by: SignIn, on: date) -> list[Now]:
    """Each page on its own line, the services in one; only to those who may change them."""
    found = []
    if EDIT_ADVICE.allows(by):
        for page in advice.advice_pages():
            href = reverse("contact.advice_versions", args=[page.slug])
            made, used = page.open, page.used
            if made and made.state is State.REVIEW and by.pk not in made.writers:
                words = f"{made.written_by} wrote version {made.number}."
                since = f"Since {short_day(made.written_on)}"
                found.append(
                    Now(f"Advice to read over: {made.title}", words, since, "some", "", href)
                )
            if used and used.review_by and used.is_due_soon(on):
                late = used.is_due(on)
                words = (
                    "People read that we are checking it."
                    if late
                    else "Is it still right? After that day people read that we are checking it."
                )
                chip = f"By {short_day(used.review_by)}"
                kind = "bad" if late else "some"
                found.append(
                    Now(f"Advice to look at again: {used.title}", words, chip, kind, "", href)
                )
    if EDIT_DIRECTORY.allows(by):
        stale = sum(one.stale for one in directory.everything_listed(on=on))
        if stale:
            title = f"{stale} {'service' if stale == 1 else 'services'} to check"
            words = "Nobody has checked for half a year that the listing holds."
            found.append(Now(title, words, "", "some", "", reverse("directory.listed")))
    return found
