"""Statements of a person's own bank account: read, in whatever format, and laid over each other."""

from ownway.support.wallet.domain.statements.joining import Joined, folded, identity, join
from ownway.support.wallet.domain.statements.parts import tidy
from ownway.support.wallet.domain.statements.reading import read
from ownway.support.wallet.domain.statements.values import (
    Format,
    Line,
    NotReadable,
    Problem,
    Statement,
)

__all__ = [
    "Format",
    "Joined",
    "Line",
    "NotReadable",
    "Problem",
    "Statement",
    "folded",
    "identity",
    "join",
    "read",
    "tidy",
]
