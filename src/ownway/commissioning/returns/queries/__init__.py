"""What became of the files that came in and went out."""

from ownway.commissioning.returns.queries.files import (
    PAGE,
    PUT_ASIDE_OPENED,
    FieldClass,
    FileThatCame,
    RowPutAside,
    every_row_put_aside,
    file_that_came,
    files,
    rows_put_aside,
    submission_of_work,
)
from ownway.commissioning.returns.queries.kept import (
    KeptSubmission,
    kept_bytes,
    submissions_for_measures,
)

__all__ = [
    "PAGE",
    "PUT_ASIDE_OPENED",
    "FieldClass",
    "FileThatCame",
    "KeptSubmission",
    "RowPutAside",
    "every_row_put_aside",
    "file_that_came",
    "files",
    "kept_bytes",
    "rows_put_aside",
    "submission_of_work",
    "submissions_for_measures",
]
