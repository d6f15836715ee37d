"""Where the measures stand, and who may open them."""

from ownway.commissioning.measures.permissions import (
    ENTER_FIGURES,
    OPEN_PEOPLE,
    SEE_MEASURES,
    WORK_OUT,
)
from ownway.commissioning.measures.views import local, national, published, runs
from ownway.foundation.access.routes import route

_PEOPLE = "measures/runs/<uuid:run_id>/<str:measure_id>/people"

commissioning = [
    route("measures/", national.measures, may=SEE_MEASURES, menu="Measures"),
    route("measures.csv", national.measures_csv, may=SEE_MEASURES),
    route("measures/national/<slug:measure_id>/", national.measure, may=SEE_MEASURES),
    route("measures/national/<slug:measure_id>.csv", national.measure_csv, may=SEE_MEASURES),
    route("measures/waits/", national.waits, may=SEE_MEASURES),
    route("measures/waits.csv", national.waits_csv, may=SEE_MEASURES),
    route(f"{_PEOPLE}/", national.people, may=OPEN_PEOPLE),
    route(f"{_PEOPLE}.csv", national.people_csv, may=OPEN_PEOPLE),
    route("measures/work-out/", runs.work_out, may=WORK_OUT),
    route("measures/work/<uuid:work_id>/", runs.progress, may=WORK_OUT),
    route("measures/populations/", runs.populations, may=SEE_MEASURES),
    route("measures/local/<slug:measure_id>/", local.local_measure, may=SEE_MEASURES),
    route("measures/local/<slug:measure_id>.csv", local.local_csv, may=SEE_MEASURES),
    route("measures/local/<slug:measure_id>/people/", local.local_people, may=OPEN_PEOPLE),
    route("measures/local/<slug:measure_id>/people.csv", local.local_people_csv, may=OPEN_PEOPLE),
    route("measures/targets/", local.targets, may=SEE_MEASURES),
    route("measures/targets.csv", local.targets_csv, may=SEE_MEASURES),
    route("measures/targets/new/", local.new_target, may=ENTER_FIGURES),
    route("measures/targets/<uuid:target_id>/withdraw/", local.withdraw_target, may=ENTER_FIGURES),
    route("measures/published/", published.published, may=SEE_MEASURES),
    route("measures/published/new/", published.new_table, may=ENTER_FIGURES),
    route("measures/published/<uuid:table_id>/", published.published_table, may=SEE_MEASURES),
    route("measures/published/<uuid:table_id>.csv", published.published_csv, may=SEE_MEASURES),
    route("measures/published/<uuid:table_id>/change/", published.change_table, may=ENTER_FIGURES),
    route("measures/published/<uuid:table_id>/remove/", published.remove_table, may=ENTER_FIGURES),
]
