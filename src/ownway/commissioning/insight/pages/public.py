"""What anybody reads of the figures: numbers that are about, and why some are not told."""

from collections.abc import Sequence
from dataclasses import dataclass

from ownway.commissioning.insight.domain import DIMENSIONS, TITLES, PublicDay, PublicLine, label
from ownway.commissioning.insight.pages.figures import money_in_words
from ownway.kernel import spreadsheet

FEWER = "fewer than 5"
LINE_HEIGHT, WIDEST = 56, 62


@dataclass(frozen=True, slots=True)
class PublicBar:
    label: str
    top: int
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One way of looking: its lines with people, and pounds where every line may have them."""

    dimension: str
    title: str
    lines: tuple[tuple[str, str, str], ...]  # label, people, cost
    with_cost: bool
    height: int
    desc: str
    bars: tuple[PublicBar, ...]


def headline(found: PublicDay) -> str:
    """About 4,370 people."""
    return f"About {found.people:,} people have long-term support"


def cost(found: PublicDay) -> str:
    if found.pounds is None:
        return ""
    return f"It costs about {money_in_words(found.pounds * 100)} a week."


def tables(found: PublicDay) -> list[PublicTable]:
    return [_table(name, found.tables[name]) for name in DIMENSIONS if name in found.tables]


def left_out(found: PublicDay) -> list[str]:
    """The ways of looking that have too many small lines to be shown, by title."""
    return [TITLES[name].lower() for name in DIMENSIONS if name not in found.tables]


def people_words(line: PublicLine) -> str:
    return FEWER if line.people is None else f"{line.people:,}"


def as_csv(found: PublicDay) -> str:
    """Every published table of a day in one file; "fewer than 5" stands as it is read."""
    made = [spreadsheet.line(("As at", "Way of looking", "Line", "People", "Pounds a week"))]
    made.append(_csv_line(found, "Everyone", PublicLine("Everyone", found.people, found.pounds)))
    for name in DIMENSIONS:
        made += [_csv_line(found, TITLES[name], line) for line in found.tables.get(name, ())]
    return "".join(made)


def _csv_line(found: PublicDay, way: str, line: PublicLine) -> str:
    return spreadsheet.line(
        (
            found.on.isoformat(),
            way,
            line.value,
            FEWER if line.people is None else str(line.people),
            "" if line.pounds is None else str(line.pounds),
        )
    )


def _table(name: str, lines: Sequence[PublicLine]) -> PublicTable:
    told = [(label(name, line.value), line) for line in lines]
    most = max((line.people or 0 for line in lines), default=0) or 1
    return PublicTable(
        name,
        TITLES[name],
        tuple(
            (
                words,
                people_words(line),
                "" if line.pounds is None else f"£{line.pounds:,}",
            )
            for words, line in told
        ),
        all(line.pounds is not None for line in lines),
        LINE_HEIGHT * len(told),
        "; ".join(f"{words}: {people_words(line)}" for words, line in told),
        tuple(
            PublicBar(
                words,
                LINE_HEIGHT * number,
                f"{(line.people or 0) / most * WIDEST:.2f}%",
                people_words(line),
            )
            for number, (words, line) in enumerate(told)
        ),
    )
