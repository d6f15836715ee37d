"""Ruth Calloway, whose thread the demonstration follows, and her husband Pete."""

from datetime import date

from ownway.demo import lives, services
from ownway.demo.lives import TO_ASSESSMENT, TO_PLANNING
from ownway.demo.named.ids import PETE_CALLOWAY, RUTH_CALLOWAY, RUTH_NHS_NUMBER
from ownway.demo.named.telling import PERSONAL_CARE, Story, a_person, on
from ownway.demo.people import CARER_BY_ASSOCIATION
from ownway.demo.prices import Draft, Scale
from ownway.demo.providers import HOME_CARE_PROVIDERS


def ruth_and_pete() -> tuple[Story, Story]:
    """Ruth Calloway and her husband Pete, as the files know them."""
    person = a_person(
        RUTH_CALLOWAY,
        RUTH_NHS_NUMBER[:9],
        "Ruth",
        "Calloway",
        known_as="Ruthie",
        born=date(1968, 2, 14),
        woman=True,
        reason="Physical",
        support_reason=PERSONAL_CARE,
        address=("3 Tannery Row", ""),
        town="Thornbeck",
        postcode="QM3 4AB",
        telephone="01632 960214",
        email="ruth.calloway@example.org",
        has_carer="Yes",
        communication=("large-print",),
        how_to_talk=(
            "Large print, 16 point. Mornings are best; by 3pm I am worn out. Sit on my left."
            " I decide for myself; Pete joins if I ask."
        ),
    )
    home_care = Draft(
        services.COMMUNITY,
        services.HOME_CARE,
        services.MANAGED,
        HOME_CARE_PROVIDERS[0],
        "hours",
        "Hourly",
        24_60,
        4.0,
    )
    events = [
        lives.request(on(2026, 4, 1), on(2026, 4, 3), TO_ASSESSMENT),
        lives.service(
            home_care,
            start=on(2026, 4, 7),
            end=on(2026, 5, 31),
            outcome=TO_PLANNING,
            scale=Scale(),
        ),
    ]
    pete = a_person(
        PETE_CALLOWAY,
        "999628003",
        "Peter",
        "Calloway",
        known_as="Pete",
        born=date(1966, 8, 30),
        woman=False,
        reason="",
        support_reason="",
        address=("3 Tannery Row", ""),
        town="Thornbeck",
        postcode="QM3 4AB",
        telephone="07700 900214",
        email="pete.calloway@example.org",
        client_type=CARER_BY_ASSOCIATION,
        cares_for=(RUTH_CALLOWAY,),
        caring_hours="20-49",
    )
    return (
        Story(person, events),
        Story(pete, known_from=on(2026, 4, 1), known_until=on(2026, 9, 30)),
    )
