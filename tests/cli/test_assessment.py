"""An assessment goes out to one closed file, comes in from it once, and never to somebody else."""

import json
import stat
from pathlib import Path

from tests.cli.conftest import Installation

SOMEBODY = """
from ownway.support.assessment.models import Assessment
from ownway.support.people.models import Person
ruth = Person.objects.create(council_id="EX-1", given_name="Ruth", nhs_number="9434765919")
Person.objects.create(council_id="EX-2", given_name="Ivor", nhs_number="9434765870")
Assessment.objects.create(
    id="6f1a1e9e-0000-4000-8000-000000000001", person=ruth, started_on="2026-01-05",
    completed_on="2026-01-12", questionnaire="everyday-2026",
    eligible_needs="Eligible needs identified", decision_reasons="Two outcomes",
)
"""
NUMBER = "6f1a1e9e-0000-4000-8000-000000000001"


def test_out_to_one_closed_file_and_in_once(lived_in: Installation, tmp_path: Path) -> None:
    lived_in.django(SOMEBODY)
    file = tmp_path / "ruth.json"
    out = ("assessment", "export", NUMBER, "--to", "Westshire", "--because", "Moves", "--out")

    done = lived_in.run(*out, str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["personId"]["value"] == "9434765919"
    assert lived_in.run(*out, str(file)).returncode == 4

    def bring(person: str, what: Path = file) -> tuple[int, str]:
        said = lived_in.run(
            "assessment", "import", str(what), "--person", person, "--from", "Westshire"
        )
        return said.returncode, said.stdout + said.stderr

    assert bring("EX-1") == (0, "Kept.\n")
    assert bring("EX-1") == (0, "This file was brought before. Nothing changed.\n")
    code, said = bring("EX-2")
    assert (code, "about somebody else" in said) == (3, True)
    broken = tmp_path / "broken.json"
    broken.write_text('{"status": NaN}')
    code, said = bring("EX-1", broken)
    assert (code, said) == (
        4,
        "The file: “NaN” stands where a number belongs, and is none. "
        "Ask whoever made the file to put it right.\n",
    )
