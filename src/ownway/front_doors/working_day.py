"""The first page of a working day: what has stopped, what waits, what is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import queries as conversations
from ownway.foundation.data_rights import permissions as may_rights
from ownway.foundation.data_rights import queries as rights
from ownway.foundation.data_rights.domain.retention import RunState
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.hand_overs.queries import HandOverLine
from ownway.foundation.look.filters import short_day
from ownway.foundation.notices import queries as notices
from ownway.foundation.notices.domain import State as NoticeState
from ownway.foundation.notices.permissions import EDIT_WORDS
from ownway.front_doors.advising import to_look_after
from ownway.front_doors.assessment_queue import given_to_me, late_assessments, named_for
from ownway.front_doors.at_the_board import models_waiting
from ownway.front_doors.covering import in_absence, seen_to
from ownway.front_doors.first_contact import (
    not_back_yet,
    offers_to_make,
    requests_waiting,
    to_follow_up,
)
from ownway.front_doors.getting_back import at_work
from ownway.front_doors.pages import Now, hand_over_now, late_words
from ownway.kernel.money import pounds
from ownway.support.allocation import queries as allocation
from ownway.support.assessment import permissions as may_assess
from ownway.support.assessment import queries as assessment
from ownway.support.assessment.queries import queues
from ownway.support.contact import queries as contact
from ownway.support.payments import permissions as may_pay
from ownway.support.payments import queries as payments
from ownway.support.people import queries as people
from ownway.support.people.permissions import WRITE_RECORD
from ownway.support.people.queries import said_wrong
from ownway.support.people.queries.reaching import looked_after_by
from ownway.support.planning import permissions as may_plan
from ownway.support.planning import queries as planning
from ownway.support.reablement import queries as reablement
from ownway.support.review import permissions as may_review
from ownway.support.review import queries as review

REVIEWS_SHOWN = 8
STEPS_SHOWN = 5
ASKS_SHOWN = 5
LATELY = 28  # days; what is older is counted in one line


@dataclass(frozen=True, slots=True)
class ReviewRow:
    person_id: UUID
    name: str
    which: str
    due_on: date
    chip: str
    kind: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    today: str
    headline: str
    stopped: list[Now]
    waiting: list[Now]
    reviews_shown: bool
    reviews: list[ReviewRow]
    team: str
    team_words: str
    opened: list[people.OpeningLine]
    to_ask: list[people.ToAsk]
    to_ask_words: str


def work_page(*, by: SignIn, on: date) -> WorkPage:
    """Everything that concerns `by` today; each part only where their role has to do with it."""
    passed = hand_overs.concerning(by, on=on)
    stopped = _nobody_answered(passed, by=by)
    waiting = [
        Now(
            f"{line.about_name}: {line.what}",
            f"From {line.from_name}. Answer due {short_day(line.due_on)}.",
            f"Since {short_day(line.handed_over_on)}",
            "some",
            "",
            reverse("hand_overs.hand_over", args=[line.id]),
        )
        for line in passed
        if line.to_me and not line.days_late and not line.came_back
    ]
    waiting = came_back(passed) + waiting
    shared_out = queues.lines(by=by, on=on) if may_assess.ASSESS.allows(by) else []
    late_covered, covered = in_absence(shared_out, by=by, on=on)
    stopped += late_covered
    waiting += given_to_me(shared_out, by=by) + covered
    late_requests, requests = requests_waiting(by=by, on=on)
    stopped += late_requests
    told = {line.id for line in passed if line.to_me}
    waiting = not_back_yet(by=by, on=on, told=told) + waiting + requests
    taken = named_for(shared_out) | seen_to(shared_out, by=by, on=on)
    overdue = late_assessments(shared_out)
    waiting += _waiting(by=by, on=on, taken=taken, overdue=overdue)
    waiting += offers_to_make(by=by, on=on) + to_follow_up(by=by, on=on) + models_waiting(by=by)
    waiting.sort(key=lambda one: one.kind != "bad")  # danger, and what came back, before the rest
    sees_reviews = may_review.READ_DUE.allows(by) and by.team_id is not None
    late = soon = 0
    rows: list[ReviewRow] = []
    if sees_reviews:
        late, soon = review.late_count(by=by, on=on), review.soon_count(by=by, on=on)
        rows = [
            ReviewRow(
                line.person_id,
                line.name,
                line.which,
                line.due_on,
                late_words(line.days_late) if line.is_late else "Due soon",
                "bad" if line.is_late else "some",
            )
            for line in review.due(by=by, on=on)[:REVIEWS_SHOWN]
        ]
    to_ask, asks = people.to_ask(by=by, on=on, limit=ASKS_SHOWN)
    return WorkPage(
        today=f"{on:%A} {short_day(on)}",
        headline=headline(len(stopped), len(waiting), late, soon, reviews=sees_reviews),
        stopped=stopped,
        waiting=waiting,
        reviews_shown=sees_reviews,
        reviews=rows,
        team=by.team.name if by.team else "",
        team_words=_late_in_words(late) if sees_reviews else "",
        opened=people.openings_to_tell(by=by, on=on),
        to_ask=to_ask,
        to_ask_words=_to_ask_in_words(asks),
    )


def came_back(passed: list[HandOverLine]) -> list[Now]:
    """What was given back to `by`, who says what happens next; nobody else holds it now."""
    return [
        Now(
            f"{line.about_name}: {line.what}",
            f"{line.receiver} gave it back: {line.answer}",
            "Came back",
            "bad",
            "Say what happens next",
            reverse("hand_overs.hand_over", args=[line.id]),
        )
        for line in passed
        if line.came_back and line.from_me and not line.days_late
    ]


def _nobody_answered(passed: list[HandOverLine], *, by: SignIn) -> list[Now]:
    """Hand-overs past their day with whom to call: one's own first, then the longest silence."""
    late = [line for line in passed if line.days_late]
    late.sort(key=lambda line: (not (line.from_me or line.to_me), line.due_on, line.what))
    manages = Role.TEAM_MANAGER.value in by.roles
    found = []
    for line in late:
        now = hand_over_now(line)
        words = now.words
        if manages and line.week_late_on and not (line.from_me or line.to_me):
            words += f" {line.from_name} passed it on. A week has passed, so you are told too."
        title = f"{line.about_name}: {line.what}"
        found.append(Now(title, words, now.chip, now.kind, now.link, now.href))
    return found


def _to_ask_in_words(asks: int) -> str:
    """How many of one's own people are to be asked how to talk with them; empty for none."""
    if not asks:
        return ""
    return "1 person is to be asked." if asks == 1 else f"{asks:,} people are to be asked."


def headline(stopped: int, waiting: int, late: int, soon: int, *, reviews: bool) -> str:
    """The page as one or two sentences, the worst first."""
    said = []
    if stopped:
        things = "thing has" if stopped == 1 else "things have"
        said.append(f"{_number(stopped)} {things} stopped because nobody has acted.")
    if waiting:
        things = "thing waits" if waiting == 1 else "things wait"
        said.append(f"{_number(waiting)} {things} for you.")
    if reviews and (late or soon):
        are = "review is" if late == 1 else "reviews are"
        said.append(f"{_number(late)} {are} late and {_number(soon).lower()} due in two weeks.")
    return " ".join(said) or "Nothing has stopped and nothing waits for you."


def _late_in_words(late: int) -> str:
    if not late:
        return "No review is late."
    return f"{late:,} review{'s are' if late != 1 else ' is'} late."


def _steps_nobody_took(*, by: SignIn, on: date, taken: frozenset[UUID]) -> list[Now]:
    """Stages that ended and whose next one nobody has begun.

    `taken` are requests whose assessment a worker is named for: it waits for that worker.
    """
    found = []
    to_assess = contact.decided_to_assess(by=by, on=on)
    began = assessment.began_by_person([one.person_id for one in to_assess])
    for one in to_assess:
        decided_on = one.finished_on or one.requested_on
        if one.id in taken or began.get(one.person_id, date.min) >= decided_on:
            continue
        href = reverse("contact.request", args=[one.id])
        since = f"Since {short_day(decided_on)}"
        words = "We said we would find out together what they need."
        found.append(Now(f"{one.name}: assessment to begin", words, since, "some", "", href))
    first_help = contact.decided_to_reable(by=by, on=on)
    asked = reablement.asked_since([one.person_id for one in first_help])
    for one in first_help:
        decided_on = one.finished_on or one.requested_on
        if asked.get(one.person_id, date.min) >= decided_on:
            continue
        href = reverse("reablement.ask", args=[one.person_id])
        words = "We said short-term help comes first. Nobody has asked a team for it yet."
        since = f"Since {short_day(decided_on)}"
        found.append(Now(f"{one.name}: short-term help to ask for", words, since, "some", "", href))
    finished = assessment.finished(by=by, on=on)
    planned = planning.people_with_plan([one.person_id for one in finished])
    open_ends = [one for one in finished if one.person_id not in planned]
    shown = [one for one in open_ends if (on - one.completed_on).days <= LATELY][:STEPS_SHOWN]
    figured = allocation.assessments_with_figure([one.id for one in shown])
    named = people.briefly([one.person_id for one in shown], by=by, on=on)
    for line in shown:
        has = line.id in figured
        step = "plan to begin" if has else "first figure to work out"
        title = f"{named[line.person_id].name}: {step}"
        words = (
            "The first figure is shared; no plan is begun."
            if has
            else "The assessment is finished."
        )
        since = f"Since {short_day(line.completed_on)}"
        href = reverse("people.record", args=[line.person_id])
        found.append(Now(title, words, since, "some", "", href))
    if more := len(open_ends) - len(shown):
        title = f"{more} more finished assessment{'s' if more != 1 else ''} without a plan"
        words = "Longer ago. Their records say what comes next."
        found.append(Now(title, words, "", "plain", "", reverse("people.find")))
    return found


def _payments(count: int, verb: str) -> str:
    return f"{count} payment{'s' if count != 1 else ''} to {verb}"


def _number(count: int) -> str:
    small = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return small[count] if count < len(small) else f"{count:,}"


def _from_people(*, by: SignIn, on: date) -> list[Now]:
    """What people wrote, and what they say is wrong, that waits for an answer."""
    if not WRITE_RECORD.allows(by):
        return []
    found = [
        Now(
            f"{line.about_name} wrote to you"
            if line.answers == by.name
            else f"{line.about_name} wrote to {line.answers}",
            f"About: {line.subject}.",
            late_words(line.days_late)
            if line.days_late
            else f"Answer due {short_day(line.due_on)}",
            "bad" if line.days_late else "some",
            "",
            reverse("team.message", args=[line.id]),
        )
        for line in conversations.to_answer(by, among=people.ids_visible(by=by), on=on)
    ]
    found += [
        Now(
            f"{line.person_name} says something is wrong in the record",
            line.wrong[:120],
            late_words(line.days_late)
            if line.days_late
            else f"Answer due {short_day(line.due_on)}",
            "bad" if line.days_late else "some",
            "",
            reverse("team.answer_wrong", args=[line.id]),
        )
        for line in said_wrong.to_answer(by=by, on=on)
    ]
    return found


def _about_data(*, by: SignIn, on: date) -> list[Now]:
    """What people ask of their own data, and erasings that somebody else proposed."""
    if not may_rights.SEE_TO_RIGHTS.allows(by):
        return []
    lines = rights.log(on=on, open_only=True)
    named = people.briefly_known({line.about_id for line in lines}, by=by, on=on)
    found = [
        Now(
            f"{named[line.about_id].name}: {line.asks[:1].lower()}{line.asks[1:]}",
            f"Asked on {short_day(line.asked_on)}. Answer due {short_day(line.due_on)}.",
            line.clock,
            "bad" if line.late else "some",
            "",
            reverse("rights.request", args=[line.id]),
        )
        for line in lines
        if line.about_id in named
    ]
    found += [
        Now(
            "Erasing to approve",
            f"Proposed by {run.proposed_by}.",
            f"Since {short_day(run.proposed_on)}",
            "some",
            "",
            reverse("rights.run", args=[run.id]),
        )
        for run in rights.runs()
        if run.state is RunState.PROPOSED and run.proposed_by_id != by.pk
    ]
    return found


def _notices(*, by: SignIn, on: date) -> list[Now]:
    """What one sent that did not arrive, and letters and words that wait for a second person."""
    found = []
    if WRITE_RECORD.allows(by):
        failed = notices.failed_of(by, also_about=looked_after_by(by), on=on)
        to_look = [
            line
            for line in notices.in_state(NoticeState.SECOND_LOOK, on=on)
            if line.said_by_id != by.pk
        ]
        named = people.briefly({line.about_id for line in (*failed, *to_look)}, by=by, on=on)
        found += [
            Now(
                f"{named[line.about_id].name}: a notice "
                + ("came back" if line.state is NoticeState.RETURNED else "did not arrive"),
                f"{line.subject}. {line.words}".strip(),
                f"Since {short_day(line.said_on)}",
                "bad",
                "",
                reverse("team.notice", args=[line.id]),
            )
            for line in failed
            if line.about_id in named and not named[line.about_id].outside
        ]
        found += [
            Now(
                f"{named[line.about_id].name}: look at a changed address",
                f"{line.said_by} wrote “{line.subject}”. It goes once you have looked.",
                f"Since {short_day(line.said_on)}",
                "some",
                "",
                reverse("team.second_look", args=[line.id]),
            )
            for line in to_look
            if line.about_id in named and not named[line.about_id].outside
        ]
    if EDIT_WORDS.allows(by):
        found += [
            Now(
                f"Words to agree: {line.words.title}",
                f"{line.written_by} wrote version {line.number}.",
                f"Since {short_day(line.written_on)}" if line.written_on else "",
                "some",
                "",
                reverse("team.template", args=[line.words.code]),
            )
            for line in notices.words_to_agree(by, on=on)
        ]
    return found


def _waiting(
    *, by: SignIn, on: date, taken: frozenset[UUID], overdue: Mapping[UUID, int]
) -> list[Now]:
    found = _from_people(by=by, on=on) + _about_data(by=by, on=on) + _notices(by=by, on=on)
    found += at_work(by=by, on=on) + to_look_after(by=by, on=on)
    if may_assess.ASSESS.allows(by):
        found += [
            Now(
                f"{one.name}: assessment",
                f"{one.answered_by_person} of {one.asked} questions answered by the person, "
                f"{one.agreed} agreed."
                if one.asked
                else "As a carer, in their own right.",
                late_words(overdue[one.id])
                if one.id in overdue
                else f"Since {short_day(one.started_on)}",
                "bad" if one.id in overdue else "some",
                "",
                reverse("assessment.assessment", args=[one.id]),
            )
            for one in assessment.waiting(by=by, on=on)
            if one.id not in taken
        ]
    if may_assess.ASSESS.allows(by):
        found += _steps_nobody_took(by=by, on=on, taken=taken)
    if may_plan.SIGN_OFF.allows(by):
        found += [
            Now(
                f"{one.name}: plan to sign off",
                f"{pounds(one.cost_weekly)} a week.",
                f"Since {short_day(one.sent_on)}",
                "some",
                "",
                reverse("planning.sign_off", args=[one.id]),
            )
            for one in planning.plans_to_sign(by=by, on=on)
        ]
        found += [
            Now(
                f"{one.name}: a decision on the plan is said to be not right",
                "Look again and answer; you did not decide it.",
                late_words((on - one.due_on).days)
                if one.late
                else f"Answer due {short_day(one.due_on)}",
                "bad" if one.late else "some",
                "",
                reverse("planning.answer", args=[one.plan_id]),
            )
            for one in planning.open_challenges(by=by, on=on)
        ]
    if may_plan.AT_PANEL.allows(by):
        found += [
            Now(
                f"{one.name}: plan for the panel",
                f"{pounds(one.cost_weekly)} a week. {one.why}",
                late_words((on - one.due_on).days)
                if one.late
                else f"Meets {short_day(one.meets_on)}",
                "bad" if one.late else "some",
                "",
                reverse("planning.plan", args=[one.plan_id]),
            )
            for one in planning.panel_papers(by=by, on=on)
            if not one.decision
        ]
    if may_pay.APPROVE.allows(by):
        set_up = len(payments.to_set_up(by=by, on=on))
        propose = len(payments.to_propose(by=by, on=on))
        others = [one for one in payments.to_approve(by=by, on=on) if one.proposed_by_id != by.pk]
        approve = len(others)
        href = reverse("payments.instructions")
        if set_up:
            words = "Signed-off direct payments that nobody pays yet."
            found.append(Now(_payments(set_up, "set up"), words, "", "some", "", href))
        if propose:
            words = "Periods that have come due and have no instruction yet."
            found.append(Now(_payments(propose, "propose"), words, "", "some", "", href))
        back = [
            one
            for one in payments.backs_open(by=by, on=on)
            if (one.state.value == "not agreed" or one.late) and one.asked_by_id != by.pk
        ]
        if back:
            what = "1 sum" if len(back) == 1 else f"{len(back):,} sums"
            ask, words = f"Decide on {what} asked back", "They do not agree, or have not answered."
            found.append(Now(ask, words, "", "some", "", reverse("payments.backs")))
        open_years = [one for one in payments.years(by=by, on=on) if one.over and not one.closed]
        if open_years:
            words = "Nothing more can be written down for its days once it is closed."
            first = open_years[-1].year
            ask = f"Close the financial year {first.words}"
            to = reverse("payments.year", args=[first.begins])
            found.append(Now(ask, words, "", "some", "", to))
        if approve:
            words = "Somebody else proposed them; check and approve, or decline with a reason."
            found.append(Now(_payments(approve, "approve"), words, "", "some", "", href))
    return found
