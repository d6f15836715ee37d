"""The first pages of each front door, and those that tell one story out of many contexts."""

from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import Route, route
from ownway.front_doors import views

public = [
    route("", views.home, may=ANYONE, name="public.home"),
    route("accessibility/", views.accessibility, may=ANYONE, name="public.accessibility"),
    route("your-information/", views.your_information, may=ANYONE, name="public.your_information"),
    route("health/", views.health, may=ANYONE, name="public.health"),
    route("ready/", views.readiness, may=ANYONE, name="public.ready"),
]
my: list[Route] = []
team: list[Route] = []
commissioning: list[Route] = []
