"""Reablement goes out as short-term support with what came of it, and comes back without loss."""

from datetime import date, timedelta
from pathlib import Path

import making
import pytest

from ownway.commissioning.returns import queries
from ownway.commissioning.returns.domain import NAMES
from ownway.commissioning.returns.domain.code_lists import code_list
from ownway.commissioning.returns.tests.examples import file_of
from ownway.commissioning.returns.tests.test_export import (
    FIRST,
    LAST,
    as_classed,
    bring,
    export,
    live,
    rows_of,
)
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import record_council, record_installation
from ownway.support.people.models import Person
from ownway.support.planning.models import Arrangement
from ownway.support.reablement.domain import Next, Outcome, national
from ownway.support.reablement.models import Episode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")
    bring(file_of([]))
    record_council("901")


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


def ran(
    of: Person,
    by: SignIn,
    *,
    began: date | None = date(2025, 6, 2),
    ended: date | None = date(2025, 7, 11),
    outcome: str = Outcome.NO_SUPPORT.value,
    after: str = Next.GOODBYE.value,
) -> Episode:
    return Episode.objects.create(
        person=of,
        kind="at home",
        team=making.team(),
        because="A new hip",
        asked_on=date(2023, 12, 1),
        asked_by=by,
        agreed="said yes" if began else "",
        started_on=began,
        planned_end_on=began + timedelta(weeks=6) if began else None,
        ended_on=ended,
        outcome=outcome if ended and began else "",
        what_next=after if ended and began else "",
        ended_by=by if ended else None,
    )


def test_an_ended_episode_is_short_term_support_with_its_outcome(nell: SignIn) -> None:
    ruth = making.person(born_on=date(1948, 2, 29))
    made = ran(ruth, nell)

    (row,) = rows_of(live())

    told = {name: value for name, value in row.items() if name.startswith(("Event", "Service"))}
    assert told == {
        "Event_Type": "Service",
        "Event_Reference": str(made.pk),
        "Event_Start_Date": "02/06/2025",
        "Event_End_Date": "11/07/2025",
        "Event_Description": "",
        "Event_Outcome": "NFA: Support ended as planned",
        "Service_Type": "Short term support: ST-Max",
        "Service_Component": "Reablement",
    }
    assert row["Client_Type"] == "Service user"
    assert row["Unit_Cost"] == ""
    assert as_classed(live()) == queries.checks_of(FIRST, LAST).by_field


@pytest.mark.parametrize(
    ("outcome", "after", "told"),
    [
        ("no support", "goodbye", national.AS_PLANNED),
        ("less", "goodbye", national.CONTINUES),
        ("more", "assessment", national.TO_ASSESSMENT),
        ("stopped early", "goodbye", national.OTHER_REASON),
        ("stopped early", "", national.OTHER_REASON),
    ],
)
def test_what_came_of_it_is_told_in_the_national_words(
    nell: SignIn, outcome: str, after: str, told: str
) -> None:
    ran(making.person(), nell, outcome=outcome, after=after)

    assert [row["Event_Outcome"] for row in rows_of(live())] == [told]


def test_who_died_in_it_is_told_so_and_what_never_began_is_not_told(nell: SignIn) -> None:
    ran(making.person(died_on=date(2025, 7, 11)), nell, outcome="stopped early")
    ran(making.person(given_name="Colm"), nell, began=None)
    ran(making.person(given_name="Edna"), nell, began=date(2024, 1, 1), ended=date(2024, 2, 1))

    assert [row["Event_Outcome"] for row in rows_of(live())] == [national.DECEASED]


def test_one_that_runs_past_the_period_has_no_end_yet(nell: SignIn) -> None:
    ran(making.person(), nell, began=date(2026, 3, 20), ended=date(2026, 4, 20))

    (row,) = rows_of(live())
    assert (row["Event_Start_Date"], row["Event_End_Date"], row["Event_Outcome"]) == (
        "20/03/2026",
        "",
        "",
    )


def test_every_word_is_on_the_national_list() -> None:
    lists = {
        "Client_Type": national.CLIENT_TYPE,
        "Service_Type": national.SERVICE_TYPE,
        "Service_Component": national.SERVICE_COMPONENT,
        "Delivery_Mechanism": national.DELIVERY_MECHANISM,
    }
    assert {name for name, value in lists.items() if value not in code_list(name).values} == set()
    outcomes = {
        national.outcome_of(outcome, after) for outcome in Outcome for after in (*Next, None)
    }
    known = code_list("Event_Outcome").values
    assert {one for one in (*outcomes, national.DECEASED) if one not in known} == set()
    assert set(lists) <= set(NAMES)


def test_read_back_where_it_was_made_it_changes_nothing_and_elsewhere_nothing_is_lost(
    nell: SignIn, tmp_path: Path
) -> None:
    ran(making.person(nhs_number="9990000018"), nell)
    file = tmp_path / "return.csv"
    export(file)
    content = file.read_bytes()

    again = bring(content)

    assert (again.accepted, again.unchanged, again.quarantined) == (0, 1, 0)
    assert (Arrangement.objects.count(), Episode.objects.count()) == (0, 1)
    export(file)
    assert file.read_bytes() == content
    Episode.objects.all().delete()  # as another council's system would have it: from the file alone
    bring(content)
    assert Arrangement.objects.get().service_type == national.SERVICE_TYPE
    export(file)
    assert file.read_bytes() == content
