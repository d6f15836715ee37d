"""Writing down populations, targets and tables that somebody published, each with its source."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.commissioning.measures import permissions
from ownway.commissioning.measures.domain import Year
from ownway.commissioning.measures.domain.published import Table
from ownway.commissioning.measures.models import Population, PublishedTable, Target
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

POPULATION_ENTERED = declare("measures.population-entered", "Population written down")
TARGET_SET = declare("measures.target-set", "Target written down")
TARGET_WITHDRAWN = declare("measures.target-withdrawn", "Target withdrawn")
TABLE_ENTERED = declare("measures.table-entered", "Published table written down")
TABLE_REMOVED = declare("measures.table-removed", "Published table removed")


@transaction.atomic
def enter_population(
    year: Year, part: str, *, people: int, source: str, by: SignIn, on: date, at: datetime
) -> UUID:
    """Write down how many people live here, as somebody published it; an older entry stays.

    Raises NotAllowed.
    """
    _check(by)
    row = Population.objects.create(
        year=str(year), part=part, people=people, source=source, entered_at=at, entered_by=by
    )
    facts.record(
        POPULATION_ENTERED, of=row.pk, by=by, on=on, words=f"{year}, {part}: {people:,} ({source})"
    )
    return row.pk


@transaction.atomic
def set_target(
    measure: str,
    part: str,
    *,
    by_day: date,
    value: Decimal,
    set_by: str,
    by: SignIn,
    on: date,
    at: datetime,
) -> UUID:
    """Write down a target that somebody set.

    Raises NotAllowed; Refused when there is one for the same day already.
    """
    _check(by)
    try:
        with transaction.atomic():
            row = Target.objects.create(
                measure=measure,
                part=part,
                by_day=by_day,
                value=value,
                set_by=set_by,
                entered_at=at,
                entered_by=by,
            )
    except IntegrityError:
        raise Refused(
            "There is a target for this group and day already. Withdraw that one first, or choose "
            "another day."
        ) from None
    facts.record(
        TARGET_SET,
        of=row.pk,
        by=by,
        on=on,
        words=f"{measure}, {part}: {value} by {by_day.isoformat()}, set by {set_by}",
    )
    return row.pk


@transaction.atomic
def withdraw_target(target_id: UUID, *, by: SignIn, on: date, at: datetime) -> None:
    """Take a target out of force; what it was stays known. Raises NotAllowed, NotFound."""
    _check(by)
    changed = Target.objects.filter(pk=target_id, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_by=by
    )
    if not changed:
        raise NotFound("There is no such target, or it was withdrawn.")
    facts.record(TARGET_WITHDRAWN, of=target_id, by=by, on=on)


@transaction.atomic
def enter_table(
    table: Table,
    *,
    title: str,
    source: str,
    published_on: date,
    beside: str,
    as_at: date | None,
    by: SignIn,
    on: date,
    at: datetime,
    table_id: UUID | None = None,
) -> UUID:
    """Write down a table as it was published, or change one that was written down wrongly.

    Nothing in it is corrected. Raises NotAllowed, NotFound.
    """
    _check(by)
    if table_id is None:
        row = PublishedTable(entered_at=at, entered_by=by)
    else:
        rows = PublishedTable.objects.select_for_update().filter(removed_at__isnull=True)
        found = rows.filter(pk=table_id).first()
        if found is None:
            raise NotFound("There is no such table, or it was removed.")
        row = found
    row.title, row.source, row.published_on = title, source, published_on
    row.beside, row.as_at = beside, as_at
    row.columns = [{"name": column.name, "kind": column.kind} for column in table.columns]
    row.rows = [{"part": line.part, "cells": list(line.cells)} for line in table.rows]
    row.total = list(table.total)
    row.save()
    facts.record(TABLE_ENTERED, of=row.pk, by=by, on=on, words=f"{title} ({source})")
    return row.pk


@transaction.atomic
def remove_table(table_id: UUID, *, by: SignIn, on: date, at: datetime) -> None:
    """Take a table off the pages; its row history stays. Raises NotAllowed, NotFound."""
    _check(by)
    rows = PublishedTable.objects.filter(pk=table_id, removed_at__isnull=True)
    if not rows.update(removed_at=at):
        raise NotFound("There is no such table, or it was removed.")
    facts.record(TABLE_REMOVED, of=table_id, by=by, on=on)


def _check(by: SignIn) -> None:
    if not permissions.ENTER_FIGURES.allows(by):
        raise NotAllowed(permissions.ENTER_FIGURES.refusal())
