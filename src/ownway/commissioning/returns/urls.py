"""Where the pages about files stand, and who may open them."""

from ownway.commissioning.returns.permissions import (
    IMPORT_FILES,
    MAKE_RETURN,
    READ_DOUBTS,
    READ_FAULTS,
    READ_FILES,
    READ_PUT_ASIDE,
    READ_QUALITY,
    TAKE_FILE_AWAY,
)
from ownway.commissioning.returns.views import export, files, quality
from ownway.foundation.access.routes import route

commissioning = [
    route("imports/", files.imports, may=READ_FILES, menu="Files"),
    route("imports/new/", files.bring_file, may=IMPORT_FILES),
    route("imports/work/<uuid:work_id>/", files.progress, may=IMPORT_FILES),
    route("imports/work/<uuid:work_id>/cancel/", files.cancel, may=IMPORT_FILES),
    route("imports/undoing/<uuid:work_id>/", files.undoing, may=IMPORT_FILES),
    route("imports/<uuid:submission_id>/", files.submission, may=READ_FILES),
    route("imports/<uuid:submission_id>/file/", files.kept_file, may=TAKE_FILE_AWAY),
    route("imports/<uuid:submission_id>/undo/", files.undo, may=IMPORT_FILES),
    route("imports/<uuid:submission_id>/in-doubt/", files.in_doubt, may=READ_DOUBTS),
    route("imports/<uuid:submission_id>/in-doubt.csv", files.in_doubt_csv, may=READ_DOUBTS),
    route("imports/<uuid:submission_id>/put-aside/", files.put_aside, may=READ_PUT_ASIDE),
    route("imports/<uuid:submission_id>/put-aside.csv", files.put_aside_csv, may=READ_PUT_ASIDE),
    route("data-quality/", quality.data_quality, may=READ_QUALITY, menu="Data quality"),
    route("data-quality/fields.csv", quality.data_quality_csv, may=READ_QUALITY),
    route("data-quality/records/", quality.records_to_fix, may=READ_QUALITY),
    route("data-quality/records.csv", quality.records_to_fix_csv, may=READ_QUALITY),
    route("data-quality/of/<uuid:person_id>/", quality.to_fix_of_person, may=READ_QUALITY),
    route("returns/", export.returns, may=MAKE_RETURN, menu="Returns"),
    route("returns/make/", export.make, may=MAKE_RETURN),
    route("returns/making/<uuid:work_id>/", export.making, may=MAKE_RETURN),
    route("returns/records/", export.records, may=READ_FAULTS),
    route("returns/records.csv", export.records_csv, may=READ_FAULTS),
    route("returns/<uuid:submission_id>/", export.return_made, may=MAKE_RETURN),
]
