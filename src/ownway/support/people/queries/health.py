"""What is known of somebody's health care, and who has not had what they should."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.kernel.refusal import NotAllowed
from ownway.parameters import decimal_on
from ownway.support.people import permissions
from ownway.support.people.domain.health import (
    LEARNING_DISABILITY,
    NO_PRACTICE,
    AtPractice,
    Health,
    Passport,
    by_practice,
    in_the_whole,
)
from ownway.support.people.models import HealthCare, Person, SupportReason
from ownway.support.people.queries.records import PEOPLE_LISTED, check_may_read, display

AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class WithoutLine:
    """Somebody with a learning disability, and what they have not had."""

    person_id: UUID
    name: str
    practice: str
    lacks: tuple[str, ...]
    check_on: date | None
    plan_on: date | None
    passport: Passport


@dataclass(frozen=True, slots=True)
class Without:
    """Those who lack something, by practice, and how many were looked at."""

    lines: tuple[WithoutLine, ...]
    by_practice: tuple[tuple[str, int], ...]
    looked_at: int


def health_care_of(person_id: UUID, *, by: SignIn) -> Health:
    """What was said last. Raises NotFound as `check_may_read`."""
    check_may_read(person_id, by=by)
    row = HealthCare.objects.filter(person_id=person_id).select_related("said_by").first()
    return _health(row) if row is not None else Health()


def has_learning_disability(person_id: UUID, *, by: SignIn, on: date) -> bool:
    """Whether a reason for support that holds is a learning disability. Raises NotFound."""
    check_may_read(person_id, by=by)
    return Person.objects.filter(_with_learning_disability(on), pk=person_id).exists()


def without_checks(*, by: SignIn, on: date) -> Without:
    """People with a learning disability whose records are the work of `by`, and what they lack.

    By practice and name; the list is a reading of everybody on it. Must run in a transaction.
    """
    rows = permissions.theirs(Person.objects.filter(died_on__isnull=True), to=by)
    people = list(
        rows.filter(_with_learning_disability(on))
        .distinct()
        .order_by("family_name", "given_name", "pk")[:AT_MOST]
    )
    said: dict[UUID, HealthCare] = {}
    for row in HealthCare.objects.filter(person__in=people).select_related("said_by"):
        said.setdefault(row.person_id, row)
    months = int(decimal_on("annual_health_check_months", on))
    lines = []
    for one in people:
        known = _health(said[one.pk]) if one.pk in said else Health()
        if lacks := known.lacks(on=on, months=months):
            practice = known.practice or one.gp_practice_code or NO_PRACTICE
            lines.append(
                WithoutLine(
                    one.pk,
                    display(one, on),
                    practice,
                    lacks,
                    known.check_on,
                    known.plan_on,
                    known.passport,
                )
            )
    facts.record_many(PEOPLE_LISTED, ((on, one.person_id, None) for one in lines), by=by)
    counted = Counter(one.practice for one in lines)
    return Without(
        lines=tuple(sorted(lines, key=lambda one: one.practice.casefold())),
        by_practice=tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
        looked_at=len(people),
    )


def practices(*, by: SignIn, on: date) -> tuple[AtPractice, tuple[AtPractice, ...]]:
    """The whole council's people with a learning disability, and the same by practice.

    Counts of everybody, without a name; under 5 they say no more. Raises NotAllowed.
    """
    if not permissions.COUNT_HEALTH.allows(by):
        raise NotAllowed(permissions.COUNT_HEALTH.refusal())
    with whole_council():
        rows = Person.objects.filter(
            _with_learning_disability(on), died_on__isnull=True, joined_into__isnull=True
        )
        code = dict(rows.distinct().values_list("pk", "gp_practice_code"))
        said: dict[UUID, HealthCare] = {}
        for row in HealthCare.objects.filter(person_id__in=code).select_related("said_by"):
            said.setdefault(row.person_id, row)
    known = [
        replace(one, practice=one.practice or gp_code)
        for person_id, gp_code in code.items()
        for one in [_health(said[person_id]) if person_id in said else Health()]
    ]
    months = int(decimal_on("annual_health_check_months", on))
    whole = in_the_whole(known, on=on, months=months)
    return whole, by_practice(known, on=on, months=months)


def _with_learning_disability(on: date) -> Q:
    holds = SupportReason.objects.filter(reason__startswith=LEARNING_DISABILITY).filter(
        Q(last_day__isnull=True) | Q(last_day__gte=on)
    )
    return Q(primary_support_reason__startswith=LEARNING_DISABILITY) | Q(
        pk__in=holds.values("person_id")
    )


def _health(row: HealthCare) -> Health:
    return Health(
        practice=row.practice,
        check_on=row.check_on,
        plan_on=row.plan_on,
        passport=Passport(row.passport),
        passport_where=row.passport_where,
        said_on=row.said_on,
        said_by=row.said_by.name,
    )
