"""An early view in Easy Read."""

from ownway.foundation.notices.letters.easy import EasyLine
from ownway.kernel.money import about_pounds
from ownway.support.allocation.domain.early import EarlyView


def early_easy_lines(found: EarlyView, *, telephone: str) -> tuple[EasyLine, ...]:
    """A range, what it is not, and what to do: one idea a line."""
    some = found.low_weekly >= 100
    week, year = about_pounds(found.high_weekly), about_pounds(found.high_yearly)
    a_week = f"{about_pounds(found.low_weekly)} to {week}" if some else f"Up to {week}"
    a_year = f"{about_pounds(found.low_yearly)} to {year}" if some else f"Up to {year}"
    return (
        EasyLine("Other people gave answers like these.", "people"),
        EasyLine(f"Support for most of them cost: {a_week} a week.", "money"),
        EasyLine(f"{a_year} a year.", "week"),
        EasyLine("What this is not"),
        EasyLine("It is not an offer.", "no"),
        EasyLine("It is not a limit.", "no"),
        EasyLine("It decides nothing.", "no"),
        EasyLine("What you can do"),
        EasyLine("You can have an assessment. It is free.", "tick"),
        EasyLine("It does not matter how much money you have.", "money"),
        EasyLine(f"Call us: {telephone}." if telephone else "Call us.", "telephone"),
    )
