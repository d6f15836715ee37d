"""The history of rows: triggers of the database keep what a row was before it changed or went.

The current row is the last word, so an insert needs no copy; one context id joins each copy to the
facts of the same act.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def kept(*, leave_out: Sequence[str] = ()) -> Callable[[Model], Model]:
    """Keep the history of a model's rows, but for the fields of `leave_out`."""

    def keep(model: Model) -> Model:
        update = (
            pghistory.UpdateEvent(
                row=pghistory.Old, condition=pghistory.AnyChange(exclude=list(leave_out))
            )
            if leave_out
            else pghistory.UpdateEvent(row=pghistory.Old)
        )
        tracked: Model = pghistory.track(
            update, pghistory.DeleteEvent(), exclude=list(leave_out) or None
        )(model)
        return tracked

    return keep
