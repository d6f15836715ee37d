"""Plans: written behind the person's door or the team's, signed off behind the team's."""

from ownway.foundation.access.routes import route
from ownway.support.planning import permissions
from ownway.support.planning.views import costing, deciding, paper, protecting, running, writing

OWN = permissions.WRITE_OWN
my = [
    route("plan/", writing.my_plan, may=OWN, name="my.plan", menu="My plan"),
    route("plan/what-employing-costs/", costing.my_employing, may=OWN, name="my.employing"),
    route("plan/protected-cost/", protecting.my_protection, may=OWN, name="my.protection"),
    route("plan/<uuid:plan_id>/", writing.plan, may=OWN, name="my.plan_version"),
    route("plan/begin/<uuid:assessment_id>/", writing.begin, may=OWN, name="my.begin_plan"),
    route("plan/one-page/<uuid:assessment_id>/", writing.one_page, may=OWN, name="my.one_page"),
    route("plan/<uuid:plan_id>/describe/", writing.describe, may=OWN, name="my.describe_plan"),
    route("plan/<uuid:plan_id>/add/", writing.add, may=OWN, name="my.add_component"),
    route("plan/parts/<uuid:component_id>/", writing.change, may=OWN, name="my.change_component"),
    route(
        "plan/parts/<uuid:component_id>/remove/",
        writing.remove,
        may=OWN,
        name="my.remove_component",
    ),
    route("plan/<uuid:plan_id>/send/", writing.send, may=OWN, name="my.send_plan"),
    route("plan/<uuid:plan_id>/not-right/", deciding.challenge, may=OWN, name="my.challenge_plan"),
    route("plan/<uuid:plan_id>/easy-read/", paper.plan_easy, may=OWN, name="my.plan_easy"),
    route(
        "plan/<uuid:plan_id>/easy-read.pdf",
        paper.plan_easy_pdf,
        may=OWN,
        name="my.plan_easy_pdf",
    ),
    route("plan/<uuid:plan_id>/plan.pdf", paper.plan_pdf, may=OWN, name="my.plan_pdf"),
    route("plan/<uuid:plan_id>/what-changed/", paper.plan_beside, may=OWN, name="my.plan_beside"),
    route("plan/<uuid:plan_id>/ideas/", paper.plan_ideas, may=OWN, name="my.plan_ideas"),
]
team = [
    route(
        "protected-costs/",
        protecting.protections,
        may=permissions.PROTECT_COST,
    ),
    route(
        "people/<uuid:person_id>/protected-cost/",
        protecting.protection,
        may=permissions.READ_PLAN,
    ),
    route(
        "placements/price/",
        costing.placement,
        may=permissions.PRICE_PLACEMENT,
    ),
    route("plans/<uuid:plan_id>/", writing.plan, may=permissions.READ_PLAN),
    route("assessments/<uuid:assessment_id>/plan/", writing.begin, may=permissions.HELP_WRITE),
    route(
        "assessments/<uuid:assessment_id>/one-page-plan/",
        writing.one_page,
        may=permissions.HELP_WRITE,
    ),
    route("plans/<uuid:plan_id>/describe/", writing.describe, may=permissions.HELP_WRITE),
    route("plans/<uuid:plan_id>/add/", writing.add, may=permissions.HELP_WRITE),
    route("plans/parts/<uuid:component_id>/", writing.change, may=permissions.HELP_WRITE),
    route("plans/parts/<uuid:component_id>/remove/", writing.remove, may=permissions.HELP_WRITE),
    route("plans/<uuid:plan_id>/who-else-pays/", writing.fund, may=permissions.HELP_WRITE),
    route(
        "plans/who-else-pays/<uuid:share_id>/take-out/",
        writing.take_out_funding,
        may=permissions.HELP_WRITE,
    ),
    route("plans/<uuid:plan_id>/send/", writing.send, may=permissions.HELP_WRITE),
    route("plans/<uuid:plan_id>/sign-off/", deciding.sign_off, may=permissions.SIGN_OFF),
    route("plans/panel/", deciding.panel, may=permissions.READ_PANEL, menu="Panel"),
    route("plans/<uuid:plan_id>/panel/", deciding.to_panel, may=permissions.SIGN_OFF),
    route("plans/<uuid:plan_id>/not-right/", deciding.challenge, may=permissions.HELP_WRITE),
    route("plans/<uuid:plan_id>/look-again/", deciding.answer, may=permissions.SIGN_OFF),
    route("plans/<uuid:plan_id>/easy-read/", paper.plan_easy, may=permissions.READ_PLAN),
    route("plans/<uuid:plan_id>/easy-read.pdf", paper.plan_easy_pdf, may=permissions.READ_PLAN),
    route("plans/<uuid:plan_id>/plan.pdf", paper.plan_pdf, may=permissions.READ_PLAN),
    route("plans/<uuid:plan_id>/what-changed/", paper.plan_beside, may=permissions.READ_PLAN),
    route("plans/<uuid:plan_id>/ideas/", paper.plan_ideas, may=permissions.READ_PLAN),
    route("plans/<uuid:plan_id>/care-plan.json", paper.plan_exchange, may=permissions.HELP_WRITE),
    route(
        "plans/<uuid:plan_id>/what-employing-costs/",
        costing.employing,
        may=permissions.HELP_WRITE,
    ),
    route("plans/<uuid:plan_id>/bring/", paper.bring, may=permissions.HELP_WRITE),
    route("people/<uuid:person_id>/support/", running.support, may=permissions.READ_PLAN),
    route("people/<uuid:person_id>/support/stop/", running.suspend, may=permissions.CHANGE_SUPPORT),
    route("people/<uuid:person_id>/support/go-on/", running.resume, may=permissions.CHANGE_SUPPORT),
    route("people/<uuid:person_id>/support/end/", running.end, may=permissions.CHANGE_SUPPORT),
]
commissioning = [
    route(
        "placements/price/",
        costing.placement,
        may=permissions.PRICE_PLACEMENT,
        name="planning.price_placement",
        menu="Placement price",
    ),
]
