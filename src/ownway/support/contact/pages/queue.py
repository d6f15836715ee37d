"""What the page of waiting requests sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ownway.support.contact.domain import asking
from ownway.support.contact.queries import Queued, by_worker

SORTS: Mapping[str, str] = {"": "The most overdue first", "age": "The oldest first", "name": "Name"}


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The lines chosen, and what there is to choose from; `workers` only for a manager."""

    headline: str
    lines: list[Queued]
    total: int
    teams: list[tuple[str, str]]
    routes: list[tuple[str, str]]
    urgencies: list[tuple[str, str]]
    sorts: list[tuple[str, str]]
    chosen: Mapping[str, str]
    query: str
    workers: list[tuple[str, int, int]]


def queue_page(
    lines: Sequence[Queued], asked: Mapping[str, str], *, query: str, manager: bool
) -> QueuePage:
    """The lines that the address asks for; an unknown choice counts as none."""
    teams = sorted(
        {(str(one.team_id), one.team) for one in lines if one.team_id}, key=lambda t: t[1]
    )
    routes = sorted({(one.route, one.route) for one in lines if one.route})
    urgencies = list(asking.URGENCIES.items())
    chosen = {
        "team": _known(asked.get("team", ""), teams),
        "route": _known(asked.get("route", ""), routes),
        "urgency": _known(asked.get("urgency", ""), urgencies),
        "sort": _known(asked.get("sort", ""), list(SORTS.items())),
    }
    found = [
        one
        for one in lines
        if chosen["team"] in ("", str(one.team_id))
        and chosen["route"] in ("", one.route)
        and chosen["urgency"] in ("", one.urgency)
    ]
    if chosen["sort"] == "age":
        found.sort(key=lambda one: (one.requested_on, one.due_on, one.name))
    elif chosen["sort"] == "name":
        found.sort(key=lambda one: (one.name, one.requested_on))
    return QueuePage(
        headline=headline(lines),
        lines=found,
        total=len(lines),
        teams=teams,
        routes=routes,
        urgencies=urgencies,
        sorts=list(SORTS.items()),
        chosen=chosen,
        query=query,
        workers=by_worker(lines) if manager else [],
    )


def headline(lines: Sequence[Queued]) -> str:
    """How many wait and how many are late, as one sentence."""
    if not lines:
        return "Nothing waits for an answer."
    late = sum(1 for one in lines if one.late)
    checks = sum(1 for one in lines if one.is_check)
    waits = "1 request waits" if len(lines) == 1 else f"{len(lines):,} requests wait"
    if checks:
        waits += f" ({checks:,} of them {'a self-check' if checks == 1 else 'self-checks'})"
    if not late:
        return f"{waits} for an answer. None is late."
    return f"{waits} for an answer. {late:,} {'is' if late == 1 else 'are'} late."


def _known(said: str, choices: Sequence[tuple[str, str]]) -> str:
    return said if said in {value for value, _ in choices} else ""
