"""Load the invented council through the doors a real one would use.

Files come in through the import; people are assessed, plans signed and payments approved through
the operations, each on its own past day. Every step may be run again: what is there stays.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from ownway.commissioning.returns import operations as returns
from ownway.demo import (
    advised,
    assessed,
    checked,
    cleared,
    followed,
    helped,
    measured,
    modelled,
    nearby,
    openings,
    own_record,
    personas,
    published,
    shared_out,
    threads,
    told,
    written,
)
from ownway.demo.cld_files import DemoFiles
from ownway.demo.periods import DAYS_TO_SEND, ReportingPeriod, reporting_periods
from ownway.foundation.facts.operations import one_context
from ownway.kernel.refusal import Refused
from ownway.support.allocation import operations as allocation
from ownway.support.allocation.domain import prepared
from ownway.support.assessment.operations import questionnaires
from ownway.support.assessment.queries import questionnaire_named

Say = Callable[[str, int, int], None]
MARLSHIRE_CARDS = ("marlshire-2026", "marlshire-2026-autumn", "marlshire-early-2026")
NEW_QUESTIONS, NEW_QUESTIONS_FROM = "whole-life-2026", date(2026, 11, 2)
TEN_FIFTEEN = time(10, 15, tzinfo=ZoneInfo("Europe/London"))


def load(files: DemoFiles, *, on: date, say: Say) -> None:
    """Load everything, in path order. `say` hears what is under way, how far, of how many.

    Raises Refused outside demonstration mode: invented people never meet real ones.
    """
    if not settings.DEMO:
        raise Refused("The demonstration council can only be loaded in demonstration mode.")
    say("Places and teams", 0, 1)
    returns.import_places(files.places)
    returns.import_teams(files.teams)
    sent = zip(files.cld, reporting_periods(on), strict=True)
    for number, (path, period) in enumerate(sent, start=1):
        words = f"Reading {path.name} ({number} of {len(files.cld)})"
        _import(path, words, sent_on=_sent_on(period, on), on=on, say=say)
    say("Names and addresses", 0, 1)
    returns.import_people(files.people_names, by=None, on=on)
    with one_context("demonstration"):
        personas.add()
        nearby.list_services(on=on)
        advised.write(on=on)
        questionnaires.publish_questionnaire(
            questionnaire_named(NEW_QUESTIONS),
            in_use_from=NEW_QUESTIONS_FROM,
            by=None,
            on=NEW_QUESTIONS_FROM,
        )
        for card in map(prepared, MARLSHIRE_CARDS):
            allocation.publish_scorecard(
                card.card,
                in_force_from=card.in_force_from,
                approved_words=card.approved_words,
                by=None,
                on=card.in_force_from,
            )
        threads.tell_ruth(on=on)
        threads.tell_others(on=on)
        followed.follow(on=on)
        helped.help_them(on=on)
        checked.send(on=on)
        openings.give(on=on)
        own_record.tell()
        told.tell()
        written.tell_pauline()
        written.tell_les()
        assessed.assess(on=on, say=say)
        shared_out.share_them_out(on=on)
        published.publish(on=on)
        cleared.clear(on=on, say=say)
        say("Calibrating a model", 0, 1)
        modelled.model(on=on)
        say("Working the measures out", 0, 1)
        measured.measure(on=on, at=datetime.combine(on, TEN_FIFTEEN))


def _import(path: Path, words: str, *, sent_on: date, on: date, say: Say) -> None:
    returns.import_cld(
        path,
        file_name=path.name,
        received_at=datetime.combine(sent_on, TEN_FIFTEEN),
        by=None,
        on=on,
        progress=lambda so_far: say(words, so_far.done, so_far.total) if so_far.total else None,
    )


def _sent_on(period: ReportingPeriod, on: date) -> date:
    return min(period.last_day + timedelta(days=DAYS_TO_SEND), on)
