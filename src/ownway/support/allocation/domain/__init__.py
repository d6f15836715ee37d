"""Estimate an indicative budget from assessed needs.

An early figure, shared so that a person can plan; neither an entitlement nor a ceiling.
The personal budget (Care Act 2014, s.26) may come out higher or lower.

Units     Levels and points are whole numbers. Money is pence a week.
Promise   The figure depends on the answers and the scorecard, on nothing and nobody else.
          More need never means less money.
Errors    BeyondTable: the published table stops short of this score.
          NotTheseQuestions: the answers are not those the scorecard gives points for.
Source    Care and Support Statutory Guidance, 11.7 (share an indicative amount)
          and 11.24 (transparency, timeliness, sufficiency).
"""

from ownway.support.allocation.domain.figures import (
    Explanation,
    IndicativeBudget,
    NotTheseQuestions,
    PointsLine,
    TableLine,
    estimate,
    explain,
    ladder,
    what_if,
)
from ownway.support.allocation.domain.flags import Flag, flags_of
from ownway.support.allocation.domain.scorecard import (
    BeyondTable,
    LessForMore,
    Prepared,
    Scorecard,
    as_plain,
    prepared,
    scorecard_from,
)

__all__ = [
    "BeyondTable",
    "Explanation",
    "Flag",
    "IndicativeBudget",
    "LessForMore",
    "NotTheseQuestions",
    "PointsLine",
    "Prepared",
    "Scorecard",
    "TableLine",
    "as_plain",
    "estimate",
    "explain",
    "flags_of",
    "ladder",
    "prepared",
    "scorecard_from",
    "what_if",
]
