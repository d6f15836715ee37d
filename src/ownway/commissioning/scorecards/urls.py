"""Where the register of models stands, and who may do what in it."""

from ownway.commissioning.scorecards.permissions import (
    APPROVE_MODEL,
    CALIBRATE,
    PROPOSE_MODEL,
    READ_REGISTER,
)
from ownway.commissioning.scorecards.views import moving, register, reports, steps
from ownway.foundation.access.routes import route
from ownway.support.allocation.permissions import PUBLISH_SCORECARD

_MODEL = "scorecards/<uuid:model_id>"
_RUN = "scorecards/calibrations/<uuid:calibration_id>"

commissioning = [
    route("scorecards/", register.register, may=READ_REGISTER, menu="Scorecards"),
    route("scorecards/new/", register.start, may=CALIBRATE),
    route(f"{_RUN}/", reports.calibration, may=READ_REGISTER),
    route(f"{_RUN}/report.pdf", reports.report_pdf, may=READ_REGISTER),
    route(f"{_RUN}/put-aside/", reports.put_aside, may=CALIBRATE),
    route(f"{_RUN}/put-aside.csv", reports.put_aside_csv, may=CALIBRATE),
    route("scorecards/watching/", moving.watching, may=READ_REGISTER),
    route(f"{_MODEL}/what-if/", moving.what_if, may=READ_REGISTER),
    route(f"{_MODEL}/compare/", moving.compare, may=READ_REGISTER),
    route(f"{_MODEL}/", register.model, may=READ_REGISTER),
    route(f"{_MODEL}/points/", reports.points, may=READ_REGISTER),
    route(f"{_MODEL}/points.csv", reports.points_csv, may=READ_REGISTER),
    route(f"{_MODEL}/card.json", reports.card_json, may=READ_REGISTER),
    route(f"{_MODEL}/minutes/", reports.minutes, may=READ_REGISTER),
    route(f"{_MODEL}/calibrate/", register.calibrate, may=CALIBRATE),
    route(f"{_MODEL}/propose/", steps.propose, may=PROPOSE_MODEL),
    route(f"{_MODEL}/take-back/", steps.take_back, may=PROPOSE_MODEL),
    route(f"{_MODEL}/put-away/", steps.put_away, may=PROPOSE_MODEL),
    route(f"{_MODEL}/approve/", steps.approve, may=APPROVE_MODEL),
    route(f"{_MODEL}/publish/", steps.publish, may=PUBLISH_SCORECARD),
]
