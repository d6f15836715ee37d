"""What people say is wrong in their record, and what was answered."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import queries as facts
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.kernel.refusal import NotFound
from ownway.support.people.domain.own_record import ANSWER_WORDS, Answer
from ownway.support.people.models import Person, SaidWrong
from ownway.support.people.permissions import theirs
from ownway.support.people.queries.joined import every_id
from ownway.support.people.queries.records import check_may_read, display

# What a person may say is wrong of their details: name of the column, words.
DETAILS = {
    "name": "Name",
    "born_on": "Born",
    "address": "Address",
    "telephone": "Phone",
    "email": "E-mail",
    "primary_support_reason": "Main reason for support",
    "health_conditions": "Health",
    "decides_for_self": "Who decides",
    "shares_with": "I share with",
    "does_not_share_with": "Not with",
    "about_me": "About me",
    "around": "Who is around",
}


@dataclass(frozen=True, slots=True)
class SaidWrongLine:
    id: UUID
    person_id: UUID
    person_name: str
    kind: str
    fact_id: int | None
    what: str
    stands: str
    wrong: str
    should_say: str
    said_by: str
    said_on: date
    due_on: date
    days_late: int
    answer: str  # in words; empty while nobody answered
    answer_words: str
    answered_by: str
    answered_on: date | None

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    @property
    def is_about_a_look(self) -> bool:
        return self.kind == SaidWrong.READING


def said_wrong_of(person_id: UUID, *, on: date) -> list[SaidWrongLine]:
    """What a person said is wrong, the newest first; the caller has checked who reads."""
    return _lines(SaidWrong.objects.filter(person_id__in=every_id(person_id)), on)


def one_for_answering(said_wrong_id: UUID, *, by: SignIn, on: date) -> SaidWrongLine:
    """Raises NotFound when there is none or it is not about somebody whom `by` may read.

    What was said about who looked is answered by whoever got the hand-over, and is not among it.
    """
    rows = SaidWrong.objects.filter(pk=said_wrong_id).exclude(kind=SaidWrong.READING)
    found = _lines(rows, on)
    if not found:
        raise NotFound("There is nothing of the kind, or it is not yours to see.")
    check_may_read(found[0].person_id, by=by)
    return found[0]


def to_answer(*, by: SignIn, on: date) -> list[SaidWrongLine]:
    """What waits for an answer from `by`: about people they work with, or of their team."""
    if by.team_id is None:
        return []
    whose = theirs(Person.objects.filter(Q(worker=by) | Q(team_id=by.team_id)), to=by)
    rows = SaidWrong.objects.filter(answered_on__isnull=True, person__in=whose.values("pk"))
    lines = _lines(rows.exclude(kind=SaidWrong.READING), on)
    return sorted(lines, key=lambda one: (one.due_on, one.person_name))


def stands_now(person_id: UUID, *, kind: str, key: str, on: date) -> tuple[int | None, str, str]:
    """What stands in the record now: the number of its fact, what it is, and its words.

    `key` is the number of a line of the timeline or of a reading, or the name of a detail. Raises
    NotFound when it is not in this person's record.
    """
    gone = NotFound("This is no longer in the record as it was. Load the page again.")
    if kind == SaidWrong.OTHER:
        return None, "", ""
    if kind == SaidWrong.DETAIL:
        if key not in DETAILS:
            raise gone
        return None, key, _detail(person_id, key, on)
    found = facts.one(int(key), every_id(person_id)) if key.isdecimal() else None
    if found is None or found.is_reading != (kind == SaidWrong.READING):
        raise gone
    who = f" ({found.by_name})" if found.by_name else ""
    said = f". {found.words}" if found.words else ""
    return found.fact_id, "", f"{found.heading}{said}{who}"


def _detail(person_id: UUID, key: str, on: date) -> str:
    row = Person.objects.get(pk=person_id)
    if key == "name":
        return display(row, on)
    if key == "address":
        lines = (row.address_line_1, row.address_line_2, row.town, row.postcode)
        return ", ".join(line for line in lines if line)
    if key == "around":
        return "; ".join(f"{one.name}, {one.who}" for one in row.around.all())
    if key == "about_me":
        said = row.about_me.first()
        return said.own_words if said else ""
    return str(getattr(row, key) or "")


def _lines(rows: QuerySet[SaidWrong], on: date) -> list[SaidWrongLine]:
    found = list(rows.select_related("person__locality", "said_by", "answered_by"))
    passed = hand_overs.answers([row.hand_over_id for row in found if row.hand_over_id])
    lines = []
    for row in found:
        answer = ANSWER_WORDS[Answer(row.answer)] if row.answer else ""
        words, who = row.answer_words, row.answered_by.name if row.answered_by else ""
        answered_on = row.answered_on
        if row.hand_over_id in passed:
            told = passed[row.hand_over_id]
            answer, words, who, answered_on = "Answered", told.answer, told.receiver, told.closed_on
        lines.append(
            SaidWrongLine(
                id=row.pk,
                person_id=row.person_id,
                person_name=display(row.person, on),
                kind=row.kind,
                fact_id=row.fact_id,
                what=DETAILS.get(row.what, ""),
                stands=row.stands,
                wrong=row.wrong,
                should_say=row.should_say,
                said_by=row.said_by.name,
                said_on=row.said_on,
                due_on=row.due_on,
                days_late=0 if answered_on else max(0, (on - row.due_on).days),
                answer=answer,
                answer_words=words,
                answered_by=who,
                answered_on=answered_on,
            )
        )
    return lines
