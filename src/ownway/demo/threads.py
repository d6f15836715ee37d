"""The stories told in the demonstration: each act through its operation, on its own past day."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import yaml

from ownway.demo.named import DILYS_HARGRAVE, IDRIS_PENHALLOW, RUTH_CALLOWAY
from ownway.demo.personas import ASIF, COLM, NELL, RUTH, WANDA, sign_in_of
from ownway.demo.written import find, write_together
from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs import queries as hand_over_queries
from ownway.kernel.refusal import NotFound
from ownway.support.allocation import operations as allocation
from ownway.support.assessment import operations as assessment
from ownway.support.assessment import queries as assessed_for
from ownway.support.assessment.domain import Level, Question
from ownway.support.charging import operations as charging
from ownway.support.contact import operations as contact
from ownway.support.contact.domain import FROM_THE_PERSON, TO_ASSESSMENT
from ownway.support.payments import operations as payments
from ownway.support.payments import queries as payment_queries
from ownway.support.payments.domain.banking import account_of
from ownway.support.people import operations as people_operations
from ownway.support.people import queries as people
from ownway.support.planning import operations as planning
from ownway.support.planning import queries as plans
from ownway.support.planning.domain.deciding import Judged, Safety, Value
from ownway.support.review import operations as review
from ownway.support.review import queries as reviews
from ownway.support.review.domain.talking import About, Achieved, Ending, Side
from ownway.support.wallet import operations as wallet
from ownway.support.wallet import queries as spending
from ownway.support.wallet.domain.matching import What

ENGLAND = ZoneInfo("Europe/London")

RUTH_SAYS: Any = yaml.safe_load((Path(__file__).parent / "ruth.yaml").read_text("utf-8"))


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ENGLAND)


def tell_ruth(*, on: date) -> None:
    """Ruth Calloway: from asking for support to money in her wallet. Told once."""
    ruth_id = people.person_id_of(RUTH_CALLOWAY)
    ruth, nell, asif = sign_in_of(RUTH), sign_in_of(NELL), sign_in_of(ASIF)
    wanda, colm = sign_in_of(WANDA), sign_in_of(COLM)
    if plans.plans_of(ruth_id, by=nell):
        return
    _know_ruth(ruth_id, nell=nell, ruth=ruth)
    first_day = date(2026, 6, 1)
    asked = contact.ask_for_support(
        ruth_id,
        who_asked="Ruth",
        words=RUTH_SAYS["asks"],
        route_of_access=FROM_THE_PERSON,
        by=ruth,
        on=date(2026, 4, 30),
    )
    contact.decide_request(asked, outcome=TO_ASSESSMENT, by=nell, on=date(2026, 5, 1))
    assessed = assessment.begin(ruth_id, support_request_id=asked, by=nell, on=date(2026, 5, 5))
    answers = RUTH_SAYS["answers"].items()
    hers = {Question(name): assessment.Said(Level(one[0]), one[1]) for name, one in answers}
    nells = {Question(name): assessment.Said(Level(one[0]), one[2]) for name, one in answers}
    assessment.answer_all(assessed, hers, by=ruth, at=at_noon(date(2026, 5, 8)))
    assessment.answer_all(assessed, nells, by=nell, at=at_noon(date(2026, 5, 11)))
    write_together(assessed, "ruth", person=ruth, worker=nell, on=date(2026, 5, 11))
    find(assessed, "ruth", worker=nell, on=date(2026, 5, 12))
    assessment.complete(
        assessed,
        eligible_needs="Eligible needs identified",
        reasons=RUTH_SAYS["reasons"],
        summary=RUTH_SAYS["summary"],
        by=nell,
        on=date(2026, 5, 12),
    )
    allocation.propose_budget(assessed, by=nell, on=date(2026, 5, 13))
    charging.decide_contribution(
        ruth_id,
        contribution_weekly=61_45,
        first_day=first_day,
        basis=RUTH_SAYS["contribution"],
        by=wanda,
        on=date(2026, 5, 18),
    )
    plan = planning.begin_plan(assessed, by=ruth, on=date(2026, 5, 14))
    planning.describe_plan(
        plan,
        what_matters=RUTH_SAYS["plan"]["what_matters"],
        if_things_go_wrong=RUTH_SAYS["plan"]["if_things_go_wrong"],
        by=ruth,
        on=date(2026, 5, 14),
    )
    agreed = [key for key, _ in assessed_for.outcomes_found(assessed, by=ruth)]
    planning.add_component(
        plan,
        actor="family",
        who="Pete Calloway",
        activity="Evenings, nights and Sundays",
        when_words="Every evening and night, and all Sunday",
        outcome="Being safe and settled at home",
        said_yes=True,
        by=ruth,
        on=date(2026, 5, 14),
    )
    for part in RUTH_SAYS["plan"]["unpaid"]:
        planning.add_component(
            plan,
            actor=part["actor"],
            who=part["who"],
            activity=part["activity"],
            outcome=part["outcome"],
            days=part["days"],
            starts_at=time.fromisoformat(part["from"]) if "from" in part else None,
            ends_at=time.fromisoformat(part["to"]) if "to" in part else None,
            when_words=part.get("when", ""),
            by=ruth,
            on=date(2026, 5, 14),
        )
    planning.add_component(
        plan,
        actor="paid",
        who="Jo Lindqvist, and weekend visits",
        activity="Up, washed, breakfast; out to choir; weekend mornings",
        when_words="Every morning, and Wednesday afternoons",
        outcome="Up, dressed and out of the door by half nine",
        bought_by="direct payment",
        goes_to="employee",
        cost_weekly=266_00,
        covers=agreed,
        days=range(7),
        starts_at=time(7, 30),
        ends_at=time(9),
        by=ruth,
        on=date(2026, 5, 15),
    )
    planning.send_for_sign_off(plan, first_day=first_day, by=ruth, on=date(2026, 5, 20))
    planning.sign_off(
        plan,
        judged=Judged(Safety.AS_IT_IS, Value.GOOD),
        reasons=RUTH_SAYS["plan"]["reasons"],
        by=asif,
        on=date(2026, 5, 26),
    )
    for arrangement in plans.arrangements_of(ruth_id, by=nell):
        if arrangement.component_id is None:
            continue
        _pay(arrangement.id, wanda=wanda, colm=colm, on=on)
    _look_back(ruth_id, nell=nell, ruth=ruth)
    _keep_account(ruth_id, ruth=ruth, wanda=wanda, colm=colm, on=on)


def _keep_account(ruth_id: UUID, *, ruth: SignIn, wanda: SignIn, colm: SignIn, on: date) -> None:
    """Where her payments go, and the statement of her account that she brought last."""
    set_on = date(2026, 5, 27)
    account = account_of(**RUTH_SAYS["account"]["to"])
    payee = payments.put_payee(
        ruth_id, account, why=RUTH_SAYS["account"]["known"], by=wanda, on=set_on
    )
    payments.confirm_payee(payee, by=colm, on=set_on)
    balance, rows = RUTH_SAYS["account"]["before"], ["Date,Description,Amount,Balance"]
    for day, words, pence in RUTH_SAYS["account"]["lines"]:
        balance += pence
        rows.append(f"{day},{words},{pence / 100:.2f},{balance / 100:.2f}")
    wallet.bring(ruth_id, "\n".join([*rows, ""]).encode(), by=ruth, on=on)
    told = spending.statements_for_reading(ruth_id, by=ruth, on=on)
    for words, answer in (
        ("WAGES", wallet.Answer(What.PART, told.parts[0].id, remember=True)),
        ("MY SHARE", wallet.Answer(What.OWN, remember=True)),
    ):
        line = next(one for one in told.asked if words in one.words)
        wallet.say(line.id, answer, by=ruth, on=on)


def _look_back(ruth_id: UUID, *, nell: SignIn, ruth: SignIn) -> None:
    """The first light review: her view and those of others, what was achieved, what follows."""
    on = date(2026, 7, 20)
    for said in RUTH_SAYS["review"]["hers"]:
        review.say(
            ruth_id,
            side=None,
            about=About(said["about"]),
            words=said["words"],
            said_by="",
            may_be_used=said["may_be_used"],
            by=ruth,
            on=date(2026, 7, 17),
        )
    made = review.begin_review(ruth_id, planned_for=on, by=nell, on=on)
    for said in RUTH_SAYS["review"]["others"]:
        review.say(
            ruth_id,
            side=Side(said["side"]),
            about=About(said["about"]),
            words=said["words"],
            said_by=said["said_by"],
            may_be_used=said["may_be_used"],
            by=nell,
            on=on,
        )
    for outcome in reviews.review_for_reading(made, by=nell, on=on).outcomes:
        review.see_outcome(
            made, outcome=outcome.outcome, achieved=Achieved.FULLY, words="", by=nell, on=on
        )
    for action in RUTH_SAYS["review"]["actions"]:
        agreed = review.agree_action(
            made,
            what=action["what"],
            owner_id=None,
            owner_words=action["who"],
            due_on=action["by"],
            by=nell,
            on=on,
        )
        review.do_action(agreed, words=action["came"], by=nell, on=action["by"])
    review.finish_review(
        made,
        ending=Ending.CONTINUE,
        words=RUTH_SAYS["review"]["words"],
        budget_words=RUTH_SAYS["review"]["money"],
        by=nell,
        on=on,
    )


def _pay(arrangement_id: UUID, *, wanda: SignIn, colm: SignIn, on: date) -> None:
    """Every four weeks: proposed by one, approved by another, paid by the council's bank."""
    set_up_on = date(2026, 5, 27)
    schedule = payments.set_schedule(arrangement_id, by=wanda, on=set_up_on)
    next_day = payment_queries.next_pay_day(schedule)
    while next_day is not None and next_day <= on:
        day = max(set_up_on, next_day - timedelta(days=5))
        instruction = payments.propose_instruction(schedule, by=wanda, on=day)
        payments.approve_instruction(instruction, by=colm, on=day)
        payments.confirm_paid(instruction, paid_on=next_day, by=wanda, on=next_day)
        next_day = payment_queries.next_pay_day(schedule)
    payments.propose_instruction(schedule, by=wanda, on=on)


def _know_ruth(ruth_id: UUID, *, nell: SignIn, ruth: SignIn) -> None:
    people_operations.name_worker(ruth_id, worker=nell, by=nell, on=date(2026, 5, 5))
    people_operations.say_about_me(ruth_id, **RUTH_SAYS["about_me"], by=ruth, on=date(2026, 5, 11))
    for one in RUTH_SAYS["around"]:
        around = people_operations.Around(**one)
        known_on = max(around.first_day or date(2026, 5, 12), date(2026, 5, 12))
        people_operations.add_around(ruth_id, around, by=nell, on=known_on)
    _, how_to_talk = people.needs_to_change(ruth_id, by=nell)
    people_operations.ask_how_to_talk(
        ruth_id, **RUTH_SAYS["talk"], how_to_talk=how_to_talk, by=nell, on=date(2026, 7, 20)
    )
    noted_on = date(2026, 5, 12)
    people_operations.add_reason(
        ruth_id, **RUTH_SAYS["further_reason"], primary=False, by=nell, on=noted_on
    )
    for one in RUTH_SAYS["conditions"]:
        people_operations.add_condition(ruth_id, **one, by=nell, on=noted_on)
    first_day = date(2026, 6, 1)
    people_operations.decide_sharing(
        ruth_id, **RUTH_SAYS["shared"], first_day=first_day, by=nell, on=first_day
    )
    people_operations.note_deciding_and_sharing(
        ruth_id, **RUTH_SAYS["deciding_and_sharing"], by=nell, on=date(2026, 5, 12)
    )


def tell_others(*, on: date) -> None:
    """What waits and what has stopped on Nell's first page. Told once."""
    nell = sign_in_of(NELL)
    ruth_id = people.person_id_of(RUTH_CALLOWAY)
    if hand_over_queries.about(ruth_id, by=nell, on=on):
        return
    hand_overs.hand_over(
        ruth_id,
        about_name="Ruth Calloway",
        what="Bathroom: level shower",
        words="She cannot step into the bath. Measured on 30 September.",
        to_organisation="the housing grants team",
        due_on=date(2026, 11, 13),
        by=nell,
        on=date(2026, 10, 2),
    )
    hand_overs.hand_over(
        ruth_id,
        about_name="Ruth Calloway",
        what="Pete's own assessment as a carer",
        words="He said not yet in May. Ask again.",
        to_sign_in=nell,
        due_on=date(2026, 11, 24),
        by=nell,
        on=date(2026, 5, 11),
    )
    for council_id, name, what in (
        (DILYS_HARGRAVE, "Dilys Hargrave", "Hearing loop for her sitting room"),
        (IDRIS_PENHALLOW, "Idris Penhallow", "He wants to talk about his support"),
    ):  # fmt: skip
        try:
            person_id = people.person_id_of(council_id)
        except NotFound:
            continue
        hand_overs.hand_over(
            person_id,
            about_name=name,
            what=what,
            to_team=nell.team,
            due_on=date(2026, 11, 27),
            by=sign_in_of(ASIF),
            on=date(2026, 11, 19),
        )
