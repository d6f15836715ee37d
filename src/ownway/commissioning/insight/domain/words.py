"""What pages call the ways of looking and their values."""

from ownway.commissioning.insight.domain.figures import (
    AGE_BAND,
    DELIVERY,
    LOCALITY,
    MORE_THAN_ONE,
    NOT_KNOWN,
    REASON,
    SERVICE,
)
from ownway.support.people.domain import SUPPORT_REASONS

TITLES = {
    REASON: "Main reason for support",
    AGE_BAND: "Age",
    DELIVERY: "How it is arranged",
    SERVICE: "Service",
    LOCALITY: "Place",
}
_LABELS = {
    (REASON, "Support with Memory & Cognition"): "Memory and cognition",
    (DELIVERY, MORE_THAN_ONE): "More than one way",
    (DELIVERY, "CASSR managed personal budget"): "Personal budget the council looks after",
    (DELIVERY, "CASSR commissioned support"): "Support the council arranges",
    (LOCALITY, NOT_KNOWN): "Place not known",
    (AGE_BAND, NOT_KNOWN): "Age not known",
}


def label(dimension: str, value: str) -> str:
    """A value in the words of a page: "Physical support", "Support the council arranges"."""
    if dimension == REASON and value in SUPPORT_REASONS:
        return _LABELS.get((dimension, value), value[:1] + value[1:].lower())
    return _LABELS.get((dimension, value), value)
