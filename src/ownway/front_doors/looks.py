"""Who looked at a record, told to the person: who, from where, when, at what, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import queries as facts
from ownway.foundation.facts.operations import PAGE_OPENED
from ownway.foundation.facts.queries import Happening
from ownway.support.people import queries as people
from ownway.support.people.queries.let_in import LOOKED_LET_IN

ROLE_WORDS = {
    "finance": "They work with payments for the whole council",
    "head of service": "They decide on plans above a manager's limit",
    "broker": "They arrange support for the whole council",
    "safeguarding lead": "They keep people safe across the council",
    "information governance": "They check who opens records",
    "performance": "They check that records are complete",
}
# That somebody was there at all: told alone only where they said nothing of what they opened.
BESIDES = (PAGE_OPENED.name, LOOKED_LET_IN.name)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's looks at one thing on one day."""

    fact_id: int  # the latest of them
    by_id: UUID | None
    on: date
    who: str
    job: str
    place: str  # the team of those who work for the council
    what: str
    why: str
    times: int
    outside: bool
    let_in: bool  # somebody whom the person let in, not of the council


@dataclass(frozen=True, slots=True)
class DayOfLooks:
    """Everything that somebody looked at on one day."""

    on: date
    who: str
    job: str
    place: str
    outside: bool
    let_in: bool
    looks: tuple[Look, ...]  # the newest first

    @property
    def times(self) -> int:
        return sum(look.times for look in self.looks)

    @property
    def whys(self) -> tuple[str, ...]:
        """Every reason that was given that day, each once."""
        return tuple(dict.fromkeys(look.why for look in self.looks))


def by_day(looks: Sequence[Look]) -> list[DayOfLooks]:
    """One line a person a day: from outside the team first, those let in last, newest first."""
    days: dict[tuple[object, ...], list[Look]] = {}
    for look in looks:
        key = (look.on, look.by_id, look.who, look.outside, look.let_in)
        days.setdefault(key, []).append(look)
    lines = [
        DayOfLooks(one.on, one.who, one.job, one.place, one.outside, one.let_in, tuple(several))
        for several in days.values()
        for one in several[:1]
    ]
    return sorted(lines, key=lambda day: (day.let_in, not day.outside, -day.on.toordinal()))


def looks_at_record(
    person_id: UUID, *, own: SignIn, on: date, limit: int
) -> tuple[list[Look], bool]:
    """Who looked, newest first, the person's own looks left out; and whether there are more.

    Looks of one sign-in at one thing, for one reason, on one day are one line; pages opened
    besides, on a day when they said what they opened, are part of that look. The caller has checked
    that `own` may read this.
    """
    readings = facts.readings(people.every_id(person_id), limit=limit + 1)
    team = people.person_briefly(person_id, by=own, on=on).team
    known = access.sign_ins(one.by_id for one in readings[:limit] if one.by_id)
    grouped: dict[tuple[object, ...], list[Happening]] = {}
    for one in readings[:limit]:
        if one.by_id != own.pk:
            grouped.setdefault((one.on, one.by_id, one.name, one.words), []).append(one)
    said = {(key[0], key[1]) for key in grouped if key[2] not in BESIDES}
    for key in [one for one in grouped if one[2] in BESIDES and one[:2] in said]:
        del grouped[key]
    looks = [
        _look(several, known.get(several[0].by_id) if several[0].by_id else None, team)
        for several in grouped.values()
    ]
    looks.sort(key=lambda look: (look.on, look.fact_id), reverse=True)
    return looks, len(readings) > limit


def _look(several: list[Happening], by: SignIn | None, team: str) -> Look:
    one = several[0]
    staff = by is not None and by.kind == Kind.STAFF
    place = by.team.name if by is not None and by.team else ""
    own_team = staff and bool(team) and place == team
    checks = by is not None and Role.INFORMATION_GOVERNANCE.value in by.roles
    let_in = by is not None and not staff
    why = "" if let_in else one.words
    if not why and own_team:
        why = "They are of the team that looks after your record"
    elif let_in:
        why = "You let them in"
    elif not why and by is not None:
        why = next((ROLE_WORDS[role] for role in by.roles if role in ROLE_WORDS), "")
    return Look(
        fact_id=one.fact_id,
        by_id=one.by_id,
        on=one.on,
        who=one.by_name or "The system itself",
        job=one.by_title,
        place=place if staff else "",
        what=one.heading,
        why=why or "No reason was written down",
        times=len(several),
        outside=staff and not own_team and not checks,
        let_in=let_in,
    )
