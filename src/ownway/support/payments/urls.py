"""Where finance proposes and checks payments."""

from ownway.foundation.access.routes import route
from ownway.support.ledger.permissions import READ_YEARS
from ownway.support.payments import permissions
from ownway.support.payments.views import giving_back, payees, paying, runs, years

my = [
    route("money/back/", giving_back.my_backs, may=permissions.READ_OWN_BACK, name="my.backs"),
    route(
        "money/back/<uuid:give_back_id>/answer/",
        giving_back.my_answer_back,
        may=permissions.READ_OWN_BACK,
        name="my.answer_back",
    ),
]
team = [
    route(
        "payments/",
        paying.instructions,
        may=permissions.READ_PAYMENTS,
        menu="Payments",
    ),
    route(
        "payments/arrangements/<uuid:arrangement_id>/set-up/",
        paying.set_up,
        may=permissions.PROPOSE,
    ),
    route(
        "payments/schedules/<uuid:schedule_id>/propose/",
        paying.propose,
        may=permissions.PROPOSE,
    ),
    route("payments/payees/", payees.payees, may=permissions.READ_PAYEES),
    route("payments/payees/weights/", payees.weights, may=permissions.LOAD_WEIGHTS),
    route(
        "payments/payees/<uuid:person_id>/",
        payees.payee,
        may=permissions.PUT_PAYEE,
        fresh=True,
    ),
    route(
        "payments/payees/<uuid:person_id>/<uuid:payee_id>/confirm/",
        payees.confirm_payee,
        may=permissions.CONFIRM_PAYEE,
        fresh=True,
    ),
    route(
        "payments/payees/<uuid:person_id>/<uuid:payee_id>/decline/",
        payees.decline_payee,
        may=permissions.CONFIRM_PAYEE,
    ),
    route(
        "payments/payees/<uuid:person_id>/<uuid:payee_id>/asked/",
        payees.asked_payee,
        may=permissions.CONFIRM_PAYEE,
    ),
    route("payments/runs/", runs.runs, may=permissions.READ_PAYMENTS),
    route("payments/runs/returned/", runs.returned, may=permissions.CONFIRM_PAID),
    route("payments/runs/pays-from/", runs.pays_from, may=permissions.SET_PAYS_FROM, fresh=True),
    route("payments/runs/<uuid:run_id>/", runs.run, may=permissions.READ_PAYMENTS),
    route(
        "payments/runs/<uuid:run_id>/approve/",
        runs.approve_run,
        may=permissions.APPROVE,
        fresh=True,
    ),
    route("payments/runs/<uuid:run_id>/decline/", runs.decline_run, may=permissions.APPROVE),
    route(
        "payments/runs/<uuid:run_id>/file/", runs.run_file, may=permissions.MAKE_FILE, fresh=True
    ),
    route("payments/runs/<uuid:run_id>/told/", runs.run_advice, may=permissions.READ_PAYMENTS),
    route("payments/runs/<uuid:run_id>/paid/", runs.run_paid, may=permissions.CONFIRM_PAID),
    route(
        "payments/runs/<uuid:run_id>/lines/<uuid:line_id>/looked/",
        runs.look_line,
        may=permissions.PROPOSE,
    ),
    route(
        "payments/runs/<uuid:run_id>/lines/<uuid:line_id>/out/",
        runs.out_line,
        may=permissions.PROPOSE,
    ),
    route("payments/back/", giving_back.backs, may=permissions.READ_PAYMENTS),
    route("payments/back/of/<uuid:person_id>/", giving_back.backs_of, may=permissions.READ_BACK),
    route("payments/back/of/<uuid:person_id>/ask/", giving_back.ask_back, may=permissions.ASK_BACK),
    route(
        "payments/back/of/<uuid:person_id>/<uuid:give_back_id>/answer/",
        giving_back.answer_back,
        may=permissions.READ_BACK,
    ),
    route(
        "payments/back/of/<uuid:person_id>/<uuid:give_back_id>/decide/",
        giving_back.decide_back,
        may=permissions.DECIDE_BACK,
        fresh=True,
    ),
    route(
        "payments/back/of/<uuid:person_id>/<uuid:give_back_id>/came/",
        giving_back.came_back,
        may=permissions.CONFIRM_PAID,
    ),
    route("payments/years/", years.years, may=READ_YEARS),
    route("payments/years/codes/", years.codes, may=permissions.SET_CODES),
    route("payments/years/<int:begins>/", years.year, may=READ_YEARS),
    route("payments/years/<int:begins>/outturn.csv", years.outturn_csv, may=READ_YEARS),
    route("payments/years/<int:begins>/journal.csv", years.journal_csv, may=READ_YEARS),
    route(
        "payments/years/<int:begins>/close/",
        years.close_year,
        may=permissions.CLOSE_YEAR,
        fresh=True,
    ),
    route(
        "payments/<uuid:instruction_id>/",
        paying.instruction,
        may=permissions.READ_PAYMENTS,
    ),
    route(
        "payments/<uuid:instruction_id>/approve/",
        paying.approve,
        may=permissions.APPROVE,
        fresh=True,
    ),
    route(
        "payments/<uuid:instruction_id>/paid/",
        paying.paid,
        may=permissions.CONFIRM_PAID,
    ),
]
