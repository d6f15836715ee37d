"""People who sign in, the teams they work in, and what this installation is for.

Who may read these rows: administrators; everybody their own.
"""

import uuid
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.facts.history import kept

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


@kept(leave_out=["password", "last_login"])
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
