"""Silence is recorded once for each stage, whoever asks how often; what is answered is never late.

The one who passed it on sees it with whom to call; after a week their manager is told.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import operations, queries
from ownway.foundation.hand_overs.domain import STAGE_DAYS, Stage, State, stages
from ownway.foundation.hand_overs.models import Silence
from ownway.foundation.hand_overs.tasks import note_silences

DUE = making.DAY
WEEK = timedelta(days=7)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_longer_silence_has_reached_every_stage_of_a_shorter_one(some: int, more: int) -> None:
    assert stages(some) == stages(some + more)[: len(stages(some))]
    assert [stage in stages(some) for stage in Stage] == [
        some >= STAGE_DAYS[stage] for stage in Stage
    ]


def passed(by: SignIn, **more: Any) -> tuple[Any, UUID]:
    ruth = making.person()
    said: dict[str, Any] = {
        "about_name": "Ruth Calloway",
        "what": "Level shower",
        "to_organisation": "Housing grants",
        "reached_at": "01632 960 155",
        "due_on": DUE,
        "by": by,
        "on": DUE - WEEK,
    }
    return ruth, operations.hand_over(ruth.pk, **(said | more))


def told(about: UUID) -> list[tuple[str, date]]:
    return [(one.words, one.on) for one in timeline(about) if one.name == "hand_overs.not-answered"]


@pytest.mark.django_db
def test_nothing_is_late_on_its_day_and_each_stage_is_recorded_once() -> None:
    nell = making.practitioner()
    ruth, _ = passed(nell)
    after = DUE + timedelta(days=1)

    assert operations.note_silences(on=DUE) == 0
    assert [operations.note_silences(on=after) for _ in range(3)] == [1, 0, 0]
    assert [operations.note_silences(on=DUE + WEEK) for _ in range(2)] == [1, 0]
    assert operations.note_silences(on=DUE + 10 * WEEK) == 0

    first = "Level shower: Housing grants was to answer by 23 November 2026"
    assert told(ruth.pk) == [
        (f"{first}. A week has passed; East team's manager is told", DUE + WEEK),
        (first, after),
    ]


@pytest.mark.django_db
def test_a_job_that_did_not_run_for_a_month_records_both_stages_at_once() -> None:
    _, made = passed(making.practitioner())

    assert operations.note_silences(on=DUE + 4 * WEEK) == 2
    assert [one.stage for one in Silence.objects.filter(hand_over=made)] == [
        Stage.OVERDUE.value,
        Stage.A_WEEK.value,
    ]


@pytest.mark.parametrize("to", [State.DONE, State.RETURNED])
@pytest.mark.django_db
def test_what_was_answered_is_never_late(to: State) -> None:
    nell = making.practitioner()
    ruth, made = passed(nell)
    operations.settle(made, to, answer="Not for us", by=None, on=DUE)

    assert operations.note_silences(on=DUE + WEEK) == 0
    assert told(ruth.pk) == []
    assert timeline(ruth.pk)[0].words == "Level shower: Not for us"


@pytest.mark.django_db
def test_a_yes_alone_does_not_end_the_waiting() -> None:
    nell = making.practitioner()
    _, made = passed(nell)
    operations.acknowledge(made, by=nell, on=DUE)

    assert operations.note_silences(on=DUE + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_the_job_reads_the_clock(settings: Any) -> None:
    passed(making.practitioner())
    settings.OWNWAY_TODAY = DUE

    assert note_silences.func(timestamp=0) == 0
    settings.OWNWAY_TODAY = DUE + timedelta(days=1)
    assert note_silences.func(timestamp=0) == 1
    assert Fact.objects.filter(name="hand_overs.not-answered", by=None).count() == 1


@pytest.mark.django_db
def test_whom_to_call_is_said_for_every_receiver() -> None:
    team = making.team("Therapy team")
    nell, asif = making.practitioner(), making.manager(team)
    passed(nell)
    passed(nell, to_organisation="", to_team=team)
    passed(nell, to_organisation="", to_sign_in=asif)
    passed(nell, reached_at="")
    passed(nell, to_organisation="", to_team=making.team("Nobody's team"))

    lines = queries.concerning(nell, on=DUE)

    assert sorted(line.call for line in lines) == sorted(
        [
            "Housing grants, 01632 960 155",
            f"Asif Karim, {asif.email}",
            f"Asif Karim, {asif.email}",
            "",
            "",
        ]
    )
    assert {line.from_me for line in lines} == {True}


@pytest.mark.django_db
def test_my_work_opens_on_what_nobody_answered(client: Client, settings: Any) -> None:
    team = making.team()
    nell, asif, idris = (
        making.practitioner(team),
        making.manager(team),
        making.practitioner(team, name="Idris Vaughan"),
    )
    passed(nell, what="Level shower")
    passed(idris, what="Garden gate", due_on=DUE - timedelta(days=2))
    settings.OWNWAY_TODAY = DUE + WEEK
    operations.note_silences(on=DUE + WEEK)

    client.force_login(nell)
    hers = client.get("/team/").text
    client.force_login(asif)
    his = client.get("/team/").text

    assert "Call Housing grants, 01632 960 155." in hers
    assert hers.index("Level shower") < hers.index("Garden gate")
    assert "you are told too" not in hers
    assert his.count("A week has passed, so you are told too.") == 2
    assert "Nell Farraday passed it on." in his
    client.force_login(making.practitioner(making.team("West team")))
    assert "Level shower" not in client.get("/team/").text
