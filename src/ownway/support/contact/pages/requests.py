"""What the pages about a request see."""

from dataclasses import dataclass

from ownway.support.contact.domain import OUTCOMES, TO_ASSESSMENT
from ownway.support.contact.queries import RequestLine


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request with its answer in our words; `leads_to_assessment` offers the next step."""

    line: RequestLine
    answer: str
    leads_to_assessment: bool

    @classmethod
    def of(cls, line: RequestLine) -> "RequestPage":
        return cls(line, answer_in_words(line), line.outcome == TO_ASSESSMENT)


def answer_in_words(line: RequestLine) -> str:
    """Our words for the national outcome; what a file says stays as it is."""
    for outcome in OUTCOMES:
        if outcome.value == line.outcome:
            return outcome.words
    return line.outcome
