"""Where the pages about files stand, and who may open them."""

from ownway.commissioning.returns.permissions import IMPORT_FILES, READ_FILES
from ownway.commissioning.returns.views import files
from ownway.foundation.access.routes import route

commissioning = [
    route("imports/", files.imports, may=READ_FILES, menu="Files"),
    route("imports/new/", files.bring_file, may=IMPORT_FILES),
    route("imports/work/<uuid:work_id>/", files.progress, may=IMPORT_FILES),
    route("imports/<uuid:submission_id>/", files.submission, may=READ_FILES),
    route("imports/<uuid:submission_id>/put-aside/", files.put_aside, may=READ_FILES),
    route("imports/<uuid:submission_id>/put-aside.csv", files.put_aside_csv, may=READ_FILES),
]
