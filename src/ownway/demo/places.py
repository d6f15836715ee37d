"""Marlshire: eight places that do not exist, in four areas, and the teams that look after them.

Three market towns, three stretches of country, two of coast. The postcode area QM is invented: no
postcode in the United Kingdom begins with Q.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal

Kind = Literal["town", "country", "coast"]

# The last two letters of a postcode never hold C, I, K, M, O or V.
_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"

LA_CODE = "990"  # no council has it


@dataclass(frozen=True, slots=True)
class Locality:
    """A place people would name; its weights among people of working age, and 65 and over.

    It lies so many kilometres east and north of the south-western corner of the county.
    """

    name: str
    area: str
    district: str
    kind: Kind
    weight_working_age: int
    weight_older: int
    east: float
    north: float


LOCALITIES = (
    Locality("Kelderwick", "North", "QM1", "town", 22, 15, 21.0, 44.5),
    Locality("High Ashmere", "North", "QM2", "country", 7, 9, 9.5, 38.0),
    Locality("Thornbeck", "East", "QM3", "town", 18, 13, 37.5, 33.0),
    Locality("Marl Vale", "East", "QM4", "country", 8, 10, 30.0, 25.5),
    Locality("Saltersea", "South", "QM5", "coast", 16, 21, 31.5, 4.0),
    Locality("Gannetmouth", "South", "QM6", "coast", 9, 14, 17.5, 2.5),
    Locality("Wythersham", "West", "QM7", "town", 14, 11, 7.5, 20.0),
    Locality("Dunnock Bridge", "West", "QM8", "country", 6, 7, 3.0, 12.5),
)
BY_NAME = {locality.name: locality for locality in LOCALITIES}
AREAS = ("North", "East", "South", "West")

TEAMS = (
    *((f"{area} team", area, "") for area in AREAS),
    ("Learning disability team", "", "Learning Disability Support"),
    ("Mental health team", "", "Mental Health Support"),
)
"""Team, area, reason for support; blank means any. The reason, where given, comes first."""

_STREETS: dict[Kind, tuple[str, ...]] = {
    "town": (
        "Tannery Row",
        "Corn Street",
        "Weighbridge Lane",
        "Sheep Street",
        "Priory Close",
        "Fuller's Yard",
        "Cattle Market Road",
        "Cloth Hall Street",
        "Alder Avenue",
        "Wren Gardens",
        "Kiln Lane",
        "Mill Leat",
        "Coldharbour Road",
        "Bowling Green Lane",
        "Dyehouse Lane",
        "Jubilee Crescent",
        "Abbot's Way",
        "Old Station Road",
        "Chandler's Court",
        "Hartland Drive",
    ),
    "country": (
        "Drovers Lane",
        "Hollow Way",
        "Pound Lane",
        "Withy Lane",
        "Chapel Hill",
        "Long Furrow",
        "Back Lane",
        "Rookery Lane",
        "Dairy Cottages",
        "Manor Cottages",
        "Sawpit Lane",
        "The Green",
        "Shepherd's Rise",
        "Quarry Lane",
        "Five Acres",
    ),
    "coast": (
        "Marine Walk",
        "Net Loft Lane",
        "Capstan Close",
        "Tern Road",
        "Esplanade Gardens",
        "Lighthouse Road",
        "Shingle Bank",
        "Harbour View",
        "Old Coastguard Cottages",
        "Sandpiper Way",
        "Beacon Road",
        "Cockle Street",
        "Pilot's Row",
        "West Parade",
        "Samphire Close",
    ),
}

CARE_HOMES: dict[str, tuple[str, ...]] = {
    "Kelderwick": ("Fernleigh House", "The Limes", "Kelder Court", "Ashdown Lodge"),
    "High Ashmere": ("Ashmere Grange", "Larkrise"),
    "Thornbeck": ("Beckside House", "Tannery Court", "Thornfield Lodge"),
    "Marl Vale": ("Vale House", "The Old Rectory"),
    "Saltersea": ("Seagrass House", "Marine Court", "Sandhaven", "The Anchorage", "Tern Lodge"),
    "Gannetmouth": ("Gannet Lodge", "Harbour House", "Cliff Rise"),
    "Wythersham": ("Wyther Court", "Orchard House", "St Aldred's"),
    "Dunnock Bridge": ("Dunnock House", "Bridge Farm"),
}


def a_locality(rng: Random, *, older: bool) -> Locality:
    """Where somebody lives: younger people nearer the towns, older ones nearer the sea."""
    weights = [place.weight_older if older else place.weight_working_age for place in LOCALITIES]
    return rng.choices(LOCALITIES, weights)[0]


def a_postcode(rng: Random, locality: Locality) -> str:
    sector = rng.randrange(1, 10)
    first, last = rng.choice(_INWARD_LETTERS), rng.choice(_INWARD_LETTERS)
    return f"{locality.district} {sector}{first}{last}"


@cache
def home_postcode(locality: Locality, home: str) -> str:
    """Every resident of a care home has its postcode."""
    return a_postcode(Random(home), locality)


def an_address(rng: Random, locality: Locality) -> tuple[str, str]:
    """First and second line of an address at home; the second is often blank."""
    street = rng.choice(_STREETS[locality.kind])
    number = rng.randrange(1, 96)
    if rng.random() < 0.14:
        return f"Flat {rng.randrange(1, 25)}", f"{number} {street}"
    return f"{number} {street}", ""


def place_rows() -> Iterator[tuple[str, str, str, str, str]]:
    """postcode_district, locality, area, east, north."""
    for place in LOCALITIES:
        yield place.district, place.name, place.area, str(place.east), str(place.north)
