"""Made-up runs for the tests of pages and of what is kept; the figures are invented."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ownway.commissioning.measures import operations, queries
from ownway.commissioning.measures.domain import (
    METHOD_VERSION,
    Behind,
    Measure,
    Results,
    Used,
    Wait,
    Year,
)
from ownway.commissioning.measures.domain.catalogue import catalogue
from ownway.commissioning.measures.domain.moved import DENOMINATOR, NUMERATOR
from ownway.commissioning.measures.domain.results import POPULATION_PARTS, share
from ownway.commissioning.measures.queries import Whole
from ownway.foundation.access.models import SignIn

YEAR = Year.named("2025-26")
AS_OF = date(2026, 5, 5)
AT = datetime(2026, 5, 5, 9, 30, tzinfo=UTC)
QUARTER = date(2026, 1, 1)
PERSON_ONLY_TOLD = Behind(("GONE-1",), None, 1)


def used(name: str = "quarter-4.csv", sha256: str = "aa") -> Used:
    return Used("", name, sha256, AT, date(2025, 4, 1), date(2026, 3, 31))


def whole(
    counts: dict[tuple[str, str], tuple[int, int]] | None = None,
    *,
    populations: dict[str, int] | None = None,
    people: dict[tuple[str, str, str], tuple[Behind, ...]] | None = None,
    files: tuple[Used, ...] = (used(),),
    year: Year = YEAR,
    as_of: date = AS_OF,
    live: bool = False,
) -> Whole:
    """Every part of every measure, 0 of 0 unless `counts` say otherwise; 12 days to a service."""
    counts = counts or {}
    measures = []
    for about in catalogue():
        for part in about.parts:
            numerator, denominator = counts.get((about.id, part), (0, 0))
            if about.id in POPULATION_PARTS:
                known = (populations or {}).get(part)
                value = share(numerator, known, per=100_000) if known else None
                measures.append(Measure(about.id, part, numerator, known, value))
            else:
                value = share(numerator, denominator)
                measures.append(Measure(about.id, part, numerator, denominator, value))
    return Whole(
        Results(
            year=year,
            as_of=as_of,
            live=live,
            method_version=METHOD_VERSION,
            measures=tuple(measures),
            waits=(
                Wait("first response", "25 to 64", QUARTER, 31, Decimal("4.0")),
                Wait("first service", "25 to 64", QUARTER, 22, Decimal("12.0")),
                Wait("first service", "65 and above", QUARTER, 41, Decimal("20.5")),
            ),
            used=files,
            quarters_without=(),
        ),
        people or {},
    )


def keep(
    monkeypatch: pytest.MonkeyPatch, answer: Whole, *, at: datetime = AT, by: SignIn | None = None
) -> UUID:
    """Keep a run as if the method had answered `answer`."""

    def answered(*_: Any, **__: Any) -> Whole:
        return answer

    monkeypatch.setattr(queries, "whole", answered)
    results = answer.results
    return operations.keep_run(results.year, as_of=results.as_of, live=results.live, by=by, at=at)


def lists(measure: str, part: str, above: list[Behind], below: list[Behind]) -> Any:
    return {
        (measure, part, NUMERATOR): tuple(above),
        (measure, part, DENOMINATOR): tuple(below),
    }
