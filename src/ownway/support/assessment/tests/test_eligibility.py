"""The findings support what the regulations say they support; more need never takes it away."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.assessment.domain.eligibility import (
    RULES,
    BadRules,
    Findings,
    Found,
    Whose,
    findings_from,
    nothing_found,
    rules_from,
    rules_named,
    rules_on,
    work_out,
)
from ownway.support.assessment.domain.proposing import proposed, what_proposes
from ownway.support.assessment.domain.questionnaire import (
    QUESTIONNAIRES,
    Level,
    Question,
    questionnaire_named,
)

ENGLAND = rules_named("england-2015")
HELP = Found(unable=True, because=("help",))
ABLE = Found(unable=False)


def adult(**more: Found) -> Findings:
    return Findings(whose=Whose.ADULT, outcomes=more, arises=True, impact=True, areas=("dignity",))


def carer(**more: Found) -> Findings:
    return replace(adult(**more), whose=Whose.CARER)


@pytest.mark.parametrize(
    ("findings", "supported", "steps"),
    [
        (adult(nutrition=HELP, hygiene=HELP), True, (True, True, True)),
        (adult(nutrition=HELP), False, (True, False, True)),
        (adult(nutrition=HELP, hygiene=Found(unable=True)), False, (True, False, True)),
        (adult(nutrition=HELP, hygiene=Found(True, ("longer",))), True, (True, True, True)),
        (replace(adult(nutrition=HELP, hygiene=HELP), arises=False), False, (False, True, True)),
        (replace(adult(nutrition=HELP, hygiene=HELP), impact=None), False, (True, True, False)),
        (replace(adult(nutrition=HELP, hygiene=HELP), areas=()), False, (True, True, False)),
        (carer(**{"carer-work": HELP}), True, (True, True, True)),
        (carer(), False, (True, False, True)),
        (replace(carer(), health_at_risk=True), True, (True, True, True)),
        # For carers, taking longer is not among the reasons (regulation 3(3)).
        (carer(**{"carer-work": Found(True, ("longer",))}), False, (True, False, True)),
    ],
)
def test_each_test_of_the_regulations_counts_by_itself(
    findings: Findings, supported: bool, steps: tuple[bool, ...]
) -> None:
    workings = work_out(findings, rules=ENGLAND)

    assert (workings.supported, tuple(step.met for step in workings.steps)) == (supported, steps)
    assert workings.where_not == tuple(step for step in workings.steps if not step.met)


def test_the_workings_say_in_plain_words_what_counted_and_what_did_not() -> None:
    findings = replace(adult(nutrition=HELP, hygiene=Found(unable=True)), impact=None, areas=())

    workings = work_out(findings, rules=ENGLAND)

    assert workings.counted == ("nutrition",)
    assert [(step.reference, step.says) for step in workings.steps] == [
        ("SI 2015/313, regulation 2(1)(a)", "Found so."),
        (
            "SI 2015/313, regulation 2",
            "1 of 10: eating and drinking well. Not counted, because it is not written why: "
            "keeping clean.",
        ),
        (
            "SI 2015/313, regulation 2(1)(c)",
            "Not written down yet: what it does to wellbeing.",
        ),
    ]
    assert (
        "Health is at risk"
        in work_out(replace(carer(), health_at_risk=True), rules=ENGLAND).steps[1].says
    )


def some_findings(whose: Whose) -> st.SearchStrategy[Findings]:
    yes_no = st.sampled_from([None, False, True])
    found = st.builds(
        Found,
        unable=yes_no,
        because=st.lists(st.sampled_from(list(ENGLAND.because_words)), unique=True, max_size=2).map(
            tuple
        ),
    )
    return st.builds(
        Findings,
        whose=st.just(whose),
        outcomes=st.dictionaries(
            st.sampled_from([one.id for one in ENGLAND.tests[whose].outcomes]), found
        ),
        arises=yes_no,
        health_at_risk=yes_no,
        impact=yes_no,
        areas=st.lists(st.sampled_from(list(ENGLAND.wellbeing)), unique=True, max_size=2).map(
            tuple
        ),
    )


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(list(Whose)))
def test_more_need_recorded_never_turns_eligible_into_not_eligible(
    data: st.DataObject, whose: Whose
) -> None:
    before = data.draw(some_findings(whose))
    outcome = data.draw(st.sampled_from([one.id for one in ENGLAND.tests[whose].outcomes]))
    was = before.outcomes.get(outcome, Found())
    because = data.draw(st.sampled_from(list(ENGLAND.because_words)))
    more = data.draw(
        st.sampled_from(
            [
                replace(before, arises=True),
                replace(before, health_at_risk=True),
                replace(before, impact=True),
                replace(before, areas=(*before.areas, "home")),
                replace(before, outcomes={**before.outcomes, outcome: replace(was, unable=True)}),
                replace(
                    before,
                    outcomes={
                        **before.outcomes,
                        outcome: Found(True, (*was.because, because)),
                    },
                ),
            ]
        )
    )

    first, second = work_out(before, rules=ENGLAND), work_out(more, rules=ENGLAND)

    assert first.supported <= second.supported
    assert all(a.met <= b.met for a, b in zip(first.steps, second.steps, strict=True))
    assert set(first.counted) <= set(second.counted)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(Whose)).flatmap(some_findings))
def test_what_is_kept_with_a_decision_works_out_the_same_again(findings: Findings) -> None:
    again = findings_from(findings.as_data())

    assert work_out(again, rules=ENGLAND).as_data() == work_out(findings, rules=ENGLAND).as_data()
    assert nothing_found(again) == nothing_found(findings)


def test_rules_are_found_by_their_day_and_name_and_none_before_the_first() -> None:
    assert rules_on(date(2015, 4, 1)) is ENGLAND
    with pytest.raises(Refused, match="no national eligibility rules"):
        rules_on(date(2015, 3, 31))
    with pytest.raises(Refused, match="not kept here"):
        rules_named("scotland")
    with pytest.raises(Refused, match="not part of this assessment"):
        ENGLAND.tests[Whose.CARER].outcome("nutrition")
    assert {whose: len(test.outcomes) for whose, test in ENGLAND.tests.items()} == {
        Whose.ADULT: 10,
        Whose.CARER: 8,
    }
    assert all(rules.reference for rules in RULES.values())


def test_rules_that_count_more_than_they_name_are_refused() -> None:
    plain = {
        "version": "x",
        "in_force_from": date(2030, 1, 1),
        "reference": "x",
        "proposes_from_level": 2,
        "because_words": {"help": "x"},
        "wellbeing": {},
        "carer": (
            test := {
                "reference": "x",
                "outcomes_at_least": 1,
                "arises_words": "x",
                "unable_because": ["help"],
                "outcomes": [
                    {"id": "a", "reference": "", "words": "A", "national_id": "", "topic": ""}
                ],
            }
        ),
    }

    with pytest.raises(BadRules, match="counts outcomes"):
        rules_from({**plain, "adult": {**test, "outcomes_at_least": 2}})
    with pytest.raises(BadRules, match="no words for danger"):
        rules_from({**plain, "adult": {**test, "unable_because": ["danger"]}})


def test_levels_propose_and_say_why_and_half_an_answer_proposes_nothing() -> None:
    asked = questionnaire_named("everyday-2026")
    levels = {Question("q_washing"): Level(3), Question("q_meals"): Level(1)}

    assert proposed(asked, levels, rules=ENGLAND) == {"nutrition": False, "hygiene": True}
    assert what_proposes(asked, levels, "hygiene", rules=ENGLAND) == (
        "Getting washed and dressed: I need help every day",
    )
    known = {one.national_id for one in ENGLAND.tests[Whose.ADULT].outcomes}
    assert {one.national_id for made in QUESTIONNAIRES.values() for one in made.questions} - {
        ""
    } <= known
