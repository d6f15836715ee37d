"""Tell a named person's story in few words: who they are, and what the files say of them."""

from dataclasses import dataclass, field
from datetime import date

from ownway.demo import lives, places, services
from ownway.demo.identifiers import check_digit
from ownway.demo.lives import CONTINUES, TO_ASSESSMENT, TO_PLANNING, Event
from ownway.demo.people import SERVICE_USER, DemoPerson
from ownway.demo.prices import Draft, Scale
from ownway.demo.providers import HOME_CARE_PROVIDERS

PERSONAL_CARE = "Physical Support: Personal care support"
MEMORY = "Support with Memory & Cognition"
ISOLATION = "Social Support: Support for Social Isolation/Other"
BRITISH = "White: English, Welsh, Scottish, Northern Irish or British"


@dataclass(slots=True)
class Story:
    """A person with everything that happened between them and the council."""

    person: DemoPerson
    events: list[Event] = field(default_factory=list)
    known_from: int = 0  # for a carer by association: the days in which files mention them
    known_until: int = 0


def a_person(
    council_id: str,
    nhs_body: str,
    given: str,
    family: str,
    *,
    born: date,
    woman: bool,
    reason: str,
    support_reason: str,
    address: tuple[str, str],
    town: str,
    postcode: str,
    telephone: str,
    known_as: str = "",
    email: str = "",
    ethnicity: str = BRITISH,
    accommodation: str = "Owner occupier or shared ownership scheme",
    has_carer: str = "No",
    communication: tuple[str, ...] = (),
    how_to_talk: str = "",
    hearing: str = "",
    dementia: str = "",
    client_type: str = SERVICE_USER,
    cares_for: tuple[str, ...] = (),
    caring_hours: str = "",
) -> DemoPerson:
    place = places.BY_NAME[town]
    return DemoPerson(
        council_id=council_id,
        nhs_number=f"{nhs_body}{check_digit(nhs_body)}",
        client_type=client_type,
        reason=reason,
        given_name=given,
        family_name=family,
        known_as=known_as,
        woman=woman,
        gender="Female" if woman else "Male",
        ethnicity=ethnicity,
        born=born.toordinal(),
        older=born < date(1961, 9, 30),
        place=place,
        address=address,
        postcode=postcode,
        telephone=telephone,
        email=email,
        support_reason=support_reason,
        gp_practice=f"Z9{place.district[2:]}001",
        accommodation=accommodation,
        employment="Not in paid employment: Not actively seeking work or retired",
        has_carer=has_carer,
        hearing=hearing,
        dementia=dementia,
        funding="Joint client and social care funded" if client_type == SERVICE_USER else "",
        communication=communication,
        how_to_talk=how_to_talk,
        cares_for=cares_for,
        caring_hours=caring_hours,
    )


def on(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def home_care(hours: float, *, provider: int = 0) -> Draft:
    source = HOME_CARE_PROVIDERS[provider]
    return Draft(
        services.COMMUNITY,
        services.HOME_CARE,
        services.MANAGED,
        source,
        "hours",
        "Hourly",
        source.rate_hourly,
        hours,
    )


def direct_payment(pence_weekly: int) -> Draft:
    return Draft(
        services.COMMUNITY,
        services.DIRECT_PAYMENT,
        services.BY_DIRECT_PAYMENT,
        None,
        "amount",
        "4-weekly",
        0,
        pence_weekly,
    )


def with_support(person: DemoPerson, care: Draft, *, began: int, reviewed: list[int]) -> Story:
    asked = lives.working_day(began - 40)
    assessed = lives.working_day(began - 9)
    return Story(
        person,
        [
            lives.request(asked, asked + 2, TO_ASSESSMENT),
            lives.assessment(assessed - 7, assessed, TO_PLANNING),
            lives.service(care, start=began, end=0, outcome="", scale=Scale()),
            *(_review_on(day) for day in reviewed),
        ],
    )


def _review_on(day: int) -> Event:
    return Event(
        lives.REVIEW,
        day,
        day,
        CONTINUES,
        review_reason="Planned review of long term support",
        achieved="Partially achieved",
        reviewed_how="Face to face",
    )
