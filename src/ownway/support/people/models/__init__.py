"""The rows of people: who they are, who is around them, and who may see them.

Who may read these rows: said in each module. Only through `people.queries`.
"""

from ownway.support.people.models.dying import DeathNoted
from ownway.support.people.models.health import HealthCare
from ownway.support.people.models.lives import (
    AskedHowToTalk,
    HealthCondition,
    Identifier,
    Sharing,
    SupportReason,
)
from ownway.support.people.models.own_record import InvitedToOwnRecord, SaidWrong
from ownway.support.people.models.records import (
    AboutMe,
    CommunicationNeed,
    Joining,
    Locality,
    MovedRows,
    Person,
    PossibleMatch,
    PostcodeDistrict,
    SomeoneAround,
    TeamRule,
)
from ownway.support.people.models.seeing import (
    LetIn,
    LettersTo,
    Opening,
    ProtectedFact,
    RestrictedReader,
    Restriction,
)

__all__ = [
    "AboutMe",
    "AskedHowToTalk",
    "CommunicationNeed",
    "DeathNoted",
    "HealthCare",
    "HealthCondition",
    "Identifier",
    "InvitedToOwnRecord",
    "Joining",
    "LetIn",
    "LettersTo",
    "Locality",
    "MovedRows",
    "Opening",
    "Person",
    "PossibleMatch",
    "PostcodeDistrict",
    "ProtectedFact",
    "RestrictedReader",
    "Restriction",
    "SaidWrong",
    "Sharing",
    "SomeoneAround",
    "SupportReason",
    "TeamRule",
]
