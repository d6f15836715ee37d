"""The bytes of a file, as lines or as stretches of whole lines, with a way to give some back."""

from typing import BinaryIO


class Source:
    """Reads a stream forwards; `position` is how many bytes have been taken and not given back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._front = b""  # given back, to be taken first
        self._at = 0  # how far into it
        self.position = 0

    def readline(self, limit: int) -> bytes:
        """The next line, no longer than this, with its end; nothing at the end of the file."""
        if self._at < len(self._front):
            end = self._front.find(b"\n", self._at, self._at + limit) + 1
            line = self._front[self._at : end or self._at + limit]
            self._at += len(line)
            if not end and len(line) < limit:  # what was given back ends within a line
                line += self._stream.readline(limit - len(line))
        else:
            line = self._stream.readline(limit)
        self.position += len(line)
        return line

    def lines(self, size: int, longest: int) -> bytes:
        """About so many bytes of whole lines; a line longer than `longest` is cut there."""
        taken = self._front[self._at : self._at + size]
        self._at += len(taken)
        if len(taken) < size:
            taken += self._stream.read(size - len(taken))
        self.position += len(taken)
        if taken and not taken.endswith(b"\n"):
            taken += self.readline(longest)
        return taken

    def give_back(self, data: bytes) -> None:
        """What was taken last is to be taken again."""
        self._front = data + self._front[self._at :]
        self._at = 0
        self.position -= len(data)
