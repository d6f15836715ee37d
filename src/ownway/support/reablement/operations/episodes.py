"""Asking for reablement, beginning it with the person's agreement, and ending it."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.reablement import domain, permissions, queries
from ownway.support.reablement.domain import Agreed, At, Kind, Next, Outcome
from ownway.support.reablement.models import Episode, Goal, Pause

ASKED = declare("reablement.asked-for", "Reablement asked for")
BEGUN = declare("reablement.begun", "Reablement began")
CALLED_OFF = declare("reablement.called-off", "Reablement called off")
ENDED = declare("reablement.ended", "Reablement ended")
PAUSE_ENDED = declare("reablement.pause-ended", "The assessment goes on")
TO_ASSESSMENT = "Assessment after reablement"
ANSWER_WITHIN = timedelta(days=5)


@transaction.atomic
def ask(
    person_id: UUID,
    *,
    kind: str,
    team: Team,
    because: str,
    request_id: UUID | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Put somebody on a team's waiting list for reablement.

    Raises NotAllowed; NotFound; Refused without a reason, while an episode is open, or for somebody
    who has died.
    """
    died_on = people.died_on(person_id, by=by)
    check(by)
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}.")
    if not because.strip():
        raise Refused("Say what has become hard, and what could become easier.")
    try:
        with transaction.atomic():
            made = Episode.objects.create(
                person_id=person_id,
                kind=Kind(kind).value,
                team=team,
                because=because.strip(),
                request_id=request_id,
                asked_on=on,
                asked_by=by,
            )
    except IntegrityError as clash:
        if "one_open_episode_a_person" not in str(clash):
            raise
        raise Refused("Reablement is open already. Go on with that one, or end it first.") from None
    facts.record(ASKED, about=person_id, of=made.pk, by=by, on=on, words=team.name)
    return made.pk


@transaction.atomic
def begin(
    episode_id: UUID,
    *,
    agreed: str,
    agreed_words: str = "",
    goals: Iterable[str],
    worker: SignIn | None = None,
    therapist: SignIn | None = None,
    started_on: date | None = None,
    planned_end_on: date | None = None,
    by: SignIn,
    on: date,
) -> None:
    """Begin an episode: the person agreed and chose at least one goal in their own words.

    The end is planned for the last free day unless an earlier one is given. Raises NotAllowed;
    NotFound; Refused without agreement or goal, for a day in the future or before it was asked
    for, for an end past the free weeks, or once it began.
    """
    row = queries.one_for_writing(episode_id, by=by)
    first_day = started_on or on
    chosen = [words.strip() for words in goals if words.strip()]
    if row.started_on is not None or row.ended_on is not None:
        raise Refused("This began already, or was called off. Load the page again.")
    if agreed not in set(Agreed):
        raise Refused("Say how they agreed. It does not begin without.")
    if agreed != Agreed.THEMSELF and not agreed_words.strip():
        raise Refused("Say who decided, by what right, and how the person was part of it.")
    if not chosen:
        raise Refused("Write down at least one thing they want to do again, in their own words.")
    if not row.asked_on <= first_day <= on:
        raise Refused("The first day cannot be in the future, or before it was asked for.")
    last_free = weeks(first_day, on).last_free_day
    planned = planned_end_on or last_free
    if not first_day <= planned <= last_free:
        raise Refused(
            f"Plan the end between the first day and {in_words(last_free)}. "
            "It can be extended later, with a reason."
        )
    row.agreed, row.agreed_words = agreed, agreed_words.strip()
    row.worker, row.therapist = worker or by, therapist
    row.started_on, row.planned_end_on = first_day, planned
    row.ability_version = domain.CURRENT
    row.save()
    for words in chosen:
        Goal.objects.create(episode=row, words=words, set_on=on)
    said = f"Planned to end by {in_words(planned)}"
    facts.record(BEGUN, about=row.person_id, of=row.pk, by=by, on=first_day, words=said)


@transaction.atomic
def call_off(episode_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Take somebody off the waiting list: they said no, or something else came first.

    Raises NotAllowed; NotFound; Refused without a reason, or once it began.
    """
    row = queries.one_for_writing(episode_id, by=by)
    if row.started_on is not None or row.ended_on is not None:
        raise Refused("This began already, or was called off. Load the page again.")
    if not because.strip():
        raise Refused("Say why. They can read it, and may come back.")
    row.ended_on, row.outcome_words, row.ended_by = on, because.strip(), by
    row.save()
    _end_pauses(row, because="Reablement was called off.", by=by, on=on)
    facts.record(CALLED_OFF, about=row.person_id, of=row.pk, by=by, on=on, words=because.strip())


@transaction.atomic
def end(
    episode_id: UUID,
    *,
    outcome: str,
    words: str,
    persons_view: str = "",
    what_next: str,
    to_team: Team | None = None,
    ended_on: date | None = None,
    by: SignIn,
    on: date,
) -> None:
    """End an episode with its outcome, the person's own view, and what comes after.

    What comes after is a hand-over to assessment, which a team has to say yes to, or a goodbye. An
    episode that stopped early needs no scales; every other is looked at by the goals and the daily
    things it began with. A paused assessment goes on. Raises NotAllowed; NotFound; Refused where
    something of this is missing, or it has ended.
    """
    row = queries.one_for_writing(episode_id, by=by)
    day = ended_on or on
    if row.started_on is None or row.ended_on is not None:
        raise Refused("Only what goes on can end. Load the page again.")
    if outcome not in set(Outcome) or what_next not in set(Next):
        raise Refused("Choose the outcome, and what comes after.")
    if not words.strip():
        raise Refused("Say how it went.")
    if not row.started_on <= day <= on:
        raise Refused("The last day cannot be in the future, or before it began.")
    if outcome != Outcome.STOPPED:
        _check_looked_at(row, persons_view)
    still_needs = outcome in (Outcome.SAME, Outcome.MORE)
    if still_needs and what_next != Next.ASSESSMENT and not persons_view.strip():
        raise Refused("Ask how it was for them, and write down what they say.")
    if still_needs and what_next != Next.ASSESSMENT:
        raise Refused(
            "They need support still: pass them on to an assessment. Whoever takes it up can close "
            "it with the person’s own no."
        )
    row.ended_on, row.outcome, row.outcome_words = day, outcome, words.strip()
    row.persons_view, row.what_next, row.ended_by = persons_view.strip(), what_next, by
    if what_next == Next.ASSESSMENT:
        row.next_hand_over_id = hand_overs.hand_over(
            row.person_id,
            about_name=people.person_briefly(row.person_id, by=by, on=on).name,
            what=TO_ASSESSMENT,
            words=f"{domain.OUTCOME_WORDS[Outcome(outcome)]}. {words.strip()}",
            to_team=to_team or row.team,
            due_on=on + ANSWER_WITHIN,
            by=by,
            on=on,
        )
    row.save()
    _end_pauses(row, because="Reablement ended.", by=by, on=on)
    said = f"{domain.OUTCOME_WORDS[Outcome(outcome)]}. {words.strip()}"
    facts.record(
        ENDED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=day,
        words=said,
        after={"outcome": outcome, "persons_view": row.persons_view, "next": what_next},
    )


def check(by: SignIn) -> None:
    """Raises NotAllowed for whoever may not arrange reablement."""
    if not permissions.WRITE.allows(by):
        raise NotAllowed(permissions.WRITE.refusal())


def weeks(first_day: date, on: date) -> domain.Weeks:
    """The free weeks of an episode, by the law of its first day."""
    return domain.weeks_of(
        first_day, free_weeks=int(decimal_on("reablement_free_weeks", first_day))
    )


def _check_looked_at(row: Episode, persons_view: str) -> None:
    unsaid = row.goals.filter(own_end__isnull=True, worker_end__isnull=True).count()
    if unsaid:
        raise Refused(
            "Look at each goal together first: how near is it now? "
            f"{unsaid} {'has' if unsaid == 1 else 'have'} no number yet."
        )
    if not row.abilities.filter(at=At.END.value).exists():
        raise Refused("Look at the daily things again first, as at the start.")
    if not persons_view.strip():
        raise Refused("Ask how it was for them, and write down what they say.")


def _end_pauses(row: Episode, *, because: str, by: SignIn, on: date) -> None:
    for pause in Pause.objects.select_for_update().filter(episode=row, ended_on__isnull=True):
        pause.ended_on, pause.ended_because = on, because
        pause.save(update_fields=["ended_on", "ended_because"])
        facts.record(PAUSE_ENDED, about=pause.person_id, of=pause.pk, by=by, on=on, words=because)
