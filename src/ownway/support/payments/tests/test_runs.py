"""A run pays everything due once: proposed by one, approved by another, and safe to press twice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import queries as ledger
from ownway.support.payments import operations, queries
from ownway.support.payments.domain.banking import BankAccount
from ownway.support.payments.domain.files import Format
from ownway.support.payments.domain.returned import Returned
from ownway.support.payments.domain.runs import AdviceLine, Known, Look, advice, looks_at
from ownway.support.payments.models import PaymentInstruction, PaymentRun, RunLine
from ownway.support.payments.queries import Run
from ownway.support.people.models import Person
from ownway.support.planning.models import Arrangement, Suspension

pytestmark = pytest.mark.django_db
DAY, PAY_ON = date(2026, 6, 1), date(2026, 6, 4)
AT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
PAGE = "/team/payments/runs/"
OURS = BankAccount("Quarrymoor Council", "080000", "11112222")


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY


@pytest.fixture
def wanda() -> SignIn:
    return making.finance()


@pytest.fixture
def femi() -> SignIn:
    return making.finance("Femi Adeyemi")


def paid_by(account: str, wanda: SignIn, femi: SignIn, **more: Any) -> Person:
    """Somebody with a direct payment that is set up, and an account that two people set."""
    ruth = making.person()
    operations.set_schedule(making.direct_payment(ruth, **more).pk, by=wanda, on=DAY)
    give_account(ruth, account, wanda, femi)
    return ruth


def give_account(of: Person, number: str, wanda: SignIn, femi: SignIn, on: date = DAY) -> UUID:
    account = BankAccount("Ruth Calloway", "090126", number)
    made = operations.put_payee(of.pk, account, why="A statement.", by=wanda, on=on)
    operations.confirm_payee(made, by=femi, on=on)
    return made


def proposed(by: SignIn, due_by: date = DAY) -> UUID:
    return operations.propose_run(due_by=due_by, pay_on=PAY_ON, by=by, on=DAY)


def filed(wanda: SignIn, femi: SignIn) -> UUID:
    run = proposed(wanda)
    operations.approve_run(run, by=femi, on=DAY)
    operations.set_pays_from(OURS, user_number="123456", by=wanda, on=DAY)
    operations.make_file(run, Format.STANDARD_18, by=femi, on=DAY, at=AT)
    return run


def read(run: UUID, by: SignIn) -> Run:
    return queries.run_for_reading(run, by=by, on=DAY)


def looks(run: UUID, by: SignIn) -> list[tuple[str, ...]]:
    return [one.looks for one in read(run, by).lines]


def test_from_due_to_paid(wanda: SignIn, femi: SignIn) -> None:
    ruth = paid_by("12345678", wanda, femi)
    ivo = paid_by("87654321", wanda, femi, contribution_weekly=0)

    run = proposed(wanda)
    assert (read(run, wanda).summary.count, read(run, wanda).summary.pence) == (2, 1962_20)
    assert queries.to_approve(by=femi, on=DAY) == []
    operations.approve_run(run, by=femi, on=DAY)
    assert ledger.owed_to(ruth.pk, by=wanda) == 818_20
    operations.set_pays_from(OURS, user_number="123456", by=wanda, on=DAY)
    data = operations.make_file(run, Format.STANDARD_18, by=femi, on=DAY, at=AT)
    assert b"09012612345678" in data
    assert b"00000196220" in data
    operations.confirm_run(run, paid_on=PAY_ON, by=wanda, on=PAY_ON)

    assert (ledger.owed_to(ruth.pk, by=wanda), ledger.owed_to(ivo.pk, by=wanda)) == (0, 0)
    assert [(one.words, one.pence) for one in ledger.statement(ruth.pk, by=wanda)] == [
        ("Direct payment, 1 June to 28 June 2026", 818_20),
        ("Paid by the council's bank", -818_20),
    ]
    (line,) = queries.instructions_of(ruth.pk, by=wanda)
    assert (line.state, line.paid_on, line.pay_on) == ("approved", PAY_ON, PAY_ON)


def test_every_step_twice_is_done_once(wanda: SignIn, femi: SignIn) -> None:
    ruth = paid_by("12345678", wanda, femi)
    run = proposed(wanda)
    assert proposed(wanda) == run
    assert (RunLine.objects.count(), PaymentInstruction.objects.count()) == (1, 1)
    for _ in range(2):
        operations.approve_run(run, by=femi, on=DAY)
        operations.set_pays_from(OURS, user_number="123456", by=wanda, on=DAY)
    first = operations.make_file(run, Format.PAIN_001, by=femi, on=DAY, at=AT)
    later = AT + timedelta(days=3)
    assert operations.make_file(run, Format.PAIN_001, by=wanda, on=PAY_ON, at=later) == first
    with pytest.raises(Refused, match="it could be paid twice"):
        operations.make_file(run, Format.STANDARD_18, by=femi, on=DAY, at=AT)
    for _ in range(2):
        operations.confirm_run(run, paid_on=PAY_ON, by=wanda, on=PAY_ON)
    assert ledger.owed_to(ruth.pk, by=wanda) == 0
    assert len(ledger.statement(ruth.pk, by=wanda)) == 2
    with pytest.raises(Refused, match="Nothing is due by 1 June 2026"):
        proposed(wanda)


def test_stopped_in_the_middle_nothing_is_half_done(
    wanda: SignIn, femi: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruth = paid_by("12345678", wanda, femi)
    run = proposed(wanda)

    def cut(*_: Any, **__: Any) -> None:
        raise RuntimeError("The power went.")

    with monkeypatch.context() as broken:
        broken.setattr(PaymentRun, "save", cut)
        with pytest.raises(RuntimeError), transaction.atomic():
            operations.approve_run(run, by=femi, on=DAY)
    assert ledger.owed_to(ruth.pk, by=wanda) == 0
    assert read(run, wanda).summary.state == "proposed"
    operations.approve_run(run, by=femi, on=DAY)
    assert ledger.owed_to(ruth.pk, by=wanda) == 818_20


def test_the_proposer_never_approves(wanda: SignIn, femi: SignIn) -> None:
    paid_by("12345678", wanda, femi)
    run = proposed(wanda)

    with pytest.raises(Refused, match="somebody else in finance approves it"):
        operations.approve_run(run, by=wanda, on=DAY)
    with pytest.raises(Refused, match="A run waits to be approved already"):
        proposed(femi)
    row = PaymentRun.objects.get(pk=run)
    row.state, row.decided_by = "approved", wanda
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    operations.approve_run(run, by=femi, on=DAY)
    with pytest.raises(Refused, match="Femi Adeyemi approved this run on 1 June 2026"):
        operations.decline_run(run, reasons="Too late.", by=wanda, on=DAY)


def test_a_payment_of_a_run_is_not_decided_alone(wanda: SignIn, femi: SignIn) -> None:
    paid_by("12345678", wanda, femi)
    run = proposed(wanda)
    alone = PaymentInstruction.objects.get().pk

    with pytest.raises(Refused, match="It is decided with the run"):
        operations.approve_instruction(alone, by=femi, on=DAY)
    operations.approve_run(run, by=femi, on=DAY)
    with pytest.raises(Refused, match="It is confirmed with the run"):
        operations.confirm_paid(alone, paid_on=PAY_ON, by=wanda, on=PAY_ON)


def test_without_an_account_it_waits_and_is_left_out(wanda: SignIn, femi: SignIn) -> None:
    ruth = making.person()
    operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    paid_by("12345678", wanda, femi)
    run = proposed(wanda)
    assert sorted(looks(run, wanda)) == [(), (Look.NO_PAYEE.value,)]
    held = RunLine.objects.get(state="held")
    with pytest.raises(Refused, match="waits for an account"):
        operations.look_at_line(held.pk, by=wanda, on=DAY)

    operations.approve_run(run, by=femi, on=DAY)

    held.refresh_from_db()
    assert (held.state, held.why) == ("out", "There is no account to pay to")
    assert ledger.owed_to(ruth.pk, by=wanda) == 0
    give_account(ruth, "11112222", wanda, femi)
    again = proposed(wanda)
    assert [one.person_id for one in read(again, wanda).lines] == [ruth.pk]


def test_once_the_account_is_there_the_line_is_in_when_proposed_again(
    wanda: SignIn, femi: SignIn
) -> None:
    ruth = making.person()
    operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    run = proposed(wanda)
    give_account(ruth, "11112222", wanda, femi)

    assert proposed(wanda) == run
    assert RunLine.objects.get().state == "in"


def test_a_changed_account_holds_the_payment(wanda: SignIn, femi: SignIn) -> None:
    ruth = paid_by("12345678", wanda, femi)
    changed = give_account(ruth, "99998888", wanda, femi)
    run = proposed(wanda)
    assert looks(run, wanda) == [(Look.CHANGED.value,)]
    with pytest.raises(Refused, match="No payment of this run can be made"):
        operations.approve_run(run, by=femi, on=DAY)

    operations.asked_person(changed, words="Rang her.", by=femi, on=DAY)
    proposed(wanda)

    assert looks(run, wanda) == [()]
    operations.approve_run(run, by=femi, on=DAY)


def test_an_account_that_changes_after_the_proposal_takes_the_line_out(
    wanda: SignIn, femi: SignIn
) -> None:
    ruth = paid_by("12345678", wanda, femi)
    paid_by("87654321", wanda, femi)
    run = proposed(wanda)
    operations.approve_run(run, by=femi, on=DAY)
    give_account(ruth, "99998888", wanda, femi)
    operations.set_pays_from(OURS, user_number="123456", by=wanda, on=DAY)

    data = operations.make_file(run, Format.STANDARD_18, by=femi, on=DAY, at=AT)

    assert b"99998888" not in data
    assert b"12345678" not in data
    assert ledger.owed_to(ruth.pk, by=wanda) == 0


@pytest.mark.parametrize("approved", [False, True])
def test_a_death_before_the_file_takes_the_line_out_and_says_so(
    wanda: SignIn, femi: SignIn, approved: bool
) -> None:
    ruth = paid_by("12345678", wanda, femi)
    paid_by("87654321", wanda, femi)
    run = proposed(wanda)
    if approved:
        operations.approve_run(run, by=femi, on=DAY)
        assert ledger.owed_to(ruth.pk, by=wanda) == 818_20
    Person.objects.filter(pk=ruth.pk).update(died_on=DAY)
    if not approved:
        operations.approve_run(run, by=femi, on=DAY)
    operations.set_pays_from(OURS, user_number="123456", by=wanda, on=DAY)

    data = operations.make_file(run, Format.STANDARD_18, by=femi, on=DAY, at=AT)

    assert b"12345678" not in data
    (out,) = read(run, wanda).out
    assert (out.person_id, out.why) == (ruth.pk, "The person died on 1 June 2026")
    assert ledger.owed_to(ruth.pk, by=wanda) == 0
    assert timeline(ruth.pk, limit=1)[0].name == "payments.line-taken-out"
    assert PaymentInstruction.objects.get(person=ruth).state == (
        "stopped" if approved else "declined"
    )


def test_where_nobody_is_left_there_is_no_file(wanda: SignIn, femi: SignIn) -> None:
    ruth = paid_by("12345678", wanda, femi)
    run = proposed(wanda)
    operations.approve_run(run, by=femi, on=DAY)
    operations.set_pays_from(OURS, user_number="123456", by=wanda, on=DAY)
    Person.objects.filter(pk=ruth.pk).update(died_on=DAY)

    assert operations.make_file(run, Format.PAIN_001, by=femi, on=DAY, at=AT) == b""
    assert read(run, wanda).summary.state == "declined"


def test_who_died_after_the_file_is_named_for_the_bank(wanda: SignIn, femi: SignIn) -> None:
    ruth = paid_by("12345678", wanda, femi)
    run = filed(wanda, femi)
    Person.objects.filter(pk=ruth.pk).update(died_on=DAY)

    assert [one.person_id for one in read(run, wanda).died_after] == [ruth.pk]


def test_what_came_back_is_owed_again_and_the_next_run_has_it(wanda: SignIn, femi: SignIn) -> None:
    ruth = paid_by("12345678", wanda, femi)
    run = filed(wanda, femi)
    operations.confirm_run(run, paid_on=PAY_ON, by=wanda, on=PAY_ON)
    (line,) = read(run, wanda).lines
    told = [Returned(line.reference, "B", 818_20, PAY_ON), Returned("DP 9", "0")]

    first = operations.post_returned(told, by=wanda, on=PAY_ON)
    second = operations.post_returned(told, by=wanda, on=PAY_ON)

    assert (first.returned, first.unknown) == (1, ("DP 9",))
    assert (second.returned, second.before) == (0, 1)
    assert ledger.owed_to(ruth.pk, by=wanda) == 818_20
    assert ledger.statement(ruth.pk, by=wanda)[-1].words == (
        "Put right: It came back from the bank: the account was closed (code B)"
    )
    again = operations.propose_run(due_by=DAY, pay_on=date(2026, 6, 11), by=wanda, on=PAY_ON)
    operations.approve_run(again, by=femi, on=PAY_ON)
    assert ledger.owed_to(ruth.pk, by=wanda) == 818_20
    operations.make_file(again, Format.STANDARD_18, by=femi, on=PAY_ON, at=AT)
    operations.confirm_run(again, paid_on=date(2026, 6, 11), by=wanda, on=date(2026, 6, 11))
    assert ledger.owed_to(ruth.pk, by=wanda) == 0
    assert PaymentInstruction.objects.get().paid_on == date(2026, 6, 11)
    assert [one.state for one in RunLine.objects.order_by("reference")] == ["returned", "paid"]


def test_what_cannot_have_come_back_is_refused_and_nothing_is_written(
    wanda: SignIn, femi: SignIn
) -> None:
    paid_by("12345678", wanda, femi)
    run = proposed(wanda)
    (line,) = read(run, wanda).lines
    with pytest.raises(Refused, match="was not sent to the bank"):
        operations.post_returned([Returned(line.reference, "B")], by=wanda, on=DAY)
    operations.decline_run(run, reasons="Wrong day.", by=wanda, on=DAY)
    run = filed(wanda, femi)
    (line,) = read(run, wanda).lines
    with pytest.raises(Refused, match="another amount"):
        operations.post_returned([Returned(line.reference, "B", 1)], by=wanda, on=DAY)
    operations.post_returned([Returned(line.reference, "B")], by=wanda, on=DAY)
    assert ledger.owed_to(line.person_id, by=wanda) == 818_20


def test_what_is_unusual_is_looked_at_before_it_is_approved(wanda: SignIn, femi: SignIn) -> None:
    ruth = paid_by("12345678", wanda, femi)
    paid_by("12345678", wanda, femi)
    arranged = Arrangement.objects.get(person=ruth)
    Suspension.objects.create(
        arrangement=arranged,
        first_day=DAY,
        last_day=DAY,
        why="Away",
        recorded_on=DAY,
        recorded_by=wanda,
    )
    run = proposed(wanda)
    assert set(looks(run, wanda)) == {
        (Look.SHARED.value,),
        (Look.SHARED.value, Look.STILL.value),
    }
    with pytest.raises(Refused, match="2 payments wait to be looked at first"):
        operations.approve_run(run, by=femi, on=DAY)
    for line in read(run, wanda).lines:
        operations.look_at_line(line.id, by=femi, on=DAY)
        operations.look_at_line(line.id, by=femi, on=DAY)
    assert read(run, wanda).to_look == []
    operations.approve_run(run, by=femi, on=DAY)


def test_a_much_larger_amount_and_another_rate_are_shown(wanda: SignIn, femi: SignIn) -> None:
    paid_by("12345678", wanda, femi)
    run = filed(wanda, femi)
    schedule = PaymentInstruction.objects.get().schedule_id
    july = date(2026, 6, 29)
    operations.change_rate(
        schedule, first_day=july, pence_weekly=400_00, why="More.", by=wanda, on=DAY
    )
    again = proposed(wanda, due_by=july)

    assert again != run
    assert looks(again, wanda) == [(Look.DIFFERS.value, Look.RATE.value)]


def test_taken_out_its_days_may_be_proposed_again(wanda: SignIn, femi: SignIn) -> None:
    paid_by("12345678", wanda, femi)
    run = proposed(wanda)
    (line,) = read(run, wanda).lines
    with pytest.raises(Refused, match="Write down why"):
        operations.take_out(line.id, why=" ", by=wanda, on=DAY)
    operations.take_out(line.id, why="She asked us to wait.", by=wanda, on=DAY)
    operations.take_out(line.id, why="Again.", by=wanda, on=DAY)
    assert PaymentInstruction.objects.get().decision_reasons == "She asked us to wait."
    proposed(wanda)
    assert [one.state for one in read(run, wanda).lines] == ["out", "in"]
    with pytest.raises(Refused, match="why the run is declined"):
        operations.decline_run(run, reasons="", by=femi, on=DAY)
    operations.decline_run(run, reasons="Not today.", by=femi, on=DAY)
    with pytest.raises(Refused, match="This run was decided already"):
        operations.take_out(line.id, why="x", by=wanda, on=DAY)


def test_days_that_cannot_be_are_refused(wanda: SignIn, femi: SignIn) -> None:
    paid_by("12345678", wanda, femi)
    for due_by, pay_on, words in (
        (date(2026, 6, 30), PAY_ON, "due within 4 weeks"),
        (DAY, date(2026, 6, 2), "3 June 2026 or later"),
        (DAY, date(2026, 6, 6), "Choose a working day"),
    ):
        with pytest.raises(Refused, match=words):
            operations.propose_run(due_by=due_by, pay_on=pay_on, by=wanda, on=DAY)
    run = proposed(wanda)
    with pytest.raises(Refused, match="a run that was approved"):
        operations.make_file(run, Format.PAIN_001, by=wanda, on=DAY, at=AT)
    with pytest.raises(Refused, match="whose file was made"):
        operations.confirm_run(run, paid_on=PAY_ON, by=wanda, on=PAY_ON)
    operations.approve_run(run, by=femi, on=DAY)
    with pytest.raises(Refused, match="which account of the council"):
        operations.make_file(run, Format.PAIN_001, by=wanda, on=DAY, at=AT)
    with pytest.raises(Refused, match="has 6 figures"):
        operations.set_pays_from(OURS, user_number="12", by=wanda, on=DAY)
    operations.set_pays_from(OURS, user_number="123456", by=wanda, on=DAY)
    late = date(2026, 6, 8)
    operations.make_file(run, Format.PAIN_001, by=wanda, on=late, at=AT)
    assert read(run, wanda).summary.pay_on == date(2026, 6, 10)
    with pytest.raises(Refused, match="cannot have been paid before"):
        operations.confirm_run(run, paid_on=PAY_ON, by=wanda, on=late)
    with pytest.raises(Refused, match="in the future"):
        operations.confirm_run(run, paid_on=date(2026, 6, 10), by=wanda, on=late)


def test_only_finance_and_only_what_there_is(wanda: SignIn, femi: SignIn) -> None:
    nell = making.practitioner()
    with pytest.raises(NotAllowed):
        proposed(nell)
    with pytest.raises(NotFound):
        operations.approve_run(uuid4(), by=wanda, on=DAY)
    with pytest.raises(NotFound):
        operations.take_out(uuid4(), why="x", by=wanda, on=DAY)
    with pytest.raises(NotFound):
        read(uuid4(), wanda)
    assert queries.runs(by=nell) == []
    paid_by("12345678", wanda, femi)
    run = proposed(wanda)
    Person.objects.update(restricted=True)
    with pytest.raises(Refused, match="whose record you may not open"):
        operations.approve_run(run, by=femi, on=DAY)


def test_what_each_person_is_told() -> None:
    line = AdviceLine("Ruth Calloway", "5678", "Direct payment, June", 80_00, 5_00, "DP 000001")

    told = advice([line, line], council="Quarrymoor Council", pay_on=PAY_ON)

    assert told.count("\f") == 1
    assert "We pay you £80.00 on 4 June 2026." in told
    assert "We took off £5.00 that was paid too much before." in told


def test_the_gravest_stands_first() -> None:
    known = Known(100, DAY, False, False, False, 50, True, True, True)

    assert looks_at(known, differs_percent=25) == (
        Look.DIED,
        Look.ENDED,
        Look.NO_PAYEE,
        Look.DIFFERS,
        Look.STILL,
        Look.RATE,
    )


def test_on_the_pages(client: Client, wanda: SignIn, femi: SignIn) -> None:
    ruth = making.person()
    client.force_login(wanda)
    page = client.get(PAGE)
    for words in ("No run waits", "There has been no run yet.", "No account of the council"):
        assert words in page.text
    days = {"due_by_0": 1, "due_by_1": 6, "due_by_2": 2026}
    pay = {"pay_on_0": 4, "pay_on_1": 6, "pay_on_2": 2026}
    asked = {
        **{
            k.replace("_0", "_day").replace("_1", "_month").replace("_2", "_year"): v
            for k, v in (days | pay).items()
        },
        **days,
        **pay,
    }
    page = client.post(PAGE, asked)
    assert (page.status_code, "Nothing is due by 1 June 2026" in page.text) == (422, True)
    operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    page = client.post(PAGE, asked, follow=True)
    assert "1 payment waits to be looked at first" in page.text
    assert "There is no account to pay to." in page.text
    give_account(ruth, "12345678", wanda, femi)
    page = client.post(PAGE, asked, follow=True)
    assert "somebody else in finance approves it" in page.text
    run = PaymentRun.objects.get().pk
    ours = {"account_name": "Quarrymoor Council", "sort_code": "08-00-00"}
    page = client.post(f"{PAGE}pays-from/", {**ours, "account_number": "1", "user_number": "1"})
    assert (page.status_code, "8 figures" in page.text) == (422, True)
    page = client.post(
        f"{PAGE}pays-from/",
        {**ours, "account_number": "11112222", "user_number": "123456"},
        follow=True,
    )
    assert "ending 2222, user number 123456" in page.text

    client.force_login(femi)
    page = client.post(f"{PAGE}{run}/approve/", follow=True)
    assert "Approved. Make the file for the bank" in page.text
    page = client.post(f"{PAGE}{run}/file/", {"format": "x"}, follow=True)
    assert "Choose in which form" in page.text
    answer = client.post(f"{PAGE}{run}/file/", {"format": Format.STANDARD_18.value})
    assert answer["Content-Disposition"] == 'attachment; filename="payments-000001.txt"'
    again = client.post(f"{PAGE}{run}/file/", {"format": Format.STANDARD_18.value})
    assert again.content == answer.content
    assert "We pay you £818.20 on 4 June 2026." in client.get(f"{PAGE}{run}/told/").text
    page = client.post(f"{PAGE}{run}/paid/", follow=True)
    assert "cannot have been paid before" in page.text
    table = SimpleUploadedFile("back.csv", b"reference,code\nDP 000001-00001,5\nDP 9,0\n")
    page = client.post(f"{PAGE}returned/", {"file": table}, follow=True)
    assert "1 came back and is owed again" in page.text
    assert "Not known here: DP 9." in page.text
    bad = SimpleUploadedFile("bad.csv", b"a,b\n")
    page = client.post(f"{PAGE}returned/", {"file": bad})
    assert (page.status_code, "no column" in page.text) == (422, True)
    assert "the account is closed" in client.get(f"{PAGE}{run}/").text.lower()
