"""An assessment in the draft national standard, as plain JSON and back. Pure.

A document says who was assessed by whom and when, and asks questions with answers. The standard
leaves the wording of questions free and gives national ids; which of our questions an answer came
from travels in the question's own "@id", so that nothing of ours is lost and others can ignore it.

Units     Days and instants are ISO 8601. A level is written "2 of 4: …" with the words asked.
Promise   The same document is always spelt the same.
Source    SocialCareData/standard, PUB05 "Care Needs Assessments and Care Plans", draft 1.0.0:
          CareNeedsAssessment, AssessmentQuestion, Identifier, and their vocabularies.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

STANDARD = "Care Needs Assessments and Care Plans (PUB05), draft 1.0.0"
CONTEXT = "https://socialcaredata.github.io/assets/model/assessments-and-plans/context.jsonld"
KIND = "CareNeedsAssessment"


class Status(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    IN_ERROR = "entered-in-error"
    ENDED = "ended"
    COMPLETED = "completed"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


FINISHED = (Status.ACTIVE, Status.ENDED, Status.COMPLETED)


class AnswerType(StrEnum):
    STRING = "String"
    BOOLEAN = "Boolean"
    DATE = "Date"
    NUMBER = "Number"
    ENUM = "Enum"


CATEGORIES: Mapping[str, str] = {
    "PersonalContext": "About the person",
    "Health": "Health",
    "Housing": "Housing",
    "Finance": "Money",
    "Communication needs": "How to talk with them",
    "CA.nutrition": "Eating and drinking",
    "CA.hygiene": "Keeping clean",
    "CA.toilet": "Using the toilet",
    "CA.clothing": "Clothes",
    "CA.homeSafety": "Using the home safely",
    "CA.habitableHome": "A home fit to live in",
    "CA.maintainingRelationships": "Family and other relationships",
    "CA.WTEV": "Work, training, education and volunteering",
    "CA.communityServices": "Getting about and local services",
    "CA.responsibilityForOthers": "Caring for others",
    "Eligibility": "Eligibility",
    "Emergencies": "Emergencies",
    "Other": "Anything else",
}
NATIONAL: Mapping[str, str] = {
    "STAT-HEALTH-01": "Health",
    "STAT-HOUSING-01": "Housing",
    "STAT-FINANCE-01": "Finance",
    "CA-NUTRITION-01": "CA.nutrition",
    "CA-HYGIENE-01": "CA.hygiene",
    "CA-TOILET-01": "CA.toilet",
    "CA-CLOTHING-01": "CA.clothing",
    "CA-HOMESAFETY-01": "CA.homeSafety",
    "CA-HABITABLEHOME-01": "CA.habitableHome",
    "CA-RELATIONSHIPS-01": "CA.maintainingRelationships",
    "CA-WTEV-01": "CA.WTEV",
    "CA-COMMUNITY-01": "CA.communityServices",
    "CA-CARINGOTHERS-01": "CA.responsibilityForOthers",
    "CA-ELIGIBILITY-01": "Eligibility",
}
ELIGIBILITY = "CA-ELIGIBILITY-01"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "STAT-FINANCE-01": (
        "Fully client funded",
        "Joint client and social care funded",
        "Fully social care funded",
        "Unknown",
    ),
    ELIGIBILITY: (
        "Eligible needs identified",
        "Non-eligible needs identified",
        "No needs identified",
    ),
}
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or name, and the system within which it stands for one thing."""

    value: str
    system: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    is_review: bool
    previous: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedAnswered:
    """One question with its answers. `at` names it for whoever wrote it, and may be empty."""

    category: str
    text: str
    answers: tuple[str, ...]
    kind: AnswerType = AnswerType.STRING
    required: bool = False
    question_id: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class CareNeedsAssessment:
    identifier: Identifier
    person: Identifier
    professional: Identifier
    completed_at: datetime
    capacity: bool
    advocate_required: bool
    consent_to_sharing: bool
    reviews: tuple[Reviewed, ...]
    status: Status
    questions: tuple[AskedAnswered, ...]
    plan: Identifier | None = None
    episodes: tuple[Identifier, ...] = ()

    @property
    def completed_on(self) -> date:
        return self.completed_at.date()


# Writing


def as_plain(document: CareNeedsAssessment) -> dict[str, Any]:
    """The document as the standard spells it."""
    plain: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": KIND,
        "identifier": _identifier(document.identifier),
        "personId": _identifier(document.person),
        "professionalId": _identifier(document.professional),
        "dateCompleted": document.completed_at.isoformat(),
        "capacityToCompleteAssessment": document.capacity,
        "advocateRequired": document.advocate_required,
        "consentToInformationSharing": document.consent_to_sharing,
        "review": [_review(one) for one in document.reviews],
        "status": document.status.value,
        "assessmentQuestion": [_question(one) for one in document.questions],
    }
    if document.plan is not None:
        plain["planId"] = _identifier(document.plan)
    if document.episodes:
        plain["serviceEpisodeId"] = [_identifier(one) for one in document.episodes]
    return plain


def spelt(document: CareNeedsAssessment) -> str:
    """The document as text: always the same for the same document."""
    return json.dumps(as_plain(document), ensure_ascii=False, indent=2) + "\n"


def digest_of(document: CareNeedsAssessment) -> str:
    """SHA-256 of the document as `spelt`, in hexadecimal."""
    return hashlib.sha256(spelt(document).encode()).hexdigest()


def _identifier(one: Identifier) -> dict[str, str]:
    return {"@type": "Identifier", "value": one.value, "system": one.system}


def _review(one: Reviewed) -> dict[str, Any]:
    plain: dict[str, Any] = {"@type": "Review", "isReview": one.is_review}
    if one.previous:
        plain["previousId"] = [_identifier(each) for each in one.previous]
    return plain


def _question(one: AskedAnswered) -> dict[str, Any]:
    plain: dict[str, Any] = {"@type": "AssessmentQuestion"}
    if one.at:
        plain["@id"] = one.at
    if one.question_id:
        plain["questionId"] = one.question_id
    return plain | {
        "category": one.category,
        "questionText": one.text,
        "answer": list(one.answers),
        "answerType": one.kind.value,
        "required": one.required,
    }
