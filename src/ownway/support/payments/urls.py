"""Where finance proposes and checks payments."""

from ownway.foundation.access.routes import route
from ownway.support.payments import permissions, views

team = [
    route(
        "payments/",
        views.instructions,
        may=permissions.READ_PAYMENTS,
        menu="Payments",
    ),
    route(
        "payments/arrangements/<uuid:arrangement_id>/set-up/",
        views.set_up,
        may=permissions.PROPOSE,
    ),
    route(
        "payments/schedules/<uuid:schedule_id>/propose/",
        views.propose,
        may=permissions.PROPOSE,
    ),
    route(
        "payments/<uuid:instruction_id>/",
        views.instruction,
        may=permissions.READ_PAYMENTS,
    ),
    route(
        "payments/<uuid:instruction_id>/approve/",
        views.approve,
        may=permissions.APPROVE,
        fresh=True,
    ),
    route(
        "payments/<uuid:instruction_id>/paid/",
        views.paid,
        may=permissions.CONFIRM_PAID,
    ),
]
