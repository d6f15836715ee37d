"""What a personal budget may not buy, with the rule and the way out. Pure.

Rules are dated data (`rules/permitted_use.yaml`): a council adds its own, the law's stay. A breach
is a sentence, never a silent block: some rules may be set aside with a reason that somebody decides
on, some may not.

Source    Care and Support (Direct Payments) Regulations 2014 (SI 2014/2871), regulations 3 to 7;
          statutory guidance, chapter 12; Care Act 2014, sections 18, 22 and 23.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ownway.kernel.period import add_months
from ownway.support.planning.domain.plans import BoughtBy

FILE = Path(__file__).parent / "rules" / "permitted_use.yaml"
CARE_HOME = "care home"


class BadRules(ValueError):
    """A file of rules that leaves out what every rule must say."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit on how money is used. `exception` says in words when it may be set aside."""

    id: str
    first_day: date
    goes_to: tuple[str, ...]
    bought_by: tuple[BoughtBy, ...]
    says: str
    way_out: str
    exception: str
    reference: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What money can buy, in the words of a choice."""

    id: str
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    kinds: tuple[Kind, ...]
    rules: tuple[Rule, ...]
    stay_days: int  # the longest run of days in a care home in `stay_within` months
    stay_within_months: int
    stay_gap_days: int  # stays parted by fewer days than this are added up
    stay_reference: str

    def kind(self, kind_id: str) -> Kind | None:
        return next((one for one in self.kinds if one.id == kind_id), None)


@dataclass(frozen=True, slots=True)
class Use:
    """A paid part as the rules see it."""

    activity: str
    goes_to: str
    bought_by: BoughtBy | None
    exception_reason: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a part does not keep. `holds_up`: it cannot be agreed as it is."""

    activity: str
    rule: str
    says: str
    way_out: str
    reference: str
    holds_up: bool
    may_be_set_aside: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Nights in a care home: from the first to the last day, both counted."""

    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


@cache
def rulebook() -> Rulebook:
    """The rules as they stand in the file. Raises BadRules."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Rulebook:
    """A rulebook from the text of its file. Raises BadRules naming what is missing."""
    said: Mapping[str, Any] = yaml.safe_load(text)
    try:
        stays = said["stays_in_a_care_home"]
        book = Rulebook(
            kinds=tuple(
                Kind(one["id"], one["words"], one.get("hint", "")) for one in said["kinds"]
            ),
            rules=tuple(
                Rule(
                    id=one["id"],
                    first_day=one["from"],
                    goes_to=tuple(one["goes_to"]),
                    bought_by=tuple(BoughtBy(how) for how in one["bought_by"]),
                    says=one["says"],
                    way_out=one["way_out"],
                    exception=one.get("exception", ""),
                    reference=one["reference"],
                )
                for one in said["rules"]
            ),
            stay_days=stays["most_days"],
            stay_within_months=stays["within_months"],
            stay_gap_days=stays["added_up_when_parted_by_fewer_days_than"],
            stay_reference=stays["reference"],
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadRules(f"The rules of permitted use leave something out: {wrong}.") from wrong
    known = {one.id for one in book.kinds}
    if unknown := {kind for rule in book.rules for kind in rule.goes_to} - known:
        raise BadRules(f"No words for {', '.join(sorted(unknown))}.")
    return book


def breaches(uses: Iterable[Use], *, on: date, book: Rulebook | None = None) -> tuple[Breach, ...]:
    """The rules in force on a day that these parts do not keep, in the order of the parts.

    One that was set aside with a reason stays listed, so that whoever decides reads it.
    """
    rules = [rule for rule in (book or rulebook()).rules if rule.first_day <= on]
    return tuple(
        Breach(
            activity=use.activity,
            rule=rule.id,
            says=rule.says,
            way_out=rule.way_out,
            reference=rule.reference,
            holds_up=not (rule.exception and use.exception_reason.strip()),
            may_be_set_aside=bool(rule.exception),
            reason=use.exception_reason.strip() if rule.exception else "",
        )
        for use in uses
        for rule in rules
        if use.goes_to in rule.goes_to and use.bought_by in rule.bought_by
    )


def run_of_stays(stays: Iterable[Stay], *, gap_days: int) -> int:
    """The most days that count as one stay: stays parted by fewer than `gap_days` are added up.

    Days that two stays share count once.
    """
    most = run = 0
    end: date | None = None
    for stay in sorted(stays, key=lambda one: (one.first_day, one.last_day)):
        if end is None or (stay.first_day - end).days - 1 >= gap_days:
            run = stay.days
        else:
            begins = max(stay.first_day, end + timedelta(days=1))
            run += max(0, (stay.last_day - begins).days + 1)
        end = stay.last_day if end is None else max(end, stay.last_day)
        most = max(most, run)
    return most


def stays_too_long(stays: Iterable[Stay], *, book: Rulebook | None = None) -> str:
    """Why a direct payment cannot pay for these stays, in words; empty when it can.

    Four weeks in a row within twelve months at most; stays less than four weeks apart are added up,
    stays further apart are not (regulation 6).
    """
    book = book or rulebook()
    held = sorted(stays, key=lambda one: one.first_day)
    for at, last in enumerate(held):
        begins = add_months(last.last_day, -book.stay_within_months) + timedelta(days=1)
        within = [
            Stay(max(one.first_day, begins), one.last_day)
            for one in held[: at + 1]
            if one.last_day >= begins
        ]
        days = run_of_stays(within, gap_days=book.stay_gap_days)
        if days > book.stay_days:
            return (
                f"These stays in a care home come to {days} days, added up as the rule says. "
                f"A direct payment can pay for {book.stay_days} in a row within "
                f"{book.stay_within_months} months. Let the council arrange the rest, or choose a "
                "later or shorter stay."
            )
    return ""
