"""Pages on paper: a PDF that assistive technology reads (PDF/UA-1).

Made by typst, imported when the first one is. Every word reaches it as data, so none is ever run.
"""

import json
from calendar import timegm
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any


def as_pdf(made_with: Path, said: Mapping[str, Any], *, day: date) -> bytes:
    """The PDF's exact bytes, the same for the same words and day.

    `made_with` is a typst file that reads `sys.inputs.said`, `said` plain data for it.
    """
    import typst  # 80 MB of it: only whoever prints something loads it

    made = typst.compile(
        str(made_with),
        format="pdf",
        sys_inputs={"said": json.dumps(said)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=timegm(day.timetuple()),
    )
    return bytes(made)
