"""What stands beside Marlshire's measures: populations, targets, a published table; and the runs.

Each by the operation a real performance lead would use, as Tom. Populations are invented, and say
so; the published table is a real one, quoted with its source (`targets.py`).
"""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from ownway.commissioning.insight.domain import REASON
from ownway.commissioning.measures import operations as measures
from ownway.commissioning.measures import queries
from ownway.commissioning.measures.domain import Year
from ownway.commissioning.measures.domain.published import read
from ownway.demo import personas, targets
from ownway.kernel.refusal import Refused

YEARS = 3
POPULATIONS = (("18 to 64", 214_600), ("65 and above", 97_300))
INVENTED = "Invented for the demonstration"
DORSET = (
    "Dorset Council, commissioning strategy for working-age people with support needs 2022 to 2027"
)
TITLE = "People and weekly cost by main reason, Dorset 2022"
OTHER_TITLE = "Weekly spend on people aged 18 to 65, Dorset 2022"
OTHER = """Primary support reason\tWeekly spend
Physical\t204807.88
Mental health\t133107.12
Learning disability\t814353.50
Social\t10963.50
Third party contribution\t2050.83
Memory and cognition\t17127.79
Other\t7463.37
Total\t1197337.36
"""  # its total disagrees with its parts, as it was published
PUBLISHED_ON = date(2022, 1, 1)  # the year is known, the day is not


def measure(*, on: date, at: datetime) -> None:
    """Write down what stands beside the measures, and work them out; safe to run twice."""
    tom = personas.sign_in_of(personas.TOM)
    newest = Year.holding(on)
    for back in range(YEARS):
        year = Year.beginning(newest.first_day.year - back)
        known = queries.populations_of(year)
        for part, people in POPULATIONS:
            if part not in known:
                measures.enter_population(
                    year, part, people=people, source=INVENTED, by=tom, on=on, at=at
                )
    for measure_id, part, value in (("3D-2a", "Total", "30"), ("2E-LD", "18 to 64 | Total", "85")):
        with suppress(Refused):  # it was set the last time
            measures.set_target(
                measure_id,
                part,
                by_day=newest.last_day,
                value=Decimal(value),
                set_by="Marlshire’s adult social care board",
                by=tom,
                on=on,
                at=at,
            )
    known_tables = {table.title for table in queries.tables()}
    for title, words, beside in (
        (OTHER_TITLE, OTHER, ""),
        (TITLE, _dorset(), f"snapshot:{REASON}"),
    ):
        if title not in known_tables:
            measures.enter_table(
                read(words),
                title=title,
                source=DORSET,
                published_on=PUBLISHED_ON,
                beside=beside,
                as_at=on if beside else None,
                by=tom,
                on=on,
                at=at,
            )
    measures.run_after_files(on=on, at=at)


def _dorset() -> str:
    lines = ["Primary support reason\tTotal number of people\tCost per week"]
    lines += [
        f"{reason.name}\t{reason.people}\t{reason.pence_weekly / 100:.2f}"
        for reason in targets.REASONS
    ]
    return "\n".join(lines)
