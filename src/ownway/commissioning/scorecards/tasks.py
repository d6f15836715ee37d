"""Background work of the register; each job is safe to run twice."""

from datetime import date
from uuid import UUID

from procrastinate.contrib.django import app

from ownway.commissioning.scorecards import operations


@app.task(name=operations.CALIBRATE)  # type: ignore[untyped-decorator]  # it has no types
def calibrate(calibration_id: str, by: str, on: str) -> None:
    """Calibrate a model because somebody asked."""
    operations.calibrate(
        UUID(calibration_id), by=UUID(by) if by else None, on=date.fromisoformat(on)
    )
