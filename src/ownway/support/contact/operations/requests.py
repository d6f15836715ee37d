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
from ownway.support.contact.models import SupportRequest
from ownway.support.people import queries as people

ASKED = declare("contact.support-asked-for", "Asked for support")
DECIDED = declare("contact.request-decided", "Request for support answered")
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
) -> UUID:
    """Keep that somebody asked for support: the person themself, or a worker who heard it.

    `requested_on` is the day it was said, `on` unless given. Raises Refused without words, for a
    day in the future, for somebody who has died, while an earlier request waits, and for a route
    of access that is not on the national list; NotFound when `by` may not know this person.
    """
    died_on = people.died_on(person_id, by=by)
    _check(permissions.ASK_FOR_MYSELF if by.kind != Kind.STAFF else permissions.ASK_FOR_SOMEONE, by)
    requested_on = requested_on or on
    if not words.strip():
        raise Refused("Write down what is asked for.")
    if not who_asked.strip():
        raise Refused("Say who asked.")
    if requested_on > on:
        raise Refused("The day it was asked cannot be in the future.")
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
    row = (
        SupportRequest.objects.select_for_update(of=("self",))
        .filter(pk=request_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such request, or it is not yours to answer.")
    _check(permissions.DECIDE_REQUEST, by)
    chosen = domain.outcome_named(outcome)
    if row.cld_key is not None or row.finished_on is not None:
        raise Refused("This request has its answer already. Load the page again to see it.")
    if not chosen.leads_on and not words.strip():
        raise Refused("Write down why, and what they were told. They can read it.")
    if len(words.strip()) > ANSWER_LENGTH:
        raise Refused(f"Say it in {ANSWER_LENGTH} letters or fewer.")
    if on < row.requested_on:
        raise Refused("A request cannot be answered before the day it was made.")
    row.outcome = chosen.value
    row.finished_on = on
    row.description = words.strip()
    row.save(update_fields=["outcome", "finished_on", "description"])
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


def _check(permission: Permission, by: SignIn) -> None:
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())
