"""What moved a figure: who entered and who left each side of it since the run before; pure.

People are known by the identifiers the files told; two lists speak of the same person when they
share one. Why somebody moved is said only as far as the two runs themselves can show it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ownway.commissioning.measures.domain.results import TOTAL, Behind

NUMERATOR, DENOMINATOR = "numerator", "denominator"
Lists = Mapping[tuple[str, str, str], Sequence[Behind]]  # by measure, part and side

FROM_ANOTHER_PART = "were in another age group"
NOT_COUNTED_BEFORE = "were in no measure before"
COUNTED_ELSEWHERE = "were in other measures before, and count here now"
ALREADY_COUNTED = "were counted below the line already, and count above it now"
NEW_BELOW_TOO = "are new below the line too"
TO_ANOTHER_PART = "are in another age group now"
DIED = "have died"
IN_NONE_NOW = "are in no measure now"
STILL_ELSEWHERE = "are still in other measures"
STILL_BELOW = "are still counted below the line, and no longer above it"
GONE_BELOW_TOO = "are no longer below the line either"


@dataclass(frozen=True, slots=True)
class Side:
    """Movement on one side; each reason with how many people, most first."""

    entered: tuple[tuple[str, int], ...] = ()
    left: tuple[tuple[str, int], ...] = ()

    @property
    def came(self) -> int:
        return sum(count for _, count in self.entered)

    @property
    def went(self) -> int:
        return sum(count for _, count in self.left)


@dataclass(frozen=True, slots=True)
class Moved:
    numerator: Side = field(default_factory=Side)
    denominator: Side = field(default_factory=Side)

    @property
    def anything(self) -> bool:
        return any((side.came or side.went) for side in (self.numerator, self.denominator))


class Known:
    """A set of people by any of their identifiers."""

    def __init__(self, people: Iterable[Behind] = ()) -> None:
        self._ids = {one for person in people for one in identifiers(person)}

    def __contains__(self, person: Behind) -> bool:
        return any(one in self._ids for one in identifiers(person))


def identifiers(person: Behind) -> Iterator[tuple[str, str]]:
    yield from (("council", one) for one in person.council_ids)
    if person.nhs_number:
        yield ("nhs", person.nhs_number)


def moved(
    before: Lists, now: Lists, *, measure: str, part: str, died: Collection[str] = ()
) -> Moved:
    """Who moved between two runs in one part of a measure.

    died  council ids of people known to have died
    """
    return Moved(
        numerator=_numerator(before, now, measure, part),
        denominator=_denominator(before, now, measure, part, frozenset(died)),
    )


def _numerator(before: Lists, now: Lists, measure: str, part: str) -> Side:
    above, below = (measure, part, NUMERATOR), (measure, part, DENOMINATOR)
    was, is_now = before.get(above, ()), now.get(above, ())
    was_known, is_known = Known(was), Known(is_now)
    was_below, is_below = Known(before.get(below, ())), Known(now.get(below, ()))
    entered = Counter(
        ALREADY_COUNTED if person in was_below else NEW_BELOW_TOO
        for person in is_now
        if person not in was_known
    )
    left = Counter(
        STILL_BELOW if person in is_below else GONE_BELOW_TOO
        for person in was
        if person not in is_known
    )
    return _side(entered, left)


def _denominator(before: Lists, now: Lists, measure: str, part: str, died: frozenset[str]) -> Side:
    below = (measure, part, DENOMINATOR)
    was, is_now = before.get(below, ()), now.get(below, ())
    was_known, is_known = Known(was), Known(is_now)
    was_beside = Known(_beside(before, measure, part))
    is_beside = Known(_beside(now, measure, part))
    was_anywhere, is_anywhere = Known(_all(before)), Known(_all(now))
    entered: Counter[str] = Counter()
    for person in is_now:
        if person in was_known:
            continue
        if person in was_beside:
            entered[FROM_ANOTHER_PART] += 1
        elif person in was_anywhere:
            entered[COUNTED_ELSEWHERE] += 1
        else:
            entered[NOT_COUNTED_BEFORE] += 1
    left: Counter[str] = Counter()
    for person in was:
        if person in is_known:
            continue
        if not died.isdisjoint(person.council_ids):
            left[DIED] += 1
        elif person in is_beside:
            left[TO_ANOTHER_PART] += 1
        elif person in is_anywhere:
            left[STILL_ELSEWHERE] += 1
        else:
            left[IN_NONE_NOW] += 1
    return _side(entered, left)


def _side(entered: Counter[str], left: Counter[str]) -> Side:
    return Side(tuple(entered.most_common()), tuple(left.most_common()))


def _beside(lists: Lists, measure: str, part: str) -> Iterator[Behind]:
    """The other age groups of a measure; the total holds everybody, so it has none beside it."""
    age, _, rest = part.partition(" | ")
    if age == TOTAL:
        return
    for (its, other, side), people in lists.items():
        other_age, _, other_rest = other.partition(" | ")
        if (
            its == measure
            and side == DENOMINATOR
            and other_rest == rest
            and other_age not in (age, TOTAL)
        ):
            yield from people


def _all(lists: Lists) -> Iterator[Behind]:
    for people in lists.values():
        yield from people
