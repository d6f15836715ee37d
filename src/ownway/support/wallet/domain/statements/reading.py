"""Read a file that somebody brings: which format it is in is told by what stands in it. Pure.

Promise   A file is read, or refused with the reason and what to do; a row is a line or a problem.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.support.wallet.domain.statements import camt, mt940, ofx, parts, tables
from ownway.support.wallet.domain.statements.values import Line, NotReadable, Problem, Statement


def read(content: bytes) -> tuple[Statement, ...]:
    """What a file says, one statement an account, lines oldest first.

    Raises NotReadable: empty, too large, not letters, not a statement, not in pounds.
    """
    text = parts.letters(content)
    if ofx.is_ofx(text):
        found = ofx.read(text)
    elif camt.is_camt(text):
        found = camt.read(text)
    elif mt940.is_mt940(text):
        found = mt940.read(text)
    elif text.lstrip()[:1] in "<{":
        raise NotReadable(f"This is a web page or a file of another program. {parts.INSTEAD}")
    else:
        found = tables.read(text)
    return tuple(_in_order(one) for one in _one_an_account(found))


def _one_an_account(found: Sequence[Statement]) -> list[Statement]:
    """Messages that follow each other on one account, as one statement."""
    joined: dict[str, Statement] = {}
    for one in found:
        before = joined.get(one.ending)
        if before is None:
            joined[one.ending] = one
            continue
        joined[one.ending] = replace(
            before,
            lines=before.lines + one.lines,
            problems=before.problems + one.problems,
            closing=one.closing,
            closing_on=one.closing_on,
        )
    return list(joined.values())


def _in_order(of: Statement) -> Statement:
    """Oldest first, with a doubt wherever the balances do not add up."""
    lines = [replace(line, format=of.format.value) for line in of.lines]
    turned = lines[::-1]
    if _breaks(turned) < _breaks(lines) or (
        _breaks(turned) == _breaks(lines) and _back(turned) < _back(lines)
    ):
        lines = turned
    problems = list(of.problems)
    if _back(lines):
        at = next(later for earlier, later in pairwise(lines) if later.on < earlier.on)
        problems.append(
            Problem(
                at.row,
                "Date",
                _said(at),
                "The rows are not in the order of their days.",
                "Nothing to do: we put them in order.",
                left_out=False,
            )
        )
        adds_up = _breaks(lines) == 0 and any(one.balance is not None for one in lines)
        lines.sort(key=lambda one: one.on)
        problems += [] if adds_up else list(_doubts(lines))
    else:
        problems += list(_doubts(lines))
    problems += _whole(of, lines)
    problems.sort(key=lambda one: one.row)
    opening, closing = of.opening, of.closing
    if lines and opening is None and lines[0].balance is not None:
        opening = lines[0].balance - lines[0].pence
    closing_on = of.closing_on
    if lines and closing is None and lines[-1].balance is not None:
        closing, closing_on = lines[-1].balance, lines[-1].on
    return replace(
        of,
        lines=tuple(lines),
        problems=tuple(problems),
        opening=opening,
        closing=closing,
        closing_on=closing_on,
    )


def _breaks(lines: Sequence[Line]) -> int:
    return sum(1 for earlier, later in pairwise(lines) if _broken(earlier, later))


def _broken(earlier: Line, later: Line) -> bool:
    if earlier.balance is None or later.balance is None:
        return False
    return earlier.balance + later.pence != later.balance


def _back(lines: Sequence[Line]) -> int:
    return sum(1 for earlier, later in pairwise(lines) if later.on < earlier.on)


def _doubts(lines: Sequence[Line]) -> list[Problem]:
    found = []
    for earlier, later in pairwise(lines):
        if not _broken(earlier, later) or earlier.balance is None or later.balance is None:
            continue
        found.append(
            Problem(
                later.row,
                "Balance",
                _said(later),
                f"After it {pounds(earlier.balance + later.pence)} should be left, and the bank "
                f"says {pounds(later.balance)}.",
                "A row may be missing before it. The row itself was read.",
                left_out=False,
            )
        )
    return found


def _whole(of: Statement, lines: Sequence[Line]) -> list[Problem]:
    """A doubt where the first and the last balance and the lines between do not add up."""
    if of.opening is None or of.closing is None:
        return []
    comes_to = of.opening + sum(line.pence for line in lines)
    if comes_to == of.closing:
        return []
    return [
        Problem(
            lines[-1].row if lines else 0,
            "Balance",
            "",
            f"The lines make {pounds(comes_to)} of {pounds(of.opening)}, and the bank says "
            f"{pounds(of.closing)}.",
            "A line may be missing. Those that are there were read.",
            left_out=False,
        )
    ]


def _said(line: Line) -> str:
    return f"{in_words(line.on)}, {line.words}, {pounds(line.pence)}"
