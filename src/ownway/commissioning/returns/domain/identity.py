"""Which rows are the same event: in one file, and in a later one.

Identity, as the ministry's published method defines it since July 2026 (cleaned values; raw
ones before): LA code, person, start, end (not for a service, whose end moves), client type,
and the route of a request, the type of an assessment, or the type and component of a service. A
review has nothing more: a corrected reason supersedes. `Event_Reference` never counts. Values
are compared without case, as the ministry's database does, and after values that differ only in
punctuation are made one. A death before the end does not change our key: a death told later
must not make a second event.

Content is everything else a row says, so that a later file can be seen to say something new. It
leaves out what a new file changes without news: the LA code, the reporting period, and
`Event_Reference`; **a later file that changes only the reference is `unchanged`**, and the first
reference is the one kept. The person's particulars are in: a row that now gives another support
reason has changed.

Source    Main_tables/docs/methodology/4-deduplication.md in github.com/DataS-DHSC/
          ASC-CLD-LA-Dashboard.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final, Literal, NamedTuple, TypeAlias

SEPARATOR = "\x1f"  # cannot be typed into a cell by accident, so joined texts stay apart
HOW_DELIVERED = 8  # first letters of a content: see `content_hash`
LANE: Final = 2**64 - 1

Fate = Literal["new", "unchanged", "superseded"]
# A digest of 128 bits in two halves. Digests of parts add up, half by half, without carrying.
Lanes: TypeAlias = tuple[int, int]
NOTHING_SAID: Final[Lanes] = (0, 0)


def part(place: str, text: str) -> Lanes:
    """What one text at one place adds to a digest; a blank adds nothing.

    A file holds few different texts, so each is digested once and a row only adds up.
    """
    if not text:
        return NOTHING_SAID
    digest = blake2b(f"{place}{SEPARATOR}{text}".encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big")


def identity_part(place: int, text: str) -> Lanes:
    """What a value adds to the identity of an event, whatever its case."""
    return part(f"identity {place}", text.casefold())


def added_up(parts: Iterable[Lanes]) -> str:
    """A digest as 32 letters: equal when, and only when, the parts are."""
    first = second = 0
    for one, other in parts:
        first += one
        second += other
    return f"{first & LANE:016x}{second & LANE:016x}"


def identity_hash(la_code: str, person: str, *identifying: str) -> str:
    """The key of an event, 32 letters: equal when, and only when, the identity is equal.

    `person` is `person_key(…)`, or whatever one key the records hold for a person once ids have
    been matched; `identifying` are the event's type and the values named above.
    """
    texts = (la_code, person, *identifying)
    return added_up(identity_part(place, text) for place, text in enumerate(texts))


def identity_of_another(cld_key: str, person: str, other: str) -> str:
    """The key that the same event has when it is told of the same person under another key."""
    (one, two), (three, four) = (identity_part(PERSON, key) for key in (person, other))
    first, second = int(cld_key[:16], 16), int(cld_key[16:], 16)
    return added_up([(first - one + three, second - two + four)])


PERSON: Final = 1  # where `identity_hash` has the person


def content_hash(everything: Iterable[Lanes], how_delivered: Iterable[Lanes]) -> str:
    """The content of an event, 40 letters: how it is delivered, then all it says.

    The first 8 say how a service is delivered (mechanism, provider and frequency; noughts for
    other events). Contents sorted as text then keep two providers of one service in the same order
    when something else changes.
    """
    how = added_up(how_delivered)[16 - HOW_DELIVERED : 16]
    return how + added_up(everything)


def content_of_another(content: str, council_id: str, other: str) -> str:
    """The content that the same row has when it gives the same person's other council id."""
    (one, two), (three, four) = (part(COUNCIL_ID, text) for text in (council_id, other))
    how, said = content[:HOW_DELIVERED], content[HOW_DELIVERED:]
    first, second = int(said[:16], 16), int(said[16:], 16)
    return how + added_up([(first - one + three, second - two + four)])


COUNCIL_ID: Final = "LA_Person_Unique_Identifier"  # the place a council id has in a content


class Placed(NamedTuple):
    """Where one row of a file belongs."""

    copy: int
    fate: Fate


def assign_copies(
    pairs: Iterable[tuple[str, str]],
    *,
    held: Mapping[tuple[str, int], str] | None = None,
) -> list[Placed]:
    """Tell double-ups apart and see what is new, whatever the order of the rows.

    `pairs` are (cld_key, cld_content) of accepted rows; all rows of one file with the same key
    must be in the same call. `held` is what the records hold already: (cld_key, copy) ->
    cld_content. The answer has one `Placed` for each pair, in the order given.

    The rule, for each key:
    1. rows with equal content are one row said twice: the first is placed, the others are
       `unchanged` with the same copy;
    2. a content already held keeps its copy and is `unchanged`;
    3. the other contents, sorted as text, take a held copy that nobody kept, first one that is
       delivered in the same way, else the lowest: they supersede it (`superseded`);
    4. what is left is `new` and takes the lowest numbers not held: 0, 1, 2 …

    With nothing held, copies are 0, 1, … in the sorted order of contents; the same rows in any
    order, or the same file again, give the same numbers. In SQL, for a first import:
    `dense_rank() over (partition by cld_key order by cld_content collate "C") - 1`.
    A held copy that no row takes is for the caller: the file no longer tells of it.
    """
    asked = list(pairs)
    before: dict[str, dict[int, str]] = {}
    for (key, copy), content in (held or {}).items():
        before.setdefault(key, {})[copy] = content
    contents: dict[str, set[str]] = {}
    for key, content in asked:
        contents.setdefault(key, set()).add(content)

    places = {key: _place(said, before.get(key, {})) for key, said in contents.items()}

    answer: list[Placed] = []
    told: set[tuple[str, str]] = set()
    for pair in asked:
        placed = places[pair[0]][pair[1]]
        answer.append(Placed(placed.copy, "unchanged") if pair in told else placed)
        told.add(pair)
    return answer


def _place(said: set[str], before: dict[int, str]) -> dict[str, Placed]:
    places: dict[str, Placed] = {}
    free = dict(sorted(before.items()))
    for copy, content in before.items():
        if content in said and content not in places:
            places[content] = Placed(copy, "unchanged")
            del free[copy]
    moved: list[str] = []
    for content in sorted(said - places.keys()):
        like = content[:HOW_DELIVERED]
        same_way = [copy for copy, old in free.items() if old[:HOW_DELIVERED] == like]
        if same_way:
            places[content] = Placed(same_way[0], "superseded")
            del free[same_way[0]]
        else:
            moved.append(content)
    unused = iter(number for number in range(len(before) + len(said)) if number not in before)
    for content, copy in zip(moved, list(free), strict=False):
        places[content] = Placed(copy, "superseded")
    for content in moved[len(free) :]:
        places[content] = Placed(next(unused), "new")
    return places
