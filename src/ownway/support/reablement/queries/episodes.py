"""Questions about reablement; only for those who may read the person's record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.hand_overs.queries import HandOverLine
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.reablement import domain, permissions
from ownway.support.reablement.domain import At, Change, State, VisitState, Weeks
from ownway.support.reablement.models import Episode, Pause, Places

NO_SUCH_EPISODE = "There is no such episode, or it is not yours to open."
EPISODE_READ = declare("reablement.episode-read", "Reablement opened", reading=True)
WEEKS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class PauseLine:
    """An assessment that waits because the person agreed; its clock goes on."""

    id: UUID
    episode_id: UUID
    first_day: date
    until: date
    agreed_how: str
    in_place: str
    agreed_with: str

    def holds_on(self, day: date) -> bool:
        """Whether it still holds: past `until` the assessment goes on by itself."""
        return self.first_day <= day <= self.until


@dataclass(frozen=True, slots=True)
class GoalLine:
    id: UUID
    words: str
    own_start: int | None
    worker_start: int | None
    own_end: int | None
    worker_end: int | None

    @property
    def reached(self) -> bool | None:
        """In the person's own number, or the worker's where they gave none; None: not asked."""
        said = self.own_end if self.own_end is not None else self.worker_end
        return None if said is None else said >= domain.CLOSE_TO


@dataclass(frozen=True, slots=True)
class AbilityLine:
    key: str
    words: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class VisitLine:
    id: UUID
    planned_on: date
    part_of_day: str
    who: str
    what_for: str
    state: VisitState
    note: str


@dataclass(frozen=True, slots=True)
class TriedLine:
    id: UUID
    kind: str
    what: str
    kept: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    planned_end_before: date
    planned_end_on: date
    because: str
    may_be_charged_from: date | None
    extended_on: date
    extended_by: str


@dataclass(frozen=True, slots=True)
class OwnWordsLine:
    words: str
    said_on: date
    said_by: str


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """One episode in a list. `week` is 0 before it began; `days` is how long it has waited."""

    id: UUID
    person_id: UUID
    name: str
    place: str
    kind: str
    team: str
    worker: str
    state: State
    asked_on: date
    days: int
    started_on: date | None
    planned_end_on: date | None
    ended_on: date | None
    week: int
    days_past_free: int
    late: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """One episode with all that belongs to it."""

    line: EpisodeLine
    because: str
    asked_by: str
    therapist: str
    agreed: str
    agreed_words: str
    weeks: Weeks | None
    goals: tuple[GoalLine, ...]
    abilities: tuple[AbilityLine, ...]
    change: Change
    most: int
    visits: tuple[VisitLine, ...]
    tried: tuple[TriedLine, ...]
    extensions: tuple[ExtensionLine, ...]
    own_words: tuple[OwnWordsLine, ...]
    pause: PauseLine | None
    tasks: tuple[HandOverLine, ...]
    after: HandOverLine | None
    outcome_words: str
    persons_view: str
    what_next: str

    @property
    def visits_made(self) -> int:
        return sum(one.state is VisitState.MADE for one in self.visits)


@dataclass(frozen=True, slots=True)
class WeekOfPlaces:
    """How full a team is in one week; `places` is None where nobody has said how many it has."""

    first_day: date
    places: int | None
    taken: int

    @property
    def free(self) -> int | None:
        return None if self.places is None else max(0, self.places - self.taken)


@dataclass(frozen=True, slots=True)
class Board:
    """What a team sees: who is in which week, who waits how long, and how full the weeks are."""

    running: tuple[EpisodeLine, ...]
    waiting: tuple[EpisodeLine, ...]
    weeks: tuple[WeekOfPlaces, ...]


def one_for_writing(episode_id: UUID, *, by: SignIn) -> Episode:
    """The row itself, locked, for the operations of this folder. Raises NotAllowed; NotFound."""
    if not permissions.WRITE.allows(by):
        raise NotAllowed(permissions.WRITE.refusal())
    row = (
        Episode.objects.select_for_update(of=("self",))
        .select_related("team")
        .filter(pk=episode_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound(NO_SUCH_EPISODE)
    return row


def episode_for_reading(episode_id: UUID, *, by: SignIn, on: date) -> EpisodePage:
    """One episode; the reading is a fact. Raises NotFound where there is none *or* `by` may not
    know the person. Must run in a transaction."""
    row = _rows().filter(pk=episode_id, person_id__in=people.ids_visible(by=by)).first()
    if row is None:
        raise NotFound(NO_SUCH_EPISODE)
    facts.record_reading(EPISODE_READ, about=row.person_id, of=row.pk, by=by, on=on)
    return _page(row, by, on)


def episodes_of(person_id: UUID, *, by: SignIn, on: date) -> list[EpisodeLine]:
    """Every episode of one person, newest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = _rows().filter(person_id=person_id).order_by("-asked_on", "-pk")
    return [_line(row, "", "", on) for row in rows]


def latest_of(person_id: UUID, *, by: SignIn, on: date) -> EpisodePage | None:
    """The episode that goes on, or else the last one; None where there was none. As above."""
    people.check_may_read(person_id, by=by)
    row = _rows().filter(person_id=person_id).order_by("-asked_on", "-pk").first()
    return _page(row, by, on) if row is not None else None


def asked_since(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The latest day on which reablement was asked for, for those of these people who have any."""
    rows = Episode.objects.filter(person_id__in=list(person_ids)).order_by("asked_on")
    return dict(rows.values_list("person_id", "asked_on"))


def pausing(person_id: UUID) -> PauseLine | None:
    """The pause of somebody's assessment that nobody has ended; `holds_on` says whether it still
    counts. The caller has checked that whoever asks may know the person."""
    row = (
        Pause.objects.filter(person_id=person_id, ended_on__isnull=True)
        .select_related("agreed_with")
        .first()
    )
    return _pause(row) if row is not None else None


def board(*, by: SignIn, on: date) -> Board:
    """The episodes of the team of `by`. Raises NotAllowed."""
    if not permissions.READ_TEAM.allows(by):
        raise NotAllowed(permissions.READ_TEAM.refusal())
    rows = list(
        _rows()
        .filter(team=by.team, ended_on__isnull=True)
        .filter(person_id__in=people.ids_visible(by=by))
        .order_by("asked_on", "pk")
    )
    named = people.briefly_known({row.person_id for row in rows}, by=by, on=on)
    lines = [
        _line(row, named[row.person_id].name, named[row.person_id].place, on)
        for row in rows
        if row.person_id in named
    ]
    running = [line for line in lines if line.state is State.RUNNING]
    return Board(
        running=tuple(sorted(running, key=lambda line: (-line.week, line.name))),
        waiting=tuple(line for line in lines if line.state is State.WAITING),
        weeks=_weeks(rows, by, on),
    )


def how_many(*, by: SignIn, on: date) -> tuple[int, int]:
    """How many go on and how many wait in the team of `by`; none for whoever has none."""
    if not permissions.READ_TEAM.allows(by) or by.team_id is None:
        return 0, 0
    rows = Episode.objects.filter(
        team_id=by.team_id, ended_on__isnull=True, person_id__in=people.ids_visible(by=by)
    ).values_list("started_on", flat=True)
    counted = Counter(started is not None for started in rows)
    return counted[True], counted[False]


def _rows() -> QuerySet[Episode]:
    return Episode.objects.select_related("team", "worker", "therapist", "asked_by")


def _weeks(rows: list[Episode], by: SignIn, on: date) -> tuple[WeekOfPlaces, ...]:
    said = list(Places.objects.filter(team=by.team).order_by("-first_day"))
    monday = on - timedelta(days=on.weekday())
    found = []
    for number in range(WEEKS_SHOWN):
        first = monday + timedelta(weeks=number)
        last = first + timedelta(days=6)
        taken = sum(_is_there(row, first, last, this_week=number == 0) for row in rows)
        places = next((one.places for one in said if one.first_day <= first), None)
        found.append(WeekOfPlaces(first, places, taken))
    return tuple(found)


def _is_there(row: Episode, first: date, last: date, *, this_week: bool) -> bool:
    """Whether somebody has a place in a week; past the planned end, still in the present one."""
    if row.started_on is None or row.started_on > last:
        return False
    return this_week or (row.planned_end_on or last) >= first


def _line(row: Episode, name: str, place: str, on: date) -> EpisodeLine:
    state = State.WAITING
    if row.ended_on is not None:
        state = State.ENDED if row.started_on is not None else State.CALLED_OFF
    elif row.started_on is not None:
        state = State.RUNNING
    by_day = row.ended_on or on
    free = _free(row)
    return EpisodeLine(
        id=row.pk,
        person_id=row.person_id,
        name=name,
        place=place,
        kind=domain.KIND_WORDS[domain.Kind(row.kind)],
        team=row.team.name,
        worker=row.worker.name if row.worker else "",
        state=state,
        asked_on=row.asked_on,
        days=((row.started_on or by_day) - row.asked_on).days,
        started_on=row.started_on,
        planned_end_on=row.planned_end_on,
        ended_on=row.ended_on,
        week=domain.week_of(row.started_on, on=by_day) if row.started_on else 0,
        days_past_free=free.days_past(by_day) if free else 0,
        late=state is State.RUNNING and row.planned_end_on is not None and row.planned_end_on < on,
        outcome=domain.OUTCOME_WORDS[domain.Outcome(row.outcome)] if row.outcome else "",
    )


def _free(row: Episode) -> Weeks | None:
    if row.started_on is None:
        return None
    free = int(decimal_on("reablement_free_weeks", row.started_on))
    return domain.weeks_of(row.started_on, free_weeks=free)


def _page(row: Episode, by: SignIn, on: date) -> EpisodePage:
    asked = domain.ability_list(row.ability_version or domain.CURRENT)
    levels: dict[str, dict[str, int]] = {At.START: {}, At.END: {}}
    for one in row.abilities.all():
        levels[one.at][one.key] = one.level
    start, end = levels[At.START], levels[At.END]
    pause = pausing(row.person_id)
    passed = {one.hand_over_id for one in row.passed_on.all()}
    ids = passed | ({row.next_hand_over_id} if row.next_hand_over_id else set())
    told = (
        [one for one in hand_overs.about(row.person_id, by=by, on=on) if one.id in ids]
        if ids
        else []
    )
    return EpisodePage(
        line=_line(row, "", "", on),
        because=row.because,
        asked_by=row.asked_by.name,
        therapist=row.therapist.name if row.therapist else "",
        agreed=domain.AGREED_WORDS[domain.Agreed(row.agreed)] if row.agreed else "",
        agreed_words=row.agreed_words,
        weeks=_free(row),
        goals=tuple(
            GoalLine(
                one.pk, one.words, one.own_start, one.worker_start, one.own_end, one.worker_end
            )
            for one in row.goals.all()
        ),
        abilities=tuple(
            AbilityLine(key, words, start.get(key), end.get(key))
            for key, words in asked.words.items()
        ),
        change=domain.change_between(start, end),
        most=asked.most,
        visits=tuple(
            VisitLine(
                one.pk,
                one.planned_on,
                one.part_of_day,
                one.who,
                one.what_for,
                VisitState(one.state),
                one.note,
            )
            for one in row.visits.all()
        ),
        tried=tuple(
            TriedLine(one.pk, one.kind, one.what, one.kept, one.words) for one in row.tried.all()
        ),
        extensions=tuple(
            ExtensionLine(
                one.planned_end_before,
                one.planned_end_on,
                one.because,
                one.may_be_charged_from,
                one.extended_on,
                one.extended_by.name,
            )
            for one in row.extensions.select_related("extended_by").order_by(
                "extended_on", "planned_end_on", "pk"
            )
        ),
        own_words=tuple(
            OwnWordsLine(one.words, one.said_on, one.said_by.name)
            for one in row.own_words.select_related("said_by")
        ),
        pause=pause if pause is not None and pause.episode_id == row.pk else None,
        tasks=tuple(one for one in told if one.id in passed),
        after=next((one for one in told if one.id == row.next_hand_over_id), None),
        outcome_words=row.outcome_words,
        persons_view=row.persons_view,
        what_next=row.what_next,
    )


def _pause(row: Pause) -> PauseLine:
    return PauseLine(
        id=row.pk,
        episode_id=row.episode_id,
        first_day=row.first_day,
        until=row.until,
        agreed_how=row.agreed_how,
        in_place=row.in_place,
        agreed_with=row.agreed_with.name,
    )
