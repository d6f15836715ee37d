"""Who signs in, what role they hold, and through which front door they come. Pure words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

# Ends what somebody without e-mail signs in with: no mail can go there (RFC 2606, ".invalid").
NO_EMAIL = "@no-email.invalid"


def signs_in_with(email: str) -> str:
    """What somebody types to sign in: their e-mail, or the name they were given without one."""
    return email.removesuffix(NO_EMAIL)


class Kind(StrEnum):
    STAFF = "staff"
    PERSON = "person"
    CARER = "carer"
    PROVIDER = "provider"


class Role(StrEnum):
    PRACTITIONER = "practitioner"
    TEAM_MANAGER = "team manager"
    HEAD_OF_SERVICE = "head of service"
    BROKER = "broker"
    FINANCE = "finance"
    SAFEGUARDING_LEAD = "safeguarding lead"
    INFORMATION_GOVERNANCE = "information governance"
    COMMISSIONER = "commissioner"
    PERFORMANCE = "performance"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """How far somebody's sight goes, for the second lock: whose rows exist for them at all."""

    NOTHING = ""
    OWN = "own"  # their own record, and those they were let in to
    TEAM = "team"  # their team, their caseload, and whom they gave a reason for
    ALL = "all"  # roles that serve the whole council; restricted records apart


# Roles whose work is about people all over the council.
WHOLE_COUNCIL = frozenset(
    {
        Role.HEAD_OF_SERVICE,
        Role.BROKER,
        Role.FINANCE,
        Role.SAFEGUARDING_LEAD,
        Role.INFORMATION_GOVERNANCE,
        Role.PERFORMANCE,
    }
)


def reach_of(kind: str, roles: Iterable[str]) -> Reach:
    """The furthest of what somebody's kind and roles reach."""
    if kind in (Kind.PERSON, Kind.CARER):
        return Reach.OWN
    if kind != Kind.STAFF:
        return Reach.NOTHING
    held = set(roles)
    if not WHOLE_COUNCIL.isdisjoint(held):
        return Reach.ALL
    return Reach.TEAM if held & {Role.PRACTITIONER, Role.TEAM_MANAGER} else Reach.NOTHING


class FrontDoor(StrEnum):
    """The audiences, each by the prefix of its addresses."""

    PUBLIC = ""
    MY = "my/"
    TEAM = "team/"
    PROVIDER = "provider/"
    COMMISSIONING = "commissioning/"


class Asker(Protocol):
    """Whoever asks; one who is known also has a `kind` and `roles`."""

    @property
    def is_authenticated(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may open a route or take a decision, in words that a refusal can use.

    `words` finishes the sentence "You may not …". Staff need one of `roles`; a person, carer or
    provider needs their `kind` listed; `anyone` opens a public page; `signed_in` anybody known.
    """

    words: str
    roles: frozenset[Role] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    anyone: bool = False
    signed_in: bool = False

    def allows(self, asker: Asker) -> bool:
        if self.anyone:
            return True
        if not asker.is_authenticated:
            return False
        if self.signed_in:
            return True
        kind: str = getattr(asker, "kind", "")
        roles: list[str] = getattr(asker, "roles", [])
        if kind == Kind.STAFF:
            return not self.roles.isdisjoint(roles)
        return kind in self.kinds

    def refusal(self) -> str:
        able = ", ".join(sorted(role.value for role in self.roles))
        ask = f" Someone who may: {able}." if able else ""
        return f"You may not {self.words}.{ask}"


ANYONE = Permission("open this page", anyone=True)
SIGNED_IN = Permission("open this page without signing in", signed_in=True)


def may(words: str, *who: Role | Kind) -> Permission:
    """A permission by role (staff) or kind (person, carer, provider)."""
    return Permission(
        words,
        roles=frozenset(one for one in who if isinstance(one, Role)),
        kinds=frozenset(one for one in who if isinstance(one, Kind)),
    )
