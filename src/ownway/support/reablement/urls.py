"""Help for a few weeks to do things oneself again (Care Act 2014, section 2)."""

from ownway.foundation.access.routes import Route, View, route
from ownway.support.reablement import permissions
from ownway.support.reablement.views import my as own
from ownway.support.reablement.views import team as work

my = [
    route("reablement/", own.reablement, may=permissions.SAY, name="reablement.mine"),
    route(
        "reablement/assessment-now/",
        own.assessment_now,
        may=permissions.SAY,
        name="reablement.assessment_now",
    ),
]
EPISODE = "reablement/<uuid:episode_id>/"


def _act(path: str, view: View) -> Route:
    return route(f"{EPISODE}{path}", view, may=permissions.WRITE)


team = [
    route("reablement/", work.board, may=permissions.READ_TEAM),
    route("reablement.csv", work.board_csv, may=permissions.READ_TEAM),
    route("people/<uuid:person_id>/reablement/", work.of_person, may=permissions.READ),
    route(EPISODE, work.episode, may=permissions.READ),
    _act("begin/", work.begin),
    _act("call-off/", work.call_off),
    _act("goals/", work.add_goal),
    _act("goals/<uuid:goal_id>/<str:at>/", work.scale),
    _act("abilities/<str:at>/", work.abilities),
    _act("visits/", work.plan_visit),
    _act("visits/<uuid:visit_id>/", work.note_visit),
    _act("tried/", work.try_out),
    _act("tried/<uuid:tried_id>/", work.keep_tried),
    _act("extend/", work.extend),
    _act("pause/", work.pause),
    _act("pause/end/", work.end_pause),
    _act("tasks/", work.pass_on),
    _act("end/", work.end),
]
