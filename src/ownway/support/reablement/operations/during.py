"""What happens while an episode goes on."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.domain import Kind as Who
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.reablement import domain, permissions, queries
from ownway.support.reablement.domain import At, Task, TriedKind, VisitState
from ownway.support.reablement.models import (
    Ability,
    Episode,
    Extension,
    Goal,
    OwnWords,
    PassedOn,
    Tried,
    Visit,
)
from ownway.support.reablement.operations.episodes import weeks

GOAL_SET = declare("reablement.goal-set", "A goal chosen")
GOAL_SCALED = declare("reablement.goal-scaled", "How near a goal is")
SCORED = declare("reablement.abilities-scored", "Daily things looked at")
VISIT_PLANNED = declare("reablement.visit-planned", "Visit planned")
VISIT_NOTED = declare("reablement.visit-noted", "Visit noted")
TRIED = declare("reablement.tried", "Something was tried")
TRIED_KEPT = declare("reablement.tried-kept", "What was tried was looked at")
EXTENDED = declare("reablement.extended", "Reablement goes on for longer")
SAID = declare("reablement.said-how-it-goes", "Said how reablement goes")


@transaction.atomic
def set_goal(episode_id: UUID, *, words: str, by: SignIn, on: date) -> UUID:
    """One more thing the person wants to do again. Raises NotAllowed; NotFound; Refused."""
    row = _going_on(episode_id, by)
    if not words.strip():
        raise Refused("Write the goal in the person's own words.")
    made = Goal.objects.create(episode=row, words=words.strip(), set_on=on)
    facts.record(GOAL_SET, about=row.person_id, of=made.pk, by=by, on=on, words=made.words)
    return made.pk


@transaction.atomic
def scale_goal(
    goal_id: UUID, *, at: At, own: int | None, worker: int | None, by: SignIn, on: date
) -> None:
    """How near a goal is at the start or the end, 0 to 10: the person's number and the worker's.

    Both are kept, and neither stands for the other; a number left out leaves what was said before.
    Raises NotAllowed; NotFound; Refused for a number off the scale, or none at all.
    """
    goal = Goal.objects.select_for_update().filter(pk=goal_id).first()
    if goal is None:
        raise NotFound("There is no such goal, or it is not yours to open.")
    row = _going_on(goal.episode_id, by)
    domain.check_scale(own)
    domain.check_scale(worker)
    if own is None and worker is None:
        raise Refused("Say at least one number, the person's or yours.")
    before = {"own": goal.own_start, "worker": goal.worker_start}
    if at is At.START:
        goal.own_start = own if own is not None else goal.own_start
        goal.worker_start = worker if worker is not None else goal.worker_start
    else:
        before = {"own": goal.own_end, "worker": goal.worker_end}
        goal.own_end = own if own is not None else goal.own_end
        goal.worker_end = worker if worker is not None else goal.worker_end
    goal.save()
    facts.record(
        GOAL_SCALED,
        about=row.person_id,
        of=goal.pk,
        by=by,
        on=on,
        words=f"{goal.words} ({at.value})",
        before=before,
        after={"own": own, "worker": worker},
    )


@transaction.atomic
def score_abilities(
    episode_id: UUID, *, at: At, levels: Mapping[str, int], by: SignIn, on: date
) -> None:
    """How able somebody is at daily things, at the start or the end; what is not asked stays out.

    Raises NotAllowed; NotFound; Refused for something that is not on the list of the episode.
    """
    row = _going_on(episode_id, by)
    asked = domain.ability_list(row.ability_version)
    asked.check(levels)
    if not levels:
        raise Refused("Choose an answer for at least one of these.")
    for key, level in levels.items():
        Ability.objects.update_or_create(
            episode=row, key=key, at=at.value, defaults={"level": level, "said_on": on}
        )
    said = f"{len(levels)} daily things at the {at.value}"
    facts.record(
        SCORED, about=row.person_id, of=row.pk, by=by, on=on, words=said, after=dict(levels)
    )


@transaction.atomic
def plan_visit(
    episode_id: UUID,
    *,
    planned_on: date,
    part_of_day: str = "",
    who: str,
    what_for: str = "",
    by: SignIn,
    on: date,
) -> UUID:
    """Plan one visit. Raises NotAllowed; NotFound; Refused without who comes, or for a day before
    the episode began."""
    row = _going_on(episode_id, by)
    if not who.strip():
        raise Refused("Say who comes. The person sees the name.")
    if row.started_on is not None and planned_on < row.started_on:
        raise Refused("A visit cannot be before the first day.")
    made = Visit.objects.create(
        episode=row,
        planned_on=planned_on,
        part_of_day=part_of_day.strip(),
        who=who.strip(),
        what_for=what_for.strip(),
    )
    said = f"{made.who}, {in_words(planned_on)}"
    facts.record(VISIT_PLANNED, about=row.person_id, of=made.pk, by=by, on=on, words=said)
    return made.pk


@transaction.atomic
def note_visit(visit_id: UUID, *, made: bool, note: str, by: SignIn, on: date) -> None:
    """Say that a visit was made and what was done, or why it was not.

    Raises NotAllowed; NotFound; Refused without words, before its day, or once it was noted.
    """
    visit = Visit.objects.select_for_update().filter(pk=visit_id).first()
    if visit is None:
        raise NotFound("There is no such visit, or it is not yours to open.")
    row = _going_on(visit.episode_id, by)
    if visit.state != VisitState.PLANNED:
        raise Refused("This visit was noted already.")
    if visit.planned_on > on:
        raise Refused("This visit has not been yet.")
    if not note.strip():
        raise Refused("Say what you did together, or why it was not made.")
    visit.state = (VisitState.MADE if made else VisitState.NOT_MADE).value
    visit.note = note.strip()
    visit.save()
    facts.record(
        VISIT_NOTED, about=row.person_id, of=visit.pk, by=by, on=on, words=f"Visit {visit.state}"
    )


@transaction.atomic
def try_out(episode_id: UUID, *, kind: str, what: str, by: SignIn, on: date) -> UUID:
    """Technology or equipment that is tried. Raises NotAllowed; NotFound; Refused without words."""
    row = _going_on(episode_id, by)
    if not what.strip():
        raise Refused("Say what is tried.")
    made = Tried.objects.create(
        episode=row, kind=TriedKind(kind).value, what=what.strip(), first_day=on
    )
    facts.record(TRIED, about=row.person_id, of=made.pk, by=by, on=on, words=made.what)
    return made.pk


@transaction.atomic
def keep_tried(tried_id: UUID, *, kept: bool, words: str = "", by: SignIn, on: date) -> None:
    """Say whether what was tried stays. Raises NotAllowed; NotFound."""
    tried = Tried.objects.select_for_update().filter(pk=tried_id).first()
    if tried is None:
        raise NotFound("There is nothing of that kind here, or it is not yours to open.")
    row = _going_on(tried.episode_id, by)
    tried.kept, tried.words = kept, words.strip()
    tried.save()
    said = f"{tried.what}: {'it stays' if kept else 'it does not stay'}"
    facts.record(TRIED_KEPT, about=row.person_id, of=tried.pk, by=by, on=on, words=said)


@transaction.atomic
def extend(episode_id: UUID, *, to: date, because: str, by: SignIn, on: date) -> None:
    """Plan a later end, with a reason. Nothing is charged here.

    Where the new end lies past the free weeks, the extension keeps the day from which what follows
    may be charged. Raises NotAllowed; NotFound; Refused without a reason, or for a day that is no
    later, or past.
    """
    row = _going_on(episode_id, by)
    assert row.started_on is not None
    assert row.planned_end_on is not None
    if not because.strip():
        raise Refused("Say why it goes on.")
    domain.check_extension(row.planned_end_on, to, on=on)
    free = weeks(row.started_on, on)
    past = to > free.last_free_day
    Extension.objects.create(
        episode=row,
        planned_end_before=row.planned_end_on,
        planned_end_on=to,
        because=because.strip(),
        may_be_charged_from=free.may_be_charged_from if past else None,
        extended_on=on,
        extended_by=by,
    )
    row.planned_end_on = to
    row.save(update_fields=["planned_end_on"])
    said = f"Planned to end by {in_words(to)}. {because.strip()}"
    if past:
        said += f" It may be charged for from {in_words(free.may_be_charged_from)}."
    facts.record(EXTENDED, about=row.person_id, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def say_how_it_goes(person_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """What the person says of it, behind their own door.

    Raises NotAllowed; NotFound where nothing goes on for them; Refused without words.
    """
    if not permissions.SAY.allows(by) or by.kind == Who.STAFF:
        raise NotAllowed(permissions.SAY.refusal())
    people.check_may_read(person_id, by=by)
    row = Episode.objects.filter(person_id=person_id).order_by("-asked_on", "-pk").first()
    if row is None:
        raise NotFound("There is nothing here to say it of.")
    if not words.strip():
        raise Refused("Write a few words.")
    made = OwnWords.objects.create(episode=row, words=words.strip(), said_on=on, said_by=by)
    facts.record(SAID, about=person_id, of=made.pk, by=by, on=on, words=made.words)


@transaction.atomic
def pass_on(
    episode_id: UUID,
    *,
    task: str,
    words: str,
    to_team: Team | None = None,
    to_organisation: str = "",
    due_on: date,
    by: SignIn,
    on: date,
) -> UUID:
    """Pass a task beside an episode to others; what came of it stands with the hand-over.

    Raises NotAllowed; NotFound; Refused as `hand_over`.
    """
    row = _going_on(episode_id, by)
    chosen = Task(task)
    made = hand_overs.hand_over(
        row.person_id,
        about_name=people.person_briefly(row.person_id, by=by, on=on).name,
        what=domain.TASK_WORDS[chosen],
        words=words,
        to_team=to_team,
        to_organisation=to_organisation,
        due_on=due_on,
        by=by,
        on=on,
    )
    PassedOn.objects.create(episode=row, task=chosen.value, hand_over_id=made)
    return made


def _going_on(episode_id: UUID, by: SignIn) -> Episode:
    row = queries.one_for_writing(episode_id, by=by)
    if row.started_on is None:
        raise Refused("This has not begun yet.")
    if row.ended_on is not None:
        raise Refused(f"This ended on {in_words(row.ended_on)}.")
    return row
