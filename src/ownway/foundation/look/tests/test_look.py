"""Pages say days, money and faults in words, and never show one person's page to another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django import forms
from django.template import engines
from django.test import Client

from ownway.foundation.look.filters import day, initials, with_query
from ownway.foundation.look.forms import DayField, PenceField, problems


class Typed(forms.Form):
    on = DayField(label="When")
    weekly = PenceField(label="How much")


def typed(day: str, month: str, year: str, weekly: str = "24.60") -> Typed:
    return Typed({"on_day": day, "on_month": month, "on_year": year, "weekly": weekly})


def test_a_day_and_an_amount_are_read_as_typed() -> None:
    form = typed("27", "3", "2026", "£1,204.5")

    assert form.is_valid()
    assert form.cleaned_data == {"on": date(2026, 3, 27), "weekly": 120450}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("31", "2", "2026"), "Enter a real date, like 27 3 2026"),
        (("27", "", "2026"), "The date must include a month"),
        (("", "", ""), "This field is required."),
        (("a", "b", "c"), "Enter a real date, like 27 3 2026"),
        (("27", "3", "99999999999"), "Enter a real date, like 27 3 2026"),
    ],
)
def test_a_wrong_day_is_told_beside_its_box(parts: tuple[str, str, str], said: str) -> None:
    form = typed(*parts)

    assert problems(form) == [{"text": said, "href": "#id_on_day"}]


def test_a_wrong_amount_is_told_and_kept() -> None:
    form = typed("27", "3", "2026", "lots")

    assert problems(form) == [
        {"text": "Enter an amount in pounds and pence, like 24.60", "href": "#id_weekly"}
    ]
    assert form["weekly"].value() == "lots"


def test_words_for_days_names_and_addresses() -> None:
    assert day(date(2026, 11, 16)) == "16\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026"
    assert initials("Ruth Calloway") == "RC"
    assert with_query("/x/", {"a": "1 2", "b": None}) == "/x/?a=1+2"


def test_many_threads_never_mix_two_people() -> None:
    template = engines["jinja2"].from_string(
        '{% from "look/parts.html" import summary %}{{ summary([("Name", name), ("Of", name)]) }}'
    )
    names = [f"Person {number}" for number in range(400)]

    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda name: template.render({"name": name}), names))

    assert [page.count(f">{name}<") for name, page in zip(names, pages, strict=True)] == [2] * 400


@pytest.mark.django_db
def test_pages_come_with_a_strict_policy_and_no_framing(client: Client) -> None:
    answer = client.get("/")

    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_stylesheets_and_scripts_come_with_it_too(client: Client) -> None:
    file = client.get("/static/ownway/page.js")
    file.close()

    assert file.status_code == 200
    assert "frame-ancestors 'none'" in file["Content-Security-Policy"]
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Type"] == 'text/javascript; charset="utf-8"'


@pytest.mark.django_db
def test_health_and_readiness_answer_machines(client: Client) -> None:
    assert client.get("/health/").json() == {"up": True}
    assert client.get("/ready/").json() == {
        "ready": True,
        "database": True,
        "migrations_waiting": 0,
    }


@pytest.mark.django_db
def test_a_nul_in_an_address_is_answered_plainly(client: Client) -> None:
    for address in ("/?find=%00", "/published-table/?x=a%00b", "/a%00b/"):
        assert client.get(address).status_code in (400, 404)
        assert "Traceback" not in client.get(address).content.decode()


def test_the_frameworks_own_faults_speak_plainly() -> None:
    form = forms.CharField(max_length=3)

    with pytest.raises(forms.ValidationError) as told:
        form.clean("abcdef")
    assert told.value.messages == ["Write it shorter: 3 letters at most; this has 6"]
