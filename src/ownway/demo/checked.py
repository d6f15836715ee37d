"""Two self-checks that wait in the demonstration: about a mother, and of a husband as carer."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from ownway.support.contact.domain.self_checks import MATTERS, Said, Whom
from ownway.support.contact.operations import self_checks as checks
from ownway.support.contact.queries.self_checks import ever_sent

ENGLAND = ZoneInfo("Europe/London")
ELSIE = {
    "your_name": "Carys Thorne",
    "relation": "child",
    "relation_words": "their daughter or son",
    "consent": "agrees",
    "consent_words": "Yes, they know and agree",
    "speaks": "helps",
    "speaks_words": "They speak for themself, with help",
    "given_name": "Elsie",
    "family_name": "Thorne",
    "born_on": "1942-03-27",
    "born_on_words": "27 March 1942",
    "address_line_1": "3 Ropewalk Cottages",
    "town": "Thornbeck",
    "postcode": "QM3 1RC",
    "telephone": "01632 960 377",
    "their_telephone": "01632 960 378",
    "first": "me",
    "first_words": "Me",
    "best_way": "telephone",
    "best_way_words": "A telephone call",
    "when": "After seven in the evening",
    "needs": ["large-print", "longer-time"],
    "needs_in_words": ["large print", "longer time"],
}
ELSIE_SAID = Said(
    {
        "safe": "unsure",
        "nutrition": "hard",
        "hygiene": "some",
        "toilet": "well",
        "clothing": "well",
        "home-safety": "hard",
        "habitable-home": "some",
        "relationships": "hard",
        "work": "well",
        "community": "hard",
        "children": "none",
        "helpers": "often",
        "changes": "fall",
    },
    {
        "every-day": "She lives on toast and says she has eaten.",
        "home": "Twice this month she left the gas on.",
        MATTERS: "To stay in her cottage with the dog. She laughs most when the choir comes round.",
    },
    "QM3 1RC",
)
GWYN = {
    "given_name": "Gwyn",
    "family_name": "Maddox",
    "cared_for": "My wife, Olwen",
    "town": "Wythersham",
    "postcode": "QM7 2LD",
    "email": "gwyn.maddox@example.org",
    "best_way": "email",
    "best_way_words": "An e-mail",
    "needs": [],
    "needs_in_words": [],
}
GWYN_SAID = Said(
    {
        "safe": "yes",
        "hours": "50-or-more",
        "willing": "yes",
        "able": "for-now",
        "nutrition": "well",
        "relationships": "hard",
        "recreation": "hard",
        "too-much": "sometimes",
    },
    {MATTERS: "One night of sleep a week, and my Thursday band."},
    "QM7 2LD",
)


@transaction.atomic
def send(*, on: date) -> None:
    """Sent once: where a check was ever sent, nothing is added."""
    if ever_sent():
        return
    _send(Whom.CARER, GWYN_SAID, GWYN, on - timedelta(days=4))
    _send(Whom.OTHER, ELSIE_SAID, ELSIE, on)


def _send(whom: Whom, said: Said, sender: dict[str, Any], on: date) -> None:
    made = checks.begin_check(whom, said=said, on=on)
    at = datetime.combine(on, time(0, 40), tzinfo=ENGLAND)
    checks.send_check(made, sender, on=on, at=at)
