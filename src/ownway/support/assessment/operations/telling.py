"""Telling somebody in writing what was decided: in a form that suits them, and kept."""

from datetime import date
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.documents import operations as documents
from ownway.foundation.documents.domain import Kind
from ownway.foundation.notices import operations as notices
from ownway.foundation.notices.domain import Channel, Format, Recipient
from ownway.foundation.notices.letters import Letter, as_pdf
from ownway.kernel.refusal import Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.models import EligibilityDecision
from ownway.support.assessment.operations.opening import check, made_here
from ownway.support.assessment.queries import DecisionLetter, decision_of, letter_of
from ownway.support.people.queries.reaching import recipient_of

NAMES = {
    Format.STANDARD: "Decision on your support.pdf",
    Format.EASY_READ: "Decision on your support, Easy Read.pdf",
}


@transaction.atomic
def send_letter(
    assessment_id: UUID,
    *,
    unsuitable_because: str = "",
    made_by: str = "",
    by: SignIn,
    on: date,
) -> UUID:
    """Send the decision to the person, and keep it with their documents, plain and in Easy Read.

    Goes once; later copies are made where notices are. Returns the notice's id. Raises Unsuitable
    when no form meets their needs and nobody says why or who makes it; Refused before there is a
    decision, when it has gone, and for somebody who has died; NotAllowed, NotFound.
    """
    check(permissions.ASSESS, by)
    row = made_here(assessment_id, by=by)
    decision = decision_of(assessment_id, by=by)
    if decision is None:
        raise Refused("There is no decision to write about yet.")
    if decision.notice_id is not None:
        raise Refused("The letter went already. It stands with what they were told.")
    said = letter_of(decision, row.decision_reasons)
    to = recipient_of(row.person_id, by=by, on=on)
    notice_id = notices.send(
        said.template,
        about=row.person_id,
        to=to,
        values=said.values,
        unsuitable_because=unsuitable_because,
        made_by=made_by,
        by=by,
        on=on,
    )
    kept = [
        documents.keep(
            BytesIO(_printed(said, to, format_, decision.id, on=on)),
            name=name,
            about=row.person_id,
            kind=Kind.LETTER,
            from_whom=by.name,
            shared=True,
            by=by,
            on=on,
        )
        for format_, name in NAMES.items()
    ]
    EligibilityDecision.objects.filter(pk=decision.id).update(
        notice_id=notice_id, document_id=kept[0].pk
    )
    return notice_id


def _printed(
    said: DecisionLetter, to: Recipient, format_: Format, decision_id: UUID, *, on: date
) -> bytes:
    seen = notices.preview(
        said.template, to=to, values=said.values, channel=Channel.PAGE, format_=format_, on=on
    )
    window = to.address.in_window(to.name) if to.address else (to.name, "Kept with the record")
    return as_pdf(
        Letter(
            reference=f"D-{str(decision_id)[:8].upper()}",
            council=settings.OWNWAY_COUNCIL,
            telephone=settings.OWNWAY_TELEPHONE,
            window=window,
            day=on,
            subject=seen.subject,
            lines=seen.lines,
            format=format_,
        )
    )
