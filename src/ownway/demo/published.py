"""What Marlshire tells the public: the figures of the last days its files reach, as Tom gave them.

Each by the operation a real performance lead would use.
"""

from contextlib import suppress
from datetime import date

from ownway.commissioning.insight import operations as insight
from ownway.demo import personas
from ownway.demo.periods import reporting_periods
from ownway.kernel.refusal import Refused

DAYS = 3


def publish(*, on: date) -> None:
    """Publish the last whole quarters before a day; safe to run twice.

    A council invented too small for public figures has none, as a real one would.
    """
    passed = [period.last_day for period in reporting_periods(on) if period.last_day <= on]
    for last_day in passed[-DAYS:]:
        with suppress(Refused):
            insight.publish(last_day, by=personas.sign_in_of(personas.TOM), today=on)
