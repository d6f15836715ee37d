"""Words about people, and when two records are of the same person. Pure."""

from ownway.support.people.domain.likeness import (
    Known,
    Likeness,
    Verdict,
    compare,
    digest_of,
    names_alike,
    valid_nhs_number,
)
from ownway.support.people.domain.words import (
    COMMUNICATION_NEEDS,
    OTHER,
    SUPPORT_REASONS,
    Rule,
    display_name,
    need_in_words,
    postcode_district,
    support_reason_group,
    team_for,
)

__all__ = [
    "COMMUNICATION_NEEDS",
    "OTHER",
    "SUPPORT_REASONS",
    "Known",
    "Likeness",
    "Rule",
    "Verdict",
    "compare",
    "digest_of",
    "display_name",
    "names_alike",
    "need_in_words",
    "postcode_district",
    "support_reason_group",
    "team_for",
    "valid_nhs_number",
]
