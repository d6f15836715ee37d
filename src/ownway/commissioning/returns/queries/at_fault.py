"""Where faults stand: the four tables of events, whose rows one may see, and what each check finds.

Any reader of these rows narrows them to people the asker may see; `rows` does it when `by` is told.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from ownway.commissioning.returns import permissions
from ownway.commissioning.returns.domain.checks import (
    CHECKS,
    LEAST_WEEKLY,
    MOST_WEEKLY,
    OLDEST,
    Check,
)
from ownway.commissioning.returns.domain.fields import EventType
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed
from ownway.support.assessment import queries as assessment
from ownway.support.contact import queries as contact
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning
from ownway.support.review import queries as review

NO_TEAM = "no-team"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which rows: of a type of event, a team (id, or `NO_TEAM`), a person; blank means any."""

    event_type: str = ""
    team: str = ""
    person_id: UUID | None = None


EVERYTHING = Narrowing()


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the four tables: where its rows come from, and what it calls start and end."""

    event_type: EventType
    rows: Callable[[], QuerySet[Any]]
    began: str
    ended: str
    extra: tuple[str, ...] = field(default=())

    @property
    def is_service(self) -> bool:
        return self.event_type == "Service"


KINDS = (
    Kind("Request", contact.every_request, "requested_on", "finished_on"),
    Kind("Assessment", assessment.every_assessment, "started_on", "completed_on"),
    Kind(
        "Service",
        planning.every_arrangement,
        "first_day",
        "last_day",
        ("cost_weekly", "service_component", "delivery_mechanism"),
    ),
    Kind("Review", review.every_review, "started_on", "finished_on"),
)
_FROM_FILE = Q(cld_key__isnull=False)


def check_may_read(by: SignIn) -> None:
    if not permissions.READ_QUALITY.allows(by):
        raise NotAllowed(permissions.READ_QUALITY.refusal())


def kinds_of(event_type: str) -> tuple[Kind, ...]:
    return tuple(kind for kind in KINDS if event_type in ("", kind.event_type))


def team_key(team_id: UUID | None) -> str:
    return NO_TEAM if team_id is None else str(team_id)


def _team_is(team: str, path: str) -> Q:
    if not team:
        return Q()
    return Q(**{f"{path}__isnull": True}) if team == NO_TEAM else Q(**{path: team})


def rows_of(kind: Kind, by: SignIn | None, narrowing: Narrowing) -> QuerySet[Any]:
    """Rows of a table that `by` may see; of everybody when nobody is named."""
    rows = kind.rows().filter(_team_is(narrowing.team, "person__team_id"))
    if narrowing.person_id is not None:
        rows = rows.filter(person_id=narrowing.person_id)
    return rows if by is None else rows.filter(person_id__in=people.ids_visible(by=by))


def people_found(check: Check, by: SignIn, narrowing: Narrowing, on: date) -> QuerySet[Any]:
    """The people that a check about people finds among those `by` may see."""
    visible: QuerySet[Any] = people.ids_visible(by=by)
    chosen = visible.filter(_team_is(narrowing.team, "team_id")).order_by()
    if narrowing.person_id is not None:
        chosen = chosen.filter(pk=narrowing.person_id)
    if check.id == "nhs-number-shared":
        numbers = (
            visible.exclude(nhs_number="")
            .order_by()
            .values("nhs_number")
            .annotate(people=Count("pk"))
            .filter(people__gt=1)
        )
        return chosen.filter(nhs_number__in=numbers.values("nhs_number"))
    long_ago = date(on.year - OLDEST - 1, 12, 31)
    return chosen.filter(Q(born_on__gt=on) | Q(born_on__lte=long_ago, died_on__isnull=True))


def at_fault(check: Check, kind: Kind, on: date) -> Q:
    """Which rows of a table a check finds."""
    began, ended = kind.began, kind.ended
    match check.id:
        case "ended-before-it-began":
            return Q(**{f"{ended}__lt": F(began)})
        case "began-after-death":
            return Q(**{f"{began}__gt": F("person__died_on")})
        case "open-after-death":
            return Q(last_day__isnull=True, person__died_on__gte=F("first_day"))
        case "in-the-future":
            late = Q(**{f"{began}__gt": on})
            return _FROM_FILE & (late if kind.is_service else late | Q(**{f"{ended}__gt": on}))
        case "ended-in-doubt":
            return Q(in_doubt_by__isnull=False)
        case "no-cost":
            runs = Q(last_day__isnull=True) | Q(last_day__gte=on)
            alive = Q(person__died_on__isnull=True) | Q(person__died_on__gte=on)
            unknown = Q(cost_weekly__isnull=True, cost_once__isnull=True)
            return runs & alive & unknown & Q(first_day__lte=on, service_type__istartswith="long")
        case "unlikely-cost":
            return Q(cost_weekly__gt=MOST_WEEKLY) | Q(cost_weekly__lt=LEAST_WEEKLY)
        case "direct-payment-another-way":
            return Q(service_component__iexact="Direct payment") & ~Q(
                delivery_mechanism__in=("", "Direct payment")
            )
        case "told-more-than-once":
            return Q(cld_copy__gt=0)
        case "born-after-it":
            return Q(**{f"{began}__lt": F("person__born_on")})
        case _:
            raise LookupError(f"No table is searched for {check.id}.")


def event_checks(kind: Kind) -> list[Check]:
    return [
        check for check in CHECKS if check.about == "event" and kind.event_type in check.event_types
    ]
