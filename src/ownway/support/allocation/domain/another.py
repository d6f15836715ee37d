"""Another figure that a worker or a panel sets beside a first one, and why.

Source    Care and Support Statutory Guidance, 11.24 and 11.26: the amount must be sufficient, so a
          first figure that is not is followed by another, with the reason.
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why the first figure does not suffice, or is more than is needed."""

    NEED_NOT_ASKED = "need-not-asked"
    TWO_PEOPLE = "two-people"
    SPECIALIST = "specialist"
    PLACE = "place"
    PRICE = "price"
    CARER = "carer"
    CHANGING = "changing"
    LESS_NEEDED = "less-needed"
    OTHER = "other"


REASONS = {
    Reason.NEED_NOT_ASKED: "A need that the questions do not ask about",
    Reason.TWO_PEOPLE: "Two people are needed at once",
    Reason.SPECIALIST: "Help that needs special training",
    Reason.PLACE: "Where the person lives, or the way there",
    Reason.PRICE: "What such help costs here",
    Reason.CARER: "What family and friends can really do",
    Reason.CHANGING: "Needs that change from week to week",
    Reason.LESS_NEEDED: "Less is needed than the figure allows",
    Reason.OTHER: "Something else",
}
