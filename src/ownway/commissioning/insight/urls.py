"""Where the figures stand: the first pages of the commissioning door, and one page for anybody."""

from ownway.commissioning.insight import views
from ownway.commissioning.insight.permissions import OPEN_PEOPLE, PUBLISH, SEE_SNAPSHOT
from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import route

public = [
    route("figures/", views.public_figures, may=ANYONE),
    route("figures/figures.csv", views.public_figures_csv, may=ANYONE),
]
commissioning = [
    route("", views.snapshot, may=SEE_SNAPSHOT, menu="Snapshot"),
    route("snapshot.csv", views.snapshot_csv, may=SEE_SNAPSHOT),
    route("snapshot/compared/", views.compared, may=SEE_SNAPSHOT),
    route("snapshot/compared.csv", views.compared_csv, may=SEE_SNAPSHOT),
    route("snapshot/months/", views.months, may=SEE_SNAPSHOT),
    route("snapshot/months.csv", views.months_csv, may=SEE_SNAPSHOT),
    route("snapshot/crossed/", views.crossed, may=SEE_SNAPSHOT),
    route("snapshot/crossed.csv", views.crossed_csv, may=SEE_SNAPSHOT),
    route("snapshot/map/", views.on_map, may=SEE_SNAPSHOT),
    route("snapshot/people/", views.people, may=OPEN_PEOPLE),
    route("snapshot/people.csv", views.people_csv, may=OPEN_PEOPLE),
    route("snapshot/changed/", views.changed, may=OPEN_PEOPLE),
    route("snapshot/changed.csv", views.changed_csv, may=OPEN_PEOPLE),
    route("snapshot/published/", views.publishing, may=SEE_SNAPSHOT),
    route("snapshot/published/publish/", views.publish, may=PUBLISH),
    route("snapshot/published/withdraw/", views.withdraw, may=PUBLISH),
]
