"""Where a person stands on the path: read out of every context, told as lines and a next step."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights.permissions import NOTE_REQUEST
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.look.filters import day, short_day
from ownway.front_doors.getting_back import about_somebody
from ownway.front_doors.pages import Now, hand_over_now, late_words
from ownway.kernel.money import about_pounds, pounds
from ownway.support.allocation import queries as allocation
from ownway.support.allocation.queries import BudgetLine, ChallengeLine, OtherLine
from ownway.support.assessment import permissions as may_assess
from ownway.support.assessment import queries as assessment
from ownway.support.assessment.domain import ELIGIBLE
from ownway.support.assessment.queries import AssessmentLine
from ownway.support.charging import permissions as may_charging
from ownway.support.contact import permissions as may_contact
from ownway.support.contact import queries as contact
from ownway.support.contact.queries import RequestLine
from ownway.support.payments import queries as payments
from ownway.support.payments.queries import InstructionLine
from ownway.support.people.permissions import PROTECT, READ_RECORD, RESTRICT, WRITE_RECORD
from ownway.support.planning import permissions as may_plan
from ownway.support.planning import queries as planning
from ownway.support.planning.queries import ArrangementLine, PlanLine
from ownway.support.review import queries as review
from ownway.support.review.queries import DueReview
from ownway.support.safeguarding.permissions import RAISE_ABOUT
from ownway.support.wallet import permissions as may_money


@dataclass(frozen=True, slots=True)
class Standing:
    """What is under way for one person; None where that stage has nothing yet."""

    request: RequestLine | None
    to_assess: RequestLine | None
    assessment: AssessmentLine | None
    completed: AssessmentLine | None
    budget: BudgetLine | None
    plan: PlanLine | None
    signed: PlanLine | None
    running: tuple[ArrangementLine, ...]
    instruction: InstructionLine | None
    review: DueReview | None
    challenge: ChallengeLine | None = None
    answered: ChallengeLine | None = None  # the latest that was answered, about the latest figure
    other: OtherLine | None = None  # the figure that stands beside it


def standing_of(person_id: UUID, *, by: SignIn, on: date) -> Standing:
    """Read where somebody stands; the caller has recorded that `by` opened the record."""
    plans = planning.plans_of(person_id, by=by)
    own = [
        line
        for line in assessment.assessments_of(person_id, by=by)
        if not line.from_file and not line.of_carer
    ]
    instructions = payments.instructions_of(person_id, by=by)
    budget = allocation.latest_budget_of(person_id, by=by)
    other, answered = (
        allocation.said_of_figure(budget.id, by=by, on=on) if budget is not None else (None, None)
    )
    return Standing(
        request=contact.open_request_of(person_id, by=by),
        to_assess=_agreed_to_assess(person_id, own, by=by),
        assessment=next((line for line in own if line.is_open), None),
        completed=next((line for line in own if not line.is_open), None),
        budget=budget,
        other=other,
        answered=answered,
        plan=next((plan for plan in plans if plan.in_the_making), None),
        signed=next((plan for plan in plans if plan.is_signed_off), None),
        running=tuple(
            line for line in planning.arrangements_of(person_id, by=by) if line.runs_on(on)
        ),
        instruction=instructions[-1] if instructions else None,
        review=review.next_review_of(person_id, by=by, on=on),
        challenge=allocation.open_challenge_of(person_id, by=by, on=on),
    )


def _agreed_to_assess(
    person_id: UUID, own: list[AssessmentLine], *, by: SignIn
) -> RequestLine | None:
    """The latest request that leads on to an assessment which nobody has begun."""
    agreed = contact.request_leading_to_assessment(person_id, by=by)
    if agreed is None:
        return None
    line = next(one for one in contact.requests_of(person_id, by=by) if one.id == agreed)
    decided_on = line.finished_on or line.requested_on
    return None if any(one.started_on >= decided_on for one in own) else line


def happening_now(person_id: UUID, standing: Standing, *, by: SignIn, on: date) -> list[Now]:
    """What is moving and what is stuck for one person, for those who work with them."""
    passed = hand_overs.about(person_id, by=by, on=on, open_only=True)
    found = [hand_over_now(line) for line in passed] + lines(person_id, standing, on=on)
    found += about_somebody(person_id, by=by, on=on)
    return sorted(found, key=lambda now: ("bad", "some", "good", "plain").index(now.kind))


def links_out(person_id: UUID, *, by: SignIn) -> list[Now]:
    """The other pages about somebody that `by` may open."""
    found = [
        ("Reviews", "review.of_person", READ_RECORD),
        ("Their money", "wallet.money", may_money.READ_MONEY),
        ("What they pay", "charging.contribution", may_charging.READ_CONTRIBUTION),
        ("Groups and services", "contact.referrals", READ_RECORD),
        ("As a carer in their own right", "assessment.as_carer", READ_RECORD),
        ("Equipment", "contact.equipment", READ_RECORD),
        ("Welfare checks", "contact.welfare_checks", READ_RECORD),
        ("What happened in their life", "contact.life_events", READ_RECORD),
        ("Documents", "team.documents", READ_RECORD),
        ("What we told them", "team.notices", READ_RECORD),
        ("Messages with them", "team.messages_with", READ_RECORD),
        ("Assessments from elsewhere", "assessment.bring", may_assess.ASSESS),
        ("What they say is wrong", "team.wrong", READ_RECORD),
        ("Who sees the record with them", "team.let_in", READ_RECORD),
        ("Reablement", "reablement.of_person", READ_RECORD),
        ("Health care", "people.health", READ_RECORD),
        ("Benefits they may claim", "contact.benefits", READ_RECORD),
        ("Worried about them?", "safeguarding.worried_about", RAISE_ABOUT),
        ("Protected, and where letters go", "people.protected", PROTECT),
        ("Restrict this record", "people.restrict", RESTRICT),
        ("What they ask of their data", "rights.of_person", NOTE_REQUEST),
        ("Support that runs: stop or end it", "planning.support", may_plan.READ_PLAN),
        ("They have died", "team.died", WRITE_RECORD),
        ("Invite to their own record", "team.invite", WRITE_RECORD),
    ]
    return [
        Now(words, "", "", "plain", words, reverse(route, args=[person_id]))
        for words, route, permission in found
        if permission.allows(by)
    ]


def lines(person_id: UUID, standing: Standing, *, on: date) -> list[Now]:
    """What is moving or stuck, as the council's record page tells it."""
    found: list[Now] = []
    if (request := standing.request) is not None:
        waits = (on - request.requested_on).days
        found.append(
            Now(
                "Asked for support",
                f"{request.who_asked}, {short_day(request.requested_on)}. Nothing is decided yet.",
                f"{waits} days" if waits != 1 else "1 day",
                "some",
                "Decide",
                reverse("contact.request", args=[request.id]),
            )
        )
    if (agreed := standing.to_assess) is not None:
        found.append(
            Now(
                "Assessment to begin",
                "We said we would find out together what they need.",
                f"Since {short_day(agreed.finished_on)}",
                "some",
                "Begin it",
                reverse("contact.request", args=[agreed.id]),
            )
        )
    if (assessed := standing.assessment) is not None:
        found.append(
            Now(
                "Assessment",
                f"Since {short_day(assessed.started_on)}, with {assessed.worker or 'nobody yet'}.",
                "Under way",
                "some",
                "Go on with it",
                reverse("assessment.assessment", args=[assessed.id]),
            )
        )
    if (challenge := standing.challenge) is not None:
        found.append(
            Now(
                "They say the first figure is not right",
                f"{challenge.acknowledged_by} looks at it again."
                if challenge.acknowledged_by
                else "Somebody who did not set it looks again and answers.",
                f"Answer due {short_day(challenge.due_on)}",
                "bad" if challenge.late else "some",
                "Look again and answer",
                reverse("allocation.answer_challenge", args=[challenge.id]),
            )
        )
    done = standing.completed
    if done is not None and done.eligible_needs not in (ELIGIBLE, "") and standing.signed is None:
        found.append(
            Now(
                "No eligible needs found",
                "The letter says why, and what else may help.",
                f"Decided {short_day(done.completed_on)}",
                "plain",
                "See the decision",
                reverse("assessment.assessment", args=[done.id]),
            )
        )
    if done is not None and _found_without(done, standing):
        found.append(
            Now(
                "Support runs, and no eligible needs were found",
                "The decision does not end it. Look back together, and say what follows.",
                "To decide",
                "bad",
                "Look back together",
                _review(person_id),
            )
        )
    if (plan := standing.plan) is not None:
        found.append(
            Now(
                "Support plan",
                "Waiting to be signed off."
                if plan.is_sent
                else f"Still being written. {pounds(plan.cost_weekly)} a week so far.",
                "To sign off" if plan.is_sent else "Draft",
                "some",
                "Open the plan",
                reverse("planning.plan", args=[plan.id]),
            )
        )
    if (signed := standing.signed) is not None:
        found.append(
            Now(
                f"Support plan, {pounds(signed.cost_weekly)} a week",
                f"They pay {pounds(signed.contribution_weekly)}, "
                f"we pay {pounds(signed.authority_share_weekly)}.",
                f"Agreed {short_day(signed.decided_on)}",
                "good",
                "See the plan",
                reverse("planning.plan", args=[signed.id]),
            )
        )
    running = [line for line in standing.running if line.component_id is None]
    if running:
        weekly = sum(line.cost_weekly or 0 for line in running)
        kinds = ", ".join(dict.fromkeys(line.words for line in running))
        ends = [line.last_day for line in running if line.last_day is not None]
        until = f"Until {day(max(ends))}" if len(ends) == len(running) else ""
        found.append(
            Now(
                f"Support, {pounds(weekly)} a week",
                f"{kinds}. From the council's file.",
                until or f"Since {day(min(line.first_day for line in running))}",
                "good",
            )
        )
    if (instruction := standing.instruction) is not None:
        approved = instruction.state == "approved"
        chip = f"To pay on {short_day(instruction.pay_on)}" if approved else "Waits for approval"
        if instruction.paid_on is not None:
            chip = f"Paid on {short_day(instruction.paid_on)}"
        found.append(
            Now(
                f"Payment of {pounds(instruction.pence)}",
                f"For {short_day(instruction.first_day)} to {day(instruction.last_day)}.",
                chip,
                "good" if approved else "some",
                "See the money",
                reverse("wallet.money", args=[person_id]),
            )
        )
    if (due := standing.review) is not None and due.is_late:
        said = f"Due on {day(due.late_from)}."
        late = late_words(due.days_late)
        found.append(Now(due.which, said, late, "bad", "Look back together", _review(person_id)))
    elif due is not None:
        said = f"{due.why_words}." if due.why_words else ""
        when = f"Due {day(due.due_on)}"
        found.append(Now(due.which, said, when, "plain", "Look back together", _review(person_id)))
    return found


def _found_without(done: AssessmentLine, standing: Standing) -> bool:
    """Whether support runs that is older than a decision which found no eligible needs."""
    if done.eligible_needs in (ELIGIBLE, "") or done.completed_on is None:
        return False
    return any(line.first_day <= done.completed_on for line in standing.running)


def _review(person_id: UUID) -> str:
    return reverse("review.of_person", args=[person_id])


def next_step(person_id: UUID, standing: Standing, *, by: SignIn) -> Now | None:
    """The one thing to do next, for someone who may do it; None where the path waits for others."""
    if standing.request is not None and may_contact.DECIDE_REQUEST.allows(by):
        return _step("Decide on the request", "contact.request", standing.request.id)
    if standing.to_assess is not None and may_assess.ASSESS.allows(by):
        return _step("Begin the assessment", "contact.request", standing.to_assess.id)
    if standing.assessment is not None and may_assess.ASSESS.allows(by):
        return _step("Go on with the assessment", "assessment.assessment", standing.assessment.id)
    if standing.plan is not None:
        return _step("Open the plan", "planning.plan", standing.plan.id)
    if (done := standing.completed) is not None and done.eligible_needs not in (ELIGIBLE, ""):
        return _step("See the decision", "assessment.assessment", done.id)
    if standing.completed is not None and standing.signed is None:
        figure = standing.budget
        has_one = figure is not None and figure.assessment_id == standing.completed.id
        words = "See the first figure" if has_one else "Work out a first figure"
        return _step(words, "allocation.budget", standing.completed.id)
    if standing.signed is None and may_contact.ASK_FOR_SOMEONE.allows(by):
        return _step("Write down a request", "contact.ask", person_id)
    return None


def _step(words: str, route: str, *parts: UUID) -> Now:
    return Now(words, "", "", "plain", words, reverse(route, args=list(parts)))


def my_steps(standing: Standing) -> list[Now]:
    """Where the person stands, in their own words' order: what they can do first."""
    found: list[Now] = []
    if standing.assessment is not None:
        found.append(
            Now(
                "Say how things are for you",
                "A few questions about everyday life. Your words stand beside your worker's.",
                "Open",
                "some",
                "Answer the questions",
                reverse("my.assessment"),
            )
        )
    if standing.to_assess is not None:
        found.append(
            Now(
                "We find out together what you need",
                "We agreed to it. Your worker gets in touch with you to begin.",
                f"Agreed {short_day(standing.to_assess.finished_on)}",
                "some",
            )
        )
    if standing.completed is not None and standing.plan is None and standing.signed is None:
        found.append(_after_assessment(standing))
    if standing.plan is not None and not standing.plan.is_sent:
        found.append(
            Now(
                "Write your plan",
                f"{pounds(standing.plan.cost_weekly)} a week so far. Take your time.",
                "Draft",
                "some",
                "Open my plan",
                reverse("my.plan"),
            )
        )
    if standing.plan is not None and standing.plan.is_sent:
        found.append(
            Now(
                "Your plan is with a manager",
                "They agree it, or send it back with reasons.",
                "Waiting",
                "some",
                "Read my plan",
                reverse("my.plan"),
            )
        )
    if standing.instruction is not None or standing.signed is not None:
        found.append(_my_money(standing))
    if standing.answered is not None:
        told = standing.answered
        found.append(
            Now(
                "We looked again at your figure",
                f"{told.answered_by} answered what you said.",
                f"Answered {short_day(told.answered_on)}" if told.answered_on else "",
                "good",
                "Read the answer",
                reverse("my.budget"),
            )
        )
    if standing.budget is not None:
        words = "A place to start your plan, not a limit. You can check every sum."
        if standing.other is not None:
            other = about_pounds(standing.other.total_weekly)
            words = f"Another figure stands beside it now: about {other} a week, with the reason."
        found.append(
            Now(
                f"Your first figure: about {about_pounds(standing.budget.total_weekly)} a week",
                words,
                f"Shared {short_day(standing.budget.proposed_on)}",
                "plain",
                "See how it was worked out",
                reverse("my.budget"),
            )
        )
    if standing.request is not None:
        found.append(
            Now(
                "You asked for support",
                f"On {day(standing.request.requested_on)}. Somebody will get in touch with you.",
                "Waiting for us",
                "some",
            )
        )
    if (due := standing.review) is not None:
        found.append(
            Now(
                "Looking back together",
                f"{due.which}. You say what works and what does not.",
                f"By {day(due.due_on)}" if not due.is_late else "We are late with this",
                "plain" if not due.is_late else "bad",
                "Say how it goes",
                reverse("my.review"),
            )
        )
    if not any((standing.request, standing.to_assess, standing.assessment, standing.plan)):
        ask = Now(
            "Ask for support, or for a change",
            "Tell us what has become hard, or what should be different. You only say it once.",
            "",
            "plain",
            "Ask for support",
            reverse("contact.ask_for_myself"),
        )
        found.insert(len(found) if standing.signed or standing.completed else 0, ask)
    return found


def _after_assessment(standing: Standing) -> Now:
    done = standing.completed
    assert done is not None
    if standing.budget is not None and standing.budget.assessment_id == done.id:
        words = "Your first figure is there. You can write your own plan, with anyone you like."
        return Now("Start your plan", words, "Next", "some", "Begin my plan", reverse("my.plan"))
    if done.eligible_needs not in (ELIGIBLE, ""):
        words = (
            "We found no needs that the council must meet by law. The letter says why, and what "
            "else may help. You can say that you see it differently, and we look again."
        )
        chip = f"Decided {short_day(done.completed_on)}"
        return Now("Your assessment", words, chip, "plain", "Read it", reverse("my.assessment"))
    words = "It is finished. Next we work out a first figure with you, from the published table."
    chip = f"Finished {short_day(done.completed_on)}"
    return Now("Your assessment", words, chip, "good", "Read it", reverse("my.assessment"))


def _my_money(standing: Standing) -> Now:
    href = reverse("my.money")
    if (instruction := standing.instruction) is None:
        words = "Your plan is agreed. The first payment is being made ready."
        return Now("Your money", words, "Soon", "some", "See my money", href)
    words = f"For {short_day(instruction.first_day)} to {day(instruction.last_day)}."
    chip = f"To pay on {short_day(instruction.pay_on)}"
    if instruction.state != "approved":
        chip = "Being checked"
    return Now(
        f"Your money: {pounds(instruction.pence)}", words, chip, "good", "See my money", href
    )
