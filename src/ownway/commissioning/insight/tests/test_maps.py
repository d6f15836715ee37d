"""The map and the list beside it tell the same of every place; none is lost on the way."""

import re
from itertools import permutations
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import Place, Snapshot, Sum
from ownway.commissioning.insight.pages import maps
from ownway.foundation.access.domain import Role
from ownway.kernel.money import PenceWeekly
from ownway.support.people.queries.maps import PlaceOnMap

TOWNS = [
    PlaceOnMap("Kelderwick", "North", 20.0, 44.0),
    PlaceOnMap("Thornbeck", "East", 38.0, 33.0),
    PlaceOnMap("Saltersea", "South", 31.0, 4.0),
    PlaceOnMap("Wythersham", "West", 7.0, 20.0),
]


def council(**people: int) -> Snapshot:
    return domain.added_up(
        (
            (Place("", domain.TO_64, "", "Meals", name), Sum(count, PenceWeekly(count * 100_00)))
            for name, count in people.items()
        ),
        on=making.DAY,
    )


spots = st.none() | st.floats(-500, 500)
places = st.lists(
    st.builds(
        PlaceOnMap, st.text("abcdefgh", min_size=1, max_size=3), st.just("East"), spots, spots
    ),
    max_size=30,
    unique_by=lambda place: place.name,
)


@given(places, st.data())
def test_every_place_has_a_tile_of_its_own_or_stands_beside_the_map(
    some: list[PlaceOnMap], data: st.DataObject
) -> None:
    counts = {place.name: data.draw(st.integers(0, 50)) for place in some}
    drawn = maps.place_map(council(**counts), some, shows="people")

    known = {place.name for place in some if place.east is not None and place.north is not None}
    assert {tile.line.name for tile in drawn.tiles} == known
    assert len({(tile.left, tile.top) for tile in drawn.tiles}) == len(known)
    assert {line.name for line in drawn.lines} == set(counts)
    assert {line.name for line in drawn.beside} == set(counts) - known
    assert all(tile.line in drawn.lines for tile in drawn.tiles)
    assert len({line.key for line in drawn.lines if line.key}) == len(known)


def test_north_is_up_and_east_is_right_in_any_order() -> None:
    found = council(Kelderwick=5, Thornbeck=6, Saltersea=7, Wythersham=8)

    for some in permutations(TOWNS):
        at = {
            tile.line.name: (float(tile.left.rstrip("%")), tile.top)
            for tile in maps.place_map(found, some, shows="people").tiles
        }
        assert at["Wythersham"][0] < at["Kelderwick"][0] < at["Thornbeck"][0]
        assert at["Kelderwick"][1] < at["Thornbeck"][1] < at["Wythersham"][1] < at["Saltersea"][1]


@pytest.mark.parametrize(
    ("shows", "words"),
    [("people", ["5", "20"]), ("cost", ["£500", "£2,000"]), ("each", ["£100", "£100"])],
)
def test_the_chosen_figure_is_written_on_the_tile(shows: str, words: list[str]) -> None:
    drawn = maps.place_map(council(Kelderwick=5, Thornbeck=20), TOWNS[:2], shows=shows)

    assert [tile.line.words for tile in drawn.tiles] == words
    assert [tile.line.shade for tile in drawn.tiles] == ([4, 4] if shows == "each" else [1, 4])


def test_a_place_nobody_lives_in_has_a_line_and_no_shade() -> None:
    drawn = maps.place_map(council(Kelderwick=5), TOWNS, shows="people")

    assert [(line.name, line.words, line.shade) for line in drawn.lines] == [
        ("Kelderwick", "5", 4),
        ("Saltersea", "0", 0),
        ("Thornbeck", "0", 0),
        ("Wythersham", "0", 0),
    ]


@pytest.fixture
def a_council(db: Any) -> None:
    kelderwick = making.locality("Kelderwick", "North", "QM2")
    kelderwick.east, kelderwick.north = 20.0, 44.0
    kelderwick.save()
    for place, people in ((kelderwick, 3), (making.locality(), 2), (None, 1)):
        for _ in range(people):
            making.arrangement(making.person(locality=place))


def test_the_page_has_the_same_on_the_map_beneath_it_and_in_the_list(a_council: None) -> None:
    client = Client()
    client.force_login(making.staff(Role.COMMISSIONER))
    page = client.get(reverse("insight.on_map")).content.decode()

    on_map = re.findall(r'class="ow-map__place" aria-label="([^"]*)"', page)
    beside = re.search(r"Not on the map: (.*?)\.</p>", page)
    listed = re.findall(
        r'<th scope="row"[^>]*>(?:[A-Z]+\. )?<a[^>]*>([^<]*)</a></th><td[^>]*>([0-9]+)</td>', page
    )
    assert on_map == ["Kelderwick: 3"]
    assert beside is not None
    under = [
        (name.strip(), count) for name, count in re.findall(r"([A-Za-z ]+) \((\d+)\)", beside[1])
    ]
    told = [tuple(one.split(": ")) for one in on_map] + under
    assert sorted(told) == sorted(listed)
    assert sorted(listed) == [("Kelderwick", "3"), ("Place not known", "1"), ("Thornbeck", "2")]
