"""How the house says no: always with the sentence that a person will read."""

from uuid import UUID


class Refused(Exception):
    """A decision that cannot be taken; the text is shown to the person who asked."""


class NotAllowed(Refused):
    """Somebody else may take this decision; the text says who."""


class NotFound(Exception):
    """There is no such thing, or the one who asks may not know that there is."""


class LivesOn(NotFound):
    """The record asked for was joined with another of the same person, which holds all of it.

    `asked` and `now` are their ids; a page leads whoever asks from one to the other.
    """

    def __init__(self, asked: UUID, now: UUID) -> None:
        super().__init__("This record was joined with another of the same person.")
        self.asked, self.now = asked, now


class ReasonNeeded(NotFound):
    """Whoever asks may know of this person, and opens the record once they have said why.

    `about` is the person's id; a page leads to the question and back.
    """

    def __init__(self, about: UUID) -> None:
        super().__init__("This record is outside your own work. Say why you need it first.")
        self.about = about
