"""What is known of somebody's life, by day: who is around, why support, conditions, numbers, talk.

The caller has recorded that the record was opened; every question here asks again who may.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, Subquery
from django.db.models.expressions import OuterRef

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.support.people import domain, permissions
from ownway.support.people.domain.likeness import Known, Verdict, compare
from ownway.support.people.models import (
    AskedHowToTalk,
    HealthCondition,
    Identifier,
    Person,
    Sharing,
    SomeoneAround,
    SupportReason,
)
from ownway.support.people.models.records import POSTCODE, WHOLE_NAME
from ownway.support.people.queries.matching import known_of
from ownway.support.people.queries.records import (
    PEOPLE_LISTED,
    ListedPerson,
    briefly_known,
    check_may_read,
    display,
)

SOON_DAYS = 14
LIKELY_AT_MOST = 8
COMPARED_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class AroundLine:
    """Somebody around a person; `person_id` where they have a record that the reader may know of.

    `back` says that the row stands on the other's record and is read from this side.
    """

    id: UUID
    name: str
    who: str
    words: str
    telephone: str
    email: str
    may_be_told: str
    basis: str
    basis_seen_on: date | None
    first_day: date | None
    last_day: date | None
    rung_first: bool
    person_id: UUID | None
    back: bool

    def is_over(self, on: date) -> bool:
        return self.last_day is not None and self.last_day < on


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A reason or a condition, from when to when, and who said so."""

    id: UUID
    words: str
    main: bool
    first_day: date
    last_day: date | None
    from_file: bool
    said_by: str
    noted_by: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    id: UUID | None
    kind: str
    value: str
    first_day: date | None
    last_day: date | None
    never_theirs_on: date | None
    never_theirs_because: str


@dataclass(frozen=True, slots=True)
class SharingLine:
    id: UUID
    what: str
    whom: str
    purpose: str
    basis: str
    basis_words: str
    told: str
    first_day: date
    last_day: date | None
    decided_by: str
    decided_on: date
    ended_on: date | None
    ended_because: str
    by_their_yes: bool

    def holds(self, on: date) -> bool:
        return self.ended_on is None and domain.in_force(self.first_day, self.last_day, on)


@dataclass(frozen=True, slots=True)
class Talk:
    """When somebody was last asked how to talk with them, and when to ask again."""

    asked_on: date
    asked_by: str
    asked_whom: str
    none_needed: bool
    may_share: bool
    review_by: date
    codes: tuple[str, ...]

    def is_due(self, on: date) -> bool:
        return self.review_by <= on


@dataclass(frozen=True, slots=True)
class Life:
    """Everything of a life that is kept by day; what is over stands after what holds."""

    around: tuple[AroundLine, ...]
    reasons: tuple[DatedLine, ...]
    conditions: tuple[DatedLine, ...]
    numbers: tuple[NumberLine, ...]
    sharings: tuple[SharingLine, ...]
    talk: Talk | None


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Somebody of one's own who was never asked how to talk, or is to be asked again."""

    person_id: UUID
    name: str
    review_by: date | None

    def is_late(self, on: date) -> bool:
        return self.review_by is None or self.review_by < on


def life_of(person_id: UUID, *, by: SignIn, on: date) -> Life:
    """What is kept by day about somebody. Raises NotFound as `check_may_read`."""
    check_may_read(person_id, by=by)
    person = Person.objects.get(pk=person_id)
    return Life(
        around=tuple(around_of(person_id, by=by, on=on)),
        reasons=tuple(
            _dated(row, row.reason, main=row.primary)
            for row in SupportReason.objects.filter(person=person)
            .select_related("noted_by")
            .order_by("last_day", "-primary", "-first_day", "pk")
        ),
        conditions=tuple(
            _dated(row, domain.condition_in_words(row.code, row.words), main=False)
            for row in HealthCondition.objects.filter(person=person)
            .select_related("noted_by")
            .order_by("last_day", "code", "pk")
        ),
        numbers=tuple(_numbers(person)),
        sharings=tuple(sharings_of(person_id, by=by, on=on)),
        talk=talk_of(person_id, by=by),
    )


def around_of(person_id: UUID, *, by: SignIn, on: date) -> list[AroundLine]:
    """Who is around somebody, whom to ring first on top, those who no longer are last.

    Rows of another's record that name this person are read from this side, for those who may open
    the other record. Somebody whose own record the reader may not know of is left out, unless it is
    the person who asks: then only what they themself would say of them.
    """
    check_may_read(person_id, by=by)
    own = list(SomeoneAround.objects.filter(person_id=person_id).exclude(other_person_id=person_id))
    back = list(
        SomeoneAround.objects.filter(other_person_id=person_id)
        .exclude(person_id=person_id)
        .select_related("person", "person__locality")
    )
    others = {row.other_person_id for row in own if row.other_person_id}
    known = set(
        permissions.visible(Person.objects.filter(pk__in=others), to=by).values_list(
            "pk", flat=True
        )
    )
    opens = set(
        permissions.openable(
            Person.objects.filter(pk__in={row.person_id for row in back}), to=by
        ).values_list("pk", flat=True)
    )
    lines = [
        _around(row, row.other_person_id if row.other_person_id in known else None)
        for row in own
        if row.other_person_id is None or row.other_person_id in known
    ]
    if by.kind != Kind.STAFF:
        lines += [
            _around_barely(row)
            for row in own
            if row.other_person_id is not None and row.other_person_id not in known
        ]
    lines += [_around_back(row, on) for row in back if row.person_id in opens]
    return sorted(lines, key=lambda line: (line.is_over(on), not line.rung_first, line.back))


def talk_of(person_id: UUID, *, by: SignIn) -> Talk | None:
    """When somebody was last asked how to talk with them; None: never."""
    check_may_read(person_id, by=by)
    row = AskedHowToTalk.objects.filter(person_id=person_id).select_related("asked_by").first()
    if row is None:
        return None
    return Talk(
        asked_on=row.asked_on,
        asked_by=row.asked_by.name if row.asked_by else "",
        asked_whom=row.asked_whom,
        none_needed=row.none_needed,
        may_share=row.may_share,
        review_by=row.review_by,
        codes=tuple(row.codes),
    )


def needs_to_change(person_id: UUID, *, by: SignIn) -> tuple[list[str], str]:
    """The coded needs of somebody, and the words beside them, to change on a page."""
    check_may_read(person_id, by=by)
    person = Person.objects.get(pk=person_id)
    codes = person.communication_needs.order_by("code").values_list("code", flat=True)
    return list(codes), person.how_to_talk


def sharings_of(person_id: UUID, *, by: SignIn, on: date) -> list[SharingLine]:
    """What is shared about somebody, what holds on that day first."""
    check_may_read(person_id, by=by)
    rows = Sharing.objects.filter(person_id=person_id).select_related("decided_by")
    lines = [
        SharingLine(
            id=row.pk,
            what=row.what,
            whom=row.whom,
            purpose=row.purpose,
            basis=domain.BASES[row.basis].words,
            basis_words=row.basis_words,
            told=row.told,
            first_day=row.first_day,
            last_day=row.last_day,
            decided_by=row.decided_by.name if row.decided_by else "",
            decided_on=row.decided_on,
            ended_on=row.ended_on,
            ended_because=row.ended_because,
            by_their_yes=domain.BASES[row.basis].withdrawn_by_person,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.holds(on))


def to_ask(*, by: SignIn, on: date, limit: int = 20) -> tuple[list[ToAsk], int]:
    """Those whose worker `by` is and who are to be asked how to talk: never asked, or due soon.

    Returns the first ones, never asked last, and how many there are. Their listing is recorded.
    Must run in a transaction.
    """
    last = AskedHowToTalk.objects.filter(person=OuterRef("pk")).order_by("-asked_on", "-pk")
    rows = (
        permissions.theirs(Person.objects.filter(worker=by, died_on__isnull=True), to=by)
        .annotate(again=Subquery(last.values("review_by")[:1]))
        .filter(Q(again__isnull=True) | Q(again__lte=on + timedelta(days=SOON_DAYS)))
    )
    some = rows.select_related("locality").order_by("again", "family_name", "given_name", "pk")
    lines = [ToAsk(row.pk, display(row, on), row.again) for row in some[:limit]]
    facts.record_many(PEOPLE_LISTED, ((on, line.person_id, None) for line in lines), by=by)
    return lines, len(lines) if len(lines) < limit else rows.count()


def counted_by_condition(*, by: SignIn, on: date) -> dict[str, int]:
    """How many people live with each condition on that day, by code; a person counts once in each.

    Of the people who are the work of `by`, and are not known to have died.
    """
    theirs = permissions.theirs(Person.objects.filter(died_on__isnull=True), to=by)
    rows = (
        HealthCondition.objects.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=on),
            first_day__lte=on,
            person__in=theirs.values("pk"),
        )
        .order_by()
        .values("code")
        .annotate(people=Count("person", distinct=True))
    )
    return {row["code"]: row["people"] for row in rows}


def likely_same(said: Known, *, by: SignIn, on: date) -> list[tuple[ListedPerson, tuple[str, ...]]]:
    """Whom a new record may be of: people `by` may know of who are like it, with why.

    Their listing is recorded. Must run in a transaction.
    """
    rows = permissions.visible(Person.objects.all(), to=by)
    shares = Q(pk__isnull=True)
    if said.nhs_number:
        shares |= Q(nhs_number=said.nhs_number)
    if said.born_on:
        shares |= Q(born_on=said.born_on)
    ids = set(rows.filter(shares).values_list("pk", flat=True)[:COMPARED_AT_MOST])
    named = rows.annotate(whole_name=WHOLE_NAME, postcode_plain=POSTCODE)
    whole = " ".join(f"{said.given_name} {said.family_name}".split()).casefold()
    if whole:
        alike = Q(whole_name__trigram_word_similar=whole)
        postcode = "".join(said.postcode.split()).upper()
        if postcode:
            alike |= Q(postcode_plain=postcode) & ~Q(postcode="")
        ids |= set(named.filter(alike).values_list("pk", flat=True)[:COMPARED_AT_MOST])
    found = [
        (likeness, one)
        for one, known in known_of(ids).items()
        if (likeness := compare(said, known)).verdict != Verdict.DIFFERENT
    ]
    found.sort(key=lambda pair: (-pair[0].points, str(pair[1])))
    lines = briefly_known([one for _, one in found[:LIKELY_AT_MOST]], by=by, on=on)
    return [
        (lines[one], likeness.speaks_for)
        for likeness, one in found[:LIKELY_AT_MOST]
        if one in lines
    ]


def _around(row: SomeoneAround, person_id: UUID | None) -> AroundLine:
    return AroundLine(
        id=row.pk,
        name=row.name,
        who=domain.around_in_words(row.kind, row.who),
        words=row.words,
        telephone=row.telephone,
        email=row.email,
        may_be_told=row.may_be_told,
        basis=row.basis,
        basis_seen_on=row.basis_seen_on,
        first_day=row.first_day,
        last_day=row.last_day,
        rung_first=row.rank == 0,
        person_id=person_id,
        back=False,
    )


def _around_barely(row: SomeoneAround) -> AroundLine:
    """What a person themself sees of somebody whose own record they may not know of."""
    return AroundLine(
        id=row.pk,
        name=row.name,
        who=domain.around_in_words(row.kind, row.who),
        words="",
        telephone="",
        email="",
        may_be_told=row.may_be_told,
        basis=row.basis,
        basis_seen_on=row.basis_seen_on,
        first_day=row.first_day,
        last_day=row.last_day,
        rung_first=row.rank == 0,
        person_id=None,
        back=False,
    )


def _around_back(row: SomeoneAround, on: date) -> AroundLine:
    return AroundLine(
        id=row.pk,
        name=display(row.person, on),
        who=domain.around_back_in_words(row.kind),
        words="",
        telephone="",
        email="",
        may_be_told="",
        basis="",
        basis_seen_on=None,
        first_day=row.first_day,
        last_day=row.last_day,
        rung_first=False,
        person_id=row.person_id,
        back=True,
    )


def _dated(row: SupportReason | HealthCondition, words: str, *, main: bool) -> DatedLine:
    return DatedLine(
        id=row.pk,
        words=words,
        main=main,
        first_day=row.first_day,
        last_day=row.last_day,
        from_file=row.source == "file",
        said_by=row.said_by,
        noted_by=row.noted_by.name if row.noted_by else "",
    )


def _numbers(person: Person) -> list[NumberLine]:
    """Every number somebody is or was known by, those that joining kept among them."""
    held = list(Identifier.objects.filter(person=person))
    kinds: Mapping[str, str] = domain.IDENTIFIER_KINDS
    lines = [NumberLine(None, "Council number", person.council_id, None, None, None, "")]
    lines += [
        NumberLine(
            None, "Council number of a record joined into this", number, None, None, None, ""
        )
        for number in Person.objects.filter(joined_into=person)
        .order_by("council_id")
        .values_list("council_id", flat=True)
    ]
    now = [row for row in held if row.kind == domain.NHS and row.value == person.nhs_number]
    if person.nhs_number and not any(row.never_theirs_on is None for row in now):
        lines.append(
            NumberLine(None, kinds[domain.NHS], _spaced(person.nhs_number), None, None, None, "")
        )
    return lines + [
        NumberLine(
            id=row.pk,
            kind=f"{kinds[row.kind]}{', ' if row.system else ''}{row.system}",
            value=_spaced(row.value) if row.kind == domain.NHS else row.value,
            first_day=row.first_day,
            last_day=row.last_day,
            never_theirs_on=row.never_theirs_on,
            never_theirs_because=row.never_theirs_because,
        )
        for row in held
    ]


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number
