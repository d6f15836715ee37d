"""A run once made stays with what it rests on and who is behind it; the same again is the same run.

Figures come by themselves after a file, once; people are opened only by those who may, each opening
is a fact, and whoever is not here or not theirs to see is counted and not listed.
"""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import making
import pytest
from django.db import ProgrammingError, connection, transaction
from making import Role

from ownway.commissioning.measures import operations, queries
from ownway.commissioning.measures.domain import Behind, Year
from ownway.commissioning.measures.domain import moved as m
from ownway.commissioning.measures.domain.moved import DENOMINATOR, NUMERATOR
from ownway.commissioning.measures.models import MeasureRun, PeopleOfRun, Population, Standing
from ownway.commissioning.measures.tests import submitted
from ownway.commissioning.measures.tests.runs import (
    AS_OF,
    AT,
    PERSON_ONLY_TOLD,
    YEAR,
    keep,
    lists,
    used,
    whole,
)
from ownway.commissioning.returns import operations as returns
from ownway.commissioning.returns.models import Submission
from ownway.foundation.access.operations import record_installation
from ownway.foundation.facts.queries import readings
from ownway.foundation.work import queries as work
from ownway.foundation.work.models import LongWork
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=30)
TWO_E = ("2E", "18 to 64 | Total")


def told(person: Any, times: int = 1) -> Behind:
    return Behind((person.council_id,), None, times)


def test_a_run_comes_back_as_it_was_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = whole({TWO_E: (351, 750)}, populations={"18 to 64": 200_000})
    by = making.staff(Role.PERFORMANCE, name="Pat Low")

    run = queries.run_by_id(keep(monkeypatch, answer, by=by))

    assert (run.measures, run.waits) == (answer.results.measures, answer.results.waits)
    assert (run.year, run.as_of, run.live, run.made_by) == (YEAR, AS_OF, False, "Pat Low")
    assert [(one.file_name, one.sha256, one.first_day) for one in run.inputs] == [
        ("quarter-4.csv", "aa", date(2025, 4, 1))
    ]
    assert queries.newest_run(YEAR) == run
    assert queries.newest_run(YEAR, live=True) is None
    assert queries.years_run() == [YEAR]


def test_the_same_again_is_the_same_run_and_anything_else_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = keep(monkeypatch, whole())

    assert keep(monkeypatch, whole(as_of=AS_OF + timedelta(days=1)), at=LATER) == first
    others = [
        keep(monkeypatch, whole({TWO_E: (1, 2)}), at=LATER),
        keep(monkeypatch, whole(files=(used(sha256="bb"),)), at=LATER),
        keep(monkeypatch, whole(live=True), at=LATER),
        keep(monkeypatch, whole(year=Year.named("2024-25")), at=LATER),
    ]
    by = making.staff(Role.PERFORMANCE)
    said: dict[str, Any] = {"people": 200_000, "source": "ONS", "by": by, "on": AS_OF, "at": AT}
    operations.enter_population(YEAR, "18 to 64", **said)
    others.append(keep(monkeypatch, whole(), at=LATER))
    assert len({first, *others}) == 6


def test_an_earlier_run_stands_again_when_its_files_are_all_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = keep(monkeypatch, whole({TWO_E: (1, 2)}))
    second = keep(monkeypatch, whole({TWO_E: (5, 9)}, files=(used(), used(sha256="b"))), at=LATER)
    standing = queries.newest_run(YEAR)
    assert standing is not None
    assert standing.id == second

    keep(monkeypatch, whole({TWO_E: (1, 2)}), at=LATER)  # as after the second file was undone

    standing = queries.newest_run(YEAR)
    assert standing is not None
    assert standing.id == first
    assert [run.id for run in queries.runs_up_to(standing)] == [first]
    assert [run.id for run in queries.standing_runs()] == [first]


def test_no_run_and_nothing_of_its_people_can_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    anne = making.person()
    keep(monkeypatch, whole(people=lists(*TWO_E, [told(anne)], [told(anne)])))
    for rows, change in (
        (MeasureRun.objects.all(), {"as_of": AS_OF}),
        (PeopleOfRun.objects.all(), {"count": 7}),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PeopleOfRun.objects.all().delete()


def test_what_moved_since_the_run_before(monkeypatch: pytest.MonkeyPatch) -> None:
    anne, ben = making.person(), making.person(died_on=AS_OF)
    keep(
        monkeypatch,
        whole({TWO_E: (1, 2)}, people=lists(*TWO_E, [told(ben)], [told(anne), told(ben)])),
    )
    second = keep(
        monkeypatch,
        whole({TWO_E: (1, 1)}, people=lists(*TWO_E, [told(anne)], [told(anne)])),
        at=LATER,
    )
    run = queries.run_by_id(second)

    assert queries.what_moved(run, *TWO_E, on=AS_OF) == m.Moved(
        m.Side(entered=((m.ALREADY_COUNTED, 1),), left=((m.GONE_BELOW_TOO, 1),)),
        m.Side(left=((m.DIED, 1),)),
    )
    before = queries.run_before(run)
    assert before is not None
    assert queries.what_moved(before, *TWO_E, on=AS_OF) is None


def test_people_behind_a_figure_are_found_by_what_the_files_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anne = making.person(nhs_number="")
    ben = making.person(nhs_number="9990000018")
    below = [told(anne, times=2), Behind(("OLD-ID",), "9990000018", 1), PERSON_ONLY_TOLD]
    run = queries.run_by_id(keep(monkeypatch, whole(people=lists(*TWO_E, [], below))))
    by = making.staff(Role.PERFORMANCE)

    found = queries.people_of(run, *TWO_E, DENOMINATOR, by=by, read_on=AS_OF)

    assert {(one.id, one.times) for one in found.people} == {(anne.pk, 2), (ben.pk, 1)}
    assert (found.count, found.listed, found.not_listed) == (4, 2, 1)
    assert [len(readings(person.pk)) for person in (anne, ben)] == [1, 1]
    nobody = queries.people_of(run, *TWO_E, NUMERATOR, by=by, read_on=AS_OF)
    assert (nobody.count, nobody.people) == (0, ())


def test_two_ids_of_one_person_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stays = making.person()
    other = making.person(joined_into=stays)
    run = queries.run_by_id(
        keep(monkeypatch, whole(people=lists(*TWO_E, [], [told(stays), told(other)])))
    )

    found = queries.people_of(
        run, *TWO_E, DENOMINATOR, by=making.staff(Role.PERFORMANCE), read_on=AS_OF
    )
    assert [(one.id, one.times) for one in found.people] == [(stays.pk, 2)]


def test_a_page_of_people_records_only_that_page(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [making.person() for _ in range(3)]
    run = queries.run_by_id(
        keep(monkeypatch, whole(people=lists(*TWO_E, [], [told(one) for one in people])))
    )
    by = making.staff(Role.PERFORMANCE)

    found = queries.people_of(run, *TWO_E, DENOMINATOR, by=by, read_on=AS_OF, start=1, limit=1)

    assert [one.id for one in found.people] == [people[1].pk]
    assert [len(readings(person.pk)) for person in people] == [0, 1, 0]


def test_a_population_has_no_people_to_open_and_others_may_open_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = queries.run_by_id(keep(monkeypatch, whole()))
    with pytest.raises(NotFound):
        queries.people_of(
            run,
            "2B",
            "18 to 64",
            DENOMINATOR,
            by=making.staff(Role.PERFORMANCE),
            read_on=AS_OF,
        )
    for role in (Role.COMMISSIONER, Role.TEAM_MANAGER, Role.FINANCE):
        with pytest.raises(NotAllowed):
            queries.people_of(run, *TWO_E, NUMERATOR, by=making.staff(role), read_on=AS_OF)


def test_the_newest_population_counts_and_the_older_stays() -> None:
    by = making.staff(Role.PERFORMANCE, name="Pat Low")
    for people, at in ((200_000, AT), (211_400, LATER)):
        operations.enter_population(
            YEAR, "18 to 64", people=people, source="ONS, mid-2024", by=by, on=AS_OF, at=at
        )

    assert queries.populations_of(YEAR) == {"18 to 64": 211_400}
    assert queries.populations_of(Year.named("2024-25")) == {}
    assert [line.people for line in queries.population_lines()] == [211_400, 200_000]
    with pytest.raises(ProgrammingError), transaction.atomic():
        Population.objects.update(people=1)


def test_one_target_a_day_and_a_withdrawn_one_makes_room() -> None:
    by = making.staff(Role.PERFORMANCE)
    said: dict[str, Any] = {
        "by_day": date(2027, 3, 31),
        "set_by": "Cabinet",
        "by": by,
        "on": AS_OF,
        "at": AT,
    }
    made = operations.set_target("2E", TWO_E[1], value=Decimal("80"), **said)
    with pytest.raises(Refused):
        operations.set_target("2E", TWO_E[1], value=Decimal("90"), **said)

    operations.withdraw_target(made, by=by, on=AS_OF, at=AT)
    with pytest.raises(NotFound):
        operations.withdraw_target(made, by=by, on=AS_OF, at=AT)
    operations.set_target("2E", TWO_E[1], value=Decimal("90"), **said)
    assert [line.value for line in queries.targets()] == [Decimal("90.0")]


def test_the_next_target_is_in_force_and_after_all_days_none() -> None:
    by = making.staff(Role.PERFORMANCE)
    for day in (date(2026, 3, 31), date(2027, 3, 31), date(2028, 3, 31)):
        operations.set_target(
            "2E",
            TWO_E[1],
            by_day=day,
            value=Decimal(day.year - 1950),
            set_by="Cabinet",
            by=by,
            on=AS_OF,
            at=AT,
        )
    lines = queries.targets(["2E"])

    def in_force(on: date) -> date | None:
        found = queries.target_in_force(lines, *TWO_E, on=on)
        return found.by_day if found else None

    assert in_force(date(2027, 3, 31)) == date(2027, 3, 31)
    assert in_force(date(2027, 4, 1)) == date(2028, 3, 31)
    assert in_force(date(2030, 1, 1)) is None
    assert queries.target_in_force(lines, "2E", "Total", on=AS_OF) is None


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.TEAM_MANAGER, Role.FINANCE])
def test_others_write_nothing_down(role: Role) -> None:
    by = making.staff(role)
    with pytest.raises(NotAllowed):
        operations.enter_population(YEAR, "18 to 64", people=1, source="x", by=by, on=AS_OF, at=AT)
    with pytest.raises(NotAllowed):
        operations.set_target(
            "2E",
            "Total",
            by_day=AS_OF,
            value=Decimal(1),
            set_by="x",
            by=by,
            on=AS_OF,
            at=AT,
        )
    assert not Population.objects.exists()


def bring_in(folder: Path, name: str, rows: list[submitted.Row], at: Any = AT) -> None:
    path = folder / name
    path.write_bytes(submitted.AFile("", tuple(rows)).content)
    returns.import_cld(path, file_name=name, received_at=at, by=None, on=AS_OF)


def a_year(*rows: submitted.Row) -> list[submitted.Row]:
    """A file of the year 2025-26 with these rows."""
    period = {
        "LA_Code": "901",
        "Reporting_Period_Start_Date": "2025-04-01",
        "Reporting_Period_End_Date": "2026-03-31",
    }
    ends = [submitted.filler(month) for month in ("2025-04", "2026-03")]
    return [{**period, **one} for one in (*rows, *ends)]


def test_measures_follow_the_files_by_themselves_once(tmp_path: Path) -> None:
    """Somebody in a care home and somebody at home: 1 of 2 live in a home of their own."""
    record_installation(mode="test")
    assert operations.run_after_files(on=AS_OF, at=AT) == []
    home = {"Accommodation_Status": "Owner occupier or shared ownership scheme"}
    rows = [
        submitted.service("P1", "2025-06-01", **submitted.AT_HOME, **home),
        submitted.service("P2", "2025-06-01", **submitted.IN_CARE),
    ]
    bring_in(tmp_path, "a.csv", a_year(*rows))

    made = operations.run_after_files(on=AS_OF, at=AT)

    assert [queries.run_by_id(one).live for one in made] == [False, True]
    older = [
        (found.numerator, found.denominator)
        for found in (queries.run_by_id(one).measure("2E", "65 and above | Total") for one in made)
        if found
    ]
    assert older == [(1, 2), (1, 2)]
    assert operations.run_after_files(on=AS_OF, at=LATER) == []

    Standing.objects.filter(live=True).delete()  # as when somebody asked for the files alone
    assert [
        queries.run_by_id(one).live for one in operations.run_after_files(on=AS_OF, at=LATER)
    ] == [True]

    bring_in(tmp_path, "b.csv", a_year(rows[0]), at=AT + timedelta(hours=1))
    assert [queries.run_by_id(one).live for one in operations.head_for(on=AS_OF, at=LATER)] == [
        True
    ]
    again = operations.run_after_files(on=AS_OF, at=LATER)
    assert len(again) == 2
    found = queries.run_by_id(again[0]).measure("2E", "65 and above | Total")
    assert found is not None
    assert (found.numerator, found.denominator) == (1, 1)

    Submission.objects.update(state=Submission.UNDONE)
    assert operations.run_after_files(on=AS_OF, at=LATER) == []
    assert queries.years_run() == []
    assert queries.newest_run(YEAR) is None


@pytest.mark.django_db(transaction=True)
def test_work_that_was_asked_for_ends_with_its_run_or_says_why_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = making.staff(Role.PERFORMANCE)

    def do() -> LongWork:
        asked = operations.ask_for_run(YEAR, live=False, by=by, on=AS_OF, at=AT)
        operations.work_out(asked, year=YEAR, live=False, by=by.pk, on=AS_OF, at=AT)
        return work.work_for_reading(asked, by=by)

    without = do()
    assert without.state == LongWork.FAILED
    assert "No file had been received by that day" in without.words

    answer = whole()
    monkeypatch.setattr(queries, "whole", lambda *_, **__: answer)
    found = do()
    assert found.state == LongWork.DONE
    assert found.result_id is not None
    assert queries.run_by_id(found.result_id).year == YEAR

    def breaks(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(queries, "whole", breaks)
    with pytest.raises(RuntimeError):
        do()
    broken = LongWork.objects.order_by("-asked_at").first()
    assert broken is not None
    assert broken.state == LongWork.FAILED
    assert "mistake of ours" not in broken.words
    assert connection.in_atomic_block is False
    with pytest.raises(NotAllowed):
        operations.ask_for_run(
            YEAR, live=False, by=making.staff(Role.TEAM_MANAGER), on=AS_OF, at=AT
        )


def test_two_workers_keep_one_run_and_cancelled_work_is_not_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other worker keeps its run between our looking and our keeping."""
    first = keep(monkeypatch, whole())
    looked = iter([True])
    there = MeasureRun.objects.filter

    def not_yet(*said: Any, **named: Any) -> Any:
        return MeasureRun.objects.none() if next(looked, False) else there(*said, **named)

    monkeypatch.setattr(MeasureRun.objects, "filter", not_yet)
    assert operations.keep_run(YEAR, as_of=AS_OF, live=False, by=None, at=LATER) == first
    monkeypatch.undo()

    by = making.staff(Role.PERFORMANCE)
    asked = operations.ask_for_run(YEAR, live=False, by=by, on=AS_OF, at=AT)
    LongWork.objects.update(state=LongWork.CANCELLED)
    operations.work_out(asked, year=YEAR, live=False, by=by.pk, on=AS_OF, at=AT)
    assert work.work_for_reading(asked, by=by).state == LongWork.CANCELLED


def test_a_year_that_files_do_not_reach_has_no_run_and_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert operations.head_for(on=AS_OF, at=AT) == []
    record_installation(mode="test")
    bring_in(tmp_path, "a.csv", a_year())
    tries = []

    def no_files(*_: Any, **named: Any) -> Any:
        tries.append(named["live"])
        raise queries.NoFiles("No file covers it.")

    monkeypatch.setattr(queries, "whole", no_files)
    for _ in range(2):
        assert operations.run_after_files(on=AS_OF, at=AT) == []
    assert tries == [False, True]
    assert queries.newest_run(YEAR) is None
    with pytest.raises(NotFound):
        queries.run_by_id(uuid4())
