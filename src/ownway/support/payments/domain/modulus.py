"""Whether an account number can belong to a sort code, by the published method of weights. Pure.

It finds figures that were typed wrongly. It does not say that the account exists, or whose it is.
The table of weights is the payment industry's own and changes several times a year, so a council
loads the one in force; without it, or where it says nothing of a sort code, nothing is checked,
and that is said.

Source    Validating account numbers, the specification of the modulus check: methods MOD10, MOD11
          and DBLAL (double alternate), with exceptions 1 to 14. Written from knowledge of it; the
          edition in force was not at hand, so a council tries the sample numbers that come with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ownway.kernel.refusal import Refused

COLUMNS = "uvwxyzabcdefgh"
METHODS = ("MOD10", "MOD11", "DBLAL")
A, B, C, G, H = (COLUMNS.index(one) for one in "abcgh")
# Exceptions of which either check may pass.
EITHER = ({2, 9}, {10, 11}, {12, 13})
# Weights that exception 2 puts in place of the table's own.
NO_ZERO_NOT_9 = (0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1)
NO_ZERO_BUT_9 = (0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1)
# Sort codes that exceptions 8 and 9 put in place of the account's own.
INSTEAD = {8: "090126", 9: "309634"}


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Weights:
    """One line of the table: for sort codes from `first` to `last`."""

    first: str
    last: str
    method: str
    weights: tuple[int, ...]
    exception: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The lines in their order, and the sort codes that exception 5 puts in place of others."""

    lines: tuple[Weights, ...]
    instead: Mapping[str, str]

    def for_sort_code(self, sort_code: str) -> tuple[Weights, ...]:
        return tuple(one for one in self.lines if one.first <= sort_code <= one.last)


def read_table(text: str, instead: str = "") -> Table:
    """The table from its published text: two sort codes, a method, 14 weights, an exception.

    `instead` has two sort codes a line. Raises Refused with the number of the line that is wrong.
    """
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.split()
        if not parts:
            continue
        try:
            first, last, method, *rest = parts
            weights = tuple(int(one) for one in rest[:14])
            exception = int(rest[14]) if len(rest) > 14 else 0
        except ValueError:
            raise Refused(f"Line {number} of the table cannot be read.") from None
        if (
            len(weights) != len(COLUMNS)
            or len(rest) > 15
            or method not in METHODS
            or not (_is_sort_code(first) and _is_sort_code(last) and first <= last)
        ):
            raise Refused(f"Line {number} of the table cannot be read.")
        lines.append(Weights(first, last, method, weights, exception))
    if not lines:
        raise Refused("There is no line of weights in it.")
    swapped = {}
    for number, line in enumerate(instead.splitlines(), start=1):
        pair = line.split()
        if not pair:
            continue
        if len(pair) != 2 or not all(map(_is_sort_code, pair)):
            raise Refused(f"Line {number} of the substitutions cannot be read.")
        swapped[pair[0]] = pair[1]
    return Table(tuple(lines), swapped)


def check(sort_code: str, number: str, table: Table | None) -> Outcome:
    """Whether the number fits the sort code, by at most two lines of the table."""
    lines = table.for_sort_code(sort_code)[:2] if table else ()
    if table is None or not lines:
        return Outcome.NOT_CHECKED
    first = _passes(lines[0], sort_code, number, table)
    if len(lines) == 1:
        return _said(first)
    which = {one.exception for one in lines}
    if which in EITHER:
        return _said(first or _passes(lines[1], sort_code, number, table))
    if lines[1].exception == 3 and number[2] in "69":
        return _said(first)
    return _said(first and _passes(lines[1], sort_code, number, table))


def _passes(line: Weights, sort_code: str, number: str, table: Table) -> bool:
    which = line.exception
    if which == 5:
        sort_code = table.instead.get(sort_code, sort_code)
    sort_code = INSTEAD.get(which, sort_code)
    figures = [int(one) for one in sort_code + number]
    a, b, g, h = (figures[at] for at in (A, B, G, H))
    if which == 6 and 4 <= a <= 8 and g == h:
        return True  # a foreign currency account, which has no check
    weights = list(line.weights)
    if which == 2 and a != 0:
        weights = list(NO_ZERO_BUT_9 if g == 9 else NO_ZERO_NOT_9)
    if (which == 7 and g == 9) or (which == 10 and (a, b) in ((0, 9), (9, 9)) and g == 9):
        weights[: B + 1] = [0] * (B + 1)
    passed = _adds_up(line.method, which, weights, figures)
    if not passed and which == 14 and h in (0, 1, 9):
        return _adds_up(line.method, 0, weights, [*figures[:A], 0, *figures[A:H]])
    return passed


def _adds_up(method: str, which: int, weights: list[int], figures: list[int]) -> bool:
    products = [weight * figure for weight, figure in zip(weights, figures, strict=True)]
    if method == "DBLAL":
        total = sum(sum(map(int, str(one))) for one in products) + (27 if which == 1 else 0)
    else:
        total = sum(products)
    rest = total % (11 if method == "MOD11" else 10)
    g, h = figures[G], figures[H]
    if which == 4 and method == "MOD11":
        return rest == g * 10 + h
    if which == 5:
        if method == "MOD11":
            return g == 0 if rest == 0 else rest != 1 and 11 - rest == g
        return h == 0 if rest == 0 else 10 - rest == h
    return rest == 0


def _said(passed: bool) -> Outcome:
    return Outcome.PASSED if passed else Outcome.FAILED


def _is_sort_code(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdecimal()
