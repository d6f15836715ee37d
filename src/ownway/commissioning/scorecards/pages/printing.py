"""The report as a PDF, tagged (PDF/UA-1): the same words and tables as on the page.

Made by typst, imported when the first report is printed. The words reach it as data.
"""

import json
from calendar import timegm
from dataclasses import asdict
from datetime import date
from pathlib import Path

from ownway.commissioning.scorecards.pages.report import ReportPage
from ownway.kernel.period import in_words

MADE_WITH = Path(__file__).parent / "report.typ"


def as_pdf(page: ReportPage, *, version: str, council: str, day: date) -> bytes:
    """The report's exact bytes, the same for the same report and day."""
    import typst  # 80 MB of it: only whoever prints a report loads it

    said = {
        "title": f"Report on the model {version}",
        "council": council,
        "day": in_words(day),
        "headline": page.headline,
        "lead": page.lead,
        "verdict": page.verdict,
        "sections": [
            {key: value for key, value in asdict(one).items() if key != "chart"}
            for one in page.sections
        ],
    }
    made = typst.compile(
        str(MADE_WITH),
        format="pdf",
        sys_inputs={"report": json.dumps(said)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=timegm(day.timetuple()),
    )
    return bytes(made)
