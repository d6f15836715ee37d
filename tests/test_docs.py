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


# Section and the level of each of its lines, in order: OWASP ASVS 5.0.0 (the numbers alone).
STANDARD = """
1.1 22; 1.2 1111122223; 1.3 112222222223; 1.4 222; 1.5 123; 2.1 122; 2.2 112; 2.3 12223;
2.4 23; 3.1 3; 3.2 113; 3.3 12223; 3.4 11222233; 3.5 11122333; 3.6 3; 3.7 22333; 4.1
12233; 4.2 23333; 4.3 22; 4.4 1222; 5.1 2; 5.2 112333; 5.3 113; 5.4 222; 6.1 122; 6.2
111111112222; 6.3 11223333; 6.4 112233; 6.5 22222333; 6.6 2223; 6.7 33; 6.8 2222; 7.1
222; 7.2 1111; 7.3 22; 7.4 11222; 7.5 223; 7.6 22; 8.1 1233; 8.2 1123; 8.3 133; 8.4 23;
9.1 111; 9.2 1222; 10.1 22; 10.2 223; 10.3 22223; 10.4 1111122222233333; 10.5 22222;
10.6 22; 10.7 222; 11.1 2233; 11.2 22233; 11.3 11233; 11.4 1222; 11.5 23; 11.6 23; 11.7
33; 12.1 12233; 12.2 11; 12.3 22223; 13.1 2333; 13.2 222223; 13.3 2233; 13.4 1222233;
14.1 22; 14.2 12223333; 14.3 122; 15.1 12233; 15.2 12233; 15.3 1222222; 15.4 3333; 16.1
2; 16.2 22222; 16.3 2222; 16.4 222; 16.5 2223; 17.1 23; 17.2 22223333; 17.3 22
"""
LINE = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| ([123]) \|[^|]+\| (met|partly|not yet|not applicable) \| (.+) \|$",
    re.MULTILINE,
)


def ledger() -> list[tuple[str, str, str, str]]:
    """Number, level, state and where, of each line of the security ledger."""
    return LINE.findall((ROOT / "docs/assurance/asvs.md").read_text(encoding="utf-8"))


def standard() -> dict[str, str]:
    """The level of each line of the standard, by its number."""
    sections = (said.split() for said in STANDARD.replace("\n", " ").split(";"))
    return {
        f"{section}.{number}": level
        for section, levels in sections
        for number, level in enumerate(levels, start=1)
    }


def test_the_security_ledger_has_every_line_of_two_levels_once() -> None:
    """Nothing that was asked is passed over, and nothing stands under another level."""
    asked = {number for number, level in standard().items() if level in "12"}
    told = Counter(number for number, *_ in ledger())

    assert len(asked) == 253
    assert sorted(asked - told.keys()) == []
    assert [number for number, times in told.items() if times > 1] == []
    assert [number for number, level, *_ in ledger() if standard().get(number) != level] == []


def test_the_security_ledger_counts_its_own_lines() -> None:
    """The sums at its head are the sums of its lines, and no line is left out of them."""
    page = (ROOT / "docs/assurance/asvs.md").read_text(encoding="utf-8")
    for head, levels in (
        ("Levels 1 and 2: {} lines", "12"),
        ("Level 1 alone: {} lines", "1"),
        ("Level 3: {} lines looked at", "3"),
    ):
        found = Counter(state for _, level, state, _ in ledger() if level in levels)
        said = ", ".join(
            f"{found[state]} {state}" for state in ("met", "partly", "not yet", "not applicable")
        )
        assert f"- {head.format(found.total())}. {said}." in page
    assert len(ledger()) == len(re.findall(r"^\| \d", page, re.MULTILINE))


def test_what_the_security_ledger_calls_met_can_be_looked_at() -> None:
    """No file, test or page, no "met"; and what is partly so points at the part that is."""
    bare = [
        number
        for number, _, state, where in ledger()
        if state in ("met", "partly") and not (QUOTED.search(where) or LINK.search(where))
    ]
    unsaid = [number for number, _, state, where in ledger() if len(where.strip()) < 4]

    assert bare + unsaid == []
