"""What a person says is wrong in their record, kept beside it, and the answer they are owed."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.queries import with_role
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts import queries as happened
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.people.domain.own_record import ANSWER_WORDS, Answer, answer_due_on
from ownway.support.people.models import Person, SaidWrong
from ownway.support.people.queries.records import display
from ownway.support.people.queries.said_wrong import stands_now

SAID_WRONG = declare("people.said-wrong", "Said that something is wrong")
WRONG_ANSWERED = declare("people.wrong-answered", "Answered what was said to be wrong")


@transaction.atomic
def say_wrong(
    person_id: UUID,
    *,
    kind: str,
    key: str = "",
    wrong: str,
    should_say: str = "",
    by: SignIn,
    on: date,
) -> UUID:
    """Keep what somebody says is wrong beside what stands; nothing that stands is changed.

    The person says so, whoever acts for them by law, or a worker who writes down what they said.
    `kind` and `key` are as in `queries.said_wrong.stands_now`. Something about who looked goes to
    information governance as a hand-over. Raises Refused without words.
    """
    queries.check_may_read(person_id, by=by)
    at = looked_at_by(by.pk)
    if at is not None and not at.acts:
        raise NotAllowed("You may read this. Only they, or who acts for them, say what is wrong.")
    if by.kind == Kind.STAFF and not permissions.WRITE_RECORD.allows(by):
        raise NotAllowed(permissions.WRITE_RECORD.refusal())
    if kind not in (SaidWrong.LINE, SaidWrong.DETAIL, SaidWrong.READING, SaidWrong.OTHER):
        raise NotFound("This is no longer in the record as it was. Load the page again.")
    if not wrong.strip():
        raise Refused("Say what is wrong.")
    fact_id, what, stands = stands_now(person_id, kind=kind, key=key, on=on)
    due_on = answer_due_on(on)
    made = SaidWrong(
        person_id=person_id,
        kind=kind,
        fact_id=fact_id,
        what=what,
        stands=stands,
        wrong=wrong.strip(),
        should_say=should_say.strip(),
        said_by=by,
        said_on=on,
        due_on=due_on,
    )
    if kind == SaidWrong.READING:
        made.hand_over_id = _pass_to_governance(made, by=by, on=on)
    made.save(force_insert=True)
    words = f"Answer due {in_words(due_on)}"
    facts.record(SAID_WRONG, about=person_id, of=made.pk, by=by, on=on, words=words)
    return made.pk


@transaction.atomic
def answer_wrong(said_wrong_id: UUID, *, answer: Answer, words: str, by: SignIn, on: date) -> None:
    """Tell the person what came of it. What they said stays beside what stands.

    Raises Refused without words, or when it was answered already; NotFound and NotAllowed where
    `by` may not write in that record.
    """
    row = SaidWrong.objects.select_for_update(of=("self",)).filter(pk=said_wrong_id).first()
    if row is None or row.kind == SaidWrong.READING:
        raise NotFound("There is nothing of the kind, or it is not yours to answer.")
    queries.check_may_read(row.person_id, by=by)
    if not permissions.WRITE_RECORD.allows(by):
        raise NotAllowed(permissions.WRITE_RECORD.refusal())
    if row.answered_on is not None:
        raise Refused("This was answered already. Load the page again to see by whom.")
    if not words.strip():
        raise Refused("Say what you did, or why it stays: they read it.")
    row.answer, row.answer_words = answer.value, words.strip()
    row.answered_by, row.answered_on = by, on
    row.save()
    facts.record(
        WRONG_ANSWERED, about=row.person_id, of=row.pk, by=by, on=on, words=ANSWER_WORDS[answer]
    )


def _pass_to_governance(said: SaidWrong, *, by: SignIn, on: date) -> UUID:
    """Hand it to information governance, never to the one it is about.

    Where nobody holds that role, to a manager of the person's team.
    """
    person = Person.objects.select_related("team").get(pk=said.person_id)
    looked = happened.one(said.fact_id or 0, queries.every_id(person.pk))
    not_them = looked.by_id if looked else None
    able = [
        *with_role(Role.INFORMATION_GOVERNANCE),
        *(one for one in with_role(Role.TEAM_MANAGER) if one.team_id == person.team_id),
    ]
    to = next((one for one in able if one.pk != not_them), None)
    if to is None:
        raise Refused("Nobody here looks into this yet. Please call us and say it.")
    return hand_overs.hand_over(
        person.pk,
        about_name=display(person, on),
        what="A question about who opened the record",
        words=f"{said.stands}\n\n{said.wrong}",
        to_sign_in=to,
        due_on=said.due_on,
        by=by,
        on=on,
    )
