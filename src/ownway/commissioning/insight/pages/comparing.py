"""What the pages say that look at two days, at month after month, or at two things at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import (
    TITLES,
    Change,
    Compared,
    Crossed,
    Moved,
    Row,
    Sum,
    label,
)
from ownway.commissioning.insight.pages.figures import money_in_words, people_in_words
from ownway.commissioning.insight.queries import PersonChanged
from ownway.kernel import spreadsheet
from ownway.kernel.money import MINUS, Pence, plain_pounds, pounds
from ownway.kernel.period import in_words

LINE_HEIGHT, WIDEST = 82, 58  # of a group of bars in pixels; of the longest bar in per cent
MONTH_HEIGHT, MONTH_WIDEST = 30, 50

CHANGES = {
    Change.CAME: "Came in",
    Change.LEFT: "Left",
    Change.DEARER: "Cost went up",
    Change.CHEAPER: "Cost went down",
    Change.SAME: "Cost stayed the same",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum that leads from then to now; `change` names who is behind it."""

    words: str
    people: str
    cost: str
    change: str = ""
    of: int = 0  # people behind it, whose number a change of cost does not alter
    total: bool = False


@dataclass(frozen=True, slots=True)
class ComparedLine:
    value: str
    label: str
    then: Sum
    now: Sum
    people: str
    cost: str


@dataclass(frozen=True, slots=True)
class PairOfBars:
    label: str
    top: int
    then_width: str
    then_words: str
    now_width: str
    now_words: str


@dataclass(frozen=True, slots=True)
class PairChart:
    height: int
    desc: str
    bars: tuple[PairOfBars, ...]


@dataclass(frozen=True, slots=True)
class MonthBar:
    label: str
    top: int
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class MonthChart:
    height: int
    desc: str
    bars: tuple[MonthBar, ...]


def more_or_fewer(difference: int) -> str:
    """12 more, 3 fewer, no change."""
    if not difference:
        return "no change"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'}"


def signed(difference: int) -> str:
    """+12, − 3, 0: plus is said, minus is a true one."""
    if not difference:
        return "0"
    return f"+{difference:,}" if difference > 0 else f"{MINUS} {-difference:,}"


def signed_pounds(pence: int) -> str:
    return f"+{pounds(pence)}" if pence > 0 else pounds(pence)


def headline(found: Compared) -> str:
    """12 more people, £4,210 a week more: from 30 September 2025 to 30 September 2026."""
    people = found.now.everyone.people - found.then.everyone.people
    pence = found.now.everyone.total_weekly - found.then.everyone.total_weekly
    who = (
        f"{people_in_words(abs(people)).replace(' ', ' more ' if people > 0 else ' fewer ', 1)}"
        if people
        else "As many people"
    )
    cost = (
        f"{money_in_words(abs(pence))} a week {'more' if pence > 0 else 'less'}"
        if pence
        else "the same cost"
    )
    return f"{who}, {cost}"


def lead(found: Compared) -> list[str]:
    """What happened in between, a sentence each."""
    then, now = found.then, found.now
    said = [
        f"From {people_in_words(then.everyone.people)} and "
        f"{money_in_words(then.everyone.total_weekly)} a week on {in_words(then.on)} to "
        f"{people_in_words(now.everyone.people)} and "
        f"{money_in_words(now.everyone.total_weekly)} a week on {in_words(now.on)}."
    ]
    came, left = found.changes[Change.CAME], found.changes[Change.LEFT]
    said.append(
        f"{people_in_words(came.people).capitalize()} came in and "
        f"{people_in_words(left.people)} left."
    )
    dearer, cheaper = found.changes[Change.DEARER], found.changes[Change.CHEAPER]
    if dearer.people or cheaper.people:
        said.append(
            f"Of those on both days, {_whose(dearer.people)} cost went up and "
            f"{_whose(cheaper.people)} went down."
        )
    return said


def _whose(people: int) -> str:
    if not people:
        return "nobody's"
    return "1 person's" if people == 1 else f"{people:,} people's"


def steps(found: Compared) -> list[Step]:
    """Then, what changed, and now: a sum that adds up in front of the reader."""
    then, now = found.then.everyone, found.now.everyone
    made = [Step(in_words(found.then.on), f"{then.people:,}", pounds(then.total_weekly))]
    for change, sign in (
        (Change.CAME, 1),
        (Change.LEFT, -1),
        (Change.DEARER, 0),
        (Change.CHEAPER, 0),
        (Change.SAME, 0),
    ):
        moved = found.changes[change]
        made.append(
            Step(
                CHANGES[change],
                signed(sign * moved.people),
                signed_pounds(moved.difference_weekly),
                change.value if moved.people else "",
                moved.people,
            )
        )
    made.append(
        Step(in_words(found.now.on), f"{now.people:,}", pounds(now.total_weekly), total=True)
    )
    return made


def compared_lines(found: Compared, dimension: str) -> list[ComparedLine]:
    return [
        compared_line(row.value, label(dimension, row.value), row.then, row.now)
        for row in domain.rows(found, dimension)
    ]


def compared_line(value: str, words: str, then: Sum, now: Sum) -> ComparedLine:
    return ComparedLine(
        value,
        words,
        then,
        now,
        signed(now.people - then.people),
        signed_pounds(now.total_weekly - then.total_weekly),
    )


def pair_chart(lines: Sequence[ComparedLine]) -> PairChart:
    """People on both days, a pair of bars a line."""
    most = max((max(line.then.people, line.now.people) for line in lines), default=0) or 1
    return PairChart(
        height=LINE_HEIGHT * len(lines),
        desc="; ".join(
            f"{line.label}: {line.then.people:,} then, {line.now.people:,} now" for line in lines
        ),
        bars=tuple(
            PairOfBars(
                line.label,
                LINE_HEIGHT * place,
                f"{line.then.people / most * WIDEST:.2f}%",
                f"{line.then.people:,} then",
                f"{line.now.people / most * WIDEST:.2f}%",
                f"{line.now.people:,} now",
            )
            for place, line in enumerate(lines)
        ),
    )


def month(day: date) -> str:
    return f"{day:%B} {day.year}"


def months_headline(months: Sequence[tuple[date, Sum]]) -> str:
    first, last = months[0][1], months[-1][1]
    change = more_or_fewer(last.people - first.people)
    if change == "no change":
        return f"{people_in_words(last.people)}, as many as a year before"
    return f"{people_in_words(last.people)}, {change} than a year before"


def months_lead(months: Sequence[tuple[date, Sum]]) -> list[str]:
    first, last = months[0][1], months[-1][1]
    pence = last.total_weekly - first.total_weekly
    said = f"At the end of {month(months[-1][0])} their support cost "
    said += f"{money_in_words(last.total_weekly)} a week"
    if pence:
        more = "more" if pence > 0 else "less"
        said += f", {money_in_words(abs(pence))} {more} than at the end of {month(months[0][0])}"
    return [f"{said}."]


def month_charts(months: Sequence[tuple[date, Sum]]) -> tuple[MonthChart, MonthChart]:
    """Bars of people, and bars of weekly cost, month by month; both begin at nothing."""
    return (
        _month_chart([(day, amount.people, f"{amount.people:,}") for day, amount in months]),
        _month_chart(
            [
                (day, amount.total_weekly, money_in_words(amount.total_weekly))
                for day, amount in months
            ]
        ),
    )


def _month_chart(bars: Sequence[tuple[date, int, str]]) -> MonthChart:
    most = max((value for _, value, _ in bars), default=0) or 1
    return MonthChart(
        height=MONTH_HEIGHT * len(bars),
        desc="; ".join(f"{month(day)}: {words}" for day, _, words in bars),
        bars=tuple(
            MonthBar(
                f"{day:%b} {day.year}",
                MONTH_HEIGHT * place,
                f"{value / most * MONTH_WIDEST:.2f}%",
                words,
            )
            for place, (day, value, words) in enumerate(bars)
        ),
    )


# Files


def compared_as_csv(found: Compared, dimension: str) -> str:
    """Both days line by line, then the sum that leads from one to the other."""
    head = (
        TITLES[dimension],
        f"People on {found.then.on.isoformat()}",
        f"People on {found.now.on.isoformat()}",
        "People, difference",
        f"Cost a week on {found.then.on.isoformat()}",
        f"Cost a week on {found.now.on.isoformat()}",
        "Cost a week, difference",
    )
    every = [
        *domain.rows(found, dimension),
        Row("Everyone", found.then.everyone, found.now.everyone),
    ]
    return "".join(
        [
            spreadsheet.line(head),
            *(
                spreadsheet.line(
                    (
                        row.value,
                        str(row.then.people),
                        str(row.now.people),
                        str(row.now.people - row.then.people),
                        plain_pounds(Pence(row.then.total_weekly)),
                        plain_pounds(Pence(row.now.total_weekly)),
                        plain_pounds(Pence(row.now.total_weekly - row.then.total_weekly)),
                    )
                )
                for row in every
            ),
            *(_moved_line(change, found.changes[change]) for change in Change),
        ]
    )


def _moved_line(change: Change, moved: Moved) -> str:
    people = {Change.CAME: moved.people, Change.LEFT: -moved.people}.get(change, 0)
    return spreadsheet.line(
        (
            CHANGES[change],
            "" if change is Change.CAME else str(moved.people),
            "" if change is Change.LEFT else str(moved.people),
            str(people),
            plain_pounds(moved.then_weekly),
            plain_pounds(moved.now_weekly),
            plain_pounds(moved.difference_weekly),
        )
    )


def months_as_csv(months: Iterable[tuple[date, Sum]]) -> str:
    return "".join(
        [
            spreadsheet.line(("Month ends", "People", "Cost a week", "No known cost")),
            *(
                spreadsheet.line(
                    (
                        day.isoformat(),
                        str(amount.people),
                        plain_pounds(amount.total_weekly),
                        str(amount.without_cost),
                    )
                )
                for day, amount in months
            ),
        ]
    )


def crossed_as_csv(found: Crossed, down: str, across: str) -> str:
    """A line for each pair that somebody has: easier to count on with than a square."""
    return "".join(
        [
            spreadsheet.line((TITLES[down], TITLES[across], "People", "Cost a week")),
            *(
                spreadsheet.line(
                    (one, other, str(amount.people), plain_pounds(amount.total_weekly))
                )
                for one in found.down
                for other in found.across
                if (amount := found.cells.get((one, other))) is not None
            ),
        ]
    )


def changed_as_csv(people: Iterable[PersonChanged]) -> Iterator[str]:
    yield spreadsheet.line(
        (
            "Person",
            "Council number",
            "Age",
            "Place",
            "Main reason for support",
            "Cost a week then",
            "Cost a week now",
        )
    )
    for person in people:
        yield spreadsheet.line(
            (
                person.name,
                person.council_id,
                "" if person.age is None else str(person.age),
                person.place,
                person.primary_support_reason,
                plain_pounds(person.then_weekly),
                plain_pounds(person.now_weekly),
            )
        )
