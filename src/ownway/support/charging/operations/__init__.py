"""Decisions about what a person pays: told, worked out, decided, made again by newer figures."""

from ownway.support.charging.operations.again import Again, by_earlier_figures, decide_again
from ownway.support.charging.operations.telling import (
    SavedMeanwhile,
    ask_for_more,
    decide_contribution,
    decide_from_means,
    save_means,
    send_means,
    worked_as,
)

__all__ = [
    "Again",
    "SavedMeanwhile",
    "ask_for_more",
    "by_earlier_figures",
    "decide_again",
    "decide_contribution",
    "decide_from_means",
    "save_means",
    "send_means",
    "worked_as",
]
