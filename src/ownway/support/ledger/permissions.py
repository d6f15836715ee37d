"""Who may write money down, and who may read it. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Role, may
from ownway.support.people.permissions import READ_RECORD

POST = may("write money down", Role.FINANCE)
CLOSE = may("close a period", Role.FINANCE)
READ_YEARS = may("read what a year comes to", Role.FINANCE)
READ_STATEMENT = READ_RECORD
READ_EXCEPTIONS = may("see which accounts are below their floor", Role.FINANCE)
