"""Second factors: an authenticator app, passkeys, and recovery codes for the day both are lost.

Source    RFC 6238 (one-time codes); W3C Web Authentication Level 2 (passkeys); NCSC, "Multi-factor
          authentication for online services".
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ownway.foundation.access import one_time, passkeys
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import (
    Invitation,
    KeptForm,
    OneTimeSecret,
    Passkey,
    RecoveryCode,
    Session,
    SignIn,
)
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

APP_ADDED = declare("access.app-added", "An authenticator app was added")
APP_REMOVED = declare("access.app-removed", "An authenticator app was removed")
PASSKEY_ADDED = declare("access.passkey-added", "A passkey was added")
PASSKEY_REMOVED = declare("access.passkey-removed", "A passkey was removed")
CODES_MADE = declare("access.recovery-codes-made", "Recovery codes were made")
CODE_USED = declare("access.recovery-code-used", "A recovery code was used")
FACTORS_RESET = declare("access.factors-reset", "An administrator reset a second factor")

CODES = 10


@transaction.atomic
def begin_app(who: SignIn) -> str:
    """The secret for an authenticator app that is not confirmed yet; the same until it is.

    Raises Refused when an app is confirmed already: remove it first.
    """
    made, _ = OneTimeSecret.objects.get_or_create(
        sign_in=who, defaults={"secret": one_time.new_secret()}
    )
    if made.confirmed_at is not None:
        raise Refused("You already have an authenticator app. Remove it before you add another.")
    return str(made.secret)


@transaction.atomic
def confirm_app(who: SignIn, typed: str, *, on: date, at: datetime) -> None:
    """Take the first code of an app, which makes it count. Raises Refused: not the right code."""
    row = OneTimeSecret.objects.select_for_update().filter(sign_in=who).first()
    if row is None or row.confirmed_at is not None:
        raise Refused("Begin again: there is no app waiting for its first code.")
    step = one_time.step_taken(row.secret, typed, seconds=at.timestamp(), after=row.last_step)
    if step is None:
        raise Refused("That is not the code your app shows now. Wait for the next one and type it")
    row.last_step, row.confirmed_at = step, at
    row.save(update_fields=["last_step", "confirmed_at"])
    facts.record(APP_ADDED, of=who.pk, by=who, on=on)


@transaction.atomic
def remove_app(who: SignIn, *, on: date) -> None:
    """Take the authenticator app away. Twice is safe."""
    if OneTimeSecret.objects.filter(sign_in=who).delete()[0]:
        facts.record(APP_REMOVED, of=who.pk, by=who, on=on)


@transaction.atomic
def take_code(who: SignIn, typed: str, *, on: date, at: datetime) -> str:
    """Take a code of the app, or a recovery code; says which: "app" or "recovery".

    No code is taken twice. Raises Refused: not right, or used already.
    """
    row = OneTimeSecret.objects.select_for_update().filter(sign_in=who).first()
    if row is not None and row.confirmed_at is not None:
        step = one_time.step_taken(row.secret, typed, seconds=at.timestamp(), after=row.last_step)
        if step is not None:
            row.last_step = step
            row.save(update_fields=["last_step"])
            return "app"
    unused = RecoveryCode.objects.filter(
        sign_in=who, digest=_digest_of(typed), used_at__isnull=True
    )
    if unused.update(used_at=at):
        facts.record(CODE_USED, of=who.pk, by=who, on=on)
        return "recovery"
    raise Refused("That code is not right. Type the one your app shows now, or a recovery code")


@transaction.atomic
def make_recovery_codes(who: SignIn, *, on: date) -> list[str]:
    """Ten new recovery codes, to be shown once; older ones end."""
    RecoveryCode.objects.filter(sign_in=who).delete()
    made = [_new_code() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(sign_in=who, digest=_digest_of(code)) for code in made
    )
    facts.record(CODES_MADE, of=who.pk, by=who, on=on)
    return made


@transaction.atomic
def add_passkey(
    who: SignIn,
    answer: Mapping[str, Any],
    *,
    name: str,
    state: Mapping[str, Any],
    site: passkeys.Site,
    on: date,
    at: datetime,
) -> Passkey:
    """Keep the public half of a passkey that somebody's device just made.

    Raises Refused: the answer does not fit what was asked, or the passkey is known already.
    """
    found = passkeys.registered(answer, state=state, site=site)
    if Passkey.objects.filter(credential_id=found.credential_id).exists():
        raise Refused("This passkey is already in use here.")
    made = Passkey.objects.create(
        sign_in=who,
        name=name.strip()[:80] or "Passkey",
        credential_id=found.credential_id,
        credential=found.credential,
        counter=found.counter,
        added_at=at,
    )
    facts.record(PASSKEY_ADDED, of=who.pk, by=who, on=on)
    return made


@transaction.atomic
def take_passkey(
    answer: Mapping[str, Any],
    *,
    state: Mapping[str, Any],
    site: passkeys.Site,
    at: datetime,
    of: SignIn | None = None,
) -> SignIn:
    """Who signed our question with their passkey; `of` when it must be this one.

    Raises Refused: no passkey we know, not the right signature, or a copied key (its counter went
    back).
    """
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("sign_in")
    row = rows.filter(credential_id=passkeys.credential_id_of(answer)).first()
    if row is None or not row.sign_in.is_active or (of is not None and row.sign_in_id != of.pk):
        raise Refused("We do not know this passkey. Use another way to sign in.")
    counter = passkeys.signed(answer, credential=bytes(row.credential), state=state, site=site)
    if counter <= row.counter and (counter or row.counter):
        raise Refused("This passkey was copied, so we do not take it. Ask an administrator.")
    row.counter, row.used_at = counter, at
    row.save(update_fields=["counter", "used_at"])
    return row.sign_in


@transaction.atomic
def remove_passkey(who: SignIn, passkey_id: UUID, *, on: date) -> None:
    """Take one of one's own passkeys away. Raises NotFound: none of theirs."""
    if not Passkey.objects.filter(pk=passkey_id, sign_in=who).delete()[0]:
        raise NotFound("You have no such passkey.")
    facts.record(PASSKEY_REMOVED, of=who.pk, by=who, on=on)


@transaction.atomic
def reset_factors(sign_in_id: UUID, *, by: SignIn, reason: str, on: date) -> SignIn:
    """Take every second factor of somebody away, for a reason; all their sessions end.

    They are told by a message; at the next sign-in they set up another. Raises NotAllowed: not an
    administrator, or their own; Refused: no reason.
    """
    if Role.ADMINISTRATOR.value not in by.roles:
        raise NotAllowed("You may not reset a second factor. Someone who may: administrator.")
    if by.pk == sign_in_id:
        raise NotAllowed("You may not reset your own second factor. Another administrator may.")
    if not reason.strip():
        raise Refused("Say how you know that it is them, and what they lost")
    who = SignIn.objects.select_for_update(of=("self",)).filter(pk=sign_in_id).first()
    if who is None:
        raise NotFound("Nobody signs in with that number.")
    for model in (OneTimeSecret, Passkey, RecoveryCode, Session, KeptForm, Invitation):
        model._default_manager.filter(sign_in=who).delete()
    who.epoch += 1
    who.save(update_fields=["epoch"])
    facts.record(FACTORS_RESET, of=who.pk, by=by, on=on, words=reason.strip())
    return who


def _new_code() -> str:
    spelt = base64.b32encode(secrets.token_bytes(15)).decode().lower()
    return "-".join(spelt[start : start + 4] for start in range(0, 24, 4))


def _digest_of(typed: str) -> str:
    plain = "".join(letter for letter in typed.lower() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
