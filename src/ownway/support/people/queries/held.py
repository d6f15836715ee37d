"""What each record holds: the rows of every context that point to a person.

Later contexts may not be imported here, so their tables are found by asking the `Person` model
what points to it. Only which rows there are is read and whom they belong to; never what they say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import pgtrigger
from django.apps import apps
from django.db import connection
from django.db.models import Count, Max, Model, Q

from ownway.support.people.models import Joining, Person, PossibleMatch

NONE_OPEN = Q(pk__isnull=True)
# Tables that hold a person's id without a key to it.
LOOSE = (
    ("hand_overs.HandOver", "about_id"),
    ("conversations.Conversation", "about_id"),
    ("documents.Document", "about_id"),
    ("notices.Notice", "about_id"),
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column that says whose a row is. What stays (`fixed`) may never be given to another."""

    model: type[Model]
    column: str
    fixed: bool

    @property
    def table(self) -> str:
        return str(self.model._meta.label)

    @property
    def words(self) -> str:
        """One such row, in words."""
        return _words(self.table)

    def rows(self, person_id: UUID) -> Any:
        return self.model._base_manager.filter(**{self.column: person_id})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing a record holds, in words, the day it is told by, and which of it is open."""

    label: str
    one: str
    many: str
    day: str
    still_open: Q = NONE_OPEN


KINDS = (
    Kind("contact.SupportRequest", "request for support", "requests for support", "requested_on"),
    Kind("assessment.Assessment", "assessment", "assessments", "started_on"),
    Kind("allocation.Allocation", "indicative budget", "indicative budgets", "proposed_on"),
    Kind("charging.Contribution", "decided contribution", "decided contributions", "first_day"),
    Kind("planning.SupportPlan", "support plan", "support plans", "started_on"),
    Kind("planning.PersonalBudget", "personal budget", "personal budgets", "first_day"),
    Kind("planning.Arrangement", "service", "services", "first_day", Q(last_day__isnull=True)),
    Kind("payments.PaymentSchedule", "payment schedule", "payment schedules", "first_day"),
    Kind("review.Review", "review", "reviews", "started_on"),
)
# What stands against words of a table that no `Kind` names.
OTHER_WORDS = {
    "charging.FinancialAssessment": "what somebody has and what comes in",
    "wallet.BankAccount": "an account of their own with its statements",
    "wallet.LineRule": "an answer about lines of their account",
    "allocation.Challenge": "that a first figure was said to be not right",
    "allocation.OtherFigure": "another figure set beside a first one",
    "planning.Protection": "what they keep above their figure",
    "review.Statement": "what was said for a review",
    "review.ReviewDay": "another day for a review",
    "review.OnProgramme": "a late review that is being cleared",
    "assessment.AllocatedWorker": "who is to make an assessment",
    "assessment.BroughtAssessment": "an assessment from elsewhere",
    "contact.CheckOnRecord": "a self-check on the record",
    "contact.SelfCheck": "a self-check",
    "contact.EquipmentLook": "a look at what is hard at home",
    "contact.EquipmentOrder": "equipment",
    "contact.LifeEvent": "something that happened in their life",
    "contact.NoOffers": "a wish not to be offered help",
    "contact.Referral": "a referral to a service",
    "contact.Screening": "questions asked with a request",
    "contact.WelfareCheck": "a welfare check",
    "documents.Document": "a document",
    "notices.Notice": "a notice",
    "ledger.Account": "money in the ledger",
    "payments.PaymentInstruction": "a payment",
    "payments.RunLine": "a payment of a run",
    "payments.GiveBack": "money that was asked back",
    "payments.Payee": "an account to pay to",
    "hand_overs.HandOver": "something passed on",
    "conversations.Conversation": "messages",
    "people.InvitedToOwnRecord": "an invitation to their own record",
    "people.AskedHowToTalk": "an answer about how to talk",
    "contact.BenefitsCheck": "a look at what may be unclaimed",
    "people.DeathNoted": "that they died",
    "people.HealthCare": "what is known of their health care",
    "people.HealthCondition": "a health condition",
    "people.Identifier": "a number of another system",
    "people.LetIn": "somebody let in",
    "people.Sharing": "a decision to share",
    "people.SupportReason": "a reason for support",
    "people.LettersTo": "where letters go",
    "people.Opening": "a reason for opening the record",
    "people.ProtectedFact": "something only some may read",
    "people.RestrictedReader": "a reader of a restricted record",
    "reablement.Episode": "help to do things themselves again",
    "reablement.Pause": "an assessment that waits while they are helped",
    "people.SaidWrong": "something they said is wrong",
    "people.Restriction": "a restriction of the record",
}


@dataclass(frozen=True, slots=True)
class Held:
    """How much of one kind a record holds."""

    words: str
    count: int
    open: int
    last_day: date | None


@cache
def pointers() -> tuple[Pointer, ...]:
    """Every column of every table that says whose a row is, but for histories and matches."""
    return tuple(_pointers())


def _pointers() -> Iterator[Pointer]:
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete):
            continue
        model, field = relation.related_model, relation.field  # type: ignore[union-attr]  # reverse
        if not isinstance(model, type) or model in (PossibleMatch, Joining):
            continue
        if hasattr(model, "pgh_tracked_model"):
            continue
        yield Pointer(model, field.attname, _is_fixed(model))
    for label, column in LOOSE:
        yield Pointer(apps.get_model(label), column, fixed=False)


def rows_of(person_ids: Iterable[UUID]) -> dict[Pointer, dict[UUID, list[str]]]:
    """The keys of every row of each of these people, by table; one question to the database."""
    asked = list(person_ids)
    return _keys(asked) if asked else {}


def rows_left_behind() -> dict[Pointer, dict[UUID, list[str]]]:
    """The keys of rows that still point to a record which was joined into another."""
    return rows_of(Person.objects.filter(joined_into__isnull=False).values_list("pk", flat=True))


def fixed_rows(person_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """What each of these records holds that may never be given to another, in words."""
    held: dict[UUID, tuple[str, ...]] = dict.fromkeys(person_ids, ())
    for pointer, theirs in rows_of(held).items():
        if pointer.fixed:
            for person_id in theirs:
                held[person_id] = (*held[person_id], pointer.words)
    return held


def what_it_holds(person_id: UUID) -> list[Held]:
    """How much of each kind a record holds; kinds of which it holds nothing are left out."""
    found = []
    for kind in KINDS:
        told = (
            apps.get_model(kind.label)
            ._base_manager.filter(person_id=person_id)
            .aggregate(
                count=Count("pk"), open=Count("pk", filter=kind.still_open), last=Max(kind.day)
            )
        )
        if told["count"]:
            words = kind.one if told["count"] == 1 else kind.many
            found.append(Held(words, told["count"], told["open"], told["last"]))
    return found


def last_told(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The last day on which anything about each of these people began."""
    asked = list(person_ids)
    parts = [
        f"SELECT person_id, max({kind.day}) AS day FROM {apps.get_model(kind.label)._meta.db_table}"
        " WHERE person_id = ANY(%s) GROUP BY 1"
        for kind in KINDS
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id, max(day) FROM ({' UNION ALL '.join(parts)}) AS told GROUP BY 1",
            [asked] * len(parts),
        )
        return dict(cursor.fetchall())


def _keys(asked: list[UUID]) -> dict[Pointer, dict[UUID, list[str]]]:
    parts = [
        f"SELECT {number}, {pointer.column}, {pointer.model._meta.pk.column}::text"
        f" FROM {pointer.model._meta.db_table} WHERE {pointer.column} = ANY(%s)"
        for number, pointer in enumerate(pointers())
    ]
    found: dict[Pointer, dict[UUID, list[str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1, 2, 3", [asked] * len(parts))
        for number, person_id, key in cursor.fetchall():
            theirs = found.setdefault(pointers()[number], {})
            theirs.setdefault(person_id, []).append(key)
    return found


def _is_fixed(model: type[Model]) -> bool:
    """Whether triggers of the database forbid every change of its rows."""
    return any(
        isinstance(trigger, pgtrigger.Protect) and "UPDATE" in str(trigger.operation)
        for trigger in getattr(model._meta, "triggers", ())
    )


def _words(table: str) -> str:
    named = (
        f"an {kind.one}" if kind.one[0] in "aeiou" else f"a {kind.one}"
        for kind in KINDS
        if kind.label == table
    )
    return next(named, OTHER_WORDS.get(table, "something else"))
