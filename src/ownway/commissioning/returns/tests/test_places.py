"""Places come in with where they lie, or without; a number that is no kilometre changes nothing."""

from pathlib import Path

import pytest

from ownway.commissioning.returns.domain import UnusableFile
from ownway.commissioning.returns.operations import import_places
from ownway.support.people.queries.maps import PlaceOnMap, places_on_map

pytestmark = pytest.mark.django_db
HEADER = "postcode_district,locality,area"


def brought(folder: Path, *lines: str) -> list[PlaceOnMap]:
    file = folder / "places.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    import_places(file)
    return places_on_map()


def test_a_place_lies_where_its_file_says(tmp_path: Path) -> None:
    assert brought(
        tmp_path,
        f"{HEADER},north,east",
        "QM1,Kelderwick,North,44.5,21",
        "QM2,High Ashmere,North,−3.25,0",
        "QM3,Thornbeck,East,,",
    ) == [
        PlaceOnMap("Thornbeck", "East", None, None),
        PlaceOnMap("High Ashmere", "North", 0.0, -3.25),
        PlaceOnMap("Kelderwick", "North", 21.0, 44.5),
    ]


def test_a_file_without_them_leaves_what_is_known(tmp_path: Path) -> None:
    brought(tmp_path, f"{HEADER},east,north", "QM1,Kelderwick,North,21,44.5")

    assert brought(tmp_path, HEADER, "QM1,Kelderwick,West") == [
        PlaceOnMap("Kelderwick", "West", 21.0, 44.5)
    ]


@pytest.mark.parametrize("spot", ["21,", ",44", "far,44", "421000,112000", "nan,1", "inf,1"])
def test_what_is_no_kilometre_is_refused_whole(spot: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"Row 3: east and north should both be kilometres"):
        brought(
            tmp_path,
            f"{HEADER},east,north",
            "QM1,Kelderwick,North,21,44.5",
            f"QM2,High Ashmere,North,{spot}",
        )
    assert places_on_map() == []
