"""Somebody may be at risk of harm: concerns, and who took them up (Care Act 2014, section 42)."""

from ownway.foundation.access.routes import Route

public: list[Route] = []
my: list[Route] = []
team: list[Route] = []
