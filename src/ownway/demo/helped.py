"""People of Marlshire who get, or wait for, help to do things themselves again; a few concerns;
health checks; and money gained by claiming. Each act through its operation, on its own past day."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from ownway.demo.named import DILYS_HARGRAVE, IVOR_PENHALE, MARCUS_BELL_AYODELE, SHABANA_RAFIQ
from ownway.demo.personas import ASIF, NELL, ODILE, sign_in_of
from ownway.foundation.access.models import SignIn, Team
from ownway.support.contact.operations.benefits import check_benefits, note_claim
from ownway.support.contact.queries.benefits import benefits_checks_of
from ownway.support.people import queries as people
from ownway.support.people.operations.health import say_health_care
from ownway.support.reablement import operations as reablement
from ownway.support.reablement import queries as episodes
from ownway.support.reablement.domain import At
from ownway.support.safeguarding import operations as safeguarding
from ownway.support.safeguarding.domain import Door
from ownway.support.safeguarding.queries import concerns

ENGLAND = ZoneInfo("Europe/London")
DAY = timedelta(days=1)


@transaction.atomic
def help_them(*, on: date) -> None:
    """Told once: where Dilys had reablement already, nothing is added."""
    nell = sign_in_of(NELL)
    dilys = people.person_id_of(DILYS_HARGRAVE)
    if episodes.episodes_of(dilys, by=nell, on=on):
        return
    _dilys(dilys, nell=nell, on=on)
    _marcus(people.person_id_of(MARCUS_BELL_AYODELE), nell=nell, on=on)
    reablement.ask(
        people.person_id_of(SHABANA_RAFIQ),
        kind="at home",
        team=_team(nell),
        because="Since the winter she does not cook. She wants to, for her grandchildren.",
        by=nell,
        on=on - 6 * DAY,
    )
    reablement.set_places(_team(nell), places=8, from_day=on, by=sign_in_of(ASIF), on=on)
    _money(dilys, nell=nell, on=on)
    say_health_care(
        people.person_id_of(IVOR_PENHALE),
        practice="Mill Lane Surgery",
        check_on=on - 400 * DAY,
        passport="yes",
        passport_where="In the red folder by the front door",
        by=nell,
        on=on - 20 * DAY,
    )
    _worries(on=on)


def _dilys(dilys: UUID, *, nell: SignIn, on: date) -> None:
    """In her fourth week after a broken wrist; her assessment waits, as she wanted."""
    first = on - 23 * DAY
    made = reablement.ask(
        dilys,
        kind="after hospital",
        team=_team(nell),
        because="A broken wrist. Before, she did everything herself.",
        by=nell,
        on=first - 4 * DAY,
    )
    reablement.begin(
        made,
        agreed="said yes",
        agreed_words="“As long as I can still do the stairs my own way.”",
        goals=["Cut up my own dinner", "Get to chapel on Sundays by myself"],
        by=nell,
        on=first,
    )
    page = episodes.episode_for_reading(made, by=nell, on=first)
    for goal, own, hers in zip(page.goals, (2, 1), (3, 3), strict=True):
        reablement.scale_goal(goal.id, at=At.START, own=own, worker=hers, by=nell, on=first)
    levels = {"wash": 1, "dress": 1, "food": 1, "stairs": 3, "out": 0}
    reablement.score_abilities(made, at=At.START, levels=levels, by=nell, on=first)
    for days, note in ((1, "Kettle with the left hand, twice."), (8, "Cut a loaf with the board.")):
        visit = reablement.plan_visit(
            made, planned_on=first + days * DAY, who="Ola", by=nell, on=first
        )
        reablement.note_visit(visit, made=True, note=note, by=nell, on=first + days * DAY)
    reablement.plan_visit(
        made,
        planned_on=on + DAY,
        part_of_day="morning",
        who="Ola",
        what_for="The walk to chapel and back",
        by=nell,
        on=on,
    )
    board = reablement.try_out(
        made, kind="equipment", what="A board that holds the bread", by=nell, on=first + DAY
    )
    reablement.keep_tried(board, kept=True, words="She uses it daily", by=nell, on=first + 8 * DAY)
    reablement.pause_assessment(
        made,
        until=first + 41 * DAY,
        agreed_how="Told she can have it at any time. She wants to see how far she gets first.",
        in_place="A neighbour brings a hot dinner; washing with Ola, each morning.",
        by=nell,
        on=first,
    )


def _marcus(marcus: UUID, *, nell: SignIn, on: date) -> None:
    """At the end with no need, in his own words."""
    first, last = on - 60 * DAY, on - 25 * DAY
    made = reablement.ask(
        marcus,
        kind="at home",
        team=_team(nell),
        because="After a fall he did not dare to shower.",
        by=nell,
        on=first - 3 * DAY,
    )
    reablement.begin(
        made, agreed="said yes", goals=["Shower without being afraid"], by=nell, on=first
    )
    goal = episodes.episode_for_reading(made, by=nell, on=first).goals[0]
    reablement.scale_goal(goal.id, at=At.START, own=1, worker=4, by=nell, on=first)
    reablement.score_abilities(made, at=At.START, levels={"bath": 1, "dress": 2}, by=nell, on=first)
    reablement.scale_goal(goal.id, at=At.END, own=9, worker=9, by=nell, on=last)
    reablement.score_abilities(made, at=At.END, levels={"bath": 3, "dress": 3}, by=nell, on=last)
    reablement.end(
        made,
        outcome="no support",
        words="With the rail and the mat he showers by himself, each morning.",
        persons_view="I whistle in there again.",
        what_next="goodbye",
        by=nell,
        on=last,
    )


def _money(dilys: UUID, *, nell: SignIn, on: date) -> None:
    day = on - 20 * DAY
    check_benefits(
        dilys,
        answers={"pension_age": True, "help": True, "some_months": True, "short": True},
        by=nell,
        on=day,
    )
    found = {one.benefit.key: one.id for one in benefits_checks_of(dilys, by=nell)[0].claims}
    note_claim(
        found["pension-credit"], state="awarded", gained_weekly=31_40, by=nell, on=on - 2 * DAY
    )
    note_claim(found["attendance-allowance"], state="claimed", by=nell, on=day)


def _worries(*, on: date) -> None:
    odile = sign_in_of(ODILE)
    if concerns(by=odile, on=on):
        return
    late = on - 4 * DAY
    safeguarding.raise_concern(
        about_id=None,
        who="An older man at the blue door in Quay Street, I think he is called Bert",
        words="A young couple have moved in with him. He used to buy his paper each day and has "
        "not been out for two weeks. They say that he is asleep.",
        danger_now=False,
        not_asked_because="I cannot get to speak with him.",
        by=None,
        on=late,
        at=datetime.combine(late, time(16, 20), ENGLAND),
    )
    had = on - 2 * DAY
    made = safeguarding.raise_concern(
        about_id=people.person_id_of(SHABANA_RAFIQ),
        who="Shabana Rafiq",
        words="Her bank card was with somebody who offered to shop for her.",
        danger_now=False,
        wishes="She wants the card back, and no fuss.",
        by=sign_in_of(NELL),
        door=Door.TEAM,
        on=had,
        at=datetime.combine(had, time(11, 5), ENGLAND),
    )
    safeguarding.acknowledge(
        made, by=odile, on=had, at=datetime.combine(had, time(11, 40), ENGLAND)
    )


def _team(of: SignIn) -> Team:
    assert of.team is not None
    return of.team
