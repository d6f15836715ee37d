"""What one record of a person takes over from the other when they are joined. Pure."""

from collections.abc import Mapping
from typing import Any

Details = Mapping[str, Any]

# Taken over where the record that stays says nothing.
BLANKS = (
    "nhs_number",
    "known_as",
    "born_on",
    "died_on",
    "gender",
    "ethnicity",
    "telephone",
    "email",
    "team_id",
    "worker_id",
    "gp_practice_code",
    "primary_support_reason",
    "accommodation_status",
    "employment_status",
    "has_unpaid_carer",
    "autism",
    "visual_impairment",
    "hearing_impairment",
    "dementia",
    "client_funding_status",
)
# Taken over together or not at all, so that no half of one joins a half of the other.
TOGETHER = (
    ("given_name", "family_name"),
    ("address_line_1", "address_line_2", "town", "postcode", "locality_id"),
)
# What keeps somebody safe stands side by side where the two records say different things.
BOTH = (
    "how_to_talk",
    "decides_for_self",
    "shares_with",
    "does_not_share_with",
    "if_things_go_wrong",
)
HEALTH, HEALTH_LENGTH = "health_conditions", 400


def filled(stays: Details, goes: Details) -> dict[str, tuple[Any, Any]]:
    """Field -> (before, after) for each that the record which stays takes over from the other."""
    took: dict[str, Any] = {name: goes[name] for name in BLANKS if not stays[name] and goes[name]}
    for names in TOGETHER:
        if not any(stays[name] for name in names):
            took |= {name: goes[name] for name in names if goes[name]}
    if not stays["address_line_1"] and _same(stays["postcode"], goes["postcode"]):
        lines = ("address_line_1", "address_line_2", "town")
        took |= {name: goes[name] for name in lines if goes[name] and not stays[name]}
    for name in BOTH:
        took |= _both(name, stays[name], goes[name], "\n", None)
    took |= _both(HEALTH, stays[HEALTH], goes[HEALTH], "; ", HEALTH_LENGTH)
    return {name: (stays[name], after) for name, after in took.items()}


def _both(name: str, one: str, other: str, between: str, limit: int | None) -> dict[str, str]:
    if not other or other.casefold() in one.casefold():
        return {}
    both = f"{one}{between}{other}" if one else other
    return {} if limit is not None and len(both) > limit else {name: both}


def _same(one: str, other: str) -> bool:
    return bool(one) and "".join(one.split()).upper() == "".join(other.split()).upper()
