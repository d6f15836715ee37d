"""How many people Marlshire supports for each reason, and what that costs a week.

The counts and costs are those of a published table: Dorset Council, commissioning strategy for
working-age people with support needs 2022 to 2027, people and weekly cost by primary support
reason. Every person in the demonstration is invented.

Units     People; whole pence a week.
Promise   Parts add up to the whole: the counts for N people sum to N, largest remainder first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PUBLISHED_PEOPLE = 4372


@dataclass(frozen=True, slots=True)
class Reason:
    """A row of the published table, and the values a file holds for it with their weights.

    `under_65` is the share of people of working age that makes their weekly cost come out near
    the second published table (£1,197,337 a week for adults of working age).
    """

    name: str
    people: int
    pence_weekly: int
    under_65: float
    values: tuple[tuple[str, int], ...]


REASONS = (
    Reason("Learning disability", 957, 893_566_29, 0.92, (("Learning Disability Support", 1),)),
    Reason("Mental health", 324, 217_663_07, 0.70, (("Mental Health Support", 1),)),
    Reason(
        "Physical",
        2237,
        1_261_281_35,
        0.20,
        (
            ("Physical Support: Personal care support", 88),
            ("Physical Support: Access & mobility only", 12),
        ),
    ),
    Reason(
        "Sensory",
        19,
        3_512_03,
        0.2,
        (
            ("Sensory Support: Support for visual impairment", 55),
            ("Sensory Support: Support for hearing impairment", 30),
            ("Sensory Support: Support for dual impairment", 15),
        ),
    ),
    Reason(
        "Social",
        453,
        52_107_78,
        0.18,
        (
            ("Social Support: Support for Social Isolation/Other", 90),
            ("Social Support: Substance misuse support", 9),
            ("Social Support: Asylum seeker support", 1),
        ),
    ),
    Reason(
        "Memory and cognition", 335, 246_056_01, 0.08, (("Support with Memory & Cognition", 1),)
    ),
    # Nothing recorded, or a value of the council's own that no list holds.
    Reason(
        "Other",
        47,
        18_313_04,
        0.41,
        (("", 38), ("Acquired brain injury (local)", 5), ("Autism only (local)", 4)),
    ),
)
NAMES = tuple(reason.name for reason in REASONS)


@dataclass(frozen=True, slots=True)
class Expected:
    """People with open long-term support for one reason, and what it costs."""

    people: int
    pence_weekly: int


def people_by_reason(people: int) -> dict[str, int]:
    """The published proportions for another number of people, by largest remainder.

    >>> sum(people_by_reason(1001).values())
    1001
    """
    shares = [divmod(reason.people * people, PUBLISHED_PEOPLE) for reason in REASONS]
    counts = [whole for whole, _ in shares]
    most_left_first = sorted(range(len(REASONS)), key=lambda row: (-shares[row][1], row))
    for row in most_left_first[: people - sum(counts)]:
        counts[row] += 1
    return dict(zip(NAMES, counts, strict=True))


def expected(people: int) -> Mapping[str, Expected]:
    """What a snapshot shows for so many people, Ruth Calloway's own arrangement included."""
    counts = people_by_reason(people)
    return {
        reason.name: Expected(
            counts[reason.name],
            (reason.pence_weekly * counts[reason.name] + reason.people // 2) // reason.people,
        )
        for reason in REASONS
    }
