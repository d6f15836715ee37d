"""Who provides support in Marlshire. Every provider is invented; so are their location ids."""

from dataclasses import dataclass

from ownway.demo.places import CARE_HOMES, LOCALITIES


@dataclass(frozen=True, slots=True)
class Provider:
    """An invented provider. Those the regulator does not register have no location id."""

    location_id: str
    name: str
    kind: str
    area: str  # blank: everywhere
    rate_hourly: int = 0


def _registered(number: int) -> str:
    return f"1-{9_000_000 + number}"


HOME_CARE_PROVIDERS = tuple(
    Provider(_registered(101 + row), name, "home care", area, rate)
    for row, (name, area, rate) in enumerate(
        (
            ("Marl Vale Home Care", "East", 24_60),
            ("Beckside Care at Home", "East", 23_84),
            ("Kelder Homecare", "North", 23_60),
            ("Ashmere Visiting Care", "North", 25_48),
            ("Saltersea Home Support", "South", 24_12),
            ("Gannet Care", "South", 24_88),
            ("Lantern Care at Home", "South", 23_36),
            ("Wyther Valley Care", "West", 24_24),
            ("Dunnock Homecare", "West", 25_72),
            ("Good Morning Care", "", 23_92),
            ("Meadowsweet Care", "", 24_40),
        )
    )
)
SUPPORTED_LIVING_PROVIDERS = tuple(
    Provider(_registered(201 + row), name, "supported living", "", rate)
    for row, (name, rate) in enumerate(
        (
            ("Open Gate Living", 20_80),
            ("Rowan Tree Support", 21_20),
            ("Own Front Door", 20_44),
            ("Marlshire Supported Living", 19_96),
            ("Threeways", 22_08),
            ("Harbour Lights Support", 21_64),
        )
    )
)
DAY_SUPPORT_PROVIDERS = tuple(
    Provider("", name, "day support", "", rate)
    for name, rate in (
        ("Thornbeck Day Club", 52_00),
        ("The Potting Shed", 58_40),
        ("Harbour Workshop", 64_80),
        ("Millstream Centre", 71_20),
        ("Drovers' Barn", 48_00),
    )
)
SHARED_LIVES_SCHEME = Provider(_registered(301), "Marlshire Shared Lives", "shared lives", "")
EXTRA_CARE_PROVIDERS = tuple(
    Provider(_registered(401 + row), name, "extra care", area)
    for row, (name, area) in enumerate(
        (("Fuller's Court", "East"), ("Esplanade Court", "South"), ("Cloth Hall Court", "West"))
    )
)
HOMES = {
    place.name: tuple(
        Provider(_registered(501 + 10 * row + place_no), name, "care home", place.area)
        for place_no, name in enumerate(CARE_HOMES[place.name])
    )
    for row, place in enumerate(LOCALITIES)
}
REABLEMENT_TEAM = Provider(_registered(601), "Marlshire Reablement", "reablement", "")
PROVIDERS = (
    *HOME_CARE_PROVIDERS,
    *SUPPORTED_LIVING_PROVIDERS,
    SHARED_LIVES_SCHEME,
    *EXTRA_CARE_PROVIDERS,
    *(home for homes in HOMES.values() for home in homes),
    REABLEMENT_TEAM,
)
"""Every provider with a location id, for whoever needs their names."""
