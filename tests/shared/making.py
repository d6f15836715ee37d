"""Invented people and staff for tests. Each maker gives one thing and takes what differs."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from ownway.config.clock import now
from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.domain import Role as Role
from ownway.foundation.access.models import SignIn, Team
from ownway.support.allocation import operations as allocation
from ownway.support.allocation.domain import Prepared, prepared
from ownway.support.assessment import operations as assessment
from ownway.support.assessment import queries as assessments
from ownway.support.assessment.domain import ELIGIBLE, Level, Question
from ownway.support.assessment.models import Assessment
from ownway.support.people.models import Locality, Opening, Person, PostcodeDistrict
from ownway.support.planning.domain.deciding import Judged, Safety, Value
from ownway.support.planning.models import (
    Arrangement,
    Component,
    PersonalBudget,
    SupportPlan,
)

DAY = date(2026, 11, 23)
_numbers = count(1)


SOUND = Judged(Safety.AS_IT_IS, Value.GOOD)  # what a manager says of a plan that is right


def team(name: str = "East team") -> Team:
    return access.add_team(name)


def staff(*roles: Role, of: Team | None = None, name: str = "Nell Farraday", **more: Any) -> SignIn:
    said = {"email": f"staff{next(_numbers)}@example.org", "name": name, "roles": roles, "team": of}
    return access.add_sign_in(**(said | more))


def practitioner(of: Team | None = None, name: str = "Nell Farraday") -> SignIn:
    return staff(Role.PRACTITIONER, of=of or team(), name=name, job_title="Social worker")


def manager(of: Team | None = None, name: str = "Asif Karim") -> SignIn:
    return staff(Role.TEAM_MANAGER, of=of or team(), name=name, job_title="Team manager")


def finance(name: str = "Wanda Price") -> SignIn:
    return staff(Role.FINANCE, of=team("Finance team"), name=name, job_title="Finance officer")


def person(**more: Any) -> Person:
    """Ruth Calloway of Thornbeck, looked after by the East team, unless said otherwise."""
    number = next(_numbers)
    said: dict[str, Any] = {
        "council_id": f"M-{number:06d}",
        "given_name": "Ruth",
        "family_name": "Calloway",
        "known_as": "Ruthie",
        "born_on": date(1968, 2, 14),
        "postcode": "QM1 4AB",
        "town": "Thornbeck",
        "primary_support_reason": "Physical Support: Personal care support",
    }
    said.setdefault("team", more.pop("team", None) or team())
    return Person.objects.create(**(said | more))


def own_sign_in(of: Person) -> SignIn:
    return access.add_sign_in(
        email=f"person{next(_numbers)}@example.org",
        name=f"{of.given_name} {of.family_name}",
        kind=Kind.PERSON,
        own_person_id=of.pk,
    )


def opening(of: Person, by: SignIn) -> Opening:
    """A reason given just now, so that pages about somebody open for this member of staff."""
    at = now()
    return Opening.objects.create(
        person=of, by=by, reason="covering", given_at=at, until=at + timedelta(hours=10)
    )


def locality(name: str = "Thornbeck", area: str = "East", district: str = "QM1") -> Locality:
    made, _ = Locality.objects.get_or_create(name=name, defaults={"area": area})
    PostcodeDistrict.objects.get_or_create(district=district, defaults={"locality": made})
    return made


# Assessing, and the first figure


RUTHS_LEVELS = {
    "q_washing": 3,
    "q_moving": 3,
    "q_out": 3,
    "q_meals": 2,
    "q_home": 3,
    "q_nights": 2,
    "q_people": 2,
    "q_gap": 2,
}  # 46 points on Marlshire's card, £286 a week


def begun(of: Person, by: SignIn, on: date = DAY) -> UUID:
    """An assessment that is open, with nothing answered."""
    return assessment.begin(of.pk, support_request_id=None, by=by, on=on)


def assessed(
    of: Person,
    by: SignIn,
    on: date = DAY,
    levels: dict[str, int] | None = None,
    eligible_needs: str = ELIGIBLE,
) -> UUID:
    """A finished assessment, at Ruth's levels unless said otherwise."""
    made = begun(of, by, on)
    at = datetime(on.year, on.month, on.day, 10, 42, tzinfo=UTC)
    for question, level in (levels or RUTHS_LEVELS).items():
        assessment.answer(made, Question(question), level=Level(level), by=by, at=at)
    found(made, by, on, supports=eligible_needs == ELIGIBLE)
    assessment.complete(
        made, eligible_needs=eligible_needs, reasons="She cannot wash safely.", by=by, on=on
    )
    return made


def found(assessment_id: UUID, by: SignIn, on: date = DAY, *, supports: bool = True) -> None:
    """Findings that support eligible needs (two outcomes, and an impact), or do not."""
    at = datetime(on.year, on.month, on.day, 10, 45, tzinfo=UTC)
    named = [one.id for one in assessments.found_in(assessment_id, by=by).test.outcomes]
    for outcome in ("hygiene", "community") if supports else named:
        said = assessment.OutcomeSaid(unable=supports, because=("help",) if supports else ())
        assessment.find(assessment_id, outcome, said, by=by, at=at)
    assessment.find_whole(
        assessment_id,
        assessment.WholeSaid(arises=True, impact=supports, areas=("dignity",) if supports else ()),
        by=by,
        at=at,
    )


def finished(assessment_id: UUID, by: SignIn, on: date = DAY) -> UUID:
    """The same assessment, with every level agreed and the decision made."""
    at = datetime(on.year, on.month, on.day, 10, 42, tzinfo=UTC)
    asked = assessments.assessment_for_reading(assessment_id, by=by, on=on).questionnaire.ids
    said = {question: assessment.Said(Level(2)) for question in asked}
    assessment.answer_all(assessment_id, said, by=by, at=at)
    found(assessment_id, by, on)
    assessment.complete(
        assessment_id, eligible_needs=ELIGIBLE, reasons="She cannot wash safely.", by=by, on=on
    )
    return assessment_id


def assessment_from_file(of: Person, on: date = DAY) -> UUID:
    """An assessment as a national file tells of it: finished, without answers."""
    made = Assessment.objects.create(person=of, started_on=on, completed_on=on, cld_key="a-file")
    return made.pk


def marlshires_card() -> Prepared:
    """Marlshire's scorecard, published."""
    made = prepared("marlshire-2026")
    allocation.publish_scorecard(
        made.card,
        in_force_from=made.in_force_from,
        approved_words=made.approved_words,
        by=None,
        on=made.in_force_from,
    )
    return made


# Support that is running


def arrangement(of: Person, **more: Any) -> Arrangement:
    """Home care that began on 1 April 2026 and goes on, £286 a week, unless said otherwise."""
    said: dict[str, Any] = {
        "service_type": "Long term support: Community",
        "service_component": "Home support or domiciliary care",
        "delivery_mechanism": "CASSR commissioned support",
        "first_day": date(2026, 4, 1),
        "cost_weekly": 286_00,
    }
    return Arrangement.objects.create(person=of, **(said | more))


def direct_payment(
    of: Person,
    *,
    first_day: date = date(2026, 6, 1),
    last_day: date | None = None,
    cost_weekly: int = 286_00,
    contribution_weekly: int = 81_45,
    bought_by: str = "direct payment",
) -> Arrangement:
    """A signed-off personal assistant, £286 a week: Ruth pays £81.45, the council £204.55."""
    worker, decided_by = practitioner(), manager()
    plan = SupportPlan.objects.create(
        person=of,
        assessment=Assessment.objects.create(
            person=of, started_on=first_day, completed_on=first_day
        ),
        version=SupportPlan.objects.filter(person=of).count() + 1,
        state="signed off",
        first_day=first_day,
        written_by=worker,
        started_on=first_day,
    )
    PersonalBudget.objects.create(
        person=of,
        plan=plan,
        cost_weekly=cost_weekly,
        contribution_weekly=contribution_weekly,
        authority_share_weekly=cost_weekly - contribution_weekly,
        first_day=first_day,
        decided_on=first_day,
        decided_by=decided_by,
    )
    component = Component.objects.create(
        plan=plan,
        actor="paid",
        who="Personal assistant",
        activity="Helps in the morning",
        outcome="I get up when I want to",
        bought_by=bought_by,
        cost_weekly=cost_weekly,
    )
    return arrangement(
        of,
        component=component,
        delivery_mechanism="Direct payment only",
        first_day=first_day,
        last_day=last_day,
        cost_weekly=cost_weekly,
    )


def agreed_plan(
    of: Person, assessment_id: UUID, by: SignIn, on: date, *, cost_weekly: int
) -> SupportPlan:
    """A plan that followed from an assessment, signed off with its personal budget."""
    plan = SupportPlan.objects.create(
        person=of,
        assessment_id=assessment_id,
        state="signed off",
        written_by=by,
        started_on=on,
        decided_on=on,
        decided_by=by,
    )
    PersonalBudget.objects.create(
        person=of,
        plan=plan,
        cost_weekly=cost_weekly,
        contribution_weekly=0,
        authority_share_weekly=cost_weekly,
        first_day=on,
        decided_on=on,
        decided_by=by,
    )
    return plan


# Plans as a review sees them


def running_plan(of: Person, by: SignIn, on: date) -> SupportPlan:
    """A plan from an assessment with outcomes, signed off on a day, whose home care runs since."""
    plan = agreed_plan(of, assessed(of, by, on), by, on, cost_weekly=286_00)
    component = Component.objects.create(
        plan=plan,
        actor="paid",
        who="Penhale Home Care",
        activity="Helps in the morning",
        outcome="I get up when I want to",
        bought_by="council",
        cost_weekly=286_00,
    )
    arrangement(of, component=component, first_day=on)
    return plan


def signed_off_plan(of: Person, by: SignIn, on: date) -> SupportPlan:
    """A plan that was signed off on a day, with nothing in it."""
    return SupportPlan.objects.create(
        person=of,
        assessment_id=begun(of, by, on),
        state="signed off",
        written_by=by,
        started_on=on,
        decided_on=on,
        decided_by=by,
    )
