"""Where somebody's needs are found out together."""

from ownway.foundation.access.routes import route
from ownway.support.assessment import permissions
from ownway.support.assessment.views import assessments

my = [
    route(
        "assessment/",
        assessments.my_assessment,
        may=permissions.ANSWER_FOR_MYSELF,
        name="my.assessment",
        menu="My assessment",
    ),
]
team = [
    route(
        "people/<uuid:person_id>/assessments/begin/",
        assessments.begin,
        may=permissions.ASSESS,
    ),
    route(
        "assessments/<uuid:assessment_id>/",
        assessments.assessment,
        may=permissions.READ_ASSESSMENT,
    ),
    route(
        "assessments/<uuid:assessment_id>/complete/",
        assessments.complete,
        may=permissions.ASSESS,
    ),
]
