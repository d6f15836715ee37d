"""Whom anybody may be pointed to: groups, services and help nearby that the council lists."""

from ownway.commissioning.directory import views
from ownway.commissioning.directory.permissions import EDIT_DIRECTORY
from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import Route, route

public = [
    route("help-near-you/", views.help_near_you, may=ANYONE),
    route("help-near-you/<uuid:service_id>/", views.service, may=ANYONE),
]
my: list[Route] = []
team = [
    route("directory/", views.listed, may=EDIT_DIRECTORY),
    route("directory/listed.csv", views.listed_csv, may=EDIT_DIRECTORY),
    route("directory/add/", views.list_service, may=EDIT_DIRECTORY),
    route("directory/<uuid:service_id>/", views.change_service, may=EDIT_DIRECTORY),
    route("directory/<uuid:service_id>/keep/", views.keep_service, may=EDIT_DIRECTORY),
]
