"""Assessments that wait in the demonstration, shared out or not, a colleague who is away, and one
assessment that another council made."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from ownway.demo.personas import ASIF, NELL, sign_in_of
from ownway.foundation.access import operations as access
from ownway.foundation.access import queries as sign_ins
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import operations as conversations
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.support.assessment import operations as assessment
from ownway.support.assessment.domain import ELIGIBLE, exchange
from ownway.support.assessment.domain.exchange.document import (
    AnswerType,
    AskedAnswered,
    CareNeedsAssessment,
    Identifier,
    Reviewed,
    Status,
)
from ownway.support.assessment.operations.exchange import bring
from ownway.support.assessment.operations.queues import share_out
from ownway.support.assessment.queries import open_assessment_of
from ownway.support.assessment.queries.queues import InQueue, lines
from ownway.support.contact import operations as contact
from ownway.support.contact.domain import FROM_THE_PERSON, TO_ASSESSMENT
from ownway.support.contact.queries import open_request_of
from ownway.support.people import queries as people
from ownway.support.people.queries.sharing_out import numbers_of

ENGLAND = ZoneInfo("Europe/London")
BRAM = "bram.oakley@example.org"
# Days since they asked, how soon, and in whose words.
ASKED = (
    (3, "today", "She came home from hospital and cannot get up the stairs."),
    (9, "days", "Getting washed has become a fight. I am worn out."),
    (16, "days", "He has stopped eating since his brother died."),
    (24, "when you can", "I would like to get out of the house again."),
    (37, "when you can", "My hands do not do what I want any more."),
    (61, "when you can", "We manage, but not for much longer."),
)
NEEDED = len(ASKED) + 1


@transaction.atomic
def share_them_out(*, on: date) -> None:
    """Told once: where the colleague exists already, nothing is added."""
    asif, nell = sign_in_of(ASIF), sign_in_of(NELL)
    if any(one.email == BRAM for one in sign_ins.staff()):
        return
    bram = access.add_sign_in(
        email=BRAM,
        name="Bram Oakley",
        roles=(Role.PRACTITIONER,),
        team=nell.team,
        job_title="Occupational therapist",
    )
    chosen = _choose(asif, on=on)
    for person_id, (days, urgency, words) in zip(chosen, ASKED, strict=False):
        _agree(person_id, nell, words, urgency, on=on - timedelta(days=days))
    waiting = {one.person_id: one for one in lines(by=asif, on=on)}
    ours = [waiting[one] for one in chosen if one in waiting]
    if len(ours) > 1:
        _give(ours[1:3], bram, asif, on=on)
    if len(ours) > 3:
        _give(ours[3:4], nell, asif, on=on)
    if len(ours) > 4:
        back = _give(ours[4:5], nell, asif, on=on)
        hand_overs.give_back(back, reason="I know the family from home.", by=nell, on=on)
    if len(ours) > 5:
        assessment.begin(ours[5].person_id, by=nell, on=on - timedelta(days=30))
    conversations.say_away(
        first_day=on, last_day=on + timedelta(days=4), covered_by=nell, who=bram, by=asif, on=on
    )
    if chosen:  # a small demonstration may have nobody to spare
        _bring(chosen[-1], nell, on=on)


def _choose(by: SignIn, *, on: date) -> list[UUID]:
    """People of the team with an NHS number and nothing open; the same ones on every run."""
    found = []
    for one in people.people_of_team(by=by, on=on, limit=60)[20:]:
        nhs_number, _ = numbers_of(one.id, by=by)
        if nhs_number and not _is_open(one.id, by=by):
            found.append(one.id)
    return found[:NEEDED]


def _is_open(person_id: UUID, *, by: SignIn) -> bool:
    asked = open_request_of(person_id, by=by)
    return asked is not None or open_assessment_of(person_id, by=by) is not None


def _agree(person_id: UUID, by: SignIn, words: str, urgency: str, *, on: date) -> None:
    asked = contact.ask_for_support(
        person_id,
        who_asked="Their family",
        words=words,
        route_of_access=FROM_THE_PERSON,
        urgency=urgency,
        urgency_because="Nobody else is at home" if urgency == "today" else "",
        by=by,
        on=on,
    )
    contact.decide_request(asked, outcome=TO_ASSESSMENT, by=by, on=on)


def _give(found: list[InQueue], to: SignIn, by: SignIn, *, on: date) -> UUID:
    """The hand-over of the first of them."""
    share_out(
        [one.thing for one in found],
        worker_id=to.pk,
        due_on=on + timedelta(days=2),
        by=by,
        on=on,
    )
    first = found[0].person_id
    return next(
        one.hand_over_id
        for one in lines(by=by, on=on)
        if one.person_id == first and one.hand_over_id is not None
    )


def _bring(person_id: UUID, by: SignIn, *, on: date) -> None:
    nhs_number, _ = numbers_of(person_id, by=by)
    asked = "https://westshire.example/assessment"
    document = CareNeedsAssessment(
        identifier=Identifier("WS-2026-0417", asked),
        person=Identifier(nhs_number, exchange.NHS_NUMBER),
        professional=Identifier("SW-4410", "https://westshire.example/staff"),
        completed_at=datetime.combine(date(2026, 6, 18), time(14, 30), ENGLAND),
        capacity=True,
        advocate_required=False,
        consent_to_sharing=True,
        reviews=(Reviewed(is_review=False),),
        status=Status.COMPLETED,
        questions=(
            AskedAnswered(
                "Housing",
                "Do you live alone?",
                ("Yes",),
                AnswerType.BOOLEAN,
                required=True,
                question_id="STAT-HOUSING-01",
            ),
            AskedAnswered(
                "CA.hygiene",
                "Can you keep yourself clean?",
                ("Not without someone there: two falls in the shower since March.",),
                required=True,
                question_id="CA-HYGIENE-01",
            ),
            AskedAnswered(
                "CA.nutrition",
                "Can you see to food and drink?",
                ("Breakfast and tea, yes. A hot meal comes from next door.",),
                required=True,
                question_id="CA-NUTRITION-01",
            ),
            AskedAnswered(
                "Eligibility",
                "Were eligible needs found?",
                (ELIGIBLE,),
                AnswerType.ENUM,
                required=True,
                question_id="CA-ELIGIBILITY-01",
            ),
        ),
    )
    raw = exchange.spelt(document).encode()
    bring(person_id, raw, came_from="Westshire Council", by=by, on=on)
