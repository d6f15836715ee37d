"""What agreed levels propose about outcomes, for a worker to confirm or not. They decide nothing.

An outcome is proposed as "unable" when any question about it has an agreed level at or above the
one that the rules publish, and as "able" when every question about it is below. An outcome that no
question asks about is proposed as nothing.
"""

from collections.abc import Mapping

from ownway.support.assessment.domain.eligibility import Rules, Whose
from ownway.support.assessment.domain.questionnaire import Level, Question, Questionnaire


def proposed(
    questionnaire: Questionnaire, levels: Mapping[Question, Level], *, rules: Rules
) -> dict[str, bool]:
    """Outcome -> whether the levels agreed about it propose "unable"; for adults alone."""
    found: dict[str, bool] = {}
    for outcome in rules.tests[Whose.ADULT].outcomes:
        asked = [one for one in questionnaire.questions if one.national_id == outcome.national_id]
        agreed = [levels[one.id] for one in asked if one.id in levels]
        if any(level >= rules.proposes_from_level for level in agreed):
            found[outcome.id] = True
        elif asked and len(agreed) == len(asked):
            found[outcome.id] = False
    return found


def what_proposes(
    questionnaire: Questionnaire, levels: Mapping[Question, Level], outcome_id: str, *, rules: Rules
) -> tuple[str, ...]:
    """The answers that speak about one outcome, in words: "Meals: I cook and eat by myself"."""
    outcome = rules.tests[Whose.ADULT].outcome(outcome_id)
    return tuple(
        f"{one.words}: {one.words_of(levels[one.id])}"
        for one in questionnaire.questions
        if one.national_id == outcome.national_id and one.id in levels
    )
