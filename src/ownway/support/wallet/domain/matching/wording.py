"""Who was paid, out of the words of a bank. Pure."""

import re

from ownway.support.wallet.domain.statements.joining import folded

# What banks put before or behind a name.
_AROUND = frozenset(
    re.findall(
        r"\w+",
        """
        card cards payment payments purchase purchases visa mastercard debit credit direct
        contactless pos deb dd so bgc bac bacs fpi fpo fp faster bank transfer tfr standing order
        online mobile to from on at via ref reference mandate no number gbp cd vis crd bp bill
        google apple pay ending the ltd limited plc uk gb co www com paypal sumup zettle sq
        jan feb mar apr may jun jul aug sep sept oct nov dec
        monday tuesday wednesday thursday friday saturday sunday
        """,
    )
)


def name_words(words: str) -> tuple[str, ...]:
    """The words that tell who it was: no numbers, no days, none of the bank's own.

    Where nothing else stands there, the bank's words themselves.
    """
    every = folded(words).split()
    told = [one for one in every if not re.search(r"\d", one)]
    left = [one for one in told if one not in _AROUND and len(one) > 1]
    return tuple(left or told or every)


def rule_words(words: str) -> str:
    """The words an answer is remembered by: the first few of who it was."""
    return " ".join(name_words(words)[:4])


def holds(words: str, rule: str) -> bool:
    """Whether a line's words hold a rule's, one after the other."""
    if not rule:
        return False
    return f" {rule} " in f" {' '.join(name_words(words))} "


def likeness(words: str, payee: str) -> float:
    """How many of the payee's words stand in a line, from 0 to 1.

    An initial stands for a first name: J LINDQVIST is Jo Lindqvist.
    """
    asked = [one for one in folded(payee).split() if one not in _AROUND]
    if not asked:
        return 0.0
    told = set(folded(words).split())
    initials = {one for one in told if len(one) == 1}
    found = sum(
        1.0 if one in told else 0.5 if one[0] in initials and len(asked) > 1 else 0.0
        for one in asked
    )
    if found and any(one in told and len(one) > 2 for one in asked):
        return min(1.0, found / len(asked) + (0.25 if initials else 0.0))
    return found / len(asked) if found >= 1 else 0.0
