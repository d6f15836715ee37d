"""What the pages about a request see."""

from dataclasses import dataclass

from ownway.foundation.look.filters import day
from ownway.support.contact.domain import OUTCOMES, TO_ASSESSMENT, asking
from ownway.support.contact.queries import RequestLine, ScreeningLine


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request with its answer in our words; `leads_to_assessment` offers the next step."""

    line: RequestLine
    answer: str
    leads_to_assessment: bool

    @classmethod
    def of(cls, line: RequestLine) -> "RequestPage":
        return cls(line, answer_in_words(line), line.outcome == TO_ASSESSMENT)


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """The answers to the first questions as rows to read, and what they still ask for."""

    line: ScreeningLine
    rows: list[tuple[str, str]]
    worry: bool
    danger: bool
    offer_carer: bool

    @classmethod
    def of(cls, line: ScreeningLine) -> "ScreeningPage":
        carer = " ".join(
            part
            for part in (
                asking.CARERS[line.carer],
                f"({line.carer_name})" if line.carer_name else "",
            )
            if part
        )
        offer = asking.CARER_OFFERS.get(line.carer_offer, "")
        pathway = ""
        if line.discharge_pathway is not None:
            pathway = f"Pathway {line.discharge_pathway}: {asking.PATHWAYS[line.discharge_pathway]}"
            if line.leaving_on:
                pathway += f", expected on {day(line.leaving_on)}"
        rows = [
            ("Worried about harm or neglect", _and(asking.WORRIES[line.worry], line.worry_words)),
            ("Danger today", _and(asking.RISKS[line.risk], line.risk_words)),
            ("Somebody who looks after them", carer),
            ("The carer’s own assessment", offer),
            ("How to talk with them", "Asked" if line.talk_asked else "Not asked yet"),
            ("Leaving hospital", pathway),
            ("Asked by", f"{line.noted_by}, {day(line.noted_on)}"),
        ]
        return cls(
            line,
            rows,
            worry=line.worry != asking.NO,
            danger=line.risk == asking.DANGER,
            offer_carer=line.carer_offer == asking.LATER,
        )


def _and(said: str, words: str) -> str:
    return f"{said}. {words}" if words else said


def answer_in_words(line: RequestLine) -> str:
    """Our words for the national outcome; what a file says stays as it is."""
    for outcome in OUTCOMES:
        if outcome.value == line.outcome:
            return outcome.words
    return line.outcome
