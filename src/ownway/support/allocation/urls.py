"""Where a first figure is worked out, read and answered, and where anyone reads the table."""

from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import route
from ownway.support.allocation import permissions
from ownway.support.allocation.views import answering, early, figures, tables

public = [
    route("published-table/", tables.published_table, may=ANYONE),
    route("published-table/try/", tables.try_table, may=ANYONE),
    route("published-table/<path:version>/table.csv", tables.table_csv, may=ANYONE),
    route("published-table/<path:version>/scorecard.json", tables.table_json, may=ANYONE),
    route("published-table/<path:version>/", tables.published_version, may=ANYONE),
    route("check/result/early-view/", early.check_early_view, may=ANYONE),
    route("check/result/early-view/easy-read/", early.check_early_view_easy, may=ANYONE),
    route("check/result/early-view/easy-read.pdf", early.check_early_view_easy_pdf, may=ANYONE),
]
my = [
    route(
        "budget/",
        figures.my_budget,
        may=permissions.READ_OWN_BUDGET,
        name="my.budget",
        menu="My budget",
    ),
    route(
        "budget/easy/",
        figures.my_budget_easy,
        may=permissions.READ_OWN_BUDGET,
        name="my.budget_easy",
    ),
    route(
        "budget/first-figure.pdf",
        figures.my_budget_pdf,
        may=permissions.READ_OWN_BUDGET,
        name="my.budget_pdf",
    ),
    route(
        "budget/first-figure-easy-read.pdf",
        figures.my_budget_easy_pdf,
        may=permissions.READ_OWN_BUDGET,
        name="my.budget_easy_pdf",
    ),
    route(
        "budget/not-right/",
        answering.my_challenge,
        may=permissions.CHALLENGE_OWN,
        name="my.challenge_budget",
    ),
    route("check/result/early-view/", early.my_early_view, may=permissions.READ_OWN_BUDGET),
    route(
        "check/result/early-view/easy-read/",
        early.my_early_view_easy,
        may=permissions.READ_OWN_BUDGET,
    ),
    route(
        "check/result/early-view/easy-read.pdf",
        early.my_early_view_easy_pdf,
        may=permissions.READ_OWN_BUDGET,
    ),
]
team = [
    route(
        "assessments/<uuid:assessment_id>/budget/",
        figures.budget,
        may=permissions.READ_BUDGET,
    ),
    route(
        "assessments/<uuid:assessment_id>/budget/propose/",
        figures.propose,
        may=permissions.PROPOSE_BUDGET,
    ),
    route(
        "assessments/<uuid:assessment_id>/budget/first-figure.pdf",
        figures.budget_pdf,
        may=permissions.READ_BUDGET,
    ),
    route(
        "assessments/<uuid:assessment_id>/budget/first-figure-easy-read.pdf",
        figures.budget_easy_pdf,
        may=permissions.READ_BUDGET,
    ),
    route(
        "assessments/<uuid:assessment_id>/budget/not-right/",
        answering.challenge,
        may=permissions.ANSWER_CHALLENGE,
    ),
    route(
        "assessments/<uuid:assessment_id>/budget/another/",
        answering.other_figure,
        may=permissions.SET_OTHER_FIGURE,
    ),
    route(
        "figures-not-right/<uuid:challenge_id>/",
        answering.answer_challenge,
        may=permissions.ANSWER_CHALLENGE,
    ),
    route(
        "figures-not-right/<uuid:challenge_id>/mine/",
        answering.take_up_challenge,
        may=permissions.ANSWER_CHALLENGE,
    ),
]
commissioning = [
    route(
        "other-figures/",
        tables.other_figures,
        may=permissions.COUNT_OTHER_FIGURES,
        menu="Other figures",
    ),
]
