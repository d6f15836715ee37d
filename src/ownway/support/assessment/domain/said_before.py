"""Which answers of a self-check speak about which section of an assessment. Pure.

Whoever told the council once is not asked again as if they had not: what they said stands beside
what is asked now, with who said it and when. It is never taken over by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ownway.support.assessment.domain.eligibility import Whose

NOT_OLDER = timedelta(days=365)  # before an assessment began; what is older is history

# Section -> questions of the self-check. What matters to somebody has no question of its own.
MATTERS = "matters"
ASKED: Mapping[Whose, Mapping[str, tuple[str, ...]]] = {
    Whose.ADULT: {
        "around-me": ("helpers",),
        "what-i-want": (MATTERS,),
        "about-me": ("changes",),
        "nutrition": ("nutrition",),
        "hygiene": ("hygiene",),
        "toilet": ("toilet",),
        "clothing": ("clothing",),
        "home-safety": ("home-safety",),
        "habitable-home": ("habitable-home",),
        "relationships": ("relationships",),
        "work": ("work",),
        "community": ("community",),
        "child": ("children",),
    },
    Whose.CARER: {
        "what-i-want": (MATTERS,),
        "about-me": ("hours", "willing", "able", "too-much"),
        "carer-child": ("children",),
        "carer-others": ("others",),
        "carer-home": ("habitable-home",),
        "carer-nutrition": ("nutrition",),
        "carer-relationships": ("relationships",),
        "carer-work": ("work",),
        "carer-community": ("community",),
        "carer-recreation": ("recreation",),
    },
}
CARING = ("hours", "willing", "able", "too-much")


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """One answer of a self-check: what was asked, what was chosen, their own words beside it.

    `words` were written about everything on that page of the check; `about` is its title.
    """

    question: str
    asked: str
    chosen: str
    about: str
    words: str
    who: str
    on: date

    @property
    def to_begin_with(self) -> str:
        """The same as words that somebody may change and then save as their own."""
        return "\n".join(part for part in (self.chosen, self.words) if part)
