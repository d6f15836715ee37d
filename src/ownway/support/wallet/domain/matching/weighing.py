"""Which line is what: every likely match weighed, the sure ones made, the others asked. Pure.

Score     Amount 50 where it is exact, 25 where it may vary and is near. Day 20 where it is within
          three, 16 within a week, 10 within ten. Words 30 where they name the payee, 10 where
          there is no payee to name. Several lines or several payments at once: 5 less.
Sure      At least 75, the amount exact, and no match with something else within 10 of it. A rule
          is sure: somebody said so.
Promise   No line is in two matches, no expected payment either; sure amounts are equal to the
          penny, but for a rule. The order in which lines come changes nothing.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.support.wallet.domain.matching.values import (
    Expected,
    Match,
    Matched,
    Moved,
    Rule,
    What,
)
from ownway.support.wallet.domain.matching.wording import holds, likeness, name_words

SURE, APART = 75, 10
WINDOW_DAYS = 10
MOST_AT_ONCE, MOST_PARTS, MOST_WITHIN = 5, 3, 8
NEAR_PERCENT = 15
SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class _Weighed:
    match: Match
    exact: bool
    days: int


def match(
    lines: Iterable[Moved],
    expected: Iterable[Expected],
    rules: Iterable[Rule],
    *,
    seen_from: date | None = None,
    seen_to: date | None = None,
) -> Matched:
    """What each line is, or may be.

    `seen_from` and `seen_to` are the days that statements tell of; those of the lines where they
    are not given. A payment is said not to have come when its days are well within them.
    """
    moved = sorted(lines, key=lambda one: (one.on, one.id))
    awaited = sorted(expected, key=lambda one: (one.on, one.id))
    ruled = list(rules)
    weighed = [*_ruled(moved, ruled), *_weighed(moved, awaited)]
    weighed.sort(key=lambda one: (-one.match.score, one.days, one.match.lines, one.match.expected))
    by_line: dict[str, list[_Weighed]] = defaultdict(list)
    for one in weighed:
        for line in one.match.lines:
            by_line[line].append(one)
    sure: list[Match] = []
    taken: set[str] = set()
    met: set[str] = set()
    for one in weighed:
        if not _is_sure(one, by_line):
            continue
        if taken.isdisjoint(one.match.lines) and met.isdisjoint(one.match.expected):
            sure.append(one.match)
            taken.update(one.match.lines)
            met.update(one.match.expected)
    sure += [_nothing(one) for one in moved if one.pence == 0 and one.id not in taken]
    taken.update(one.id for one in moved if one.pence == 0)
    asked = {one.id: _suggested(one.id, by_line, met) for one in moved if one.id not in taken}
    begins = seen_from or (moved[0].on if moved else None)
    ends = seen_to or (moved[-1].on if moved else None)
    not_come = tuple(
        one
        for one in awaited
        if one.what is What.PAYMENT
        and one.id not in met
        and begins is not None
        and ends is not None
        and begins <= one.on
        and (ends - one.on).days > WINDOW_DAYS
    )
    return Matched(tuple(sure), asked, not_come)


def _is_sure(one: _Weighed, by_line: dict[str, list[_Weighed]]) -> bool:
    if one.match.by_rule:
        return True
    if not one.exact or one.match.score < SURE:
        return False
    rivals = (
        other.match
        for line in one.match.lines
        for other in by_line[line]
        if other.match.series != one.match.series
    )
    return all(rival.score + APART <= one.match.score for rival in rivals)


def _suggested(line: str, by_line: dict[str, list[_Weighed]], met: set[str]) -> tuple[Match, ...]:
    """The likeliest of each series, of what is not met by something sure."""
    found: dict[str, Match] = {}
    for one in by_line.get(line, []):
        if met.isdisjoint(one.match.expected):
            found.setdefault(one.match.series, one.match)
    return tuple(list(found.values())[:SUGGESTED])


def _nothing(line: Moved) -> Match:
    return Match((line.id,), (), "", What.NOTHING, "Nothing moved", 100, ("It is £0.00.",))


def _ruled(lines: Sequence[Moved], rules: Sequence[Rule]) -> Iterator[_Weighed]:
    for line in lines:
        fit = [
            rule
            for rule in rules
            if rule.came_in == (line.pence > 0) and line.pence and holds(line.words, rule.words)
        ]
        if not fit:
            continue
        rule = max(fit, key=lambda one: (len(one.words), one.said_on, one.label))
        reason = f"So it was said on {in_words(rule.said_on)} of “{rule.words}”."
        yield _Weighed(
            Match((line.id,), (), rule.series, rule.what, rule.label, 100, (reason,), by_rule=True),
            exact=False,
            days=0,
        )


def _weighed(lines: Sequence[Moved], expected: Sequence[Expected]) -> Iterator[_Weighed]:
    series: dict[str, list[Expected]] = defaultdict(list)
    for one in expected:
        series[one.series].append(one)
    for awaited in series.values():
        days = [one.on for one in awaited]
        for line in lines:
            if line.pence:
                yield from _against(line, awaited, days)
    days = [line.on for line in lines]
    for one in expected:
        begin, end = _window(days, one.on)
        yield from _in_parts(one, lines[begin:end])


def _window(days: Sequence[date], day: date) -> tuple[int, int]:
    """Where the days near a day begin and end, of days in their order."""
    near = timedelta(days=WINDOW_DAYS)
    return bisect_left(days, day - near), bisect_right(days, day + near)


def _against(line: Moved, awaited: Sequence[Expected], days: Sequence[date]) -> Iterator[_Weighed]:
    """One line as one of a series, or as several that follow each other, paid at once."""
    for at in range(*_window(days, line.on)):
        one = awaited[at]
        if (line.pence > 0) != (one.pence > 0):
            continue
        weighed = _weigh((line,), (one,))
        if weighed is not None:
            yield weighed
        if abs(line.pence) <= abs(one.pence):
            continue
        for count in range(2, MOST_AT_ONCE + 1):
            for begin in {at - count + 1, at}:  # paid behind, or ahead
                run = tuple(awaited[begin : begin + count]) if begin >= 0 else ()
                if len(run) == count and sum(each.pence for each in run) == line.pence:
                    together = _weigh((line,), run)
                    if together is not None:
                        yield together


def _in_parts(one: Expected, near: Sequence[Moved]) -> Iterator[_Weighed]:
    """One that was paid in two or three lines to the same name, of the lines near its day."""
    named: dict[tuple[str, ...], list[Moved]] = defaultdict(list)
    for line in near:
        if line.pence and (line.pence > 0) == (one.pence > 0) and abs(line.pence) < abs(one.pence):
            named[name_words(line.words)].append(line)
    for some_named in named.values():
        for count in range(2, MOST_PARTS + 1):
            for some in combinations(some_named[:MOST_WITHIN], count):
                if sum(line.pence for line in some) == one.pence:
                    weighed = _weigh(some, (one,))
                    if weighed is not None:
                        yield weighed


def _weigh(lines: tuple[Moved, ...], awaited: tuple[Expected, ...]) -> _Weighed | None:
    """The score of a match with its reasons; None where too little speaks for it."""
    moved, due = sum(one.pence for one in lines), sum(one.pence for one in awaited)
    first = awaited[0]
    alike = max(likeness(one.words, first.payee) for one in lines) if first.payee else 0.0
    reasons: list[str] = []
    exact = moved == due
    if exact:
        score = 50
        reasons.append("The amount is the same.")
    elif first.varies and abs(moved - due) * 100 <= abs(due) * NEAR_PERCENT:
        score = 25
        reasons.append(f"The amount is near {pounds(abs(due))}.")
    elif alike >= 0.5:
        score = 0
        reasons.append(f"The amount is not the {pounds(abs(due))} of the plan.")
    else:
        return None
    days = min(abs((line.on - one.on).days) for line in lines for one in awaited)
    score += 20 if days <= 3 else 16 if days <= 7 else 10
    reasons.append("The day fits." if days <= 3 else f"It is {days} days from the day.")
    if not first.payee:
        score += 10
    elif alike >= 0.5:
        score += 30
        reasons.append(f"The bank names {first.payee}.")
    if len(lines) > 1:
        reasons.append(f"{len(lines)} lines make it together.")
    if len(awaited) > 1:
        reasons.append(f"It pays {len(awaited)} at once.")
    score -= 5 * (len(lines) + len(awaited) > 2)
    return _Weighed(
        Match(
            tuple(sorted(one.id for one in lines)),
            tuple(sorted(one.id for one in awaited)),
            first.series,
            first.what,
            first.label,
            score,
            tuple(reasons),
        ),
        exact,
        days,
    )
