"""Getting back to doing things oneself, with goals, for a limited time (Care Act 2014, s.2)."""

from ownway.foundation.access.routes import Route

public: list[Route] = []
my: list[Route] = []
team: list[Route] = []
