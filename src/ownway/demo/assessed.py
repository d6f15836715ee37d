"""Some three hundred people assessed through the assessment operations, as a council would have."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID

from ownway.demo.named import IDRIS_PENHALLOW, RUTH_CALLOWAY
from ownway.demo.personas import COLLEAGUES, NELL, sign_in_of
from ownway.demo.threads import at_noon
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import Refused
from ownway.support.allocation import domain as allocation_domain
from ownway.support.allocation import operations as allocation
from ownway.support.allocation import queries as scorecards
from ownway.support.allocation.domain.another import Reason
from ownway.support.assessment import operations as assessment
from ownway.support.assessment import queries as assessments
from ownway.support.assessment.domain import Level, Question
from ownway.support.people import queries as people
from ownway.support.planning import queries as plans

HOW_MANY = 300
TOLD_ELSEWHERE = (RUTH_CALLOWAY, IDRIS_PENHALLOW)  # one has her own thread, one has yet to begin
TRIES = 24  # of random answers; the set whose figure comes nearest what the person's support costs
SEED = 300
ANOTHER_EVERY = 12
NOT_RIGHT = 7  # of those assessed, whose figure is said to be not right
SAYS_NOT_RIGHT = (
    "I do not think you counted the nights. My daughter gets up with me twice and goes to work at "
    "six. She cannot go on like that."
)
ANOTHER = (
    (Reason.TWO_PEOPLE, "Two people are needed to help with the hoist.", ("q_washing",), 1.4),
    (Reason.PRICE, "Nobody comes out to the farm for the usual price.", (), 1.2),
    (Reason.CARER, "Her son can do less than we wrote down.", ("q_gap",), 1.25),
    (Reason.TWO_PEOPLE, "A second person is there in the mornings.", ("q_washing",), 1.3),
    (Reason.LESS_NEEDED, "The new shower means less help is needed.", ("q_washing",), 0.85),
)


def assess(*, on: date, say: Callable[[str, int, int], None]) -> None:
    """Assess people with running support whose answers go with what their support costs.

    A person already assessed in Ownway is left alone, so that running twice changes nothing.
    """
    workers = [access.sign_in_by_email(email) for email, _, _ in COLLEAGUES] + [sign_in_of(NELL)]
    chosen = _choose(workers, on=on)
    for number, (person_id, weekly, worker) in enumerate(chosen, start=1):
        figure = _assess_one(person_id, weekly, worker, rng=Random(f"{SEED}:{number}"), on=on)
        if figure is not None and number % ANOTHER_EVERY == 0:
            _set_another(figure, number // ANOTHER_EVERY, worker, on=on)
        if figure is not None and number == NOT_RIGHT:
            allocation.challenge(figure, words=SAYS_NOT_RIGHT, by=worker, on=on - timedelta(days=4))
        say(f"Assessing {len(chosen)} people", number, len(chosen))


def _set_another(figure: UUID, turn: int, worker: SignIn, *, on: date) -> None:
    """Another figure beside a first one, with one of a few reasons in turn."""
    reason, words, questions, times = ANOTHER[turn % len(ANOTHER)]
    first = scorecards.budget_line(figure, by=worker).total_weekly
    allocation.set_other_figure(
        figure,
        total_weekly=round(first * times / 100) * 100,
        reason=reason,
        words=words,
        questions=questions,
        by=worker,
        on=on - timedelta(days=7),
    )


def _choose(workers: list[SignIn], *, on: date) -> list[tuple[UUID, int, SignIn]]:
    """People spread evenly over the whole council, with the practitioner of their own team."""
    weekly: dict[UUID, int] = {}
    for line in plans.open_arrangements_on(on):
        weekly[line.person_id] = weekly.get(line.person_id, 0) + (line.cost_weekly or 0)
    able: list[tuple[str, UUID, SignIn]] = []
    for worker in workers:
        seen = people.briefly(weekly, by=worker, on=on).values()
        able += [
            (line.council_id, line.id, worker)
            for line in seen
            if weekly[line.id] > 0 and line.council_id not in TOLD_ELSEWHERE
        ]
    able.sort(key=lambda one: one[0])
    wanted = min(HOW_MANY, len(able))
    picked = [able[index * len(able) // wanted] for index in range(wanted)] if wanted else []
    return [(person_id, weekly[person_id], worker) for _, person_id, worker in picked]


def _assess_one(
    person_id: UUID, weekly: int, worker: SignIn, *, rng: Random, on: date
) -> UUID | None:
    """Assess one person and work their figure out; None where that was done before."""
    if any(not line.from_file for line in assessments.assessments_of(person_id, by=worker)):
        return None
    done_on = on - timedelta(days=rng.randrange(14, 250))
    begun_on = done_on - timedelta(days=rng.randrange(5, 40))
    try:
        made = assessment.begin(person_id, by=worker, on=begun_on)
    except Refused:
        return None  # died, or somebody else is assessing them
    near = weekly * rng.lognormvariate(0, 0.35)
    answers = _answers_near(near, begun_on=begun_on, done_on=done_on, rng=rng)
    said = {question: assessment.Said(level) for question, level in answers.items()}
    assessment.answer_all(made, said, by=worker, at=at_noon(done_on))
    assessment.confirm_proposed(made, by=worker, at=at_noon(done_on))
    whole = assessment.WholeSaid(arises=True, impact=True, areas=("control", "health"))
    assessment.find_whole(made, whole, by=worker, at=at_noon(done_on))
    assessment.complete(
        made,
        eligible_needs="Eligible needs identified",
        reasons="Needs help with several everyday things, with a real effect on how they live.",
        why_differs="What was seen on the visit weighs more than the levels alone.",
        by=worker,
        on=done_on,
    )
    return allocation.propose_budget(made, by=worker, on=done_on)


def _answers_near(
    pence_weekly: float, *, begun_on: date, done_on: date, rng: Random
) -> dict[Question, Level]:
    """Of some random sets of answers, the one whose figure comes nearest to an amount a week.

    The questions are those in use when it began; the scorecard that in force when it was done.
    """
    questions = assessments.questionnaire_on(begun_on)
    asked = questions.ids
    scorecard = scorecards.scorecard_on(done_on, questionnaire=questions.version)

    def drawn() -> dict[Question, Level]:
        need = rng.uniform(0, 4)
        return {question: Level(max(0, min(4, round(rng.gauss(need, 1))))) for question in asked}

    def off(answers: dict[Question, Level]) -> float:
        figure = allocation_domain.estimate(answers, scorecard=scorecard).total_weekly
        return abs(figure - pence_weekly)

    return min((drawn() for _ in range(TRIES)), key=off)
