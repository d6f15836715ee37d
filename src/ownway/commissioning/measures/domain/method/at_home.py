"""2E: people with long-term support who live in their own home or with family.

Everybody supported in the year, at their latest particulars: not a snapshot. An unknown place
stays in the denominator; a home presumed from home care is settled. Age is at the end of the
latest support, or of the year. People of unknown age, or not known as a man or a woman, count in
no band or in the total of their band. 2E-LD: the same, of people aged 18 to 64 whose reason for
support is a learning disability.

Source    ASCOF_measures/Create_ASCOF_2E_2425_Onwards.sql, commit 69fe2e40.
"""

import ibis
from ibis.expr.types import Table

from ownway.commissioning.measures.domain.method import words
from ownway.commissioning.measures.domain.method.counted import counted
from ownway.commissioning.measures.domain.method.events import age_at, age_band, never
from ownway.commissioning.measures.domain.method.people import SETTLED
from ownway.commissioning.measures.domain.results import OLDER, TOTAL, WORKING_AGE, Year

GENDERS = ("Male", "Female")


def measure(events: Table, people: Table, *, year: Year) -> Table:
    """The people supported, as `counted` rows, by age and gender."""
    found = supported(events, people, year=year)
    found = found.filter(found.band.isin((WORKING_AGE, OLDER)))
    learning = found.filter(found.reason == words.LEARNING_DISABILITY, found.band == WORKING_AGE)
    return ibis.union(*_by_gender("2E", found), *_by_gender("2E-LD", learning), distinct=False)


def _by_gender(name: str, found: Table) -> tuple[Table, Table]:
    told = found.filter(found.gender.isin(GENDERS))
    return tuple(
        counted(rows, {name: rows.accommodation.isin(SETTLED)}, part=rows.band + " | " + gender)
        for rows, gender in ((told, told.gender), (found, ibis.literal(TOTAL)))
    )


def supported(events: Table, people: Table, *, year: Year) -> Table:
    """Everybody with long-term support in the year: person, band and latest particulars."""
    rows = events.filter(
        events.client_type == words.SERVICE_USER,
        events.event_type == words.SERVICE,
        events.service_type.isin(words.LONG_TERM),
        events.start <= year.last_day,
        events.end.isnull() | ((events.end >= events.start) & (events.end >= year.first_day)),
    )
    ends = ibis.least(ibis.coalesce(rows.end, never()), ibis.literal(year.last_day))
    last = rows.select("person", end=ends).group_by("person").agg(end=ibis._.end.max())
    known = last.inner_join(people, "person")
    known = known.filter(known.death.isnull() | (known.death >= year.first_day))
    known = known.mutate(age=age_at(known.born, known.end))
    adult = known.filter(known.age.isnull() | (known.age >= 18))
    return adult.mutate(band=age_band(adult.age))
