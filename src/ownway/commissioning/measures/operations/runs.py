"""Working the measures out in the background, and keeping what came of it."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from ownway.commissioning.measures import permissions, queries
from ownway.commissioning.measures.domain import Results, Year
from ownway.commissioning.measures.models import MeasureRun, PeopleOfRun, Standing
from ownway.config.home import CannotRun
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotAllowed, Refused

WORK_OUT = "measures.work-out"
WORKED_OUT = declare("measures.worked-out", "Measures worked out")
LISTS_AT_ONCE = 100


@transaction.atomic
def ask_for_run(year: Year, *, live: bool, by: SignIn, on: date, at: datetime) -> UUID:
    """Ask for the measures of a year; returns the long work that does it. Raises NotAllowed."""
    if not permissions.WORK_OUT.allows(by):
        raise NotAllowed(permissions.WORK_OUT.refusal())
    what = "What the measures are heading for in" if live else "The measures of"
    work_id = work.ask_for(f"{what} {year}", by=by)
    app.configure_task(WORK_OUT).defer(
        work_id=str(work_id),
        year=str(year),
        live=live,
        by=str(by.pk),
        on=on.isoformat(),
        at=at.isoformat(),
    )
    return work_id


def work_out(work_id: UUID, *, year: Year, live: bool, by: UUID, on: date, at: datetime) -> None:
    """Do what was asked for; safe to run again after a kill at any moment."""
    if not work.begin(work_id):
        return
    try:
        run_id = keep_run(year, as_of=on, live=live, by=access.sign_in(by), at=at)
    except (Refused, CannotRun) as refused:
        work.fail(work_id, words=str(refused))
    except Exception:
        work.fail(
            work_id,
            words="We made a mistake while working this out, and kept nothing of it. Ask again; "
            "if this comes back, tell whoever looks after Ownway.",
        )
        raise
    else:
        work.end(work_id, words="", result_id=run_id)


def run_after_files(*, on: date, at: datetime) -> list[UUID]:
    """Work out anew what newer, corrected or undone files may change, and what we head for.

    Nothing is done while the files to choose from are those of the last time. Returns the runs, the
    newest year first, and last what that year is heading for.
    """
    offered, years = queries.files_offered(as_of=on), queries.years_of_files()
    made = []
    years += [year for year in queries.years_run() if year not in years]  # all files undone
    for year in years:
        if queries.was_looked_at(year, offered):
            continue
        try:
            made.append(keep_run(year, as_of=on, live=False, by=None, at=at))
        except queries.NoFiles:
            _stands(year, None, live=False, offered=offered, at=at)
    if made or (offered and years and not queries.was_looked_at(years[0], offered, live=True)):
        made += head_for(on=on, at=at)
    return made


def head_for(*, on: date, at: datetime) -> list[UUID]:
    """Work out what the newest year of the files is heading for by today's records."""
    for year in queries.years_of_files()[:1]:
        try:
            return [keep_run(year, as_of=on, live=True, by=None, at=at)]
        except queries.NoFiles:
            offered = queries.files_offered(as_of=on)
            _stands(year, None, live=True, offered=offered, at=at)
    return []


def keep_run(year: Year, *, as_of: date, live: bool, by: SignIn | None, at: datetime) -> UUID:
    """Work the measures of a year out and keep them with their people.

    When a run rests on the same files, populations and version already, that one is given: it says
    the same. Raises NoFiles, and CannotRun.
    """
    populations = queries.populations_of(year)
    offered = queries.files_offered(as_of=as_of)
    found = queries.whole(year, as_of=as_of, populations=populations, live=live)
    rests_on = _digest(found.results, populations)
    try:
        with transaction.atomic():
            same = MeasureRun.objects.filter(rests_on=rests_on).first()
            run_id = same.pk if same else _kept(found, populations, rests_on, by, at)
    except IntegrityError:  # somebody else kept the same run a moment before
        run_id = MeasureRun.objects.get(rests_on=rests_on).pk
    _stands(year, run_id, live=live, offered=offered, at=at)
    return run_id


def _stands(year: Year, run_id: UUID | None, *, live: bool, offered: str, at: datetime) -> None:
    Standing.objects.update_or_create(
        year=str(year),
        live=live,
        defaults={"run_id": run_id, "offered": offered, "looked_at": at},
    )


def _kept(
    found: queries.Whole,
    populations: dict[str, int],
    rests_on: str,
    by: SignIn | None,
    at: datetime,
) -> UUID:
    results = found.results
    run = MeasureRun.objects.create(
        year=str(results.year),
        as_of=results.as_of,
        live=results.live,
        method_version=results.method_version,
        inputs=_inputs(results),
        populations=populations,
        results=_figures(results),
        rests_on=rests_on,
        made_at=at,
        made_by=by,
    )
    PeopleOfRun.objects.bulk_create(
        (
            PeopleOfRun(
                run=run,
                measure=measure,
                part=part,
                side=side,
                count=sum(one.times for one in people),
                data=queries.packed(people),
            )
            for (measure, part, side), people in sorted(found.people.items())
            if not results.live
        ),
        batch_size=LISTS_AT_ONCE,
    )
    facts.record(
        WORKED_OUT,
        of=run.pk,
        by=by,
        on=results.as_of,
        words=f"{results.year}, {'from today’s records' if results.live else 'as submitted'}",
    )
    return run.pk


def _digest(results: Results, populations: dict[str, int]) -> str:
    said = json.dumps(
        [
            str(results.year),
            results.live,
            results.method_version,
            populations,
            # What was told decides, not when it was written out.
            [[one["sha256"], one["first_day"], one["last_day"]] for one in _inputs(results)],
            _figures(results),
        ],
        sort_keys=True,
    )
    return sha256(said.encode()).hexdigest()


def _inputs(results: Results) -> list[dict[str, Any]]:
    return [
        {
            "submission_id": one.submission_id,
            "file_name": one.file_name,
            "sha256": one.sha256,
            "received_at": one.received_at.isoformat(),
            "first_day": one.first_day.isoformat(),
            "last_day": one.last_day.isoformat(),
        }
        for one in results.used
    ]


def _figures(results: Results) -> dict[str, Any]:
    """The figures as they are kept: numbers with a point as text, so that none is rounded."""
    return {
        "measures": [
            {
                "id": one.id,
                "part": one.part,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "value": None if one.value is None else str(one.value),
            }
            for one in results.measures
        ],
        "waits": [
            {
                "metric": one.metric,
                "band": one.band,
                "quarter": one.quarter.isoformat(),
                "n": one.n,
                "median_days": str(one.median_days),
            }
            for one in results.waits
        ],
        "quarters_without": [day.isoformat() for day in results.quarters_without],
    }
