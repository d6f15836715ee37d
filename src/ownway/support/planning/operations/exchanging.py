"""Giving a plan out in the draft national standard, and bringing one in."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import Refused
from ownway.support.assessment import queries as assessment
from ownway.support.planning import permissions, queries
from ownway.support.planning.domain import Actor
from ownway.support.planning.domain.exchange import (
    STATUS,
    CareComponent,
    CarePlan,
    Problem,
    read_components,
    spelt,
)
from ownway.support.planning.domain.weeks import days_in_words
from ownway.support.planning.operations.writing import add_component, check, draft_to_write
from ownway.support.planning.queries import ComponentLine

GIVEN_OUT = declare("planning.plan-given-out", "Plan given out in the draft national standard")
BROUGHT = declare("planning.plan-brought", "Parts of a plan brought in from a file")


@transaction.atomic
def care_plan(plan_id: UUID, *, by: SignIn, on: date) -> str:
    """A plan as JSON of the draft standard; that it was given out is a fact.

    Costs are not part of the standard. Raises NotAllowed; NotFound as `plan_for_reading`.
    """
    check(permissions.HELP_WRITE, by)
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    codes = assessment.national_codes(found.line.assessment_id, by=by)
    facts.record(
        GIVEN_OUT, about=found.line.person_id, of=plan_id, by=by, on=on, words="To whoever saved it"
    )
    document = CarePlan(
        identifier=str(plan_id),
        person=(str(found.line.person_id), settings.OWNWAY_COUNCIL),
        professional=str(by.pk),
        assessment=str(found.line.assessment_id),
        completed_on=found.line.decided_on,
        status=STATUS[found.line.state],
        components=tuple(_written(one, codes) for one in found.components),
    )
    return spelt(document, system=settings.OWNWAY_COUNCIL)


@transaction.atomic
def bring_care_plan(
    plan_id: UUID, text: str, *, by: SignIn, on: date
) -> tuple[int, tuple[Problem, ...]]:
    """Put the parts of a CarePlan into a draft: all that fit, or none when the file cannot be read.

    Paid parts come without a cost, which the standard does not carry: they are left out and said,
    to be added by hand. A part that stands there already is not added twice. Returns how many were
    taken and what was left out. Raises NotReadable, Refused, NotAllowed, NotFound.
    """
    check(permissions.HELP_WRITE, by)
    plan = draft_to_write(plan_id, by=by)
    components = read_components(text)
    ids = {code: key for key, code in assessment.national_codes(plan.assessment_id, by=by).items()}
    taken, left = 0, []
    for at, one in enumerate(components, 1):
        if one.actor is Actor.PAID:
            left.append(
                Problem(f"Part {at}, {one.description}", "is paid. Add it with what it costs.")
            )
            continue
        try:
            with transaction.atomic():
                add_component(
                    plan_id,
                    actor=one.actor.value,
                    who=one.who[:150],
                    activity=one.description[:200],
                    outcome=one.outcome[:200],
                    when_words=one.frequency[:200],
                    covers=[ids[code] for code in one.outcome_codes if code in ids],
                    first_day=one.first_day,
                    last_day=one.last_day,
                    by=by,
                    on=on,
                )
        except Refused as refusal:
            left.append(Problem(f"Part {at}, {one.description}", str(refusal)))
        else:
            taken += 1
    facts.record(BROUGHT, about=plan.person_id, of=plan.pk, by=by, on=on, words=f"{taken} parts")
    return taken, tuple(left)


def _written(one: ComponentLine, codes: dict[str, str]) -> CareComponent:
    said = [days_in_words(one.days)] if one.days else []
    if one.doing.when:
        said.append(one.doing.when)
    return CareComponent(
        actor=one.actor,
        who=one.who,
        description=one.activity,
        frequency=", ".join(said),
        outcome=one.outcome,
        outcome_codes=tuple(codes[key] for key in one.covers if key in codes),
        bought_by=one.bought_by,
        first_day=one.first_day,
        last_day=one.last_day,
    )
