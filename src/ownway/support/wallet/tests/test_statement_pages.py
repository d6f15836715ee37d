"""The pages of statements: nothing is lost by a bad file, and readers see what was let in."""

from datetime import date
from typing import Any

import making
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.operations import letting_in
from ownway.support.wallet import operations, queries
from ownway.support.wallet.models import AccountLine
from ownway.support.wallet.tests.test_bringing import JULY, JUNE, ROWS, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = JULY


@pytest.fixture
def ruth() -> Any:
    ruth = making.person()
    making.direct_payment(ruth, first_day=JUNE)
    return ruth


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def file(content: bytes, name: str = "june.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_one_bad_file_among_several_loses_nothing_of_the_others(ruth: Any) -> None:
    client = as_(making.own_sign_in(ruth))
    answer = client.post(
        reverse("my.statements"), {"files": [file(table(*ROWS)), file(b"%PDF-1.7", "a.pdf")]}
    )

    assert answer.status_code == 422
    assert "a.pdf: This is a PDF" in answer.content.decode()
    assert AccountLine.objects.count() == 5


def test_without_a_file_the_page_says_so(ruth: Any) -> None:
    answer = as_(making.own_sign_in(ruth)).post(reverse("my.statements"))

    assert answer.status_code == 422
    assert "Choose at least one file" in answer.content.decode()


def test_what_stands_in_a_file_is_never_markup(ruth: Any) -> None:
    own = making.own_sign_in(ruth)
    operations.bring(
        ruth.pk, table("02/06/2026,<script>alert(1)</script>,-1.00,,12345678"), by=own, on=JULY
    )

    assert "<script>alert" not in as_(own).get(reverse("my.statements")).content.decode()


def friend(ruth: Any, *parts: Part, by: SignIn) -> Client:
    mo = access.add_sign_in(email="mo.tarn@example.org", name="Mo Tarn", kind=Kind.CARER)
    letting_in.let_in(
        ruth.pk,
        name="Mo Tarn",
        email="mo.tarn@example.org",
        standing=As.FRIEND,
        parts=parts,
        last_day=None,
        by=by,
        on=JULY,
    )
    return as_(mo)


def test_a_friend_let_in_for_money_reads_and_writes_nothing(ruth: Any) -> None:
    own = making.own_sign_in(ruth)
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    client = friend(ruth, Part.MONEY, by=own)
    page = client.get(reverse("my.statements")).content.decode()

    assert "CAFE NERO 4411" in page
    assert "Helps in the morning" not in page  # the plan was not let in
    assert "Keep this answer" not in page
    assert client.post(reverse("my.statements"), {"files": [file(table(*ROWS))]}).status_code == 403
    assert client.get(reverse("my.by_hand")).status_code == 403


def test_a_friend_let_in_for_something_else_finds_nothing(ruth: Any) -> None:
    own = making.own_sign_in(ruth)
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    client = friend(ruth, Part.RECORD, Part.PLAN, by=own)
    line = AccountLine.objects.first()
    assert line is not None

    assert client.get(reverse("my.statements")).status_code == 404
    assert client.get(reverse("my.line", args=[line.pk])).status_code == 404


def test_a_line_of_somebody_else_does_not_open_under_another_name(ruth: Any) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=making.own_sign_in(ruth), on=JULY)
    idris = making.person(given_name="Idris", family_name="Hale")
    line = AccountLine.objects.first()
    assert line is not None

    client = as_(making.finance())
    assert client.get(reverse("wallet.line", args=[idris.pk, line.pk])).status_code == 404
    assert client.get(reverse("wallet.line", args=[ruth.pk, line.pk])).status_code == 200
    own = as_(making.own_sign_in(idris))
    assert own.post(reverse("my.line", args=[line.pk]), {"what": "own money"}).status_code == 404


def test_a_press_opened_as_a_page_leads_back(ruth: Any) -> None:
    client = as_(making.own_sign_in(ruth))
    for name in ("my.statement_back", "my.forget", "my.money_answer"):
        answer = client.get(reverse(name, args=[ruth.pk]))
        assert answer.headers["Location"] == reverse("my.statements")


def test_a_line_by_hand_counts_once_with_the_statement_that_tells_it(ruth: Any) -> None:
    own = making.own_sign_in(ruth)
    operations.bring(ruth.pk, table(*ROWS[:2]), by=own, on=JULY)
    client, account = as_(own), queries.statements_for_reading(ruth.pk, by=own, on=JULY).accounts[0]
    said = {
        "account": str(account.id),
        "moved_on_day": "20",
        "moved_on_month": "6",
        "moved_on_year": "2026",
        "amount": "6",
        "direction": "out",
        "words": "The cafe",
    }
    assert client.post(reverse("my.by_hand"), said).status_code == 302
    again = client.post(reverse("my.by_hand"), said)
    assert "this day and this amount is here already" in again.content.decode()
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)

    on = date(2026, 6, 20)
    assert AccountLine.objects.filter(on=on).count() == 1
    assert AccountLine.objects.count() == 5


def test_a_receipt_may_be_kept_and_is_never_asked_for(ruth: Any) -> None:
    own = making.own_sign_in(ruth)
    operations.bring(ruth.pk, table(*ROWS), by=own, on=JULY)
    line = AccountLine.objects.first()
    assert line is not None
    client, address = as_(own), reverse("my.line", args=[line.pk])

    none = client.post(address, {"do": "receipt"})
    assert "nobody has to" in none.content.decode()
    kept = client.post(address, {"do": "receipt", "receipt": file(b"Tea, 6.00", "tea.txt")})
    assert kept.status_code == 302
    assert "One is here already" in client.get(address).content.decode()


def test_the_worker_sees_the_same_lines(ruth: Any) -> None:
    operations.bring(ruth.pk, table(*ROWS), by=making.own_sign_in(ruth), on=JULY)
    page = as_(making.finance()).get(reverse("wallet.statements", args=[ruth.pk]))

    assert page.content.decode().count("CAFE NERO 4411") >= 2
    assert "Ask them" not in page.content.decode()  # it is hers alone to explain for now
