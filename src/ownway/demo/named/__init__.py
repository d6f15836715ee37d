"""The people whom pages and tours name. Like everyone in Marlshire they are invented.

Their council ids stay the same whatever the number of people. Ruth Calloway is not like the
others: the files hold the council-managed home care she had until 31 May 2026, and nothing after
it. Her direct payment of £266.00 a week since 1 June 2026 is an arrangement made in Ownway itself,
so that whoever adds up the files finds one person fewer than the council supports.
"""

from datetime import date

from ownway.demo.named.east import with_current_support
from ownway.demo.named.ids import (
    DILYS_HARGRAVE,
    EDNA_MARCHBANK,
    GWEN_ORRIN,
    HANIF_SULEMAN,
    IDRIS_PENHALLOW,
    IVOR_PENHALE,
    LES_ORRIN,
    MARCUS_BELL_AYODELE,
    PAULINE_STRAND,
    PETE_CALLOWAY,
    RUTH_CALLOWAY,
    RUTH_NHS_NUMBER,
    RUTH_PENCE_WEEKLY,
    SHABANA_RAFIQ,
)
from ownway.demo.named.ruth import ruth_and_pete
from ownway.demo.named.telling import Story

__all__ = [
    "DILYS_HARGRAVE",
    "EDNA_MARCHBANK",
    "GWEN_ORRIN",
    "HANIF_SULEMAN",
    "IDRIS_PENHALLOW",
    "IVOR_PENHALE",
    "LES_ORRIN",
    "MARCUS_BELL_AYODELE",
    "PAULINE_STRAND",
    "PETE_CALLOWAY",
    "RUTH_CALLOWAY",
    "RUTH_NHS_NUMBER",
    "RUTH_PENCE_WEEKLY",
    "SHABANA_RAFIQ",
    "Story",
    "everyone",
]

_LAST_DAY = date(2026, 9, 30)  # the last file of the demonstration day; other days move the story


def everyone(*, last_day: int) -> list[Story]:
    """Every named person, Ruth and Pete first, their stories told for files that end on a day."""
    stories = [*ruth_and_pete(), *with_current_support()]
    days = last_day - _LAST_DAY.toordinal()
    for story in stories:
        for event in story.events:
            event.start += days
            event.end += days if event.end else 0
        story.known_from += days if story.known_from else 0
        story.known_until += days if story.known_until else 0
    return stories
