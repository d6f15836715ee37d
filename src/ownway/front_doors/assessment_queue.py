"""What the page of assessments that wait sees, and what of it stands on My work."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.urls import reverse

from ownway.commissioning.measures import queries as measures
from ownway.commissioning.measures.permissions import SEE_MEASURES
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import short_day
from ownway.front_doors.pages import Now, late_words
from ownway.support.assessment.domain.queues import Stage, ages, middle
from ownway.support.assessment.queries.queues import InQueue
from ownway.support.contact.domain import asking

STAGES: Mapping[str, str] = {
    Stage.WAITING: "Waiting, nobody named",
    Stage.ALLOCATED: "Allocated, not begun",
    Stage.IN_PROGRESS: "In progress",
    "overdue": "Overdue",
    "given back": "Given back",
}
SORTS: Mapping[str, str] = {
    "": "The most overdue first",
    "age": "The longest wait first",
    "name": "Name",
    "worker": "Worker",
}
NOBODY = "nobody"
BAR = 60  # percent of the chart's width, for the longest bar


@dataclass(frozen=True, slots=True)
class Bar:
    words: str
    count: int
    width: int  # percent
    top: int


@dataclass(frozen=True, slots=True)
class NationalWait:
    """One figure of the national method, as the measures worked it out."""

    metric: str
    band: str
    days: Decimal
    quarter: date
    people: int


@dataclass(frozen=True, slots=True)
class National:
    year: str
    as_of: date
    waits: tuple[NationalWait, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    headline: str
    lines: list[InQueue]
    total: int
    counts: list[tuple[str, str, int]]  # stage, words, how many
    workers: list[tuple[str, str]]
    sorts: list[tuple[str, str]]
    chosen: Mapping[str, str]
    query: str
    bars: list[Bar]
    middle: str
    national: National | None
    may_share: bool


def queue_page(
    found: Sequence[InQueue],
    asked: Mapping[str, str],
    *,
    query: str,
    may_share: bool,
    national: National | None,
) -> QueuePage:
    """The lines that the address asks for; an unknown choice counts as none."""
    names = {str(one.worker_id): one.worker for one in found if one.worker_id}
    workers = [(NOBODY, "Nobody"), *sorted(names.items(), key=lambda pair: pair[1])]
    chosen = {
        "stage": asked.get("stage", "") if asked.get("stage") in STAGES else "",
        "worker": asked.get("worker", "") if asked.get("worker") in dict(workers) else "",
        "sort": asked.get("sort", "") if asked.get("sort") in SORTS else "",
    }
    lines = [one for one in found if _is_of(one, chosen["stage"], chosen["worker"])]
    if chosen["sort"] == "age":
        lines.sort(key=lambda one: (-one.days, one.name))
    elif chosen["sort"] == "name":
        lines.sort(key=lambda one: (one.name, one.asked_on))
    elif chosen["sort"] == "worker":
        lines.sort(key=lambda one: (one.worker or "\uffff", one.due_on))
    return QueuePage(
        headline=headline(found),
        lines=lines,
        total=len(found),
        counts=[
            (stage, words, sum(1 for one in found if _is_of(one, stage, "")))
            for stage, words in STAGES.items()
        ],
        workers=workers,
        sorts=list(SORTS.items()),
        chosen=chosen,
        query=query,
        bars=_bars([one.days for one in found]),
        middle=_middle(found),
        national=national,
        may_share=may_share,
    )


def headline(found: Sequence[InQueue]) -> str:
    """How many wait and how many are overdue, as one or two sentences."""
    if not found:
        return "No assessment waits, and none is under way."
    counted = Counter(one.stage for one in found)
    waiting, allocated, begun = (counted[stage] for stage in Stage)
    said = ", ".join(
        words
        for count, words in (
            (waiting, f"{waiting:,} wait{'s' if waiting == 1 else ''} for a worker"),
            (allocated, f"{allocated:,} {'is' if allocated == 1 else 'are'} allocated"),
            (begun, f"{begun:,} {'is' if begun == 1 else 'are'} in progress"),
        )
        if count
    )
    late = sum(1 for one in found if one.late)
    over = "None is" if not late else "1 is" if late == 1 else f"{late:,} are"
    return f"{said}. {over} past the target day."


def urgency_words(one: InQueue) -> str:
    return asking.URGENCIES.get(one.urgency, "Not said")


def latest_waits(*, by: SignIn) -> National | None:
    """The newest quarter of the national waiting times, for those who may see the measures."""
    if not SEE_MEASURES.allows(by):
        return None
    years = measures.years_run()
    run = measures.newest_run(years[0]) if years else None
    if run is None or not run.waits:
        return None
    newest: dict[tuple[str, str], NationalWait] = {}
    for wait in sorted(run.waits, key=lambda one: one.quarter):
        newest[wait.metric, wait.band] = NationalWait(
            wait.metric, wait.band, wait.median_days, wait.quarter, wait.n
        )
    return National(str(run.year), run.as_of, tuple(newest[key] for key in sorted(newest)))


def given_to_me(found: Sequence[InQueue], *, by: SignIn) -> list[Now]:
    """What was allocated to `by` and is not begun, for My work."""
    return [
        Now(
            f"{one.name}: assessment to begin, given to you",
            f"Asked {one.days} day{'s' if one.days != 1 else ''} ago.",
            late_words(one.late) if one.late else f"Target {short_day(one.due_on)}",
            "bad" if one.late else "some",
            "",
            reverse("contact.request", args=[one.thing.request_id]),
        )
        for one in found
        if one.stage is Stage.ALLOCATED and one.worker_id == by.pk
    ]


def late_assessments(found: Sequence[InQueue]) -> dict[UUID, int]:
    """How many days past their target the assessments under way are, those that are."""
    return {
        one.thing.assessment_id: one.late
        for one in found
        if one.late and one.thing.assessment_id is not None
    }


def named_for(found: Sequence[InQueue]) -> frozenset[UUID]:
    """The requests whose assessment somebody is named for."""
    return frozenset(
        one.thing.request_id
        for one in found
        if one.stage is Stage.ALLOCATED and one.thing.request_id is not None
    )


def _is_of(one: InQueue, stage: str, worker: str) -> bool:
    match stage:
        case "overdue":
            fits = one.late > 0
        case "given back":
            fits = bool(one.given_back)
        case _:
            fits = stage in ("", one.stage)
    return fits and worker in ("", str(one.worker_id) if one.worker_id else NOBODY)


def _bars(waited: list[int]) -> list[Bar]:
    counted = ages(waited)
    most = max((count for _, count in counted), default=0) or 1
    return [
        Bar(band.words, count, round(BAR * count / most), 4 + 52 * at)
        for at, (band, count) in enumerate(counted)
    ]


def _middle(found: Sequence[InQueue]) -> str:
    days = middle(one.days for one in found)
    if days is None:
        return ""
    plain = f"{days:g}"
    return "1 day" if plain == "1" else f"{plain} days"
