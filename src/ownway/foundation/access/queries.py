"""Questions about who signs in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Lower

from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import (
    Installation,
    Invitation,
    OneTimeSecret,
    Passkey,
    RecoveryCode,
    Session,
    SignIn,
    Team,
)
from ownway.kernel.refusal import NotFound


def installation_mode() -> str | None:
    """What this database is for: "production", "demo", "test", or None before anyone said."""
    try:
        found = Installation.objects.first()
    except DatabaseError:
        return None
    return found.mode if found else None


def council_code() -> str:
    """The council whose files this database takes; empty until the first file came."""
    found = Installation.objects.first()
    return found.council_code if found else ""


def team_named(name: str) -> Team:
    try:
        return Team.objects.get(name=name)
    except Team.DoesNotExist:
        raise NotFound(f"There is no team called {name}.") from None


def teams() -> list[Team]:
    return list(Team.objects.all())


def sign_in_by_email(email: str) -> SignIn:
    try:
        return SignIn.objects.select_related("team").get(email__iexact=email)
    except SignIn.DoesNotExist:
        raise NotFound(f"Nobody signs in with {email}.") from None


def sign_in(sign_in_id: UUID) -> SignIn:
    try:
        return SignIn.objects.select_related("team").get(pk=sign_in_id)
    except SignIn.DoesNotExist:
        raise NotFound("Nobody signs in with that number.") from None


def sign_ins(sign_in_ids: Iterable[UUID]) -> dict[UUID, SignIn]:
    """These people who sign in, by id; unknown ids are left out."""
    rows = SignIn.objects.filter(pk__in=set(sign_in_ids)).select_related("team")
    return {row.pk: row for row in rows}


def with_role(role: Role) -> list[SignIn]:
    """Staff who hold a role, by name."""
    rows = SignIn.objects.filter(roles__contains=[role.value], is_active=True)
    return list(rows.order_by("name", "pk"))


def colleagues(team_id: UUID | None) -> list[SignIn]:
    """Staff of one team, by name; nobody for somebody without a team."""
    if team_id is None:
        return []
    return list(SignIn.objects.filter(team_id=team_id, is_active=True).order_by("name"))


def staff() -> list[SignIn]:
    """Everybody of staff who works here, by name."""
    rows = SignIn.objects.filter(kind=Kind.STAFF.value, is_active=True)
    return list(rows.select_related("team").order_by("name", "pk"))


def names_of_staff() -> frozenset[str]:
    """The names of everybody of staff, also of those who left."""
    return frozenset(SignIn.objects.filter(kind=Kind.STAFF.value).values_list("name", flat=True))


def personas() -> list[SignIn]:
    """The invented people to sign in as: none outside the demonstration."""
    if not settings.DEMO and settings.OWNWAY_MODE != "test":
        return []
    return list(
        SignIn.objects.exclude(demo_persona="").select_related("team").order_by("created_at")
    )


def own_sign_in(person_ids: Iterable[UUID]) -> SignIn | None:
    """The sign-in that opens the record of a person known by these ids, if there is one."""
    return SignIn.objects.filter(own_person_id__in=list(person_ids)).first()


def people_with_a_sign_in(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these people whose own record a sign-in opens."""
    found = SignIn.objects.filter(own_person_id__in=list(person_ids))
    return frozenset(one for one in found.values_list("own_person_id", flat=True) if one)


# How somebody signs in, and where they are signed in


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors somebody has. Recovery codes count for as long as another does."""

    app: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        return self.app or self.passkeys > 0


def factors_of(who: SignIn) -> Factors:
    return Factors(
        app=OneTimeSecret.objects.filter(sign_in=who, confirmed_at__isnull=False).exists(),
        passkeys=Passkey.objects.filter(sign_in=who).count(),
        recovery_codes=RecoveryCode.objects.filter(sign_in=who, used_at__isnull=True).count(),
    )


def passkeys_of(who: SignIn) -> list[Passkey]:
    return list(Passkey.objects.filter(sign_in=who))


def sessions(who: SignIn, *, at: datetime) -> list[Session]:
    """Where somebody is signed in, the newest use first."""
    rows = Session.objects.filter(sign_in=who, expire_date__gt=at)
    return list(rows.order_by("-used_at", "pk"))


def everybody(find: str = "", *, most: int = 200) -> tuple[list[SignIn], int]:
    """Who signs in or did, staff first, by name, `most` of them; and how many there are.

    For administrators. Each row also says whether there is a second factor (`factor`).
    """
    rows = SignIn.objects.select_related("team")
    if find.strip():
        rows = rows.filter(Q(name__icontains=find.strip()) | Q(email__icontains=find.strip()))
    told = rows.annotate(
        factor=Exists(
            OneTimeSecret.objects.filter(sign_in=OuterRef("pk"), confirmed_at__isnull=False)
        )
        | Exists(Passkey.objects.filter(sign_in=OuterRef("pk")))
    ).order_by(Case(When(kind=Kind.STAFF.value, then=0), default=1), Lower("name"), "email")
    return list(told[:most]), rows.count()


def council_sign_in() -> bool:
    """Whether the council's own sign-in is set up."""
    return bool(settings.OWNWAY_OIDC_ISSUER and settings.OWNWAY_OIDC_CLIENT_ID)


def has_signed_in(who: SignIn) -> bool:
    """Whether somebody took up their sign-in; those of the demonstration need no invitation."""
    return who.last_login is not None or bool(who.demo_persona)


def has_invitation(who: SignIn, *, at: datetime) -> bool:
    """Whether an invitation of somebody still waits to be taken."""
    rows = Invitation.objects.filter(sign_in=who, purpose=Invitation.INVITED, until__gt=at)
    return rows.filter(taken_at__isnull=True).exists()


def sign_in_by_subject(subject: str) -> SignIn | None:
    """Who this is to the council's own sign-in, once they came from there."""
    return SignIn.objects.filter(council_subject=subject, is_active=True).first()
