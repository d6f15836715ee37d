"""A notice goes in a form the person can use, its gaps hold only what they may, and a changed
address is looked at twice."""

from datetime import date

import pytest

from ownway.foundation.notices.domain import (
    PICTURES,
    TEMPLATES,
    Address,
    Channel,
    Choice,
    Format,
    Line,
    Unsuitable,
    address_of,
    check,
    check_suits,
    choose,
    fill,
    lines_of,
    suits,
    too_long,
    wants_second_look,
)
from ownway.kernel.refusal import Refused

HERE = (Channel.LETTER, Channel.EMAIL)
TANNERY = address_of("3 Tannery Row", "", "Thornbeck", postcode="qm34ab")
ELSEWHERE = address_of("9 Mill Lane", "Thornbeck", postcode="QM3 4AB")
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ((), Choice(Format.STANDARD, Channel.LETTER, "")),
        (("large-print",), Choice(Format.LARGE_PRINT, Channel.LETTER, "")),
        (("easy-read", "large-print"), Choice(Format.EASY_READ, Channel.LETTER, "")),
        (("braille",), Choice(Format.BRAILLE, Channel.LETTER, "")),
        (("interpreter:Polish",), Choice(Format.OTHER_LANGUAGE, Channel.LETTER, "")),
        (("email-only",), Choice(Format.STANDARD, Channel.EMAIL, "")),
        (("hearing-loop",), Choice(Format.STANDARD, Channel.LETTER, "")),
    ],
)
def test_the_first_format_that_meets_every_need_is_suggested(
    needs: tuple[str, ...], expected: Choice
) -> None:
    assert choose(needs, HERE) == expected


def test_why_no_format_suits_is_said() -> None:
    assert choose(("easy-read", "braille"), HERE).because == (
        "No one format meets every need. Ask them what would."
    )
    assert choose((), ()).because == "There is no address, email or telephone to send it to."


def test_a_format_somebody_cannot_use_is_refused_without_a_reason() -> None:
    with pytest.raises(Unsuitable, match="They need Easy Read, and this is standard"):
        check_suits(Format.STANDARD, Channel.LETTER, ["easy-read"], because=" ")
    assert not check_suits(Format.STANDARD, Channel.LETTER, ["easy-read"], because="She asked")
    assert check_suits(Format.EASY_READ, Channel.LETTER, ["easy-read"], because="")


def test_a_letter_does_not_suit_somebody_who_asked_for_email() -> None:
    wrong = suits(Format.STANDARD, Channel.LETTER, ["email-only"])
    assert wrong == "They asked for email, not post or telephone."
    assert suits(Format.STANDARD, Channel.EMAIL, ["email-only"]) == ""


def test_an_address_is_one_whole_address() -> None:
    assert Address(("3 Tannery Row", "Thornbeck"), "QM3 4AB") == TANNERY
    assert TANNERY.in_window("Ruth Calloway") == (
        "Ruth Calloway",
        "3 Tannery Row",
        "Thornbeck",
        "QM3 4AB",
    )


@pytest.mark.parametrize(
    ("lines", "postcode", "why"),
    [
        ((), "QM3 4AB", "needs a first line"),
        (("3 Tannery Row",), "", "not shaped like a postcode"),
        (("3 Tannery Row",), "THORNBECK", "not shaped like a postcode"),
        (("a", "b", "c", "d", "e"), "QM3 4AB", "more lines than an envelope"),
        (("3 Tannery Row\n9 Mill Lane",), "QM3 4AB", "too long"),
    ],
)
def test_an_address_that_is_not_whole_is_refused(
    lines: tuple[str, ...], postcode: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        Address(lines, postcode)


@pytest.mark.parametrize(
    ("last", "since", "expected"),
    [
        (None, None, False),
        (None, date(2026, 11, 1), True),
        (None, date(2020, 1, 1), False),
        (TANNERY.in_window("Ruth Calloway"), date(2026, 11, 1), False),
        (ELSEWHERE.in_window("Ruth Calloway"), None, True),
    ],
)
def test_the_first_letter_to_a_changed_address_is_looked_at_twice(
    last: tuple[str, ...] | None, since: date | None, expected: bool
) -> None:
    wanted = wants_second_look(TANNERY, last=last, name="Ruth Calloway", known_since=since, on=DAY)
    assert wanted is expected


def test_a_gap_that_is_not_allowed_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match=r"\(\(nhs_number\)\) is not known here.*\(\(name\)\)"):
        check("Dear ((nhs_number))", ("name",))


@pytest.mark.parametrize("text", ["Dear ((name", "Dear name))", "((na((me))"])
def test_a_gap_left_open_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        check(text, ("name",))


def test_a_gap_without_a_value_is_refused() -> None:
    with pytest.raises(Refused, match=r"nothing to put in \(\(name\)\)"):
        fill("Dear ((name))", {"name": " "}, ("name",))


@pytest.mark.parametrize(
    "value", ["((link))", "{{ 7 * 7 }}", "{name.__class__}", "%(link)s", "#sys.inputs", "# Heading"]
)
def test_what_a_value_says_is_never_run_nor_read_as_a_gap(value: str) -> None:
    said = fill("Dear ((name)) ((link))", {"name": value, "link": "SECRET"}, ("name", "link"))
    assert said == f"Dear {value} SECRET"


def test_a_value_cannot_begin_a_line_of_its_own() -> None:
    said = fill("Dear ((name))", {"name": "Ruth\n# We stop your money"}, ("name",))
    assert lines_of(said) == (Line("Dear Ruth # We stop your money"),)


def test_lines_have_headings_and_known_pictures() -> None:
    assert lines_of("# Your money\n\n[money] It costs £5.\nBye") == (
        Line("Your money", heading=True),
        Line("It costs £5.", picture="money"),
        Line("Bye"),
    )
    with pytest.raises(Refused, match="no picture"):
        check("[dragon] Hello", ())


def test_long_sentences_are_named() -> None:
    assert too_long("[tick] We said yes. " + "word " * 16 + ".") == ("word " * 16 + ".",)


@pytest.mark.parametrize("code", TEMPLATES)
def test_our_own_templates_keep_their_promises(code: str) -> None:
    one = TEMPLATES[code]
    check(one.standard, one.allowed)
    check(one.easy_read, one.allowed)
    assert too_long(one.easy_read) == ()
    assert {line.picture for line in lines_of(one.easy_read)} <= {"", *PICTURES}
    assert "((telephone))" in one.standard
