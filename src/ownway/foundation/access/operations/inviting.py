"""Passwords: set through an invitation or after one was forgotten, and changed by oneself.

Nobody sets another's password. An invitation is a link that works once within seven days, and a
code that reaches the same person another way; five wrong codes end it. A link that goes by letter
is sixteen letters to type. Only digests of both are kept.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from ownway.foundation.access.domain import NO_EMAIL
from ownway.foundation.access.models import Invitation, Session, SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound, Refused

INVITED = declare("access.invited", "An invitation to sign in was made")
PASSWORD_SET = declare("access.password-set", "A password was set by its owner")

INVITATION_LASTS = timedelta(days=7)
FORGOTTEN_LASTS = timedelta(hours=1)
TRIES = 5
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is taken for another in print
HOW_MANY_LETTERS = 16  # 78 bits
NO_LONGER = "This link works no more. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Invited:
    """What is told once and never again: `link` ends the address, `code` goes another way.

    `address` is the path and query of the page; the code is empty after a forgotten password.
    """

    who: SignIn
    link: str
    code: str
    until: datetime

    @property
    def address(self) -> str:
        return f"/invitation/?link={self.link}"

    @property
    def letters(self) -> str:
        """A link that is typed, in groups of four."""
        return " ".join(self.link[at : at + 4] for at in range(0, len(self.link), 4))


@transaction.atomic
def invite(
    who: SignIn, *, by: SignIn | None, on: date, at: datetime, typed: bool = False
) -> Invited:
    """Invite somebody to set a password; an invitation made before ends.

    `typed`: the link is read on paper and typed, so it is short.
    Raises Refused when the sign-in is closed.
    """
    if not who.is_active:
        raise Refused(f"{who.name} can sign in no more. Reopen the sign-in first.")
    made = _make(who, Invitation.INVITED, by=by, at=at, typed=typed)
    facts.record(INVITED, of=who.pk, by=by, on=on)
    return made


@transaction.atomic
def readdress(who: SignIn, *, email: str) -> None:
    """Give somebody who never signed in another address. Raises Refused: used, or taken."""
    if who.last_login is not None:
        raise Refused("They sign in already, with the address they have.")
    if SignIn.objects.filter(email__iexact=email).exclude(pk=who.pk).exists():
        raise Refused("Somebody else signs in with this e-mail address already.")
    who.email = email.strip().lower()
    who.save(update_fields=["email"])


@transaction.atomic
def end_invitations(who: SignIn) -> None:
    """Take back every invitation that was not taken up: its link works no more. Twice is safe."""
    Invitation.objects.filter(
        sign_in=who, purpose=Invitation.INVITED, taken_at__isnull=True
    ).delete()


@transaction.atomic
def forgotten(email: str, *, at: datetime) -> Invited | None:
    """A link for somebody who forgot their password; None when nobody signs in so.

    Call it from background work, so that no page takes longer for an address that is known.
    """
    if email.strip().lower().endswith(NO_EMAIL):
        return None
    who = SignIn.objects.filter(email__iexact=email.strip(), is_active=True).first()
    return _make(who, Invitation.FORGOTTEN, by=None, at=at) if who else None


def invitation(link: str, *, at: datetime) -> Invitation:
    """An invitation that still works. Raises NotFound: used, ended, or never made."""
    rows = Invitation.objects.select_related("sign_in").filter(
        taken_at__isnull=True, until__gt=at, tries__lt=TRIES, sign_in__is_active=True
    )
    found = rows.filter(link_digest=_digest(tidy_link(link))).first()
    if found is None:
        raise NotFound(NO_LONGER)
    return found


def accept_invitation(link: str, *, code: str, password: str, on: date, at: datetime) -> SignIn:
    """Set a password by an invitation; all sessions of this sign-in end.

    Raises NotFound: the link works no more. Refused: not the code, or a weak password. A wrong code
    counts even though it is refused, so this must not be called within a transaction that a refusal
    rolls back.
    """
    link = tidy_link(link)
    found = invitation(link, at=at)
    if found.code_digest:
        # Counted first, in one statement: many guesses at once are worth no more than five.
        open_ = Invitation.objects.filter(pk=found.pk, tries__lt=TRIES)
        if not open_.update(tries=F("tries") + 1):
            raise NotFound(NO_LONGER)
        if not hmac.compare_digest(found.code_digest, _digest(link + _digits(code))):
            raise Refused("That is not the code that goes with this link")
        Invitation.objects.filter(pk=found.pk).update(tries=F("tries") - 1)
    with transaction.atomic():
        who = SignIn.objects.select_for_update(of=("self",)).get(pk=found.sign_in_id)
        if not Invitation.objects.filter(pk=found.pk, taken_at__isnull=True).update(taken_at=at):
            raise NotFound(NO_LONGER)
        _set(who, password)
        facts.record(PASSWORD_SET, of=who.pk, by=who, on=on)
    return who


@transaction.atomic
def change_password(who: SignIn, *, old: str, new: str, on: date) -> None:
    """Change one's own password; every other session ends. Raises Refused: wrong, or weak."""
    if not who.check_password(old):
        raise Refused("That is not your password now")
    _set(who, new)
    facts.record(PASSWORD_SET, of=who.pk, by=who, on=on)


def _set(who: SignIn, password: str) -> None:
    try:
        validate_password(password, who)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages)) from None
    who.set_password(password)
    who.epoch += 1
    who.save(update_fields=["password", "epoch"])
    Session.objects.filter(sign_in=who).delete()
    Invitation.objects.filter(sign_in=who, taken_at__isnull=True).exclude(
        purpose=Invitation.INVITED
    ).delete()


def tidy_link(typed: str) -> str:
    """A link as it was made, however the letters of one on paper were typed."""
    letters = "".join(one for one in typed.upper() if one.isalnum())
    return letters if len(letters) == HOW_MANY_LETTERS else typed.strip()


def _make(
    who: SignIn, purpose: str, *, by: SignIn | None, at: datetime, typed: bool = False
) -> Invited:
    Invitation.objects.filter(sign_in=who, taken_at__isnull=True, purpose=purpose).delete()
    link = secrets.token_urlsafe(32)
    if typed:
        link = "".join(secrets.choice(LETTERS) for _ in range(HOW_MANY_LETTERS))
    code = f"{secrets.randbelow(10**8):08d}" if purpose == Invitation.INVITED else ""
    until = at + (INVITATION_LASTS if code else FORGOTTEN_LASTS)
    Invitation.objects.create(
        sign_in=who,
        purpose=purpose,
        link_digest=_digest(link),
        code_digest=_digest(link + code) if code else "",
        made_at=at,
        until=until,
        made_by=by,
    )
    return Invited(who, link, f"{code[:4]} {code[4:]}".strip(), until)


def _digits(typed: str) -> str:
    return "".join(typed.split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
