"""What is true of a person now, when the rows of a file disagree."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.returns.domain import ImportedEvent, ImportedPerson, latest_facts
from ownway.commissioning.returns.tests.examples import REQUEST, SERVICE, accepted


def facts(*rows: dict[str, str]) -> list[tuple[ImportedPerson, ImportedEvent]]:
    return [(row.person, row.event) for row in accepted(*rows)]


def ended(day: str, **particulars: str) -> dict[str, str]:
    return REQUEST | {"Event_End_Date": day} | particulars


def test_the_latest_event_wins() -> None:
    """The particulars of the event that ends last are the person's, in any order of rows."""
    early = ended("2025-05-08", Accommodation_Status="Refuge")
    late = ended("2025-09-30", Accommodation_Status="Registered care home")
    for rows in ((early, late), (late, early)):
        (found,) = latest_facts(facts(*rows)).values()
        assert found.person.accommodation_status == "Registered care home"
        assert found.conflicts == 0


def test_an_open_service_is_later_than_anything_ended() -> None:
    """What an event that goes on says is what is true now."""
    rows = facts(SERVICE | {"Gender": "Male"}, ended("2026-03-31", Gender="Female"))
    assert [found.person.gender for found in latest_facts(rows).values()] == ["Male"]


def test_something_known_beats_unknown() -> None:
    """A blank, or the word Unknown, in a later event never wipes what an earlier one knew."""
    rows = facts(
        ended("2025-05-08", Gender="Female", Has_Unpaid_Carer="Yes"),
        ended("2025-09-30", Gender="", Has_Unpaid_Carer="Unknown"),
    )
    (found,) = latest_facts(rows).values()
    assert (found.person.gender, found.person.has_unpaid_carer) == ("Female", "Yes")
    assert found.conflicts == 0


def test_a_disagreement_of_equals_keeps_the_later_row_and_is_counted() -> None:
    """Two rows that end and begin on the same days may disagree: we keep one and say so."""
    rows = facts(
        ended("2025-05-08", Gender="Female", Postcode="ZZ1 1AA"),
        ended("2025-05-08", Gender="Male", Postcode="ZZ1 1AB"),
        ended("2025-05-08", Gender="Male", Postcode="ZZ1 1AB"),
    )
    (found,) = latest_facts(rows).values()
    assert (found.person.gender, found.person.postcode, found.conflicts) == ("Male", "ZZ1 1AB", 2)


def test_birth_is_the_earliest_and_death_the_latest() -> None:
    """Whichever rows say so, and whether or not others leave them blank."""
    rows = facts(
        ended("2025-05-08", Date_of_Birth="1950-01-01", Date_of_Death="2025-11-02"),
        ended("2025-09-30", Date_of_Birth="", Date_of_Death="2025-11-05"),
        ended("2025-07-01", Date_of_Birth="1948-12-31", Date_of_Death=""),
    )
    (found,) = latest_facts(rows).values()
    assert (found.person.born_on, found.person.died_on) == (date(1948, 12, 31), date(2025, 11, 5))
    assert found.conflicts == 0


def test_people_are_kept_apart() -> None:
    """Facts are by person: the council's id, else the NHS number."""
    rows = facts(
        SERVICE,
        SERVICE | {"LA_Person_Unique_Identifier": "M0002"},
        SERVICE | {"LA_Person_Unique_Identifier": ""},
    )
    assert list(latest_facts(rows)) == ["council M0001", "council M0002", "nhs 9990000018"]


rows = st.lists(
    st.builds(
        ended,
        st.sampled_from(["2025-05-08", "2025-06-30", ""]),
        Gender=st.sampled_from(["", "Unknown", "Female", "Male"]),
        Postcode=st.sampled_from(["ZZ1 1AA", "ZZ1 1AB"]),
        Date_of_Birth=st.sampled_from(["", "1948-02-29", "1950-01-01"]),
        Date_of_Death=st.sampled_from(["", "2025-11-02", "2025-11-05"]),
    ),
    min_size=1,
    max_size=6,
)


@given(rows, st.integers(0, 6))
def test_batches_make_no_difference(rows: list[dict[str, str]], cut: int) -> None:
    """A file read in batches gives the facts of the file read at once."""
    read = facts(*rows)
    whole = latest_facts(read)
    first = latest_facts(read[:cut])
    assert first | latest_facts(read[cut:], held=first) == whole


@given(rows)
def test_a_fact_comes_from_one_of_the_rows(rows: list[dict[str, str]]) -> None:
    """Nothing is made up: each particular is one that a row states."""
    (found,) = latest_facts(facts(*rows)).values()
    for place, value in enumerate(found.person):
        assert value in {person[place] for person, _ in facts(*rows)}
