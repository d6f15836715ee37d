"""What of a record's story somebody who was let in is told: by the kind of fact, decided here.

A kind that stands here belongs to a part; whoever was let in to that part sees that it happened. A
kind that stands nowhere here is the person's alone to tell, as every new kind is until it is put
here. Words are shown where the programme composes them; words that somebody wrote may be about
others, so whoever only reads sees the heading alone. Names of those around the person are left out
of the rest, as they are of a copy that is given away (UK GDPR article 15(4)).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights.domain.masking import Masker
from ownway.foundation.facts.queries import Happening
from ownway.support.people.domain.letting_in import LookingAt, Part


@dataclass(frozen=True, slots=True)
class Told:
    """To which part a kind of fact belongs, and to which its words; no part: to no reader."""

    part: Part
    words: Part | None = None


def _each(told: Told, names: str) -> dict[str, Told]:
    return dict.fromkeys(names.split(), told)


TOLD: Mapping[str, Told] = {
    # The record: what happened, without what was said of it
    **_each(
        Told(Part.RECORD),
        "contact.support-asked-for contact.request-imported contact.request-decided "
        "contact.request-withdrawn contact.first-questions-asked contact.self-check-taken-up "
        "contact.equipment-looked-at contact.equipment-cancelled contact.equipment-helped "
        "contact.told-about-service contact.referred contact.referral-answered "
        "contact.referral-helped contact.referral-stopped contact.help-offered "
        "assessment.begun assessment.completed assessment.assessment-imported "
        "assessment.assessment-superseded assessment.brought assessment.went-on-from-elsewhere "
        "assessment.answered-by-person assessment.answered-by-worker assessment.passage-written "
        "assessment.said-aloud "
        "reablement.asked-for reablement.begun reablement.called-off reablement.ended "
        "reablement.extended reablement.assessment-paused reablement.pause-ended "
        "reablement.abilities-scored reablement.goal-set reablement.goal-scaled "
        "reablement.visit-planned reablement.visit-noted reablement.tried reablement.tried-kept "
        "reablement.said-how-it-goes review.held review.begun review.said review.taken-back "
        "review.outcome-seen review.action-agreed review.action-dropped review.action-done "
        "review.wanted-sooner review.day-moved review.review-imported review.review-superseded "
        "people.about-me-said people.details-updated people.health-care-said "
        "people.condition-began people.condition-ended people.reason-began people.reason-ended",
    ),
    **_each(
        Told(Part.RECORD, Part.RECORD),
        "contact.equipment-ordered contact.equipment-delivered people.asked-how-to-talk "
        "people.worker-named",
    ),
    # The plan: what is in it; what it costs and who pays is money, but for the first figure
    "allocation.budget-proposed": Told(Part.PLAN, Part.PLAN),
    "allocation.other-figure-set": Told(Part.PLAN, Part.PLAN),
    "allocation.figure-challenged": Told(Part.PLAN),
    "allocation.challenge-acknowledged": Told(Part.PLAN),
    "allocation.challenge-answered": Told(Part.PLAN),
    **_each(
        Told(Part.PLAN),
        "planning.plan-begun planning.plan-described planning.component-added "
        "planning.component-changed planning.component-removed planning.plan-sent "
        "planning.plan-returned planning.plan-put-to-panel planning.plan-challenged "
        "planning.plan-challenge-answered planning.plan-brought "
        "planning.service-ended-in-doubt planning.service-superseded",
    ),
    **_each(
        Told(Part.PLAN, Part.MONEY),
        "planning.plan-signed-off planning.support-arranged planning.support-replaced "
        "planning.service-imported",
    ),
    **_each(
        Told(Part.MONEY, Part.MONEY),
        "charging.contribution-decided ledger.posted payments.schedule-set "
        "payments.rate-changed "
        "payments.instruction-proposed payments.instruction-approved payments.instruction-paid",
    ),
    **_each(
        Told(Part.MONEY),
        "payments.instruction-declined payments.payee-put payments.payee-confirmed "
        "payments.payee-declined payments.payee-asked "
        "contact.benefit-noted contact.benefits-checked "
        "charging.means-begun charging.means-sent charging.more-asked",
    ),
    **_each(
        Told(Part.MESSAGES),
        "conversations.written conversations.marked-mistaken conversations.no-answer-needed",
    ),
    **_each(Told(Part.DOCUMENTS), "documents.shared documents.added-by-person"),
}
# What only those are told who decide in the person's place: in all of it, also the words.
TOLD_WHO_ACTS: Mapping[str, Told] = _each(
    Told(Part.RECORD, Part.RECORD),
    "people.around-noted people.around-ended people.rung-first people.sharing-decided "
    "people.sharing-ended people.deciding-and-sharing-noted people.letters-go-to "
    "people.said-wrong people.wrong-answered assessment.capacity-noted "
    "assessment.advocate-considered assessment.seen-differently assessment.given-out "
    "safeguarding.told-on-record contact.life-event-noted contact.no-offers-wanted "
    "contact.offers-wanted-again contact.urgency-changed contact.welfare-check-asked "
    "contact.welfare-check-came-back",
)


def names_told(at: LookingAt) -> list[str]:
    """The kinds of facts that belong to the parts somebody was let in to."""
    kinds = {**TOLD, **TOLD_WHO_ACTS} if at.acts else TOLD
    return sorted(name for name, told in kinds.items() if at.sees(told.part))


def as_told(
    happened: Iterable[Happening],
    at: LookingAt,
    *,
    by: SignIn,
    own_names: Iterable[str],
    around: Iterable[str],
) -> list[Happening]:
    """These lines as somebody who was let in reads them, without what is not theirs to know.

    `around` are the names of those around the person, `own_names` the person's own.
    """
    lines = [one for one in happened if one.name in names_told(at)]
    people = access.sign_ins({one.by_id for one in lines if one.by_id})
    masker = Masker(
        names=frozenset(around) - {by.name}, own=frozenset([*own_names, by.name, at.name])
    )
    return [
        replace(
            one,
            words=_words(one, at, masker),
            by_name=one.by_name if _may_be_named(one, people, at, by) else "",
        )
        for one in lines
    ]


def _words(one: Happening, at: LookingAt, masker: Masker) -> str:
    if at.acts:
        told = TOLD.get(one.name) or TOLD_WHO_ACTS[one.name]
        return one.words if at.sees(told.words or told.part) else ""
    part = TOLD[one.name].words
    if part is None or not at.sees(part):
        return ""
    return str(masker.words(one.words, place="", part="", column=""))


def _may_be_named(one: Happening, people: Mapping[UUID, SignIn], at: LookingAt, by: SignIn) -> bool:
    """Who else was let in is the person's alone to tell; those who work for the council are not."""
    if at.acts or one.by_id == by.pk:
        return True
    wrote = people.get(one.by_id) if one.by_id else None
    return wrote is not None and (wrote.kind == Kind.STAFF or wrote.own_person_id == at.person_id)
