"""A direct payment is set up once, proposed by one and approved by another, and owed once."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.db import IntegrityError

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import queries as ledger
from ownway.support.payments import operations, queries
from ownway.support.payments.models import PaymentInstruction, PaymentSchedule

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
REASONS = "The plan has changed."


def set_up(of: Any, by: SignIn, **more: Any) -> UUID:
    return operations.set_schedule(making.direct_payment(of, **more).pk, by=by, on=DAY)


def proposed(of: Any, by: SignIn, **more: Any) -> UUID:
    return operations.propose_instruction(set_up(of, by, **more), by=by, on=DAY)


def test_set_up_proposed_and_approved_it_is_owed() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    schedule = set_up(ruth, wanda)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)

    operations.approve_instruction(made, by=femi, on=DAY)

    (line,) = queries.instructions_of(ruth.pk, by=wanda)
    assert (line.first_day, line.last_day, line.pay_on, line.pence, line.state) == (
        DAY,
        date(2026, 6, 28),
        DAY,
        818_20,
        "approved",
    )
    assert (line.proposed_by, line.decided_by, line.decided_on) == (
        "Wanda Price",
        "Femi Adeyemi",
        DAY,
    )
    assert [
        (one.on, one.words, one.pence, one.balance) for one in ledger.statement(ruth.pk, by=wanda)
    ] == [(DAY, "Direct payment, 1 June to 28 June 2026", 818_20, 818_20)]
    assert PaymentInstruction.objects.get().transfer_id is not None
    assert {(one.name, one.words, one.by_name) for one in timeline(ruth.pk)} == {
        ("payments.schedule-set", "£204.55 a week, paid every 4 weeks", "Wanda Price"),
        ("payments.instruction-proposed", "£818.20 for 1 June to 28 June 2026", "Wanda Price"),
        ("payments.instruction-approved", "£818.20 for 1 June to 28 June 2026", "Femi Adeyemi"),
        ("ledger.posted", "Direct payment, 1 June to 28 June 2026, £818.20", "Femi Adeyemi"),
    }


def test_whoever_proposed_it_cannot_approve_it() -> None:
    ruth, wanda = making.person(), making.finance()
    made = proposed(ruth, wanda)

    with pytest.raises(Refused, match="proposed this payment, Wanda Price"):
        operations.approve_instruction(made, by=wanda, on=DAY)
    assert ledger.owed_to(ruth.pk, by=wanda) == 0


def test_pressed_twice_it_is_owed_once_and_says_who_was_first() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    made = proposed(ruth, wanda)
    operations.approve_instruction(made, by=femi, on=DAY)

    first = "Femi Adeyemi approved this payment on 1 June 2026"
    with pytest.raises(Refused, match=first):
        operations.approve_instruction(made, by=femi, on=DAY)
    with pytest.raises(Refused, match=first):
        operations.decline_instruction(made, reasons=REASONS, by=femi, on=DAY)
    assert ledger.owed_to(ruth.pk, by=wanda) == 818_20


def test_declined_its_period_may_be_proposed_again() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    schedule = set_up(ruth, wanda)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)

    with pytest.raises(Refused, match="Write down why"):
        operations.decline_instruction(made, reasons=" ", by=femi, on=DAY)
    operations.decline_instruction(made, reasons=REASONS, by=femi, on=DAY)

    assert timeline(ruth.pk, limit=1)[0].words == (
        "£818.20 for 1 June to 28 June 2026. The plan has changed."
    )
    assert queries.next_pay_day(schedule) == DAY
    with pytest.raises(Refused, match="Femi Adeyemi declined this payment"):
        operations.approve_instruction(made, by=femi, on=DAY)
    operations.propose_instruction(schedule, by=wanda, on=DAY)
    assert [line.state for line in queries.instructions_of(ruth.pk, by=wanda)].count(
        "proposed"
    ) == 1


def test_periods_are_proposed_until_the_next_is_not_due() -> None:
    ruth, wanda = making.person(), making.finance()
    schedule = set_up(ruth, wanda)

    first = operations.propose_instruction(schedule, by=wanda, on=DAY)
    second = operations.propose_if_due(schedule, by=wanda, on=DAY)

    assert second not in (None, first)
    assert operations.propose_if_due(schedule, by=wanda, on=DAY) is None
    with pytest.raises(Refused, match="Every period up to now has its instruction"):
        operations.propose_instruction(schedule, by=wanda, on=DAY)
    assert [line.first_day for line in queries.instructions_of(ruth.pk, by=wanda)] == [
        DAY,
        date(2026, 6, 29),
    ]
    assert queries.next_pay_day(schedule) == date(2026, 7, 27)


def test_support_that_ends_is_paid_to_its_last_day_and_no_further() -> None:
    ruth, wanda = making.person(), making.finance()
    schedule = set_up(ruth, wanda, last_day=date(2026, 6, 10))

    operations.propose_instruction(schedule, by=wanda, on=DAY)

    (line,) = queries.instructions_of(ruth.pk, by=wanda)
    assert (line.last_day, line.pence) == (date(2026, 6, 10), 292_21)
    assert queries.next_pay_day(schedule) is None
    assert operations.propose_if_due(schedule, by=wanda, on=DAY) is None


def test_support_ended_after_it_was_set_up_stops_what_is_not_approved() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    arrangement = making.direct_payment(ruth)
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    arrangement.last_day = date(2026, 6, 10)
    arrangement.save()

    with pytest.raises(Refused, match="The support ends on 10 June 2026"):
        operations.approve_instruction(made, by=femi, on=DAY)
    operations.decline_instruction(made, reasons=REASONS, by=femi, on=DAY)
    again = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(again, by=femi, on=DAY)

    assert ledger.owed_to(ruth.pk, by=wanda) == 292_21
    assert operations.propose_if_due(schedule, by=wanda, on=DAY) is None
    (line,) = queries.schedules_of(ruth.pk, by=wanda)
    assert line.last_day == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"bought_by": "council arranges"}, "not a direct payment"),
        ({"contribution_weekly": 286_00}, "share of this support is nothing"),
    ],
)
def test_what_is_not_to_be_paid_is_not_set_up(more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        set_up(making.person(), making.finance(), **more)
    assert PaymentSchedule.objects.count() == 0


def test_payments_are_set_up_once() -> None:
    ruth, wanda = making.person(), making.finance()
    arrangement = making.direct_payment(ruth)
    operations.set_schedule(arrangement.pk, by=wanda, on=DAY)

    with pytest.raises(Refused, match="set up already"):
        operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    line = queries.schedule_of(arrangement.pk, by=wanda)
    assert line is not None
    assert (line.pence_weekly, line.every_weeks, line.in_advance, line.gross) == (
        204_55,
        4,
        True,
        False,
    )
    assert queries.schedule_of(uuid4(), by=wanda) is None


def test_nothing_is_paid_after_a_death() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    schedule = set_up(ruth, wanda)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    other = making.direct_payment(ruth, first_day=DAY + timedelta(days=1))
    ruth.died_on = DAY
    ruth.save()

    for decide in (
        lambda: operations.set_schedule(other.pk, by=wanda, on=DAY),
        lambda: operations.propose_instruction(schedule, by=wanda, on=DAY),
        lambda: operations.approve_instruction(made, by=femi, on=DAY),
    ):
        with pytest.raises(Refused, match="This person died on 1 June 2026"):
            decide()
    assert queries.to_propose(by=wanda, on=DAY) == []
    operations.decline_instruction(made, reasons="She has died.", by=femi, on=DAY)


def test_nothing_is_decided_before_it_was_proposed() -> None:
    made = proposed(making.person(), making.finance())
    femi, before = making.finance("Femi Adeyemi"), DAY - timedelta(days=1)

    with pytest.raises(Refused, match="approved before the day"):
        operations.approve_instruction(made, by=femi, on=before)
    with pytest.raises(Refused, match="declined before the day"):
        operations.decline_instruction(made, reasons=REASONS, by=femi, on=before)


def test_only_finance_decides_about_payments() -> None:
    ruth, wanda, nell = making.person(), making.finance(), making.practitioner()
    arrangement = making.direct_payment(ruth)
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)

    for decide in (
        lambda: operations.set_schedule(arrangement.pk, by=nell, on=DAY),
        lambda: operations.propose_instruction(schedule, by=nell, on=DAY),
        lambda: operations.approve_instruction(made, by=nell, on=DAY),
        lambda: operations.decline_instruction(made, reasons=REASONS, by=nell, on=DAY),
    ):
        with pytest.raises(NotAllowed):
            decide()
    assert queries.to_set_up(by=nell, on=DAY) == []
    assert queries.to_propose(by=nell, on=DAY) == []
    assert queries.to_approve(by=nell, on=DAY) == []
    assert queries.lately_approved(by=nell, on=DAY) == []


def test_another_team_knows_nothing_of_it() -> None:
    ruth, wanda = making.person(), making.finance()
    schedule = set_up(ruth, wanda)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    west = making.practitioner(of=making.team("West team"), name="Wes Tern")

    for ask in (
        lambda: operations.propose_instruction(schedule, by=west, on=DAY),
        lambda: operations.approve_instruction(made, by=west, on=DAY),
        lambda: queries.instruction_for_reading(made, by=west, on=DAY),
        lambda: queries.instructions_of(ruth.pk, by=west),
        lambda: queries.schedules_of(ruth.pk, by=west),
    ):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(NotFound):
        queries.next_pay_day(uuid4())


def test_a_person_reads_her_own_payments() -> None:
    ruth, wanda = making.person(), making.finance()
    proposed(ruth, wanda)
    her = making.own_sign_in(ruth)

    assert [line.pence for line in queries.instructions_of(ruth.pk, by=her)] == [818_20]
    assert [line.pence_weekly for line in queries.schedules_of(ruth.pk, by=her)] == [204_55]


def test_the_lists_of_finance_follow_what_is_done() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    arrangement = making.direct_payment(ruth)

    assert [
        (one.arrangement_id, one.name, one.words, one.share_weekly)
        for one in queries.to_set_up(by=wanda, on=DAY)
    ] == [(arrangement.pk, "Ruth Calloway", "Personal assistant", 204_55)]
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    assert queries.to_set_up(by=wanda, on=DAY) == []
    assert [
        (one.schedule_id, one.name, one.first_day, one.last_day, one.pence)
        for one in queries.to_propose(by=wanda, on=DAY)
    ] == [(schedule, "Ruth Calloway", DAY, date(2026, 6, 28), 818_20)]
    assert queries.to_propose(by=wanda, on=DAY - timedelta(days=29)) == []
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    assert [(one.id, one.name) for one in queries.to_approve(by=femi, on=DAY)] == [
        (made, "Ruth Calloway")
    ]
    operations.approve_instruction(made, by=femi, on=DAY)
    assert queries.to_approve(by=femi, on=DAY) == []
    assert [(one.id, one.name) for one in queries.lately_approved(by=femi, on=DAY)] == [
        (made, "Ruth Calloway")
    ]


def test_set_up_at_the_same_moment_it_is_refused_in_the_same_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ruth, wanda = making.person(), making.finance()
    arrangement = making.direct_payment(ruth)
    operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    really, asked = PaymentSchedule.objects.filter, list[object]()

    def blind_at_first(**which: object) -> Any:
        asked.append(which)
        return really(**which) if len(asked) > 1 else PaymentSchedule.objects.none()

    monkeypatch.setattr(PaymentSchedule.objects, "filter", blind_at_first)

    with pytest.raises(Refused, match="set up already"):
        operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    assert PaymentSchedule.objects.count() == 1


def test_a_broken_rule_of_the_database_is_not_taken_for_a_schedule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def clash(**_: object) -> None:
        raise IntegrityError("another constraint")

    wanda = making.finance()
    arrangement = making.direct_payment(making.person())
    monkeypatch.setattr(PaymentSchedule.objects, "create", clash)

    with pytest.raises(IntegrityError, match="another constraint"):
        operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
