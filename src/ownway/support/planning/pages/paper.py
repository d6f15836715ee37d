"""A plan to keep: on paper, in Easy Read, and beside the version before it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ownway.foundation.look.printing import as_pdf
from ownway.foundation.notices.letters.easy import EasyLine
from ownway.kernel.money import about_pounds, pounds
from ownway.kernel.period import in_words
from ownway.support.planning.domain import Actor
from ownway.support.planning.domain.comparing import Told
from ownway.support.planning.domain.weeks import Doing
from ownway.support.planning.pages.plans import PlanPage
from ownway.support.planning.queries import ComponentLine, Plan

PLAN = Path(__file__).parent / "plan.typ"
PICTURE = {
    Actor.MYSELF: "tick",
    Actor.FAMILY: "people",
    Actor.FRIEND: "people",
    Actor.COMMUNITY: "people",
    Actor.TECHNOLOGY: "telephone",
    Actor.PAID: "money",
}


def plan_pdf(page: PlanPage, *, name: str, council: str, telephone: str, day: date) -> bytes:
    """The whole plan: the week, who pays what, what matters, bad days, and how to say no."""
    plan = page.plan
    said = {
        "title": page.title,
        "name": name,
        "council": council,
        "day": in_words(day),
        "state": page.state,
        "cost": f"{pounds(plan.line.cost_weekly)} a week",
        "once": f"And {pounds(plan.line.cost_once)} once." if plan.line.cost_once else "",
        "from": f"From {in_words(plan.line.first_day)}." if plan.line.first_day else "",
        "sums": [list(one) for one in page.sums],
        "hours": page.hours,
        "parts": [
            [
                one.line.activity + (f" ({one.when})" if one.when else ""),
                one.line.who,
                one.how,
                one.cost,
            ]
            for one in page.rows
        ],
        "days": [
            [each.name, "; ".join(map(_spoken, (*each.morning, *each.later))) or "Free"]
            for each in page.week.days
        ]
        if not page.week.empty
        else [],
        "every": [_spoken(one) for one in page.week.every_day],
        "words": [
            [title, text]
            for title, text in (
                ("What matters most", plan.what_matters),
                ("If something goes wrong", plan.if_things_go_wrong),
                ("Risks chosen", plan.risks_i_choose),
                ("Why it costs more than the range", plan.over_range_reason),
                ("Why it was decided so", plan.decision_reasons),
            )
            if text
        ],
        "review": f"The first look at how it goes: by {in_words(plan.line.first_review_on)}."
        if plan.line.first_review_on
        else "",
        "not_right": "Whoever does not agree says so on the page of the plan"
        + (f", or calls {telephone}" if telephone else "")
        + ". Somebody who did not decide looks again and answers within ten working days. An "
        "advocate is free. The Local Government and Social Care Ombudsman is free too.",
    }
    return as_pdf(PLAN, said, day=day)


def easy_lines(page: PlanPage, *, telephone: str) -> tuple[EasyLine, ...]:
    """The plan in Easy Read: what it costs, who does what, what to do when it is not right."""
    plan = page.plan
    decided = plan.line.is_signed_off
    lines = [
        EasyLine(
            "This is your plan. It is agreed."
            if decided
            else "This is your plan. It is not agreed yet.",
            "paper",
        )
    ]
    if plan.line.cost_weekly:
        lines.append(EasyLine(f"It costs {about_pounds(plan.line.cost_weekly)} a week.", "money"))
    if plan.line.cost_once:
        lines.append(EasyLine(f"You get {about_pounds(plan.line.cost_once)} once.", "money"))
    if plan.line.first_day:
        lines.append(EasyLine(f"It starts on {in_words(plan.line.first_day)}.", "clock"))
    for who, amount in page.sums[:-1]:
        if who in ("I pay", "They pay"):
            lines.append(
                EasyLine(
                    "We do not know yet what you pay."
                    if amount == "Not decided yet"
                    else f"You pay {amount} a week.",
                    "share",
                )
            )
        elif who == "The council pays" and amount != "The rest":
            lines.append(EasyLine(f"The council pays {amount} a week.", "share"))
    if plan.what_matters:
        lines += [EasyLine("What matters to you"), EasyLine(plan.what_matters, "people")]
    lines.append(EasyLine("Who does what"))
    for one in page.rows:
        lines.append(EasyLine(_easy_part(one.line), PICTURE[one.line.actor]))
        if one.when:
            lines.append(EasyLine(f"When: {one.when}.", "week"))
        if one.line.cost_weekly:
            lines.append(EasyLine(f"It costs {pounds(one.line.cost_weekly)} a week.", "money"))
        if one.line.cost_once:
            lines.append(EasyLine(f"It costs {pounds(one.line.cost_once)} once.", "money"))
    if plan.if_things_go_wrong:
        lines += [
            EasyLine("If something goes wrong"),
            EasyLine(plan.if_things_go_wrong, "telephone"),
        ]
    lines.append(EasyLine("Is it not right?"))
    lines += [
        EasyLine("You can say no. You can change your mind.", "no"),
        EasyLine("Somebody else looks at it again.", "clock"),
        EasyLine("Somebody can help you say it. An advocate is free.", "people"),
        EasyLine(f"Call us: {telephone}." if telephone else "Call us.", "telephone"),
    ]
    return tuple(lines)


def told_parts(plan: Plan) -> tuple[Told, ...]:
    """The parts of a plan as they are compared with another version's."""
    return tuple(
        Told(
            what=one.activity,
            who=one.who,
            cost_weekly=one.cost_weekly,
            words=tuple(_words(one)),
            cost_once=one.cost_once,
        )
        for one in plan.components
    )


def _words(one: ComponentLine) -> Sequence[tuple[str, str]]:
    doing = one.doing
    hours = doing.hours_weekly
    return (
        ("When", doing.when),
        ("Hours a week", f"{hours.normalize():f}" if hours else ""),
        ("What it is for", one.outcome),
        ("How it is paid", one.bought_by.value if one.bought_by else ""),
        ("A week", pounds(one.cost_weekly)),
        ("Once", pounds(one.cost_once) if one.cost_once else ""),
        ("Until", in_words(one.last_day) if one.last_day else ""),
    )


def _spoken(one: Doing) -> str:
    return f"{one.what} ({one.when})" if one.when else one.what


def _easy_part(one: ComponentLine) -> str:
    who = "You" if one.actor is Actor.MYSELF else one.who
    return f"{who}: {one.activity}."
