"""Notices: what we tell a person, in a form they can use, at one place. Pure words and rules.

Source: Accessible Information Standard (DAPB1605): needs are met, not only asked; a notice in a
format somebody cannot use is refused unless a named person says why.
"""

from ownway.foundation.notices.domain.sending import (
    ADDRESS_LINES,
    FITTING,
    MADE_HERE,
    MAY_FOLLOW,
    NEEDS_A_SECOND_LOOK_DAYS,
    Address,
    Channel,
    Choice,
    Format,
    Recipient,
    State,
    Unsuitable,
    address_of,
    check_suits,
    choose,
    suits,
    wants_second_look,
)
from ownway.foundation.notices.domain.writing import (
    LONGEST_SENTENCE,
    PICTURES,
    TEMPLATES,
    Line,
    Template,
    check,
    fill,
    lines_of,
    names_in,
    too_long,
)

__all__ = [
    "ADDRESS_LINES",
    "FITTING",
    "LONGEST_SENTENCE",
    "MADE_HERE",
    "MAY_FOLLOW",
    "NEEDS_A_SECOND_LOOK_DAYS",
    "PICTURES",
    "TEMPLATES",
    "Address",
    "Channel",
    "Choice",
    "Format",
    "Line",
    "Recipient",
    "State",
    "Template",
    "Unsuitable",
    "address_of",
    "check",
    "check_suits",
    "choose",
    "fill",
    "lines_of",
    "names_in",
    "suits",
    "too_long",
    "wants_second_look",
]
