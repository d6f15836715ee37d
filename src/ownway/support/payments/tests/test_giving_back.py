"""Money is asked back of a person first; nothing is taken before they answer or another decides."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import queries as ledger
from ownway.support.payments import operations, queries
from ownway.support.payments.domain.giving_back import (
    Decided,
    How,
    Safety,
    State,
    Why,
    check_decides,
    check_may_decide,
    surplus,
)
from ownway.support.payments.domain.schedules import (
    LineKind,
    Rate,
    Settled,
    Terms,
    commitment,
    to_pay,
)
from ownway.support.payments.models import GiveBack
from ownway.support.people.models import Person

DAY = date(2026, 6, 1)
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LATER = DAY + timedelta(days=29)  # after the days to answer
pence = st.integers(0, 10**8)


@given(pence, st.integers(-10, 10**6), st.integers(0, 52))
def test_only_what_stands_above_the_weeks_kept_is_more_than_needed(
    left: int, weekly: int, weeks: int
) -> None:
    more = surplus(left, weekly, weeks)
    assert 0 <= more <= left
    assert more == 0 or left - more == max(0, weekly) * weeks


@given(st.integers(1, 10**6), st.integers(1, 5 * 10**6), st.integers(0, 3))
def test_what_is_given_back_is_taken_once_off_the_next_payments(
    weekly: int, back: int, paid: int
) -> None:
    """However many payments it takes, in all it is what was agreed, never more or less."""
    terms = Terms(anchor=DAY, first_day=DAY, last_day=None, rates=(Rate(DAY, weekly),))
    settled = [
        Settled(DAY + timedelta(weeks=4 * n), 4 * weekly, LineKind.PERIOD) for n in range(paid)
    ]
    given_back = Settled(DAY, back, LineKind.GIVEN_BACK)
    plain = to_pay(terms, settled, count=13)
    less = to_pay(terms, [*settled, given_back], count=13)
    taken = sum(one.pence for one in plain.lines) - sum(one.pence for one in less.lines)
    assert taken + less.still_to_take == back
    settled += [Settled(one.first_day, one.pence, LineKind.PERIOD) for one in less.lines]
    budget = commitment(terms, [*settled, given_back], budget_weekly=weekly)
    assert budget.settled == sum(one.pence for one in settled)


@pytest.mark.parametrize("state", [State.AGREED, State.DROPPED, State.BACK])
def test_what_is_settled_is_not_decided_again(state: State) -> None:
    with pytest.raises(Refused, match="settled already"):
        check_may_decide(state, answer_by=DAY, drops=True, on=LATER)


def test_whoever_asked_may_only_drop_it() -> None:
    check_decides(asked_by=1, by=1, drops=True)
    check_decides(asked_by=1, by=2, drops=False)
    with pytest.raises(Refused, match="somebody else"):
        check_decides(asked_by=1, by=1, drops=False)


@pytest.mark.parametrize(
    ("decided", "says"),
    [
        (Decided(1, How.BANK, " "), "Write down why"),
        (Decided(101, How.BANK, "So"), "Not more"),
        (Decided(-1, How.BANK, "So"), "Not more"),
        (Decided(1, None, "So"), "how it is given back"),
    ],
)
def test_a_decision_is_whole(decided: Decided, says: str) -> None:
    with pytest.raises(Refused, match=says):
        decided.check(100)


@pytest.fixture
def wanda(settings: Any, db: None) -> SignIn:
    settings.OWNWAY_TODAY = DAY
    return making.finance()


@pytest.fixture
def femi() -> SignIn:
    return making.finance("Femi Adeyemi")


@pytest.fixture
def ruth(wanda: SignIn, femi: SignIn) -> Person:
    """Somebody to whom four weeks were paid: £818.20."""
    ruth = making.person()
    schedule = operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(made, by=femi, on=DAY)
    return ruth


def asked(of: Person, by: SignIn, amount: int = 300_00, words: str = "Much is left.") -> UUID:
    (of_what,) = queries.may_ask_of(of.pk, by=by, on=DAY)
    return operations.ask_back(
        of_what.schedule_id,
        pence=amount,
        why=Why.SURPLUS,
        safety=Safety.NO_SIGN,
        words=words,
        by=by,
        at=AT,
        on=DAY,
    )


def line(of: Person, by: SignIn) -> queries.BackLine:
    return queries.backs_of(of.pk, by=by, on=DAY)[0]


def test_agreed_it_comes_off_the_next_payment_and_nothing_is_posted(
    ruth: Person, wanda: SignIn, femi: SignIn
) -> None:
    back = asked(ruth, wanda)
    her = making.own_sign_in(ruth)
    operations.answer_back(back, how=How.NEXT, by=her, on=DAY)

    (schedule,) = queries.schedules_of(ruth.pk, by=wanda)
    later = operations.propose_instruction(schedule.id, by=wanda, on=DAY)
    operations.approve_instruction(later, by=femi, on=DAY)
    lines = {one.id: (one.pence, one.less) for one in queries.instructions_of(ruth.pk, by=wanda)}
    assert lines[later] == (518_20, 300_00)
    assert ledger.owed_to(ruth.pk, by=wanda) == 818_20 + 518_20
    third = operations.propose_instruction(schedule.id, by=wanda, on=date(2026, 7, 20))
    lines = {one.id: (one.pence, one.less) for one in queries.instructions_of(ruth.pk, by=wanda)}
    assert lines[third] == (818_20, 0)
    told = [one.name for one in timeline(ruth.pk)]
    assert {"payments.asked-back", "payments.back-answered"} <= set(told)


def test_not_agreed_another_decides_less_and_it_comes_back_by_bank(
    ruth: Person, wanda: SignIn, femi: SignIn
) -> None:
    back = asked(ruth, wanda)
    her = making.own_sign_in(ruth)
    with pytest.raises(Refused, match="Say what is not right"):
        operations.answer_back(back, how=None, words=" ", by=her, on=DAY)
    operations.answer_back(back, how=None, words="The roof needs mending.", by=her, on=DAY)
    decided = Decided(100_00, How.BANK, "Two hundred stays for the roof.")
    with pytest.raises(Refused, match="somebody else in finance"):
        operations.decide_back(back, decided, by=wanda, on=DAY)
    operations.decide_back(back, decided, by=femi, on=DAY)

    assert line(ruth, wanda).state is State.AGREED
    spent = ledger.spent(date(2026, 4, 1), date(2027, 3, 31), by=wanda)
    assert sum(one.pence for one in spent) == 818_20 - 100_00
    for _ in range(2):  # twice changes nothing
        operations.came_back(back, back_on=DAY, by=wanda, on=DAY)
    assert line(ruth, wanda).state is State.BACK
    with pytest.raises(Refused, match="settled already"):
        operations.answer_back(back, how=How.NEXT, by=her, on=DAY)


def test_nothing_is_decided_before_they_had_their_time(
    ruth: Person, wanda: SignIn, femi: SignIn
) -> None:
    back = asked(ruth, wanda)
    stands = Decided(300_00, How.NEXT, "No answer came.")
    with pytest.raises(Refused, match="They have until 29 June 2026"):
        operations.decide_back(back, stands, by=femi, on=DAY)
    operations.decide_back(back, stands, by=femi, on=LATER)
    assert line(ruth, wanda).decided_pence == 300_00


def test_whoever_asked_may_drop_it_and_it_can_be_asked_again(ruth: Person, wanda: SignIn) -> None:
    back = asked(ruth, wanda)
    with pytest.raises(Refused, match="asked already"):
        asked(ruth, wanda)
    operations.decide_back(back, Decided(0, None, "It was a mistake of ours."), by=wanda, on=DAY)
    assert line(ruth, wanda).state is State.DROPPED
    assert queries.backs_open(by=wanda, on=DAY) == []
    asked(ruth, wanda)


@pytest.mark.parametrize(
    ("amount", "words", "says"),
    [(0, "x", "more than nothing"), (818_21, "x", "not more than was paid"), (1, " ", "Say what")],
)
def test_what_is_asked_is_whole(
    ruth: Person, wanda: SignIn, amount: int, words: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        asked(ruth, wanda, amount, words)


def test_more_than_was_paid_is_never_asked_in_pieces(ruth: Person, wanda: SignIn) -> None:
    back = asked(ruth, wanda, 800_00)
    operations.answer_back(back, how=How.BANK, by=making.own_sign_in(ruth), on=DAY)
    with pytest.raises(Refused, match=r"£18\.20"):
        asked(ruth, wanda, 18_21)


def test_nothing_is_asked_of_somebody_who_died(ruth: Person, wanda: SignIn) -> None:
    Person.objects.filter(pk=ruth.pk).update(died_on=DAY)
    with pytest.raises(Refused, match="has died"):
        asked(ruth, wanda)


def test_only_finance_asks_and_strangers_see_nothing(ruth: Person, wanda: SignIn) -> None:
    back = asked(ruth, wanda)
    with pytest.raises(NotAllowed):
        asked(ruth, making.practitioner())
    stranger = making.own_sign_in(making.person(given_name="Ivor"))
    for ask in (
        lambda: queries.backs_of(ruth.pk, by=stranger, on=DAY),
        lambda: operations.answer_back(back, how=How.NEXT, by=stranger, on=DAY),
    ):
        with pytest.raises(NotFound):
            ask()


def test_the_database_refuses_a_decision_by_whoever_asked(ruth: Person, wanda: SignIn) -> None:
    back = asked(ruth, wanda)
    with pytest.raises(IntegrityError), transaction.atomic():
        GiveBack.objects.filter(pk=back).update(
            state="agreed", how="bank", decided_pence=1, decided_by=wanda
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        GiveBack.objects.filter(pk=back).update(decided_pence=300_01)


def test_the_pages_keep_what_was_typed(client: Client, ruth: Person, wanda: SignIn) -> None:
    client.force_login(wanda)
    page = f"/team/payments/back/of/{ruth.pk}/ask/"
    empty = client.post(page, {"words": "Kept as it was typed"})
    assert empty.status_code == 422
    assert "Kept as it was typed" in empty.content.decode()
    assert "Say whether somebody might be taking advantage of them" in empty.content.decode()
    (of_what,) = queries.may_ask_of(ruth.pk, by=wanda, on=DAY)
    said = {
        "schedule": str(of_what.schedule_id),
        "why": "SURPLUS",
        "pence": "9000",
        "words": "Much is left.",
        "safety": "no sign",
    }
    much = client.post(page, said)
    assert much.status_code == 422
    assert "not more than was paid: £818.20" in much.content.decode()
    assert client.post(page, said | {"pence": "300"}).status_code == 302
    assert (
        "Waits for their answer until"
        in client.get(f"/team/payments/back/of/{ruth.pk}/").content.decode()
    )

    client.force_login(making.own_sign_in(ruth))
    mine = client.get("/my/money/back/").content.decode()
    assert "We ask about £300.00" in mine
    assert "no sign" not in mine
    (back,) = queries.backs_of(ruth.pk, by=wanda, on=DAY)
    bare = client.post(f"/my/money/back/{back.id}/answer/", {"says": "not right"})
    assert bare.status_code == 422
    assert client.get(f"/my/money/back/{back.id}/answer/").status_code == 302
    client.post(f"/my/money/back/{back.id}/answer/", {"says": "not right", "words": "The roof"})
    assert "Somebody who did not ask looks at it" in client.get("/my/money/back/").content.decode()
