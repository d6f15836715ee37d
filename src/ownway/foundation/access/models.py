"""Who signs in, the teams they work in, how they prove who they are, where they are signed in.

Who may read these rows: administrators who somebody is, their roles and when they last came; each
only their own sessions and kept forms; nobody their secrets, which are sealed or kept as digests.
"""

import uuid
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField

KINDS = [(kind.value, kind.value) for kind in Kind]
ROLES = [(role.value, role.value) for role in Role]


@kept()
class Team(models.Model):
    """A team of staff, found by the area it serves or the reason for support it knows best."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SignIns(BaseUserManager["SignIn"]):
    def get_by_natural_key(self, username: str | None) -> "SignIn":
        return self.get(email__iexact=username)


@kept(leave_out=["password", "last_login", "epoch"])
class SignIn(AbstractBaseUser):
    """Somebody who signs in: staff with roles, a person, a carer, a provider."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=KINDS)
    job_title = models.CharField(max_length=100, blank=True)
    roles = ArrayField(models.CharField(max_length=40, choices=ROLES), default=list, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    # The record that a person's sign-in opens; whose it is, is known by `support.people`.
    own_person_id = models.UUIDField(null=True, blank=True, unique=True)
    demo_persona = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Raised to end every session at once: what a session was signed with no longer fits.
    epoch = models.PositiveIntegerField(default=0)
    # Who this is to the council's own sign-in: issuer and subject, once they came from there.
    council_subject = models.CharField(max_length=400, null=True, blank=True, unique=True)

    # The instant at which they ask, where a page does: reasons to open a record lapse by it.
    asking_at: datetime | None = None

    objects = SignIns()
    USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roles_are_for_staff",
                condition=models.Q(kind=Kind.STAFF.value) | models.Q(roles=[]),
            ),
            models.CheckConstraint(
                name="a_person_has_one_record",
                condition=~models.Q(kind=Kind.PERSON.value) | models.Q(own_person_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session carries and every request compares: a new password or epoch ends it."""
        said = f"{self.password} {self.epoch}"
        return salted_hmac("ownway.access.session", said, algorithm="sha256").hexdigest()


class Session(AbstractBaseSession):
    """Where somebody is signed in. The key is kept as its digest, so a copy opens nothing."""

    sign_in = models.ForeignKey(SignIn, null=True, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=100, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from ownway.foundation.access.sessions import SessionStore  # it needs this model

        return SessionStore


class OneTimeSecret(models.Model):
    """What an authenticator app and we both know. Counts as a factor once `confirmed_at` is set."""

    sign_in = models.OneToOneField(SignIn, primary_key=True, on_delete=models.CASCADE)
    secret = EncryptedTextField()
    last_step = models.BigIntegerField(default=0)  # the newest code taken: none is taken twice
    confirmed_at = models.DateTimeField(null=True)


class Passkey(models.Model):
    """A key on somebody's device; we hold its public half only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    counter = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "pk"]


class RecoveryCode(models.Model):
    """A code for the day the other factors are lost: shown once, kept as its digest, used once."""

    id = models.BigAutoField(primary_key=True)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_recovery_code", fields=["sign_in", "digest"])
        ]


class Invitation(models.Model):
    """A link to set a password, used once, with a code that comes another way.

    For the first password ("invited") and a forgotten one ("forgotten", without a code). Only
    digests are kept; the code's is taken together with the link's secret, so that a copy of this
    table tells neither.
    """

    INVITED, FORGOTTEN = "invited", "forgotten"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE)
    purpose = models.CharField(
        max_length=10, choices=[(INVITED, INVITED), (FORGOTTEN, FORGOTTEN)], default=INVITED
    )
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    made_by = models.ForeignKey(SignIn, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)


class Tries(models.Model):
    """How often a guess failed, by a digest of the account tried or the address it came from."""

    digest = models.CharField(max_length=64, primary_key=True)
    failed = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    wait_until = models.DateTimeField(null=True)


class KeptForm(models.Model):
    """What somebody was sending when their session had ended: theirs alone, for an hour, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE)
    content = EncryptedTextField()
    kept_at = models.DateTimeField()


class Installation(models.Model):
    """One row that says what this database is for, so that demonstration and life never mix."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mode = models.CharField(max_length=20)
    council_code = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_installation", condition=models.Q(id=1)),
        ]
