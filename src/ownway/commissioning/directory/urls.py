"""Whom anybody may be pointed to: groups, services and help nearby that the council lists."""

from ownway.foundation.access.routes import Route

public: list[Route] = []
my: list[Route] = []
team: list[Route] = []
