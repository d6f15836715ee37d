"""The people whom pages and tours name. Like everyone in Marlshire they are invented.

Their council ids stay the same whatever the number of people. Ruth Calloway is not like the
others: the files hold the council-managed home care she had until 31 May 2026, and nothing after
it. Her direct payment of £266.00 a week since 1 June 2026 is an arrangement made in Ownway itself,
so that whoever adds up the files finds one person fewer than the council supports.
"""

from dataclasses import dataclass, field
from datetime import date

from ownway.demo import lives, places, services
from ownway.demo.identifiers import check_digit
from ownway.demo.lives import CONTINUES, TO_ASSESSMENT, TO_PLANNING, Event
from ownway.demo.people import CARER_BY_ASSOCIATION, SERVICE_USER, DemoPerson
from ownway.demo.services import Draft, Scale

RUTH_CALLOWAY = "M-104417"
PETE_CALLOWAY = "M-104418"
IDRIS_PENHALLOW = "M-100200"
IVOR_PENHALE = "M-100214"
SHABANA_RAFIQ = "M-105902"
GWEN_ORRIN = "M-101377"
LES_ORRIN = "M-101378"
MARCUS_BELL_AYODELE = "M-103145"
DILYS_HARGRAVE = "M-106020"
EDNA_MARCHBANK = "M-100873"
HANIF_SULEMAN = "M-104960"
PAULINE_STRAND = "M-105511"

RUTH_NHS_NUMBER = "9994554417"
RUTH_PENCE_WEEKLY = 266_00
"""What Ruth's direct payment costs a week, paid by Ownway and in no file."""

_LAST_DAY = date(2026, 9, 30)  # the last file of the demonstration day; other days move the story

_PERSONAL_CARE = "Physical Support: Personal care support"
_MEMORY = "Support with Memory & Cognition"
_ISOLATION = "Social Support: Support for Social Isolation/Other"
_BRITISH = "White: English, Welsh, Scottish, Northern Irish or British"


@dataclass(slots=True)
class Story:
    """A person with everything that happened between them and the council."""

    person: DemoPerson
    events: list[Event] = field(default_factory=list)
    known_from: int = 0  # for a carer by association: the days in which files mention them
    known_until: int = 0


def _person(
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
    ethnicity: str = _BRITISH,
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


def ruth_and_pete() -> tuple[Story, Story]:
    """Ruth Calloway and her husband Pete, as the files know them."""
    person = _person(
        RUTH_CALLOWAY,
        RUTH_NHS_NUMBER[:9],
        "Ruth",
        "Calloway",
        known_as="Ruthie",
        born=date(1968, 2, 14),
        woman=True,
        reason="Physical",
        support_reason=_PERSONAL_CARE,
        address=("3 Tannery Row", ""),
        town="Thornbeck",
        postcode="QM3 4AB",
        telephone="01632 960214",
        email="ruth.calloway@example.org",
        has_carer="Yes",
        communication=("large-print",),
        how_to_talk=(
            "Large print, 16 point. Mornings are best; by 3pm she is worn out. Sit on her left."
            " She decides for herself; Pete joins if she asks."
        ),
    )
    home_care = Draft(
        services.COMMUNITY,
        services.HOME_CARE,
        services.MANAGED,
        services.HOME_CARE_PROVIDERS[0],
        "hours",
        "Hourly",
        24_60,
        4.0,
    )
    events = [
        lives.request(_on(2026, 4, 1), _on(2026, 4, 3), TO_ASSESSMENT),
        lives.service(
            home_care,
            start=_on(2026, 4, 7),
            end=_on(2026, 5, 31),
            outcome=TO_PLANNING,
            scale=Scale(),
        ),
    ]
    pete = _person(
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
        Story(pete, known_from=_on(2026, 4, 1), known_until=_on(2026, 9, 30)),
    )


def _on(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def with_current_support() -> list[Story]:
    """The ten named people whose support the files hold, all of them in the East."""
    return [
        _idris(),
        _ivor(),
        _shabana(),
        *_gwen_and_les(),
        _marcus(),
        _dilys(),
        _edna(),
        _hanif(),
        _pauline(),
    ]


def _idris() -> Story:
    person = _person(
        IDRIS_PENHALLOW,
        "999010020",
        "Idris",
        "Penhallow",
        born=date(1955, 3, 9),
        woman=False,
        reason="Physical",
        support_reason=_PERSONAL_CARE,
        address=("2 Dairy Cottages", "Pound Lane"),
        town="Marl Vale",
        postcode="QM4 7DH",
        telephone="01632 960331",
        communication=("easy-read",),
        how_to_talk="Short sentences, and pictures where there are some. Give him time to answer.",
    )
    return _story(person, _home_care(10), began=_on(2025, 2, 17), reviewed=[_on(2026, 3, 12)])


def _ivor() -> Story:
    person = _person(
        IVOR_PENHALE,
        "999100214",
        "Ivor",
        "Penhale",
        born=date(1952, 5, 21),
        woman=False,
        reason="Physical",
        support_reason=_PERSONAL_CARE,
        address=("17 Weighbridge Lane", ""),
        town="Thornbeck",
        postcode="QM3 2TN",
        telephone="01632 960418",
        how_to_talk="Let the phone ring for a long time; he is slow to reach it.",
    )
    return _story(
        person,
        _home_care(8, provider=1),
        began=_on(2023, 10, 16),
        reviewed=[_on(2024, 10, 30), _on(2025, 11, 2)],
    )


def _shabana() -> Story:
    person = _person(
        SHABANA_RAFIQ,
        "999105902",
        "Shabana",
        "Rafiq",
        born=date(1982, 7, 3),
        woman=True,
        reason="Physical",
        support_reason=_PERSONAL_CARE,
        address=("6 Shepherd's Rise", ""),
        town="Marl Vale",
        postcode="QM4 1BX",
        telephone="07700 900652",
        email="shabana.rafiq@example.org",
        ethnicity="Asian or Asian British: Pakistani",
        accommodation="Tenant: Private landlord",
        communication=("email-only",),
    )
    return _story(person, _direct_payment(248_00), began=_on(2026, 9, 25), reviewed=[])


def _gwen_and_les() -> tuple[Story, Story]:
    gwen = _person(
        GWEN_ORRIN,
        "999101377",
        "Gwen",
        "Orrin",
        born=date(1943, 6, 11),
        woman=True,
        reason="Memory and cognition",
        support_reason=_MEMORY,
        address=("24 Alder Avenue", ""),
        town="Thornbeck",
        postcode="QM3 5PL",
        telephone="01632 960507",
        dementia="Yes",
        has_carer="Yes",
        how_to_talk="Say who you are each time. Les likes to sit in.",
    )
    les = _person(
        LES_ORRIN,
        "999101378",
        "Leslie",
        "Orrin",
        known_as="Les",
        born=date(1941, 1, 27),
        woman=False,
        reason="Physical",
        support_reason="Physical Support: Access & mobility only",
        address=("24 Alder Avenue", ""),
        town="Thornbeck",
        postcode="QM3 5PL",
        telephone="01632 960507",
    )
    together = _on(2025, 11, 26)
    return (
        _story(gwen, _home_care(14), began=_on(2024, 11, 11), reviewed=[together]),
        _story(les, _home_care(3.5), began=_on(2024, 11, 11), reviewed=[together]),
    )


def _marcus() -> Story:
    person = _person(
        MARCUS_BELL_AYODELE,
        "999103145",
        "Marcus",
        "Bell-Ayodele",
        born=date(1974, 10, 2),
        woman=False,
        reason="Social",
        support_reason=_ISOLATION,
        address=("Flat 4", "31 Corn Street"),
        town="Thornbeck",
        postcode="QM3 1EE",
        telephone="07700 900118",
        ethnicity="Mixed or multiple ethnic groups: White and Black African",
        accommodation="Tenant: Local authority or other social housing provider",
        how_to_talk="Text first. He does not pick up calls from numbers he does not know.",
    )
    return _story(
        person, _direct_payment(96_00), began=_on(2024, 6, 3), reviewed=[_on(2025, 11, 27)]
    )


def _dilys() -> Story:
    person = _person(
        DILYS_HARGRAVE,
        "999106020",
        "Dilys",
        "Hargrave",
        born=date(1947, 8, 4),
        woman=True,
        reason="Physical",
        support_reason=_PERSONAL_CARE,
        address=("9 Priory Close", ""),
        town="Thornbeck",
        postcode="QM3 8WR",
        telephone="01632 960725",
        hearing="Yes",
        communication=("hearing-loop",),
        how_to_talk="Ring first. Face her, and use the loop by her chair.",
    )
    return _story(person, _home_care(7, provider=1), began=_on(2026, 9, 29), reviewed=[])


def _edna() -> Story:
    person = _person(
        EDNA_MARCHBANK,
        "999100874",
        "Edna",
        "Marchbank",
        born=date(1940, 4, 18),
        woman=True,
        reason="Physical",
        support_reason=_PERSONAL_CARE,
        address=("1 Chapel Hill", ""),
        town="Marl Vale",
        postcode="QM4 3GS",
        telephone="01632 960289",
        communication=("large-print",),
        how_to_talk="Slowly, and one thing at a time. Her niece helps with letters.",
    )
    return _story(
        person,
        _home_care(5.25),
        began=_on(2025, 6, 9),
        reviewed=[_on(2025, 7, 28), _on(2026, 5, 20)],
    )


def _hanif() -> Story:
    person = _person(
        HANIF_SULEMAN,
        "999104960",
        "Hanif",
        "Suleman",
        born=date(1965, 1, 12),
        woman=False,
        reason="Physical",
        support_reason=_PERSONAL_CARE,
        address=("12 Bowling Green Lane", ""),
        town="Thornbeck",
        postcode="QM3 4LF",
        telephone="07700 900387",
        email="hanif.suleman@example.org",
        ethnicity="Asian or Asian British: Bangladeshi",
        accommodation="Tenant: Local authority or other social housing provider",
        how_to_talk="Evenings are fine; he works on his own words at night.",
    )
    return _story(
        person, _direct_payment(334_00), began=_on(2024, 1, 22), reviewed=[_on(2026, 2, 10)]
    )


def _pauline() -> Story:
    person = _person(
        PAULINE_STRAND,
        "999105511",
        "Pauline",
        "Strand",
        born=date(1969, 12, 5),
        woman=True,
        reason="Physical",
        support_reason=_PERSONAL_CARE,
        address=("40 Old Station Road", ""),
        town="Thornbeck",
        postcode="QM3 6HB",
        telephone="01632 960846",
        has_carer="Yes",
        how_to_talk="Her sister is there on weekdays. Ask Pauline first.",
    )
    return _story(
        person, _home_care(6), began=_on(2025, 9, 1), reviewed=[_on(2025, 10, 21), _on(2026, 6, 17)]
    )


def _home_care(hours: float, *, provider: int = 0) -> Draft:
    source = services.HOME_CARE_PROVIDERS[provider]
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


def _direct_payment(pence_weekly: int) -> Draft:
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


def _story(person: DemoPerson, care: Draft, *, began: int, reviewed: list[int]) -> Story:
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


def everyone(*, last_day: int) -> list[Story]:
    """Every named person, Ruth and Pete first, their stories told for files that end on a day."""
    stories = [*ruth_and_pete(), *with_current_support()]
    days = last_day - _LAST_DAY.toordinal()
    for story in stories:
        for event in story.events:
            event.start += days
            event.end += days if event.end else 0
        story.known_from += days if story.known_from else 0
        story.known_until += days if story.known_until else 0
    return stories
