"""Decisions about files that come in."""

from ownway.commissioning.returns.operations.importing import Progress, Report, import_cld

__all__ = ["Progress", "Report", "import_cld"]
