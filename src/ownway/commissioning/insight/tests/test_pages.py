"""The pages of figures: right to the penny, and people only for those who may open them."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.config.clock import today
from ownway.foundation.access.domain import Role
from ownway.foundation.facts.queries import readings

pytestmark = pytest.mark.django_db


def signed_in(*roles: Role) -> Client:
    client = Client()
    client.force_login(making.staff(*roles, name="Pat Low"))
    return client


@pytest.fixture
def ruth() -> Any:
    person = making.person(locality=making.locality())
    making.arrangement(person)
    return person


@pytest.fixture
def ivor() -> Any:
    person = making.person(
        given_name="=Ivor",
        family_name="Penhale",
        born_on=today().replace(day=1, year=today().year - 80),
        primary_support_reason="",
    )
    making.arrangement(
        person,
        service_type="Long term support: Nursing care",
        service_component="Long term nursing care",
        cost_weekly=1_204_99,
    )
    return person


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("by", ["", "age_band", "delivery_mechanism", "service", "locality"])
def test_the_answer_stands_first_and_each_way_of_looking_adds_up(
    by: str, ruth: Any, ivor: Any
) -> None:
    page = signed_in(Role.COMMISSIONER).get(reverse("insight.snapshot"), {"by": by})

    assert page.status_code == 200
    text = text_of(page.content.decode())
    assert "2 people, £1,491 a week" in text
    assert "Everyone 2 £1,490.99 £745.50" in text


def test_narrowing_and_the_day_are_in_the_address(ruth: Any, ivor: Any) -> None:
    client = signed_in(Role.FINANCE)
    for query, answer in (
        ({"age": "65 and above"}, "1 person, £1,205 a week"),
        ({"kind": "care-home"}, "1 person, £1,205 a week"),
        ({"kind": "at-home"}, "1 person, £286 a week"),
        ({"kind": "direct-payment"}, "0 people, £0 a week"),
        ({"place": "area:East"}, "1 person, £286 a week"),
        ({"place": "place:Thornbeck"}, "1 person, £286 a week"),
        ({"place": "place:Not known"}, "1 person, £1,205 a week"),
        ({"on": "2026-03-31"}, "0 people, £0 a week"),
        ({"on": "1/4/2026"}, "2 people, £1,491 a week"),
    ):
        page = client.get(reverse("insight.snapshot"), query).content.decode()
        assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [answer], query


@pytest.mark.parametrize(
    "query", [{"on": "soon"}, {"on": "0001-01-01"}, {"age": "old"}, {"place": "Q"}, {"kind": "x"}]
)
@pytest.mark.parametrize("name", ["snapshot", "snapshot_csv", "people", "people_csv"])
def test_what_cannot_be_understood_is_asked_again(query: dict[str, str], name: str) -> None:
    page = signed_in(Role.PERFORMANCE).get(reverse(f"insight.{name}"), query)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


def test_a_way_of_looking_that_does_not_exist_is_no_page() -> None:
    assert signed_in(Role.FINANCE).get(reverse("insight.snapshot"), {"by": "x"}).status_code == 404


def test_nobody_is_told_what_to_do_next() -> None:
    page = signed_in(Role.COMMISSIONER).get(reverse("insight.snapshot")).content.decode()

    assert "No long-term support is open for anyone on this day." in page
    assert '<svg class="ow-chart"' not in page


def test_commissioners_see_figures_and_nothing_of_the_people(ruth: Any) -> None:
    client = signed_in(Role.COMMISSIONER)

    page = client.get(reverse("insight.snapshot")).content.decode()
    assert reverse("insight.people") not in page
    assert "Calloway" not in page
    for name in ("insight.people", "insight.people_csv"):
        refused = client.get(reverse(name))
        assert refused.status_code == 403
        assert "Calloway" not in refused.content.decode()
    assert readings(ruth.pk) == []


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.BROKER, Role.SAFEGUARDING_LEAD])
def test_others_have_their_own_pages(role: Role) -> None:
    assert signed_in(role).get(reverse("insight.snapshot")).status_code == 403


def test_a_person_does_not_come_in_by_this_door(ruth: Any) -> None:
    client = Client()
    client.force_login(making.own_sign_in(ruth))

    assert client.get(reverse("insight.snapshot")).status_code == 403
    assert client.get(reverse("insight.people")).status_code == 403


def test_each_line_opens_the_people_behind_it(ruth: Any, ivor: Any) -> None:
    client = signed_in(Role.PERFORMANCE)
    page = client.get(reverse("insight.snapshot"), {"by": "service"}).content.decode()
    links = [
        link.replace("&amp;", "&")
        for link in re.findall(r'href="(/commissioning/snapshot/people/[^"]*)"', page)
    ]
    assert len(links) == 3  # two services and everyone

    nursing = client.get(links[0]).content.decode()

    assert "Long term nursing care: 1 person, £1,204.99 a week" in text_of(nursing)
    assert "=Ivor Penhale" in nursing
    assert "Calloway" not in nursing
    assert [(seen.by_name, seen.heading) for seen in readings(ivor.pk)] == [
        ("Pat Low", "A list of people opened")
    ]
    assert readings(ruth.pk) == []


def test_a_long_list_comes_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ownway.commissioning.insight.views.ON_A_PAGE", 2)
    team = making.team()
    for _ in range(3):
        making.arrangement(making.person(team=team))
    client = signed_in(Role.PERFORMANCE)

    first = client.get(reverse("insight.people")).content.decode()
    second = client.get(reverse("insight.people"), {"page": "2"}).content.decode()

    assert (first.count("Ruth Calloway"), second.count("Ruth Calloway")) == (2, 1)
    assert ('rel="next"' in first, 'rel="prev"' in first) == (True, False)
    assert ('rel="next"' in second, 'rel="prev"' in second) == (False, True)
    past = client.get(reverse("insight.people"), {"page": "9"})
    assert "Nobody is here." in past.content.decode()


def test_somebody_without_a_name_is_told_by_number_age_and_place() -> None:
    person = making.person(
        given_name="", family_name="", council_id="M-77", born_on=today() - timedelta(days=366 * 40)
    )
    making.arrangement(person, cost_weekly=None)

    page = signed_in(Role.PERFORMANCE).get(reverse("insight.people")).content.decode()

    assert "M-77, age 40, Thornbeck" in page
    assert "For 1 of them no weekly cost is known." in page


def test_the_table_can_be_taken_away(ruth: Any) -> None:
    answer = signed_in(Role.TEAM_MANAGER).get(
        reverse("insight.snapshot_csv"), {"by": "locality", "on": "2026-11-23"}
    )

    assert answer["Content-Disposition"] == (
        'attachment; filename="snapshot-2026-11-23-locality.csv"'
    )
    assert list(csv.reader(io.StringIO(answer.content.decode())))[1:] == [
        ["2026-11-23", "Thornbeck", "1", "286.00", "286.00", "0"],
        ["2026-11-23", "Everyone", "1", "286.00", "286.00", "0"],
    ]


@pytest.mark.parametrize("kept_in_memory", [5_000_000, 10], ids=["short", "long"])
def test_the_people_can_be_taken_away_with_formulas_made_harmless(
    kept_in_memory: int, ruth: Any, ivor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ownway.commissioning.insight.views.KEPT_IN_MEMORY", kept_in_memory)
    answer = signed_in(Role.PERFORMANCE).get(
        reverse("insight.people_csv"),
        {"dimension": "primary_support_reason", "value": "Other", "on": "2026-11-23"},
    )
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode())))

    assert lines[1:] == [
        [
            "'=Ivor Penhale",
            ivor.council_id,
            "80",
            "Thornbeck",
            "",
            "Long term nursing care",
            "CASSR commissioned support",
            "1204.99",
        ]
    ]
    assert len(readings(ivor.pk)) == 1
    assert readings(ruth.pk) == []


@pytest.mark.parametrize(
    "query",
    [
        {"dimension": "name", "value": "Ruth"},
        {"dimension": "service"},
    ],
)
def test_a_figure_that_does_not_exist_opens_nothing(query: dict[str, str]) -> None:
    assert signed_in(Role.PERFORMANCE).get(reverse("insight.people"), query).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "two", "99999999999"])
def test_a_page_number_that_is_none_is_the_first(page: str, ruth: Any) -> None:
    answer = signed_in(Role.PERFORMANCE).get(reverse("insight.people"), {"page": page})

    assert "Ruth Calloway" in answer.content.decode()


# Narrowing, comparing, two ways at once


EVERY_PAGE = ("snapshot", "compared", "months", "crossed", "on_map")


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ({"reason": "Physical Support"}, "1 person, £286 a week"),
        ({"reason": "Other"}, "1 person, £1,205 a week"),
        ({"service": "Long term nursing care"}, "1 person, £1,205 a week"),
        ({"service": "Nobody has it"}, "0 people, £0 a week"),
        ({"way": "CASSR commissioned support", "age": "65 and above"}, "1 person, £1,205 a week"),
        ({"way": "Direct payment"}, "0 people, £0 a week"),
        ({"team": "East team"}, "2 people, £1,491 a week"),
        ({"gender": "Female"}, "1 person, £286 a week"),
        ({"gender": "Not known"}, "1 person, £1,205 a week"),
        ({"gender": "Female", "kind": "care-home"}, "0 people, £0 a week"),
    ],
)
def test_narrowing_by_anything_together(
    query: dict[str, str], answer: str, ruth: Any, ivor: Any
) -> None:
    ruth.gender = " female"
    ruth.save()
    page = signed_in(Role.FINANCE).get(reverse("insight.snapshot"), query).content.decode()

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [answer]


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_each_chip_takes_one_thing_away_and_leaves_the_rest(name: str, ruth: Any) -> None:
    asked = {"reason": "Physical Support", "team": "East team", "on": "2026-11-23"}
    page = signed_in(Role.FINANCE).get(reverse(f"insight.{name}"), asked).content.decode()

    chips = re.findall(r'<a class="ow-chip ow-chip--plain" href="([^"]*)">(.*?)</a>', page)
    assert [text_of(words) for _, words in chips] == [
        "Take away Main reason for support: Physical support ✕",
        "Take away Team: East team ✕",
    ]
    assert ["reason=" in href for href, _ in chips] == [False, True]
    assert ["team=" in href for href, _ in chips] == [True, False]
    assert all("on=2026-11-23" in href for href, _ in chips)


@pytest.mark.parametrize("name", EVERY_PAGE)
@pytest.mark.parametrize(
    "query", [{"compare": "soon"}, {"team": "Nobody's"}, {"service": "x" * 201}]
)
def test_every_page_asks_again_beside_the_field(name: str, query: dict[str, str]) -> None:
    page = signed_in(Role.FINANCE).get(reverse(f"insight.{name}"), query)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


def test_a_day_compared_with_itself_is_asked_again() -> None:
    page = signed_in(Role.FINANCE).get(
        reverse("insight.compared"), {"on": "2026-11-23", "compare": "23/11/2026"}
    )

    assert page.status_code == 422
    assert page.content.decode().count("Choose another day to compare with") == 2


def test_two_days_stand_beside_each_other_and_open(ruth: Any, ivor: Any) -> None:
    client = signed_in(Role.PERFORMANCE)
    asked = {"on": "2026-11-23", "compare": "2026-03-31"}
    page = client.get(reverse("insight.compared"), asked).content.decode()

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["2 more people, £1,491 a week more"]
    assert "Came in +2 +£1,490.99" in text_of(page)
    (link,) = re.findall(r'href="(/commissioning/snapshot/changed/[^"]*)"', page)
    came = text_of(client.get(link.replace("&amp;", "&")).content.decode())
    assert "Came in: 2 people, +£1,490.99 a week" in came
    assert "=Ivor Penhale" in came
    assert [seen.by_name for seen in readings(ruth.pk)] == ["Pat Low"]
    file = client.get(reverse("insight.changed_csv"), asked | {"change": "came"})
    lines = list(csv.reader(io.StringIO(file.getvalue().decode())))[1:]
    assert [(line[0], line[5], line[6]) for line in lines] == [
        ("'=Ivor Penhale", "0.00", "1204.99"),
        ("Ruth Calloway", "0.00", "286.00"),
    ]


def test_the_earlier_day_is_then_whichever_is_typed_first(ruth: Any) -> None:
    client = signed_in(Role.FINANCE)
    pages = [
        client.get(reverse("insight.compared_csv"), {"on": one, "compare": other})
        for one, other in (("2026-11-23", "2026-03-31"), ("2026-03-31", "2026-11-23"))
    ]

    assert pages[0].content == pages[1].content
    lines = list(csv.reader(io.StringIO(pages[0].content.decode())))
    assert lines[1] == ["Physical Support", "0", "1", "1", "0.00", "286.00", "286.00"]


def test_commissioners_compare_and_open_nobody(ruth: Any) -> None:
    client = signed_in(Role.COMMISSIONER)
    page = client.get(reverse("insight.compared"), {"compare": "2026-03-31"}).content.decode()

    assert "/people/" not in page
    assert "/changed/" not in page
    for name in ("changed", "changed_csv"):
        answer = client.get(reverse(f"insight.{name}"), {"change": "came"})
        assert answer.status_code == 403
    assert readings(ruth.pk) == []


def test_a_change_that_does_not_exist_opens_nothing() -> None:
    answer = signed_in(Role.PERFORMANCE).get(reverse("insight.changed"), {"change": "flew"})

    assert answer.status_code == 404


def test_month_by_month_is_a_table_beside_its_bars(ruth: Any) -> None:
    client = signed_in(Role.FINANCE)
    page = client.get(reverse("insight.months"), {"on": "2026-11-23"}).content.decode()

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["1 person, 1 more than a year before"]
    assert "31 March 2026 0 £0.00 – 30 April 2026 1 £286.00 £286.00" in text_of(page)
    file = client.get(reverse("insight.months_csv"), {"on": "2026-11-23"}).content.decode()
    lines = list(csv.reader(io.StringIO(file)))
    assert (len(lines), lines[6], lines[7]) == (
        14,
        ["2026-03-31", "0", "0.00", "0"],
        ["2026-04-30", "1", "286.00", "0"],
    )


def test_a_cell_of_two_ways_opens_its_people(ruth: Any, ivor: Any) -> None:
    client = signed_in(Role.PERFORMANCE)
    page = client.get(
        reverse("insight.crossed"), {"by": "primary_support_reason", "across": "locality"}
    ).content.decode()

    links = re.findall(r'aria-label="Physical support, Thornbeck: [^"]*" href="([^"]*)"', page)
    behind = client.get(links[0].replace("&amp;", "&")).content.decode()
    assert "Physical support, Thornbeck: 1 person, £286.00 a week" in text_of(behind)
    assert "Calloway" in behind
    assert readings(ivor.pk) == []
    file = client.get(
        reverse("insight.crossed_csv"), {"by": "locality", "across": "primary_support_reason"}
    ).content.decode()
    assert list(csv.reader(io.StringIO(file))) == [
        ["Place", "Main reason for support", "People", "Cost a week"],
        ["Not known", "Other", "1", "1204.99"],
        ["Thornbeck", "Physical Support", "1", "286.00"],
    ]


def test_a_map_of_what_does_not_exist_is_no_page() -> None:
    answer = signed_in(Role.FINANCE).get(reverse("insight.on_map"), {"shows": "weather"})

    assert answer.status_code == 404


def test_those_a_reader_may_not_know_of_are_counted_and_not_listed(
    ruth: Any, ivor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ownway.support.people.models import Person

    monkeypatch.setattr(
        "ownway.support.people.queries.ids_visible",
        lambda *, by: Person.objects.exclude(pk=ivor.pk).values_list("pk", flat=True),
    )
    client = signed_in(Role.PERFORMANCE)
    page = text_of(client.get(reverse("insight.people")).content.decode())

    assert "Everyone: 2 people, £1,490.99 a week" in page
    assert (
        "Some are counted and not listed, because their record is restricted or not yours to open."
    ) in page
    assert "Penhale" not in page
    file = client.get(reverse("insight.people_csv")).getvalue().decode()
    assert len(file.splitlines()) == 2
    assert readings(ivor.pk) == []


def test_the_list_sorts_by_its_headings(ruth: Any, ivor: Any) -> None:
    client = signed_in(Role.PERFORMANCE)
    first = {}
    for order in ("", "cheapest", "oldest", "youngest", "service", "-service", "no such order"):
        page = client.get(reverse("insight.people"), {"order": order}).content.decode()
        first[order] = re.findall(r"(Ivor|Ruth) (?:Penhale|Calloway)", page)[0]

    assert first == {
        "": "Ivor",
        "cheapest": "Ruth",
        "oldest": "Ivor",
        "youngest": "Ruth",
        "service": "Ruth",
        "-service": "Ivor",
        "no such order": "Ivor",
    }
