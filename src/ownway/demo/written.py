"""Assessments written together: Ruth's, which is finished, and Pauline's, which is open.

Pauline and her worker do not see everything alike, and both views stand.
"""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import yaml

from ownway.demo.named import LES_ORRIN, PAULINE_STRAND
from ownway.demo.personas import NELL, sign_in_of
from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.support.assessment import operations as assessment
from ownway.support.assessment import queries as assessments
from ownway.support.people import queries as people

SAID: Any = yaml.safe_load((Path(__file__).parent / "written.yaml").read_text("utf-8"))
ENGLAND = ZoneInfo("Europe/London")
PAULINES_EMAIL = "pauline.strand@example.org"


def write_together(
    assessment_id: UUID, story: str, *, person: SignIn, worker: SignIn, on: date
) -> None:
    """Each side's passages, the person's first; where they part, the worker's says so."""
    said = SAID[story]
    for section, (theirs, workers) in said["passages"].items():
        if theirs:
            assessment.write(assessment_id, section, theirs, by=person, at=_at_noon(on))
        if workers:
            assessment.write(
                assessment_id,
                section,
                workers,
                differs=section in said["differs"],
                by=worker,
                at=_at_noon(on),
            )


def find(assessment_id: UUID, story: str, *, worker: SignIn, on: date) -> None:
    """What the worker finds about every outcome, and as a whole."""
    said = SAID[story]
    for outcome, (because, why, carers, technology) in said["findings"].items():
        found = assessment.OutcomeSaid(
            unable=True,
            because=tuple(because),
            why=why,
            met_by_carers=carers,
            technology=technology,
        )
        assessment.find(assessment_id, outcome, found, by=worker, at=_at_noon(on))
    for outcome in said["able"]:
        able = assessment.OutcomeSaid(unable=False)
        assessment.find(assessment_id, outcome, able, by=worker, at=_at_noon(on))
    whole = assessment.WholeSaid(
        arises=True,
        arises_words=said["arises"],
        impact=True,
        areas=tuple(said["areas"]),
        impact_why=said["impact"],
    )
    assessment.find_whole(assessment_id, whole, by=worker, at=_at_noon(on))


def tell_pauline() -> None:
    """Pauline's assessment is open, and both have written in it. Told once."""
    nell = sign_in_of(NELL)
    pauline_id = people.person_id_of(PAULINE_STRAND)
    if assessments.open_assessment_of(pauline_id, by=nell):
        return
    pauline = access.add_sign_in(
        email=PAULINES_EMAIL, name="Pauline Strand", kind=Kind.PERSON, own_person_id=pauline_id
    )
    begun = assessment.begin(pauline_id, by=nell, on=date(2026, 11, 9))
    write_together(begun, "pauline", person=pauline, worker=nell, on=date(2026, 11, 17))


def tell_les() -> None:
    """Les, who cares for Gwen, is being assessed in his own right. Told once."""
    nell = sign_in_of(NELL)
    les_id = people.person_id_of(LES_ORRIN)
    if assessments.open_assessment_of(les_id, as_carer=True, by=nell):
        return
    begun = assessment.begin(les_id, as_carer=True, by=nell, on=date(2026, 11, 16))
    said = SAID["les"]
    for section, words in said["passages"].items():
        assessment.write(begun, section, words, by=nell, at=_at_noon(date(2026, 11, 18)))
    caring = assessment.CaringSaid(
        cares_for=said["cares_for"],
        hours_weekly=said["hours_weekly"],
        able="partly",
        willing="partly",
        words=said["words"],
        signs=tuple(said["signs"]),
        if_i_cannot=said["if_i_cannot"],
    )
    assessment.find_caring(begun, caring, by=nell, at=_at_noon(date(2026, 11, 18)))


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ENGLAND)
