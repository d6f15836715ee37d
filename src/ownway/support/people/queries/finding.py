"""Finding people: what was typed is forgiven, and every line says why it is there.

Every condition stands on an index (`models.records`): names by their letter triples, postcodes
and telephone numbers by how they begin and end, numbers and days as they are.
"""

from dataclasses import dataclass, fields
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, TypeAlias
from uuid import UUID

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet, Value
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Upper
from django.db.models.lookups import Contains, Exact, StartsWith

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.kernel.period import in_words
from ownway.support.people import permissions
from ownway.support.people.domain import Asked, NameWord, name_words, read_search
from ownway.support.people.models import Identifier, Person
from ownway.support.people.models.records import CAPITALS, POSTCODE, TELEPHONE_BACKWARDS, WHOLE_NAME
from ownway.support.people.queries.prepared import Built, a_day, a_text, asked_by, values_of
from ownway.support.people.queries.records import ListedPerson, briefly_known

# Reasons a line is there, best first.
BY_NHS, BY_COUNCIL_ID, BY_NUMBER, BY_FAMILY, BY_NAME = range(5)
BY_DETAILS, BY_BEGINNING, BY_LIKENESS = range(5, 8)
# What is looked for only where the ways before it found too few.
LATER = {BY_NAME: 1, BY_LIKENESS: 2}
ALIKE_BESIDE = 5  # names spelt alike that are still shown where somebody fits as typed
SHORTEST_NUMBER = 3  # letters and figures of a council id typed in part
SHORTEST_RANKED = 3  # letters; fewer fit so many that they stand by name alone
BY_FAMILY_NAME = ("family_name", "given_name", "pk")
# As `BY_FAMILY_NAME`, but sorted: nothing tempts PostgreSQL to walk all names until enough fit.
SORTED = (Upper("family_name"), Upper("given_name"), "pk")


Order: TypeAlias = Expression | str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPerson(ListedPerson):
    """A line of what was found, with why it was."""

    why: str


def find(words: str, *, by: SignIn, on: date, limit: int = 25) -> list[FoundPerson]:
    """People whom the words fit, best first, each with why; the reading of the list is recorded.

    Words in any order: names (nicknames and spelling forgiven), a birth date, an NHS number, the
    number of the council or another system, a postcode or its beginning, a telephone number or its
    end. Everything that was said must fit. Nothing typed gives nobody: browse `people_of_team`
    instead. Must run in a transaction.
    """
    asked = read_search(words, on=on)
    if asked.is_empty:
        return []
    ranked = _ids(asked, by, limit)
    lines = briefly_known(ranked, by=by, on=on)
    return [
        FoundPerson(
            **{field.name: getattr(lines[one], field.name) for field in fields(ListedPerson)},
            why=_why(rank, joined, asked, lines[one]),
        )
        for one, (rank, joined) in ranked.items()
        if one in lines
    ]


def _ids(asked: Asked, by: SignIn, limit: int) -> dict[UUID, tuple[int, bool]]:
    """An id -> its best reason, and whether it fits under an id joined into it; one question."""
    words = name_words(asked.names)
    shape = _shape(asked, words)
    if not _ways(shape):
        return {}
    question = asked_by(by, _ranked, shape, limit)
    # Outside the second lock, behind which no index of likeness is used; what is found is read
    # inside it.
    with whole_council():
        ranked = question.ask(values_of(by) | _said(asked, words))
    found: dict[UUID, tuple[int, bool]] = {}
    for one, rank, also in sorted(ranked, key=lambda row: row[1]):
        found.setdefault(one, (rank, also))
    sure = {one: why for one, why in found.items() if why[0] != BY_LIKENESS}
    alike = [(one, why) for one, why in found.items() if why[0] == BY_LIKENESS]
    return dict([*sure.items(), *(alike[:ALIKE_BESIDE] if sure else alike)][:limit])


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name, without what it says: whether spelling is forgiven, and its nicknames."""

    place: int
    is_forgiven: bool
    nicknames: int

    @property
    def typed(self) -> str:
        return a_text(f"word {self.place} 0")

    @property
    def also(self) -> list[str]:
        return [a_text(f"word {self.place} {number + 1}") for number in range(self.nicknames)]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides the conditions of a search, without what was typed."""

    figures: bool  # in the whole of it
    long_enough: bool  # to be the beginning of a council id
    born: bool
    nhs: bool
    postcode: bool
    telephone: bool
    ranked: bool  # names long enough to stand by likeness
    words: tuple[_Word, ...]


def _shape(asked: Asked, words: tuple[NameWord, ...]) -> _Shape:
    return _Shape(
        any(letter.isdecimal() for letter in asked.whole),
        len(asked.whole) >= SHORTEST_NUMBER,
        asked.born_on is not None,
        bool(asked.nhs_number),
        bool(asked.postcode),
        bool(asked.telephone),
        sum(len(word.typed) for word in words) >= SHORTEST_RANKED,
        tuple(
            _Word(place, word.is_forgiven, len(word.nicknames)) for place, word in enumerate(words)
        ),
    )


def _said(asked: Asked, words: tuple[NameWord, ...]) -> dict[str, Any]:
    """What was typed, by the names of the stand-ins."""
    said: dict[str, Any] = {
        "whole": asked.whole.upper(),
        "born": asked.born_on,
        "nhs": asked.nhs_number,
        "postcode": asked.postcode,
        "telephone": asked.telephone[::-1],
        "family": words[0].typed.upper() if words else "",
    }
    for place, word in enumerate(words):
        for number, name in enumerate((word.typed, *word.nicknames)):
            said[f"word {place} {number}"] = name
    return said


def _ranked(by: SignIn, shape: _Shape, limit: int) -> Built:
    """The question of a shape, with stand-ins for whoever asks and what was typed."""
    visible = permissions.visible(Person.objects.all(), to=by)
    joined = Person.objects.filter(joined_into__isnull=False)
    stages: dict[int, list[QuerySet[Any, Any]]] = {}
    for rank, fits, order in _ways(shape):
        leads = joined.filter(fits).order_by().values("joined_into")
        for also, rows in (
            (False, visible.filter(fits).order_by(*order)),
            (True, visible.filter(pk__in=leads).order_by(*SORTED)),
        ):
            stages.setdefault(LATER.get(rank, 0), []).append(
                rows.annotate(rank=Value(rank), also=Value(also)).values_list("pk", "rank", "also")[
                    :limit
                ]
            )
    stands: dict[str, Any] = {"born": a_day("born")}
    for name in ("whole", "nhs", "postcode", "telephone", "family"):
        stands[name] = a_text(name)
    for word in shape.words:
        for number in range(word.nicknames + 1):
            stands[f"word {word.place} {number}"] = a_text(f"word {word.place} {number}")
    first, *then = [
        stage[0].union(*stage[1:], all=True)[: 2 * limit] for _, stage in sorted(stages.items())
    ]
    return Built(first, stands, tuple(then), enough=limit)


def _ways(shape: _Shape) -> list[tuple[int, Q, tuple[Order, ...]]]:
    """Each way in which somebody may fit: its rank, the condition, and the order within."""
    ways: list[tuple[int, Q, tuple[Order, ...]]] = []
    whole, details = a_text("whole"), _details(shape)
    if shape.nhs:
        ways.append((BY_NHS, Q(nhs_number=a_text("nhs")), SORTED))
    if shape.figures and not shape.born:
        ways.append((BY_COUNCIL_ID, Q(Exact(Upper("council_id"), whole)), SORTED))
        numbers = [whole, a_text("nhs")] if shape.nhs else [whole]
        held = Identifier.objects.annotate(capitals=Upper("value")).filter(
            capitals__in=numbers, never_theirs_on__isnull=True
        )
        ways.append((BY_NUMBER, Q(pk__in=held.values("person")), SORTED))
        if not shape.words and shape.long_enough:
            begins = Q(StartsWith(Upper("council_id"), whole))
            ways.append((BY_BEGINNING, begins & ~Q(Exact(Upper("council_id"), whole)), SORTED))
    if len(shape.words) == 1 and not details:
        begins = Q(StartsWith(CAPITALS[0], a_text("family")))
        ways.append((BY_FAMILY, begins, (*CAPITALS, "pk")))
    if shape.words:
        begin = details & reduce(and_, (_begins(word) for word in shape.words))
        likeness: tuple[Order, ...] = (OrderBy(_likeness(shape.words), descending=True), *SORTED)
        if not details and not shape.ranked:
            likeness = BY_FAMILY_NAME
        ways.append((BY_NAME, begin, likeness))
        if any(word.is_forgiven for word in shape.words):
            alike = details & reduce(and_, (_is_alike(word) for word in shape.words))
            ways.append((BY_LIKENESS, alike & ~begin, likeness))
    elif details:
        ways.append((BY_DETAILS, details, SORTED))
    return sorted(ways, key=lambda way: way[0])


def _details(shape: _Shape) -> Q:
    """What was said beside names, all of which must fit; empty where nothing was."""
    said = Q()
    if shape.born:
        said &= Q(born_on=a_day("born"))
    if shape.postcode:
        said &= Q(StartsWith(POSTCODE, a_text("postcode"))) & ~Q(postcode="")
    if shape.telephone:
        said &= Q(StartsWith(TELEPHONE_BACKWARDS, a_text("telephone"))) & ~Q(telephone="")
    return said


def _begins(word: _Word) -> Q:
    """A name begins with the word, or somebody goes by a name that stands for it."""
    return reduce(
        or_,
        (
            Q(StartsWith(WHOLE_NAME, name)) | Q(Contains(WHOLE_NAME, f" {name}"))
            for name in (word.typed, *(f"{name} " for name in word.also))
        ),
    )


def _is_alike(word: _Word) -> Q:
    fits = _begins(word)
    return fits | Q(TrigramWordSimilar(WHOLE_NAME, word.typed)) if word.is_forgiven else fits


def _likeness(words: tuple[_Word, ...]) -> Expression:
    """How much of every word the name holds, 0 to 1 a word."""
    likeness: Expression = Value(0.0)
    for word in words:
        likeness = likeness + TrigramWordSimilarity(word.typed, WHOLE_NAME)
    return likeness


def _why(rank: int, joined: bool, asked: Asked, line: ListedPerson) -> str:
    """Why a line is there, in words."""
    said: list[str] = []
    match rank:
        case n if n == BY_NHS:
            said.append("NHS number")
        case n if n == BY_COUNCIL_ID:
            said.append("council number")
        case n if n == BY_NUMBER:
            said.append("number in another system")
        case n if n == BY_BEGINNING:
            said.append("council number begins so")
        case n if n in (BY_FAMILY, BY_NAME):
            said.append(_why_name(asked, line))
        case n if n == BY_LIKENESS:
            said.append("name is spelt much like it")
    if rank in (BY_NAME, BY_LIKENESS, BY_DETAILS):
        if asked.born_on is not None:
            said.append(f"born on {in_words(asked.born_on)}")
        if asked.postcode:
            said.append("postcode")
        if asked.telephone:
            said.append("telephone number")
    if joined:
        said.append("under a number or name that was joined into this record")
    return ", ".join(said)


def _why_name(asked: Asked, line: ListedPerson) -> str:
    called = f" {line.given_name} {line.family_name}".casefold()
    if all(f" {name}" in called for name in asked.names):
        return "name"
    return "also called so, or short for it"
