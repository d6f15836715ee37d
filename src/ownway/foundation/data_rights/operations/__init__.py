"""Decisions about what people ask of their own data, what is held back, and what is erased."""

from ownway.foundation.data_rights.operations.packing import pack_of
from ownway.foundation.data_rights.operations.packs import (
    MAKE_PACK,
    ask_for_pack,
    decide_masking,
    look_over,
    make_again,
    make_pack,
    opened_pack,
    release,
    write_pack,
)
from ownway.foundation.data_rights.operations.requests import (
    answer,
    hold_back,
    lift_hold,
    note_request,
    pause,
    resume,
)
from ownway.foundation.data_rights.operations.runs import (
    CARRY_OUT,
    carry_out,
    carry_out_approved,
    decide,
    propose_by_schedule,
    propose_for_one,
)

__all__ = [
    "CARRY_OUT",
    "MAKE_PACK",
    "answer",
    "ask_for_pack",
    "carry_out",
    "carry_out_approved",
    "decide",
    "decide_masking",
    "hold_back",
    "lift_hold",
    "look_over",
    "make_again",
    "make_pack",
    "note_request",
    "opened_pack",
    "pack_of",
    "pause",
    "propose_by_schedule",
    "propose_for_one",
    "release",
    "resume",
    "write_pack",
]
