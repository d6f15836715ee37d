"""Who may look at the audit."""

from ownway.foundation.access.domain import Role, may

READ_AUDIT = may("look at the audit", Role.INFORMATION_GOVERNANCE)
