"""Who may open whose record, why somebody outside their own work asks, and what looks odd. Pure.

Source    UK GDPR art. 5(1)(f) and art. 32; Caldicott Principles (2020) 2 to 4: use confidential
          information only when needed, the least of it, by those who strictly need to know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ownway.kernel.refusal import Refused


class Work(StrEnum):
    """What a page about a person is for; `permissions.OWN_WORK` says whose work it is."""

    RECORD = "the record"
    MONEY = "payments and money"
    ARRANGING = "arranging support"
    DATA = "putting data right"
    RESTRICTING = "who may see the record"


# A reason opens one record for a working day: long enough for a shift, never into the next.
OPEN_FOR = timedelta(hours=10)


def open_until(given_at: datetime) -> datetime:
    """When a reason given at this local instant lapses: after `OPEN_FOR`, or at midnight."""
    midnight = datetime.combine(given_at.date() + timedelta(days=1), time(), given_at.tzinfo)
    return min(given_at + OPEN_FOR, midnight)


OTHER_REASON = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for opening a record outside one's own work, in the words both sides read."""

    code: str
    words: str
    first_day: date
    last_day: date | None = None

    def stands_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


_BEGAN = date(2026, 1, 1)
REASONS = (
    Reason("covering", "I am covering for their team or their worker", _BEGAN),
    Reason("contacted", "They, or somebody for them, asked me for something", _BEGAN),
    Reason("moving", "Their support is moving to my team or from it", _BEGAN),
    Reason("household", "I work with somebody of their family or household", _BEGAN),
    Reason("safety", "Somebody may be at risk of harm", _BEGAN),
    Reason("enquiry", "I am answering a complaint, a court or a request for information", _BEGAN),
    Reason("checking", "I am checking that records are right, as part of my work", _BEGAN),
    Reason(OTHER_REASON, "Something else", _BEGAN),
)


def reasons_on(day: date) -> tuple[Reason, ...]:
    """The reasons one may choose from on a day."""
    return tuple(reason for reason in REASONS if reason.stands_on(day))


def reason_in_words(code: str, words: str = "") -> str:
    """A reason as people read it; one that is no longer offered keeps its words."""
    known = next((reason.words for reason in REASONS if reason.code == code), code)
    said = words.strip()
    if code == OTHER_REASON and said:
        return said
    return f"{known}: {said}" if said else known


def check_reason(code: str, words: str, *, on: date) -> None:
    """Raises Refused when nothing of the list was chosen, or "other" says nothing."""
    if code not in {reason.code for reason in reasons_on(on)}:
        raise Refused("Choose why you need this record.")
    if code == OTHER_REASON and len(words.split()) < MIN_WORDS:
        raise Refused("Say in a few words why you need this record.")


MIN_WORDS = 3

# What makes somebody look twice. None of it proves anything.
SAME_FAMILY_NAME = "same family name"
SAME_POSTCODE = "same postcode"
KNOWN_TO_THEM = "named in the person's life"
COLLEAGUE = "name of a colleague"
MANY = "many in a day"
OUT_OF_HOURS = "out of hours"
MANY_IN_A_DAY = 10
DAY_BEGINS, DAY_ENDS = time(7, 0), time(19, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one opening, to see whether it looks odd. `at` is local time."""

    opener_name: str
    person_given_name: str
    person_family_name: str
    at: datetime
    on_that_day: int  # how many records the same member of staff gave a reason for
    opener_postcode: str = ""
    person_postcode: str = ""
    around: tuple[str, ...] = ()  # names of those in the person's life
    staff_names: frozenset[str] = frozenset()  # as `tidy` writes them


def oddities(seen: Seen) -> tuple[str, ...]:
    """Why somebody might look twice at an opening; nothing for an everyday one."""
    found = []
    family = tidy(seen.person_family_name)
    whole = tidy(f"{seen.person_given_name} {seen.person_family_name}")
    opener = tidy(seen.opener_name)
    if family and opener.split()[-1:] == family.split()[-1:]:
        found.append(SAME_FAMILY_NAME)
    postcode = tidy(seen.person_postcode).replace(" ", "")
    if postcode and postcode == tidy(seen.opener_postcode).replace(" ", ""):
        found.append(SAME_POSTCODE)
    if opener in {tidy(name) for name in seen.around}:
        found.append(KNOWN_TO_THEM)
    if whole in seen.staff_names and whole != opener:
        found.append(COLLEAGUE)
    if seen.on_that_day >= MANY_IN_A_DAY:
        found.append(MANY)
    if seen.at.weekday() >= 5 or not DAY_BEGINS <= seen.at.time() < DAY_ENDS:
        found.append(OUT_OF_HOURS)
    return tuple(found)


def tidy(name: str) -> str:
    return " ".join(name.casefold().split())


def most_odd_first(lines: Iterable[tuple[tuple[str, ...], datetime]]) -> list[int]:
    """The order of openings by how odd each is, then the latest first, as places in `lines`."""
    held = list(lines)
    return sorted(range(len(held)), key=lambda i: (-len(held[i][0]), -held[i][1].timestamp()))
