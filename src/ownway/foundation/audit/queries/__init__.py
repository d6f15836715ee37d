"""What the chain says: its end, how far behind it is, and whether all is as it was sealed."""

from ownway.foundation.audit.queries.readings import by_day as by_day
from ownway.foundation.audit.queries.readings import by_staff as by_staff
from ownway.foundation.audit.queries.readings import facts_between as facts_between
from ownway.foundation.audit.queries.readings import last_verified as last_verified
from ownway.foundation.audit.queries.standing import Standing as Standing
from ownway.foundation.audit.queries.standing import end_of_chain as end_of_chain
from ownway.foundation.audit.queries.standing import keys_in_use as keys_in_use
from ownway.foundation.audit.queries.standing import published as published
from ownway.foundation.audit.queries.standing import standing as standing
from ownway.foundation.audit.queries.standing import waiting_since as waiting_since
from ownway.foundation.audit.queries.tables import FACTS as FACTS
from ownway.foundation.audit.queries.tables import sealed_tables as sealed_tables
from ownway.foundation.audit.queries.verifying import Verdict as Verdict
from ownway.foundation.audit.queries.verifying import head_in as head_in
from ownway.foundation.audit.queries.verifying import one_instant as one_instant
from ownway.foundation.audit.queries.verifying import own_database as own_database
from ownway.foundation.audit.queries.verifying import verify as verify
