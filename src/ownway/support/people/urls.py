"""Where the pages about records of the same person stand, and who may open them."""

from ownway.foundation.access.routes import route
from ownway.support.people import views
from ownway.support.people.permissions import MATCH_PEOPLE

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
]
