"""3D: self-directed support (part 1) and direct payments (part 2), of clients (a) and carers (b).

Clients: on the last day of the year, each at the highest support they have; somebody in a care
home is out, whatever else they have. A service that ends on that day counts. An unknown way of
delivery is in the denominator. Carers: over the whole year, at the highest support; an unknown
way of delivery is out. For both a direct payment as the component makes the way of delivery a
direct payment; a carer's blank component with another way of delivery has no category at all.

Source    ASCOF_measures/Create_ASCOF_3D_2425_Onwards.sql, commit 69fe2e40.
"""

import ibis
from ibis.expr.types import Table

from ownway.commissioning.measures.domain.method import words
from ownway.commissioning.measures.domain.method.counted import counted, with_total
from ownway.commissioning.measures.domain.method.events import UNDER_AGE, age_at, age_band
from ownway.commissioning.measures.domain.results import Year

# Ranks of clients' support: the lowest is where a client counts.
COMMUNITY_RANKS = {
    words.DIRECT_PAYMENT: 3,
    words.MANAGED_BUDGET: 4,
    words.COMMISSIONED: 5,
}
COMMUNITY_UNKNOWN, IN_PRISON = 6, 7
# Ranks of carers' support; without one of these a carer is not counted.
PAID_DIRECTLY, BUDGET_MANAGED, ARRANGED = 1, 2, 3


def measure(events: Table, people: Table, *, year: Year) -> Table:
    """Clients and carers, as `counted` rows."""
    clients = supported_at_end(events, people, year=year)
    carers = carers_supported(events, people, year=year)
    return ibis.union(
        with_total(
            counted(
                clients,
                {
                    "3D-1a": clients["rank"].isin((3, 4)),
                    "3D-2a": clients["rank"] == COMMUNITY_RANKS[words.DIRECT_PAYMENT],
                },
                part=clients.band,
            )
        ),
        with_total(
            counted(
                carers,
                {
                    "3D-1b": carers["rank"].isin((PAID_DIRECTLY, BUDGET_MANAGED)),
                    "3D-2b": carers["rank"] == PAID_DIRECTLY,
                },
                part=carers.band,
            )
        ),
        distinct=False,
    )


def _known(rows: Table, people: Table, *, year: Year) -> Table:
    known = rows.inner_join(people.select("person", "born", "death"), "person")
    return known.mutate(band=age_band(age_at(known.born, ibis.literal(year.last_day))))


def supported_at_end(events: Table, people: Table, *, year: Year) -> Table:
    """Adults whose highest support at the end of the year is in the community."""
    rows = events.filter(
        events.service_type.isin(words.LONG_TERM),
        events.client_type == words.SERVICE_USER,
        events.start <= year.last_day,
        events.end.isnull() | ((events.end >= events.start) & (events.end >= year.last_day)),
    )
    payment = rows.component == words.DIRECT_PAYMENT
    delivered = ibis.ifelse(payment, words.DIRECT_PAYMENT, rows.mechanism)
    rank = ibis.cases(
        (rows.service_type == words.NURSING, 1),
        (rows.service_type == words.RESIDENTIAL, 2),
        (rows.service_type == words.PRISON, IN_PRISON),
        *((delivered == name, number) for name, number in COMMUNITY_RANKS.items()),
        else_=COMMUNITY_UNKNOWN,
    )
    known = _known(rows.select("person", rank=rank), people, year=year)
    known = known.filter(
        known.death.isnull() | (known.death >= year.last_day), known.band != UNDER_AGE
    )
    each = known.group_by("person").agg(rank=known["rank"].min(), band=known.band.min())
    return each.filter(each["rank"].between(3, COMMUNITY_UNKNOWN))


def carers_supported(events: Table, people: Table, *, year: Year) -> Table:
    """Adult carers given direct support in the year in a way that is known."""
    rows = events.filter(
        events.client_type.isin((words.CARER, words.BY_ASSOCIATION)),
        events.service_type == words.TO_CARER,
        events.start <= year.last_day,
        events.end.isnull() | ((events.end >= events.start) & (events.end >= year.first_day)),
    )
    other_part = rows.component != words.DIRECT_PAYMENT  # a blank one is neither
    rank = ibis.cases(
        (
            (rows.mechanism == words.DIRECT_PAYMENT) | (rows.component == words.DIRECT_PAYMENT),
            PAID_DIRECTLY,
        ),
        ((rows.mechanism == words.MANAGED_BUDGET) & other_part, BUDGET_MANAGED),
        ((rows.mechanism == words.COMMISSIONED) & other_part, ARRANGED),
        else_=ibis.null("int64"),
    )
    known = _known(rows.select("person", rank=rank), people, year=year)
    known = known.filter(
        known["rank"].notnull(),
        known.death.isnull() | (known.death >= year.first_day),
        known.band != UNDER_AGE,
    )
    return known.group_by("person").agg(rank=known["rank"].min(), band=known.band.min())
