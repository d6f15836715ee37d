"""Looking together at what may be unclaimed, and noting what came of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import permissions
from ownway.support.contact.domain import benefits
from ownway.support.contact.domain.benefits import CLAIM_WORDS, ClaimState
from ownway.support.contact.models import BenefitClaim, BenefitsCheck
from ownway.support.people import queries as people

CHECKED = declare("contact.benefits-checked", "Looked at what may be unclaimed")
CLAIM_NOTED = declare("contact.benefit-noted", "A benefit noted")
MOST_A_WEEK = 1_000_00  # pence; more is a slip of the finger


@transaction.atomic
def check_benefits(
    person_id: UUID,
    *,
    answers: Mapping[str, bool],
    already: Iterable[str] = (),
    by: SignIn,
    on: date,
) -> UUID:
    """Keep what somebody answered, and each benefit that gives reason to ask about.

    Raises NotFound; NotAllowed; Refused without an answer, or for a question that is not asked.
    """
    people.check_may_read(person_id, by=by)
    _check(by)
    asked = benefits.benefits_list()
    if not answers:
        raise Refused("Answer at least one question.")
    if set(answers) - set(asked.questions) or set(already) - set(asked.benefits):
        raise Refused("This list has changed. Load the page again.")
    made = BenefitsCheck.objects.create(
        person_id=person_id,
        version=asked.version,
        answers=dict(answers),
        already=sorted(already),
        checked_on=on,
        checked_by=by,
        team=by.team,
    )
    found = benefits.may_be_unclaimed(answers, already=made.already)
    BenefitClaim.objects.bulk_create(
        BenefitClaim(check_made=made, benefit=one.key, noted_on=on) for one in found
    )
    said = ", ".join(one.name for one in found) or "Nothing that may be unclaimed"
    facts.record(CHECKED, about=person_id, of=made.pk, by=by, on=on, words=said)
    return made.pk


@transaction.atomic
def note_claim(
    claim_id: UUID,
    *,
    state: str,
    gained_weekly: int | None = None,
    words: str = "",
    by: SignIn,
    on: date,
) -> None:
    """Say what came of one benefit; `gained_weekly` is pence a week, for an award alone.

    Raises NotFound; NotAllowed; Refused for an award without its amount, an amount without an
    award, or one that nobody pays.
    """
    claim = (
        BenefitClaim.objects.select_for_update(of=("self",))
        .select_related("check_made")
        .filter(pk=claim_id, check_made__person_id__in=people.ids_visible(by=by))
        .first()
    )
    if claim is None:
        raise NotFound("There is nothing of that kind here, or it is not yours to open.")
    _check(by)
    try:
        chosen = ClaimState(state)
    except ValueError:
        raise Refused("Choose what came of it.") from None
    awarded = chosen is ClaimState.AWARDED
    if awarded and not gained_weekly:
        raise Refused("Say how much a week they gain.")
    if not awarded and gained_weekly:
        raise Refused("Only an award is money gained.")
    if gained_weekly is not None and not 0 <= gained_weekly <= MOST_A_WEEK:
        raise Refused(f"Say an amount from £0 to {pounds(MOST_A_WEEK)} a week.")
    before = {"state": claim.state, "gained_weekly": claim.gained_weekly}
    claim.state, claim.gained_weekly = chosen.value, gained_weekly or 0
    claim.words, claim.noted_on = words.strip(), on
    claim.save()
    name = benefits.benefits_list().benefits[claim.benefit].name
    gained = f", {pounds(claim.gained_weekly)} a week" if awarded else ""
    facts.record(
        CLAIM_NOTED,
        about=claim.check_made.person_id,
        of=claim.pk,
        by=by,
        on=on,
        words=f"{name}: {CLAIM_WORDS[chosen].lower()}{gained}",
        before=before,
        after={"state": claim.state, "gained_weekly": claim.gained_weekly},
    )


def _check(by: SignIn) -> None:
    if not permissions.CHECK_BENEFITS.allows(by):
        raise NotAllowed(permissions.CHECK_BENEFITS.refusal())
