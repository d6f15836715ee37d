"""Questions about people: the one door to their rows, which filters by who asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import age_on
from ownway.kernel.refusal import LivesOn, NotFound, ReasonNeeded
from ownway.support.people import domain, permissions
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.people.domain.seeing import Work, reason_in_words
from ownway.support.people.models import CommunicationNeed, Locality, Opening, Person, TeamRule
from ownway.support.people.queries.joined import survivors
from ownway.support.people.queries.prepared import Built, a_text, an_id, asked_by, values_of

# One sentence for nobody at all and for a record that may not be known of: no answer tells which.
NOBODY = "There is nobody of that name or number, or the record is not yours to open."
RECORD_OPENED = declare("people.record-opened", "Record opened", reading=True)
PEOPLE_LISTED = declare("people.listed", "A list of people opened", reading=True)


# What a line of a list is made of, and how lists stand.
LINE = (
    "id", "given_name", "family_name", "council_id", "born_on", "died_on", "locality__name", "town",
    "postcode", "primary_support_reason", "team__name", "how_to_talk",
    ArraySubquery(
        CommunicationNeed.objects.filter(person=OuterRef("pk"))
        .order_by("recorded_on", "code")
        .values("code")
    ),
    "inside",
)  # fmt: skip
BY_NAME = ("family_name", "given_name", "id")


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
    """One line of a list of people.

    Of somebody `outside` the reader's own work it says the name, the place, the team and how to
    talk to them, and leaves the rest empty.
    """

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
    outside: bool


def person_for_reading(
    person_id: UUID, *, by: SignIn, on: date, why: str = "", work: Work = Work.RECORD
) -> PersonRecord:
    """A person's record, for someone who may open it; the reading itself is a fact.

    `work` is what the page is for: a council-wide role opens the pages of its own work without a
    reason. The fact says that work, or the reason that was given. Whoever was let in and decides
    nothing in the person's place reads nothing of whom they share with, nor of others around them.
    Must run in a transaction. Raises as `check_may_read`.
    """
    row = _one(person_id, by, work)
    why = why or _why(row, by, work)
    facts.record_reading(RECORD_OPENED, about=row.pk, by=by, on=on, words=why)
    at = looked_at_by(by.pk)
    if at is not None and not at.acts:
        return replace(_record(row, on), shares_with="", does_not_share_with="", around=())
    return _record(row, on)


def check_may_read(person_id: UUID, *, by: SignIn) -> None:
    """Raises NotFound when there is nobody of that id *or* `by` may not know of them.

    It is LivesOn when the record was joined with another that `by` may know of, and ReasonNeeded
    when `by` may know of them and has to say why before the record opens.
    """
    if not permissions.theirs(Person.objects.filter(pk=person_id), to=by).exists():
        raise _not_here(person_id, by)


def person_briefly(
    person_id: UUID, *, by: SignIn, on: date, work: Work = Work.RECORD
) -> ListedPerson:
    """The one line about somebody that heads a page, for whoever may open it.

    `work` as in `person_for_reading`. Raises as `check_may_read`.
    """
    return _listed(_one(person_id, by, work), on)


def person_to_ask_about(person_id: UUID, *, by: SignIn, on: date) -> ListedPerson:
    """What whoever is about to give a reason may know of somebody: the line of an outsider.

    Raises NotFound when there is nobody *or* `by` may not know of them; LivesOn.
    """
    rows = _with_parts(permissions.visible(Person.objects.filter(pk=person_id), to=by))
    row = rows.first()
    if row is None:
        raise _not_here(person_id, by)
    return _listed(row, on, outside=True)


def opens(person_id: UUID, *, by: SignIn, work: Work = Work.RECORD) -> bool:
    """Whether `by` may open this record now without being asked why."""
    rows = Person.objects.filter(pk=person_id)
    return permissions.openable(rows, to=by, work=work).exists()


def died_on(person_id: UUID, *, by: SignIn) -> date | None:
    """The day somebody died, if they did. Raises NotFound as `check_may_read`."""
    check_may_read(person_id, by=by)
    return Person.objects.values_list("died_on", flat=True).get(pk=person_id)


def own_person_id(by: SignIn) -> UUID:
    """Whose record stands behind the person's door: their own, or the one they look at.

    Raises NotFound for anybody who has none and was not let in to one.
    """
    at = looked_at_by(by.pk)
    whose = at.person_id if at else by.own_person_id
    if whose is None:
        raise NotFound("There is no record of your own here.")
    return survivors([whose]).get(whose, whose)


def people_of_team(
    *, by: SignIn, on: date, after: tuple[str, str, UUID] | None = None, limit: int = 25
) -> list[ListedPerson]:
    """The people whose records are the work of `by`, by name, a page at a time.

    `after` is the last line of the page before. The reading of the list is recorded. Must run in a
    transaction.
    """
    family, given, last = after or ("", "", None)
    values = values_of(by) | {"family": family, "given": given, "last": last}
    question = asked_by(by, _page_of_team, after is not None, limit)
    rows = question.ask_and_record(PEOPLE_LISTED, values, by=by, on=on)
    return [_line(row, on) for row in rows]


def _page_of_team(by: SignIn, goes_on: bool, limit: int) -> Built:
    living = Person.objects.filter(died_on__isnull=True)
    stands: dict[str, Any] = {}
    if goes_on:
        stands = {"family": a_text("family"), "given": a_text("given"), "last": an_id("last")}
        family, given = stands["family"], stands["given"]
        # The first condition lets the index begin where the page does.
        living = living.filter(
            Q(family_name__gte=family)
            & (
                Q(family_name__gt=family)
                | Q(family_name=family, given_name__gt=given)
                | Q(family_name=family, given_name=given, pk__gt=stands["last"])
            )
        )
    parts = [
        rows.order_by(*BY_NAME).annotate(inside=Value(True)).values_list(*LINE)[:limit]
        for rows in permissions.theirs_in_parts(living, to=by)
    ]
    if len(parts) == 1:
        return Built(parts[0], stands)
    return Built(parts[0].union(*parts[1:], all=True).order_by(*BY_NAME)[:limit], stands)


def briefly(person_ids: Iterable[UUID], *, by: SignIn, on: date) -> Mapping[UUID, ListedPerson]:
    """One line for each of these people who are the work of `by`, by id; the others are left out.

    An id that was joined into another stands for the person it leads to.
    """
    asked = list(person_ids)

    def shown(ids: Iterable[UUID]) -> dict[UUID, ListedPerson]:
        rows = permissions.theirs(Person.objects.filter(pk__in=list(ids)), to=by)
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


def briefly_known(
    person_ids: Iterable[UUID], *, by: SignIn, on: date
) -> Mapping[UUID, ListedPerson]:
    """A line for each of these people whom `by` may know of, by id; the others are left out.

    Little is said of those outside their own work (`ListedPerson.outside`). The reading of the
    list is recorded. Must run in a transaction.
    """
    asked = list(person_ids)
    if not asked:
        return {}
    rows = asked_by(by, _known_among).ask_and_record(
        PEOPLE_LISTED, values_of(by) | {"ids": asked}, by=by, on=on
    )
    return {row[0]: _line(row, on, outside=not row[-1]) for row in rows}


def _known_among(by: SignIn) -> Built:
    stands = {"ids": [an_id("ids")]}
    among = Person.objects.filter(permissions.one_of_ids(stands["ids"]))
    known = permissions.visible(among, to=by).annotate(inside=permissions.is_theirs(by))
    return Built(known.values_list(*LINE), stands)


def ids_visible(*, by: SignIn) -> QuerySet[Person, UUID]:
    """The ids of everyone whose rows are the work of `by`, to narrow another context's rows.

    Not everybody they may know of: see `permissions.theirs`.
    """
    return permissions.theirs(Person.objects.all(), to=by).values_list("pk", flat=True)


def ids_of_the_dead() -> QuerySet[Person, UUID]:
    """The ids of everyone who is known to have died; for the return, which tells of everybody."""
    return Person.objects.filter(died_on__isnull=False).values_list("pk", flat=True)


def ids_with_protected_address() -> QuerySet[Person, UUID]:
    """The ids of everyone whose address is protected; for files, which then leave it out."""
    return Person.objects.filter(address_protected=True).order_by().values_list("pk", flat=True)


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


def _one(person_id: UUID, by: SignIn, work: Work = Work.RECORD) -> Person:
    rows = permissions.openable(Person.objects.filter(pk=person_id), to=by, work=work)
    row = _with_parts(rows).first()
    if row is None:
        raise _not_here(person_id, by)
    return row


def _why(row: Person, by: SignIn, work: Work) -> str:
    """Why somebody of staff opens a record that is not their team's: their work, or a reason."""
    in_team = by.team_id is not None and row.team_id == by.team_id
    if by.kind != Kind.STAFF or row.worker_id == by.pk or in_team:
        return ""
    given = Opening.objects.filter(by=by, person=row).order_by("-given_at").first()
    if given is not None and by.asking_at is not None and by.asking_at < given.until:
        return reason_in_words(given.reason, given.words)
    return "" if work == Work.RECORD else f"For their work: {work.value}"


def _not_here(person_id: UUID, by: SignIn) -> NotFound:
    """ReasonNeeded where `by` may know of them; LivesOn where joined into one such; or NotFound."""
    if permissions.visible(Person.objects.filter(pk=person_id), to=by).exists():
        return ReasonNeeded(person_id)
    into = survivors([person_id]).get(person_id)
    if into and permissions.visible(Person.objects.filter(pk=into), to=by).exists():
        return LivesOn(person_id, into)
    return NotFound(NOBODY)


def _with_parts(rows: QuerySet[Person]) -> QuerySet[Person]:
    return rows.select_related("team", "worker", "locality").prefetch_related("communication_needs")


def _place(row: Person) -> str:
    return row.locality.name if row.locality else row.town or row.postcode


def _needs(row: Person) -> tuple[str, ...]:
    return tuple(domain.need_in_words(need.code) for need in row.communication_needs.all())


def _line(row: Sequence[Any], on: date, *, outside: bool = False) -> ListedPerson:
    """A line from a row of `LINE`."""
    (
        id_, given_name, family_name, council_id, born_on, died_on, locality, town, postcode,
        reason, team, how_to_talk, needs, _,
    ) = row  # fmt: skip
    place = locality or town or ("" if outside else postcode)
    name = f"{given_name} {family_name}".strip() or council_id
    if not outside:
        name = domain.display_name(given_name, family_name, council_id, born_on, place, on)
    return ListedPerson(
        id=id_,
        name=name,
        given_name=given_name,
        family_name=family_name,
        council_id=council_id,
        age=age_on(born_on, died_on or on) if born_on and not outside else None,
        place=place,
        primary_support_reason="" if outside else reason,
        team=team or "",
        needs=tuple(domain.need_in_words(code) for code in needs),
        how_to_talk=how_to_talk,
        outside=outside,
    )


def _listed(row: Person, on: date, *, outside: bool = False) -> ListedPerson:
    if outside:
        return ListedPerson(
            id=row.pk,
            name=f"{row.given_name} {row.family_name}".strip() or row.council_id,
            given_name=row.given_name,
            family_name=row.family_name,
            council_id=row.council_id,
            age=None,
            place=row.locality.name if row.locality else row.town,
            primary_support_reason="",
            team=row.team.name if row.team else "",
            needs=_needs(row),
            how_to_talk=row.how_to_talk,
            outside=True,
        )
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
        outside=False,
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
