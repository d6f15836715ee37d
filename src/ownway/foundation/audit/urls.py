"""Routes of the audit, all behind the council's door."""

from ownway.foundation.access.routes import route
from ownway.foundation.audit import views
from ownway.foundation.audit.permissions import READ_AUDIT

team = [
    route("audit/", views.audit, may=READ_AUDIT, menu="Audit"),
    route("audit/verify/", views.verify, may=READ_AUDIT),
    route("audit/verify/<uuid:work_id>/", views.progress, may=READ_AUDIT),
    route("audit/readings/", views.readings, may=READ_AUDIT),
    route("audit/readings/list.csv", views.readings_csv, may=READ_AUDIT),
    route("audit/facts.csv", views.facts_csv, may=READ_AUDIT),
]
