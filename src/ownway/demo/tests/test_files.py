"""The files say what the published table says, as real files say it, and the same way each time."""

import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ownway.demo import named
from ownway.demo.cld_files import NAME_FIELDS, DemoFiles, write_files
from ownway.demo.named import RUTH_CALLOWAY, RUTH_PENCE_WEEKLY
from ownway.demo.places import LOCALITIES
from ownway.demo.population import Population
from ownway.demo.rows import FIELDS
from ownway.demo.targets import expected
from ownway.demo.tests.reading import (
    REASON_OF,
    Found,
    day,
    open_support,
    pence_weekly,
    rows_of,
)

DAY = date(2026, 11, 23)
AREA_OF = {place.district: place.area for place in LOCALITIES}
LONG_TERM = "Long term support: "


def digests(files: DemoFiles) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files.paths]


def all_rows(files: DemoFiles) -> Iterator[dict[str, str]]:
    for path in files.cld:
        yield from rows_of(path)


def test_a_reader_finds_the_published_people_and_weekly_cost(
    whole: DemoFiles, found: Found
) -> None:
    """Exactly, but for Ruth: one person with physical support whom Ownway itself pays."""
    published = {name: (group.people, group.pence_weekly) for name, group in expected(4372).items()}
    people, pence = published["Physical"]
    published["Physical"] = (people - 1, pence - RUTH_PENCE_WEEKLY)

    assert found.counts() == published
    assert {name: (group.people, group.pence_weekly) for name, group in whole.expected.items()} == (
        published
    )


@pytest.mark.parametrize("people", [20, 137])
def test_other_sizes_keep_the_proportions(tmp_path: Path, people: int) -> None:
    files = write_files(tmp_path, people=people)

    assert open_support(files.cld).counts() == {
        name: (group.people, group.pence_weekly) for name, group in files.expected.items()
    }
    assert sum(group.people for group in files.expected.values()) == people - 1


def test_nobody_whose_support_is_open_has_died_or_ends_before_the_day(
    whole: DemoFiles, found: Found
) -> None:
    supported = set().union(*found.people.values())
    for row in rows_of(whole.cld[-1]):
        if row["LA_Person_Unique_Identifier"] in supported:
            assert row["Date_of_Death"] == ""


def test_the_same_seed_writes_the_same_bytes(small: DemoFiles, tmp_path: Path) -> None:
    assert digests(write_files(tmp_path, people=400)) == digests(small)


def test_another_seed_writes_other_people(small: DemoFiles, tmp_path: Path) -> None:
    again = write_files(tmp_path, people=400, seed=7)

    assert again.people_names.read_bytes() != small.people_names.read_bytes()
    assert open_support(again.cld).counts() == open_support(small.cld).counts()


def test_a_person_does_not_depend_on_who_came_before() -> None:
    backwards = Population(size=60, seed=1, today=DAY)
    forwards = Population(size=60, seed=1, today=DAY)
    last = [list(backwards.stories(place)) for place in reversed(range(backwards.positions))]
    first = [list(forwards.stories(place)) for place in range(forwards.positions)]

    assert last[::-1] == first


def test_writing_again_over_old_files_leaves_no_scraps(tmp_path: Path) -> None:
    write_files(tmp_path, people=60)
    files = write_files(tmp_path, people=50)

    assert sorted(tmp_path.iterdir()) == sorted(files.paths)


@pytest.mark.parametrize("people", [0, 19, 1_000_001])
def test_a_size_that_cannot_be_is_refused(tmp_path: Path, people: int) -> None:
    with pytest.raises(ValueError, match="from 20 to 1,000,000 people"):
        write_files(tmp_path, people=people)


def test_progress_ends_with_everyone(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    write_files(tmp_path, people=60, progress=lambda done, of: heard.append((done, of)))

    assert heard[0][0] == 0
    assert heard[-1][0] == heard[-1][1] > 0


def test_each_file_has_every_field_though_not_spelt_alike(whole: DemoFiles) -> None:
    headers = []
    for path in whole.cld:
        with path.open(encoding="utf-8", newline="") as file:
            headers.append(tuple(next(csv.reader(file))))
        assert set(next(rows_of(path))) == set(FIELDS)

    assert headers[-1] == FIELDS
    assert len(set(headers)) == 7
    assert [header[-1] for header in headers if len(header) > len(FIELDS)] == [
        "Local_Team_Name",
        "Team",
    ]


def test_prices_rise_in_april_for_the_same_service(small: DemoFiles) -> None:
    cost: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for path in small.cld[-3:]:
        for row in rows_of(path):
            if row["Event_Type"] == "Service" and not row["Event_End_Date"] and row["Unit_Cost"]:
                key = (row["LA_Person_Unique_Identifier"], row["Service_Component"])
                cost[path.stem][key] = row["Unit_Cost"]
    march, june, september = cost.values()

    assert all(float(june[key]) > float(march[key]) for key in march.keys() & june.keys())
    assert {key: june[key] for key in june.keys() & september.keys()} == {
        key: september[key] for key in june.keys() & september.keys()
    }


def test_no_two_people_share_a_council_id_and_everyone_has_a_name(small: DemoFiles) -> None:
    with small.people_names.open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    ids = [person["council_id"] for person in people]
    told_of = {row["LA_Person_Unique_Identifier"] for row in all_rows(small)} - {""}

    assert tuple(people[0]) == NAME_FIELDS
    assert len(set(ids)) == len(ids)
    assert told_of <= set(ids)
    assert all(person["given_name"] and person["family_name"] for person in people)
    assert {person["postcode"][:3] for person in people} == set(AREA_OF)
    for person in people:
        assert re.fullmatch(r"(01632 960|07700 900)\d{3}|", person["telephone"])
        assert re.fullmatch(r"\S+@example\.org|", person["email"])
        assert re.fullmatch(r"QM[1-8] [1-9][A-Z]{2}", person["postcode"])


def test_one_nhs_number_is_one_person(small: DemoFiles) -> None:
    whose: dict[str, set[str]] = defaultdict(set)
    for row in all_rows(small):
        if row["NHS_Number"]:
            assert row["NHS_Number"].startswith("999")
            whose[row["NHS_Number"]].add(row["LA_Person_Unique_Identifier"])

    assert all(len(ids) == 1 for ids in whose.values())


def test_ruth_has_a_request_and_home_care_that_ended(whole: DemoFiles) -> None:
    told = [
        (row["Event_Type"], row["Event_Start_Date"], row["Event_End_Date"], row["Event_Outcome"])
        for row in rows_of(whole.cld[-1])
        if row["LA_Person_Unique_Identifier"] == RUTH_CALLOWAY
    ]
    care = next(
        row
        for row in rows_of(whole.cld[-1])
        if row["LA_Person_Unique_Identifier"] == RUTH_CALLOWAY and row["Event_Type"] == "Service"
    )
    pete = next(
        row
        for row in rows_of(whole.cld[-1])
        if row["LA_Person_Unique_Identifier"] == named.PETE_CALLOWAY
    )

    assert told == [
        ("Request", "01/04/2026", "03/04/2026", "Progress to assessment, review or reassessment"),
        ("Service", "07/04/2026", "31/05/2026", "Progress to support planning or services"),
    ]
    assert care["NHS_Number"].endswith("4417")
    assert care["Date_of_Birth"] == "14/02/1968"
    assert AREA_OF[care["Postcode"][:3]] == "East"
    assert (care["Service_Type"], care["Service_Component"], care["Delivery_Mechanism"]) == (
        "Long term support: Community",
        "Home support or domiciliary care",
        "CASSR managed personal budget",
    )
    assert (
        care["Unit_Cost"],
        care["Cost_Frequency_Unit_Type"],
        care["Planned_units_per_week"],
    ) == (
        "24.60",
        "Hourly",
        "4",
    )
    assert pete["Client_Type"] == "Unpaid carer known by association"
    assert pete["Adult_1_Linked_Person_ID"] == RUTH_CALLOWAY


def test_the_people_whom_pages_name_have_support_in_the_east(
    whole: DemoFiles, found: Found
) -> None:
    postcodes = {
        row["LA_Person_Unique_Identifier"]: row["Postcode"] for row in rows_of(whole.cld[-1])
    }
    supported = set().union(*found.people.values())
    for council_id in (
        named.IDRIS_PENHALLOW,
        named.IVOR_PENHALE,
        named.SHABANA_RAFIQ,
        named.GWEN_ORRIN,
        named.LES_ORRIN,
        named.MARCUS_BELL_AYODELE,
        named.DILYS_HARGRAVE,
        named.EDNA_MARCHBANK,
        named.HANIF_SULEMAN,
        named.PAULINE_STRAND,
    ):
        assert council_id in supported
        assert AREA_OF[postcodes[council_id][:3]] == "East"


def test_names_move_with_the_day(tmp_path: Path) -> None:
    """On another day the story is told for the files of that day, and all of it is still there."""
    files = write_files(tmp_path, people=60, today=date(2027, 2, 22))
    care = [
        row["Event_End_Date"]
        for row in rows_of(files.cld[-1])
        if row["LA_Person_Unique_Identifier"] == RUTH_CALLOWAY and row["Event_Type"] == "Service"
    ]

    assert files.on == date(2026, 12, 31)
    assert care == ["31/08/2026"]


def test_people_are_as_a_council_would_find_them(whole: DemoFiles, found: Found) -> None:
    """Late reviews, direct payments, money for working age: near what is published or known."""
    supported = set().union(*found.people.values())
    reviewed, community, in_homes, paid_direct, carers = (set[str]() for _ in range(5))
    birthdays: dict[str, date | None] = {}
    cost: Counter[str] = Counter()
    for row in rows_of(whole.cld[-1]):
        who = row["LA_Person_Unique_Identifier"]
        if row["Client_Type"] == "Unpaid carer":
            carers.add(who)
        if who not in supported:
            continue
        birthdays[who] = day(row["Date_of_Birth"])
        if row["Event_Type"] == "Review":
            reviewed.add(who)
        if row["Service_Type"].startswith(LONG_TERM) and not row["Event_End_Date"]:
            at_home_type = row["Service_Type"] == "Long term support: Community"
            (community if at_home_type else in_homes).add(who)
            cost[who] += pence_weekly(row)
            if row["Service_Component"] == "Direct payment":
                paid_direct.add(who)
    working_age = {who for who, born in birthdays.items() if born and born > date(1961, 9, 30)}
    under_65 = sum(pence for who, pence in cost.items() if who in working_age)
    at_home = community - in_homes

    assert 0.27 < 1 - len(reviewed) / len(supported) < 0.33
    assert 0.25 < len(paid_direct & at_home) / len(at_home) < 0.30
    assert abs(under_65 - 1_197_337_36) < 0.04 * 1_197_337_36
    assert 600 < len(carers) < 1000


def test_quarters_differ_as_people_come_and_go(whole: DemoFiles) -> None:
    """About a fifth of those supported at the start of a year are gone at its end."""

    def supported(path: Path) -> set[str]:
        return {
            row["LA_Person_Unique_Identifier"]
            for row in rows_of(path)
            if row["Event_Type"] == "Service"
            and row["Service_Type"].startswith(LONG_TERM)
            and not row["Event_End_Date"]
        }

    before, after = supported(whole.cld[-5]), supported(whole.cld[-1])

    assert 0.9 < len(before) / len(after) < 1.1
    assert 0.13 < len(before - after) / len(before) < 0.25
    assert 0.13 < len(after - before) / len(after) < 0.25


def test_other_reasons_are_blank_or_of_the_councils_own(whole: DemoFiles, found: Found) -> None:
    values = {
        row["LA_Person_Unique_Identifier"]: row["Primary_Support_Reason"]
        for row in rows_of(whole.cld[-1])
    }
    said = Counter(values[who] for who in found.people["Other"])

    assert said[""] > sum(said.values()) / 2
    assert len(said) > 1
    assert not set(said) & set(REASON_OF)
