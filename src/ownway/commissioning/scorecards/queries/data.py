"""What models are calibrated on: taken from today's records, and read back from what was kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ownway.commissioning.scorecards.domain import (
    BLANK,
    MONTH,
    TEAM,
    Rows,
    compared,
    joined,
    unpacked,
)
from ownway.commissioning.scorecards.models import Calibration, Data, DataPart
from ownway.foundation.access.second_lock import whole_council
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.assessment.queries import agreed as assessments
from ownway.support.assessment.queries import questionnaire_named
from ownway.support.people.queries import compared as people
from ownway.support.planning.queries import agreed as plans

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Live:
    """Rows of today's records, whom they are of, and who was left out and why."""

    rows: Rows
    person_ids: tuple[UUID, ...]
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, eq=False)
class CalibrationData:
    """The rows of a calibration as arrays. `answers` int8, -1 for a blank; `cost` pence a week.

    `by` holds the columns that were asked for; one that is not known is not there.
    """

    questions: tuple[str, ...]
    tops: tuple[int, ...]
    answers: "npt.NDArray[np.int8]"
    cost: "npt.NDArray[np.int64]"
    group: "npt.NDArray[np.str_] | None"
    by: "dict[str, npt.NDArray[np.str_]]"
    months: "npt.NDArray[np.str_] | None"


def live_people(questionnaire: str) -> int:
    """How many people have a finished assessment with these questions and a plan signed after it.

    Counted for the whole council; nobody is named.
    """
    with whole_council():
        said = {one.assessment_id: one.person_id for one in _agreed(questionnaire)}
        return len({said[key] for key, cost in plans.agreed_costs(said).items() if cost > 0})


def live_rows(questionnaire: str, *, on: date) -> Live:
    """Each person's latest finished assessment with the first plan signed off after it.

    For work that acts for the whole council; the caller records whom it used. Restricted records
    are left out, and so is whoever has no plan, or one that costs nothing.
    """
    asked = questionnaire_named(questionnaire).ids
    agreed = _agreed(questionnaire)
    costs = plans.agreed_costs(one.assessment_id for one in agreed)
    latest = {one.person_id: one for one in agreed if one.assessment_id in costs}
    known = people.compared(latest, on=on)
    left: Counter[str] = Counter()
    left["No plan was signed off after their assessment"] = len(
        {one.person_id for one in agreed} - set(latest)
    )
    ids, levels, cost, group = [], bytearray(), [], []
    columns: dict[str, list[str]] = {
        name: [] for name in ("age", "gender", "ethnicity", "autism", TEAM, MONTH)
    }
    for person_id, one in sorted(latest.items(), key=lambda pair: pair[1].assessment_id):
        who = known.get(person_id)
        if who is None:
            left["Few may know of them"] += 1
        elif costs[one.assessment_id] <= 0:
            left["Their plan costs nothing a week"] += 1
        elif not one.levels:
            left["No answer was agreed"] += 1
        else:
            ids.append(person_id)
            levels += bytes(one.levels.get(question, BLANK) for question in asked)
            cost.append(int(costs[one.assessment_id]))
            group.append(who.support_reason)
            month = one.completed_on.strftime("%Y-%m")
            said = (who.age, who.gender, who.ethnicity, who.autism, who.team, month)
            for column, word in zip(columns.values(), said, strict=True):
                column.append(word)
    kept, _ = compared(columns)
    rows = Rows(tuple(asked), bytes(levels), tuple(cost), tuple(group), kept)
    return Live(rows, tuple(ids), tuple((why, many) for why, many in left.items() if many))


def _agreed(questionnaire: str) -> list[assessments.AgreedAnswers]:
    return assessments.agreed_answers(questionnaire)


def rows_of(data_id: UUID) -> Rows:
    """The rows as they were kept. Raises Refused once their time is over and they went."""
    parts = DataPart.objects.filter(data_id=data_id).order_by("number")
    found = [unpacked(part.rows) for part in parts]
    if not found:
        raise Refused(
            "The rows behind this calibration are no longer kept, so nothing new can be worked out "
            "from them. Its points and its report stay."
        )
    return joined(found)


def calibration_data(calibration_id: UUID, by: Sequence[str] = ()) -> CalibrationData:
    """The rows that a calibration was made from, to work something out from them again.

    Nobody can be known again from them, and no page may show one. Raises NotFound; Refused as
    `rows_of`.
    """
    row = Calibration.objects.filter(pk=calibration_id).select_related("data").first()
    if row is None or row.data is None:
        raise NotFound("There is no such calibration.")
    return as_arrays(rows_of(row.data.pk), row.data, by)


def as_arrays(rows: Rows, data: Data, by: Sequence[str] | None = None) -> CalibrationData:
    """Rows as arrays; `by` names columns, None all but the month."""
    import numpy as np

    wanted = [name for name in rows.columns if name != MONTH] if by is None else by
    levels = np.frombuffer(rows.levels, np.uint8).view(np.int8)
    return CalibrationData(
        questions=rows.questions,
        tops=tuple(data.tops),
        answers=levels.reshape(len(rows), len(rows.questions)),
        cost=np.array(rows.cost, np.int64),
        group=np.array(rows.group, str) if rows.group else None,
        by={name: np.array(rows.columns[name], str) for name in wanted if name in rows.columns},
        months=np.array(rows.columns[MONTH], str) if MONTH in rows.columns else None,
    )
