"""What is wrong in the live records, counted over everything.

A statement a table: rows are added up by the whole pattern of their classes, and the few patterns
there are become counts by field here. Only rows of people the asker may see are counted.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from ownway.commissioning.returns import domain, permissions
from ownway.commissioning.returns.domain import quality
from ownway.commissioning.returns.domain.checks import CHECKS
from ownway.commissioning.returns.domain.quality import Cell, Counted, Filled
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.queries.at_fault import (
    EVERYTHING,
    NO_TEAM,
    Kind,
    Narrowing,
    at_fault,
    check_may_read,
    event_checks,
    kinds_of,
    people_found,
    rows_of,
    team_key,
)
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.support.people import queries as people


@dataclass(frozen=True, slots=True)
class TeamQuality:
    """One team's rows: how well they are filled, and the fixes that matter most among them."""

    id: str
    name: str
    rows: int
    fields: Mapping[str, Filled]
    filled: Filled
    fixes: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """What is wrong in the rows asked for, as one answer."""

    rows: int  # events as files told them
    born_here: int  # events that began in Ownway, whose cells are not classed
    fields: Mapping[str, Filled]
    filled: Filled
    fixes: tuple[Counted, ...]  # every fix with a row, most worth first
    teams: tuple[TeamQuality, ...]


@dataclass(frozen=True, slots=True)
class FileQuality:
    """How well one file was filled."""

    id: UUID
    file_name: str
    first_day: date | None
    last_day: date | None
    fields: Mapping[str, Filled]
    filled: Filled


def data_quality(*, by: SignIn, on: date, narrowing: Narrowing = EVERYTHING) -> Quality:
    """How well the records are filled, and every fix with its rows. Raises NotAllowed."""
    check_may_read(by)
    patterns: dict[str, Counter[str]] = defaultdict(Counter)  # team -> pattern -> rows
    found: dict[str, Counter[str]] = defaultdict(Counter)  # team -> check -> rows
    born_here = 0
    for kind in kinds_of(narrowing.event_type):
        rows = rows_of(kind, by, narrowing)
        for pattern, team_id, count in (
            rows.order_by()
            .values_list("cld_classes", "person__team_id")
            .annotate(count=Count("pk"))
        ):
            if pattern:
                patterns[team_key(team_id)][pattern] += count
            else:
                born_here += count
        _count_checks(rows, kind, on, found)
    if not narrowing.event_type:
        for check in CHECKS:
            if check.about == "person":
                for team_id, count in (
                    people_found(check, by, narrowing, on)
                    .values_list("team_id")
                    .annotate(count=Count("pk"))
                ):
                    found[team_key(team_id)][check.id] += count
    everyone: Counter[str] = sum(patterns.values(), Counter())
    fields = quality.expand(everyone.items())
    checks = sum(found.values(), Counter())
    return Quality(
        rows=everyone.total(),
        born_here=born_here,
        fields=fields,
        filled=quality.added(fields.values()),
        fixes=_fixes(fields, checks),
        teams=_by_team(patterns, found),
    )


def files_over_time(*, by: SignIn) -> list[FileQuality]:
    """How well each file that came was filled, by the end of its period, the earliest first.

    Empty for those who may not read what became of files: a file is of the whole council.
    """
    if not permissions.READ_FILES.allows(by):
        return []
    rows = Submission.objects.filter(
        state=Submission.DONE, direction=Submission.CAME_IN, last_day__isnull=False
    )
    return [_file(row) for row in rows.order_by("last_day", "received_at", "pk")]


def teams_to_choose(*, by: SignIn) -> list[tuple[str, str]]:
    """Teams whose people `by` may see, as (id, name)."""
    seen: set[UUID | None] = set(
        people.ids_visible(by=by).order_by().values_list("team_id", flat=True).distinct()
    )
    named = [(str(team.pk), team.name) for team in access.teams() if team.pk in seen]
    return [*named, (NO_TEAM, "no team")] if None in seen else named


def _count_checks(
    rows: QuerySet[Any], kind: Kind, on: date, found: dict[str, Counter[str]]
) -> None:
    """All checks of a table in one statement, by team."""
    checks = event_checks(kind)
    counts = {
        f"check_{number}": Count("pk", filter=at_fault(check, kind, on))
        for number, check in enumerate(checks)
    }
    for team_id, *of_team in rows.order_by().values_list("person__team_id").annotate(**counts):
        for check, count in zip(checks, of_team, strict=True):
            found[team_key(team_id)][check.id] += count


def _fixes(fields: Mapping[str, Filled], checks: Mapping[str, int]) -> tuple[Counted, ...]:
    every = [
        Counted(Cell(name, letter), filled.of(letter))
        for name, filled in fields.items()
        for letter in quality.FAULTS
    ]
    every += [Counted(check, checks.get(check.id, 0)) for check in CHECKS]
    return tuple(quality.most_worth(every, most=len(every)))


def _by_team(
    patterns: Mapping[str, Counter[str]], found: Mapping[str, Counter[str]]
) -> tuple[TeamQuality, ...]:
    names = {str(team.pk): team.name for team in access.teams()} | {NO_TEAM: "no team"}
    made = []
    for team in patterns.keys() | found.keys():
        fields = quality.expand(patterns.get(team, Counter()).items())
        made.append(
            TeamQuality(
                id=team,
                name=names[team],
                rows=patterns.get(team, Counter()).total(),
                fields=fields,
                filled=quality.added(fields.values()),
                fixes=_fixes(fields, found.get(team, Counter())),
            )
        )
    return tuple(sorted(made, key=lambda team: (team.id == NO_TEAM, team.name)))


def _file(row: Submission) -> FileQuality:
    letters = {words: letter for letter, words in domain.CLASS_WORDS.items()}
    counts: dict[str, dict[str, int]] = {name: {} for name in domain.NAMES}
    for one in row.by_field:
        if one["field"] in counts and one["class"] in letters:
            counts[one["field"]][letters[one["class"]]] = one["rows"]
    fields = {name: Filled(by_class) for name, by_class in counts.items()}
    return FileQuality(
        id=row.pk,
        file_name=row.file_name,
        first_day=row.first_day,
        last_day=row.last_day,
        fields=fields,
        filled=quality.added(fields.values()),
    )
