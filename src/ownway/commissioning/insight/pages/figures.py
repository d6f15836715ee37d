"""What the snapshot says: the answer as a sentence, what stands out, bars, tables, files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import TITLES, Part, Snapshot, Sum, label
from ownway.commissioning.insight.queries import PersonBehind
from ownway.kernel import spreadsheet
from ownway.kernel.money import Pence, about_pounds, plain_pounds
from ownway.support.people.domain import SUPPORT_REASONS

WEEKS_A_YEAR = 52
MILLION = 1_000_000_00  # pence
# Below so many people a share says more about one of them than about a place.
ENOUGH_FOR_SHARES = 20
# What stands out: money ahead of people by this much; a group this large; a reason this rare.
AHEAD, LARGE, RARE = 0.05, 0.25, 0.005
FRACTIONS = (
    (3 / 4, "three quarters"),
    (2 / 3, "two thirds"),
    (1 / 2, "half"),
    (1 / 3, "a third"),
    (1 / 4, "a quarter"),
    (1 / 5, "a fifth"),
    (1 / 10, "a tenth"),
)
NEAR = 0.022

LINE_HEIGHT, WIDEST = 82, 58  # of a group of bars in pixels; of the longest bar in per cent


@dataclass(frozen=True, slots=True)
class Line:
    """A part as a row of the table. Shares are of everyone shown, from 0 to 1."""

    value: str
    label: str
    sum: Sum
    of_people: float
    of_cost: float


@dataclass(frozen=True, slots=True)
class Bars:
    """One group of the chart: its words, where it stands, and the width of its bars."""

    label: str
    top: int
    people_width: str
    people_words: str
    cost_width: str
    cost_words: str


@dataclass(frozen=True, slots=True)
class Chart:
    height: int
    desc: str
    bars: tuple[Bars, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of the table that sorts by its column."""

    name: str
    words: str
    sort: str  # what its link asks for next
    order: str  # ascending, descending or none, as aria-sort says it


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A heading of the list of people; without an order it does not sort."""

    words: str
    numeric: bool = False
    sort: str = ""
    order: str = ""


# Heading; the order it asks for first, and how that runs; the order it asks for next.
_LIST_COLUMNS = (
    ("Age", "oldest", "descending", "youngest"),
    ("Place", "place", "ascending", "-place"),
    ("Service", "service", "ascending", "-service"),
    ("Cost a week", "", "descending", "cheapest"),
)
_KEYS: Mapping[str, Callable[[Line], tuple[object, ...]]] = {
    "name": lambda line: (line.label.casefold(),),
    "people": lambda line: (-line.sum.people, line.label),
    "cost": lambda line: (-line.sum.total_weekly, line.label),
    "each": lambda line: (-line.sum.each_weekly, line.label),
}
SORTS = frozenset({"", *_KEYS, *(f"-{name}" for name in _KEYS)})


def people_in_words(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def money_in_words(pence: int) -> str:
    """£2.69 million, £140 million, £61,235: an amount to say aloud."""
    if pence < MILLION:
        return about_pounds(pence)
    millions = Decimal(pence) / MILLION
    step = Decimal("0.01") if millions < 10 else Decimal("0.1") if millions < 100 else Decimal(1)
    said = f"{millions.quantize(step, ROUND_HALF_UP):,}"
    return f"£{said.rstrip('0').rstrip('.') if '.' in said else said} million"


def headline(everyone: Sum) -> str:
    """4,372 people, £2.69 million a week."""
    return f"{people_in_words(everyone.people)}, {money_in_words(everyone.total_weekly)} a week"


def share_in_words(share: float) -> str:
    """About a fifth; about half; 46.8%: the nearest plain fraction, else the share itself."""
    for fraction, words in FRACTIONS:
        if abs(share - fraction) <= NEAR:
            return f"about {words}"
    return f"{share:.1%}" if share < 0.1 else f"{share:.0%}"


def lead(found: Snapshot, dimension: str) -> list[str]:
    """What stands out in these figures, a sentence each; nothing is said that they do not show."""
    everyone = found.everyone
    if not everyone.people:
        return ["Nobody has long-term support on this day, as far as is recorded."]
    yearly = money_in_words(everyone.total_weekly * WEEKS_A_YEAR)
    said = [f"That is about {yearly} a year."]
    if everyone.people >= ENOUGH_FOR_SHARES:
        said += _shares(lines(found, dimension), dimension)
        if dimension == domain.REASON:
            said += _rare(found)
    if everyone.without_cost:
        said.append(
            f"No weekly cost is known for {people_in_words(everyone.without_cost)}; "
            "they are counted, with no money."
        )
    return said


def _shares(found: list[Line], dimension: str) -> list[str]:
    said: list[str] = []
    ahead = max(found, key=lambda line: line.of_cost - line.of_people)
    if ahead.of_cost - ahead.of_people >= AHEAD:
        said.append(
            f"{_subject(dimension, ahead)} {share_in_words(ahead.of_people)} of the people "
            f"and {share_in_words(ahead.of_cost)} of the cost."
        )
    largest = max(found, key=lambda line: line.of_people)
    if not (said and largest is ahead) and LARGE <= largest.of_people < 1:
        said.append(
            f"{_subject(dimension, largest)} {share_in_words(largest.of_people)} of everyone."
        )
    return said


def _subject(dimension: str, line: Line) -> str:
    if dimension == domain.AGE_BAND:
        if line.value == domain.NOT_KNOWN:
            return "People whose age is not known are"
        return f"People aged {line.label[:1].lower()}{line.label[1:]} are"
    return f"{line.label} is"


def _rare(found: Snapshot) -> list[str]:
    counts = {part.value: part.sum.people for part in found.by[domain.REASON]}
    if found.everyone.people * RARE < 1:
        return []
    return [
        f"Only {people_in_words(counts[reason])} of {found.everyone.people:,} "
        f"{'has' if counts[reason] == 1 else 'have'} "
        f"{label(domain.REASON, reason).lower()} as the main reason."
        for reason in SUPPORT_REASONS
        if 0 < counts.get(reason, 0) < found.everyone.people * RARE
    ]


def lines(found: Snapshot, dimension: str, sort: str = "") -> list[Line]:
    """The parts of a dimension as rows; `sort` is one of `SORTS`, a minus turns it round."""
    made = [_line(dimension, part, found.everyone) for part in found.by[dimension]]
    key = _KEYS.get(sort.removeprefix("-"))
    if key is None:
        return made
    made.sort(key=key)
    return made[::-1] if sort.startswith("-") else made


def columns(dimension: str, sort: str) -> list[Column]:
    now = sort or ("" if dimension == domain.AGE_BAND else "cost")
    made = []
    for name, words in (
        ("name", TITLES[dimension]),
        ("people", "People"),
        ("cost", "Cost a week"),
        ("each", "Each, a week"),
    ):
        rising, falling = ("name", "-name") if name == "name" else (f"-{name}", name)
        order = {rising: "ascending", falling: "descending"}.get(now, "none")
        made.append(Column(name, words, f"-{name}" if now == name else name, order))
    return made


def list_columns(order: str) -> list[ListColumn]:
    """The headings of the list of people, ordered by `order`, one of `queries.ORDERS`."""
    turned = {"ascending": "descending", "descending": "ascending"}
    made = [
        ListColumn(
            words,
            words in ("Age", "Cost a week"),
            other if order == first else first,
            runs if order == first else turned[runs] if order == other else "none",
        )
        for words, first, runs, other in _LIST_COLUMNS
    ]
    age, place, *others = made
    return [ListColumn("Person"), age, place, ListColumn("Main reason"), *others]


def chart(rows: list[Line]) -> Chart:
    most = max((share for row in rows for share in (row.of_people, row.of_cost)), default=0) or 1
    return Chart(
        height=LINE_HEIGHT * len(rows),
        desc="; ".join(
            f"{row.label}: {row.of_people:.1%} of people, {row.of_cost:.1%} of cost" for row in rows
        ),
        bars=tuple(
            Bars(
                label=row.label,
                top=LINE_HEIGHT * place,
                people_width=f"{row.of_people / most * WIDEST:.2f}%",
                people_words=f"{row.of_people:.1%} of people",
                cost_width=f"{row.of_cost / most * WIDEST:.2f}%",
                cost_words=f"{row.of_cost:.1%} of cost",
            )
            for place, row in enumerate(rows)
        ),
    )


def figures_as_csv(found: Snapshot, dimension: str, rows: list[Line]) -> str:
    """The table as a file: pounds without signs or commas, the total last."""
    head = ("As at", TITLES[dimension], "People", "Cost a week", "Each, a week", "No known cost")
    every = [*((row.value, row.sum) for row in rows), ("Everyone", found.everyone)]
    return "".join(
        [
            spreadsheet.line(head),
            *(
                spreadsheet.line(
                    (
                        found.on.isoformat(),
                        value,
                        str(amount.people),
                        plain_pounds(Pence(amount.total_weekly)),
                        plain_pounds(Pence(amount.each_weekly)),
                        str(amount.without_cost),
                    )
                )
                for value, amount in every
            ),
        ]
    )


def people_as_csv(people: Iterable[PersonBehind]) -> Iterator[str]:
    """The people behind a figure as a file, a line at a time; a cost nobody knows stays empty."""
    yield spreadsheet.line(
        (
            "Person",
            "Council number",
            "Age",
            "Place",
            "Main reason for support",
            "Service",
            "How it is arranged",
            "Cost a week",
        )
    )
    for person in people:
        cost = person.cost_weekly
        yield spreadsheet.line(
            (
                person.name,
                person.council_id,
                "" if person.age is None else str(person.age),
                person.place,
                person.primary_support_reason,
                person.service,
                person.mechanism,
                "" if cost is None else plain_pounds(Pence(cost)),
            )
        )


def _line(dimension: str, part: Part, everyone: Sum) -> Line:
    return Line(
        value=part.value,
        label=label(dimension, part.value),
        sum=part.sum,
        of_people=part.sum.people / (everyone.people or 1),
        of_cost=part.sum.total_weekly / (everyone.total_weekly or 1),
    )
