"""Ten people of the East, ordinary but for being named on a page; all of them still supported."""

from datetime import date

from ownway.demo.named import ids
from ownway.demo.named.telling import (
    ISOLATION,
    MEMORY,
    PERSONAL_CARE,
    Story,
    a_person,
    direct_payment,
    home_care,
    on,
    with_support,
)


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
    person = a_person(
        ids.IDRIS_PENHALLOW,
        "999010020",
        "Idris",
        "Penhallow",
        born=date(1955, 3, 9),
        woman=False,
        reason="Physical",
        support_reason=PERSONAL_CARE,
        address=("2 Dairy Cottages", "Pound Lane"),
        town="Marl Vale",
        postcode="QM4 7DH",
        telephone="01632 960331",
        communication=("easy-read",),
        how_to_talk="Short sentences, and pictures where there are some. Give him time to answer.",
    )
    return with_support(person, home_care(10), began=on(2025, 2, 17), reviewed=[on(2026, 3, 12)])


def _ivor() -> Story:
    person = a_person(
        ids.IVOR_PENHALE,
        "999100214",
        "Ivor",
        "Penhale",
        born=date(1952, 5, 21),
        woman=False,
        reason="Physical",
        support_reason=PERSONAL_CARE,
        address=("17 Weighbridge Lane", ""),
        town="Thornbeck",
        postcode="QM3 2TN",
        telephone="01632 960418",
        how_to_talk="Let the phone ring for a long time; he is slow to reach it.",
    )
    return with_support(
        person,
        home_care(8, provider=1),
        began=on(2023, 10, 16),
        reviewed=[on(2024, 10, 30), on(2025, 11, 2)],
    )


def _shabana() -> Story:
    person = a_person(
        ids.SHABANA_RAFIQ,
        "999105902",
        "Shabana",
        "Rafiq",
        born=date(1982, 7, 3),
        woman=True,
        reason="Physical",
        support_reason=PERSONAL_CARE,
        address=("6 Shepherd's Rise", ""),
        town="Marl Vale",
        postcode="QM4 1BX",
        telephone="07700 900652",
        email="shabana.rafiq@example.org",
        ethnicity="Asian or Asian British: Pakistani",
        accommodation="Tenant: Private landlord",
        communication=("email-only",),
    )
    return with_support(person, direct_payment(248_00), began=on(2026, 9, 25), reviewed=[])


def _gwen_and_les() -> tuple[Story, Story]:
    gwen = a_person(
        ids.GWEN_ORRIN,
        "999101377",
        "Gwen",
        "Orrin",
        born=date(1943, 6, 11),
        woman=True,
        reason="Memory and cognition",
        support_reason=MEMORY,
        address=("24 Alder Avenue", ""),
        town="Thornbeck",
        postcode="QM3 5PL",
        telephone="01632 960507",
        dementia="Yes",
        has_carer="Yes",
        how_to_talk="Say who you are each time. Les likes to sit in.",
    )
    les = a_person(
        ids.LES_ORRIN,
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
    together = on(2025, 11, 26)
    return (
        with_support(gwen, home_care(14), began=on(2024, 11, 11), reviewed=[together]),
        with_support(les, home_care(3.5), began=on(2024, 11, 11), reviewed=[together]),
    )


def _marcus() -> Story:
    person = a_person(
        ids.MARCUS_BELL_AYODELE,
        "999103145",
        "Marcus",
        "Bell-Ayodele",
        born=date(1974, 10, 2),
        woman=False,
        reason="Social",
        support_reason=ISOLATION,
        address=("Flat 4", "31 Corn Street"),
        town="Thornbeck",
        postcode="QM3 1EE",
        telephone="07700 900118",
        ethnicity="Mixed or multiple ethnic groups: White and Black African",
        accommodation="Tenant: Local authority or other social housing provider",
        how_to_talk="Text first. He does not pick up calls from numbers he does not know.",
    )
    return with_support(
        person, direct_payment(96_00), began=on(2024, 6, 3), reviewed=[on(2025, 11, 27)]
    )


def _dilys() -> Story:
    person = a_person(
        ids.DILYS_HARGRAVE,
        "999106020",
        "Dilys",
        "Hargrave",
        born=date(1947, 8, 4),
        woman=True,
        reason="Physical",
        support_reason=PERSONAL_CARE,
        address=("9 Priory Close", ""),
        town="Thornbeck",
        postcode="QM3 8WR",
        telephone="01632 960725",
        hearing="Yes",
        communication=("hearing-loop",),
        how_to_talk="Ring first. Face her, and use the loop by her chair.",
    )
    return with_support(person, home_care(7, provider=1), began=on(2026, 9, 29), reviewed=[])


def _edna() -> Story:
    person = a_person(
        ids.EDNA_MARCHBANK,
        "999100874",
        "Edna",
        "Marchbank",
        born=date(1940, 4, 18),
        woman=True,
        reason="Physical",
        support_reason=PERSONAL_CARE,
        address=("1 Chapel Hill", ""),
        town="Marl Vale",
        postcode="QM4 3GS",
        telephone="01632 960289",
        communication=("large-print",),
        how_to_talk="Slowly, and one thing at a time. Her niece helps with letters.",
    )
    return with_support(
        person,
        home_care(5.25),
        began=on(2025, 6, 9),
        reviewed=[on(2025, 7, 28), on(2026, 5, 20)],
    )


def _hanif() -> Story:
    person = a_person(
        ids.HANIF_SULEMAN,
        "999104960",
        "Hanif",
        "Suleman",
        born=date(1965, 1, 12),
        woman=False,
        reason="Physical",
        support_reason=PERSONAL_CARE,
        address=("12 Bowling Green Lane", ""),
        town="Thornbeck",
        postcode="QM3 4LF",
        telephone="07700 900387",
        email="hanif.suleman@example.org",
        ethnicity="Asian or Asian British: Bangladeshi",
        accommodation="Tenant: Local authority or other social housing provider",
        how_to_talk="Evenings are fine; he works on his own words at night.",
    )
    return with_support(
        person, direct_payment(334_00), began=on(2024, 1, 22), reviewed=[on(2026, 2, 10)]
    )


def _pauline() -> Story:
    person = a_person(
        ids.PAULINE_STRAND,
        "999105511",
        "Pauline",
        "Strand",
        born=date(1969, 12, 5),
        woman=True,
        reason="Physical",
        support_reason=PERSONAL_CARE,
        address=("40 Old Station Road", ""),
        town="Thornbeck",
        postcode="QM3 6HB",
        telephone="01632 960846",
        has_carer="Yes",
        how_to_talk="Her sister is there on weekdays. Ask Pauline first.",
    )
    return with_support(
        person, home_care(6), began=on(2025, 9, 1), reviewed=[on(2025, 10, 21), on(2026, 6, 17)]
    )
