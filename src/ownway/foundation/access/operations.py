"""Decisions about who may sign in."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import Installation, SignIn, Team
from ownway.kernel.refusal import NotFound, Refused


@transaction.atomic
def record_installation(*, mode: str) -> None:
    """Say once what this database is for.

    Raises Refused when it already serves something else: demonstration and life never mix.
    """
    made, _ = Installation.objects.get_or_create(pk=1, defaults={"mode": mode})
    if made.mode != mode:
        raise Refused(
            f"This database was made for {made.mode} and cannot be used for {mode}. "
            "Set OWNWAY_HOME (or DATABASE_URL) to another place."
        )


@transaction.atomic
def record_council(code: str) -> None:
    """Say once which council's files this database takes (each council is its own controller).

    Raises Refused when it already takes another council's.
    """
    found = Installation.objects.select_for_update().get(pk=1)
    if not found.council_code:
        found.council_code = code
        found.save(update_fields=["council_code"])
    elif found.council_code != code:
        raise Refused(f"This database holds council {found.council_code}, not {code}.")


def forget_council() -> None:
    """No file of any council is held any longer, so that another council's may be the first."""
    Installation.objects.filter(pk=1).update(council_code="")


def add_team(name: str) -> Team:
    """The team of that name, made when it is new."""
    team, _ = Team.objects.get_or_create(name=name.strip())
    return team


@transaction.atomic
def add_sign_in(
    *,
    email: str,
    name: str,
    kind: Kind = Kind.STAFF,
    roles: Iterable[Role] = (),
    team: Team | None = None,
    job_title: str = "",
    own_person_id: UUID | None = None,
    password: str | None = None,
    demo_persona: str = "",
) -> SignIn:
    """Let somebody sign in.

    Raises Refused when the address is taken, a password is weak, or a demonstration persona is
    asked for outside the demonstration.
    """
    if demo_persona and settings.PRODUCTION:
        raise Refused("Personas exist only in the demonstration.")
    made = SignIn(
        email=email.strip().lower(),
        name=name.strip(),
        kind=kind.value,
        roles=sorted(role.value for role in roles),
        team=team,
        job_title=job_title,
        own_person_id=own_person_id,
        demo_persona=demo_persona,
    )
    if password is None:
        made.set_unusable_password()
    else:
        try:
            validate_password(password, made)
        except ValidationError as weak:
            raise Refused(" ".join(weak.messages)) from None
        made.set_password(password)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        if "email" in str(clash):
            raise Refused(f"Somebody already signs in with {made.email}.") from None
        if "own_person_id" in str(clash):
            raise Refused("Somebody already signs in to this record.") from None
        raise
    return made


@transaction.atomic
def close_sign_in(email: str) -> SignIn:
    """Let somebody sign in no more; open sessions end with their next page. Twice is safe.

    Raises NotFound when nobody signs in with that address.
    """
    found = SignIn.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if found is None:
        raise NotFound(f"Nobody signs in with {email}.")
    found.is_active = False
    found.save(update_fields=["is_active"])
    return found
