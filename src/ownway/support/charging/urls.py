"""What a person pays: for those who work with them, and for the person."""

from ownway.foundation.access.routes import route
from ownway.support.charging import permissions, views
from ownway.support.people.permissions import READ_RECORD

my = [
    route("what-i-pay/", views.mine, may=permissions.OWN_MEANS, name="charging.mine"),
    route("what-i-have/", views.my_means, may=permissions.OWN_MEANS),
]
team = [
    route("means/", views.waiting, may=permissions.DECIDE_CONTRIBUTION, menu="Contributions"),
    route("means/new-figures/", views.again, may=permissions.DECIDE_CONTRIBUTION),
    route("people/<uuid:person_id>/contribution/", views.contribution, may=READ_RECORD),
    route("people/<uuid:person_id>/means/", views.means, may=permissions.DECIDE_CONTRIBUTION),
    route("people/<uuid:person_id>/means/more/", views.more, may=permissions.DECIDE_CONTRIBUTION),
]
