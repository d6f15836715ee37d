"""Where the council's places lie, for maps; nobody's home."""

from dataclasses import dataclass

from ownway.support.people.models import Locality


@dataclass(frozen=True, slots=True)
class PlaceOnMap:
    """A place people would name. Kilometres east and north of any one point; None when unknown."""

    name: str
    area: str
    east: float | None
    north: float | None


def places_on_map() -> list[PlaceOnMap]:
    """Every place the council knows, by area and name, wherever it lies."""
    return [
        PlaceOnMap(row.name, row.area, row.east, row.north)
        for row in Locality.objects.order_by("area", "name")
    ]
