"""A password is long without the words that anybody would try here first."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from ownway.foundation.access.passwords import NoWordsOfThisPlace, words_of_this_place


@override_settings(OWNWAY_COUNCIL="The Royal Borough of Marlshire")
def test_words_of_the_council_are_of_this_place_and_small_words_are_not() -> None:
    words = words_of_this_place()

    assert {"royal", "borough", "marlshire", "ownway"} <= set(words)
    assert {"the", "of"}.isdisjoint(words)


@override_settings(OWNWAY_COUNCIL="Marlshire Council")
@pytest.mark.parametrize(
    "password", ["MarlshireCouncil2026", "ownway-ownway-ownway", "SocialCare!Welcome1"]
)
def test_what_is_mostly_such_words_is_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="Choose other words"):
        NoWordsOfThisPlace().validate(password)


@override_settings(OWNWAY_COUNCIL="Marlshire Council")
@pytest.mark.parametrize("password", ["correct council horse battery", "heron-teapot-Marlshire"])
def test_such_a_word_among_others_is_no_harm(password: str) -> None:
    NoWordsOfThisPlace().validate(password)
