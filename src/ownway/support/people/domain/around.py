"""Who people are to each other, both ways round. Pure.

Source    Powers: Mental Capacity Act 2005, s.9 (lasting powers of attorney) and s.16 (deputies).
          Advocates: Care Act 2014, s.67. "Next of kin" gives no power to decide for an adult.
"""

from dataclasses import dataclass
from datetime import date

OTHER_AROUND = "other"


@dataclass(frozen=True, slots=True)
class KindAround:
    """Who somebody is to a person, in words; who the person is to them is `back` of the table."""

    code: str
    words: str
    back: str
    needs_paper: bool = False


_KINDS = (
    KindAround("partner", "husband, wife or partner", "partner"),
    KindAround("parent", "mother or father", "child"),
    KindAround("child", "daughter or son", "parent"),
    KindAround("sibling", "sister or brother", "sibling"),
    KindAround("grandparent", "grandmother or grandfather", "grandchild"),
    KindAround("grandchild", "granddaughter or grandson", "grandparent"),
    KindAround("relative", "another relative", "relative"),
    KindAround("friend", "friend", "friend"),
    KindAround("neighbour", "neighbour", "neighbour"),
    KindAround("carer", "carer, unpaid", "cared-for"),
    KindAround("cared-for", "looked after by this person", "carer"),
    KindAround("next-of-kin", "next of kin", "next-of-kin-of"),
    KindAround("next-of-kin-of", "has named this person next of kin", "next-of-kin"),
    KindAround("attorney-money", "attorney for money and property", "donor", needs_paper=True),
    KindAround("attorney-health", "attorney for health and welfare", "donor", needs_paper=True),
    KindAround("donor", "has made this person their attorney", OTHER_AROUND),
    KindAround("deputy-money", "deputy for money and property", "has-deputy", needs_paper=True),
    KindAround("deputy-health", "deputy for health and welfare", "has-deputy", needs_paper=True),
    KindAround("has-deputy", "has this person as their deputy", OTHER_AROUND),
    KindAround("appointee", "appointee for benefits", "has-appointee", needs_paper=True),
    KindAround("has-appointee", "has this person as their appointee", "appointee"),
    KindAround("advocate", "advocate", "has-advocate"),
    KindAround("has-advocate", "has this person as their advocate", "advocate"),
    KindAround("personal-assistant", "personal assistant", "employer"),
    KindAround("employer", "employs this person as a personal assistant", "personal-assistant"),
    KindAround("key-holder", "holds a key", "has-key"),
    KindAround("has-key", "has given this person a key", "key-holder"),
    KindAround(OTHER_AROUND, "somebody else", OTHER_AROUND),
)
KINDS_AROUND = {kind.code: kind for kind in _KINDS}
# What a page offers; the other way round of a power is told by the row of whoever gave it.
OFFERED = tuple(
    kind
    for kind in _KINDS
    if kind.code not in ("donor", "has-deputy", "has-appointee", "next-of-kin-of")
    and kind.code not in ("has-advocate", "has-key")
)


def around_in_words(kind: str, who: str) -> str:
    """Who somebody is: the person's own word where they gave one, else that of the kind."""
    if who:
        return who
    known = KINDS_AROUND.get(kind)
    return known.words if known else "somebody around"


def around_back_in_words(kind: str) -> str:
    """Who the person is to the other, read from the other's side."""
    known = KINDS_AROUND.get(kind)
    back = KINDS_AROUND[known.back] if known else KINDS_AROUND[OTHER_AROUND]
    return "named this person as somebody around" if back.code == OTHER_AROUND else back.words


def around_fault(
    *, kind: str, name: str, basis: str, first_day: date | None, last_day: date | None
) -> tuple[str, str] | None:
    """The first fault in what was said of somebody around: which field, and what to do; or none."""
    if kind not in KINDS_AROUND:
        return ("kind", "Choose who they are to the person")
    if not name.strip():
        return ("name", "Say their name")
    if KINDS_AROUND[kind].needs_paper and not basis.strip():
        return (
            "basis",
            "Say by which paper they act, and its number: nobody decides for an adult without one",
        )
    if first_day and last_day and last_day < first_day:
        return ("last_day", "The last day must be after the first")
    return None
