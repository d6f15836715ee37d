"""The demonstration's queue has one of each: waiting, given, given back, under way; told once."""

import making
import pytest

from ownway.demo.personas import ASIF, NELL
from ownway.demo.shared_out import BRAM, share_them_out
from ownway.foundation.access.queries import sign_in_by_email
from ownway.foundation.conversations.queries import covered_by
from ownway.support.assessment.domain.queues import Stage
from ownway.support.assessment.models import BroughtAssessment
from ownway.support.assessment.queries.queues import queue

pytestmark = pytest.mark.django_db


def test_the_queue_has_one_of_each_and_is_told_once() -> None:
    team = making.team()
    nell = making.staff(making.Role.PRACTITIONER, of=team, name=NELL.name, email=NELL.email)
    asif = making.staff(making.Role.TEAM_MANAGER, of=team, name=ASIF.name, email=ASIF.email)
    for number in range(30):
        making.person(team=team, given_name=f"P{number:02d}", nhs_number=f"94347{number:05d}")

    share_them_out(on=making.DAY)
    share_them_out(on=making.DAY)

    lines = queue(by=asif, on=making.DAY)
    assert sorted((one.stage, one.worker) for one in lines) == [
        (Stage.ALLOCATED, "Bram Oakley"),
        (Stage.ALLOCATED, "Bram Oakley"),
        (Stage.ALLOCATED, "Nell Farraday"),
        (Stage.IN_PROGRESS, "Nell Farraday"),
        (Stage.WAITING, ""),
        (Stage.WAITING, ""),
    ]
    assert [one.given_back for one in lines if one.given_back] == ["I know the family from home."]
    assert [one.who_id for one in covered_by(nell, on=making.DAY)] == [sign_in_by_email(BRAM).pk]
    assert BroughtAssessment.objects.count() == 1
