"""The latest particulars of each person: where they live, gender, reason, birth and death.

A known value goes before an unknown one, then later files, later ends, later starts. Values of
the same rank that differ are unknown; a birth is then the earliest, a death the latest. Where the
place is unknown, the latest service tells: a care home, or a home presumed from home care.

Source    ASCOF_measures/Create_personal_details_table.sql, commit 9bee728f.
"""

from collections.abc import Sequence

import ibis
from ibis.expr.types import StringColumn, Table

from ownway.commissioning.measures.domain.method.events import never
from ownway.commissioning.measures.domain.method.words import (
    COMMUNITY,
    NO_RANK,
    NOT_MAPPED,
    NURSING,
    PRISON,
    RESIDENTIAL,
    SERVICE,
    SERVICE_RANKS,
    SUPPORT_TO_CARER,
    UNKNOWN,
)

AT_HOME = "Unknown: Presumed at home"
IN_COMMUNITY = "Unknown: Presumed in community"
SHARED_LIVES, EXTRA_CARE = "Shared Lives", "Extra care housing"
SUPPORTED_LIVING, HOME_CARE = "Community supported living", "Home support or domiciliary care"
TELLING = (SHARED_LIVES, SUPPORTED_LIVING, EXTRA_CARE, HOME_CARE)  # components that tell a place

SETTLED = (
    "Owner occupier or shared ownership scheme",
    "Tenant: Local authority or other social housing provider",
    "Tenant: Private landlord",
    "Settled mainstream housing with family or friends",
    "Supported accommodation, supported lodgings or supported group home",
    "Shared Lives scheme",
    "Approved premises for offenders released from prison or under probation supervision",
    "Sheltered housing, extra care housing or other sheltered housing",
    "Mobile accommodation for Gypsy, Roma and Traveller communities",
    AT_HOME,
)


def particulars(events: Table) -> Table:
    """One row a person: accommodation, gender, reason, born, death."""
    found = events.select(
        "person", "days_to", "start", "kind", "event_type", "service_type", "component",
        "accommodation", "gender", "reason", "born", "death",
        end=ibis.coalesce(events.end, never()),
    )  # fmt: skip
    told = _latest(found, "accommodation", unknown=(UNKNOWN,))
    gender = _latest(found, "gender", unknown=(UNKNOWN,))
    reason = _latest(found, "reason", unknown=(UNKNOWN, SUPPORT_TO_CARER))
    served = told.left_join(_by_service(found), "person")
    place = served.select(
        "person",
        accommodation=ibis.ifelse(
            served.accommodation == UNKNOWN,
            ibis.coalesce(served.presumed, UNKNOWN),
            served.accommodation,
        ),
    )
    return (
        place.inner_join(gender, "person")
        .inner_join(reason, "person")
        .inner_join(_birth(found), "person")
        .inner_join(_death(found), "person")
        .select("person", "accommodation", "gender", "reason", "born", "death")
    )


def _latest(found: Table, field: str, *, unknown: Sequence[str]) -> Table:
    """person and the latest known value of `field`, `UNKNOWN` where values of one rank differ."""
    said: StringColumn = found[field]
    value = ibis.ifelse(said.isnull() | (said == NOT_MAPPED), UNKNOWN, said)
    ranked = found.select("person", "days_to", "end", "start", value=value)
    known = ibis.ifelse(ranked.value.isin(unknown), 0, 1)
    place = ibis.dense_rank().over(
        ibis.window(
            group_by=ranked.person,
            order_by=[known.desc(), ranked.days_to.desc(), ranked.end.desc(), ranked.start.desc()],
        )
    )
    first = ranked.mutate(place=place).filter(lambda row: row.place == 0)
    each = first.group_by("person").agg(values=first.value.nunique(), value=first.value.min())
    return each.select("person", **{field: ibis.ifelse(each["values"] == 1, each.value, UNKNOWN)})


def service_rank(service_type: StringColumn) -> ibis.expr.types.IntegerValue:
    return ibis.cases(
        *((service_type == name, rank) for name, rank in SERVICE_RANKS.items()), else_=NO_RANK
    )


def _by_service(found: Table) -> Table:
    """person and the place their latest service presumes."""
    services = found.filter(found.event_type == SERVICE)
    rated = services.mutate(
        rank=service_rank(services.service_type),
        telling=services.component.isin(TELLING).fill_null(False),
    )
    place = ibis.dense_rank().over(
        ibis.window(
            group_by=rated.person,
            order_by=[
                rated.end.desc(),
                rated.rank.asc(),
                rated.telling.cast("int64").desc(),
                rated.start.desc(),
            ],
        )
    )
    first = rated.mutate(place=place).filter(lambda row: row.place == 0)
    useful_type = ibis.ifelse(first["rank"] < NO_RANK, first.service_type, ibis.null("string"))
    useful_part = ibis.ifelse(first.telling, first.component, ibis.null("string"))
    each = first.mutate(useful_type=useful_type, useful_part=useful_part)
    each = each.group_by("person").agg(
        types=each.useful_type.nunique(),
        a_type=each.useful_type.max(),
        parts=each.useful_part.nunique(),
        a_part=each.useful_part.max(),
    )
    each = each.mutate(
        a_type=ibis.ifelse(each.types == 1, each.a_type, ibis.null("string")),
        a_part=ibis.ifelse(each.parts == 1, each.a_part, ibis.null("string")),
    )
    community = each.a_type == COMMUNITY
    return each.select(
        "person",
        presumed=ibis.cases(
            (each.a_type == NURSING, "Registered nursing home"),
            (each.a_type == RESIDENTIAL, "Registered care home"),
            (each.a_part == SHARED_LIVES, "Shared Lives scheme"),
            (
                each.a_part == EXTRA_CARE,
                "Sheltered housing, extra care housing or other sheltered housing",
            ),
            (
                each.a_part == SUPPORTED_LIVING,
                "Supported accommodation, supported lodgings or supported group home",
            ),
            (community & (each.a_part == HOME_CARE), AT_HOME),
            (community & each.a_part.isnull(), IN_COMMUNITY),
            (each.a_type == PRISON, "Prison, young offenders institution or detention centre"),
            else_=UNKNOWN,
        ),
    )


def _birth(found: Table) -> Table:
    """Known before unknown, then later files, then the earliest."""
    place = ibis.row_number().over(
        ibis.window(
            group_by=found.person,
            order_by=[
                ibis.ifelse(found.born.isnull(), 0, 1).desc(),
                found.days_to.desc(),
                ibis.coalesce(found.born, never()).asc(),
            ],
        )
    )
    return found.mutate(place=place).filter(lambda row: row.place == 0).select("person", "born")


def _death(found: Table) -> Table:
    """Known before unknown, then later files, then the latest."""
    place = ibis.row_number().over(
        ibis.window(
            group_by=found.person,
            order_by=[
                ibis.ifelse(found.death.isnull(), 0, 1).desc(),
                found.days_to.desc(),
                ibis.coalesce(found.death, ibis.date(1, 1, 1)).desc(),
            ],
        )
    )
    return found.mutate(place=place).filter(lambda row: row.place == 0).select("person", "death")
