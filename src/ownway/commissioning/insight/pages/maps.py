"""The map: one tile a place, where the place lies, and beside it the list with the same figures.

Tiles, not outlines: no boundary is needed, no place is too small to read, and a large empty place
does not look like much. Each tile stands at the free spot nearest to where its place lies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from ownway.commissioning.insight.domain import LOCALITY, NOT_KNOWN, Snapshot, Sum, label
from ownway.commissioning.insight.pages.figures import people_in_words
from ownway.kernel.money import about_pounds
from ownway.support.people.queries.maps import PlaceOnMap

ACROSS = 4  # tiles side by side: what a narrow screen can show with words of full size
TILE_HEIGHT, GAP = 96, 8  # pixels
SHADES = 4
SHOWS = {"people": "People", "cost": "Cost a week", "each": "Each, a week"}


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place with its figures; `key` is its letter on the map, blank when it is not on it."""

    key: str
    name: str
    label: str
    sum: Sum
    words: str  # the chosen figure
    shade: int  # 0 for nobody, then 1, the least, to SHADES


@dataclass(frozen=True, slots=True)
class Tile:
    line: PlaceLine
    left: str
    width: str
    middle: str
    top: int


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """Tiles with a place each; `lines` is every place, `beside` those without a spot."""

    tiles: tuple[Tile, ...]
    lines: tuple[PlaceLine, ...]
    beside: tuple[PlaceLine, ...]
    height: int
    desc: str
    key: tuple[tuple[int, str], ...]  # shade, what it stands for


def place_map(found: Snapshot, places: Sequence[PlaceOnMap], *, shows: str) -> PlaceMap:
    """The map of a snapshot and its list. `shows` is one of `SHOWS`."""
    sums = {part.value: part.sum for part in found.by[LOCALITY]}
    names = list(dict.fromkeys([*(place.name for place in places), *sums]))
    names.sort(key=lambda name: (name == NOT_KNOWN, name))
    spots = _spots([one for one in places if one.east is not None and one.north is not None])
    keys = dict(zip((name for name in names if name in spots), _letters(), strict=False))
    values = {name: _value(sums.get(name, Sum()), shows) for name in names}
    most = max(values.values(), default=0)
    lines = {
        name: PlaceLine(
            keys.get(name, ""),
            name,
            label(LOCALITY, name),
            sums.get(name, Sum()),
            _words(sums.get(name, Sum()), shows),
            ceil(SHADES * values[name] / most) if most else 0,
        )
        for name in names
    }
    rows = 1 + max((row for _, row in spots.values()), default=-1)
    width = 100 / ACROSS
    tiles = tuple(
        Tile(
            lines[name],
            f"{width * column + 0.75:.2f}%",
            f"{width - 1.5:.2f}%",
            f"{width * (column + 0.5):.2f}%",
            (TILE_HEIGHT + GAP) * row,
        )
        for name, (column, row) in sorted(spots.items(), key=lambda spot: (spot[1][::-1], spot[0]))
    )
    return PlaceMap(
        tiles,
        tuple(lines.values()),
        tuple(line for line in lines.values() if not line.key),
        (TILE_HEIGHT + GAP) * rows,
        "; ".join(f"{tile.line.label}: {tile.line.words}" for tile in tiles),
        _shade_key(most, shows),
    )


def _value(amount: Sum, shows: str) -> int:
    return {
        "people": amount.people,
        "cost": amount.total_weekly,
        "each": amount.each_weekly,
    }[shows]


def _words(amount: Sum, shows: str) -> str:
    return f"{amount.people:,}" if shows == "people" else about_pounds(_value(amount, shows))


def _shade_key(most: int, shows: str) -> tuple[tuple[int, str], ...]:
    if not most:
        return ()
    tops = [most * shade // SHADES for shade in range(1, SHADES + 1)]
    say = people_in_words if shows == "people" else about_pounds
    return tuple((shade, f"up to {say(top)}") for shade, top in enumerate(tops, start=1))


def _letters() -> list[str]:
    """A to Z, then AA to ZZ: more than any council has places."""
    alphabet = [chr(ord("A") + number) for number in range(26)]
    return alphabet + [first + second for first in alphabet for second in alphabet]


def _spots(places: Sequence[PlaceOnMap]) -> Mapping[str, tuple[int, int]]:
    """Column and row of each place: the free spot nearest to where it lies, north at the top.

    The same places give the same spots in any order.
    """
    if not places:
        return {}
    rows = max(ACROSS, ceil(1.5 * len(places) / ACROSS))
    easts = [place.east or 0.0 for place in places]
    norths = [place.north or 0.0 for place in places]
    wide, high = max(easts) - min(easts), max(norths) - min(norths)
    wished = {
        place.name: (
            ((place.east or 0.0) - min(easts)) / wide * (ACROSS - 1) if wide else (ACROSS - 1) / 2,
            (max(norths) - (place.north or 0.0)) / high * (rows - 1) if high else 0.0,
        )
        for place in places
    }
    free = {(column, row) for column in range(ACROSS) for row in range(rows)}
    taken: dict[str, tuple[int, int]] = {}
    pairs = sorted(
        ((wish[0] - spot[0]) ** 2 + (wish[1] - spot[1]) ** 2, name, spot)
        for name, wish in wished.items()
        for spot in free
    )
    for _, name, spot in pairs:
        if name not in taken and spot in free:
            taken[name] = spot
            free.remove(spot)
    closed_up = {row: place for place, row in enumerate(sorted({row for _, row in taken.values()}))}
    return {name: (column, closed_up[row]) for name, (column, row) in taken.items()}
