"""Who decides who signs in."""

from ownway.foundation.access.domain import Role, may

DECIDE_SIGN_INS = may("decide who signs in", Role.ADMINISTRATOR)
