"""2A: short-term support to maximise independence, after which no ongoing support was asked for.

Episodes, not people: rows of ST-Max up to seven days apart are one. An episode that ended in the
year counts when its person is new (no long-term support that began before it and was open, or
had ended fewer than 91 days before), was alive when it began and is not known to be under 18.
What followed is looked for in order: death within seven days; hospital; the highest service that
goes on after the episode and began by seven days after it; outcomes of the episode, of what
follows it and of assessments and reviews near its end; equipment given during it; at last its own
outcome, whatever it is. Unknown ages are in the total alone.

Source    ASCOF_measures/Create_ASCOF_2A_2425_Onwards.sql, commit 280a89f3.
"""

import ibis
from ibis.expr.types import Table

from ownway.commissioning.measures.domain.method import words
from ownway.commissioning.measures.domain.method.counted import counted, with_total
from ownway.commissioning.measures.domain.method.events import age_at, age_band, never
from ownway.commissioning.measures.domain.method.people import service_rank
from ownway.commissioning.measures.domain.results import Year

JOINED_DAYS = 7  # between ST-Max rows of one episode
SEQUEL_DAYS = 7  # after the episode, in which what followed must begin
NEW_AFTER_DAYS = 91  # since long-term support ended
NEAR_THE_END_DAYS = 14  # before the end of an episode
NO_ANSWER = 100  # added to the rank of outcomes that do not say what followed

NOT_ANSWERS = (
    words.CONTINUES,
    words.TO_PLANNING,
    words.TO_ASSESSMENT,
    words.TO_REABLEMENT,
    words.RELEASE_1_ONLY,
    words.NOT_MAPPED,
)
SHORT_STAYS = ("Short term residential care", "Short term nursing care")
EQUIPMENT = "Equipment"

IN_NUMERATOR = (
    words.LOW_LEVEL,
    words.OTHER_SHORT,
    words.ADVICE,
    words.AS_PLANNED,
    words.MOVED_AWAY,
    words.OTHER,
    words.NO_SERVICES,
    words.ENDED_OTHERWISE,
    words.OTHER_SERVICE,
)
IN_DENOMINATOR = (*IN_NUMERATOR, *words.LONG_TERM, words.SHORT_STAY)


def measure(events: Table, people: Table, *, year: Year) -> Table:
    """The episodes that count, as `counted` rows."""
    final = sequels(events, people, year=year)
    rows = final.filter(final.final.isin(IN_DENOMINATOR))
    return with_total(counted(rows, {"2A": rows.final.isin(IN_NUMERATOR)}, part=rows.band))


def sequels(events: Table, people: Table, *, year: Year) -> Table:
    """Each new person's episode of the year: person, number, band, final (what followed)."""
    built = _built(events)
    found = _new_of_year(built, people, year=year)
    answers = _answers(found, built)
    all_of = found.left_join(answers, ["person", "number"]).drop("person_right", "number_right")
    own_rank = ibis.ifelse(
        (ibis.coalesce(all_of.nonservices, 0) > 0)
        | ((ibis.coalesce(all_of.following, 0) == 0) & (all_of["rank"] < NO_ANSWER)),
        all_of["rank"],
        words.LAST_RANK,
    )
    best = ibis.least(
        own_rank,
        ibis.coalesce(all_of.following_rank, words.LAST_RANK),
        ibis.coalesce(all_of.nested_rank, words.LAST_RANK),
    )
    rated = all_of.mutate(best=best, service=ibis.coalesce(all_of.service, words.NO_RANK))
    died = rated.death.delta(rated.last_day, unit="day") <= SEQUEL_DAYS
    short_stay = (rated.service == words.SERVICE_RANKS[words.OTHER_SHORT]) & (rated.stays > 0)
    final = ibis.cases(
        (died, words.DECEASED),
        (rated.outcome == words.HOSPITAL, words.HOSPITAL),
        (short_stay, words.SHORT_STAY),
        *((rated.service == rank, name) for name, rank in words.SERVICE_RANKS.items()),
        *((rated.best == rank, name) for name, rank in words.OUTCOMES.items()),
        (ibis.coalesce(rated.equipment, 0) > 0, words.LOW_LEVEL),
        else_=rated.outcome,
    )
    return rated.select("person", "number", "band", "first_day", "last_day", final=final)


def _built(events: Table) -> Table:
    """Events of people supported, with an end that is not before the start and a rank."""
    kept = events.filter(
        events.client_type == words.SERVICE_USER,
        events.start.notnull(),
        events.end.isnull() | (events.end >= events.start),
    )
    outcome = ibis.coalesce(kept.outcome, words.NOT_MAPPED)
    rank = ibis.coalesce(kept.outcome_rank, words.LAST_RANK) + ibis.ifelse(
        outcome.isin(NOT_ANSWERS), NO_ANSWER, 0
    )
    return kept.select(
        "person", "event_type", "start", "service_type", "component", "record",
        end=ibis.coalesce(kept.end, never()),
        outcome=outcome,
        rank=ibis.least(rank, words.LAST_RANK),
    )  # fmt: skip


def episodes(built: Table) -> Table:
    """Rows of ST-Max joined: person, number, first and last day, outcome and its rank."""
    rows = built.filter(built.event_type == words.SERVICE, built.service_type == words.ST_MAX)
    order = [rows.start.asc(), rows.end.asc(), rows["rank"].asc(), rows.record.desc()]
    before = rows.end.max().over(ibis.window(group_by=rows.person, order_by=order, rows=(None, -1)))
    seen = rows.mutate(ended_before=before)
    begins = ibis.ifelse(seen.start.delta(seen.ended_before, unit="day") <= JOINED_DAYS, 0, 1)
    seen = seen.mutate(begins=begins)
    order = [seen.start.asc(), seen.end.asc(), seen["rank"].asc(), seen.record.desc()]
    numbered = seen.mutate(
        number=seen.begins.sum().over(
            ibis.window(group_by=seen.person, order_by=order, rows=(None, 0))
        )
    )
    last = ibis.row_number().over(
        ibis.window(
            group_by=[numbered.person, numbered.number],
            order_by=[numbered.end.desc(), numbered["rank"].asc(), numbered.record.desc()],
        )
    )
    placed = numbered.mutate(place=last)
    return placed.group_by("person", "number").agg(
        first_day=placed.start.min(),
        last_day=placed.end.max(),
        outcome=placed.outcome.max(where=placed.place == 0),
        rank=placed["rank"].max(where=placed.place == 0),
    )


def _new_of_year(built: Table, people: Table, *, year: Year) -> Table:
    """Episodes that ended in the year, of adults alive at their start and new to support."""
    found = episodes(built)
    ended = found.filter(found.last_day.between(year.first_day, year.last_day))
    known = ended.inner_join(people.select("person", "born", "death"), "person")
    known = known.mutate(age=age_at(known.born, known.last_day))
    adult = known.filter(
        known.age.isnull() | (known.age >= 18),
        known.death.isnull() | (known.death >= known.first_day),
    )
    adult = adult.mutate(band=age_band(adult.age)).drop("age", "born")
    supported = built.filter(built.service_type.isin(words.LONG_TERM)).select(
        "person", long_start="start", long_end="end"
    )
    had = adult.inner_join(supported, "person")
    had = had.filter(
        had.long_start < had.first_day,
        had.first_day.delta(had.long_end, unit="day") < NEW_AFTER_DAYS,
    )
    return adult.anti_join(had.select("person", "number").distinct(), ["person", "number"])


def _answers(found: Table, built: Table) -> Table:
    """What each episode's other events say, one row an episode that has any."""
    episode = found.select("person", "number", "first_day", "last_day", own_rank=found["rank"])
    beside = episode.inner_join(built, "person")
    itself = (
        beside.start.between(beside.first_day, beside.last_day)
        & (beside.event_type == words.SERVICE)
        & (beside.service_type == words.ST_MAX)
    ).fill_null(False)
    beside = beside.mutate(
        services=service_rank(beside.service_type),
        away=beside.start.delta(beside.last_day, unit="day"),
    ).filter(~itself, beside.start >= beside.first_day)
    return _following(beside).outer_join(_nested(beside), ["person", "number"]).pipe(_merged)


def _merged(both: Table) -> Table:
    return both.select(
        person=ibis.coalesce(both.person, both.person_right),
        number=ibis.coalesce(both.number, both.number_right),
        following=both.following,
        service=both.service,
        stays=both.stays,
        nonservices=both.nonservices,
        following_rank=both.following_rank,
        nested_rank=both.nested_rank,
        equipment=both.equipment,
    )


def _following(beside: Table) -> Table:
    """What goes on after the episode and began by seven days after it."""
    after = beside.filter(beside.end > beside.last_day, beside.away <= SEQUEL_DAYS)
    again = after.start.min(where=after.service_type == words.ST_MAX).over(
        ibis.window(group_by=[after.person, after.number])
    )
    after = after.mutate(again=again)
    after = after.filter(after.again.isnull() | (after.start < after.again))
    highest = after.services.min().over(ibis.window(group_by=[after.person, after.number]))
    after = after.mutate(highest=highest)
    usable = (
        (after.highest == words.NO_RANK)
        & ((after.own_rank < NO_ANSWER) | (after["rank"] < NO_ANSWER))
        & (after.outcome != words.AS_PLANNED)
        & (after.event_type != words.SERVICE)
    ).fill_null(False)
    after = after.mutate(usable=usable)
    return after.group_by("person", "number").agg(
        following=after.count(),
        service=after.highest.min(),
        stays=after.count(where=after.component.isin(SHORT_STAYS)
            & (after.services == words.SERVICE_RANKS[words.OTHER_SHORT])),
        nonservices=after.count(where=after.usable),
        following_rank=after["rank"].min(where=after.usable & (after["rank"] < NO_ANSWER)),
    )  # fmt: skip


def _nested(beside: Table) -> Table:
    """What happened inside the episode: assessments and reviews near its end, and equipment."""
    inside = beside.filter(beside.end > beside.first_day, beside.end <= beside.last_day)
    near = inside.filter(
        inside.event_type.isin((words.ASSESSMENT, words.REVIEW)),
        inside.last_day.delta(inside.end, unit="day") < NEAR_THE_END_DAYS,
        inside["rank"] < NO_ANSWER,
    )
    last = ibis.row_number().over(
        ibis.window(
            group_by=[near.person, near.number],
            order_by=[near.end.desc(), near["rank"].asc(), near.record.desc()],
        )
    )
    near = near.mutate(place=last)
    near = near.filter(near.place == 0).select("person", "number", nested_rank="rank")
    given = inside.filter(inside.event_type == words.SERVICE, inside.component == EQUIPMENT)
    given = given.group_by("person", "number").agg(equipment=given.count())
    both = near.outer_join(given, ["person", "number"])
    return both.select(
        person=ibis.coalesce(both.person, both.person_right),
        number=ibis.coalesce(both.number, both.number_right),
        nested_rank=both.nested_rank,
        equipment=both.equipment,
    )
