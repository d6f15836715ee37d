"""Making two records of one person into one, and undoing it.

Every row of the one that goes is given to the one that stays, in one transaction, and which rows
these were is kept, so that the joining can be undone. Facts are never rewritten: they stay under
the id they were recorded under, and whoever reads them asks for all ids (`queries.every_id`).
What was decided for good (budgets, contributions, money) cannot be given to another record, so a
record that holds some always stays; two of them cannot be joined.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts import queries as recorded
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.domain.joining import Details, filled
from ownway.support.people.domain.likeness import Verdict, compare, digest_of
from ownway.support.people.models import (
    CommunicationNeed,
    HealthCondition,
    Joining,
    LettersTo,
    MovedRows,
    Person,
    PossibleMatch,
    RestrictedReader,
    SupportReason,
)
from ownway.support.people.operations.matching import look_for_matches
from ownway.support.people.operations.protecting import ADDRESS, hide_address, see_whether_hidden
from ownway.support.people.queries.held import (
    Pointer,
    fixed_rows,
    pointers,
    rows_left_behind,
    rows_of,
)
from ownway.support.people.queries.matching import known_of

JOINED = declare("people.records-joined", "Two records joined into one")
JOINING_UNDONE = declare("people.joining-undone", "Two records made two again")

BY_RULE = "Same valid NHS number and same birth date, and nothing speaks against it"
NOT_CLEAR = (
    "More than two records are alike, and some of them are not surely the same. "
    "A person decides which belong together."
)
# What two records cannot both have, by the name of the constraint that says so.
CLASHES = {
    "one_plan_a_version": "Both records have a support plan",
    "one_plan_in_the_making": "Both records have a support plan in the making",
    "one_open_assessment_a_person": "Both records have an assessment under way",
    "one_open_request_a_person": "Both records have a request for support that is open",
}


@transaction.atomic
def join_people(stays: UUID, goes: UUID, *, by: SignIn, on: date, why: str) -> UUID:
    """Make one record of two; returns the id of the joining, by which it can be undone.

    Raises NotFound when `by` may not know of both; NotAllowed; Refused when nothing says why, when
    somebody joined one of them meanwhile, or when both hold what cannot be given to another.
    """
    if not permissions.MATCH_PEOPLE.allows(by):
        raise NotAllowed(permissions.MATCH_PEOPLE.refusal())
    for one in (stays, goes):
        queries.check_may_read(one, by=by)
    if not why.strip():
        raise Refused("Say how you know that they are the same person.")
    return _join(stays, goes, by=by, on=on, why=why.strip(), by_rule=False)


def join_sure_matches(*, by: SignIn | None, on: date) -> int:
    """Look for records of one person, and join those that surely are; returns how many it joined.

    Anything less than sure is kept as a question for `queries.open_questions`. Whoever `by` is
    need not be allowed to see the people: the rule decides, and every joining can be undone. Run
    it after a file was taken, in a transaction and an act of its own, so that undoing the file and
    undoing a joining stay two things. Safe to run at any time, and again.
    """
    gather_rows()
    look_for_matches(on=on)
    return join_what_is_sure(by=by, on=on)


def join_what_is_sure(*, by: SignIn | None, on: date) -> int:
    """Join the pairs that the last look was sure of; returns how many were joined."""
    joined = 0
    for group in _groups(PossibleMatch.objects.filter(sure=True, answer="", held_back="")):
        clear = len(group.matches) == len(group.people) * (len(group.people) - 1) // 2
        for match in sorted(group.matches, key=lambda one: (-one.points, one.pk)):
            try:
                if not clear:
                    raise Refused(NOT_CLEAR)
                with facts.one_context("rule"), transaction.atomic():
                    joined += _join_by_rule(match, by=by, on=on)
            except Refused as refusal:
                match.held_back = str(refusal)[:400]
                match.save(update_fields=["held_back"])
    return joined


@transaction.atomic
def say_two_people(match_id: UUID, *, by: SignIn, on: date, why: str = "") -> None:
    """Two records are of two people; they are asked about again only if more speaks for one."""
    _answer(match_id, PossibleMatch.TWO, by=by, on=on, why=why)


@transaction.atomic
def ask_later(match_id: UUID, *, by: SignIn, on: date, again_on: date) -> None:
    """Leave a question until a day."""
    match = _answer(match_id, PossibleMatch.LATER, by=by, on=on, why="")
    match.ask_again_on = again_on
    match.save(update_fields=["ask_again_on"])


def who_stays(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Which of two records stays, and which is joined into it.

    The one that holds what can never be given to another; else the one its person signs in to;
    else the one that was known first. Raises Refused when both hold such things.
    """
    held = fixed_rows([one, other])
    if held[one] and held[other]:
        raise Refused(_both_hold(held[one], held[other]))
    signs_in = access.people_with_a_sign_in([one, other])
    first_known = recorded.first_recorded([one, other])

    def rank(person_id: UUID) -> tuple[bool, bool, int, UUID]:
        return (
            not held[person_id],
            person_id not in signs_in,
            first_known.get(person_id, 2**63),
            person_id,
        )

    stays, goes = sorted((one, other), key=rank)
    return stays, goes


@transaction.atomic
def undo_joining(joining_id: UUID, *, by: SignIn, on: date, why: str) -> int:
    """Make two records again, each with the rows it had; returns how many rows made since stay.

    What was written since the joining stays with the record that stayed. Raises NotFound when `by`
    may not know of it; NotAllowed; Refused without a reason, when it was undone already, when the
    record that stayed was itself joined into another since, or when something written since
    belongs to a row that would go back.
    """
    if not permissions.MATCH_PEOPLE.allows(by):
        raise NotAllowed(permissions.MATCH_PEOPLE.refusal())
    joining = Joining.objects.select_for_update().filter(pk=joining_id).first()
    if joining is None:
        raise NotFound("There is no such joining.")
    if joining.undone_on is None:
        _one_at_a_time(joining.survivor_id, joining.other_id)
        if into := queries.survivors([joining.survivor_id]):
            queries.check_may_read(into[joining.survivor_id], by=by)
            raise Refused("The record was joined into another since. Undo that joining first.")
    queries.check_may_read(joining.survivor_id, by=by)
    if joining.undone_on is not None:
        raise Refused("This joining was undone already.")
    if not why.strip():
        raise Refused("Say how you know that they are two people.")
    since = queries.rows_since(joining)
    give_back(joining)
    take_out(joining)
    Person.objects.filter(pk=joining.other_id).update(joined_into=None)
    joining.undone_on, joining.undone_by, joining.undone_because = on, by, why.strip()
    joining.save(update_fields=["undone_on", "undone_by", "undone_because"])
    _tell_apart(joining, by=by, on=on, why=why.strip())
    for one in (joining.survivor_id, joining.other_id):
        facts.record(JOINING_UNDONE, about=one, of=joining.pk, by=by, on=on, words=why.strip())
    return since


def hold_joined() -> None:
    """Keep every joining as it is until the caller's transaction ends; `undo_joining` waits.

    Whoever has looked up by which ids people are known may then write rows by them.
    """
    list(
        Person.objects.select_for_update(of=("self",), no_key=True)
        .filter(Q(joined_into__isnull=False) | Q(pk__in=Joining.objects.values("survivor")))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


@transaction.atomic
def gather_rows() -> int:
    """Give the record that stays what was still written under an id joined into it.

    Somebody may have been writing on an old page in the very moment of a joining. Returns how many
    rows were given; rows that cannot stand beside what is there are left.
    """
    gathered = 0
    of = {
        one.other_id: one
        for one in Joining.objects.select_for_update().filter(undone_on__isnull=True)
    }
    for pointer, theirs in rows_left_behind().items():
        for joining in (of[person_id] for person_id in theirs if person_id in of):
            moving = _movable(pointer, joining, theirs[joining.other_id])
            if not moving:
                continue
            try:
                with transaction.atomic():
                    _give(pointer, joining, moving)
            except IntegrityError:
                continue
            kept = joining.moved.get(table=pointer.table, column=pointer.column)
            kept.ids = [*kept.ids, *moving]
            kept.save(update_fields=["ids"])
            gathered += len(moving)
    return gathered


def _join(stays: UUID, goes: UUID, *, by: SignIn | None, on: date, why: str, by_rule: bool) -> UUID:
    survivor, other = _one_at_a_time(stays, goes)
    if survivor.joined_into_id or other.joined_into_id:
        raise Refused("Somebody joined one of these records meanwhile. Look again.")
    fixed = fixed_rows([stays, goes])
    if held := fixed[goes]:
        if kept := fixed[stays]:
            raise Refused(_both_hold(kept, held))
        raise Refused(
            f"Keep the other record: this one holds {_listed(held)}, "
            "which can never be given to another."
        )
    took = filled(_details(survivor), _details(other))
    if survivor.address_protected or other.address_protected:
        took = {name: values for name, values in took.items() if name not in ADDRESS}
        for one in (stays, goes):
            hide_address(one)
    # Whoever is hidden in one record is hidden in the one that stays, also if they part again.
    if other.restricted:
        Person.objects.filter(pk=stays).update(restricted=True)
    joining = Joining.objects.create(
        survivor=survivor,
        other=other,
        joined_on=on,
        joined_by=by,
        by_rule=by_rule,
        why=why,
        filled={name: [_plain(before), _plain(after)] for name, (before, after) in took.items()},
    )
    _move(joining)
    Person.objects.filter(pk=goes).update(joined_into=survivor)
    if took:
        Person.objects.filter(pk=stays).update(**{name: after for name, (_, after) in took.items()})
    _say_same(joining, by=by, on=on)
    for one in (stays, goes):
        facts.record(
            JOINED,
            about=one,
            of=joining.pk,
            by=by,
            on=on,
            words=f"{other.council_id} is now part of {survivor.council_id}. {why}",
        )
    return joining.pk


def _join_by_rule(match: PossibleMatch, *, by: SignIn | None, on: date) -> bool:
    """Join two if they still are surely the same; what became of either meanwhile is looked at."""
    leads = queries.survivors([match.first_id, match.second_id])
    one = leads.get(match.first_id, match.first_id)
    other = leads.get(match.second_id, match.second_id)
    if one == other:
        return False
    known = known_of([one, other])
    if compare(known[one], known[other]).verdict != Verdict.SURE:
        raise Refused("Once more was known, the rule was no longer sure.")
    stays, goes = who_stays(one, other)
    _join(stays, goes, by=by, on=on, why=BY_RULE, by_rule=True)
    return True


class _Group:
    def __init__(self) -> None:
        self.people: set[UUID] = set()
        self.matches: list[PossibleMatch] = []


def _groups(matches: Iterable[PossibleMatch]) -> list[_Group]:
    """Pairs that share a record, together."""
    of: dict[UUID, _Group] = {}
    for match in matches:
        one, other = of.get(match.first_id), of.get(match.second_id)
        group = one or other or _Group()
        if one and other and one is not other:
            one.people |= other.people
            one.matches += other.matches
            of.update(dict.fromkeys(other.people, one))
        group.people |= {match.first_id, match.second_id}
        group.matches.append(match)
        of[match.first_id] = of[match.second_id] = group
    return list({id(group): group for group in of.values()}.values())


def _one_at_a_time(one: UUID, other: UUID) -> tuple[Person, Person]:
    """The two records, locked in one order so that two who join at once never wait on each other.

    Raises Refused when they are the same record; NotFound when one is not there.
    """
    if one == other:
        raise Refused("These are one record already.")
    rows = {
        row.pk: row
        for row in Person.objects.select_for_update(of=("self",))
        .filter(pk__in=[one, other])
        .order_by("pk")
    }
    if len(rows) < 2:
        raise NotFound("There is no such record.")
    return rows[one], rows[other]


def _move(joining: Joining) -> None:
    """Give all rows to the record that stays; keep which they were, and how many it had."""
    held, kept = rows_of([joining.survivor_id, joining.other_id]), list[MovedRows]()
    for pointer in pointers():
        theirs = held.get(pointer, {})
        moving = _movable(pointer, joining, theirs.get(joining.other_id, []))
        if moving:
            try:
                with transaction.atomic():
                    _give(pointer, joining, moving)
            except IntegrityError as clash:
                raise Refused(_clash_in_words(clash)) from clash
        kept.append(
            MovedRows(
                joining=joining,
                table=pointer.table,
                column=pointer.column,
                had=len(theirs.get(joining.survivor_id, [])),
                ids=moving,
            )
        )
    MovedRows.objects.bulk_create(kept)


def _movable(pointer: Pointer, joining: Joining, ids: list[str]) -> list[str]:
    """Those of the rows that may stand with the record that stays."""
    if pointer.fixed or not ids:
        return []
    if pointer.model is RestrictedReader:
        named = RestrictedReader.objects.filter(person=joining.survivor_id).values("reader")
        more = RestrictedReader.objects.filter(pk__in=ids).exclude(reader__in=named)
        return [str(pk) for pk in more.order_by("pk").values_list("pk", flat=True)]
    if pointer.model is LettersTo:
        own = LettersTo.objects.filter(person=joining.survivor_id, ended_on__isnull=True)
        theirs = LettersTo.objects.filter(pk__in=ids)
        rows = theirs.filter(ended_on__isnull=False) if own.exists() else theirs
        return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
    keep = joining.survivor_id
    new: QuerySet[Any, Any]
    if pointer.model is CommunicationNeed:
        had = CommunicationNeed.objects.filter(person=keep)
        new = CommunicationNeed.objects.filter(pk__in=ids).exclude(code__in=had.values("code"))
    elif pointer.model is SupportReason:
        # One main reason is in force, and it is that of the record that stays, if it has one.
        main = Q(primary=True, last_day__isnull=True)
        new = SupportReason.objects.filter(pk__in=ids)
        if SupportReason.objects.filter(main, person=keep).exists():
            new = new.exclude(main)
    elif pointer.model is HealthCondition:
        running = HealthCondition.objects.filter(person=keep, last_day__isnull=True)
        again = Q(last_day__isnull=True, code__in=running.exclude(code="other").values("code"))
        new = HealthCondition.objects.filter(pk__in=ids).exclude(again)
    else:
        return ids
    return [str(pk) for pk in new.order_by("pk").values_list("pk", flat=True)]


def _give(pointer: Pointer, joining: Joining, ids: list[str]) -> None:
    rows = pointer.model._base_manager.filter(pk__in=ids)
    rows.update(**{pointer.column: joining.survivor_id})


def give_back(joining: Joining) -> None:
    """Give back the rows that a joining moved. Raises Refused as `undo_joining`."""
    moved = {(one.table, one.column): set(one.ids) for one in joining.moved.all()}
    for pointer in pointers():
        ids = moved.get((pointer.table, pointer.column))
        if not ids:
            continue
        if child := queries.written_since(pointer, ids, moved, joining.survivor_id):
            raise Refused(
                f"Since the joining, {child} was written that belongs to something which would go "
                "back to the other record. It has to be ended or settled first."
            )
        rows = pointer.model._base_manager.filter(
            **{"pk__in": ids, pointer.column: joining.survivor_id}
        )
        try:
            with transaction.atomic():
                rows.update(**{pointer.column: joining.other_id})
        except IntegrityError as clash:
            raise Refused(_clash_in_words(clash)) from clash


def take_out(joining: Joining) -> None:
    """What the record that stays took over goes again, unless somebody changed it since."""
    survivor = Person.objects.get(pk=joining.survivor_id)
    back = {}
    for name, (before, after) in joining.filled.items():
        if _plain(getattr(survivor, name)) == after:
            back[name] = before
    if back:
        Person.objects.filter(pk=survivor.pk).update(**back)
    for one in (joining.survivor_id, joining.other_id):
        see_whether_hidden(one)


def _details(person: Person) -> Details:
    return {
        field.attname: getattr(person, field.attname)
        for field in Person._meta.concrete_fields
        if field.attname != "joined_into_id"
    }


def _answer(match_id: UUID, answer: str, *, by: SignIn, on: date, why: str) -> PossibleMatch:
    if not permissions.MATCH_PEOPLE.allows(by):
        raise NotAllowed(permissions.MATCH_PEOPLE.refusal())
    match = PossibleMatch.objects.select_for_update().filter(pk=match_id).first()
    if match is None:
        raise NotFound("There is no such question.")
    for one in (match.first_id, match.second_id):
        queries.check_may_read(one, by=by)
    if match.answer in (PossibleMatch.SAME, PossibleMatch.TWO):
        raise Refused("Somebody has answered this already.")
    match.answer, match.answered_by, match.answered_on = answer, by, on
    match.answered_because, match.ask_again_on = why.strip(), None
    match.save()
    return match


def _say_same(joining: Joining, *, by: SignIn | None, on: date) -> None:
    _settle(joining, PossibleMatch.SAME, by=by, on=on, why=joining.why)
    PossibleMatch.objects.filter(
        Q(first=joining.other_id) | Q(second=joining.other_id),
        answer__in=["", PossibleMatch.LATER],
    ).delete()


def _tell_apart(joining: Joining, *, by: SignIn, on: date, why: str) -> None:
    _settle(joining, PossibleMatch.TWO, by=by, on=on, why=why)


def _settle(joining: Joining, answer: str, *, by: SignIn | None, on: date, why: str) -> None:
    pair = sorted((joining.survivor_id, joining.other_id))
    known = known_of(pair)
    told: dict[str, Any] = {
        "answer": answer,
        "answered_by": by,
        "answered_on": on,
        "answered_because": why,
    }
    if len(known) == len(pair):
        one, other = known.values()
        told |= {"compared": digest_of(one, other), "points": compare(one, other).points}
    PossibleMatch.objects.update_or_create(
        first_id=pair[0],
        second_id=pair[1],
        defaults=told | {"held_back": "", "ask_again_on": None},
        create_defaults={"points": 0, "speaks_for": [], "speaks_against": [], "compared": ""}
        | told
        | {"found_on": on},
    )


def _clash_in_words(clash: IntegrityError) -> str:
    words = next(
        (said for name, said in CLASHES.items() if name in str(clash)),
        "The two records hold something of which a person has only one",
    )
    return f"{words}, and one person has only one. Finish or end one of the two first."


def _both_hold(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    return (
        f"Both records hold what was decided for good and can never be given to another: "
        f"{_listed(tuple(dict.fromkeys((*one, *other))))}. They stay two records. "
        "Tell the finance team, so that support is paid from one of them alone."
    )


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, type(None))) else str(value)
