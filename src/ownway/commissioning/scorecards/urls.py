"""Where the register of models stands, and who may do what in it."""

from ownway.commissioning.scorecards import views
from ownway.commissioning.scorecards.permissions import (
    APPROVE_MODEL,
    CALIBRATE,
    PROPOSE_MODEL,
    READ_REGISTER,
)
from ownway.foundation.access.routes import route
from ownway.support.allocation.permissions import PUBLISH_SCORECARD

_MODEL = "scorecards/<uuid:model_id>"
_RUN = "scorecards/calibrations/<uuid:calibration_id>"

commissioning = [
    route("scorecards/", views.register, may=READ_REGISTER, menu="Scorecards"),
    route("scorecards/new/", views.start, may=CALIBRATE),
    route(f"{_RUN}/", views.calibration, may=READ_REGISTER),
    route(f"{_RUN}/report.pdf", views.report_pdf, may=READ_REGISTER),
    route(f"{_RUN}/put-aside/", views.put_aside, may=CALIBRATE),
    route(f"{_RUN}/put-aside.csv", views.put_aside_csv, may=CALIBRATE),
    route("scorecards/watching/", views.watching, may=READ_REGISTER),
    route(f"{_MODEL}/what-if/", views.what_if, may=READ_REGISTER),
    route(f"{_MODEL}/compare/", views.compare, may=READ_REGISTER),
    route(f"{_MODEL}/", views.model, may=READ_REGISTER),
    route(f"{_MODEL}/points/", views.points, may=READ_REGISTER),
    route(f"{_MODEL}/points.csv", views.points_csv, may=READ_REGISTER),
    route(f"{_MODEL}/card.json", views.card_json, may=READ_REGISTER),
    route(f"{_MODEL}/minutes/", views.minutes, may=READ_REGISTER),
    route(f"{_MODEL}/calibrate/", views.calibrate, may=CALIBRATE),
    route(f"{_MODEL}/propose/", views.propose, may=PROPOSE_MODEL),
    route(f"{_MODEL}/take-back/", views.take_back, may=PROPOSE_MODEL),
    route(f"{_MODEL}/put-away/", views.put_away, may=PROPOSE_MODEL),
    route(f"{_MODEL}/approve/", views.approve, may=APPROVE_MODEL),
    route(f"{_MODEL}/publish/", views.publish, may=PUBLISH_SCORECARD),
]
