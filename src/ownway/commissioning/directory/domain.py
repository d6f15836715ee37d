"""Words of the directory: what a service may help with, and how fresh a listing is. Pure.

Source    Care Act 2014, section 4: information and advice on the choice of types of care and
          support and of providers, and how to reach it. Topics follow the outcomes of SI 2015/313,
          regulations 2 and 3, and what people ask for besides.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from ownway.kernel.refusal import Refused

TOPICS: Mapping[str, str] = {
    "company": "Company and things to do",
    "nutrition": "Food and meals",
    "hygiene": "Keeping clean",
    "toilet": "Using the toilet",
    "clothing": "Clothes and laundry",
    "home-safety": "Being safe at home",
    "habitable-home": "Looking after a home",
    "relationships": "Family and friends",
    "work": "Work, learning and volunteering",
    "community": "Getting out and about",
    "children": "Looking after children",
    "carers": "Support for carers",
    "equipment": "Equipment for every day",
    "technology": "Alarms and technology",
    "money": "Money, benefits and debt",
    "home-from-hospital": "Coming home from hospital",
}
FRESH_DAYS = 183  # a listing nobody checked for half a year says so
LONGEST = 600


def is_stale(assured_on: date, *, on: date) -> bool:
    """Nobody has checked it for half a year."""
    return on - assured_on > timedelta(days=FRESH_DAYS)


def check_listing(
    *, name: str, what: str, topics: list[str], telephone: str, email: str, web: str
) -> None:
    """Whether somebody reading it would know what it is and how to reach it. Raises Refused."""
    if not name.strip():
        raise Refused("Write what it is called.")
    if not what.strip():
        raise Refused("Say what happens there, in a sentence or two.")
    if not topics:
        raise Refused("Choose at least one thing it may help with.")
    if unknown := [one for one in topics if one not in TOPICS]:
        raise Refused(f"Choose from the list what it may help with: {', '.join(unknown)} is not.")
    if not (telephone.strip() or email.strip() or web.strip()):
        raise Refused("Give one way to reach it: a telephone number, an e-mail or a web address.")
    if web.strip() and not web.strip().startswith("https://"):
        raise Refused("Give the web address with https:// in front.")
