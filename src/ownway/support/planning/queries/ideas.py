"""What others with like outcomes chose, told so that nobody can be known by it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ownway.support.planning.domain import Actor, State
from ownway.support.planning.domain.permitted import rulebook
from ownway.support.planning.models import Component

FEW = 5  # fewer people than this are not told


@dataclass(frozen=True, slots=True)
class Idea:
    """How many people of those with an outcome chose a kind of help. `cost` is a typical range."""

    words: str
    people: int
    of: int
    low_weekly: int | None
    high_weekly: int | None


@dataclass(frozen=True, slots=True)
class Ideas:
    """What was chosen for one outcome; empty where too few people have it."""

    outcome: str
    ideas: tuple[Idea, ...]


WORDS = {
    Actor.MYSELF: "Something they do themselves",
    Actor.FAMILY: "Family",
    Actor.FRIEND: "A friend or neighbour",
    Actor.COMMUNITY: "A group or place nearby",
    Actor.TECHNOLOGY: "Equipment or technology",
    Actor.PAID: "Somebody who is paid",
}


def ideas_for(
    outcomes: Iterable[tuple[str, str]], *, without: UUID | None = None
) -> tuple[Ideas, ...]:
    """What people with these outcomes chose, by kind of help; never words that anybody wrote.

    Counts over agreed plans of everybody but `without`; a kind that fewer than five people chose is
    left out, and its complement too: where exactly few did *not* choose it, no number is told.
    """
    wanted = dict(outcomes)
    rows = Component.objects.filter(
        plan__state=State.SIGNED_OFF.value, covers__overlap=list(wanted)
    ).values_list("plan__person_id", "covers", "actor", "goes_to", "cost_weekly")
    chosen: dict[str, Counter[str]] = defaultdict(Counter)
    people: dict[str, set[UUID]] = defaultdict(set)
    costs: dict[tuple[str, str], list[int]] = defaultdict(list)
    seen: set[tuple[str, str, UUID]] = set()
    for person_id, covers, actor, goes_to, cost in rows:
        if person_id == without:
            continue
        words = _kind(Actor(actor), goes_to)
        for outcome in set(covers) & set(wanted):
            people[outcome].add(person_id)
            if (outcome, words, person_id) not in seen:
                seen.add((outcome, words, person_id))
                chosen[outcome][words] += 1
            if cost:
                costs[outcome, words].append(cost)
    return tuple(
        Ideas(
            outcome=words,
            ideas=tuple(
                _idea(kind, count, len(people[key]), costs[key, kind])
                for kind, count in chosen[key].most_common()
                if count >= FEW and not 0 < len(people[key]) - count < FEW
            ),
        )
        for key, words in wanted.items()
    )


def _kind(actor: Actor, goes_to: str) -> str:
    kind = rulebook().kind(goes_to) if goes_to else None
    return kind.words if kind and actor is Actor.PAID else WORDS[actor]


def _idea(words: str, count: int, of: int, costs: list[int]) -> Idea:
    """The middle half of what it costs, to whole pounds, where enough people pay for it."""
    if len(costs) < 2 * FEW:
        return Idea(words, count, of, None, None)
    held = sorted(costs)
    quarter = len(held) // 4
    low, high = held[quarter], held[-1 - quarter]
    return Idea(words, count, of, low // 100 * 100, -(-high // 100) * 100)
