"""Decisions about who may sign in."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import Installation, Invitation, Session, SignIn, Team
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

ADDED = declare("access.added", "A sign-in was added")
WORK_CHANGED = declare("access.work-changed", "Roles or team of a sign-in were changed")
CLOSED = declare("access.closed", "A sign-in was closed")
REOPENED = declare("access.reopened", "A sign-in was reopened")
ENDED_EVERYWHERE = declare("access.ended-everywhere", "Somebody was signed out everywhere")
LINKED = declare("access.linked", "A sign-in was linked to the council's own sign-in")


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
    by: SignIn | None = None,
    on: date | None = None,
) -> SignIn:
    """Let somebody sign in. Without a password they set one through an invitation.

    The fact is recorded for the day `on`; invented sign-ins are made without one. Raises Refused
    when the address is taken, a password is weak, or a demonstration persona is asked for outside
    the demonstration; NotAllowed when `by` is given and no administrator.
    """
    if by is not None:
        _check_administrator(by)
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
    if on is not None:
        facts.record(ADDED, of=made.pk, by=by, on=on, after=_work_of(made))
    return made


@transaction.atomic
def change_work(
    sign_in_id: UUID,
    *,
    roles: Iterable[Role],
    team: Team | None,
    job_title: str,
    by: SignIn,
    on: date,
) -> SignIn:
    """Change what a member of staff does here; what they have open ends with the next page.

    Raises NotAllowed: no administrator, or their own. Refused: not staff, who alone have roles.
    """
    _check_administrator(by)
    if by.pk == sign_in_id:
        raise NotAllowed("You may not change your own roles. Another administrator may.")
    who = _locked(sign_in_id)
    if who.kind != Kind.STAFF:
        raise Refused("Only staff have roles and a team.")
    before = _work_of(who)
    who.roles = sorted(role.value for role in roles)
    who.team, who.job_title = team, job_title.strip()
    if _work_of(who) == before:
        return who
    who.epoch += 1
    who.save(update_fields=["roles", "team", "job_title", "epoch"])
    _end_sessions(who)
    facts.record(WORK_CHANGED, of=who.pk, by=by, on=on, before=before, after=_work_of(who))
    return who


@transaction.atomic
def close_sign_in(email: str, *, by: SignIn | None = None, on: date | None = None) -> SignIn:
    """Let somebody sign in no more; open sessions end with their next page. Twice is safe.

    Raises NotFound when nobody signs in with that address; NotAllowed when `by` is given and no
    administrator, or closes their own.
    """
    if by is not None:
        _check_administrator(by)
    found = SignIn.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if found is None:
        raise NotFound(f"Nobody signs in with {email}.")
    if by is not None and by.pk == found.pk:
        raise NotAllowed("You may not close your own sign-in. Another administrator may.")
    if not found.is_active:
        return found
    found.is_active = False
    found.epoch += 1
    found.save(update_fields=["is_active", "epoch"])
    _end_sessions(found)
    Invitation.objects.filter(sign_in=found, taken_at__isnull=True).delete()
    if on is not None:
        facts.record(CLOSED, of=found.pk, by=by, on=on)
    return found


@transaction.atomic
def reopen_sign_in(sign_in_id: UUID, *, by: SignIn, on: date) -> SignIn:
    """Let somebody sign in again. Twice is safe. Raises NotAllowed: no administrator."""
    _check_administrator(by)
    who = _locked(sign_in_id)
    if not who.is_active:
        who.is_active = True
        who.save(update_fields=["is_active"])
        facts.record(REOPENED, of=who.pk, by=by, on=on)
    return who


@transaction.atomic
def end_everywhere(who: SignIn, *, on: date) -> None:
    """Sign oneself out wherever one is signed in, here too."""
    who = _locked(who.pk)
    who.epoch += 1
    who.save(update_fields=["epoch"])
    _end_sessions(who)
    facts.record(ENDED_EVERYWHERE, of=who.pk, by=who, on=on)


def end_session(who: SignIn, place: str) -> None:
    """End one of one's own sessions, named by `queries.sessions`. Raises NotFound: none of them."""
    if not Session.objects.filter(sign_in=who, session_key=place).delete()[0]:
        raise NotFound("You are not signed in there any more.")


@transaction.atomic
def link_to_council(who: SignIn, subject: str, *, on: date) -> None:
    """Remember who this is to the council's own sign-in, by issuer and subject, once."""
    SignIn.objects.filter(pk=who.pk).update(council_subject=subject)
    Invitation.objects.filter(sign_in=who, taken_at__isnull=True).delete()
    facts.record(LINKED, of=who.pk, by=who, on=on)


def _check_administrator(by: SignIn) -> None:
    if Role.ADMINISTRATOR.value not in by.roles:
        raise NotAllowed("You may not decide who signs in. Someone who may: administrator.")


def _locked(sign_in_id: UUID) -> SignIn:
    found = SignIn.objects.select_for_update(of=("self",)).filter(pk=sign_in_id).first()
    if found is None:
        raise NotFound("Nobody signs in with that number.")
    return found


def _end_sessions(who: SignIn) -> None:
    Session.objects.filter(sign_in=who).delete()


def _work_of(who: SignIn) -> dict[str, object]:
    return {
        "roles": list(who.roles),
        "team": who.team.name if who.team else "",
        "job_title": who.job_title,
    }
