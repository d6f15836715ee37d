"""Who looked at a record, told to the person: who, from where, when, at what, and why."""

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

ROLE_WORDS = {
    "finance": "They work with payments for the whole council",
    "broker": "They arrange support for the whole council",
    "safeguarding lead": "They keep people safe across the council",
    "information governance": "They check who opens records",
    "performance": "They check that records are complete",
}


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's looks at one thing on one day."""

    fact_id: int  # the latest of them
    on: date
    who: str
    job: str
    place: str  # the team, or "Let in by you"
    what: str
    why: str
    times: int
    outside: bool


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
    said = {(key[0], key[1]) for key in grouped if key[2] != PAGE_OPENED.name}
    for key in [one for one in grouped if one[2] == PAGE_OPENED.name and one[:2] in said]:
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
    why = one.words
    if not why and own_team:
        why = "They are of the team that looks after your record"
    elif not why and by is not None and not staff:
        why = "You let them in"
    elif not why and by is not None:
        why = next((ROLE_WORDS[role] for role in by.roles if role in ROLE_WORDS), "")
    return Look(
        fact_id=one.fact_id,
        on=one.on,
        who=one.by_name or "The system itself",
        job=one.by_title,
        place=place if staff else "Let in to your record" if by is not None else "",
        what=one.heading,
        why=why or "No reason was written down",
        times=len(several),
        outside=staff and not own_team and not checks,
    )
