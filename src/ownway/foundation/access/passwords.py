"""Words that anybody would guess here do not make a password long.

Promise   The product's name, the council's and the words of the trade count for nothing: what is
          left of a password without them has eight characters or more.
Errors    ValidationError, in words for whoever chose it.
"""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

OF_THE_TRADE = ("ownway", "adult", "social", "care", "council", "support", "welcome", "password")
LEAST_WITHOUT = 8  # characters
SHORTEST_WORD = 4  # letters: "of" and "the" are in no list


def words_of_this_place() -> list[str]:
    """Words that do not count, the longest first, so that none hides part of another."""
    council = re.findall(r"\w+", settings.OWNWAY_COUNCIL.casefold())
    said = {*OF_THE_TRADE, *(word for word in council if len(word) >= SHORTEST_WORD)}
    return sorted(said, key=lambda word: (-len(word), word))


class NoWordsOfThisPlace:
    """A password validator, as Django calls it."""

    def validate(self, password: str, user: object = None) -> None:
        left = password.casefold()
        for word in words_of_this_place():
            left = left.replace(word, "")
        if len(left) < LEAST_WITHOUT:
            raise ValidationError(
                "This password is mostly words that anybody would try here, like the name of the "
                "council. Choose other words."
            )

    def get_help_text(self) -> str:
        return "Words like the name of the council do not count towards its length."
