"""What happens in a life after which help early may keep somebody well. Pure.

Promise   Nobody who does not want to be offered help unasked is ever prompted about again; help
          that they ask for is never refused for it.
Source    Care Act 2014, section 2 (preventing, reducing and delaying needs) and section 4
          (information and advice); UK GDPR article 6(1)(e) (a public task) and article 21 (the
          right to object).
"""

from collections.abc import Mapping
from dataclasses import dataclass

BASIS = (
    "The council may offer this because preventing needs is its duty (Care Act 2014, section 2; UK "
    "GDPR article 6(1)(e), a public task). They may object at any time (article 21), and then "
    "nobody offers anything unasked."
)


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of event, what may be offered after it, and the topics of services that may help."""

    words: str
    to_them: str  # the same, said to the person
    offer: str
    topics: tuple[str, ...]


EVENTS: Mapping[str, Event] = {
    "bereavement": Event(
        "Somebody close to them has died",
        "Somebody close to you has died",
        "Somebody to talk with, help with what the other one used to do, and a benefits check.",
        ("company", "money", "home-safety"),
    ),
    "discharge": Event(
        "They came home from hospital",
        "You came home from hospital",
        "Help to get going at home, equipment, and somebody who looks in.",
        ("home-from-hospital", "equipment", "nutrition"),
    ),
    "end of school": Event(
        "They left school or college",
        "You left school or college",
        "What there is to do in the day, work or learning, and getting about.",
        ("work", "community", "company"),
    ),
    "carer unwell": Event(
        "Somebody who looks after them is unwell",
        "Somebody who looks after you is unwell",
        "A plan for emergencies, a break for the carer, and the carer's own assessment.",
        ("carers", "technology", "company"),
    ),
    "benefit claim": Event(
        "They claimed a benefit",
        "You claimed a benefit",
        "A check of what else they may claim, and advice on money.",
        ("money", "equipment"),
    ),
}
MADE, DECLINED, NOT_WANTED = "made", "declined", "not wanted"
OFFERS: Mapping[str, str] = {
    MADE: "Offered, and they want it",
    DECLINED: "Offered, and they said no",
}
BASIS_TO_THEM = BASIS.replace("They may object", "You may object")
NOT_OFFERED = "Not offered: they do not want offers unasked"
