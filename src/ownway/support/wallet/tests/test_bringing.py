"""A statement is brought, once; what is sure is placed, the rest is asked, and answers are kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import making
import pytest

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations.models import Message
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.payments import operations as payments
from ownway.support.wallet import operations, queries
from ownway.support.wallet.domain.looking import Kind as Doubt
from ownway.support.wallet.domain.matching import What
from ownway.support.wallet.domain.statements import NotReadable
from ownway.support.wallet.models import AccountLine, BankAccount, LineRule, StatementFile
from ownway.support.wallet.operations import Answer
from ownway.support.wallet.queries import Statements

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
JULY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 10, tzinfo=UTC)
HEAD = "Date,Description,Amount,Balance,Account Number\n"
ROWS = [
    "01/06/2026,MARLSHIRE BACS,818.20,918.20,12345678",
    "05/06/2026,PERSONAL ASSISTANT PAY,-286.00,632.20,12345678",
    "08/06/2026,CAFE NERO 4411,-23.40,608.80,12345678",
    "09/06/2026,CAFE NERO 4411,-23.40,585.40,12345678",
    "20/06/2026,CAFE NERO 9,-6.00,579.40,12345678",
]


def table(*rows: str) -> bytes:
    return (HEAD + "\n".join(rows) + "\n").encode()


@pytest.fixture
def ruth() -> Any:
    """Ruth, whose assistant costs £286.00 a week; the council pays £204.55 of it, £818.20 now."""
    ruth, wanda = making.person(), making.finance()
    arranged = making.direct_payment(ruth, first_day=JUNE)
    schedule = payments.set_schedule(arranged.pk, by=wanda, on=JUNE)
    made = payments.propose_instruction(schedule, by=wanda, on=JUNE)
    payments.approve_instruction(made, by=making.finance(name="Colm Ashdown"), on=JUNE)
    return ruth


@pytest.fixture
def own(ruth: Any) -> SignIn:
    return making.own_sign_in(ruth)


def seen(ruth: Any, by: SignIn, on: date = JULY) -> Statements:
    return queries.statements_for_reading(ruth.pk, by=by, on=on)


def asked(ruth: Any, by: SignIn) -> list[str]:
    return [one.words for one in reversed(seen(ruth, by).asked)]


def line_id(ruth: Any, by: SignIn, words: str) -> UUID:
    return next(one.id for one in seen(ruth, by).lines if one.words == words)


def test_what_is_sure_is_placed_and_the_rest_is_asked(ruth: Any, own: SignIn) -> None:
    brought = operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)

    assert (brought.lines_read, brought.lines_new, brought.matched) == (5, 5, 2)
    assert brought.words == "5 new lines read."
    found = seen(ruth, own)
    assert [one.label for one in reversed(found.lines)] == [
        "Paid by the council",
        "Helps in the morning: Personal assistant",
        "",
        "",
        "",
    ]
    assert asked(ruth, own) == ["CAFE NERO 4411", "CAFE NERO 4411", "CAFE NERO 9"]
    assert found.spent == (("I get up when I want to", 286_00), ("Not said yet", 52_80))
    assert (found.accounts[0].ending, found.accounts[0].left) == ("5678", 579_40)


def test_the_same_file_and_overlapping_files_add_nothing_twice(ruth: Any, own: SignIn) -> None:
    operations.bring(ruth.pk, table(*ROWS[:3]), by=own, on=JULY)
    again = operations.bring(ruth.pk, table(*ROWS[:3]), by=own, on=JULY)
    more = operations.bring(ruth.pk, table(*ROWS[1:]), by=own, on=JULY)

    assert (again.lines_new, again.words) == (
        0,
        "Everything in it was here already, so nothing was added.",
    )
    assert (more.lines_new, more.words) == (2, "2 new lines read. 2 were here already.")
    assert AccountLine.objects.count() == 5
    assert StatementFile.objects.count() == 2


def test_a_bad_row_is_told_and_kept_with_the_statement(ruth: Any, own: SignIn) -> None:
    brought = operations.bring(
        ruth.pk, table(ROWS[0], "32/06/2026,TEA,-1.00,,12345678"), by=own, on=JULY
    )

    assert [one.why for one in brought.problems] == ["It is not a day."]
    assert seen(ruth, own).files[0].problems == brought.problems


def test_what_is_no_statement_leaves_nothing(ruth: Any, own: SignIn) -> None:
    with pytest.raises(NotReadable, match="PDF"):
        operations.bring(ruth.pk, b"%PDF-1.4", by=own, on=JULY)
    with pytest.raises(Refused, match="still to come"):
        operations.bring(ruth.pk, table(*ROWS), by=own, on=JUNE)

    assert not BankAccount.objects.exists()


def test_another_account_is_not_mixed_in(ruth: Any, own: SignIn) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    other = table("01/06/2026,RENT,-500.00,1.00,99998888")
    with pytest.raises(Refused, match="an account ending 8888"):
        operations.bring(ruth.pk, other, by=own, on=JULY)
    assert AccountLine.objects.count() == 5

    operations.bring(ruth.pk, other, another=True, by=own, on=JULY)
    assert {one.ending for one in seen(ruth, own).accounts} == {"5678", "8888"}


def test_days_held_without_one_line_alike_look_like_another_account(ruth: Any, own: SignIn) -> None:
    plain = b"Date,Description,Amount\n"
    days = [f"{day:02d}/06/2026,SHOP {day},-{day}.00\n".encode() for day in range(1, 9)]
    operations.bring(ruth.pk, plain + b"".join(days), by=own, on=JULY)
    others = [f"{day:02d}/06/2026,RENT {day},-{day}.50\n".encode() for day in range(1, 9)]

    with pytest.raises(Refused, match="looks like another account"):
        operations.bring(ruth.pk, plain + b"".join(others), by=own, on=JULY)


def test_an_answer_holds_for_the_next_and_can_be_taken_away(ruth: Any, own: SignIn) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    cafe = line_id(ruth, own, "CAFE NERO 4411")
    others = operations.say(cafe, Answer(What.OWN, remember=True), by=own, on=JULY)

    assert others == 2
    assert asked(ruth, own) == []
    (rule,) = seen(ruth, own).rules
    assert (rule.words, rule.label) == ("cafe nero", "Own money")

    assert operations.forget_rule(rule.id, by=own, on=JULY) == 2
    assert len(asked(ruth, own)) == 2  # what she said herself stands
    with pytest.raises(NotFound):
        operations.forget_rule(rule.id, by=own, on=JULY)


def test_a_new_answer_corrects_the_remembered_one(ruth: Any, own: SignIn) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    operations.say(line_id(ruth, own, "CAFE NERO 9"), Answer(What.OWN, remember=True),
                   by=own, on=JULY)  # fmt: skip
    part = seen(ruth, own).parts[0]
    operations.say(line_id(ruth, own, "CAFE NERO 9"), Answer(What.PART, part.id, remember=True),
                   by=own, on=JULY)  # fmt: skip

    assert [one.label for one in seen(ruth, own).rules] == [part.label]
    assert {one.label for one in seen(ruth, own).lines if "CAFE" in one.words} == {part.label}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(What.PART), "Choose which part"),
        (Answer(What.OTHER, goes_to="other"), "Say in a few words"),
        (Answer(What.OTHER, note="Tea", goes_to="tea"), "Choose what it was spent on"),
        (Answer(What.PAYMENT), "This line went out"),
        (Answer(What.NOTHING), "Choose what this was"),
    ],
)
def test_an_answer_that_leaves_something_out_is_refused(
    ruth: Any, own: SignIn, answer: Answer, why: str
) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    with pytest.raises(Refused, match=why):
        operations.say(line_id(ruth, own, "CAFE NERO 9"), answer, by=own, on=JULY)


def test_what_may_not_be_bought_is_said_with_the_way_out(ruth: Any, own: SignIn) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    cafe = line_id(ruth, own, "CAFE NERO 9")
    operations.say(cafe, Answer(What.OTHER, goes_to="rent", note="The gas bill"), by=own, on=JULY)

    found = seen(ruth, own)
    (line,) = [one for one in found.lines if one.id == cafe]
    assert "household bills are not care and support" in line.breach
    assert [one.kind for _, one in found.not_fitting] == [Doubt.NOT_PERMITTED]


def test_a_line_is_the_persons_alone_to_explain_for_a_time(ruth: Any, own: SignIn) -> None:
    wanda = making.finance()
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)

    assert queries.accounts_to_look_at(by=wanda, on=JULY + timedelta(days=13)) == []
    (listed,) = queries.accounts_to_look_at(by=wanda, on=JULY + timedelta(days=14))
    assert listed.words == ("3 lines that nobody explained",)
    assert listed.asked == "Not asked yet"


def test_a_payment_that_came_late_is_met_by_what_she_says(ruth: Any, own: SignIn) -> None:
    operations.bring(
        ruth.pk,
        table("01/06/2026,OPENING GIFT,1.00,101.00,12345678",
              "19/06/2026,MARLSHIRE,818.20,919.20,12345678"),
        by=own,
        on=JULY,
    )  # fmt: skip
    assert [one.kind for _, one in seen(ruth, own).not_fitting] == [Doubt.NOT_COME]
    late = line_id(ruth, own, "MARLSHIRE")
    operations.say(late, Answer(What.PAYMENT), by=own, on=JULY)

    assert seen(ruth, own).not_fitting == ()


def test_the_person_is_asked_first_and_has_time_to_answer(ruth: Any, own: SignIn) -> None:
    wanda = making.finance()
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    cafe = line_id(ruth, own, "CAFE NERO 9")
    operations.say(cafe, Answer(What.OTHER, goes_to="rent", note="Gas"), by=own, on=JULY)
    key = f"line:{cafe}"
    made = operations.ask(ruth.pk, key, words="What was it?", by=wanda, at=AT, on=JULY)

    (question,) = seen(ruth, own).questions
    assert question.answer_by == JULY + timedelta(days=14)
    assert question.words.endswith("What was it?")
    (message,) = Message.objects.all()
    assert "Please answer there by 15 July 2026" in message.words
    assert "Gas" not in message.words  # readers of messages may not be let in to the money
    assert "£" not in message.words
    with pytest.raises(Refused, match="asked already"):
        operations.ask(ruth.pk, key, by=wanda, at=AT, on=JULY)
    with pytest.raises(Refused, match="They have until 15 July 2026"):
        operations.settle(made, outcome="Pay it back", by=wanda, on=JULY)

    operations.answer(made, words="It was a mistake", by=own, on=JULY)
    operations.settle(made, outcome="Nothing more to do", by=wanda, on=JULY)

    assert seen(ruth, own).not_fitting == ()
    assert queries.accounts_to_look_at(by=wanda, on=JULY) == []
    with pytest.raises(Refused, match="settled already"):
        operations.answer(made, words="And more", by=own, on=JULY)
    with pytest.raises(Refused, match="settled this already"):
        operations.settle(made, outcome="Again", by=wanda, on=JULY)


def test_without_an_answer_what_follows_is_said_after_the_day(ruth: Any, own: SignIn) -> None:
    wanda, late = making.finance(), JULY + timedelta(weeks=10)
    operations.bring(ruth.pk, table(*ROWS[:2]), by=own, on=JULY)
    (listed,) = queries.accounts_to_look_at(by=wanda, on=late)
    assert listed.words == ("Nothing moved since 5 June 2026",)
    key = seen(ruth, wanda, late).not_fitting[0][1].key
    made = operations.ask(ruth.pk, key, by=wanda, at=AT, on=late)

    operations.settle(made, outcome="She rang", by=wanda, on=late + timedelta(days=15))
    assert queries.accounts_to_look_at(by=wanda, on=late + timedelta(days=15)) == []


def test_much_that_is_left_is_listed(ruth: Any, own: SignIn) -> None:
    operations.bring(ruth.pk, table("20/06/2026,GIFT,1.00,1700.00,12345678"), by=own, on=JULY)

    (listed,) = queries.accounts_to_look_at(by=making.finance(), on=JULY)
    assert listed.words == ("£1,700.00 left, 8 weeks of payments",)


def test_a_statement_taken_back_goes_with_its_lines_and_can_come_again(
    ruth: Any, own: SignIn
) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    file = StatementFile.objects.get()
    operations.take_back(file.pk, by=own, on=JULY)
    operations.take_back(file.pk, by=own, on=JULY)

    found = seen(ruth, own)
    assert (found.lines, found.files) == ((), ())
    assert found.accounts[0].left is None
    assert operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY).lines_new == 5


def test_what_the_bank_told_is_sealed(ruth: Any, own: SignIn) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    kept = AccountLine.objects.values_list("words", "reference")

    assert "NERO" not in str(list(kept))


def test_nobody_elses_account_opens(ruth: Any, own: SignIn) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    other = making.own_sign_in(making.person(given_name="Idris", family_name="Hale"))
    file, line = StatementFile.objects.get(), AccountLine.objects.first()
    assert line is not None
    operations.say(line.pk, Answer(What.OWN, remember=True), by=own, on=JULY)
    rule = LineRule.objects.get()

    for act in (
        lambda: operations.bring(ruth.pk, table(*ROWS), by=other, on=JULY),
        lambda: operations.take_back(file.pk, by=other, on=JULY),
        lambda: operations.say(line.pk, Answer(What.OWN), by=other, on=JULY),
        lambda: operations.forget_rule(rule.pk, by=other, on=JULY),
        lambda: operations.match_lines(ruth.pk, by=other, on=JULY),
        lambda: seen(ruth, other),
    ):
        with pytest.raises(NotFound):
            act()


def test_staff_without_the_work_do_not_bring_or_ask(ruth: Any, own: SignIn) -> None:
    broker = making.staff(making.Role.BROKER)
    with pytest.raises((NotAllowed, NotFound)):
        operations.bring(ruth.pk, table(*ROWS), by=broker, on=JULY)
    with pytest.raises(NotAllowed):
        operations.ask(ruth.pk, "balance:", by=own, at=AT, on=JULY)


def test_a_carer_who_was_not_let_in_finds_nothing(ruth: Any) -> None:
    mo = access.add_sign_in(email="mo@example.org", name="Mo Tarn", kind=Kind.CARER)
    with pytest.raises(NotFound):
        operations.bring(ruth.pk, table(*ROWS), by=mo, on=JULY)
