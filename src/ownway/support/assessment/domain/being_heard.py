"""Being heard: capacity for one decision, and when the law asks for an advocate. Pure.

Everybody is taken to have capacity until it is shown otherwise, for one decision, on one day, after
all practicable help was given. Whoever concludes that somebody lacks it says why, and by name.

Errors    Refused: what the record would leave open, in plain words.
Source    Mental Capacity Act 2005, sections 1 to 4; Care Act 2014, section 67(2), (4) and (5).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ownway.kernel.refusal import Refused

# The four parts of Mental Capacity Act 2005, s.3(1), which Care Act 2014, s.67(4) names again.
ABILITIES = {
    "understands": "understand what it is about",
    "retains": "keep it in mind for long enough",
    "weighs": "use it and weigh it up",
    "communicates": "say what they decide, in any way",
}
DIFFICULTIES = {
    "understanding": "Understanding what they are told",
    "retaining": "Keeping it in mind",
    "weighing": "Using it or weighing it up",
    "communicating": "Saying what they think, want and feel",
}
ANSWER_WITHIN = timedelta(days=5)  # in which an advocacy service says yes or no; our own day


@dataclass(frozen=True, slots=True)
class CapacitySaid:
    """What is recorded of capacity for one decision. `able` and `because` are by `ABILITIES`."""

    decision: str
    assessed_on: date
    support: str
    able: Mapping[str, bool]
    because: Mapping[str, str]
    impairment: str
    has_capacity: bool
    best_interests: str


def check_capacity(said: CapacitySaid, *, on: date) -> None:
    """Whether the record bears its conclusion. Raises Refused, saying what is missing."""
    if not said.decision.strip():
        raise Refused("Say which decision it is about. Capacity is about one decision.")
    if said.assessed_on > on:
        raise Refused("That day has not come yet.")
    if not said.support.strip():
        raise Refused("Say how they were helped to decide. That comes first.")
    if set(said.able) != set(ABILITIES):
        raise Refused("Answer all four: understand, keep in mind, weigh up, and say.")
    cannot = [name for name in ABILITIES if not said.able[name]]
    for name in cannot:
        if not said.because.get(name, "").strip():
            raise Refused(f"Say what shows that they could not {ABILITIES[name]}.")
    if said.has_capacity and cannot:
        raise Refused(
            f"You found that they could not {ABILITIES[cannot[0]]}. Then they could not make this "
            "decision: change one or the other."
        )
    if said.has_capacity:
        return
    if not cannot:
        raise Refused("They could do all four, so they could make this decision.")
    if not said.impairment.strip():
        raise Refused("Say which impairment or disturbance of mind or brain it comes from.")
    if not said.best_interests.strip():
        raise Refused("Say what is in their best interests, and who was asked.")


def advocate_required(difficulty_with: Collection[str], somebody: str) -> bool:
    """Substantial difficulty in any of the four, and nobody appropriate to help (s.67(2), (5))."""
    return bool(difficulty_with) and not somebody.strip()
