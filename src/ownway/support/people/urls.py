"""Where the pages about records of the same person stand, and who may open them."""

from ownway.foundation.access.routes import route
from ownway.support.people import views
from ownway.support.people.permissions import MATCH_PEOPLE, READ_OPENINGS, READ_RECORD, WRITE_RECORD
from ownway.support.people.views import openings as opening_views

team = [
    route(
        "people/same/", views.questions, may=MATCH_PEOPLE, name="people.same", menu="Same person?"
    ),
    route("people/same/look/", views.look, may=MATCH_PEOPLE, name="people.look"),
    route(
        "people/same/look/<uuid:work_id>/", views.progress, may=MATCH_PEOPLE, name="people.looking"
    ),
    route("people/same/joined/", views.joinings, may=MATCH_PEOPLE, name="people.joinings"),
    route(
        "people/same/joined/<uuid:joining_id>/undo/",
        views.undo,
        may=MATCH_PEOPLE,
        name="people.undo_joining",
    ),
    route("people/same/<uuid:match_id>/", views.question, may=MATCH_PEOPLE, name="people.same_one"),
    route("people/<uuid:person_id>/why/", opening_views.why, may=READ_RECORD, name="people.why"),
    route(
        "openings/",
        opening_views.openings,
        may=READ_OPENINGS,
        name="people.openings",
        menu="Records opened",
    ),
    route(
        "openings/openings.csv",
        opening_views.openings_csv,
        may=READ_OPENINGS,
        name="people.openings_csv",
    ),
    route(
        "openings/<uuid:opening_id>/",
        opening_views.look_into,
        may=READ_OPENINGS,
        name="people.opening",
    ),
    route(
        "openings/<uuid:opening_id>/seen/",
        opening_views.seen,
        may=WRITE_RECORD,
        name="people.opening_seen",
    ),
    route(
        "openings/<uuid:opening_id>/ask/",
        opening_views.ask,
        may=WRITE_RECORD,
        name="people.opening_ask",
    ),
]
