"""What support looks like in Marlshire: what it is called, who gets how much of what.

The names of types, components and delivery are those of Client Level Data, release 2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal, cast

from ownway.demo.places import Locality
from ownway.demo.prices import Draft
from ownway.demo.providers import (
    DAY_SUPPORT_PROVIDERS,
    EXTRA_CARE_PROVIDERS,
    HOME_CARE_PROVIDERS,
    HOMES,
    REABLEMENT_TEAM,
    SHARED_LIVES_SCHEME,
    SUPPORTED_LIVING_PROVIDERS,
    Provider,
)

NURSING = "Long term support: Nursing care"
RESIDENTIAL = "Long term support: Residential care"
COMMUNITY = "Long term support: Community"
ST_MAX = "Short term support: ST-Max"
LOW_LEVEL = "Short term support: Ongoing low level"
OTHER_SHORT_TERM = "Short term support: Other short term"
DIRECT_TO_CARER = "Unpaid carer support: Direct to unpaid carer"
FOR_THE_CARED_FOR = "Unpaid carer support: Support involving the person cared-for"

HOME_CARE = "Home support or domiciliary care"
DIRECT_PAYMENT = "Direct payment"
SUPPORTED_LIVING = "Community supported living"
SHARED_LIVES = "Shared Lives"
EXTRA_CARE = "Extra care housing"
DAY_SUPPORT = "Day support"
PROFESSIONAL = "Professional support: Other"

BY_DIRECT_PAYMENT = "Direct payment"
MANAGED = "CASSR managed personal budget"
COMMISSIONED = "CASSR commissioned support"
Main = Literal[
    "nursing",
    "residential",
    "home care",
    "direct payment",
    "supported living",
    "shared lives",
    "extra care",
    "day support",
    "professional",
]

TELECARE_WEEKLY = 4_80


@dataclass(frozen=True, slots=True)
class _Mix:
    """For one reason and age band: which main service, with weights."""

    mains: tuple[Main, ...]
    weights: tuple[float, ...]


def _mix(**weights: float) -> _Mix:
    names = cast("tuple[Main, ...]", tuple(name.replace("_", " ") for name in weights))
    return _Mix(names, tuple(weights.values()))


_MIXES: dict[tuple[str, bool], _Mix] = {
    ("Learning disability", False): _mix(
        residential=17,
        supported_living=38,
        shared_lives=8,
        direct_payment=16,
        home_care=6,
        day_support=10,
    ),
    ("Learning disability", True): _mix(
        residential=36, nursing=6, supported_living=36, shared_lives=6, home_care=10, day_support=6
    ),
    ("Mental health", False): _mix(
        residential=23,
        nursing=4,
        supported_living=38,
        direct_payment=15,
        home_care=12,
        professional=8,
    ),
    ("Mental health", True): _mix(
        residential=40, nursing=16, supported_living=15, home_care=22, direct_payment=7
    ),
    ("Physical", False): _mix(
        residential=8,
        nursing=5,
        home_care=33,
        direct_payment=30,
        supported_living=9,
        extra_care=2,
        day_support=3,
    ),
    ("Physical", True): _mix(
        nursing=16, residential=25, home_care=38, direct_payment=11, extra_care=5, day_support=2
    ),
    ("Sensory", False): _mix(direct_payment=30, home_care=40, day_support=20),
    ("Sensory", True): _mix(home_care=62, direct_payment=26, day_support=12),
    ("Social", False): _mix(
        supported_living=10, direct_payment=22, home_care=23, day_support=25, professional=20
    ),
    ("Social", True): _mix(
        home_care=40, day_support=30, direct_payment=11, extra_care=4, professional=14
    ),
    ("Memory and cognition", False): _mix(
        direct_payment=30, home_care=30, residential=30, day_support=10
    ),
    ("Memory and cognition", True): _mix(
        residential=43, nursing=17, home_care=27, direct_payment=9, day_support=2, extra_care=2
    ),
    ("Other", False): _mix(home_care=30, direct_payment=30, supported_living=20, day_support=20),
    ("Other", True): _mix(home_care=40, residential=30, direct_payment=15, day_support=15),
}

# Typical measure for a reason, and for any other reason. Pounds a week unless hours are said.
_HOME_CARE_HOURS = {"Social": 4.6, "Sensory": 8.0, "Mental health": 9.0, "Other": 9.0}
_SUPPORTED_LIVING_HOURS = {
    "Learning disability": 54.0,
    "Mental health": 34.0,
    "Social": 17.0,
    "Other": 22.0,
}
_DIRECT_PAYMENT = {
    "Learning disability": 430.0,
    "Mental health": 270.0,
    "Physical": 350.0,
    "Sensory": 190.0,
    "Social": 160.0,
}
_RESIDENTIAL = {"Learning disability": 1380.0, "Mental health": 1050.0}
_NURSING = {"Learning disability": 1480.0, "Mental health": 1140.0}


def _about(rng: Random, typical: float, spread: float) -> float:
    """Near the typical measure, now and then far above it."""
    return typical * min(4.0, rng.lognormvariate(-spread * spread / 2, spread))


def main_service(rng: Random, *, reason: str, older: bool, place: Locality) -> Main:
    """More care homes by the sea, more direct payments where there are few providers."""
    mix = _MIXES[reason, older]
    pull = {
        "coast": {"residential": 1.25, "nursing": 1.25},
        "country": {"direct payment": 1.4, "home care": 0.85, "supported living": 0.8},
        "town": {"supported living": 1.1},
    }[place.kind]
    weights = [
        weight * pull.get(main, 1.0) for main, weight in zip(mix.mains, mix.weights, strict=True)
    ]
    return rng.choices(mix.mains, weights)[0]


def _delivery(rng: Random) -> str:
    return MANAGED if rng.random() < 0.72 else COMMISSIONED


def home_care(rng: Random, *, reason: str, place: Locality, share: float = 1.0) -> Draft:
    nearby = [p for p in HOME_CARE_PROVIDERS if p.area in ("", place.area)]
    provider = rng.choice(nearby)
    hours = _about(rng, _HOME_CARE_HOURS.get(reason, 13.0) * share, 0.5)
    return Draft(
        COMMUNITY,
        HOME_CARE,
        _delivery(rng),
        provider,
        "hours",
        "Hourly",
        provider.rate_hourly,
        hours,
    )


def direct_payment(rng: Random, *, reason: str, older: bool, share: float = 1.0) -> Draft:
    typical = _DIRECT_PAYMENT.get(reason, 300.0) * (0.85 if older else 1.15) * share
    frequency = rng.choices(("4-weekly", "Monthly", "Fortnightly", "Weekly"), (78, 14, 4, 4))[0]
    pence = _about(rng, typical, 0.5) * 100
    return Draft(COMMUNITY, DIRECT_PAYMENT, BY_DIRECT_PAYMENT, None, "amount", frequency, 0, pence)


def _day_support(rng: Random, *, reason: str, plain: bool) -> Draft:
    provider = rng.choice(DAY_SUPPORT_PROVIDERS)
    most = 2 if reason in ("Social", "Sensory") else 4
    sessions = rng.randrange(1, most + 1)
    if plain:
        return Draft(
            COMMUNITY,
            DAY_SUPPORT,
            _delivery(rng),
            provider,
            "amount",
            "Weekly",
            0,
            float(provider.rate_hourly * sessions),
        )
    return Draft(
        COMMUNITY,
        DAY_SUPPORT,
        _delivery(rng),
        provider,
        "unit",
        "Per session",
        provider.rate_hourly,
        sessions,
    )


def _care_home(rng: Random, *, reason: str, place: Locality, nursing: bool) -> Draft:
    typical = (_NURSING if nursing else _RESIDENTIAL).get(reason, 1005.0 if nursing else 850.0)
    spread = 0.28 if reason in _RESIDENTIAL else 0.12
    frequency = "Weekly" if rng.random() < 0.9 else "4-weekly"
    component = "Long term nursing care" if nursing else "Long term residential care"
    return Draft(
        NURSING if nursing else RESIDENTIAL,
        component,
        "",
        rng.choice(HOMES[place.name]),
        "amount",
        frequency,
        0,
        _about(rng, typical, spread) * 100,
    )


def _supported_living(rng: Random, *, reason: str) -> Draft:
    provider = rng.choice(SUPPORTED_LIVING_PROVIDERS)
    hours = _about(rng, _SUPPORTED_LIVING_HOURS.get(reason, 32.0), 0.45)
    return Draft(
        COMMUNITY,
        SUPPORTED_LIVING,
        _delivery(rng),
        provider,
        "hours",
        "Hourly",
        provider.rate_hourly,
        hours,
    )


def _amount(
    rng: Random, component: str, provider: Provider, pounds: float, frequencies: tuple[str, ...]
) -> Draft:
    return Draft(
        COMMUNITY,
        component,
        _delivery(rng),
        provider,
        "amount",
        rng.choice(frequencies),
        0,
        _about(rng, pounds, 0.2) * 100,
    )


def _professional(rng: Random) -> Draft:
    """Half of it is council staff time that nobody prices; the rest is bought by the year."""
    bought = rng.random() < 0.5
    return Draft(
        COMMUNITY,
        PROFESSIONAL,
        COMMISSIONED,
        None,
        "amount" if bought else "free",
        rng.choice(("Quarterly", "Annually")),
        0,
        _about(rng, 36.0, 0.3) * 100,
    )


def a_package(
    rng: Random, *, reason: str, older: bool, place: Locality, plain: bool, bendable: bool
) -> tuple[Main, list[Draft]]:
    """Everything one person gets, the main thing first.

    `plain` leaves out what cannot be stretched, for groups so small that their total would not
    otherwise meet the published one; `bendable` asks for money that can be stretched.
    """
    if bendable:
        money = direct_payment(rng, reason=reason, older=older)
        money.frequency = "4-weekly"  # monthly money moves in steps of three pence a week
        return "direct payment", [money]
    main = main_service(rng, reason=reason, older=older, place=place)
    make: dict[Main, Callable[[], Draft]] = {
        "nursing": lambda: _care_home(rng, reason=reason, place=place, nursing=True),
        "residential": lambda: _care_home(rng, reason=reason, place=place, nursing=False),
        "home care": lambda: home_care(rng, reason=reason, place=place),
        "direct payment": lambda: direct_payment(rng, reason=reason, older=older),
        "supported living": lambda: _supported_living(rng, reason=reason),
        "shared lives": lambda: _amount(
            rng, SHARED_LIVES, SHARED_LIVES_SCHEME, 470.0, ("Weekly", "Weekly", "4-weekly")
        ),
        "extra care": lambda: _amount(
            rng, EXTRA_CARE, rng.choice(EXTRA_CARE_PROVIDERS), 240.0, ("Weekly", "4-weekly")
        ),
        "day support": lambda: _day_support(rng, reason=reason, plain=plain),
        "professional": lambda: _professional(rng),
    }
    package = [make[main]()]
    if not plain:
        package += _extras(rng, main, reason=reason, older=older, place=place)
    return main, package


def _extras(rng: Random, main: Main, *, reason: str, older: bool, place: Locality) -> list[Draft]:
    """The smaller things beside the main one; no component twice, or two rows would be one."""
    found: list[Draft] = []
    if main == "home care" and reason != "Social":
        if rng.random() < 0.11:
            found.append(direct_payment(rng, reason=reason, older=older, share=0.3))
        if rng.random() < 0.12:
            found.append(_day_support(rng, reason=reason, plain=False))
        if older and rng.random() < 0.10:
            meal = rng.choice((5_20, 5_60, 6_40))
            found.append(Draft(COMMUNITY, "Meals", COMMISSIONED, None, "unit", "Daily", meal, 7))
        if rng.random() < 0.22:
            found.append(
                Draft(
                    COMMUNITY, "Equipment", COMMISSIONED, None, "unit", "Weekly", TELECARE_WEEKLY, 1
                )
            )
    elif main == "direct payment" and reason != "Social":
        if rng.random() < 0.20:
            found.append(home_care(rng, reason=reason, place=place, share=0.45))
        if rng.random() < 0.12:
            found.append(_day_support(rng, reason=reason, plain=False))
    elif main in ("supported living", "shared lives"):
        if rng.random() < 0.33:
            found.append(_day_support(rng, reason=reason, plain=False))
        if rng.random() < 0.16:
            fare = rng.choice((9_60, 12_00, 15_20))
            found.append(
                Draft(COMMUNITY, "Transport", COMMISSIONED, None, "unit", "Per session", fare, 4)
            )
    return found


def reablement(hours: float) -> Draft:
    return Draft(
        ST_MAX, "Reablement", COMMISSIONED, REABLEMENT_TEAM, "hours", "Hourly", 31_20, hours
    )
