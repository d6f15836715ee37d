"""Two records are joined by rule only when a valid NHS number and a birth date agree and nothing
speaks against it; a person is asked about every doubt, in words; and order never matters."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.support.people.domain import (
    Known,
    Verdict,
    compare,
    digest_of,
    names_alike,
    valid_nhs_number,
)

NHS, ANOTHER = "9990000018", "9990000026"
SEAN = Known(
    council_ids=("M-1",),
    nhs_number=NHS,
    given_name="Sean",
    family_name="O'Brien",
    born_on=date(1961, 4, 12),
    gender="Male",
    address="3 Mill Lane",
    postcode="QM1 4AB",
)
ALSO_SEAN = replace(SEAN, council_ids=("M-2",))


def verdict(**other: object) -> Verdict:
    return compare(SEAN, replace(ALSO_SEAN, **other)).verdict  # type: ignore[arg-type]  # any field


def test_same_number_and_birth_are_sure_though_nothing_else_is_known() -> None:
    bare = Known(council_ids=("M-2",), nhs_number=NHS, born_on=SEAN.born_on)

    found = compare(SEAN, bare)

    assert found.verdict == Verdict.SURE
    assert found.speaks_for == ("Same NHS number", "Born on the same day, 12 April 1961")
    assert found.speaks_against == ()


@pytest.mark.parametrize(
    ("family_name", "given_name"),
    [("OBRIEN", "Sean"), ("O’Brien", "Séan"), ("Sean", "O'Brien"), ("O'Brien", "Mr Sean")],
)
def test_case_marks_accents_and_order_of_names_do_not_matter(
    family_name: str, given_name: str
) -> None:
    assert verdict(family_name=family_name, given_name=given_name) == Verdict.SURE


def test_names_that_only_sound_alike_are_asked_about_even_with_the_same_number() -> None:
    found = compare(SEAN, replace(ALSO_SEAN, given_name="Shaun", family_name="Obrien"))

    assert found.verdict == Verdict.DOUBTFUL
    assert "Names sound alike: Sean O'Brien / Shaun Obrien" in found.speaks_for


@pytest.mark.parametrize(
    ("other", "against"),
    [
        (
            {"given_name": "Aisha", "family_name": "Patel"},
            "Different names: Sean O'Brien / Aisha Patel",
        ),
        ({"born_on": date(1971, 4, 12)}, None),
        ({"born_on": date(1971, 5, 13)}, "Born ten years apart"),
        ({"born_on": date(1961, 9, 30)}, "Born on different days"),
        ({"gender": "Female"}, "Gender written differently: Male / Female"),
        ({"died_on": date(2026, 1, 1)}, "One died; nobody noted a death on the other"),
        ({"born_on": date(1900, 1, 1)}, "A birth date that stands for one nobody knew"),
    ],
)
def test_one_contradiction_makes_the_same_number_a_question(
    other: dict[str, object], against: str | None
) -> None:
    """A carer's number typed on the row of the person cared for is one of these."""
    found = compare(SEAN, replace(ALSO_SEAN, **other))  # type: ignore[arg-type]  # any field

    assert found.verdict == Verdict.DOUBTFUL
    assert found.speaks_against == ((against,) if against else ())


def test_events_after_a_death_speak_against() -> None:
    dead = replace(SEAN, died_on=date(2026, 1, 1))
    alive = replace(ALSO_SEAN, last_told_on=date(2026, 6, 1))

    found = compare(dead, alive)

    assert found.verdict == Verdict.DOUBTFUL
    assert found.speaks_against == ("One died, and the other had support after that day",)
    assert compare(replace(dead, nhs_number=""), alive).verdict == Verdict.DOUBTFUL


@pytest.mark.parametrize("number", ["", "9999999999", "1234567890", "0000000000"])
def test_a_number_that_is_none_proves_nothing(number: str) -> None:
    """The same stand-in number on both is no number; what else is known decides."""
    assert not valid_nhs_number(number)
    one, other = replace(SEAN, nhs_number=number), replace(ALSO_SEAN, nhs_number=number)

    assert compare(one, other).verdict == Verdict.DOUBTFUL
    assert "Same NHS number" not in compare(one, other).speaks_for


def test_twins_are_never_sure() -> None:
    jon = replace(SEAN, given_name="Jon", nhs_number="")
    jan = replace(ALSO_SEAN, given_name="Jan", nhs_number="")

    assert compare(jon, jan).verdict == Verdict.DOUBTFUL
    mistyped = compare(replace(jon, nhs_number=NHS), replace(jan, nhs_number=NHS))
    assert mistyped.verdict == Verdict.DOUBTFUL
    own = compare(replace(jon, nhs_number=NHS), replace(jan, nhs_number=ANOTHER))
    assert own.verdict == Verdict.DOUBTFUL
    assert own.speaks_against == ("Two different NHS numbers",)


def test_twins_with_names_of_their_own_are_not_asked_about() -> None:
    ann = replace(SEAN, given_name="Ann", nhs_number="")
    peter = replace(ALSO_SEAN, given_name="Peter", nhs_number="")

    assert compare(ann, peter).verdict == Verdict.DIFFERENT


def test_father_and_son_of_one_name_and_address_are_two_people() -> None:
    assert verdict(nhs_number="", born_on=date(1989, 7, 2)) == Verdict.DIFFERENT


def test_without_a_birth_date_father_and_son_are_asked_about() -> None:
    assert verdict(nhs_number="", born_on=None) == Verdict.DOUBTFUL


def test_names_that_stand_for_no_name_prove_nothing() -> None:
    nobody = Known(("M-1",), given_name="Unknown", family_name="UNKNOWN", born_on=SEAN.born_on)

    found = compare(nobody, replace(nobody, council_ids=("M-2",)))

    assert (found.verdict, found.points) == (Verdict.DIFFERENT, 25)


def test_a_birth_that_stands_for_none_proves_nothing() -> None:
    one = replace(SEAN, nhs_number="", born_on=date(1900, 1, 1), postcode="", address="")

    assert compare(one, replace(one, council_ids=("M-2",))).verdict == Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("born_on", "words"),
    [
        (date(1961, 12, 4), "Born on the same day if day and month were swapped"),
        (date(1961, 4, 13), "Birth dates that differ in one figure"),
        (date(1951, 4, 12), "Birth dates that differ in one figure"),
    ],
)
def test_a_slip_in_a_birth_date_is_a_question(born_on: date, words: str) -> None:
    found = compare(SEAN, replace(ALSO_SEAN, born_on=born_on, nhs_number=""))

    assert found.verdict == Verdict.DOUBTFUL
    assert words in found.speaks_for


def test_a_new_family_name_is_a_question_not_a_certainty() -> None:
    assert verdict(family_name="Marsh") == Verdict.DOUBTFUL


def test_what_they_like_to_be_called_counts_as_a_first_name() -> None:
    ted = replace(SEAN, given_name="Edward", known_as="Ted")

    assert compare(ted, replace(ALSO_SEAN, given_name="Ted")).verdict == Verdict.SURE


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Shaun Obrien", "Sean O'Brien", True),
        ("OBRIEN Sean", "Sean O'Brien", True),
        ("Sean O'Brien", "Aisha Patel", False),
        ("Sean", "Sean O'Brien", False),
        ("Unknown", "Unknown", False),
    ],
)
def test_names_are_alike_by_sound_in_any_order(one: str, other: str, alike: bool) -> None:
    assert names_alike(one, other) == alike


def test_a_digest_changes_with_what_was_compared_and_not_with_the_order() -> None:
    assert digest_of(SEAN, ALSO_SEAN) == digest_of(ALSO_SEAN, SEAN)
    later = replace(ALSO_SEAN, last_told_on=date(2026, 6, 1))
    assert digest_of(SEAN, later) == digest_of(SEAN, ALSO_SEAN)
    moved = replace(ALSO_SEAN, postcode="QM2 1AA")
    assert digest_of(SEAN, moved) != digest_of(SEAN, ALSO_SEAN)


words = st.sampled_from(
    ["", "Sean", "Shaun", "O'Brien", "Obrien", "Unknown", "J", "Łukasz", "--", "李"]
)
days = st.none() | st.sampled_from(
    [date(1961, 4, 12), date(1961, 12, 4), date(1961, 4, 13), date(1900, 1, 1), date(1990, 1, 1)]
)
records = st.builds(
    Known,
    council_ids=st.sampled_from([("M-1",), ("M-2",), ("M-2", "M-3")]),
    nhs_number=st.sampled_from(["", NHS, ANOTHER, "9999999999"]),
    given_name=words,
    family_name=words,
    known_as=words,
    born_on=days,
    died_on=days,
    gender=st.sampled_from(["", "Male", "Female", "Unknown"]),
    address=st.sampled_from(["", "3 Mill Lane", "3, mill lane"]),
    postcode=st.sampled_from(["", "QM1 4AB", "qm14ab", "QM2 1AA"]),
    last_told_on=days,
)


@settings(deadline=None)
@given(records, records)
def test_order_never_matters_and_sure_needs_number_and_birth(a: Known, b: Known) -> None:
    found = compare(a, b)

    assert compare(b, a) == found
    if found.verdict == Verdict.SURE:
        assert a.nhs_number == b.nhs_number == NHS or a.nhs_number == b.nhs_number == ANOTHER
        assert a.born_on == b.born_on is not None
        assert found.speaks_against == ()


@settings(deadline=None)
@given(records, records)
def test_sure_is_never_reached_without_a_number(a: Known, b: Known) -> None:
    assert compare(replace(a, nhs_number=""), b).verdict != Verdict.SURE
