"""Having the measures worked out, and writing down what stands beside them."""

from ownway.commissioning.measures.operations.entering import (
    enter_population,
    enter_table,
    remove_table,
    set_target,
    withdraw_target,
)
from ownway.commissioning.measures.operations.runs import (
    WORK_OUT,
    ask_for_run,
    head_for,
    keep_run,
    run_after_files,
    work_out,
)

__all__ = [
    "WORK_OUT",
    "ask_for_run",
    "enter_population",
    "enter_table",
    "head_for",
    "keep_run",
    "remove_table",
    "run_after_files",
    "set_target",
    "withdraw_target",
    "work_out",
]
