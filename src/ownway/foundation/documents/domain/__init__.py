"""What kinds of documents there are, what they may be called, and what may be kept of a file."""

from ownway.foundation.documents.domain.kinds import Kind as Kind
from ownway.foundation.documents.domain.naming import clean_name as clean_name
