"""Simple equipment in one visit: what is hard, what may help, and where the simple way ends. Pure.

Units     Money is whole pence; measurements are whole centimetres and kilograms.
Promise   Nothing outside its limits is ever offered to be ordered: it goes to a therapist, with
          the reason. Nothing that costs more than the free limit is ordered here either.
Errors    Refused, in words for the one who asks.
Source    Care and Support (Preventing Needs for Care and Support) Regulations 2014 (SI 2014/2673),
          regulation 3, and Charging and Assessment of Resources (SI 2014/2672), regulation 3: aids
          and minor adaptations, each at a cost of £1,000 or less, are free. The limit is of each
          thing, not of all that one visit finds. The list of things and prices is an invented
          council's; each council keeps its own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ownway.kernel.refusal import Refused
from ownway.parameters import decimal_on

LIST = Path(__file__).parent / "equipment.yaml"


class OrderState(StrEnum):
    ORDERED = "ordered"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


HELPED: Mapping[str, str] = {
    "yes": "It helps",
    "partly": "It helps in part",
    "no": "It does not help",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to measure, asked only where a thing that may help depends on it."""

    key: str
    label: str
    unit: str
    least: int
    most: int


MEASURES: Mapping[str, Measure] = {
    one.key: one
    for one in (
        Measure("weight", "Weight", "kg", 20, 400),
        Measure("chair_height", "Height of the chair seat from the floor", "cm", 20, 80),
        Measure("toilet_height", "Height of the toilet seat from the floor", "cm", 25, 70),
        Measure("bath_width", "Width of the bath inside, at the top", "cm", 35, 100),
        Measure("wall_space", "Free wall beside where they hold on", "cm", 0, 300),
    )
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the list on a day; `limits` are measure -> (least, most)."""

    key: str
    name: str
    helps: tuple[str, ...]
    pence: int
    visit: bool
    not_for: str
    limits: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The list in force on a day, and what may be hard, key -> words."""

    first_day: date
    hard: Mapping[str, str]
    items: Mapping[str, Item]

    def measures_for(self, hard: Collection[str]) -> tuple[Measure, ...]:
        """What has to be measured for what is hard, each once."""
        asked = {
            key
            for item in self.items.values()
            if set(item.helps) & set(hard)
            for key in item.limits
        }
        return tuple(MEASURES[key] for key in MEASURES if key in asked)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that may help; `why_not` says why it is no simple order, empty when it is one."""

    item: Item
    why_not: str

    @property
    def may_be_ordered(self) -> bool:
        return not self.why_not


def catalogue_on(on: date) -> Catalogue:
    """The list in force on a day. Raises Refused before the first one."""
    for one in reversed(_lists()):
        if one.first_day <= on:
            return one
    raise Refused("There was no list of equipment on that day.")


def suggestions(
    hard: Collection[str], measures: Mapping[str, int], *, on: date
) -> tuple[Suggestion, ...]:
    """What may help with what is hard, in the order of the list; what cannot be ordered says why.

    Raises Refused for what is on no list, and for a measurement that cannot be.
    """
    known = catalogue_on(on)
    check_look(hard, measures, on=on)
    return tuple(
        Suggestion(item, why_not(item, measures, on=on))
        for item in known.items.values()
        if set(item.helps) & set(hard)
    )


def check_look(hard: Collection[str], measures: Mapping[str, int], *, on: date) -> None:
    """Raises Refused for nothing hard, what is on no list, and an impossible measurement."""
    known = catalogue_on(on)
    if not hard:
        raise Refused("Choose what is hard.")
    if any(one not in known.hard for one in hard):
        raise Refused("Choose from the list what is hard.")
    for key, value in measures.items():
        if key not in MEASURES:
            raise Refused("That is nothing we measure.")
        one = MEASURES[key]
        if not one.least <= value <= one.most:
            raise Refused(f"{one.label}: {value} {one.unit} cannot be right. Measure it once more.")


def why_not(item: Item, measures: Mapping[str, int], *, on: date) -> str:
    """Why one thing is no simple order; empty when it is one."""
    free_up_to = int(decimal_on("equipment_free_up_to", on))
    if item.pence > free_up_to:
        return f"It costs more than £{free_up_to // 100:,}."
    if item.visit:
        return "A therapist has to see where it would stand."
    for key, (least, most) in item.limits.items():
        one = MEASURES[key]
        if key not in measures:
            return f"{one.label} is not measured yet."
        if not least <= measures[key] <= most:
            return f"{one.label} is {measures[key]} {one.unit}; it is made for {least} to {most}."
    return ""


@cache
def _lists() -> tuple[Catalogue, ...]:
    read: Any = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return tuple(sorted((_catalogue(one) for one in read["lists"]), key=lambda one: one.first_day))


def _catalogue(read: Any) -> Catalogue:
    items = {}
    for one in read["items"]:
        limits = {key: (int(low), int(high)) for key, (low, high) in one.get("limits", {}).items()}
        if unknown := (set(limits) - set(MEASURES)) | (set(one["helps"]) - set(read["hard"])):
            raise ValueError(f"{one['key']} names what is on no list: {sorted(unknown)}.")
        items[one["key"]] = Item(
            key=one["key"],
            name=one["name"],
            helps=tuple(one["helps"]),
            pence=int(one["pence"]),
            visit=bool(one.get("visit", False)),
            not_for=one.get("not_for", ""),
            limits=limits,
        )
    return Catalogue(first_day=read["from"], hard=dict(read["hard"]), items=items)
