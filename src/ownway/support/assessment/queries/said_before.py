"""What somebody said in self-checks before, section by section of an assessment."""

from collections.abc import Mapping
from uuid import UUID

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.support.assessment.domain.eligibility import Whose
from ownway.support.assessment.domain.said_before import ASKED, CARING, MATTERS, NOT_OLDER
from ownway.support.assessment.domain.said_before import SaidBefore as SaidBefore
from ownway.support.assessment.queries.assessments import one_visible
from ownway.support.assessment.queries.readers import only_reads
from ownway.support.contact.domain.self_checks import Whom
from ownway.support.contact.queries.self_checks import ToldCheck, checks_of

Before = Mapping[str, tuple[SaidBefore, ...]]
_ABOUT = {Whose.ADULT: (Whom.ME, Whom.OTHER), Whose.CARER: (Whom.CARER,)}


def said_before(assessment_id: UUID, *, by: SignIn) -> Before:
    """Section -> what self-checks of the year before said about it, the newest first.

    `caring` holds a carer's answers about going on. The person reads what they sent themselves:
    what somebody else sent about them may put the sender at risk, so a worker tells them. Whoever
    was let in only to read sees none. Raises NotFound as `written_in`.
    """
    row = one_visible(assessment_id, by)
    if only_reads(by):
        return {}
    whose = Whose.of(row.client_type)
    told = [
        one
        for one in checks_of(row.person_id, by=by)
        if one.whom in _ABOUT[whose]
        and (by.kind == Kind.STAFF or one.whom is not Whom.OTHER)
        and row.started_on - NOT_OLDER <= one.sent_on <= (row.completed_on or one.sent_on)
    ]
    told.sort(key=lambda one: one.sent_on, reverse=True)
    asked = dict(ASKED[whose])
    if whose is Whose.CARER:
        asked["caring"] = CARING
    return {
        section: found
        for section, questions in asked.items()
        if (found := tuple(said for one in told for said in _of(one, questions)))
    }


def _of(told: ToldCheck, questions: tuple[str, ...]) -> list[SaidBefore]:
    found = [
        SaidBefore(
            question=answer.question.id,
            asked=answer.question.words,
            chosen=answer.words,
            about=part.title,
            words=part.words,
            who=told.sent_by,
            on=told.sent_on,
        )
        for part in told.parts
        for answer in part.answers
        if answer.question.id in questions and (answer.words or part.words)
    ]
    if MATTERS in questions and told.matters:
        found.append(
            SaidBefore(
                MATTERS, "What matters most", "", "", told.matters, told.sent_by, told.sent_on
            )
        )
    return found
