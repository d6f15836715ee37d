"""What to look at before a figure is used: said to the worker, and to the person in kind words."""

from collections.abc import Mapping
from enum import StrEnum

from ownway.support.allocation.domain.scorecard import Scorecard
from ownway.support.assessment.domain import Level, Question

WIDE = 5  # times the lower end of a range


class Flag(StrEnum):
    """The names are those of `calibration.Batch.flags`."""

    BLANK_FORM = "blank_form"
    BLANKS = "blanks"
    TOP_SCORE = "top_score"
    UNLIKE_OTHERS = "unlike_others"
    WIDE_RANGE = "wide_range"


FOR_WORKER = {
    Flag.BLANK_FORM: "Nothing was answered. Ask again before the figure is used.",
    Flag.BLANKS: "More than 15% of this figure comes from questions nobody answered. Ask again.",
    Flag.TOP_SCORE: "The score is among the highest 2 in 100. Ask a second assessor to look.",
    Flag.UNLIKE_OTHERS: "Few of the people the card was calibrated on answered like this. Do not "
    "lean on the figure: plan from what is needed.",
    Flag.WIDE_RANGE: "Plans with a figure like this cost very different amounts: the highest more "
    "than five times the lowest. Plan from what is needed.",
}
FOR_PERSON = {
    Flag.BLANK_FORM: "We have no answers yet, so this figure says little. We ask you again.",
    Flag.BLANKS: "Some questions have no answer, and that moves your figure. We ask you again.",
    Flag.TOP_SCORE: "You need a lot of help, and few people have a figure like this. We look at it "
    "with care, two of us.",
    Flag.UNLIKE_OTHERS: "Your answers are unlike those of most people, so the figure may fit you "
    "less well. What you need counts, not the sum.",
    Flag.WIDE_RANGE: "Plans of people with a figure like yours cost very different amounts. What "
    "you need counts, not the sum.",
}


def flags_of(
    answers: Mapping[Question, Level], *, scorecard: Scorecard, group: str = ""
) -> tuple[Flag, ...]:
    """What stands out about one person's answers, as `calibration.allocate` would flag them."""
    if scorecard.usual is None:
        score = scorecard.starts.get(group, 0) + sum(
            steps[answers[question]] for question, steps in scorecard.points.items()
        )
        low, high = scorecard.range_of(scorecard.weekly_for(score, group=group), group=group)
        return (Flag.WIDE_RANGE,) if high > WIDE * max(low, 1) else ()
    # NumPy and SciPy: only whoever works a figure out loads them.
    from ownway.support.allocation.domain import calibration

    row = [answers.get(question, Level(calibration.BLANK)) for question in scorecard.points]
    found = calibration.allocate(scorecard, [row], [group]).flags
    return tuple(flag for flag in Flag if found[flag.value][0])
