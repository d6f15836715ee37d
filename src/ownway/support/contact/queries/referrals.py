"""Where somebody was pointed or passed to, what came of it, and how it goes in numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.parameters import decimal_on
from ownway.support.contact import permissions
from ownway.support.contact.domain.referrals import (
    ASKED_IF_IT_HELPED,
    MAY_FOLLOW,
    SHARES,
    STATE_WORDS,
    WAITING,
    Helped,
    State,
)
from ownway.support.contact.models import Referral
from ownway.support.people import queries as people
from ownway.support.people.queries.reaching import details_of

READ = declare("contact.referral-read", "A referral to a service opened", reading=True)
OPENED = declare(
    "contact.referral-opened-by-service", "A service opened what was shared with it", reading=True
)


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral; `shared` in words, `days_late` past the day for an answer, 0 when in time."""

    id: UUID
    person_id: UUID
    request_id: UUID | None
    hand_over_id: UUID | None
    service_id: UUID
    service: str
    organisation: str
    email: str
    telephone: str
    why: str
    shared: tuple[str, ...]
    shared_words: str
    agreed_how: str
    state: State
    state_words: str
    sent_on: date
    due_on: date | None
    answered_on: date | None
    answer: str
    answer_by: str
    helped: Helped | None
    helped_words: str
    helped_on: date | None
    made_by: str
    made_by_id: UUID
    days_late: int
    link_works: bool

    @property
    def waits(self) -> bool:
        """Whether an answer of the service is waited for."""
        return self.state in WAITING

    @property
    def may_follow(self) -> tuple[State, ...]:
        return MAY_FOLLOW[self.state]

    @property
    def may_say_if_it_helped(self) -> bool:
        return self.state in ASKED_IF_IT_HELPED


@dataclass(frozen=True, slots=True)
class GroupSees:
    """All that a group sees through its link: what the person agreed to, and what it may answer."""

    service: str
    why: str
    details: tuple[tuple[str, str], ...]
    words: str
    state: State
    answers: tuple[State, ...]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How referrals to one service went in a period; `sent` leaves out who was only told."""

    service: str
    organisation: str
    told: int
    sent: int
    answered: int
    started: int
    not_suitable: int
    no_answer: int
    helped: int
    partly: int
    not_helped: int


def referrals_of(person_id: UUID, *, by: SignIn, on: date) -> list[ReferralLine]:
    """All of one person, the newest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = Referral.objects.select_related("made_by").filter(person_id=person_id)
    return [_line(row, on) for row in rows]


def referral_for_reading(referral_id: UUID, *, by: SignIn, on: date) -> ReferralLine:
    """One; the reading is a fact. Raises NotFound when there is none *or* `by` may not know."""
    row = (
        Referral.objects.select_related("made_by")
        .filter(pk=referral_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such referral, or it is not yours to open.")
    facts.record_reading(READ, about=row.person_id, of=row.pk, by=by, on=on)
    return _line(row, on)


def referral_passed_on(hand_over_id: UUID, *, by: SignIn) -> UUID | None:
    """The referral that stands behind a hand-over, if one does and `by` may know of it."""
    found = Referral.objects.filter(
        hand_over_id=hand_over_id, person_id__in=people.ids_visible(by=by)
    )
    return found.values_list("pk", flat=True).first()


def to_ask_if_it_helped(*, by: SignIn, on: date) -> list[ReferralLine]:
    """What `by` sent that started long enough ago to ask the person whether it helps."""
    if not permissions.REFER.allows(by):
        return []
    days = int(decimal_on("referral_follow_up_days", on))
    since = on - timedelta(days=days)
    rows = Referral.objects.select_related("made_by").filter(
        made_by=by, helped="", person_id__in=people.ids_visible(by=by)
    )
    asked = Q(state=State.STARTED.value, answered_on__lte=since)
    asked |= Q(state=State.TOLD.value, sent_on__lte=since)
    return [_line(row, on) for row in rows.filter(asked).order_by("sent_on", "pk")]


def what_a_group_sees(row: Referral, *, on: date) -> GroupSees:
    """What the person agreed to share, as it stands today; that it was opened is recorded.

    `row` was opened by its link (`operations.seen_by_link`), for the whole council.
    """
    facts.record(OPENED, about=row.person_id, of=row.pk, by=None, on=on, words=row.service_name)
    known = details_of(row.person_id)
    state = State(row.state)
    answers = tuple(
        one
        for one in MAY_FOLLOW[state]
        if one in (State.ACKNOWLEDGED, State.STARTED, State.NOT_SUITABLE)
    )
    return GroupSees(
        service=row.service_name,
        why=row.why,
        details=tuple(
            (words, getattr(known, key))
            for key, words in SHARES.items()
            if key in row.shared and getattr(known, key)
        ),
        words=row.shared_words,
        state=state,
        answers=answers,
        due_on=row.due_on,
    )


def counted(*, first_day: date, last_day: date, by: SignIn) -> list[Counted]:
    """How referrals of the whole council went, by service; nobody is named.

    Raises NotAllowed.
    """
    if not permissions.COUNT_REFERRALS.allows(by):
        raise NotAllowed(permissions.COUNT_REFERRALS.refusal())
    with whole_council():
        rows = list(
            Referral.objects.filter(sent_on__range=(first_day, last_day))
            .order_by()
            .values("service_name", "organisation", "state", "helped")
            .annotate(count=Count("pk"))
        )
    by_service: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        tally = by_service[row["service_name"], row["organisation"]]
        tally[row["state"]] += row["count"]
        if row["helped"]:
            tally[f"helped {row['helped']}"] += row["count"]
    return [
        _counted(service, organisation, by_service[service, organisation])
        for service, organisation in sorted(by_service)
    ]


def _counted(service: str, organisation: str, tally: dict[str, int]) -> Counted:
    def of(states: Iterable[State]) -> int:
        return sum(tally[state.value] for state in states)

    return Counted(
        service=service,
        organisation=organisation,
        told=of([State.TOLD]),
        sent=of(one for one in State if one is not State.TOLD),
        answered=of([State.ACKNOWLEDGED, State.STARTED, State.NOT_SUITABLE]),
        started=of([State.STARTED]),
        not_suitable=of([State.NOT_SUITABLE]),
        no_answer=of([State.NO_ANSWER]),
        helped=tally[f"helped {Helped.YES.value}"],
        partly=tally[f"helped {Helped.PARTLY.value}"],
        not_helped=tally[f"helped {Helped.NO.value}"],
    )


def _line(row: Referral, on: date) -> ReferralLine:
    state = State(row.state)
    late = (on - row.due_on).days if row.due_on and state in WAITING else 0
    return ReferralLine(
        id=row.pk,
        person_id=row.person_id,
        request_id=row.request_id,
        hand_over_id=row.hand_over_id,
        service_id=row.service_id,
        service=row.service_name,
        organisation=row.organisation,
        email=row.email,
        telephone=row.telephone,
        why=row.why,
        shared=tuple(SHARES[key] for key in row.shared),
        shared_words=row.shared_words,
        agreed_how=row.agreed_how,
        state=state,
        state_words=STATE_WORDS[state],
        sent_on=row.sent_on,
        due_on=row.due_on,
        answered_on=row.answered_on,
        answer=row.answer,
        answer_by=row.answer_by,
        helped=Helped(row.helped) if row.helped else None,
        helped_words=row.helped_words,
        helped_on=row.helped_on,
        made_by=row.made_by.name,
        made_by_id=row.made_by_id,
        days_late=max(0, late),
        link_works=bool(row.link_digest),
    )
