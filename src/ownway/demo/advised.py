"""Marlshire's pages of advice, begun from the texts of Ownway and read by a second person."""

from datetime import date, timedelta

from ownway.demo.personas import ASIF, PRIYA, sign_in_of
from ownway.support.contact.domain.advice import starters
from ownway.support.contact.operations import advice
from ownway.support.contact.queries import advice as queries

WRITTEN_DAYS_AGO, KEPT_DAYS = 150, 365
ONE_SOON = "leaving-hospital"  # stands on the editors' list


def write(*, on: date) -> None:
    """Write and publish them; what is begun stays, so that running twice changes nothing."""
    priya, asif = sign_in_of(PRIYA), sign_in_of(ASIF)
    day = on - timedelta(days=WRITTEN_DAYS_AGO)
    waiting = {one.slug for one in queries.texts_to_begin_from()}
    for text in starters():
        if text.slug not in waiting:
            continue
        advice.begin_from_text(text.slug, by=priya, on=day)
        draft = queries.advice_page(text.slug).open
        if draft is None:
            continue
        advice.ask_review(draft.id, by=priya, on=day)
        again = on + timedelta(days=14) if text.slug == ONE_SOON else day + timedelta(KEPT_DAYS)
        advice.publish(draft.id, review_by=again, by=asif, on=day)
