"""Where somebody's needs are found out together."""

from ownway.foundation.access.routes import route
from ownway.support.assessment import permissions
from ownway.support.assessment.views import assessments, passages, questionnaires

my = [
    route(
        "assessment/",
        assessments.my_assessment,
        may=permissions.ANSWER_FOR_MYSELF,
        name="my.assessment",
        menu="My assessment",
    ),
    route(
        "assessments/<uuid:assessment_id>/<slug:section_id>/",
        passages.my_section,
        may=permissions.ANSWER_FOR_MYSELF,
        name="my.assessment_section",
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
        "assessments/<uuid:assessment_id>/parts/<slug:section_id>/",
        passages.section,
        may=permissions.READ_ASSESSMENT,
    ),
    route(
        "assessments/<uuid:assessment_id>/complete/",
        assessments.complete,
        may=permissions.ASSESS,
    ),
    route("questions/", questionnaires.questions, may=permissions.READ_QUESTIONS),
    route(
        "questions/versions/<slug:version>/",
        questionnaires.questions_of,
        may=permissions.READ_QUESTIONS,
    ),
    route(
        "questions/versions/<slug:version>/begin/",
        questionnaires.begin_questions,
        may=permissions.EDIT_QUESTIONS,
    ),
    route(
        "questions/new/<uuid:draft_id>/",
        questionnaires.questions_draft,
        may=permissions.EDIT_QUESTIONS,
    ),
    route(
        "questions/new/<uuid:draft_id>/add/",
        questionnaires.write_question,
        may=permissions.EDIT_QUESTIONS,
        name="assessment.add_question",
    ),
    route(
        "questions/new/<uuid:draft_id>/<slug:question>/",
        questionnaires.write_question,
        may=permissions.EDIT_QUESTIONS,
    ),
    route(
        "questions/new/<uuid:draft_id>/<slug:question>/arrange/",
        questionnaires.arrange_question,
        may=permissions.EDIT_QUESTIONS,
    ),
    route(
        "questions/new/<uuid:draft_id>/end/throw-away/",
        questionnaires.throw_questions_away,
        may=permissions.EDIT_QUESTIONS,
    ),
]
