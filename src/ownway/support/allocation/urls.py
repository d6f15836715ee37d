"""Where a first figure is worked out and read, and where anyone reads the table."""

from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import route
from ownway.support.allocation import permissions, views

public = [
    route("published-table/", views.published_table, may=ANYONE),
]
my = [
    route(
        "budget/",
        views.my_budget,
        may=permissions.READ_OWN_BUDGET,
        name="my.budget",
        menu="My budget",
    ),
]
team = [
    route(
        "assessments/<uuid:assessment_id>/budget/",
        views.budget,
        may=permissions.READ_BUDGET,
    ),
    route(
        "assessments/<uuid:assessment_id>/budget/propose/",
        views.propose,
        may=permissions.PROPOSE_BUDGET,
    ),
]
