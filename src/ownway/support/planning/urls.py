"""Plans: written behind the person's door or the team's, signed off behind the team's."""

from ownway.foundation.access.routes import route
from ownway.support.planning import permissions, views

my = [
    route("plan/", views.my_plan, may=permissions.WRITE_OWN, name="my.plan", menu="My plan"),
    route("plan/<uuid:plan_id>/", views.plan, may=permissions.WRITE_OWN, name="my.plan_version"),
    route(
        "plan/begin/<uuid:assessment_id>/",
        views.begin,
        may=permissions.WRITE_OWN,
        name="my.begin_plan",
    ),
    route(
        "plan/<uuid:plan_id>/describe/",
        views.describe,
        may=permissions.WRITE_OWN,
        name="my.describe_plan",
    ),
    route(
        "plan/<uuid:plan_id>/add/", views.add, may=permissions.WRITE_OWN, name="my.add_component"
    ),
    route(
        "plan/parts/<uuid:component_id>/",
        views.change,
        may=permissions.WRITE_OWN,
        name="my.change_component",
    ),
    route(
        "plan/parts/<uuid:component_id>/remove/",
        views.remove,
        may=permissions.WRITE_OWN,
        name="my.remove_component",
    ),
    route("plan/<uuid:plan_id>/send/", views.send, may=permissions.WRITE_OWN, name="my.send_plan"),
]
team = [
    route("plans/<uuid:plan_id>/", views.plan, may=permissions.READ_PLAN),
    route("assessments/<uuid:assessment_id>/plan/", views.begin, may=permissions.HELP_WRITE),
    route("plans/<uuid:plan_id>/describe/", views.describe, may=permissions.HELP_WRITE),
    route("plans/<uuid:plan_id>/add/", views.add, may=permissions.HELP_WRITE),
    route("plans/parts/<uuid:component_id>/", views.change, may=permissions.HELP_WRITE),
    route("plans/parts/<uuid:component_id>/remove/", views.remove, may=permissions.HELP_WRITE),
    route("plans/<uuid:plan_id>/send/", views.send, may=permissions.HELP_WRITE),
    route("plans/<uuid:plan_id>/sign-off/", views.sign_off, may=permissions.SIGN_OFF),
]
