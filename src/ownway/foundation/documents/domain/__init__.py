"""What kinds of documents there are, what they may be called, and what may be kept of a file."""

from ownway.foundation.documents.domain.checking import Checked as Checked
from ownway.foundation.documents.domain.checking import checked as checked
from ownway.foundation.documents.domain.formats import BY_CONTENT_TYPE as BY_CONTENT_TYPE
from ownway.foundation.documents.domain.formats import ENDINGS as ENDINGS
from ownway.foundation.documents.domain.formats import Format as Format
from ownway.foundation.documents.domain.formats import UnsafeFile as UnsafeFile
from ownway.foundation.documents.domain.kinds import Kind as Kind
from ownway.foundation.documents.domain.naming import clean_name as clean_name
