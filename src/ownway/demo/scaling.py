"""Stretch drafts a little, one reason at a time, until they cost what the published table says.

Hours are stretched first and come out in quarters of an hour; then amounts are stretched to take
up the rest; the last few pence go one by one to the first amounts there are.

Units     Pence a week.
Promise   The prices that `prices.priced` gives with the result add up to the target, exactly.
Memory    A few numbers for each service, never a person.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ownway.demo.prices import PAID, Draft, Scale

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scaling:
    """A scale for each reason; pence more or less for some services (position, place)."""

    scales: Mapping[str, Scale]
    extra_pence: Mapping[tuple[int, int], int]


@dataclass(slots=True)
class _Drafts:
    fixed: int = 0
    rates: "array[float]" = field(default_factory=lambda: array("d"))
    hours: "array[float]" = field(default_factory=lambda: array("d"))
    amounts: "array[float]" = field(default_factory=lambda: array("d"))
    steps: "array[float]" = field(default_factory=lambda: array("d"))
    positions: "array[int]" = field(default_factory=lambda: array("q"))
    places: "array[int]" = field(default_factory=lambda: array("b"))

    def add(self, position: int, package: Iterable[Draft]) -> None:
        for place, draft in enumerate(package):
            match draft.pricing:
                case "unit":
                    self.fixed += draft.rate * round(draft.quantity)
                case "hours":
                    self.rates.append(draft.rate)
                    self.hours.append(draft.quantity)
                case "amount":
                    self.amounts.append(draft.quantity)
                    self.steps.append(PAID[draft.frequency][1])
                    self.positions.append(position)
                    self.places.append(place)
                case "free":
                    pass


def find_scaling(
    packages: Iterable[tuple[int, str, list[Draft]]], targets: Mapping[str, int]
) -> Scaling:
    """Packages as (position, reason, drafts), read once; targets in pence a week by reason."""
    found = {reason: _Drafts() for reason in targets}
    for position, reason, package in packages:
        found[reason].add(position, package)
    scales: dict[str, Scale] = {}
    extra: dict[tuple[int, int], int] = {}
    for reason, drafts in found.items():
        scales[reason] = _meet(drafts, targets[reason], extra)
    return Scaling(scales, extra)


def _meet(drafts: _Drafts, target: int, extra: dict[tuple[int, int], int]) -> Scale:
    rates: Floats = np.frombuffer(drafts.rates) if drafts.rates else np.empty(0)
    hours: Floats = np.frombuffer(drafts.hours) if drafts.hours else np.empty(0)
    if not drafts.amounts:
        return Scale()
    amounts: Floats = np.frombuffer(drafts.amounts)
    steps: Floats = np.frombuffer(drafts.steps)

    to_meet = target - drafts.fixed
    by_hours = to_meet / float((rates * hours).sum() + amounts.sum())
    # The same sums, in the same order, as prices.quarters and prices.weekly_amount.
    quarters = np.maximum(1, np.rint(hours * 4 * by_hours)).astype(np.int64)
    to_meet -= int((rates.astype(np.int64) * quarters // 4).sum())
    by_amounts = to_meet / float(amounts.sum())
    weekly = np.maximum(1, np.rint(amounts * by_amounts / steps)).astype(np.int64) * steps.astype(
        np.int64
    )
    left = to_meet - int(weekly.sum())

    bendable = np.flatnonzero(steps == 1)
    if left and len(bendable):
        each, more = divmod(abs(left), len(bendable))
        sign = 1 if left > 0 else -1
        for rank, row in enumerate(bendable[: len(bendable) if each else more]):
            pence = sign * (each + (rank < more))
            extra[drafts.positions[row], drafts.places[row]] = pence
    return Scale(hours=by_hours, amounts=by_amounts)
