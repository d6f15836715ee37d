"""One invented person: who they are, where they live, how they like to be spoken to."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from ownway.demo import identifiers, places, talking
from ownway.demo.names import COMMUNITIES, Community
from ownway.demo.places import Locality
from ownway.demo.services import Main
from ownway.demo.targets import Reason

SERVICE_USER = "Service user"
CARER = "Unpaid carer"
CARER_BY_ASSOCIATION = "Unpaid carer known by association"


@dataclass(slots=True)
class DemoPerson:
    """What a council knows of somebody. Days are ordinals (`date.toordinal`), 0 for none."""

    council_id: str
    nhs_number: str
    client_type: str
    reason: str  # the row of the published table; blank for carers
    given_name: str
    family_name: str
    woman: bool
    gender: str
    ethnicity: str
    born: int
    older: bool
    place: Locality
    address: tuple[str, str]
    postcode: str
    telephone: str
    email: str
    died: int = 0
    known_as: str = ""
    support_reason: str = ""
    gp_practice: str = ""
    accommodation: str = ""
    employment: str = ""
    has_carer: str = "No"
    autism: str = ""
    visual: str = ""
    hearing: str = ""
    dementia: str = ""
    funding: str = ""
    communication: tuple[str, ...] = ()
    how_to_talk: str = ""
    caring_hours: str = ""
    cares_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Background:
    community: Community
    ethnicities: tuple[str, ...]
    language: str
    weight_working_age: float
    weight_older: float


_WHITE_BRITISH = "White: English, Welsh, Scottish, Northern Irish or British"
_OTHER_WHITE = "White: Any other White background"
_ASIAN = "Asian or Asian British: "
_BLACK = "Black, Black British, Caribbean or African: "
_MIXED = "Mixed or multiple ethnic groups: "

_BACKGROUNDS = (
    _Background(COMMUNITIES["english"], (_WHITE_BRITISH,), "", 86.0, 93.6),
    _Background(COMMUNITIES["irish"], ("White: Irish",), "", 0.8, 1.2),
    _Background(COMMUNITIES["polish"], (_OTHER_WHITE,), "Polish", 2.4, 0.9),
    _Background(COMMUNITIES["romanian"], (_OTHER_WHITE,), "Romanian", 1.2, 0.2),
    _Background(COMMUNITIES["indian"], (_ASIAN + "Indian",), "Punjabi", 1.8, 1.0),
    _Background(
        COMMUNITIES["pakistani_bangladeshi"],
        (_ASIAN + "Pakistani", _ASIAN + "Bangladeshi"),
        "Urdu",
        1.4,
        0.6,
    ),
    _Background(COMMUNITIES["caribbean"], (_BLACK + "Caribbean",), "", 1.1, 0.8),
    _Background(COMMUNITIES["african"], (_BLACK + "African",), "", 1.4, 0.3),
    _Background(COMMUNITIES["chinese"], (_ASIAN + "Chinese",), "Cantonese", 0.7, 0.5),
    _Background(
        COMMUNITIES["arab_turkish"],
        ("Other ethnic group: Arab", "Other ethnic group: Any other ethnic group"),
        "Arabic",
        0.8,
        0.2,
    ),
    _Background(
        COMMUNITIES["english"],
        (_MIXED + "White and Black Caribbean", _MIXED + "White and Asian"),
        "",
        2.0,
        0.4,
    ),
    _Background(COMMUNITIES["english"], ("White: Gypsy or Irish Traveller",), "", 0.4, 0.3),
)
_WEIGHTS_WORKING_AGE = [each.weight_working_age for each in _BACKGROUNDS]
_WEIGHTS_OLDER = [each.weight_older for each in _BACKGROUNDS]

_SHORT_FORMS = {
    "Albert": "Bert", "Alexander": "Alex", "Alexandra": "Alex", "Alfred": "Alf", "Andrew": "Andy",
    "Barbara": "Babs", "Benjamin": "Ben", "Catherine": "Cathy", "Charles": "Charlie",
    "Christine": "Chris", "Christopher": "Chris", "Deborah": "Debbie", "Dorothy": "Dot",
    "Edward": "Ted", "Elizabeth": "Liz", "Frederick": "Fred", "Gillian": "Gill",
    "Jacqueline": "Jackie", "Jennifer": "Jenny", "Joshua": "Josh", "Kathleen": "Kath",
    "Kenneth": "Ken", "Leonard": "Len", "Lilian": "Lil", "Margaret": "Maggie", "Michael": "Mick",
    "Michelle": "Shell", "Nicholas": "Nick", "Pamela": "Pam", "Patricia": "Pat",
    "Patrick": "Paddy", "Penelope": "Penny", "Raymond": "Ray", "Rebecca": "Becky",
    "Reginald": "Reg", "Richard": "Rich", "Robert": "Bob", "Ronald": "Ron", "Samantha": "Sam",
    "Sandra": "Sandy", "Sidney": "Sid", "Stanley": "Stan", "Stephanie": "Steph",
    "Stephen": "Steve", "Susan": "Sue", "Terence": "Terry", "Theresa": "Tess", "Thomas": "Tom",
    "Timothy": "Tim", "Valerie": "Val", "Victoria": "Vicky", "Walter": "Wally",
    "Wilfred": "Wilf", "William": "Bill", "Winifred": "Win",
}  # fmt: skip

_YES = "Yes"

_AT_HOME = (
    ("Owner occupier or shared ownership scheme", 46, 22),
    ("Tenant: Local authority or other social housing provider", 28, 38),
    ("Tenant: Private landlord", 10, 18),
    ("Settled mainstream housing with family or friends", 10, 20),
    ("Sheltered housing, extra care housing or other sheltered housing", 6, 2),
)
_HOUSED_BY: dict[Main, str] = {
    "residential": "Registered care home",
    "nursing": "Registered nursing home",
    "supported living": "Supported accommodation, supported lodgings or supported group home",
    "shared lives": "Shared Lives scheme",
    "extra care": "Sheltered housing, extra care housing or other sheltered housing",
}


def age_at(rng: Random, reason: str, *, older: bool) -> int:
    """A plausible age in years on the day of the last file."""
    if older:
        typical, spread = {
            "Learning disability": (70, 5),
            "Mental health": (73, 6),
            "Memory and cognition": (84, 6),
        }.get(reason, (82, 8))
        return min(103, max(65, round(rng.gauss(typical, spread))))
    if reason == "Memory and cognition":
        return rng.randrange(48, 65)
    youngest = 18
    typical, spread = {"Learning disability": (38, 14), "Mental health": (45, 12)}.get(
        reason, (50, 11)
    )
    for _ in range(8):
        age = round(rng.gauss(typical, spread))
        if youngest <= age <= 64:
            return age
    return rng.randrange(youngest, 65)


def born_at_age(rng: Random, age: int, on: int) -> int:
    """A birthday for somebody who is `age` on a day, and still is two months later."""
    day = date.fromordinal(on)
    return day.replace(year=day.year - age, day=min(day.day, 28)).toordinal() - rng.randrange(
        1, 300
    )


def a_person(
    rng: Random, *, reason: Reason, council_number: int, nhs_number: str, older: bool, on: int
) -> DemoPerson:
    """Who somebody is before anything is arranged for them. `on` is the day their age is for."""
    age = age_at(rng, reason.name, older=older)
    born = born_at_age(rng, age, on)
    women = {"Learning disability": 0.42, "Mental health": 0.48}.get(
        reason.name, 0.5 if not older else 0.58 + max(0, age - 75) * 0.007
    )
    woman = rng.random() < women
    person = _somebody(
        rng,
        council_number=council_number,
        nhs_number=nhs_number,
        reason=reason.name,
        woman=woman,
        born=born,
        older=older,
        place=places.a_locality(rng, older=older),
    )
    values, weights = zip(*reason.values, strict=True)
    person.support_reason = values[0] if len(values) == 1 else rng.choices(values, weights)[0]
    return person


def _somebody(
    rng: Random,
    *,
    council_number: int,
    nhs_number: str,
    reason: str,
    woman: bool,
    born: int,
    older: bool,
    place: Locality,
    family_name: str = "",
) -> DemoPerson:
    weights = _WEIGHTS_OLDER if older else _WEIGHTS_WORKING_AGE
    background = rng.choices(_BACKGROUNDS, weights)[0]
    year = date.fromordinal(born).year
    given = background.community.given_name(rng, woman=woman, born=year)
    family = family_name or background.community.family_name(rng)
    ethnicity = rng.choice(background.ethnicities)
    unsaid = rng.random()
    if unsaid < 0.025:
        ethnicity = "No data: Undeclared or not known" if unsaid < 0.018 else "No data: Refused"
    mobile = rng.random() < (0.3 if older else 0.8)
    person = DemoPerson(
        council_id=identifiers.council_id(council_number),
        nhs_number=nhs_number,
        client_type=SERVICE_USER,
        reason=reason,
        given_name=given,
        family_name=family,
        woman=woman,
        gender="Female" if woman else "Male",
        ethnicity=ethnicity,
        born=born,
        older=older,
        place=place,
        address=places.an_address(rng, place),
        postcode=places.a_postcode(rng, place),
        telephone="" if rng.random() < 0.05 else identifiers.a_telephone(rng, mobile=mobile),
        email="",
        gp_practice=f"Z9{place.district[2:]}{rng.randrange(1, 5):03d}",
    )
    if rng.random() < (0.15 if older else 0.5):
        person.email = identifiers.an_email(given, family, council_number)
    if given in _SHORT_FORMS and rng.random() < 0.4:
        person.known_as = _SHORT_FORMS[given]
    if background.language and rng.random() < 0.3:
        person.communication = (f"interpreter:{background.language}",)
    return person


def settle(rng: Random, person: DemoPerson, main: Main, *, home: str = "") -> None:
    """The rest of what a council knows, once it is known what somebody gets.

    `home` is the name of the care home they live in, if they do.
    """
    person.accommodation = _HOUSED_BY.get(main) or _at_home(rng, person)
    if home:
        person.address = (home, "")
        person.postcode = places.home_postcode(person.place, home)
    person.funding = rng.choices(
        ("Fully social care funded", "Joint client and social care funded", "Unknown"),
        (48, 48, 4) if main != "nursing" else (20, 78, 2),
    )[0]
    if person.older:
        person.employment = "Not in paid employment: Not actively seeking work or retired"
    else:
        person.employment = rng.choices(
            (
                "Not in paid employment: Not actively seeking work or retired",
                "Not in paid employment: Seeking work",
                "Not in paid employment: Voluntary work only",
                "Paid: Less than 16 hours a week",
                "Paid: 16 or more hours a week",
                "Unknown",
            ),
            (72, 6, 6, 6, 3, 7),
        )[0]
    if person.reason == "Learning disability":
        person.autism = rng.choices(("Yes", "No", "Unknown"), (34, 60, 6))[0]
    elif not person.older:
        person.autism = rng.choices(("Yes", "No", ""), (7, 73, 20))[0]
    if person.reason == "Memory and cognition":
        person.dementia = "Yes" if rng.random() < 0.93 else "Unknown"
    elif person.older:
        person.dementia = rng.choices(("Yes", "No", ""), (16, 64, 20))[0]
    sight, hearing = rng.random(), rng.random()
    if sight < (0.10 if person.older else 0.04):
        person.visual = _YES
    if hearing < (0.17 if person.older else 0.03):
        person.hearing = _YES
    person.communication = _needs(rng, person) + person.communication
    if rng.random() < 0.34:
        person.how_to_talk = talking.how_to_talk(
            rng,
            person.reason,
            name=person.known_as or person.given_name,
            title="Mrs" if person.woman else "Mr",
            family=person.family_name,
        )


def _at_home(rng: Random, person: DemoPerson) -> str:
    if person.reason == "Learning disability" and rng.random() < 0.6:
        return "Settled mainstream housing with family or friends"
    weights = [older if person.older else younger for _, older, younger in _AT_HOME]
    return rng.choices(_AT_HOME, weights)[0][0]


def _needs(rng: Random, person: DemoPerson) -> tuple[str, ...]:
    """Codes of the Accessible Information Standard as the council keeps them."""
    chances = {
        "large-print": 0.6 if person.visual else (0.07 if person.older else 0.02),
        "easy-read": {"Learning disability": 0.46, "Memory and cognition": 0.12}.get(
            person.reason, 0.01
        ),
        "braille": 0.03 if person.visual else 0.0,
        "audio": 0.12 if person.visual else 0.004,
        "bsl": 0.04 if person.hearing else 0.0,
        "hearing-loop": 0.4 if person.hearing else 0.0,
        "email-only": 0.012 if person.email else 0.0,
        "advocate": {"Learning disability": 0.08, "Mental health": 0.06}.get(person.reason, 0.01),
    }
    return tuple(code for code, chance in chances.items() if rng.random() < chance)


def a_carer(
    rng: Random, cared_for: DemoPerson, *, council_number: int, nhs_number: str, on: int
) -> DemoPerson:
    """A husband, wife, parent or grown-up child, mostly of one name, mostly in one house.

    `on` is a day on which they are already grown up.
    """
    age_gap = rng.choices((0, 27, -28), _kinship(cared_for))[0]
    born = cared_for.born + age_gap * 365 + rng.randrange(-1500, 1500)
    born = min(born, on - 19 * 366)
    carer = _somebody(
        rng,
        council_number=council_number,
        nhs_number=nhs_number,
        reason="",
        woman=rng.random() < 0.66,
        born=born,
        older=cared_for.older and age_gap == 0,
        place=cared_for.place,
        family_name=cared_for.family_name if rng.random() < 0.7 else "",
    )
    carer = replace(
        carer,
        client_type=CARER,
        support_reason="Social Support: Support to Carer",
        ethnicity=cared_for.ethnicity,
        has_carer="No",
        caring_hours=rng.choice(("1-19", "20-49", "50-99", "100+")),
        cares_for=(cared_for.council_id,),
        communication=(),
    )
    if rng.random() < 0.65:
        carer.address, carer.postcode = cared_for.address, cared_for.postcode
    if carer.address[0] in places.CARE_HOMES[carer.place.name]:
        carer.address, carer.postcode = (
            places.an_address(rng, carer.place),
            places.a_postcode(rng, carer.place),
        )
    carer.accommodation = _at_home(rng, carer)
    return carer


def _kinship(cared_for: DemoPerson) -> tuple[int, int, int]:
    """Weights: of the same age; a grown-up child; a parent."""
    if cared_for.reason == "Learning disability" and not cared_for.older:
        return (8, 2, 90)
    return (50, 50, 0) if cared_for.older else (60, 0, 40)
