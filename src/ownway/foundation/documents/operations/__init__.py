"""Decisions about documents: kept, shared, taken away."""

from ownway.foundation.documents.operations.keeping import keep as keep
from ownway.foundation.documents.operations.keeping import largest as largest
from ownway.foundation.documents.operations.keeping import remove as remove
from ownway.foundation.documents.operations.keeping import share as share
from ownway.foundation.documents.operations.scanning import scanner as scanner
