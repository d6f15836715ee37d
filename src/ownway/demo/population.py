"""Everyone whom Marlshire's files tell of, one after another, made up as they are asked for.

Each person is drawn from a stream of chance of their own, (seed, position), so that it does not
matter who came before them or how many are drawn at a time. Positions run through three groups:
people with long-term support today; people whose support has ended in the years the files look
back on; people who asked and needed little. Some have an unpaid carer, drawn with them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import gcd
from random import Random

from ownway.demo import dirt, identifiers, lives, named, people, scaling, services, side_stories
from ownway.demo.dirt import Dirt
from ownway.demo.lives import Calendar, Event
from ownway.demo.named import Story
from ownway.demo.people import CARER_BY_ASSOCIATION, DemoPerson
from ownway.demo.periods import ReportingPeriod, reporting_periods
from ownway.demo.prices import Draft, Scale
from ownway.demo.services import Main
from ownway.demo.targets import REASONS, Expected, expected

FEWEST = 20  # below this there is no room for the people whom `named` tells of
MOST = 1_000_000
_SMALL_GROUP = 12
_LEFT_PER_YEAR = 0.2
_YEARS_TOLD = 3.75
_ASKED_PER_PERSON = 0.6
_ONLY_MENTIONED = 0.02  # of carers: known by association, with a row that tells of no event


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Somebody with long-term support, their draft package, and the rest of their chances."""

    rng: Random
    person: DemoPerson
    main: Main
    package: list[Draft]


class Population:
    """People of Marlshire for a size, a seed and a day; ValueError for a size it cannot do."""

    def __init__(self, *, size: int, seed: int, today: date) -> None:
        if not FEWEST <= size <= MOST:
            raise ValueError(f"Marlshire can have from {FEWEST} to {MOST:,} people.")
        self.periods: tuple[ReportingPeriod, ...] = reporting_periods(today)
        self.calendar = Calendar(
            self.periods[0].first_day.toordinal(), self.periods[-1].last_day.toordinal()
        )
        self._seed = seed
        self._named = named.everyone(last_day=self.calendar.last_day)
        self._targets = self._left_to_meet(size)
        self._current = sum(group.people for group in self._targets.values())
        self._former = round(size * _LEFT_PER_YEAR * _YEARS_TOLD)
        self._briefly = round(size * _ASKED_PER_PERSON)
        self.positions = self._current + self._former + self._briefly
        self._reasons, self._first_of = self._deal_reasons()
        self._step = next(
            step
            for step in range(611_953, 611_953 + 2 * self.positions, 2)
            if gcd(step, self.positions) == 1
        )
        self._nhs_numbers = identifiers.NhsNumbers(
            but=frozenset(story.person.nhs_number for story in self._named)
        )
        self._scaling = scaling.find_scaling(
            self._draft_packages(),
            {name: group.pence_weekly for name, group in self._targets.items()},
        )

    @property
    def expected_in_files(self) -> dict[str, Expected]:
        """People with open long-term support in the last file and their weekly cost, by reason."""
        found = dict(self._targets)
        for story in self._named:
            for event in story.events:
                if event.kind == lives.SERVICE and not event.end and event.price:
                    group = found[story.person.reason]
                    found[story.person.reason] = Expected(
                        group.people + 1, group.pence_weekly + event.price.pence_weekly
                    )
        return found

    def named_stories(self) -> Iterator[Story]:
        yield from self._named

    def stories(self, position: int) -> Iterator[Story]:
        """The person at a position, then whoever cares for them."""
        if position < self._current:
            yield from self._still_supported(position)
        elif position < self._current + self._former:
            yield from self._no_longer_supported(position)
        else:
            yield self._asked_once(position)

    def is_current(self, position: int) -> bool:
        return position < self._current

    def dirt_at(self, position: int) -> Dirt | None:
        """What is wrong with somebody's rows, if anything is.

        Some people with support today have each row twice, which changes nothing; some who only
        have an alarm have it twice; all else falls on people whose support has ended.
        """
        if position < self._current:
            return dirt.DUPLICATE if position % 499 == 7 else None
        rank = position - self._current
        if rank < self._former:
            return dirt.kind_for(rank, among=self._former)
        return dirt.DOUBLE_UP if rank % 101 == 5 else None

    def _left_to_meet(self, size: int) -> dict[str, Expected]:
        """The published figures less Ruth, whom Ownway itself pays, and less the other named."""
        left = dict(expected(size))
        physical = left["Physical"]
        left["Physical"] = Expected(
            physical.people - 1, physical.pence_weekly - named.RUTH_PENCE_WEEKLY
        )
        for story in self._named:
            for event in story.events:
                if event.kind == lives.SERVICE and not event.end and event.price:
                    group = left[story.person.reason]
                    left[story.person.reason] = Expected(
                        group.people - 1, group.pence_weekly - event.price.pence_weekly
                    )
        return left

    def _deal_reasons(self) -> tuple[bytearray, frozenset[int]]:
        """A reason for each position with support today, and the first position of each reason."""
        dealt = bytearray()
        for row, reason in enumerate(REASONS):
            dealt += bytes([row]) * self._targets[reason.name].people
        Random(self._seed).shuffle(dealt)
        first = frozenset(place for row in range(len(REASONS)) if (place := dealt.find(row)) >= 0)
        return dealt, first

    def _rng(self, position: int) -> Random:
        return Random((self._seed << 64) + position)

    def _number(self, position: int) -> int:
        return position * self._step % self.positions

    def _nhs_number(self, rng: Random, number: int, *, missing: float) -> str:
        return "" if rng.random() < missing else self._nhs_numbers.at(number)

    def _draft_packages(self) -> Iterator[tuple[int, str, list[Draft]]]:
        for position in range(self._current):
            drawn = self._draw(position, row=self._reasons[position], on=self.calendar.last_day)
            yield position, drawn.person.reason, drawn.package

    def _draw(self, position: int, *, row: int, on: int, rng: Random | None = None) -> _Drawn:
        reason = REASONS[row]
        rng = rng or self._rng(position)
        number = self._number(position)
        person = people.a_person(
            rng,
            reason=reason,
            council_number=number,
            nhs_number=self._nhs_number(rng, number, missing=0.03),
            older=rng.random() >= reason.under_65,
            on=on,
        )
        current = self.is_current(position)
        main, package = services.a_package(
            rng,
            reason=reason.name,
            older=person.older,
            place=person.place,
            plain=current and self._targets[reason.name].people < _SMALL_GROUP,
            bendable=position in self._first_of,
        )
        return _Drawn(rng, person, main, package)

    def _still_supported(self, position: int) -> Iterator[Story]:
        last_day = self.calendar.last_day
        drawn = self._draw(position, row=self._reasons[position], on=last_day)
        start = lives.began(drawn.rng, ended=last_day, born=drawn.person.born)
        yield from self._told(position, drawn, start=start, end=0, outcome="")

    def _no_longer_supported(self, position: int) -> Iterator[Story]:
        rng = self._rng(position)
        row = rng.choices(range(len(REASONS)), [reason.people for reason in REASONS])[0]
        end = rng.randrange(self.calendar.first_day, self.calendar.last_day)
        drawn = self._draw(position, row=row, on=end, rng=rng)
        start = lives.began(rng, ended=end, born=drawn.person.born)
        outcome, died = lives.leaving(rng, older=drawn.person.older)
        drawn.person.died = end if died else 0
        yield from self._told(position, drawn, start=start, end=end, outcome=outcome)

    def _asked_once(self, position: int) -> Story:
        rng = self._rng(position)
        row = rng.choices(range(len(REASONS)), [reason.people for reason in REASONS])[0]
        reason = REASONS[row]
        number = self._number(position)
        person = people.a_person(
            rng,
            reason=reason,
            council_number=number,
            nhs_number=self._nhs_number(rng, number, missing=0.06),
            older=rng.random() >= reason.under_65,
            on=self.calendar.first_day,
        )
        people.settle(rng, person, "home care")
        person.funding = "Fully social care funded"
        return Story(
            person, side_stories.short_story(rng, calendar=self.calendar, older=person.older)
        )

    def _told(
        self, position: int, drawn: _Drawn, *, start: int, end: int, outcome: str
    ) -> Iterator[Story]:
        rng, person = drawn.rng, drawn.person
        home = drawn.package[0].provider
        in_home = drawn.main in ("residential", "nursing")
        people.settle(rng, person, drawn.main, home=home.name if in_home and home else "")
        scale = self._scaling.scales[person.reason]
        events = self._package(position, drawn, scale, start=start, end=end, outcome=outcome)
        first, until = start, end or self.calendar.last_day
        if in_home and rng.random() < 0.35 and start - person.born > 19 * 366:
            first = lives.began(rng, ended=start, born=person.born)
            earlier = services.home_care(rng, reason=person.reason, place=person.place)
            events.append(
                lives.service(
                    earlier, start=first, end=start - 1, outcome=lives.CONTINUES, scale=scale
                )
            )
        if first > self.calendar.first_day - 120:
            events += lives.coming_in(rng, first, older=person.older)
        events += lives.along_the_way(
            rng, start=max(first, self.calendar.first_day), end=max(first, until)
        )
        events += lives.reviews(
            rng, start=first, end=until, calendar=self.calendar, still_here=not end
        )
        person.has_carer = "Yes" if rng.random() < (0.15 if in_home else 0.44) else "No"
        if rng.random() < 0.04:
            person.has_carer = "Unknown"
        yield Story(person, events)
        if person.has_carer == "Yes" and rng.random() < (0.12 if end else 0.62):
            yield from self._carer(position, rng, person, start=first, end=until)

    def _package(
        self, position: int, drawn: _Drawn, scale: Scale, *, start: int, end: int, outcome: str
    ) -> list[Event]:
        events = []
        for place, draft in enumerate(drawn.package):
            began = start
            if place and drawn.rng.random() < 0.5:
                began = lives.working_day(
                    drawn.rng.randrange(start, (end or self.calendar.last_day) - 2)
                )
            events.append(
                lives.service(
                    draft,
                    start=max(start, began),
                    end=end,
                    outcome=outcome,
                    scale=scale,
                    extra=self._scaling.extra_pence.get((position, place), 0),
                )
            )
        return events

    def _carer(
        self, position: int, rng: Random, person: DemoPerson, *, start: int, end: int
    ) -> Iterator[Story]:
        """Whoever cares for a person; nobody, if the council never came to hear of them."""
        number = self.positions + self._number(position)
        carer = people.a_carer(
            rng,
            person,
            council_number=number,
            nhs_number=self._nhs_number(rng, number, missing=0.35),
            on=self.calendar.first_day,
        )
        if rng.random() < _ONLY_MENTIONED:
            carer.client_type = CARER_BY_ASSOCIATION
            carer.support_reason = ""
            yield Story(carer, known_from=start, known_until=end)
        elif events := side_stories.caring(rng, start=start, end=end, calendar=self.calendar):
            yield Story(carer, events)
