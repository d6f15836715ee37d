"""What may be unclaimed, what came of it, and how much was gained by team."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, Sum

from ownway.commissioning.directory import queries as directory
from ownway.commissioning.directory.queries import ServiceBrief
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed
from ownway.support.contact import permissions
from ownway.support.contact.domain.benefits import (
    CLAIM_WORDS,
    Benefit,
    ClaimState,
    benefits_list,
)
from ownway.support.contact.models import BenefitClaim, BenefitsCheck
from ownway.support.people import queries as people

MONEY = "money"


@dataclass(frozen=True, slots=True)
class ClaimLine:
    id: UUID
    benefit: Benefit
    state: ClaimState
    state_words: str
    gained_weekly: int  # pence
    words: str
    noted_on: date


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One look at what may be unclaimed, with what came of each."""

    id: UUID
    checked_on: date
    checked_by: str
    already: tuple[str, ...]
    claims: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class TeamGain:
    """What a team's looks led to; `gained_weekly` is pence a week of all awards together."""

    team: str
    people: int
    suggested: int
    claimed: int
    awarded: int
    gained_weekly: int


def benefits_checks_of(person_id: UUID, *, by: SignIn) -> list[CheckLine]:
    """Every look, newest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    listed = benefits_list().benefits
    rows = BenefitsCheck.objects.filter(person_id=person_id).select_related("checked_by")
    return [
        CheckLine(
            id=row.pk,
            checked_on=row.checked_on,
            checked_by=row.checked_by.name,
            already=tuple(listed[key].name for key in row.already if key in listed),
            claims=tuple(
                ClaimLine(
                    one.pk,
                    listed[one.benefit],
                    ClaimState(one.state),
                    CLAIM_WORDS[ClaimState(one.state)],
                    one.gained_weekly,
                    one.words,
                    one.noted_on,
                )
                for one in row.claims.all()
                if one.benefit in listed
            ),
        )
        for row in rows.prefetch_related("claims")
    ]


def who_helps_with_money(*, postcode_district: str = "") -> list[ServiceBrief]:
    """Groups and services that help to claim."""
    return directory.services_for([MONEY], postcode_district=postcode_district)


def gains_by_team(*, by: SignIn) -> list[TeamGain]:
    """What the looks of each team led to, of people whom `by` may know of. Raises NotAllowed."""
    if not permissions.COUNT_BENEFITS.allows(by):
        raise NotAllowed(permissions.COUNT_BENEFITS.refusal())
    rows = (
        BenefitClaim.objects.filter(check_made__person_id__in=people.ids_visible(by=by))
        .order_by()
        .values("check_made__team__name")
        .annotate(
            people=Count("check_made__person", distinct=True),
            suggested=Count("pk"),
            claimed=Count("pk", filter=~Q(state__in=["suggested", "not wanted"])),
            awarded=Count("pk", filter=Q(state="awarded")),
            gained=Sum("gained_weekly"),
        )
    )
    found = [
        TeamGain(
            row["check_made__team__name"] or "No team",
            row["people"],
            row["suggested"],
            row["claimed"],
            row["awarded"],
            row["gained"] or 0,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.gained_weekly, one.team))
