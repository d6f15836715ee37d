"""Decisions about models, a file a subject."""

from ownway.commissioning.scorecards.operations.calibrating import (
    CALIBRATE,
    ask_for_calibration,
    calibrate,
    start_model,
)
from ownway.commissioning.scorecards.operations.data import keep_file, keep_live
from ownway.commissioning.scorecards.operations.steps import (
    approve,
    propose,
    publish,
    retire,
    withdraw,
)
from ownway.commissioning.scorecards.operations.watching import say_envelope

__all__ = [
    "CALIBRATE",
    "approve",
    "ask_for_calibration",
    "calibrate",
    "keep_file",
    "keep_live",
    "propose",
    "publish",
    "retire",
    "say_envelope",
    "start_model",
    "withdraw",
]
