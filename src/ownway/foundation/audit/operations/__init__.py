"""Sealing what happened, publishing the end of the chain, and noting what was lawfully erased."""

from ownway.foundation.audit.operations.asked import VERIFY as VERIFY
from ownway.foundation.audit.operations.asked import ask_to_verify as ask_to_verify
from ownway.foundation.audit.operations.asked import verify_asked as verify_asked
from ownway.foundation.audit.operations.publishing import place_for_heads as place_for_heads
from ownway.foundation.audit.operations.publishing import publish as publish
from ownway.foundation.audit.operations.publishing import published_heads as published_heads
from ownway.foundation.audit.operations.publishing import read_head as read_head
from ownway.foundation.audit.operations.publishing import written as written
from ownway.foundation.audit.operations.sealing import note_erased as note_erased
from ownway.foundation.audit.operations.sealing import seal as seal
