"""Words of a carer's assessment, and how soon somebody should look at it again. Pure.

Source    Care Act 2014, section 10(5): whether a carer is able, and is likely to go on being able,
          to care; whether they are willing, and likely to go on being; and section 10(6).
"""

from collections.abc import Collection

ABLE_AND_WILLING = {
    "yes": "Yes",
    "partly": "Yes, but not all of it",
    "for-now": "For now, not for long",
    "no": "No",
}
# Signs that caring may break down, in words; those of BREAKING alone mean: this week.
SIGNS = {
    "worn-out": "Worn out, or not sleeping",
    "own-health": "Their own health is getting worse",
    "alone": "Nobody to share it with",
    "work": "About to give up work or study",
    "quarrels": "Quarrels, or feeling like a stranger at home",
    "safety": "Afraid for their own safety, or of what they might do",
    "stop": "Says they cannot go on",
}
BREAKING = frozenset({"safety", "stop"})
SOON, THIS_WEEK = "within four weeks", "this week"
OLDER_FROM = 65  # years; whom a plan for later should be talked about with


def urgency(signs: Collection[str], *, able: str, willing: str) -> str:
    """How soon to act, as a proposal in words; empty where nothing presses."""
    if BREAKING & set(signs) or "no" in (able, willing):
        return THIS_WEEK
    if len(set(signs)) > 1 or "for-now" in (able, willing):
        return SOON
    return ""
