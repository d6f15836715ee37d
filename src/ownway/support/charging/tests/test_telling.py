"""A person tells what they have, sees what it comes to, sends it; finance decides, line by line.

2026–27 is the year of the tests' day; only figures that are there for it are used.
"""

import re
from datetime import date
from typing import Any

import making
import pytest
from django.test import Client

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.foundation.look.filters import day
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.charging import operations, queries
from ownway.support.charging.domain.answers import REFUSED, WHOLE, Answers, Line, answers_from
from ownway.support.charging.models import FinancialAssessment
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.models import Person
from ownway.support.people.operations import letting_in

ON = date(2026, 11, 23)
PENSION = Line("PRIVATE_PENSION", 600_00, "MONTH")
TOLD = Answers(
    incomes=(PENSION, Line("PRIVATE_PENSION", 20_00), Line("EARNINGS", 90_00)),
    capital=(Line("SAVINGS", 31_000_00, shared_by=2),),
    housing=(Line("rent, after Housing Benefit", 5_00),),
    disability=(Line("laundry", 1_50),),
)
# 600 × 12 ÷ 52 = 138.46; + 20 = 158.46; 15,500 is 5 steps: 5; − 120.40 − 5 − 1.50 = 36.56
PAID = 36_56


def signed_in(client: Client, who: SignIn) -> Client:
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def save(ruth: Person, by: SignIn, *, answers: Answers = TOLD, edition: int = 0) -> None:
    operations.save_means(ruth.pk, answers=answers, edition=edition, by=by, on=ON)


def decide(ruth: Person, by: SignIn, **more: Any) -> None:
    said: dict[str, Any] = {
        "how": WHOLE, "answers": TOLD, "edition": 1, "born_on": ruth.born_on,
        "cost_weekly": 300_00, "seen_weekly": PAID, "free_weekly": 0, "first_day": ON,
        "by": by, "on": ON,
    }  # fmt: skip
    operations.decide_from_means(ruth.pk, **(said | more))


def typed(**more: Any) -> dict[str, str]:
    plain = {
        "edition": 0,
        "lives": "HOME",
        "in_private_pension": "600",
        "in_private_pension_every": "MONTH",
        "in_private_pension_2": "20.00",
        "in_earnings": "90",
        "has_savings": "31,000",
        "has_savings_joint": "on",
        "home_rent": "5",
        "because_0_what": "laundry",
        "because_0": "1.50",
    }
    return {name: str(value) for name, value in (plain | more).items()}


def test_answers_are_kept_as_they_were_told() -> None:
    assert answers_from(TOLD.kept()) == TOLD
    assert answers_from({}) == Answers()


@pytest.mark.django_db
def test_a_person_saves_comes_back_sends_and_finance_decides_with_every_line() -> None:
    ruth, wanda = making.person(), making.finance()
    own = making.own_sign_in(ruth)

    save(ruth, own, answers=Answers(incomes=(PENSION,)))
    save(ruth, own, edition=1)
    operations.send_means(ruth.pk, by=own, on=ON)
    operations.send_means(ruth.pk, by=own, on=ON)
    sent = queries.means_of(ruth.pk, by=wanda)
    decide(ruth, wanda, edition=2)

    assert sent is not None
    assert (sent.answers, sent.sent, sent.sent_on, sent.edition) == (TOLD, True, ON, 2)
    now = queries.contribution_on(ruth.pk, ON, by=own)
    assert now is not None
    assert now.contribution_weekly == PAID
    assert "told on 23 November 2026" in now.basis
    assert "Some figures in it were not checked" in now.basis  # those of 2026–27 were only quoted
    worked = queries.worked_out_of(ruth.pk, by=own)
    assert worked is not None
    kept = sum(line["amount"] for line in worked.lines if line["taken_away"])
    assert (worked.cost_weekly, kept) == (300_00, 120_40 + 5_00 + 1_50)
    assert queries.means_of(ruth.pk, by=wanda) is None
    assert queries.last_answers_of(ruth.pk, by=own) == TOLD
    assert [one.name for one in timeline(ruth.pk)][:3] == [
        "charging.contribution-decided",
        "charging.means-sent",
        "charging.means-begun",
    ]


@pytest.mark.django_db
def test_what_was_saved_in_between_is_not_written_over() -> None:
    ruth, wanda = making.person(), making.finance()
    own = making.own_sign_in(ruth)
    save(ruth, own)

    save(ruth, own)  # the same once more is one save
    with pytest.raises(Refused, match="while you wrote"):
        save(ruth, own, answers=Answers(), edition=0)
    with pytest.raises(Refused, match="while you wrote"):
        decide(ruth, wanda, answers=Answers(), edition=9, seen_weekly=0)
    with pytest.raises(Refused, match="while you wrote"):
        save(making.person(given_name="Idris"), wanda, edition=3)

    now = queries.means_of(ruth.pk, by=own)
    assert now is not None
    assert (now.answers, now.edition) == (TOLD, 1)


@pytest.mark.django_db
def test_what_was_sent_is_changed_by_the_person_only_when_more_is_asked() -> None:
    ruth, wanda = making.person(), making.finance()
    own = making.own_sign_in(ruth)
    with pytest.raises(Refused, match="nothing to send"):
        operations.send_means(ruth.pk, by=own, on=ON)
    save(ruth, own)
    with pytest.raises(Refused, match="Nothing was sent"):
        operations.ask_for_more(ruth.pk, words="A letter", by=wanda, on=ON)
    operations.send_means(ruth.pk, by=own, on=ON)

    with pytest.raises(Refused, match="sent this already"):
        save(ruth, own, answers=Answers(), edition=1)
    with pytest.raises(Refused, match="Say what is missing"):
        operations.ask_for_more(ruth.pk, words=" ", by=wanda, on=ON)
    operations.ask_for_more(ruth.pk, words="How much the pension is", by=wanda, on=ON)
    save(ruth, own, answers=Answers(), edition=1)

    now = queries.means_of(ruth.pk, by=own)
    assert now is not None
    assert (now.asked, now.sent, now.edition) == ("How much the pension is", False, 2)


@pytest.mark.django_db
def test_who_chooses_not_to_tell_pays_the_full_cost_and_nothing_of_theirs_is_asked() -> None:
    ruth, wanda = making.person(), making.finance()

    ruth.born_on = None  # what they pay does not hang on their age
    decide(ruth, wanda, how=REFUSED, answers=Answers(), edition=0, seen_weekly=300_00)

    now = queries.contribution_on(ruth.pk, ON, by=wanda)
    assert now is not None
    assert (now.contribution_weekly, "chose not to tell" in now.basis) == (300_00, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "paid"),
    [
        ("light-ON_BENEFITS", 0),
        ("light-MEANS_ARE_CLEAR", 300_00),
        ("free-SECTION_117", 0),
        ("free-REABLEMENT", 0),
    ],
)
def test_a_light_touch_and_what_is_free_need_no_answers(how: str, paid: int) -> None:
    ruth, wanda = making.person(), making.finance()
    decide(ruth, wanda, how=how, answers=Answers(), edition=0, seen_weekly=paid)
    now = queries.contribution_on(ruth.pk, ON, by=wanda)
    assert now is not None
    assert now.contribution_weekly == paid


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"answers": Answers(disability_premium=True)}, "No amount is known"),
        ({"born_on": None}, "day of birth"),
        ({"how": "guess"}, "Choose how"),
        ({"free_weekly": 400_00}, "cannot be more"),
        ({"seen_weekly": 10_00}, "comes to £36.56 now, not to £10.00 as you saw it"),
    ],
)
def test_a_decision_that_cannot_be_worked_out_is_refused_and_nothing_is_kept(
    wrong: dict[str, Any], said: str
) -> None:
    ruth, wanda = making.person(), making.finance()
    with pytest.raises(Refused, match=said):
        decide(ruth, wanda, **({"edition": 0} | wrong))
    assert FinancialAssessment.objects.count() == 0
    assert queries.contributions_of(ruth.pk, by=wanda) == []


@pytest.mark.django_db
def test_only_the_person_and_finance_tell_and_only_finance_decides() -> None:
    ruth, worker = making.person(), making.practitioner()
    own = making.own_sign_in(ruth)
    other = making.own_sign_in(making.person(given_name="Idris"))

    with pytest.raises(NotAllowed):
        save(ruth, worker)
    with pytest.raises(NotFound):
        save(ruth, other)
    with pytest.raises(NotAllowed, match="finance"):
        decide(ruth, own)
    with pytest.raises(NotAllowed, match="finance"):
        operations.ask_for_more(ruth.pk, words="More", by=worker, on=ON)


@pytest.mark.django_db
def test_a_person_sees_what_it_would_come_to_before_anything_is_kept(
    client: Client, settings: Any
) -> None:
    ruth = making.person()
    own = signed_in(client, making.own_sign_in(ruth))

    most = own.post("/my/what-i-have/", typed(do="see"))
    exact = own.post("/my/what-i-have/", typed(do="see", cost_weekly="30"))

    assert "You would pay at most £36.56 a week" in most.text
    assert "You would pay £30.00 a week" in exact.text
    assert "Not checked in its source" in exact.text
    assert 'value="31,000"' in exact.text  # what was typed stays
    assert FinancialAssessment.objects.count() == 0


@pytest.mark.django_db
def test_a_person_tells_on_the_page_and_reads_the_decision_line_by_line(client: Client) -> None:
    ruth, wanda = making.person(), making.finance()
    own = making.own_sign_in(ruth)

    wrong = signed_in(client, own).post(
        "/my/what-i-have/", typed(do="send", because_0="", partner_pension_age="on")
    )
    saved = client.post("/my/what-i-have/", typed(do="save"), follow=True)
    again = client.get("/my/what-i-have/")
    sent = client.post("/my/what-i-have/", typed(do="send", edition=1), follow=True)
    address = f"/team/people/{ruth.pk}/means/"
    looked = signed_in(client, wanda).get(address)
    decided = {"cost_weekly": "300", "how": WHOLE, "first_day_day": "23",
               "first_day_month": "11", "first_day_year": "2026"}  # fmt: skip
    tried = client.post(address, typed(do="see", edition=1, **decided))
    unseen = client.post(address, typed(do="decide", edition=1, seen_weekly=99, **decided))
    seen = re.search(r'name="seen_weekly" value="([0-9]+)"', tried.text)
    assert seen is not None
    sure = decided | {"seen_weekly": seen[1]}
    done = client.post(address, typed(do="decide", edition=1, **sure), follow=True)
    anew = client.get(address)
    read = signed_in(client, own).get("/my/what-i-pay/")

    assert re.search(r'name="cost_weekly"[^>]*value="300.00"', anew.text)
    assert wrong.status_code == 422
    assert "Enter what it costs, or take the words out" in wrong.text
    assert "Tick the partner as well" in wrong.text
    assert "Saved. You can come back to it." in saved.text
    assert re.search(r'name="in_private_pension"[^>]*value="600.00"', again.text)
    assert "Sent. We look at it" in sent.text
    assert re.search(r'name="in_private_pension_2"[^>]*value="20.00"', looked.text)
    assert "They would pay £36.56 of £300.00 a week" in tried.text
    assert (unseen.status_code, "Work it out again" in unseen.text) == (422, True)
    assert "They pay £36.56 a week" in done.text
    assert "You pay £36.56 a week" in read.text
    assert "£138.46" in read.text
    assert "− £120.40" in read.text


@pytest.mark.django_db
def test_finance_gives_it_back_on_the_page_and_the_person_reads_why(client: Client) -> None:
    ruth, wanda = making.person(), making.finance()
    own = making.own_sign_in(ruth)
    save(ruth, own)
    operations.send_means(ruth.pk, by=own, on=ON)
    address = f"/team/people/{ruth.pk}/means/more/"

    nothing = signed_in(client, wanda).post(address, {"words": ""})
    shown = client.get(address)
    client.post(address, {"words": "Which pension is it?"})

    late = client.post(address, {"words": "Once more"})

    assert (shown.status_code, late.status_code) == (200, 422)
    assert "Nothing was sent" in late.text
    assert (nothing.status_code, "Say what is missing" in nothing.text) == (422, True)
    assert "Which pension is it?" in signed_in(client, own).get("/my/what-i-pay/").text
    assert "Which pension is it?" in client.get("/my/what-i-have/").text


@pytest.mark.django_db
def test_whoever_waits_stands_on_the_list_of_finance_until_it_is_decided(client: Client) -> None:
    ruth, idris = making.person(), making.person(given_name="Idris", family_name="Hale")
    own, wanda = making.own_sign_in(ruth), making.finance()
    save(ruth, own)
    operations.send_means(ruth.pk, by=own, on=date(2026, 11, 20))
    save(idris, making.own_sign_in(idris))  # begun, and not sent

    waits = signed_in(client, wanda).get("/team/means/").text
    operations.ask_for_more(ruth.pk, words="Which pension?", by=wanda, on=ON)
    back = client.get("/team/means/").text
    decide(ruth, wanda)
    after = client.get("/team/means/").text

    assert "1 person waits" in waits
    assert re.search(rf"Calloway</a></th>.*{day(date(2026, 11, 20))}.*>3</td>", waits)
    assert "Nobody waits" in back
    assert "Asked for more" in back
    assert "Calloway" not in after
    assert "Hale" not in waits + back + after
    signed_in(client, making.practitioner())
    assert client.get("/team/means/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("standing", "parts", "reads", "tells"),
    [
        (As.ATTORNEY, (Part.MONEY,), True, True),
        (As.FRIEND, (Part.MONEY,), True, False),
        (As.FRIEND, (Part.RECORD,), False, False),
    ],
)
def test_whoever_decides_about_their_money_tells_it_and_a_friend_at_most_reads(
    client: Client, standing: As, parts: tuple[Part, ...], reads: bool, tells: bool
) -> None:
    ruth = making.person()
    decide(ruth, making.finance(), edition=0)
    mo = access.add_sign_in(email="mo.tarn@example.org", name="Mo Tarn", kind=Kind.CARER)
    paper: dict[str, Any] = {}
    if standing is As.ATTORNEY:
        paper = {"document": "LPA 7001 2345", "seen_on": ON}
    letting_in.let_in(
        ruth.pk, name=mo.name, email=mo.email, standing=standing, parts=parts, last_day=None,
        by=making.practitioner() if paper else making.own_sign_in(ruth), on=ON, **paper,
    )  # fmt: skip
    signed_in(client, mo)

    read = client.get("/my/what-i-pay/")
    client.post("/my/what-i-have/", typed(do="send"))

    assert ("£138.46" in read.text) is reads
    assert (queries.means_of(ruth.pk, by=making.finance()) is not None) is tells


@pytest.mark.django_db
def test_a_worker_writes_to_them_what_they_pay_as_it_was_decided(client: Client) -> None:
    ruth = making.person()
    decide(ruth, making.finance(), edition=0)
    signed_in(client, making.practitioner())
    letter = f"/team/people/{ruth.pk}/notices/contribution-decided/"

    page = client.get(f"/team/people/{ruth.pk}/contribution/").text
    written = client.get(letter).text

    assert f'href="{letter}"' in page
    assert 'value="£36.56"' in written
    assert f'value="{day(ON)}"' in written


@pytest.mark.django_db
def test_a_worker_reads_what_is_paid_and_not_what_there_is(client: Client) -> None:
    """What somebody has is theirs and finance's; a worker reads the amount and the basis."""
    ruth, wanda = making.person(), making.finance()
    address = f"/team/people/{ruth.pk}/contribution/"
    decide(ruth, wanda, edition=0)
    save(ruth, making.own_sign_in(ruth))

    finance = signed_in(client, wanda).get(address).text
    page = signed_in(client, making.practitioner()).get(address).text

    assert "£15,500.00" in finance
    assert "£15,500.00" not in page
    assert "They pay £36.56 a week" in page
    assert "have not sent it yet" in page
    assert client.get(f"/team/people/{ruth.pk}/means/").status_code == 403
