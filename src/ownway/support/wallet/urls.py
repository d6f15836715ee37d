"""The same money from both sides."""

from ownway.foundation.access.routes import route
from ownway.support.wallet import permissions
from ownway.support.wallet.views import money, statements

OWN = permissions.OWN_STATEMENTS
RECORD = "people/<uuid:person_id>/money/"

my = [
    route(
        "money/",
        money.my_money,
        may=permissions.READ_OWN_MONEY,
        name="my.money",
        menu="My money",
    ),
    route("money/lines.csv", money.my_lines, may=permissions.READ_OWN_MONEY, name="my.lines"),
    route("money/statements/", statements.my_statements, may=OWN, name="my.statements"),
    route("money/statements/by-hand/", statements.my_by_hand, may=OWN, name="my.by_hand"),
    route(
        "money/statements/<uuid:file_id>/take-back/",
        statements.my_statement_back,
        may=OWN,
        name="my.statement_back",
    ),
    route("money/statements/lines/<uuid:line_id>/", statements.my_line, may=OWN, name="my.line"),
    route(
        "money/statements/remembered/<uuid:rule_id>/forget/",
        statements.my_forget,
        may=OWN,
        name="my.forget",
    ),
    route(
        "money/statements/questions/<uuid:question_id>/answer/",
        statements.my_money_answer,
        may=OWN,
        name="my.money_answer",
    ),
]
team = [
    route("money/accounts/", statements.accounts, may=permissions.LOOK_AFTER, menu="Accounts"),
    route(RECORD, money.money, may=permissions.READ_MONEY),
    route(f"{RECORD}lines.csv", money.lines, may=permissions.READ_MONEY),
    route(f"{RECORD}statements/", statements.statements, may=permissions.READ_MONEY),
    route(f"{RECORD}statements/by-hand/", statements.by_hand, may=permissions.LOOK_AFTER),
    route(
        f"{RECORD}statements/<uuid:file_id>/take-back/",
        statements.statement_back,
        may=permissions.LOOK_AFTER,
    ),
    route(f"{RECORD}statements/lines/<uuid:line_id>/", statements.line, may=permissions.READ_MONEY),
    route(
        f"{RECORD}statements/remembered/<uuid:rule_id>/forget/",
        statements.forget,
        may=permissions.LOOK_AFTER,
    ),
    route(f"{RECORD}statements/ask/", statements.ask, may=permissions.LOOK_AFTER),
    route(
        f"{RECORD}statements/questions/<uuid:question_id>/answer/",
        statements.money_answer,
        may=permissions.LOOK_AFTER,
    ),
    route(
        f"{RECORD}statements/questions/<uuid:question_id>/settle/",
        statements.settle,
        may=permissions.LOOK_AFTER,
    ),
]
