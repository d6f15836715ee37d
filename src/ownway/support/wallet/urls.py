"""The same money from both sides."""

from ownway.foundation.access.routes import route
from ownway.support.wallet import permissions, views

my = [
    route(
        "money/",
        views.my_money,
        may=permissions.READ_OWN_MONEY,
        name="my.money",
        menu="My money",
    ),
    route("money/lines.csv", views.my_lines, may=permissions.READ_OWN_MONEY, name="my.lines"),
]
team = [
    route("people/<uuid:person_id>/money/", views.money, may=permissions.READ_MONEY),
    route("people/<uuid:person_id>/money/lines.csv", views.lines, may=permissions.READ_MONEY),
]
