"""A function of a cell's text with the answers of late kept at hand, in bounded memory."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 16_384  # values kept; then it starts afresh
LONGEST = 200  # a longer value is not worth keeping


class Remembered(dict[str, T], Generic[T]):
    """`remembered[text]` is `work_out(text)`: a plain dictionary look-up when it was seen lately.

    Reading a file asks this a million times for a few thousand different texts.
    """

    __slots__ = ("_work_out",)

    def __init__(self, work_out: Callable[[str], T]):
        super().__init__()
        self._work_out = work_out

    def __missing__(self, text: str) -> T:
        answer = self._work_out(text)
        if len(text) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[text] = answer
        return answer


class Unremembered(Remembered[T]):
    """The same for texts that hardly ever come twice: only the blank is kept."""

    __slots__ = ()

    def __missing__(self, text: str) -> T:
        answer = self._work_out(text)
        if not text:
            self[text] = answer
        return answer
