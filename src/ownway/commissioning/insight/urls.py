"""Where the figures stand: the first page of the commissioning front door."""

from ownway.commissioning.insight import views
from ownway.commissioning.insight.permissions import OPEN_PEOPLE, SEE_SNAPSHOT
from ownway.foundation.access.routes import route

commissioning = [
    route("", views.snapshot, may=SEE_SNAPSHOT, menu="Snapshot"),
    route("snapshot.csv", views.snapshot_csv, may=SEE_SNAPSHOT),
    route("snapshot/people/", views.people, may=OPEN_PEOPLE),
    route("snapshot/people.csv", views.people_csv, may=OPEN_PEOPLE),
]
