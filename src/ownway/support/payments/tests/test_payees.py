"""An account is written down by one and confirmed by another; of a changed one they are asked."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ownway.foundation.facts.queries import timeline
from ownway.foundation.notices.models import Notice
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.payments import operations, queries
from ownway.support.payments.domain.banking import BankAccount, account_of, name_for_bank
from ownway.support.payments.models import Payee, WeightTable
from ownway.support.people.models import Person
from ownway.support.people.queries.reaching import reached_before

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
WHY = "A bank statement that Ruth brought."
FIRST = BankAccount("Ruth Calloway", "090126", "12345678")
OTHER = BankAccount("R Calloway", "090127", "87654321")
PAGE = "/team/payments/payees/"
WEIGHTS = "090000 091000 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1\n"


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY


def confirmed(of: Person, account: BankAccount = FIRST, on: date = DAY) -> UUID:
    made = operations.put_payee(of.pk, account, why=WHY, by=making.finance(), on=on)
    operations.confirm_payee(made, by=making.finance("Femi Adeyemi"), on=on)
    return made


def test_one_writes_it_down_and_another_confirms_it() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    made = operations.put_payee(ruth.pk, FIRST, why=WHY, by=wanda, on=DAY)

    assert queries.where_to_pay([ruth.pk], on=DAY) == {}
    with pytest.raises(Refused, match="somebody else in finance confirms it"):
        operations.confirm_payee(made, by=wanda, on=DAY)
    operations.confirm_payee(made, by=femi, on=DAY)
    operations.confirm_payee(made, by=femi, on=DAY)

    found = queries.where_to_pay([ruth.pk], on=DAY)[ruth.pk]
    assert (found.payee_id, found.account, found.held) == (made, FIRST, False)
    assert [one.name for one in timeline(ruth.pk)][:2] == [
        "payments.payee-confirmed",
        "payments.payee-put",
    ]
    assert timeline(ruth.pk)[0].words == "The account ending 5678, not checked"


def test_the_database_keeps_two_people_too() -> None:
    ruth, wanda = making.person(), making.finance()
    made = operations.put_payee(ruth.pk, FIRST, why=WHY, by=wanda, on=DAY)
    row = Payee.objects.get(pk=made)
    row.state, row.decided_by, row.decided_on = "confirmed", wanda, DAY

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_figures_are_sealed() -> None:
    confirmed(making.person())

    with connection.cursor() as cursor:
        cursor.execute("SELECT account_number, sort_code, account_name FROM payments_payee")
        (row,) = cursor.fetchall()
    for cell, plain in zip(row, (b"12345678", b"090126", b"Ruth"), strict=True):
        assert plain not in bytes(cell)
    assert "12345678" not in repr(FIRST)


def test_a_changed_account_is_told_of_and_waits_until_somebody_asked() -> None:
    ruth = making.person(address_line_1="1 Quarry Lane", town="Thornbeck", postcode="QM1 1AA")
    wanda, femi = making.finance(), making.finance("Femi Adeyemi")
    first = confirmed(ruth)
    later = DAY + timedelta(days=40)
    made = operations.put_payee(ruth.pk, OTHER, why=WHY, by=wanda, on=later)
    told = Notice.objects.get(about_id=ruth.pk)
    assert (told.template, told.channel) == ("account-changes", "letter")
    assert queries.where_to_pay([ruth.pk], on=later)[ruth.pk].payee_id == first

    operations.confirm_payee(made, by=femi, on=later)

    found = queries.where_to_pay([ruth.pk], on=later)[ruth.pk]
    assert (found.payee_id, found.held) == (made, True)
    (line,) = queries.payees_waiting(by=wanda, on=later)
    assert line.held_until == later + timedelta(days=27)
    assert not queries.where_to_pay([ruth.pk], on=later + timedelta(days=28))[ruth.pk].held
    with pytest.raises(Refused, match="somebody else asks"):
        operations.asked_person(made, words="She said yes.", by=wanda, on=later)
    with pytest.raises(Refused, match="what they said"):
        operations.asked_person(made, words=" ", by=femi, on=later)
    operations.asked_person(made, words="Rang 01632 960 111.", by=femi, on=later)
    operations.asked_person(made, words="Again.", by=femi, on=later)
    assert not queries.where_to_pay([ruth.pk], on=later)[ruth.pk].held
    assert Payee.objects.get(pk=made).asked_words == "Rang 01632 960 111."


def test_a_warning_goes_where_they_lived_before_the_change() -> None:
    ruth = making.person(address_line_1="1 Quarry Lane", town="Thornbeck", postcode="QM1 1AA")
    ruth.address_line_1, ruth.telephone = "9 Thief Street", "01632 960 999"
    ruth.save()

    yesterday = timezone.localdate() - timedelta(days=1)
    to = reached_before(ruth.pk, yesterday)

    assert to.address is not None
    assert to.address.in_window(to.name)[1] == "1 Quarry Lane"
    assert to.telephone != "01632 960 999"


def test_without_any_way_known_before_the_page_says_so(client: Client) -> None:
    ruth, wanda = making.person(town="", postcode=""), making.finance()
    confirmed(ruth)
    operations.put_payee(ruth.pk, OTHER, why=WHY, by=wanda, on=DAY)
    client.force_login(wanda)

    assert not Notice.objects.exists()
    assert "there was no way known before" in client.get(f"{PAGE}{ruth.pk}/").text


def test_one_change_at_a_time_and_the_same_twice_is_one() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    made = operations.put_payee(ruth.pk, FIRST, why=WHY, by=wanda, on=DAY)

    assert operations.put_payee(ruth.pk, FIRST, why=WHY, by=wanda, on=DAY) == made
    with pytest.raises(Refused, match="Another account waits"):
        operations.put_payee(ruth.pk, OTHER, why=WHY, by=wanda, on=DAY)
    with pytest.raises(Refused, match="why the account is declined"):
        operations.decline_payee(made, reasons="", by=femi, on=DAY)
    operations.decline_payee(made, reasons="Not hers.", by=femi, on=DAY)
    with pytest.raises(Refused, match="Femi Adeyemi declined this account on 1 June 2026"):
        operations.confirm_payee(made, by=femi, on=DAY)
    confirmed(ruth)
    with pytest.raises(Refused, match="go to this account already"):
        operations.put_payee(ruth.pk, FIRST, why=WHY, by=wanda, on=DAY)


def test_a_number_that_cannot_be_is_refused_once_a_table_is_loaded() -> None:
    ruth, wanda = making.person(), making.finance()
    assert queries.table_in_force() is None
    made = operations.load_weights(WEIGHTS, source="Invented, June 2026", by=wanda, on=DAY)
    again = operations.load_weights(WEIGHTS, source="Invented, June 2026", by=wanda, on=DAY)
    assert (made, WeightTable.objects.count()) == (again, 1)

    with pytest.raises(Refused, match="cannot belong to that sort code"):
        operations.put_payee(ruth.pk, FIRST, why=WHY, by=wanda, on=DAY)
    good = BankAccount("Ruth Calloway", "090126", "12345672")
    operations.put_payee(ruth.pk, good, why=WHY, by=wanda, on=DAY)
    assert Payee.objects.get().checked == "passed"
    with pytest.raises(Refused, match="Line 1 of the table"):
        operations.load_weights("nonsense", source="Somewhere", by=wanda, on=DAY)
    with pytest.raises(Refused, match="where the table comes from"):
        operations.load_weights(WEIGHTS, source=" ", by=wanda, on=DAY)


def test_only_finance_and_only_for_the_living() -> None:
    ruth, wanda, nell = making.person(), making.finance(), making.practitioner()
    with pytest.raises((NotAllowed, NotFound)):
        operations.put_payee(ruth.pk, FIRST, why=WHY, by=nell, on=DAY)
    with pytest.raises(NotAllowed):
        operations.load_weights(WEIGHTS, source="x", by=nell, on=DAY)
    with pytest.raises(NotFound):
        operations.confirm_payee(uuid4(), by=wanda, on=DAY)
    with pytest.raises(Refused, match="how you know the account"):
        operations.put_payee(ruth.pk, FIRST, why="", by=wanda, on=DAY)
    made = operations.put_payee(ruth.pk, FIRST, why=WHY, by=wanda, on=DAY)
    Person.objects.filter(pk=ruth.pk).update(died_on=DAY)
    with pytest.raises(Refused, match="has died"):
        operations.confirm_payee(made, by=making.finance("Femi Adeyemi"), on=DAY)
    with pytest.raises(Refused, match="has died"):
        operations.put_payee(ruth.pk, OTHER, why=WHY, by=wanda, on=DAY)


def test_what_is_typed_is_read_kindly_and_refused_in_words() -> None:
    assert account_of(" Ruth  Calloway ", "09-01-26", "1234 5678") == FIRST
    assert name_for_bank("Zoë O’Brien-Smith (Trust)") == "ZOE OBRIEN-SMITH T"
    for name, sort_code, number, words in (
        ("", "090126", "12345678", "name on the account"),
        ("Ruth", "09012", "12345678", "6 figures"),
        ("Ruth", "090126", "1234567", "8 figures"),
    ):
        with pytest.raises(Refused, match=words):
            BankAccount(name, sort_code, number)


def test_on_the_page_two_people_set_an_account(client: Client) -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    client.force_login(wanda)
    page = client.get(PAGE)
    assert "No account waits to be confirmed" in page.text
    assert f"{PAGE}{ruth.pk}/" in page.text
    assert "Account numbers are not checked" in page.text

    bad = {"account_name": "Ruth", "sort_code": "1", "account_number": "2", "why": WHY}
    page = client.post(f"{PAGE}{ruth.pk}/", bad)
    assert page.status_code == 422
    assert "A sort code has 6 figures" in page.text
    assert WHY in page.text
    good = {**bad, "sort_code": "09-01-26", "account_number": "12345678"}
    page = client.post(f"{PAGE}{ruth.pk}/", good, follow=True)
    assert "Somebody else in finance confirms it." in page.text
    assert "12345678" not in page.text
    row = Payee.objects.get()
    client.force_login(femi)
    assert "1 account waits to be confirmed" in client.get(PAGE).text
    page = client.post(f"{PAGE}{ruth.pk}/{row.pk}/confirm/", follow=True)
    assert "Payments go to the account ending 5678" in page.text
    page = client.post(f"{PAGE}{ruth.pk}/{row.pk}/decline/", {"reasons": "No"}, follow=True)
    assert "Femi Adeyemi confirmed this account on 1 June 2026." in page.text
    page = client.post(f"{PAGE}{ruth.pk}/{row.pk}/asked/", {"words": ""}, follow=True)
    assert "what they said" in page.text


def test_on_the_page_finance_loads_the_table(client: Client) -> None:
    client.force_login(making.finance())
    page = client.post(f"{PAGE}weights/", {"source": "Invented", "words": "nonsense"})
    assert (page.status_code, "Line 1 of the table" in page.text) == (422, True)
    page = client.post(f"{PAGE}weights/", {"source": "Invented", "words": WEIGHTS}, follow=True)
    assert "Invented, loaded by Wanda Price" in page.text
