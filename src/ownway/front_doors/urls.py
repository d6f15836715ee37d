"""The first pages of each front door, and those that tell one story out of many contexts."""

from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import route
from ownway.front_doors.views import my as my_views
from ownway.front_doors.views import public as public_views
from ownway.front_doors.views import team as team_views
from ownway.support.people.permissions import READ_OWN, READ_RECORD, WRITE_RECORD

public = [
    route("", public_views.home, may=ANYONE, name="public.home"),
    route("accessibility/", public_views.accessibility, may=ANYONE, name="public.accessibility"),
    route(
        "your-information/",
        public_views.your_information,
        may=ANYONE,
        name="public.your_information",
    ),
    route("health/", public_views.health, may=ANYONE, name="public.health", rows=False),
    route("ready/", public_views.readiness, may=ANYONE, name="public.ready", rows=False),
]
my = [
    route("", my_views.home, may=READ_OWN, name="my.home", menu="Home"),
    route("record/", my_views.record, may=READ_OWN, name="my.record", menu="My record"),
    route("about-me/", my_views.about_me, may=READ_OWN, name="my.about_me"),
]
team = [
    route("", team_views.home, may=READ_RECORD, name="team.home", menu="My work"),
    route("people/", team_views.find, may=READ_RECORD, name="people.find", menu="People"),
    route("people/<uuid:person_id>/", team_views.record, may=READ_RECORD, name="people.record"),
    route(
        "people/<uuid:person_id>/about-me/",
        team_views.about_me,
        may=WRITE_RECORD,
        name="people.about_me",
    ),
    route(
        "people/<uuid:person_id>/who-has-seen-this/",
        team_views.readings,
        may=READ_RECORD,
        name="people.readings",
    ),
    route(
        "people/<uuid:person_id>/pass-on/",
        team_views.pass_on,
        may=WRITE_RECORD,
        name="hand_overs.pass_on",
    ),
    route(
        "hand-overs/<uuid:hand_over_id>/",
        team_views.hand_over,
        may=READ_RECORD,
        name="hand_overs.hand_over",
    ),
]
