"""Where somebody's needs are found out together."""

from ownway.foundation.access.routes import route
from ownway.support.assessment import permissions, views

my = [
    route(
        "assessment/",
        views.my_assessment,
        may=permissions.ANSWER_FOR_MYSELF,
        name="my.assessment",
        menu="My assessment",
    ),
]
team = [
    route(
        "people/<uuid:person_id>/assessments/begin/",
        views.begin,
        may=permissions.ASSESS,
    ),
    route(
        "assessments/<uuid:assessment_id>/",
        views.assessment,
        may=permissions.READ_ASSESSMENT,
    ),
    route(
        "assessments/<uuid:assessment_id>/complete/",
        views.complete,
        may=permissions.ASSESS,
    ),
]
