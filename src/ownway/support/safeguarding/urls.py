"""Somebody may be at risk of harm: concerns, and who took them up (Care Act 2014, section 42)."""

from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import route
from ownway.support.safeguarding import permissions, views

public = [
    route("worried/", views.worried, may=ANYONE),
    route("worried/received/", views.received, may=ANYONE),
]
my = [
    route("worried/", views.my_worried, may=permissions.RAISE_HERE),
    route("worried/received/", views.my_received, may=permissions.RAISE_HERE),
]
# Telling a concern asks for no reason first, and leaves no trace on the record.
team = [
    route(
        "people/<uuid:person_id>/worried/",
        views.worried_about,
        may=permissions.RAISE_ABOUT,
        reading=False,
    ),
    route(
        "people/<uuid:person_id>/worried/received/",
        views.received_about,
        may=permissions.RAISE_ABOUT,
        reading=False,
    ),
    route("concerns/", views.concerns, may=permissions.LEAD, menu="Concerns"),
    route("concerns/<uuid:concern_id>/", views.concern, may=permissions.READ_SHARED),
    route("concerns/<uuid:concern_id>/acknowledge/", views.acknowledge, may=permissions.LEAD),
    route("concerns/<uuid:concern_id>/match/", views.match, may=permissions.LEAD),
    route("concerns/<uuid:concern_id>/close/", views.close, may=permissions.LEAD),
    route("concerns/<uuid:concern_id>/share/", views.share, may=permissions.LEAD),
    route(
        "concerns/<uuid:concern_id>/share/<uuid:reader_id>/end/",
        views.share_no_longer,
        may=permissions.LEAD,
    ),
    route("concerns/<uuid:concern_id>/tell/", views.tell_record, may=permissions.LEAD),
]
