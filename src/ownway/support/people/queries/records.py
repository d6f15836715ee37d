"""Questions about people: the one door to their rows, which filters by who asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Greatest

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import age_on
from ownway.kernel.refusal import LivesOn, NotFound
from ownway.support.people import domain, permissions
from ownway.support.people.models import Locality, Person, TeamRule
from ownway.support.people.queries.joined import staying, survivors

RECORD_OPENED = declare("people.record-opened", "Record opened", reading=True)
PEOPLE_LISTED = declare("people.listed", "A list of people opened", reading=True)


@dataclass(frozen=True, slots=True)
class AroundSomeone:
    name: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class SaidAboutMe:
    own_words: str
    what_matters: str
    good_day: str
    how_to_help: str
    worries: str
    said_on: date
    said_by: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """What a page about a person may show; read once, with its reading recorded."""

    id: UUID
    council_id: str
    name: str
    first_name: str
    known_as: str
    nhs_ending: str
    born_on: date | None
    died_on: date | None
    age: int | None
    address: str
    place: str
    telephone: str
    email: str
    primary_support_reason: str
    health_conditions: str
    needs: tuple[str, ...]
    how_to_talk: str
    decides_for_self: str
    shares_with: str
    does_not_share_with: str
    if_things_go_wrong: str
    team_id: UUID | None
    team: str
    worker_id: UUID | None
    worker: str
    worker_title: str
    about_me: SaidAboutMe | None
    around: tuple[AroundSomeone, ...]


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line of a list of people."""

    id: UUID
    name: str
    given_name: str
    family_name: str
    council_id: str
    age: int | None
    place: str
    primary_support_reason: str
    team: str
    needs: tuple[str, ...]
    how_to_talk: str


def person_for_reading(person_id: UUID, *, by: SignIn, on: date, why: str = "") -> PersonRecord:
    """A person's record, for someone who may see it; the reading itself is a fact.

    Must run in a transaction. Raises NotFound when there is nobody *or* `by` may not know of them.
    """
    row = _one(person_id, by)
    facts.record_reading(RECORD_OPENED, about=row.pk, by=by, on=on, words=why)
    return _record(row, on)


def check_may_read(person_id: UUID, *, by: SignIn) -> None:
    """Raises NotFound when there is nobody of that id *or* `by` may not know of them.

    LivesOn, which is a NotFound, when the record was joined with another that `by` may see.
    """
    if not permissions.visible(Person.objects.filter(pk=person_id), to=by).exists():
        raise _not_here(person_id, by)


def person_briefly(person_id: UUID, *, by: SignIn, on: date) -> ListedPerson:
    """The one line about somebody that heads a page. Raises NotFound as `check_may_read`."""
    return _listed(_one(person_id, by), on)


def died_on(person_id: UUID, *, by: SignIn) -> date | None:
    """The day somebody died, if they did. Raises NotFound as `check_may_read`."""
    check_may_read(person_id, by=by)
    return Person.objects.values_list("died_on", flat=True).get(pk=person_id)


def own_person_id(by: SignIn) -> UUID:
    """Whose record a person's sign-in opens. Raises NotFound for anybody else."""
    if by.own_person_id is None:
        raise NotFound("There is no record of your own here.")
    return survivors([by.own_person_id]).get(by.own_person_id, by.own_person_id)


def find(words: str, *, by: SignIn, on: date, limit: int = 25) -> list[ListedPerson]:
    """People whose name, number, postcode or birth date fit, spelling forgiven, best first.

    Nothing typed gives nobody: browse `people_of_team` instead.
    """
    said = " ".join(words.split())[:100]
    if not said:
        return []
    rows = permissions.visible(Person.objects.all(), to=by)
    digits = "".join(said.split())
    exact = Q(council_id__iexact=said) | Q(postcode__iexact=said)
    if digits.isdecimal() and len(digits) == 10:
        exact |= Q(nhs_number=digits)
    if born_on := _a_day(said):
        exact |= Q(born_on=born_on)
    certain = list(
        _with_parts(rows.filter(pk__in=staying(exact))).order_by("family_name", "given_name", "pk")[
            :limit
        ]
    )
    whole = Concat(F("given_name"), Value(" "), F("family_name"))
    likeness = Greatest(
        TrigramWordSimilarity(said, whole), TrigramWordSimilarity(said, F("known_as"))
    )
    likely = (
        _with_parts(rows.exclude(pk__in=[row.pk for row in certain]))
        .annotate(likeness=likeness)
        .filter(likeness__gte=0.45)
        .order_by("-likeness", "family_name", "given_name", "pk")
    )
    found = [*certain, *likely[: limit - len(certain)]]
    if len(found) < limit:
        # Somebody may be known by another name under another id of theirs.
        once = Person.objects.filter(joined_into__isnull=False).annotate(likeness=likeness)
        others = once.filter(likeness__gte=0.45).order_by("-likeness", "pk")
        ids = set(others.values_list("joined_into_id", flat=True)[:limit])
        more = _with_parts(rows.filter(pk__in=ids - {row.pk for row in found}))
        found += more.order_by("family_name", "given_name", "pk")[: limit - len(found)]
    return [_listed(row, on) for row in found]


def people_of_team(
    *, by: SignIn, on: date, after: tuple[str, str, UUID] | None = None, limit: int = 25
) -> list[ListedPerson]:
    """The people `by` may see, by name, a page at a time.

    `after` is the last line of the page before.
    """
    rows = _with_parts(permissions.visible(Person.objects.filter(died_on__isnull=True), to=by))
    if after is not None:
        family, given, last = after
        rows = rows.filter(
            Q(family_name__gt=family)
            | Q(family_name=family, given_name__gt=given)
            | Q(family_name=family, given_name=given, pk__gt=last)
        )
    return [_listed(row, on) for row in rows.order_by("family_name", "given_name", "pk")[:limit]]


def briefly(person_ids: Iterable[UUID], *, by: SignIn, on: date) -> Mapping[UUID, ListedPerson]:
    """One line for each of these people whom `by` may see, by id; the others are left out.

    An id that was joined into another stands for the person it leads to.
    """
    asked = list(person_ids)

    def shown(ids: Iterable[UUID]) -> dict[UUID, ListedPerson]:
        rows = permissions.visible(Person.objects.filter(pk__in=list(ids)), to=by)
        return {row.pk: _listed(row, on) for row in _with_parts(rows)}

    found = shown(asked)
    missing = [one for one in asked if one not in found]
    leads = survivors(missing) if missing else {}
    if leads:
        found |= shown(leads.values())
    return {
        one: found[leads.get(one, one)]
        for one in dict.fromkeys(asked)
        if leads.get(one, one) in found
    }


def ids_visible(*, by: SignIn) -> QuerySet[Person, UUID]:
    """The ids of everyone `by` may see, to narrow another context's rows."""
    return permissions.visible(Person.objects.all(), to=by).values_list("pk", flat=True)


def ids_of_the_dead() -> QuerySet[Person, UUID]:
    """The ids of everyone who is known to have died; for the return, which tells of everybody."""
    return Person.objects.filter(died_on__isnull=False).values_list("pk", flat=True)


def ids_by_council_id(council_ids: Iterable[str]) -> dict[str, UUID]:
    """Ids for files and commands, which act for the whole council. Unknown numbers are left out.

    Any number of somebody known by several gives the id of the record that stays.
    """
    return {
        council_id: into or own
        for council_id, own, into in Person.objects.filter(
            council_id__in=list(council_ids)
        ).values_list("council_id", "pk", "joined_into_id")
    }


def council_ids_by_nhs_number(nhs_numbers: Iterable[str]) -> dict[str, list[str]]:
    """Who is known by each of these NHS numbers, for files. Unknown numbers are left out.

    Somebody known by several council ids is named once, by that of the record that stays.
    """
    found: dict[str, list[str]] = {}
    for nhs_number, council_id in (
        Person.objects.filter(nhs_number__in=list(nhs_numbers))
        .annotate(stays_as=Coalesce("joined_into__council_id", "council_id"))
        .order_by("stays_as")
        .values_list("nhs_number", "stays_as")
        .distinct()
    ):
        found.setdefault(nhs_number, []).append(council_id)
    return found


def person_id_of(council_id: str) -> UUID:
    """Raises NotFound when the council knows nobody by that number."""
    found = ids_by_council_id([council_id])
    if council_id not in found:
        raise NotFound(f"Nobody here has the number {council_id}.")
    return found[council_id]


def said_lately(person_id: UUID, *, by: SignIn) -> dict[str, str]:
    """What somebody last said about themselves, to change. Raises NotFound as `check_may_read`."""
    said = _one(person_id, by).about_me.first()
    names = ("own_words", "what_matters", "good_day", "how_to_help", "worries")
    return {name: getattr(said, name) for name in names} if said else {}


def rules() -> list[domain.Rule]:
    return [
        domain.Rule(rule.team.name, rule.area, rule.support_reason)
        for rule in TeamRule.objects.select_related("team")
    ]


def places() -> list[tuple[str, str]]:
    """Every locality as (area, name), in that order of the alphabet."""
    return list(Locality.objects.order_by("area", "name").values_list("area", "name"))


def anybody_here() -> bool:
    return Person.objects.exists()


def _one(person_id: UUID, by: SignIn) -> Person:
    row = _with_parts(permissions.visible(Person.objects.filter(pk=person_id), to=by)).first()
    if row is None:
        raise _not_here(person_id, by)
    return row


def _not_here(person_id: UUID, by: SignIn) -> NotFound:
    """LivesOn where the record was joined into one that `by` may see; or plain NotFound."""
    into = survivors([person_id]).get(person_id)
    if into and permissions.visible(Person.objects.filter(pk=into), to=by).exists():
        return LivesOn(person_id, into)
    return NotFound("There is nobody of that name or number, or the record is not yours to open.")


def _with_parts(rows: QuerySet[Person]) -> QuerySet[Person]:
    return rows.select_related("team", "worker", "locality").prefetch_related("communication_needs")


def _a_day(words: str) -> date | None:
    parts = words.replace("/", " ").replace("-", " ").replace(".", " ").split()
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    day, month, year = (int(part) for part in (parts[::-1] if len(parts[0]) == 4 else parts))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _place(row: Person) -> str:
    return row.locality.name if row.locality else row.town or row.postcode


def _needs(row: Person) -> tuple[str, ...]:
    return tuple(domain.need_in_words(need.code) for need in row.communication_needs.all())


def _listed(row: Person, on: date) -> ListedPerson:
    return ListedPerson(
        id=row.pk,
        name=display(row, on),
        given_name=row.given_name,
        family_name=row.family_name,
        council_id=row.council_id,
        age=age_on(row.born_on, row.died_on or on) if row.born_on else None,
        place=_place(row),
        primary_support_reason=row.primary_support_reason,
        team=row.team.name if row.team else "",
        needs=_needs(row),
        how_to_talk=row.how_to_talk,
    )


def display(row: Person, on: date) -> str:
    """What a record is called on pages."""
    return domain.display_name(
        row.given_name, row.family_name, row.council_id, row.born_on, _place(row), on
    )


def _record(row: Person, on: date) -> PersonRecord:
    said = row.about_me.select_related("said_by").first()
    lines = (row.address_line_1, row.address_line_2, row.town, row.postcode)
    return PersonRecord(
        id=row.pk,
        council_id=row.council_id,
        name=display(row, on),
        first_name=row.given_name or "them",
        known_as=row.known_as,
        nhs_ending=row.nhs_number[-4:],
        born_on=row.born_on,
        died_on=row.died_on,
        age=age_on(row.born_on, row.died_on or on) if row.born_on else None,
        address=", ".join(line for line in lines if line),
        place=_place(row),
        telephone=row.telephone,
        email=row.email,
        primary_support_reason=row.primary_support_reason,
        health_conditions=row.health_conditions,
        needs=_needs(row),
        how_to_talk=row.how_to_talk,
        decides_for_self=row.decides_for_self,
        shares_with=row.shares_with,
        does_not_share_with=row.does_not_share_with,
        if_things_go_wrong=row.if_things_go_wrong,
        team_id=row.team_id,
        team=row.team.name if row.team else "",
        worker_id=row.worker_id,
        worker=row.worker.name if row.worker else "",
        worker_title=row.worker.job_title if row.worker else "",
        about_me=SaidAboutMe(
            own_words=said.own_words,
            what_matters=said.what_matters,
            good_day=said.good_day,
            how_to_help=said.how_to_help,
            worries=said.worries,
            said_on=said.said_on,
            said_by=said.said_by.name,
        )
        if said
        else None,
        around=tuple(AroundSomeone(one.name, one.who, one.words) for one in row.around.all()),
    )
