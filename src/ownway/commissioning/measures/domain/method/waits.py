"""Median waits from a request to the first response, and to the first service.

Requests since 1 April 2023 of people aged 25 or more who were new: no long-term support open or
ended in the twelve months before, no short-term support (but ongoing low level) in the three. A
request that led nowhere, or to hospital, is left out; so is one that falls inside, or shares, what
an earlier request led to. The response is the next assessment or service of the person, whatever
their role in it; before July 2025 a request told as a conversation may answer itself. A service
after assessments none of which led to one is no answer. A wait is put in the quarter and the age
band of the answer, the age being that at the end of the answering event.

Source    Waiting_times/waiting_times_method.sql, version 1.1 (19 May 2026), commit 9bee728f.
"""

from datetime import date

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, Table

from ownway.commissioning.measures.domain.method import words
from ownway.commissioning.measures.domain.results import OLDER, WORKING_AGE, Year

FROM = date(2023, 4, 1)
RELEASE_2_FROM = date(2025, 7, 1)  # from here a conversation no longer answers itself
YOUNGEST = 25
BANDS = {WORKING_AGE: "25 to 64", OLDER: OLDER}
FIRST_RESPONSE, FIRST_SERVICE = "first response", "first service"

LED_TO_SERVICE = (words.TO_REABLEMENT, words.TO_PLANNING, words.CONTINUES)
LED_ON = (*LED_TO_SERVICE, words.TO_ASSESSMENT, words.RELEASE_1_ONLY)
SHORT_TERM = (words.ST_MAX, words.OTHER_SHORT)


def measure(events: Table, *, year: Year) -> Table:
    """Waits answered in the year: metric, band, quarter, person, days."""
    found = waits(events)
    response = found.filter(found.response_start.notnull()).select(
        "person",
        metric=ibis.literal(FIRST_RESPONSE),
        band="response_band",
        quarter="response_quarter",
        days=found.response_start.delta(found.start, unit="day"),
    )
    service = found.filter(found.service_start.notnull()).select(
        "person",
        metric=ibis.literal(FIRST_SERVICE),
        band="service_band",
        quarter="service_quarter",
        days=found.service_start.delta(found.start, unit="day"),
    )
    both = ibis.union(response, service, distinct=False)
    both = both.filter(
        both.band.isin(tuple(BANDS)), both.quarter.between(year.first_day, year.last_day)
    )
    band = ibis.cases(*((both.band == old, new) for old, new in BANDS.items()), else_="")
    return both.mutate(band=band)


def medians(found: Table) -> Table:
    """metric, band, quarter, n and the median in days."""
    return found.group_by("metric", "band", "quarter").agg(
        n=found.count(), median_days=found.days.median().cast("float64")
    )


def waits(events: Table) -> Table:
    """Each request that counts, with what answered it."""
    path = _in_order(events)
    asked = _with_next(path)
    return _apart(_answered(asked))


def _in_order(events: Table) -> Table:
    """The requests that count and all assessments and services, numbered for each person."""
    answers = events.filter(
        (
            (events.kind == words.ASSESSMENT)
            & events.assessment_type.isin(("Short term assessment", "Long term assessment"))
        )
        | (
            (events.kind == words.SERVICE)
            & events.service_type.isin((*words.LONG_TERM, *SHORT_TERM, words.LOW_LEVEL))
        ),
    )
    requests = _new_requests(events, answers)
    answers = answers.filter(answers.age_at_start >= YOUNGEST)
    names = (
        "person", "kind", "start", "band", "quarter", "outcome", "conversation", "file", "record"
    )  # fmt: skip
    both = ibis.union(requests.select(*names), answers.select(*names), distinct=False)
    kind = ibis.cases((both.kind == words.REQUEST, 1), (both.kind == words.ASSESSMENT, 2), else_=3)
    both = both.mutate(order_of_kind=kind)
    number = ibis.row_number().over(
        ibis.window(
            group_by=both.person,
            order_by=[
                both.start.asc(),
                both.order_of_kind.asc(),
                both.file.desc(),
                both.record.desc(),
            ],
        )
    )
    return both.mutate(number=number.cast("int64"))


def _new_requests(events: Table, answers: Table) -> Table:
    """Requests of new people that led on to something."""
    asked = events.filter(
        events.kind == words.REQUEST,
        events.client_type == words.SERVICE_USER,
        events.start >= FROM,
        events.age_at_start >= YOUNGEST,
        events.outcome.notnull(),
        events.outcome != words.HOSPITAL,
        ~events.outcome.startswith("NFA"),
    )
    services = answers.filter(answers.kind == words.SERVICE).select(
        "person", had_type="service_type", had_start="start", had_end="end"
    )
    before = asked.select("person", "record", "start", "year_before", "three_months_before")
    had = before.inner_join(services, "person")
    had = had.filter(
        had.had_start < had.start,
        (
            had.had_type.isin(words.LONG_TERM)
            & (had.had_end.isnull() | (had.had_end >= had.year_before))
        )
        | (
            had.had_type.isin(SHORT_TERM)
            & (had.had_end.isnull() | (had.had_end >= had.three_months_before))
        ),
    )
    return asked.anti_join(had.select("record").distinct(), "record")


def _next(path: Table, which: BooleanValue) -> IntegerValue:
    """The number of the next event of a kind, from each event on."""
    return (
        ibis.ifelse(which, path.number, ibis.null("int64"))
        .min()
        .over(ibis.window(group_by=path.person, order_by=path.number.asc(), rows=(0, None)))
    )


def _with_next(path: Table) -> Table:
    """Each request beside the next assessment and the next service."""
    assessment = path.kind == words.ASSESSMENT
    seen = path.mutate(
        next_assessment=_next(path, assessment),
        next_service=_next(path, path.kind == words.SERVICE),
        # Assessments with nothing between them are one block.
        block=ibis.ifelse(assessment, 0, 1)
        .sum()
        .over(ibis.window(group_by=path.person, order_by=path.number.asc(), rows=(None, 0))),
        led=ibis.ifelse(assessment & path.outcome.isin(LED_TO_SERVICE).fill_null(False), 1, 0),
    )
    seen = seen.mutate(
        block_led=seen.led.max().over(ibis.window(group_by=[seen.person, seen.block]))
    )
    requests = seen.filter(seen.kind == words.REQUEST).select(
        "person", "number", "start", "band", "quarter", "outcome", "conversation",
        "next_assessment", "next_service",
    )  # fmt: skip
    assessments = seen.filter(seen.kind == words.ASSESSMENT).select(
        "person",
        next_assessment="number",
        assessment_start="start",
        assessment_band="band",
        assessment_quarter="quarter",
        block_led="block_led",
    )
    services = seen.filter(seen.kind == words.SERVICE).select(
        "person",
        next_service="number",
        service_start="start",
        service_band="band",
        service_quarter="quarter",
    )
    asked = requests.left_join(assessments, ["person", "next_assessment"]).drop(
        "person_right", "next_assessment_right"
    )
    return asked.left_join(services, ["person", "next_service"]).drop(
        "person_right", "next_service_right"
    )


def _answered(asked: Table) -> Table:
    """What answers each request first, and which service at last."""
    itself = (
        (asked.assessment_start.isnull() | (asked.start < asked.assessment_start))
        & (asked.conversation == 1)
        & asked.outcome.isin(LED_ON)
        & (asked.start < RELEASE_2_FROM)
    ).fill_null(False)
    seen = asked.mutate(
        itself=itself,
        answer=ibis.ifelse(itself, asked.number, asked.next_assessment),
    )
    by_service = (
        (seen.answer > seen.next_service) | (seen.answer.isnull() & seen.next_service.notnull())
    ).fill_null(False)
    seen = seen.mutate(by_service=by_service)
    by_assessment = ~seen.itself & ~seen.by_service & seen.answer.notnull()
    no_service = by_assessment & (seen.block_led == 0)

    def answering(requests: str, assessments: str, services: str) -> ibis.expr.types.Value:
        return ibis.cases(
            (seen.by_service, seen[services]),
            (seen.itself, seen[requests]),
            else_=seen[assessments],
        )

    return seen.select(
        "person",
        "number",
        "start",
        response=ibis.ifelse(seen.by_service, seen.next_service, seen.answer),
        response_start=answering("start", "assessment_start", "service_start"),
        response_band=answering("band", "assessment_band", "service_band"),
        response_quarter=answering("quarter", "assessment_quarter", "service_quarter"),
        service=ibis.ifelse(no_service, ibis.null("int64"), seen.next_service),
        service_start=ibis.ifelse(no_service, ibis.null("date"), seen.service_start),
        service_band=ibis.ifelse(no_service, ibis.null("string"), seen.service_band),
        service_quarter=ibis.ifelse(no_service, ibis.null("date"), seen.service_quarter),
    )


def _apart(seen: Table) -> Table:
    """Leave out requests inside, or sharing, what an earlier request led to."""
    order = {"group_by": seen.person, "order_by": seen.number.asc()}
    nothing = -1
    reach = ibis.greatest(
        ibis.coalesce(seen.response, nothing), ibis.coalesce(seen.service, nothing)
    )
    seen = seen.mutate(reach=reach)
    order = {"group_by": seen.person, "order_by": seen.number.asc()}
    seen = seen.mutate(
        reach_before=seen["reach"].lag(1).over(ibis.window(**order)),
        response_before=seen.response.max().over(ibis.window(**order, rows=(None, -1))),
        service_before=seen.service.max().over(ibis.window(**order, rows=(None, -1))),
    )
    shares = (
        (seen.reach_before > seen.number)
        | (seen.response <= seen.response_before)
        | (seen.service <= seen.service_before)
    ).fill_null(False)
    return seen.filter(~shares)
