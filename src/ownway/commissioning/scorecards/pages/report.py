"""What a calibration says of itself, in words a councillor follows: for the page and for print.

Every share is of people left out of the fit. A figure that could not be measured is said to be so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ownway.commissioning.scorecards.pages import charts
from ownway.commissioning.scorecards.pages.charts import Chart
from ownway.commissioning.scorecards.queries import CalibrationRecord
from ownway.kernel.money import about_pounds
from ownway.support.allocation.domain import Scorecard
from ownway.support.assessment.domain import Questionnaire

FEW = 5
SURE_STEP = 90  # in a hundred resamples: a step worth something less often is in doubt
COLUMNS = {
    "group": "main reason for support",
    "age": "age",
    "gender": "gender",
    "ethnicity": "ethnicity",
    "autism": "autism",
    "team": "team",
}
OURS = "This model"
WAYS = {"One price for every point": 0, "One price for each group": 1, "Gradient boosting": 2}
JUDGED = ("Within 20%", "20% short", "Half within", "Explained")


@dataclass(frozen=True, slots=True)
class Section:
    """One question and its answer: sentences, then a drawing and the table of its figures."""

    key: str
    heading: str
    sentences: tuple[str, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    chart: Chart | None = None
    after: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The whole report: the answer as a sentence, the verdict, then section by section."""

    headline: str
    lead: str
    suitable: bool
    verdict: str
    sections: tuple[Section, ...]


def report_page(found: CalibrationRecord, asked: Questionnaire) -> ReportPage:
    """The report of a calibration that ended with one."""
    report, card = found.report, found.card
    assert report is not None  # the caller asks only where there is one
    assert card is not None
    ours = report["ours"]
    why = [str(one) for one in report["why"]]
    sections = [
        _beside(report),
        _tenths(report),
        *_fairness(report),
        _terms(report, card),
        _envelope(report),
        _range(report, card),
        _experts(report, asked, found.prior_words),
        _nothing(report, asked),
        _steps(report, asked),
        _drift(report),
        _people(report, found),
        _made_from(found),
    ]
    return ReportPage(
        headline=(
            "On people it had not seen, this model’s figure was within 20% of the agreed plan for "
            f"{_in_100(ours['within_20'])} in 100."
        ),
        lead=(
            f"For {_in_100(ours['short_20'])} in 100 it fell more than 20% short. Half of all "
            f"figures were within {_percent(ours['median_error'])} of what the plan came to. "
            "Assessments do not say everything that a plan costs, so a figure is a place to "
            "start, and each is told with its range."
        ),
        suitable=bool(report["suitable"]),
        verdict=(
            f"{report['people']:,} people’s answers explain {_percent(ours['r2'])} of the "
            "differences between their plans. That can carry a figure: the model may be put to a "
            "board."
            if report["suitable"]
            else " ".join(why) + " It may not be published."
        ),
        sections=tuple(one for one in sections if one is not None),
    )


def _beside(report: Mapping[str, Any]) -> Section:
    beside = sorted(report["beside"].items(), key=lambda pair: WAYS.get(pair[0], len(WAYS)))
    lines = [(OURS, report["ours"]), *beside]
    short = [
        (name, _number(one["short_20"]) * 100, f"{_in_100(one['short_20'])} in 100", name != OURS)
        for name, one in lines
    ]
    if len(lines) == 1:
        said = ("No other way was worked out beside it.",)
    else:
        said = (
            "The same people, left out in the same way, at the same total. “Within 20%” alone "
            "rewards a model for being right about the middle: read it with how many are more than "
            "20% short. “Half within” is how far half of all figures lie from the plan at most; "
            "“explained” the share of the differences between plans that figures account for.",
        )
    return Section(
        "beside",
        "How does it compare with other ways?",
        said,
        ("Way", *JUDGED),
        tuple(_judged_row(name, one) for name, one in lines),
        charts.bars("People whose figure falls more than 20% short, by way", short),
        after=(
            "Differences of a point or less are ties. “Boosting” is a black box: the best a "
            "computer does with the same answers, and nobody can add it up.",
        )
        if len(lines) > 1
        else (),
    )


def _tenths(report: Mapping[str, Any]) -> Section:
    lines = [
        (_tenth_words(at, len(report["tenths"])), one) for at, one in enumerate(report["tenths"])
    ]
    return Section(
        "tenths",
        "Are small and large figures equally right?",
        (
            "People in ten groups of like size, from the smallest figures to the largest. Where "
            "both bars are alike, figures of that size can be relied on. Both are pounds a week on "
            "average.",
        ),
        ("Size", "People", "Figure", "Plan", "Of plan"),
        tuple(
            (
                words,
                f"{one['people']:,}",
                _pounds(one["figure"]),
                _pounds(one["cost"]),
                _percent(one["figure"] / one["cost"]) if one["cost"] else "–",
            )
            for words, one in lines
        ),
        charts.pairs(
            "Figure and plan on average, by tenth",
            ("what figures said", "what plans came to"),
            [
                (words, one["figure"], _pounds(one["figure"]), one["cost"], _pounds(one["cost"]))
                for words, one in lines
            ],
        ),
    )


def _fairness(report: Mapping[str, Any]) -> list[Section]:
    found = []
    for column, values in sorted(report["by"].items(), key=lambda pair: pair[0] != "group"):
        shown = {
            value: one
            for value, one in values.items()
            if one["people"] >= FEW and one["need_low"] is not None
        }
        hidden = len(values) - len(shown)
        apart = [
            value
            for value, one in shown.items()
            if one["at_equal_need"] is not None and (one["need_low"] > 1 or one["need_high"] < 1)
        ]
        words = COLUMNS.get(column, column.replace("_", " "))
        said = (
            f"At equal need, figures differ for {_listed(apart)} by more than chance explains. "
            "Ask why before this is put to a board."
            if apart
            else "At equal need, no group’s figures differ by more than chance explains."
        )
        found.append(
            Section(
                f"by-{column}",
                f"Is it fair by {words}?",
                (
                    said,
                    "100% means that figures come to what plans came to. A raw gap is no evidence "
                    "of bias: groups differ in need. So the last column compares each group with "
                    "people of like figures; its interval holds the truth 95 times in 100.",
                ),
                (words.capitalize(), "People", "Figures of plans", "At equal need"),
                tuple(
                    (
                        value,
                        f"{one['people']:,}",
                        _interval(one["ratio"], one["low"], one["high"]),
                        _interval(one["at_equal_need"], one["need_low"], one["need_high"]),
                    )
                    for value, one in shown.items()
                ),
                charts.ratios(
                    f"Figures beside plans at equal need, by {words}",
                    [
                        (
                            value,
                            one["at_equal_need"],
                            one["need_low"],
                            one["need_high"],
                            _percent(one["at_equal_need"]),
                        )
                        for value, one in shown.items()
                    ],
                ),
                after=(
                    "Groups of fewer than 5 people are not told of: "
                    f"{hidden} {'group' if hidden == 1 else 'groups'}.",
                )
                if hidden
                else (),
            )
        )
    return found


def _terms(report: Mapping[str, Any], card: Scorecard) -> Section | None:
    """With and without terms for groups, where a model has them; else what they would change."""
    other = report["with_terms"]
    if other is None:
        return None
    has = card.has_group_terms
    lines = [("With", report["ours"] if has else other)]
    lines.append(("Without", other if has else report["ours"]))
    if not has:
        return Section(
            "terms",
            "What would terms for groups change?",
            (
                "This model gives the same figure for the same answers, whatever somebody’s main "
                "reason for support. Terms of their own for groups would do this:",
            ),
            ("Terms", *JUDGED),
            tuple(_judged_row(words, one) for words, one in lines),
        )
    names = sorted(card.tables)
    scores = sorted({*range(0, len(card.table), max(len(card.table) // 10, 1))})
    return Section(
        "terms",
        "With and without terms for groups",
        (
            "This model gives different money for the same answers, by main reason for support. "
            f"A board approves that only with its equality impact record: {card.equality_record}.",
            "; ".join(
                f"{words.lower()}: within 20% for {_in_100(one['within_20'])} in 100, short for "
                f"{_in_100(one['short_20'])} in 100"
                for words, one in lines
            ).capitalize()
            + ".",
        ),
        ("Score", "Without", *names),
        tuple(
            (
                str(score),
                about_pounds(card.table[score]),
                *(
                    about_pounds(card.tables[name][score])
                    if score < len(card.tables[name])
                    else "–"
                    for name in names
                ),
            )
            for score in scores
        ),
        after=(
            "Points at the start: "
            + (
                ", ".join(f"{name} {start}" for name, start in sorted(card.starts.items()))
                or "none"
            )
            + ".",
        ),
    )


def _judged_row(words: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        words,
        f"{_in_100(one['within_20'])} in 100",
        f"{_in_100(one['short_20'])} in 100",
        _percent(one["median_error"]),
        _percent(one["r2"]),
    )


def _envelope(report: Mapping[str, Any]) -> Section:
    band = report["band"]
    return Section(
        "envelope",
        "How far may the total lie from the money there is?",
        (
            f"{band['people']:,} other people like these would come to between "
            f"{about_pounds(band['low'])} and {about_pounds(band['high'])} a week together, 95 "
            f"times in 100. That is {_percent(band['half_width'])} either way; a reserve of "
            f"{_percent(band['reserve'])} covers it. Double running and protection of present "
            "support come on top.",
        ),
    )


def _range(report: Mapping[str, Any], card: Scorecard) -> Section:
    rows = [("Everybody", card.low_ratio, card.high_ratio)]
    rows += [(group, low, high) for group, (low, high) in sorted(card.ranges.items())]
    return Section(
        "range",
        "How wide is the range that people are told?",
        (
            f"The range is meant for {card.in_ten} in 10 people. Of people left out, "
            f"{_in_100(report['covered'])} in 100 had a plan inside it.",
        ),
        ("Who", "From", "To"),
        tuple(
            (group, f"{low * 100:.0f}% of the figure", f"{high * 100:.0f}%")
            for group, low, high in rows
        ),
    )


def _experts(report: Mapping[str, Any], asked: Questionnaire, words: str) -> Section:
    moved = report["moved"]
    if not words:
        said = "No points of experts were given, so there is nothing to compare the points with."
        moved = []
    elif not moved:
        said = f"No answer’s points lie far from the experts’ ({words})."
    else:
        said = (
            f"These answers’ points lie far from the experts’ ({words}). Ask those who know the "
            "work whether the data or the experts are right: past spending is not need."
        )
    return Section(
        "experts",
        "Where do the points differ from the experts’?",
        (said,),
        ("Question", "Answer", "Experts", "This model") if moved else (),
        tuple(
            (
                _question(asked, one["question"]),
                _answer(asked, one["question"], one["level"]),
                str(one["experts"]),
                str(one["ours"]),
            )
            for one in moved
        ),
    )


def _nothing(report: Mapping[str, Any], asked: Questionnaire) -> Section:
    none = [_question(asked, one) for one in report["worth_nothing"]]
    together = [
        f"“{_question(asked, one)}” and “{_question(asked, other)}” always rise together, so their "
        "points cannot be told apart."
        for one, other in report["together"]
    ]
    said = (
        f"No answer to {_listed([f'“{one}”' for one in none])} gives a point. Ask whether they "
        "need to be asked, or whether the need they show has gone unmet."
        if none
        else "Every question gives points for some answer."
    )
    return Section("nothing", "Which questions are worth nothing?", (said, *together))


def _steps(report: Mapping[str, Any], asked: Questionnaire) -> Section:
    rows = []
    doubt = 0
    order = [one.id for one in asked.questions]
    for question, shares in sorted(report["steps"].items(), key=lambda pair: order.index(pair[0])):
        doubt += sum(1 for share in shares if share < SURE_STEP)
        cells = [f"{share}" for share in shares] + ["–"] * (4 - len(shares))
        rows.append((_question(asked, question), *cells[:4]))
    steps = sum(len(shares) for shares in report["steps"].values())
    return Section(
        "steps",
        "How sure is each step?",
        (
            "In how many of 100 repeats on a part of the people was each step up worth something? "
            f"{steps - doubt} of {steps} steps were in at least {SURE_STEP}. No step is ever "
            "worth less than nothing: more need never lowers a figure.",
        ),
        ("Question", "To 1", "To 2", "To 3", "To 4"),
        tuple(rows),
    )


def _drift(report: Mapping[str, Any]) -> Section | None:
    drift = report["drift"]
    if drift is None:
        return Section(
            "drift",
            "Did it drift over the months?",
            ("There were fewer than three months to compare, so that is not known.",),
        )
    sure = drift["low"] is not None and (drift["low"] > 0 or drift["high"] < 0)
    a_year = drift["a_month"] * 12
    way = "rose" if a_year > 0 else "fell"
    said = (
        f"Over {drift['months']} months, figures {way} against plans by {_percent(abs(a_year))} "
        "a year. That is more than chance: ask whether assessing or prices changed."
        if sure
        else f"Over {drift['months']} months, figures and plans kept together: no drift that "
        "chance does not explain."
    )
    return Section("drift", "Did it drift over the months?", (said,))


def _people(report: Mapping[str, Any], found: CalibrationRecord) -> Section:
    said = [
        f"{report['people']:,} people and {report['questions']} questions. "
        f"{_in_100(report['with_blank'])} in 100 forms had a blank; a blank counts as what people "
        "with like answers usually said, never as no need."
    ]
    if report["small_groups"]:
        said.append(
            f"Too few to be calibrated on their own: {_listed(report['small_groups'])}. They "
            "borrow from the others."
        )
    return Section(
        "people",
        "On whom was it made?",
        tuple(said),
        ("Group", "People") if report["groups"] else (),
        tuple((group, _counted(many)) for group, many in report["groups"].items()),
        after=tuple(
            f"Left out: {why.lower()}, {_counted(many)}." if many else f"{why}."
            for why, many in found.left_out
        ),
    )


def _made_from(found: CalibrationRecord) -> Section:
    policy = found.policy
    rows = [
        ("Data", found.line.file_name or "Finished assessments and the plans agreed after them"),
        ("Envelope", _money(policy.get("envelope_weekly"), "what the plans came to")),
        ("Reserve", f"{float(policy.get('reserve') or 0) * 100:g}%"),
        ("Floor", _money(policy.get("floor_weekly"), "none")),
        ("Ceiling", _money(policy.get("ceiling_weekly"), "none")),
        ("Most that one point adds", _money(policy.get("step_weekly"), "no limit")),
        ("Experts’ points", found.prior_words or "none"),
        ("Seed", str(found.seed)),
        ("Digest of the data", found.data_digest),
        ("Digest of the card", found.card_digest),
    ]
    return Section(
        "made-from",
        "What went in?",
        (
            "The same data, policy and seed give the same card on any machine. Its digest says "
            "whether a copy is the same.",
        ),
        ("", ""),
        tuple(rows),
    )


def _counted(people: int) -> str:
    return f"{people:,}" if people >= FEW else "fewer than 5"


def _money(pence: int | None, without: str) -> str:
    return f"{about_pounds(pence)} a week" if pence else without


def _question(asked: Questionnaire, question: str) -> str:
    return next((one.words for one in asked.questions if one.id == question), question)


def _answer(asked: Questionnaire, question: str, level: int) -> str:
    for one in asked.questions:
        if one.id == question and level < len(one.levels):
            return one.words_of(level)
    return str(level)


def _tenth_words(at: int, of: int) -> str:
    if at == 0:
        return "Smallest"
    return "Largest" if at == of - 1 else f"{at + 1} of {of}"


def _listed(words: Sequence[str]) -> str:
    *most, last = words or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def _number(value: float | None) -> float:
    return value or 0.0


def _in_100(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}"


def _percent(share: float | None) -> str:
    return "not known" if share is None else f"{share * 100:.0f}%"


def _pounds(value: float) -> str:
    return about_pounds(round(value * 100))


def _interval(ratio: float | None, low: float | None, high: float | None) -> str:
    if ratio is None:
        return "not known"
    if low is None or high is None:
        return _percent(ratio)
    return f"{_percent(ratio)} ({low * 100:.0f} to {high * 100:.0f})"
