"""Taking a request for support, and deciding what comes of it."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Kind, Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import domain, permissions
from ownway.support.contact.domain import asking
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.models import CheckOnRecord, SupportRequest
from ownway.support.contact.queries.self_checks import said_of
from ownway.support.people import queries as people

ASKED = declare("contact.support-asked-for", "Asked for support")
DECIDED = declare("contact.request-decided", "Request for support answered")
WITHDRAWN = declare("contact.request-withdrawn", "No longer wanted what was asked for")
URGENCY = declare("contact.urgency-changed", "How soon help is needed, changed")
ANSWER_LENGTH = 400


@transaction.atomic
def ask_for_support(
    person_id: UUID,
    *,
    who_asked: str,
    words: str,
    route_of_access: str,
    by: SignIn,
    on: date,
    requested_on: date | None = None,
    relation: str = "",
    consent: str = "",
    consent_because: str = "",
    matters: str = "",
    wanted: str = "",
    urgency: str = "",
    urgency_because: str = "",
    late_because: str = "",
) -> UUID:
    """Keep that somebody asked for support: the person themself, or a worker who heard it.

    `requested_on` is the day it was said, `on` unless given. `relation`, `consent` and `urgency`
    are keys of the lists in `domain.asking`, or empty where nobody has said. Raises Refused without
    words, for a day in the future or long ago without a reason, for somebody who has died, while
    an earlier request waits, for what is on no list, and where `asking.check_said` asks for a
    reason; NotFound when `by` may not know this person.
    """
    died_on = people.died_on(person_id, by=by)
    check(permissions.ASK_FOR_MYSELF if by.kind != Kind.STAFF else permissions.ASK_FOR_SOMEONE, by)
    requested_on = requested_on or on
    if not words.strip():
        raise Refused("Write down what is asked for.")
    if not who_asked.strip():
        raise Refused("Say who asked.")
    asking.check_day(requested_on, late_because=late_because, on=on)
    asking.check_said(
        relation=relation,
        consent=consent,
        consent_because=consent_because,
        urgency=urgency,
        urgency_because=urgency_because,
    )
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}. Nothing can be asked for them.")
    domain.check_route(route_of_access)
    try:
        with transaction.atomic():
            made = SupportRequest.objects.create(
                person_id=person_id,
                requested_on=requested_on,
                route_of_access=route_of_access,
                who_asked=who_asked.strip(),
                words=words.strip(),
                relation=relation,
                consent=consent,
                consent_because=consent_because.strip(),
                matters=matters.strip(),
                wanted=wanted.strip(),
                urgency=urgency,
                urgency_because=urgency_because.strip(),
                late_because=late_because.strip(),
                taken_by=by,
            )
    except IntegrityError as clash:
        if "one_open_request_a_person" not in str(clash):
            raise
        raise Refused(_waiting_already(person_id, by=by)) from None
    facts.record(
        ASKED,
        about=person_id,
        of=made.pk,
        by=by,
        on=requested_on,
        words=f"{made.who_asked} asked",
        after={
            "who_asked": made.who_asked,
            "words": made.words,
            "route_of_access": made.route_of_access,
            "relation": made.relation,
            "consent": made.consent,
            "urgency": made.urgency,
        },
    )
    return made.pk


@transaction.atomic
def decide_request(
    request_id: UUID, *, outcome: str, words: str = "", by: SignIn, on: date
) -> None:
    """Decide what comes of a request; `outcome` is a value of the national list.

    An outcome that leads nowhere needs words: what the person was told. Whatever is decided, they
    may ask again (Care Act 2014, section 9). Raises Refused for a value that is not on the list,
    missing words, a day before the request, or a request that has its answer; NotFound when there
    is none or `by` may not know the person.
    """
    row = locked(request_id, by=by)
    check(permissions.DECIDE_REQUEST, by)
    chosen = domain.outcome_named(outcome)
    check_waits(row)
    if not chosen.leads_on and not words.strip():
        raise Refused("Write down why, and what they were told. They can read it.")
    if len(words.strip()) > ANSWER_LENGTH:
        raise Refused(f"Say it in {ANSWER_LENGTH} letters or fewer.")
    if on < row.requested_on:
        raise Refused("A request cannot be answered before the day it was made.")
    if chosen.value != domain.DIED and says_unsafe(row) and not hasattr(row, "screening"):
        raise Refused(
            "The self-check says that somebody may not be safe. Ask the first questions first: "
            "is there danger today, and is somebody harming them?"
        )
    row.outcome = chosen.value
    row.finished_on = on
    row.description = words.strip()
    row.decided_by = by
    row.save(update_fields=["outcome", "finished_on", "description", "decided_by"])
    said = f"{chosen.words}. {words.strip()}".strip() if words.strip() else chosen.words
    facts.record(
        DECIDED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=said,
        before={"outcome": ""},
        after={"outcome": chosen.value, "words": words.strip()},
    )


@transaction.atomic
def withdraw_request(request_id: UUID, *, words: str = "", by: SignIn, on: date) -> None:
    """Note that the person no longer wants what was asked, on their own word or told to a worker.

    The request stays with what was said; its outcome is the national one for support declined.
    They may ask again on any day. Raises Refused for a request that has its answer, and when a
    worker does not say what the person said; NotFound as `decide_request`.
    """
    row = locked(request_id, by=by)
    themself = by.kind != Kind.STAFF
    check(permissions.ASK_FOR_MYSELF if themself else permissions.DECIDE_REQUEST, by)
    check_waits(row)
    if not themself and not words.strip():
        raise Refused("Write down what the person said.")
    if len(words.strip()) > ANSWER_LENGTH:
        raise Refused(f"Say it in {ANSWER_LENGTH} letters or fewer.")
    row.outcome = domain.DECLINED
    row.finished_on = row.withdrawn_on = on
    row.description = words.strip() or "I no longer want this."
    row.decided_by = by
    row.save(update_fields=["outcome", "finished_on", "withdrawn_on", "description", "decided_by"])
    facts.record(
        WITHDRAWN,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=row.description,
        before={"outcome": ""},
        after={"outcome": row.outcome, "words": row.description},
    )


@transaction.atomic
def change_urgency(request_id: UUID, *, urgency: str, because: str, by: SignIn, on: date) -> None:
    """Say anew how soon help is needed, with the reason; the due day follows.

    Raises Refused for what is not on the list, without a reason, and for a request that has its
    answer; NotFound as `decide_request`.
    """
    row = locked(request_id, by=by)
    check(permissions.DECIDE_REQUEST, by)
    check_waits(row)
    if urgency not in asking.URGENCIES:
        raise Refused("Choose from the list how soon help is needed.")
    if not because.strip():
        raise Refused("Say why.")
    before = row.urgency
    row.urgency, row.urgency_because = urgency, because.strip()[:ANSWER_LENGTH]
    row.save(update_fields=["urgency", "urgency_because"])
    facts.record(
        URGENCY,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"{asking.URGENCIES[urgency]}: {row.urgency_because}",
        before={"urgency": before},
        after={"urgency": urgency},
    )


def locked(request_id: UUID, *, by: SignIn) -> SupportRequest:
    """The row itself, for the operations of this context. Raises NotFound."""
    row = (
        SupportRequest.objects.select_for_update(of=("self",))
        .select_related("decided_by")
        .filter(pk=request_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such request, or it is not yours to answer.")
    return row


def says_unsafe(row: SupportRequest) -> bool:
    """Whether a self-check on this request says that somebody may not be safe."""
    return any(
        checks.is_unsafe(said_of(one)) for one in CheckOnRecord.objects.filter(request_id=row.pk)
    )


def check_waits(row: SupportRequest) -> None:
    """Raises Refused for a request that has its answer, and says who gave it."""
    if row.cld_key is None and row.finished_on is None:
        return
    who = ""
    if row.decided_by is not None and row.finished_on is not None:
        who = f" {row.decided_by.name} answered it on {in_words(row.finished_on)}."
    raise Refused(f"This request has its answer already.{who} Load the page again to see it.")


def _waiting_already(person_id: UUID, *, by: SignIn) -> str:
    waiting = SupportRequest.objects.get(
        person_id=person_id, finished_on__isnull=True, cld_key__isnull=True
    )
    if by.kind != Kind.STAFF:
        return (
            f"You asked on {in_words(waiting.requested_on)}, and we have not answered yet. "
            "Somebody gets in touch with you: you can tell them the rest then."
        )
    return (
        f"A request of {in_words(waiting.requested_on)} is still waiting for an answer. "
        "Answer that one first, or add to it when you talk."
    )


def check(permission: Permission, by: SignIn) -> None:
    """Raises NotAllowed, and says who may."""
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())
