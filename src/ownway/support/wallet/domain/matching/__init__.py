"""What was expected on an account, laid beside what stands there."""

from ownway.support.wallet.domain.matching.values import (
    Expected,
    Match,
    Matched,
    Moved,
    Rule,
    What,
)
from ownway.support.wallet.domain.matching.weighing import match
from ownway.support.wallet.domain.matching.wording import holds, name_words, rule_words

__all__ = [
    "Expected",
    "Match",
    "Matched",
    "Moved",
    "Rule",
    "What",
    "holds",
    "match",
    "name_words",
    "rule_words",
]
