"""The one shape in which every measure says whom it counts, before anything is added up.

A row counts once in the denominator of its measure and part; `counts` says whether it counts in
the numerator too (1 or 0). Short-term episodes and admissions are rows of their own, so a person
may have several.
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from ownway.commissioning.measures.domain.results import OLDER, TOTAL, WORKING_AGE

COLUMNS = ("id", "part", "person", "counts")


def counted(rows: Table, measures: Mapping[str, BooleanValue], *, part: StringValue) -> Table:
    """Rows of some measures; `measures` says for each which rows are in the numerator."""
    each = [
        rows.select(
            id=ibis.literal(name),
            part=part,
            person=rows.person,
            counts=ibis.ifelse(in_numerator, 1, 0).cast("int64"),
        )
        for name, in_numerator in measures.items()
    ]
    return ibis.union(*each, distinct=False)


def with_total(rows: Table) -> Table:
    """The two age bands, and the total, which unknown ages are part of."""
    banded = rows.filter(rows.part.isin((WORKING_AGE, OLDER)))
    return ibis.union(banded, rows.mutate(part=ibis.literal(TOTAL)), distinct=False)


def added_up(rows: Table) -> Table:
    """id, part, numerator and denominator."""
    return rows.group_by("id", "part").agg(numerator=rows.counts.sum(), denominator=rows.count())
