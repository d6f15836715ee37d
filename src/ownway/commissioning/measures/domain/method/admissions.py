"""2B and 2C: new admissions to care homes for long-term support, for each 100,000 people.

An admission of the year is new when no stay of the same person that began earlier is open or had
ended fewer than 365 days before it; two stays begun on one day are both new. Temporary stays and
stays without a component are left out; so is one that ended because its person pays themselves.
Somebody new in both age bands counts once, as 18 to 64. Age is at admission; an unknown birth is
left out, as is somebody who died before the year.

Source    ASCOF_measures/Create_ASCOF_2B2C_2425_Onwards.sql, commit 69fe2e40.
"""

import ibis
from ibis.expr.types import Table

from ownway.commissioning.measures.domain.method import words
from ownway.commissioning.measures.domain.method.counted import counted
from ownway.commissioning.measures.domain.method.events import age_at
from ownway.commissioning.measures.domain.results import OLDER, WORKING_AGE, Year

NEW_AFTER_DAYS = 365
LASTING = ("Long term residential care", "Long term nursing care")


def measure(events: Table, people: Table, *, year: Year) -> Table:
    """The people newly admitted, as `counted` rows; their denominator is the population."""
    new = newly_admitted(events, people, year=year)
    younger = new.filter(new.band == WORKING_AGE)
    older = new.filter(new.band == OLDER)
    yes = ibis.literal(True)
    return ibis.union(
        counted(younger, {"2B": yes}, part=younger.band),
        counted(older, {"2C": yes}, part=older.band),
        distinct=False,
    )


def newly_admitted(events: Table, people: Table, *, year: Year) -> Table:
    """person and band of everybody newly admitted in the year."""
    stays = _stays(events, people, year=year)
    admitted = stays.filter(
        stays.start.between(year.first_day, year.last_day),
        stays.outcome.isnull() | (stays.outcome != words.SELF_FUNDED),
    )
    admitted = admitted.select("person", "start", "age").distinct()
    earlier = stays.select("person", earlier_start="start", earlier_end="end")
    known = admitted.inner_join(earlier, "person")
    known = known.filter(
        known.earlier_start < known.start,
        known.earlier_end.isnull()
        | (known.start.delta(known.earlier_end, unit="day") < NEW_AFTER_DAYS),
    )
    new = admitted.anti_join(known.select("person", "start").distinct(), ["person", "start"])
    new = new.filter(new.age >= 18)
    new = new.mutate(band=ibis.ifelse(new.age <= 64, WORKING_AGE, OLDER))
    return new.group_by("person").agg(band=new.band.min())


def _stays(events: Table, people: Table, *, year: Year) -> Table:
    """Long-term stays in care homes, of people of known age alive when the year began."""
    rows = events.filter(
        events.event_type == words.SERVICE,
        events.client_type == words.SERVICE_USER,
        events.service_type.isin((words.RESIDENTIAL, words.NURSING)),
        events.component.isin(LASTING),
    ).select("person", "start", "end", "outcome")
    known = rows.inner_join(people.select("person", "born", "death"), "person")
    known = known.filter(
        known.born.notnull(), known.death.isnull() | (known.death >= year.first_day)
    )
    return known.mutate(age=age_at(known.born, known.start)).drop("born", "death")
