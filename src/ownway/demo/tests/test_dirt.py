"""Rows belong to their twelve months, but for the dirt; and each kind of dirt can be seen."""

from collections import Counter
from datetime import timedelta

from ownway.demo import dirt
from ownway.demo.cld_files import DemoFiles
from ownway.demo.identifiers import check_digit
from ownway.demo.tests.reading import day, open_support, rows_of


def test_each_row_belongs_to_the_twelve_months_of_its_file(small: DemoFiles) -> None:
    """Services that ran in them; all else only when finished in them; dirt apart."""
    strays = 0
    for path in small.cld:
        for row in rows_of(path):
            first, last = (
                day(row["Reporting_Period_Start_Date"]),
                day(row["Reporting_Period_End_Date"]),
            )
            began, ended = day(row["Event_Start_Date"]), day(row["Event_End_Date"])
            assert first is not None
            assert last is not None
            assert path.stem == f"cld-{last.year}-Q{last.month // 3}"
            assert first == (last + timedelta(days=1)).replace(year=last.year - (last.month < 12))
            if row["Event_Type"].strip() == "Service":
                right = began is not None and began <= last and (ended is None or ended >= first)
                right = right and (ended is None or ended <= last)
            elif row["Event_Type"]:
                right = ended is not None and first <= ended <= last
            else:
                right = row["Client_Type"] == "Unpaid carer known by association"
            strays += not right
    dates_spoilt = ("31 February", "no start date", "an end before the start")

    assert strays <= sum(small.dirt[name] for name in dates_spoilt)


def test_dirt_makes_no_difference_to_who_is_supported(small: DemoFiles) -> None:
    """Not even to a reader who never closes what a file leaves out."""
    believing = open_support(small.cld, missing_is_closed=False)

    assert believing.counts() == {
        name: (group.people, group.pence_weekly) for name, group in small.expected.items()
    }


def test_every_kind_of_dirt_is_there_and_in_small_numbers(
    small: DemoFiles, whole: DemoFiles
) -> None:
    names = {kind.name for kind in dirt.KINDS}

    assert {name for name, rows in small.dirt.items() if rows} == names
    assert {name for name, rows in whole.dirt.items() if rows} == names
    assert sum(whole.dirt.values()) < whole.rows * 0.01


def test_dirt_can_be_seen_by_a_reader(small: DemoFiles) -> None:
    seen: Counter[str] = Counter()
    open_before: dict[tuple[str, ...], bool] = {}
    for path in small.cld:
        twice: Counter[tuple[str, ...]] = Counter()
        services: dict[tuple[str, ...], bool] = {}
        for row in rows_of(path):
            twice[tuple(row.values())] += 1
            began, ended = day(row["Event_Start_Date"]), day(row["Event_End_Date"])
            seen["nobody"] += not (row["NHS_Number"] or row["LA_Person_Unique_Identifier"])
            seen["31 February"] += any(value.startswith("31/02/") for value in row.values())
            seen["no start"] += bool(row["Event_Type"] and not row["Event_Start_Date"])
            seen["unknown event"] += row["Event_Type"] == "Contact"
            seen["backwards"] += bool(began and ended and ended < began)
            seen["spaces"] += any(value != value.strip() for value in row.values())
            seen["release 1"] += " - " in row["Service_Type"]
            seen["unlisted"] += row["Ethnicity"] == "White Cornish"
            seen["blank"] += row["Gender"] == ""
            seen["cost in words"] += "pw" in row["Unit_Cost"]
            seen["left open"] += bool(row["Date_of_Death"] and not row["Event_End_Date"])
            nhs = row["NHS_Number"]
            seen["wrong digit"] += bool(nhs) and check_digit(nhs[:9]) != int(nhs[9])
            if row["Event_Type"] == "Service":
                key = (
                    row["LA_Person_Unique_Identifier"],
                    row["Event_Start_Date"],
                    row["Service_Type"],
                    row["Service_Component"],
                )
                seen["double-up"] += key in services and twice[tuple(row.values())] == 1
                services[key] = not ended and not row["Date_of_Death"]
        seen["twice"] += sum(times > 1 for times in twice.values())
        seen["vanished"] += sum(
            still for key, still in open_before.items() if key not in services and key[0]
        )
        open_before = services

    assert all(seen.values()), seen
    assert len(seen) == 15
