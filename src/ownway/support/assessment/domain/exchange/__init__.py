"""An assessment in the draft national standard: written, read, and brought together with ours."""

from ownway.support.assessment.domain.exchange.document import (
    NHS_NUMBER,
    STANDARD,
    CareNeedsAssessment,
    Identifier,
    as_plain,
    digest_of,
    spelt,
)
from ownway.support.assessment.domain.exchange.ours import (
    Heard,
    Ours,
    Wrote,
    answers_in,
    eligibility_in,
    heard,
    our_people,
    statutory_without,
    written_out,
)
from ownway.support.assessment.domain.exchange.reading import (
    MOST_BYTES,
    NotReadable,
    Problem,
    Read,
    check_finished,
    read,
)

__all__ = [
    "MOST_BYTES",
    "NHS_NUMBER",
    "STANDARD",
    "CareNeedsAssessment",
    "Heard",
    "Identifier",
    "NotReadable",
    "Ours",
    "Problem",
    "Read",
    "Wrote",
    "answers_in",
    "as_plain",
    "check_finished",
    "digest_of",
    "eligibility_in",
    "heard",
    "our_people",
    "read",
    "spelt",
    "statutory_without",
    "written_out",
]
