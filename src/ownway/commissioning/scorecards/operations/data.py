"""Taking in what models are calibrated on: from a file, or from today's records."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from ownway.commissioning.scorecards import queries
from ownway.commissioning.scorecards.domain import MONTH, Rows, Source, compared, packed
from ownway.commissioning.scorecards.models import Data, DataPart, PutAside
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import Refused
from ownway.kernel.spreadsheet import line
from ownway.support.allocation.domain.answers_file import AnswersFile, Fault, read_answers
from ownway.support.assessment.domain import HIGHEST
from ownway.support.assessment.queries import questionnaire_named

USED = declare(
    "scorecards.used-to-calibrate", "Counted without a name to calibrate a model", reading=True
)
MOST_BYTES = 25_000_000
MOST_PEOPLE = 100_000
MOST_ASIDE = 5_000


def keep_file(
    content: bytes, *, file_name: str, questionnaire: str, by: SignIn | None, on: date
) -> Data:
    """Keep what a file of answers and costs says, without anybody's number; rows at fault apart.

    Within a transaction. Raises NotAnswers, and Refused for a file that is too large, is not text,
    or leaves nobody.
    """
    if len(content) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Give fewer columns.")
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refused(
            "The file is not plain text in UTF-8. Save it as CSV UTF-8 (comma delimited)."
        ) from None
    asked = questionnaire_named(questionnaire)
    held = read_answers(lines, questions=asked.ids)
    rows, faults, cells = _within_levels(held, lines)
    if len(rows) > MOST_PEOPLE:
        raise Refused(f"The file has more than {MOST_PEOPLE:,} people. Give a part of them.")
    if not len(rows) and not faults:
        raise Refused("The file has no rows below its headings. Add one row a person.")
    kept, left = compared(rows.columns)
    months = kept.get(MONTH, ())
    if any(not _is_month(month) for month in months):
        del kept[MONTH]
        left.append(f"{MONTH} (it needs months like 2026-05)")
    data = _keep(
        replace(rows, columns=kept),
        source=Source.FILE,
        file_name=file_name[:255],
        questionnaire=questionnaire,
        put_aside=len(faults),
        left_out=[[f"Column not kept: {name}", 0] for name in left],
        by=by,
        on=on,
    )
    PutAside.objects.bulk_create(
        PutAside(
            data=data,
            row=fault.row,
            column=fault.column[:100],
            why=fault.why,
            cells=line(row),
        )
        for fault, row in list(zip(faults, cells, strict=True))[:MOST_ASIDE]
    )
    return data


def keep_live(questionnaire: str, *, for_calibration: UUID, by: SignIn | None, on: date) -> Data:
    """Keep the answers and costs of today's records; whom they are of is recorded, not kept.

    Within a transaction, of work that acts for the whole council.
    """
    live = queries.live_rows(questionnaire, on=on)
    data = _keep(
        live.rows,
        source=Source.LIVE,
        file_name="",
        questionnaire=questionnaire,
        put_aside=0,
        left_out=[[why, many] for why, many in live.left_out],
        by=by,
        on=on,
    )
    used = [(on, person_id, for_calibration) for person_id in live.person_ids]
    facts.record_many(USED, used, by=by)
    return data


def _keep(
    rows: Rows,
    *,
    source: Source,
    file_name: str,
    questionnaire: str,
    put_aside: int,
    left_out: list[list[str | int]],
    by: SignIn | None,
    on: date,
) -> Data:
    rows = rows.in_order()
    data = Data.objects.create(
        source=source,
        file_name=file_name,
        questionnaire=questionnaire,
        questions=list(rows.questions),
        tops=[int(HIGHEST)] * len(rows.questions),
        columns=list(rows.columns),
        has_group=bool(rows.group),
        people=len(rows),
        put_aside=put_aside,
        left_out=left_out,
        digest=rows.digest,
        taken_on=on,
        taken_by=by,
    )
    for number, part in enumerate(rows.parts()):
        DataPart.objects.create(data=data, number=number, rows=packed(part))
    return data


def _within_levels(
    held: AnswersFile, lines: Sequence[str]
) -> tuple[Rows, list[Fault], list[tuple[str, ...]]]:
    """The rows of a file whose levels are those of the questionnaire; the others put aside."""
    import numpy as np

    most = held.answers.max(axis=1) if len(held.ids) else held.answers[:, 0]
    over = [int(at) for at in np.flatnonzero(most > int(HIGHEST))]
    faults, cells = list(held.faults), list(held.put_aside)
    if over:
        place = held.header.index("person_id")
        at = {row[place].strip(): (n, row) for n, row in _numbered(lines) if len(row) > place}
        for person in over:
            number, row = at[held.ids[person]]
            column = held.questions[int((held.answers[person] > int(HIGHEST)).argmax())]
            why = f"levels go from 0 to {int(HIGHEST)} in this questionnaire. Correct it."
            faults.append(Fault(number, column, why))
            cells.append(tuple(row))
    keep = np.flatnonzero(most <= int(HIGHEST))
    cost = held.cost
    assert cost is not None  # read_answers refuses a file without
    said = None if held.group is None else [str(held.group[at]) or "Not said" for at in keep]
    rows = Rows(
        questions=held.questions,
        levels=held.answers[keep].tobytes(),
        cost=tuple(int(cost[at]) for at in keep),
        group=tuple(said or ()),
        columns={
            name: tuple(str(column[at]) or "Not said" for at in keep)
            for name, column in held.columns.items()
        },
    )
    order = sorted(range(len(faults)), key=lambda at: faults[at].row)
    return rows, [faults[at] for at in order], [cells[at] for at in order]


def _numbered(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The rows in reverse, so that of two with one number the first stands."""
    return list(enumerate(csv.reader(lines), 1))[:0:-1]


def _is_month(said: str) -> bool:
    year, _, month = said.partition("-")
    return len(said) == 7 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12
