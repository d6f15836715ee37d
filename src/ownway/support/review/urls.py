"""Reviews: behind the person's door theirs; behind the team's the list, each one, the backlog."""

from ownway.foundation.access.routes import route
from ownway.support.review import permissions
from ownway.support.review.views import backlog, due, mine, talking

OWN = permissions.OWN_REVIEW
HOLD = permissions.HOLD_REVIEW
CLEAR = permissions.CLEAR_BACKLOG
my = [
    route("review/", mine.my_review, may=OWN, name="my.review", menu="My review"),
    route("review/say/", mine.my_say, may=OWN, name="my.review_say"),
    route("review/sooner/", mine.my_sooner, may=OWN, name="my.review_sooner"),
    route(
        "review/said/<uuid:statement_id>/take-back/",
        mine.my_take_back,
        may=OWN,
        name="my.review_take_back",
    ),
    route("review/easy-read/", mine.my_review_easy, may=OWN, name="my.review_easy"),
    route("review/easy-read.pdf", mine.my_review_easy_pdf, may=OWN, name="my.review_easy_pdf"),
]
team = [
    route("reviews/", due.due, may=permissions.READ_DUE, name="review.due", menu="Reviews"),
    route("reviews.csv", due.due_csv, may=permissions.READ_DUE),
    route("reviews/backlog/", backlog.board, may=permissions.READ_BACKLOG, name="review.backlog"),
    route("reviews/programmes/new/", backlog.new, may=CLEAR, name="review.programme_new"),
    route(
        "reviews/programmes/<uuid:programme_id>/",
        backlog.programme,
        may=permissions.READ_BACKLOG,
        name="review.programme",
    ),
    route(
        "reviews/programmes/<uuid:programme_id>/share/",
        backlog.share,
        may=CLEAR,
        name="review.programme_share",
    ),
    route(
        "reviews/programmes/<uuid:programme_id>/reviewers/<uuid:reviewer_id>/take-off/",
        backlog.take_off,
        may=CLEAR,
        name="review.programme_take_off",
    ),
    route(
        "reviews/programmes/<uuid:programme_id>/close/",
        backlog.close,
        may=CLEAR,
        name="review.programme_close",
    ),
    route(
        "people/<uuid:person_id>/review/",
        talking.of_person,
        may=permissions.READ_REVIEW,
        name="review.of_person",
    ),
    route("people/<uuid:person_id>/review/day/", talking.day, may=HOLD, name="review.day"),
    route(
        "reviews/<uuid:review_id>/",
        talking.review,
        may=permissions.READ_REVIEW,
        name="review.review",
    ),
    route("reviews/<uuid:review_id>/say/", talking.say, may=HOLD, name="review.say"),
    route(
        "reviews/<uuid:review_id>/outcomes/<int:number>/",
        talking.outcome,
        may=HOLD,
        name="review.outcome",
    ),
    route("reviews/<uuid:review_id>/action/", talking.action, may=HOLD, name="review.action"),
    route("reviews/<uuid:review_id>/end/", talking.finish, may=HOLD, name="review.finish"),
    route(
        "reviews/<uuid:review_id>/actions/<uuid:action_id>/done/",
        talking.done,
        may=HOLD,
        name="review.action_done",
    ),
    route(
        "reviews/said/<uuid:statement_id>/take-back/",
        talking.take_back,
        may=HOLD,
        name="review.take_back",
    ),
    route(
        "reviews/actions/<uuid:action_id>/drop/",
        talking.drop_action,
        may=HOLD,
        name="review.action_drop",
    ),
]
