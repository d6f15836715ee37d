"""What the documentation says is there, is there.

A guide that names a file, a command or a setting which no longer exists costs a reader an hour.
These tests read every document as a reader would and look each name up.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import click
import pytest

from ownway.cli import ownway

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/README.md")],
    key=lambda document: document.relative_to(ROOT).as_posix(),
)
# Written by `make docs` from the code; `make docs-check` keeps them true.
WRITTEN = [document for document in DOCUMENTS if document.parent.name != "reference"]

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
NAMED_FILE = re.compile(r"[\w.*/-]+\.(?:py|md)")
NAMED_TEST = re.compile(r"([\w./-]+\.py)::(\w+)")
OWN_SETTING = re.compile(r"\bOWNWAY_[A-Z_]+\b")
NOT_OURS = {".venv", "node_modules", ".git", ".make"}


def ids(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def code_of(text: str) -> list[str]:
    """What a page sets as code: fenced blocks, then words in backticks outside them."""
    return [*FENCE.findall(text), *QUOTED.findall(FENCE.sub("", text))]


def anchor(heading: str) -> str:
    """The name by which a heading is linked to: lower case, words joined with dashes."""
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").casefold())
    return plain.replace(" ", "-")


def exists(path: Path) -> bool:
    """Whether a file is there; the reference may still have to be written by `make docs`."""
    writer = (ROOT / "docs" / "generate.py").read_text(encoding="utf-8")
    written = path.parent == ROOT / "docs" / "reference" and f'"{path.name}": ' in writer
    return path.exists() or written


@cache
def names_in_tree() -> frozenset[str]:
    return frozenset(
        path.name for path in ROOT.rglob("*") if NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
    )


@cache
def make_targets() -> frozenset[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@cache
def every_source() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("src", "tests", "docs", "assets")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".sh") and NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_every_link_within_the_repository_leads_somewhere(document: Path) -> None:
    """A file that is linked exists, and so does the heading, where one is named."""
    lost = []
    for target in LINK.findall(FENCE.sub("", document.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not exists(file):
            lost.append(target)
        elif heading and file.suffix == ".md" and file.exists():
            headings = HEADING.findall(FENCE.sub("", file.read_text(encoding="utf-8")))
            if heading not in {anchor(one) for one in headings}:
                lost.append(target)
    assert lost == []


@pytest.mark.parametrize("document", WRITTEN, ids=ids)
def test_every_file_named_in_a_page_exists(document: Path) -> None:
    """A path is read from the root, from src/ownway or beside the page; a bare name, anywhere."""
    missing = []
    for code in QUOTED.findall(FENCE.sub("", document.read_text(encoding="utf-8"))):
        for name in NAMED_FILE.findall(code):
            places = (ROOT, ROOT / "src/ownway", document.parent)
            if "<" in code or name.startswith("*"):
                continue
            if "/" not in name:
                found = name in names_in_tree()
            elif "*" in name:
                found = any(any(place.glob(name)) for place in places)
            else:
                found = any(exists(place / name) for place in places)
            if not found:
                missing.append(name)
    assert missing == []


@pytest.mark.parametrize("document", WRITTEN, ids=ids)
def test_every_test_cited_as_proof_exists(document: Path) -> None:
    """Assurance that points at a test points at one that is still there."""
    missing = []
    for file, name in NAMED_TEST.findall(document.read_text(encoding="utf-8")):
        path = next((at / file for at in (ROOT, ROOT / "src/ownway") if (at / file).exists()), None)
        if path is None or f"def {name}(" not in path.read_text(encoding="utf-8"):
            missing.append(f"{file}::{name}")
    assert missing == []


@pytest.mark.parametrize("document", WRITTEN, ids=ids)
def test_every_command_quoted_can_be_given(document: Path) -> None:
    """What a page tells one to type is a target of make or a verb of the command line."""
    verbs = set(ownway.list_commands(click.Context(ownway)))
    unknown = []
    for code in code_of(document.read_text(encoding="utf-8")):
        unknown += [
            f"make {name}"
            for name in re.findall(r"^ *make ([a-z-]+)", code, re.MULTILINE)
            if name not in make_targets()
        ]
        unknown += [
            f"ownway {verb}"
            for verb in re.findall(r"(?:^|\s|/)ownway ([a-z][a-z-]+)\b(?![./])", code)
            if verb not in verbs
        ]
    assert unknown == []


@pytest.mark.parametrize("document", WRITTEN, ids=ids)
def test_every_setting_named_is_read_somewhere(document: Path) -> None:
    """A setting that nothing reads would be set in vain."""
    named = set(OWN_SETTING.findall(document.read_text(encoding="utf-8")))
    assert sorted(name for name in named if name not in every_source()) == []


def test_the_two_commands_of_the_readme_can_be_given() -> None:
    """A newcomer's first two commands are there, and make knows both."""
    said = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in ("demo", "test") if f"`make {name}`" not in said] == []
    assert {"demo", "test"} <= make_targets()


def test_nothing_written_here_tells_of_places_outside_the_repository() -> None:
    """Paths of one machine mean nothing to a reader."""
    told = [
        f"{ids(document)}: {found}"
        for document in DOCUMENTS
        for found in re.findall(r"(?<![\w.])/(?:work|root|tmp)/\S*", document.read_text("utf-8"))
    ]
    assert told == []


def test_the_security_ledger_counts_its_own_lines() -> None:
    """The sum at its head is the sum of its lines."""
    ledger = (ROOT / "docs/assurance/asvs.md").read_text(encoding="utf-8")
    line = r"^\| \d+\.\d+\.\d+ \| [123] \|[^|]+\| (met|partly|not yet) \|"
    found = Counter(re.findall(line, ledger, re.MULTILINE))

    assert (
        f"{found.total()} lines so far: {found['met']} met, {found['partly']} partly, "
        f"{found['not yet']} not yet." in ledger
    )
    assert found.total() == len(re.findall(r"^\| \d", ledger, re.MULTILINE))
