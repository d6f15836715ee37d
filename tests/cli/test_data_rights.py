"""A copy of everything is written closed to others; copies of the database expire; erasing waits
for two people."""

import json
import stat
import zipfile
from pathlib import Path

from tests.cli.conftest import Installation

SOMEBODY = """
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.operations import add_sign_in
from ownway.support.people.models import AboutMe, Person
ruth = Person.objects.create(council_id="SAR-1", given_name="Ruth", died_on="2001-02-03")
own = add_sign_in(
    email="ruth@example.org", name="Ruth", kind=Kind.PERSON, own_person_id=ruth.pk
)
AboutMe.objects.create(
    person=ruth, said_by=own, said_on="2000-01-01", own_words="I like tea."
)
"""


def test_a_copy_of_everything_is_written_once_and_closed_to_others(
    lived_in: Installation, tmp_path: Path
) -> None:
    lived_in.django(SOMEBODY)
    file = tmp_path / "ruth.zip"
    done = lived_in.run("subject-access", "SAR-1", "--out", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as pack:
        (told,) = [one for one in pack.namelist() if one.endswith("what-you-told-us.html")]
        assert "I like tea." in pack.read(told).decode()
    again = lived_in.run("subject-access", "SAR-1", "--out", str(file))
    assert (again.returncode, "was left as it is" in again.stderr) == (3, True)
    nobody = lived_in.run("subject-access", "SAR-9", "--out", str(tmp_path / "no.zip"))
    assert nobody.returncode == 3
    assert not (tmp_path / "no.zip").exists()

    due = lived_in.run("retention", "due", "--json")
    assert due.returncode == 1
    assert json.loads(due.stdout)["records"] == 1
    assert lived_in.run("retention", "run").stdout == "Nothing approved waits.\n"


def test_old_copies_of_the_database_are_named_and_removed(lived_in: Installation) -> None:
    folder = lived_in.home / "backups"
    folder.mkdir(exist_ok=True)
    old = folder / "ownway-20200101T000000Z.dump"
    old.write_bytes(b"old")
    old.with_name(f"{old.name}.sha256").write_text("x")
    found = {one["name"]: one for one in json.loads(lived_in.run("doctor", "--json").stdout)}
    assert found["old backups"]["ok"] is False
    assert old.name in found["old backups"]["what"]
    done = lived_in.run("backup", "--keep", "35", "--json")
    told = json.loads(done.stdout)
    assert told["removed"] == [str(old)]
    assert Path(told["file"]).exists()
    assert not old.exists()
    found = {one["name"]: one for one in json.loads(lived_in.run("doctor", "--json").stdout)}
    assert found["old backups"]["ok"] is True
