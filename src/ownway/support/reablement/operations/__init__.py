"""Decisions about reablement, a file a subject."""

from ownway.support.reablement.operations.during import (
    extend,
    keep_tried,
    note_visit,
    pass_on,
    plan_visit,
    say_how_it_goes,
    scale_goal,
    score_abilities,
    set_goal,
    try_out,
)
from ownway.support.reablement.operations.episodes import ask, begin, call_off, end
from ownway.support.reablement.operations.pausing import end_pause, pause_assessment
from ownway.support.reablement.operations.places import set_places

__all__ = [
    "ask",
    "begin",
    "call_off",
    "end",
    "end_pause",
    "extend",
    "keep_tried",
    "note_visit",
    "pass_on",
    "pause_assessment",
    "plan_visit",
    "say_how_it_goes",
    "scale_goal",
    "score_abilities",
    "set_goal",
    "set_places",
    "try_out",
]
