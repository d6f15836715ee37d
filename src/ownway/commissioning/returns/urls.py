"""Where the pages about files stand, and who may open them."""

from ownway.commissioning.returns import views
from ownway.commissioning.returns.permissions import IMPORT_FILES, READ_FILES
from ownway.foundation.access.routes import route

commissioning = [
    route("imports/", views.imports, may=READ_FILES, menu="Files"),
    route("imports/new/", views.bring_file, may=IMPORT_FILES),
    route("imports/work/<uuid:work_id>/", views.progress, may=IMPORT_FILES),
    route("imports/<uuid:submission_id>/", views.submission, may=READ_FILES),
    route("imports/<uuid:submission_id>/put-aside/", views.put_aside, may=READ_FILES),
    route("imports/<uuid:submission_id>/put-aside.csv", views.put_aside_csv, may=READ_FILES),
]
