"""What was set going at first contact in the demonstration, and followed up or left in silence."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from ownway.commissioning.directory import queries as directory
from ownway.demo.named import (
    DILYS_HARGRAVE,
    IVOR_PENHALE,
    MARCUS_BELL_AYODELE,
    RUTH_CALLOWAY,
    SHABANA_RAFIQ,
)
from ownway.demo.personas import NELL, sign_in_of
from ownway.foundation.access.models import SignIn
from ownway.support.contact import operations as contact
from ownway.support.contact import queries as contact_queries
from ownway.support.contact.domain.referrals import State
from ownway.support.contact.domain.welfare import Outcome
from ownway.support.people import queries as people

ENGLAND = ZoneInfo("Europe/London")
SITE = "http://localhost:8000"


@transaction.atomic
def follow(*, on: date) -> None:
    """A request that is late, referrals that went three ways, a board, a check and an event.

    Told once: where Ruth was passed to a group already, nothing is added.
    """
    nell, ruth_id = sign_in_of(NELL), people.person_id_of(RUTH_CALLOWAY)
    if contact_queries.referrals_of(ruth_id, by=nell, on=on):
        return
    _ask_late(people.person_id_of(DILYS_HARGRAVE), nell)
    cafe = _refer(ruth_id, "Memory café", "Tea and music with Pete", nell, date(2026, 10, 5))
    contact.note_answer(
        cafe,
        state=State.STARTED,
        words="They came together.",
        said_by="Bronwen at the café",
        by=nell,
        on=date(2026, 10, 9),
    )
    _refer(
        people.person_id_of(SHABANA_RAFIQ),
        "Tannery Row lunch club",
        "Company at lunch",
        nell,
        date(2026, 11, 9),
    )
    marcus = people.person_id_of(MARCUS_BELL_AYODELE)
    contact.tell_about(
        marcus,
        service_id=_service("Fresh Start jobs club"),
        why="He would like to repair bicycles",
        by=nell,
        on=date(2026, 11, 17),
    )
    _equip(people.person_id_of(DILYS_HARGRAVE), nell)
    ivor = people.person_id_of(IVOR_PENHALE)
    contact.note_life_event(
        ivor,
        kind="discharge",
        happened_on=date(2026, 11, 18),
        told_by="The ward",
        words="Three nights after a fall.",
        by=nell,
        on=date(2026, 11, 19),
    )
    check = contact.ask_welfare_check(
        ivor,
        why="His first night at home alone.",
        basis="agreed",
        service_id=_service("Good Neighbours Thornbeck"),
        by=nell,
        on=date(2026, 11, 19),
    )
    contact.note_welfare_outcome(
        check,
        outcome=Outcome.WELL,
        words="Heating on, milk in the fridge, in good spirits.",
        by=nell,
        on=date(2026, 11, 19),
    )


def _ask_late(person_id: UUID, nell: SignIn) -> None:
    asked_on = date(2026, 11, 17)
    asked = contact.ask_for_support(
        person_id,
        who_asked="Her niece Carys",
        words="She no longer hears the doorbell and has missed the nurse twice.",
        route_of_access="Community / other route",
        relation="family",
        consent="given",
        matters="Her own front door, and the crossword",
        wanted="To hear who is there",
        urgency="days",
        urgency_because="The nurse changes a dressing",
        by=nell,
        on=asked_on,
    )
    contact.note_screening(
        asked,
        worry="no",
        risk="some",
        risk_words="The dressing is overdue; the surgery was rung.",
        carer="yes",
        carer_name="Carys Hargrave",
        carer_offer="to offer",
        talk_asked=True,
        by=nell,
        on=asked_on,
    )


def _refer(person_id: UUID, service: str, why: str, by: SignIn, on: date) -> UUID:
    return contact.refer(
        person_id,
        service_id=_service(service),
        why=why,
        shared=["name", "telephone", "talk"],
        agreed_how="At home, after it was read out",
        due_on=date.fromordinal(on.toordinal() + 7),
        site=SITE,
        by=by,
        on=on,
        at=datetime.combine(on, time(12), ENGLAND),
    )


def _equip(person_id: UUID, nell: SignIn) -> None:
    look = contact.look_at_equipment(
        person_id,
        hard=["bath", "reach"],
        measures={"weight": 64, "bath_width": 70},
        words="I used to bath every Sunday.",
        by=nell,
        on=date(2026, 11, 2),
    )
    board, _ = contact.order_equipment(
        look, ["bath-board", "reacher"], by=nell, on=date(2026, 11, 2)
    )
    contact.note_delivered(board, delivered_on=date(2026, 11, 5), by=nell, on=date(2026, 11, 5))


def _service(name: str) -> UUID:
    """One of Marlshire's listed services by its name."""
    found = directory.search(name, on=date(2026, 11, 23))
    return next(one.brief.id for one in found if one.brief.name == name)
