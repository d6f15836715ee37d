"""The pages of measures: the answer first, right to the figure, people only for those who may.

What cannot be understood is asked again with what was typed; what is not there is said.
"""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import making
import pytest
from django.test import Client
from django.urls import reverse
from making import Role

from ownway.commissioning.measures import queries
from ownway.commissioning.measures.domain import Behind
from ownway.commissioning.measures.tests.runs import (
    AT,
    PERSON_ONLY_TOLD,
    QUARTER,
    keep,
    lists,
    whole,
)
from ownway.foundation.facts.queries import readings
from ownway.foundation.work.models import LongWork

pytestmark = pytest.mark.django_db

TWO_E = ("2E", "18 to 64 | Total")
SEES = (Role.COMMISSIONER, Role.PERFORMANCE, Role.TEAM_MANAGER, Role.FINANCE)


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY  # 23 November 2026


def signed_in(*roles: Role) -> Client:
    client = Client()
    client.force_login(making.staff(*roles, name="Pat Low"))
    return client


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()).replace("&#39;", "'")


def heading(answer: Any) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    assert len(found) == 1
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode())))


@pytest.fixture
def two_runs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """2E moved from 1 of 2 to 300 of 400 between two runs; what it heads for is 320 of 400."""
    anne = making.person(given_name="=Anne", family_name="Penhale")
    told = Behind((anne.council_id,), None, 1)
    keep(
        monkeypatch,
        whole({TWO_E: (1, 2)}, people=lists(*TWO_E, [], [PERSON_ONLY_TOLD])),
        at=AT - timedelta(days=90),
    )
    run = keep(
        monkeypatch,
        whole(
            {TWO_E: (300, 400), ("2B", "18 to 64"): (9, 0), ("2A", "Total"): (3, 7)},
            people=lists(*TWO_E, [told], [told, PERSON_ONLY_TOLD])
            | {("first service", f"65 and above | {QUARTER}", "denominator"): (told,)},
        ),
    )
    keep(monkeypatch, whole({TWO_E: (320, 400)}, live=True))
    return {"run": run, "anne": anne}


def test_before_any_run_the_page_says_what_to_do() -> None:
    answer = signed_in(Role.PERFORMANCE).get(reverse("measures.measures"))
    assert heading(answer) == "The national measures are not worked out yet"
    assert reverse("measures.work_out") in answer.content.decode()

    other = signed_in(Role.FINANCE).get(reverse("measures.measures"))
    assert reverse("measures.work_out") not in other.content.decode()
    assert signed_in(Role.FINANCE).get(reverse("measures.measures_csv")).status_code == 404


@pytest.mark.parametrize("role", SEES)
def test_the_list_says_first_what_moved_and_what_misses_its_target(
    role: Role, two_runs: dict[str, Any]
) -> None:
    performance = signed_in(Role.PERFORMANCE)
    target = {
        "part": TWO_E[1],
        "value": "80",
        "by_day_day": "31",
        "by_day_month": "3",
        "by_day_year": "2026",
        "set_by": "Cabinet",
    }
    address = reverse("measures.new_target") + "?measure=2E"
    assert performance.post(address, target).status_code == 302

    answer = signed_in(role).get(reverse("measures.measures"))

    assert heading(answer) == "3 of 9 measures moved, and 1 misses its target"
    text = text_of(answer)
    assert "2E Living at home or with family 18 to 64 300 of 400 75.0% was 1 of 2 80.0%" in text
    assert "Missed by 5.0 percentage points" in text
    assert "3 of 7 3 of 7 was 0 of 0" in text  # few are counted, not divided
    assert "2B needs to know how many people aged 18 to 64 live here in 2025-26." in text


def test_a_measure_shows_its_sides_its_trend_and_what_moved_it(two_runs: dict[str, Any]) -> None:
    answer = signed_in(Role.COMMISSIONER).get(
        reverse("measures.measure", args=["2E"]), {"part": TWO_E[1]}
    )

    assert heading(answer) == "75.0%: 300 of 400"
    text = text_of(answer)
    assert "2025-26, files to 5 May 2026: 1 of 2; 2025-26, files to 5 May 2026: 75.0%" in text
    assert "Heading for, by records of 5 May 2026: 80.0%" in text
    assert "1 person came in: they are new below the line too." in text
    assert "1 person came in: they were in no measure before." in text
    assert reverse("measures.people", args=[two_runs["run"], "2E"]) not in text


@pytest.mark.parametrize(
    ("address", "query"),
    [
        (("measures.measure", ["9Z"]), {}),
        (("measures.measure", ["2E"]), {"part": "Everyone"}),
        (("measures.measure", ["2E"]), {"year": "2019-20"}),
        (("measures.measures", []), {"year": "soon"}),
        (("measures.local_measure", ["all-is-well"]), {}),
        (("measures.local_csv", ["all-is-well"]), {}),
        (("measures.published_table", [uuid4()]), {}),
        (("measures.progress", [uuid4()]), {}),
    ],
)
def test_what_is_not_there_is_not_found(
    address: tuple[str, list[Any]], query: dict[str, str], two_runs: dict[str, Any]
) -> None:
    name, args = address
    answer = signed_in(Role.PERFORMANCE).get(reverse(name, args=args), query)
    assert answer.status_code == 404


def test_the_people_behind_a_figure_are_opened_by_name_and_recorded(
    two_runs: dict[str, Any],
) -> None:
    address = reverse("measures.people", args=[two_runs["run"], "2E"])
    asked = {"part": TWO_E[1], "side": "denominator"}

    answer = signed_in(Role.PERFORMANCE).get(address, asked)

    assert heading(answer) == "2 below the line"
    assert "=Anne Penhale" in text_of(answer)
    assert (
        "Some are not listed: their record is not here, or it is restricted or not yours to see."
    ) in text_of(answer)
    assert len(readings(two_runs["anne"].pk)) == 1

    file = signed_in(Role.PERFORMANCE).get(
        reverse("measures.people_csv", args=[two_runs["run"], "2E"]), asked
    )
    assert [row[0] for row in rows_of(file)] == ["Person", "'=Anne Penhale"]
    assert len(readings(two_runs["anne"].pk)) == 2

    waits = signed_in(Role.PERFORMANCE).get(
        reverse("measures.people", args=[two_runs["run"], "first service"]),
        {"part": f"65 and above | {QUARTER}", "side": "denominator"},
    )
    assert heading(waits) == "1 waits that ended"
    assert "65 and above, january to march 2026" in text_of(waits).lower()


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.TEAM_MANAGER, Role.FINANCE])
def test_others_cannot_open_people_or_write_anything_down(
    role: Role, two_runs: dict[str, Any]
) -> None:
    client = signed_in(role)
    people = {"part": TWO_E[1], "side": "denominator"}
    for name in ("measures.people", "measures.people_csv"):
        answer = client.get(reverse(name, args=[two_runs["run"], "2E"]), people)
        assert answer.status_code == 403
        assert "Penhale" not in answer.content.decode()
    for name in ("measures.local_people", "measures.local_people_csv"):
        answer = client.get(
            reverse(name, args=["reviews-late"]), {"part": "Total", "side": "numerator"}
        )
        assert answer.status_code == 403
    assert readings(two_runs["anne"].pk) == []
    for name in ("measures.new_target", "measures.new_table"):
        assert client.get(reverse(name)).status_code == 403
    answer = client.post(
        reverse("measures.populations"),
        {"year": "2025-26", "part": "18 to 64", "people": "5", "source": "ONS"},
    )
    assert answer.status_code == 403
    assert queries.population_lines() == []


@pytest.mark.parametrize(
    "role", [Role.PRACTITIONER, Role.BROKER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR]
)
def test_the_measures_are_not_everybodys(role: Role) -> None:
    client = signed_in(role)
    for name in ("measures.measures", "measures.targets", "measures.published"):
        assert client.get(reverse(name)).status_code == 403


def test_the_files_hold_every_line(two_runs: dict[str, Any]) -> None:
    client = signed_in(Role.FINANCE)

    found = rows_of(client.get(reverse("measures.measures_csv")))
    assert len(found) == 1 + 26
    assert ["2025-26", "2026-05-05", "2E"] in [row[:3] for row in found]
    one = rows_of(client.get(reverse("measures.measure_csv", args=["2E"])))
    assert [row[4:8] for row in one if row[4] == TWO_E[1]] == [[TWO_E[1], "300", "400", "75.0"]]
    waits = rows_of(client.get(reverse("measures.waits_csv")))
    assert waits[-1] == [
        "2025-26",
        "2026-05-05",
        "first service",
        "65 and above",
        "2026-01-01",
        "41",
        "20.5",
    ]


def test_the_waits_say_the_newest_quarter_first(two_runs: dict[str, Any]) -> None:
    answer = signed_in(Role.COMMISSIONER).get(reverse("measures.waits"))

    assert heading(answer) == (
        "Half of people wait at most 12 days for people aged 25 to 64 and 20.5 days for people "
        "aged 65 and above for a first service"
    )
    assert "January to March 2026 12 days 22 waits 20.5 days 41 waits" in text_of(answer)


def test_a_run_is_asked_for_and_watched() -> None:
    client = signed_in(Role.PERFORMANCE)
    wrong = client.post(reverse("measures.work_out"), {"year": "1999-00", "which": ""})
    assert wrong.status_code == 422
    assert "Choose a year from the list" in text_of(wrong)

    asked = client.post(reverse("measures.work_out"), {"year": "2025-26", "which": "live"})
    work = LongWork.objects.get()
    assert asked.headers["Location"] == reverse("measures.progress", args=[work.pk])
    waiting = client.get(asked.headers["Location"])
    assert "It waits its turn." in text_of(waiting)
    assert waiting.headers["Refresh"] == "4"

    LongWork.objects.update(state=LongWork.FAILED, words="No file covers the year.")
    assert "No file covers the year." in text_of(client.get(asked.headers["Location"]))
    LongWork.objects.update(state=LongWork.CANCELLED)
    assert heading(client.get(asked.headers["Location"])) == "This work was stopped"


def test_work_that_is_done_opens_its_measures(two_runs: dict[str, Any]) -> None:
    client = signed_in(Role.COMMISSIONER)
    client.post(reverse("measures.work_out"), {"year": "2025-26", "which": "submitted"})
    LongWork.objects.update(state=LongWork.DONE, result_id=two_runs["run"])
    answer = client.get(reverse("measures.progress", args=[LongWork.objects.get().pk]))
    assert answer.headers["Location"] == reverse("measures.measures") + "?year=2025-26"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("people", "many", "Enter a whole number of people, like 211,400"),
        ("people", "0", "Enter how many people live here, at least 1"),
        ("people", "٣", "Enter a whole number of people, like 211,400"),
        ("source", "", "Say where the figure stands, so that others can check it"),
        ("year", "2019-20", "Choose a year from the list"),
    ],
)
def test_a_population_is_asked_again_with_what_was_typed(
    field: str, typed: str, words: str
) -> None:
    said = {"year": "2025-26", "part": "18 to 64", "people": "211,400", "source": "ONS <mid>"}
    answer = signed_in(Role.PERFORMANCE).post(
        reverse("measures.populations"), said | {field: typed}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count(words) == 2  # above the heading, and beside the field
    assert ('value="211,400"' in page) is (field != "people")
    assert ("ONS &lt;mid&gt;" in page) is (field != "source")


def test_a_population_is_shown_with_its_source() -> None:
    client = signed_in(Role.PERFORMANCE)
    said = {"year": "2025-26", "part": "18 to 64", "people": "211,400", "source": "ONS mid-2024"}
    assert client.post(reverse("measures.populations"), said).status_code == 302

    text = text_of(client.get(reverse("measures.populations")))
    assert "2025-26 18 to 64 211,400 ONS mid-2024" in text
    assert "by Pat Low" in text


def test_late_reviews_by_group_and_team_and_their_people() -> None:
    person = making.person(given_name="Ivor", family_name="Penhale")
    making.arrangement(person, first_day=date(2020, 1, 1))
    client = signed_in(Role.PERFORMANCE)
    address = reverse("measures.local_measure", args=["reviews-late"])

    assert heading(client.get(address)) == "1 of 1 yearly review is late"
    by_team = client.get(address, {"by": "team"})
    assert "East team 1 open these people 1 open these people few people" in text_of(by_team)

    asked = {"part": "East team", "side": "numerator", "by": "team"}
    people = client.get(reverse("measures.local_people", args=["reviews-late"]), asked)
    assert heading(people) == "1 person above the line"
    assert "Ivor Penhale" in text_of(people)
    file = client.get(reverse("measures.local_people_csv", args=["reviews-late"]), asked)
    assert [row[0] for row in rows_of(file)] == ["Person", "Ivor Penhale"]
    assert len(readings(person.pk)) == 2
    table = rows_of(
        client.get(reverse("measures.local_csv", args=["reviews-late"]), {"by": "team"})
    )
    assert [row[3:] for row in table[1:]] == [
        ["East team", "1", "1", "100.0"],
        ["Total", "1", "1", "100.0"],
    ]


def test_both_definitions_stand_side_by_side() -> None:
    for number in range(40):
        person = making.person()
        more = {"delivery_mechanism": "Direct payment"} if number < 10 else {}
        making.arrangement(person, **more)
    for _ in range(10):
        making.arrangement(making.person(), service_type="Short term support: Other short term")
    client = signed_in(Role.COMMISSIONER)

    answer = client.get(reverse("measures.local_measure", args=["self-directed-all"]))

    assert heading(answer) == (
        "20.0% of everyone supported in the year, 25.0% of people with on-going community support"
    )
    assert "All groups 10 of 50 20.0% 10 of 40 25.0%" in text_of(answer)
    assert "national target" in text_of(answer)
    file = rows_of(client.get(reverse("measures.local_csv", args=["direct-payments-ongoing"])))
    assert [row[1] for row in file if row[3] == "Total"] == [
        "Direct payments, of everyone in the year",
        "Direct payments, of people with on-going community support",
    ]


def test_nobody_yet_is_said_in_words() -> None:
    client = signed_in(Role.FINANCE)
    for measure, words in (
        ("reviews-late", "Nobody has long-term support on this day"),
        ("self-directed-all", "Nobody had a service in the year to this day"),
    ):
        answer = client.get(reverse("measures.local_measure", args=[measure]))
        assert heading(answer) == words


TARGET = {
    "part": "Total",
    "value": "30%",
    "by_day_day": "31",
    "by_day_month": "3",
    "by_day_year": "2027",
    "set_by": "Cabinet, 20 April 2026",
}


def test_a_target_is_written_down_shown_and_withdrawn() -> None:
    client = signed_in(Role.PERFORMANCE)
    first = client.get(reverse("measures.new_target"))
    assert "Which measure?" in text_of(first)
    address = reverse("measures.new_target") + "?measure=self-directed-ongoing"
    assert client.post(address, TARGET).status_code == 302
    again = client.post(address, TARGET)
    assert again.status_code == 422
    assert "There is a target for this group and day already." in text_of(again)

    page = client.get(reverse("measures.targets"))
    assert heading(page) == "The one target is not met yet"
    assert "30.0% by 31 March 2027 not worked out yet not known yet" in text_of(page)

    making.arrangement(making.person(), delivery_mechanism="Direct payment")
    page = client.get(reverse("measures.targets"))
    assert heading(page) == "The one target is met"
    assert "100.0%, 1 of 1 Target met Cabinet, 20 April 2026" in text_of(page)
    assert rows_of(client.get(reverse("measures.targets_csv")))[1][2:6] == [
        "30.0",
        "2027-03-31",
        "Cabinet, 20 April 2026",
        "100.0%, 1 of 1",
    ]

    target = queries.targets()[0].id
    assert client.post(reverse("measures.withdraw_target", args=[target])).status_code == 302
    assert heading(client.get(reverse("measures.targets"))) == "No target is written down yet"
    gone = client.post(reverse("measures.withdraw_target", args=[target]))
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("value", "lots", "Enter a number with at most one decimal, like 30 or 12.5"),
        ("value", "101", "A percentage is at most 100"),
        ("value", "٣٠", "Enter a number with at most one decimal, like 30 or 12.5"),
        ("by_day_month", "13", "Enter a real date, like 27 3 2026"),
        ("by_day_month", "", "The date must include a month"),
        ("set_by", "", "Say who set the target"),
        ("part", "Nobody", "Choose a group from the list"),
    ],
)
def test_a_target_is_asked_again_with_what_was_typed(field: str, typed: str, words: str) -> None:
    address = reverse("measures.new_target") + "?measure=self-directed-ongoing"
    answer = signed_in(Role.PERFORMANCE).post(address, TARGET | {field: typed})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count(words) == 2
    for name, value in (TARGET | {field: typed}).items():
        if name != "part" and value:
            assert f'value="{value}"' in page
    assert queries.targets() == []
    wrong = signed_in(Role.PERFORMANCE).get(reverse("measures.new_target") + "?measure=x")
    assert wrong.status_code == 422


TABLE = {
    "title": "Weekly spend, adults 18 to 65",
    "source": "Dorset Council, strategy for working-age people 2022 to 2027",
    "published_on_day": "1",
    "published_on_month": "4",
    "published_on_year": "2022",
    "text": "Reason,People,Spend\nPhysical Support,2,£200.00\nOther,1,£50.00\nTotal,3,£300.00\n",
    "beside": "snapshot:primary_support_reason",
    "as_at_day": "",
    "as_at_month": "",
    "as_at_year": "",
}


def entered(client: Client, **more: Any) -> str:
    answer = client.post(reverse("measures.new_table"), TABLE | more)
    assert answer.status_code == 302, text_of(answer)
    return str(answer.headers["Location"])


def test_a_published_table_stands_beside_ours_and_its_faults_are_named() -> None:
    making.arrangement(making.person(), cost_weekly=286_00)
    making.arrangement(making.person(primary_support_reason="Sensory Support: Dual impairment"))
    client = signed_in(Role.PERFORMANCE)
    address = entered(client)

    page = client.get(address)

    assert heading(page) == "This table disagrees with itself in one place"
    text = text_of(page)
    fault = (
        "The total says £300; the parts add up to £250. The total is £50 too large. That is "
        "exactly the figure of Other, as if it were counted twice."
    )
    assert f"Spend, total : {fault}" in text
    assert f"Total Disagrees: {fault} £300.00 ≠ £572 +£272" in text
    assert "Physical Support 2 1 −1" in text
    assert "Physical Support £200.00 £286 +£86" in text
    assert "Other 1 0 −1" in text
    assert "Ours also has Sensory Support, which this table does not name." in text
    assert "Disagrees with itself" in text_of(client.get(reverse("measures.published")))

    table_id = address.rstrip("/").rsplit("/", 1)[1]
    file = rows_of(client.get(reverse("measures.published_csv", args=[table_id])))
    assert file[1][2:] == ["People", "Physical Support", "2", "1", "'−1", ""] or file[1][2:7] == [
        "People",
        "Physical Support",
        "2",
        "1",
        "−1",
    ]


def test_a_table_is_changed_column_by_column_and_removed() -> None:
    client = signed_in(Role.PERFORMANCE)
    address = entered(client)
    table_id = address.rstrip("/").rsplit("/", 1)[1]
    change = reverse("measures.change_table", args=[table_id])
    form = client.get(change).content.decode()
    assert "What “Spend” holds" in form.replace("&#34;", '"')
    assert 'value="1" ' in form or 'value="1"' in form

    said = TABLE | {"kind_0": "people", "kind_1": "other", "title": "Another title"}
    assert client.post(change, said).status_code == 302
    page = client.get(address)
    assert heading(page) == "This table agrees with its own parts"
    assert "Another title" in text_of(page)
    assert "Read as: something else." in text_of(page)

    assert client.post(reverse("measures.remove_table", args=[table_id])).status_code == 302
    assert client.get(address).status_code == 404
    assert client.post(change, said).status_code == 404
    assert client.post(reverse("measures.remove_table", args=[table_id])).status_code == 404


def test_a_table_can_come_as_a_file_in_either_encoding() -> None:
    client = signed_in(Role.PERFORMANCE)
    for encoding in ("utf-8-sig", "cp1252"):
        file = io.BytesIO(TABLE["text"].encode(encoding))
        file.name = "table.csv"
        entered(client, text="", file=file)
    first, second = queries.tables()
    assert first.table == second.table
    assert first.table.total == ("3", "£300.00")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("text", "", "Paste or type the table, or choose a file"),
        ("text", "Part,People", "Give a line of headings, and under it at least one line."),
        ("text", "A,B\nC,1,2", "Line 2 has 3 cells, and there are 2 headings."),
        ("title", "", "Enter the title of the table"),
        ("source", "", "Say who published the table, and where"),
        ("published_on_day", "32", "Enter a real date, like 27 3 2026"),
        ("beside", "everything", "Choose what shall stand beside it"),
    ],
)
def test_a_table_is_asked_again_with_what_was_typed(field: str, typed: str, words: str) -> None:
    answer = signed_in(Role.PERFORMANCE).post(reverse("measures.new_table"), TABLE | {field: typed})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count(words) == 2
    if field != "text":
        assert "Physical Support,2,£200.00" in page
    if field != "title":
        assert TABLE["title"] in page
    assert queries.tables() == []


def test_a_wrong_file_stands_in_the_box_to_be_put_right() -> None:
    file = io.BytesIO(b"A,B\nC,1,2\n")
    file.name = "table.csv"
    answer = signed_in(Role.PERFORMANCE).post(
        reverse("measures.new_table"), TABLE | {"text": "", "file": file}
    )
    assert answer.status_code == 422
    assert "A,B\nC,1,2" in answer.content.decode()

    large = io.BytesIO(b"x" * 100_001)
    large.name = "table.csv"
    answer = signed_in(Role.PERFORMANCE).post(
        reverse("measures.new_table"), TABLE | {"file": large}
    )
    assert "Choose a file of at most 100 kB" in text_of(answer)


def test_a_table_beside_a_measure_or_a_local_one_or_nothing(two_runs: dict[str, Any]) -> None:
    client = signed_in(Role.PERFORMANCE)
    text = "Age,People,Share %\n18 to 64 | Total,290,76.0%\n"
    day = {"as_at_day": "31", "as_at_month": "3", "as_at_year": "2026"}
    national = entered(client, text=text, beside="national:2E", **day)
    assert "18 to 64 | Total 290 300 +10" in text_of(client.get(national))
    assert (
        "18 to 64 | Total Disagrees: 290 of 290 is 100.0%, not 76.0%. 76.0% ≠ 75.0% −1.0 points"
        in (text_of(client.get(national)))
    )

    none = entered(client, text=text, beside="national:2E")  # of this year, which has no run
    assert "The measures of that year were not worked out yet" in text_of(client.get(none))

    making.arrangement(making.person(), delivery_mechanism="Direct payment")
    own = "Group,People,Share %\nPhysical Support,3,50%\nTotal,6,100%\n"
    local = entered(client, text=own, beside="local:direct-payments-ongoing")
    assert "Physical Support 50% 100.0% +50.0 points" in text_of(client.get(local))
    alone = entered(client, text=own, beside="")
    assert "Beside it stands" not in text_of(client.get(alone))


def test_a_national_target_belongs_to_the_year_of_its_day(two_runs: dict[str, Any]) -> None:
    """75.0% in 2025-26: one target was missed, one is met, and one is for a year still to come."""
    client = signed_in(Role.PERFORMANCE)
    address = reverse("measures.new_target") + "?measure=2E"
    for value, year in (("80", "2026"), ("70", "2028"), ("90", "2029")):
        said = TARGET | {"part": TWO_E[1], "value": value, "by_day_year": year}
        assert client.post(address, said).status_code == 302

    page = client.get(reverse("measures.targets"))

    assert heading(page) == "1 of 3 targets is met, 1 was missed"
    text = text_of(page)
    assert "80.0% by 31 March 2026 75.0%, 300 of 400 Missed by 5.0 percentage points" in text
    assert "70.0% by 31 March 2028 75.0%, 300 of 400 Target met" in text
    assert "15.0 percentage points to go by 31 March 2029" in text
    admissions = reverse("measures.new_target") + "?measure=2B"
    said = TARGET | {"part": "18 to 64", "value": "12.5", "by_day_year": "2020"}
    assert client.post(admissions, said).status_code == 302
    page = client.get(reverse("measures.targets"))
    assert "12.5 per 100,000 by 31 March 2020 not worked out yet not known yet" in text_of(page)
