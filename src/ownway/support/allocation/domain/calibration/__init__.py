"""Calibrate a scorecard on what assessments said and what agreed plans cost; check it; watch it.

Pure Python, NumPy and SciPy: usable from a notebook, without the site.

    cal = calibrate(answers, cost, questions=questions, group=reasons, prior=expert_points)
    card = cal.scorecard                 # plain data: scorecard_from(as_plain(card)) == card
    out = allocate(card, answers, envelope=pence)
    backtest(answers, cost, questions=questions, folds=10, by={"area": areas})

Units     Levels are whole numbers from 0, -1 for a blank. Money in and out is whole pence a week.
Promise   A figure is the table's line for a score: it depends on answers, group range aside, and
          card alone. More need never lowers it. Figures and the stated remainder are the envelope.
          The same data in any order, on any machine, give the same card.
Errors    BadAnswers, Unsuitable, EnvelopeTooSmall; Refused for a policy that cannot be kept.
"""

from ownway.support.allocation.domain.calibration.answers import BLANK, HIGHEST_LEVEL, BadAnswers
from ownway.support.allocation.domain.calibration.batch import (
    Batch,
    allocate,
    with_blanks_filled,
)
from ownway.support.allocation.domain.calibration.carding import (
    LEAST_PEOPLE,
    KnownTotals,
    Unsuitable,
)
from ownway.support.allocation.domain.calibration.judging import Judged, Ratio, Tenth
from ownway.support.allocation.domain.calibration.making import (
    LEAST_R2,
    Backtest,
    Calibration,
    backtest,
    calibrate,
    fitted,
    tried,
)
from ownway.support.allocation.domain.calibration.moving import BANDS, GroupMoved, Moved, moved
from ownway.support.allocation.domain.calibration.report import Report, report_from, report_plain
from ownway.support.allocation.domain.calibration.sampling import (
    Band,
    Frame,
    design_sample,
    envelope_risk,
    frame_from,
)
from ownway.support.allocation.domain.calibration.table import EnvelopeTooSmall, Policy
from ownway.support.allocation.domain.calibration.transition import Protected, transition
from ownway.support.allocation.domain.calibration.watching import (
    Agreed,
    Month,
    Outturn,
    Watched,
    monitor,
)

__all__ = [
    "BANDS",
    "BLANK",
    "HIGHEST_LEVEL",
    "LEAST_PEOPLE",
    "LEAST_R2",
    "Agreed",
    "Backtest",
    "BadAnswers",
    "Band",
    "Batch",
    "Calibration",
    "EnvelopeTooSmall",
    "Frame",
    "GroupMoved",
    "Judged",
    "KnownTotals",
    "Month",
    "Moved",
    "Outturn",
    "Policy",
    "Protected",
    "Ratio",
    "Report",
    "Tenth",
    "Unsuitable",
    "Watched",
    "allocate",
    "backtest",
    "calibrate",
    "design_sample",
    "envelope_risk",
    "fitted",
    "frame_from",
    "monitor",
    "moved",
    "report_from",
    "report_plain",
    "transition",
    "tried",
    "with_blanks_filled",
]
