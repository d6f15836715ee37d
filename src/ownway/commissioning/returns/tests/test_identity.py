"""The same event is known again in a later file; double-ups and repeats are told apart."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.returns.domain import (
    Placed,
    assign_copies,
    identity_hash,
    identity_of_another,
)
from ownway.commissioning.returns.domain.identity import HOW_DELIVERED, content_hash, part
from ownway.commissioning.returns.tests.examples import (
    ASSESSMENT,
    EVENTS,
    REQUEST,
    REVIEW,
    SERVICE,
    any_row,
    file_of,
    only,
    opened,
)


def key(row: dict[str, str]) -> str:
    return only(row).event.cld_key


def content(row: dict[str, str]) -> str:
    return only(row).event.cld_content


@given(st.sampled_from(EVENTS), st.text("ABC123", max_size=5))
def test_the_reference_makes_no_difference(row: dict[str, str], reference: str) -> None:
    """Identity and content both ignore Event_Reference."""
    other = row | {"Event_Reference": reference}
    assert (key(other), content(other)) == (key(row), content(row))


@given(st.sampled_from(EVENTS), st.sampled_from(EVENTS))
def test_identical_rows_share_key_and_content(one: dict[str, str], other: dict[str, str]) -> None:
    """Two rows agree in key and content when, and only when, they are the same row."""
    same = one["Event_Type"] == other["Event_Type"]
    assert (key(one) == key(other)) is same
    assert (content(one) == content(other)) is same


@given(st.lists(any_row, max_size=4))
def test_a_file_read_again_gives_the_same_keys(rows: list[dict[str, str]]) -> None:
    """Keys and contents depend on the rows alone."""
    twice = [opened(file_of(rows))[1] for _ in range(2)]
    assert twice[0] == twice[1]


def test_the_end_of_a_service_is_no_part_of_it() -> None:
    """A service that has ended since is the same service with another content."""
    ended = SERVICE | {"Event_End_Date": "2025-12-24"}
    assert key(ended) == key(SERVICE)
    assert content(ended) != content(SERVICE)


@pytest.mark.parametrize("row", [REQUEST, ASSESSMENT, REVIEW])
def test_the_end_of_any_other_event_is(row: dict[str, str]) -> None:
    """Finished events are told apart by when they finished."""
    assert key(row | {"Event_End_Date": "2025-12-24"}) != key(row)


@pytest.mark.parametrize(
    ("row", "change"),
    [
        (SERVICE, {"Service_Type": "Long term support: Prison"}),
        (SERVICE, {"Service_Component": "Day support"}),
        (SERVICE, {"Client_Type": "Unpaid carer"}),
        (SERVICE, {"Event_Start_Date": "2025-06-03"}),
        (SERVICE, {"LA_Code": "902"}),
        (SERVICE, {"LA_Person_Unique_Identifier": "M0002"}),
        (REQUEST, {"Request_Route_of_Access": "Prison"}),
        (ASSESSMENT, {"Assessment_Type": "Short term assessment"}),
    ],
)
def test_another_identity_is_another_event(row: dict[str, str], change: dict[str, str]) -> None:
    """Each value the national method names tells events apart."""
    assert key(row | change) != key(row)


@pytest.mark.parametrize(
    ("row", "change"),
    [
        (SERVICE, {"Unit_Cost": "26.10"}),
        (SERVICE, {"Delivery_Mechanism": "CASSR managed personal budget"}),
        (SERVICE, {"Event_Outcome": "NFA: Support ended as planned"}),
        (REVIEW, {"Review_Reason": "Unplanned review"}),
        (REQUEST, {"Primary_Support_Reason": "Learning Disability Support"}),
        (ASSESSMENT, {"Eligible_Needs_Identified": "No needs identified"}),
    ],
)
def test_a_correction_is_the_same_event_with_another_content(
    row: dict[str, str], change: dict[str, str]
) -> None:
    """What the method does not name supersedes instead of making a second event."""
    assert key(row | change) == key(row)
    assert content(row | change) != content(row)


@pytest.mark.parametrize(
    "change",
    [
        {"Event_Start_Date": "02/06/2025"},
        {"Event_Start_Date": "2025-06-02 00:00:00"},
        {"Service_Type": "LONG TERM SUPPORT - COMMUNITY"},
        {"Unit_Cost": "24.6"},
        {"NHS_Number": "999 000 0018"},
        {"Reporting_Period_End_Date": "2026-06-30"},
    ],
)
def test_another_spelling_says_nothing_new(change: dict[str, str]) -> None:
    """A date, number or value written differently, or a new period, is the same content."""
    assert (key(SERVICE | change), content(SERVICE | change)) == (key(SERVICE), content(SERVICE))


def test_a_number_found_later_makes_no_second_event() -> None:
    """A council that adds an NHS number later still tells of the same events."""
    before = SERVICE | {"NHS_Number": ""}
    assert key(before) == key(SERVICE)
    assert content(before) != content(SERVICE)


def delivered(how: str) -> str:
    """The first letters of the content of something delivered this way."""
    return content_hash([], [part("way", how)])[:HOW_DELIVERED]


@given(st.text(max_size=5), st.text(max_size=5), st.lists(st.text(max_size=3), max_size=5))
def test_a_key_can_be_told_for_another_id_of_the_same_person(
    one: str, other: str, identifying: list[str]
) -> None:
    """What the key would be under another id is known from the key alone."""
    key = identity_hash("901", one, *identifying)
    assert identity_of_another(key, one, other) == identity_hash("901", other, *identifying)


contents = st.builds(
    lambda how, rest: delivered(how) + rest,
    st.sampled_from("ab"),
    st.sampled_from(["0" * 32, "1" * 32, "f" * 32]),
)
pairs = st.lists(st.tuples(st.sampled_from("kl"), contents), max_size=12)
holdings = st.dictionaries(st.tuples(st.sampled_from("kl"), st.integers(0, 4)), contents)


def test_two_carers_at_once_are_both_kept() -> None:
    """Two rows of one identity from two providers are copies 0 and 1, a repeat is unchanged."""
    other = SERVICE | {"Provider_CQC_Location_ID": "1-987654321"}
    said = [(key(row), content(row)) for row in (SERVICE, other, SERVICE)]
    first, second, again = assign_copies(said)
    assert {first.copy, second.copy} == {0, 1}
    assert [first.fate, second.fate, again] == ["new", "new", Placed(first.copy, "unchanged")]


def test_a_new_price_keeps_each_provider_in_its_place() -> None:
    """When both prices of a double-up go up, each new row supersedes its own provider's."""
    rows = [SERVICE, SERVICE | {"Provider_CQC_Location_ID": "1-987654321"}]
    said = [(key(row), content(row)) for row in rows]
    first = assign_copies(said)
    held = {(pair[0], placed.copy): pair[1] for pair, placed in zip(said, first, strict=True)}
    dearer = [(key(row), content(row | {"Unit_Cost": "27.00"})) for row in rows]
    assert assign_copies(dearer, held=held) == [Placed(old.copy, "superseded") for old in first]


@given(pairs, holdings, st.data())
def test_the_order_of_rows_makes_no_difference(
    said: list[tuple[str, str]], held: dict[tuple[str, int], str], data: st.DataObject
) -> None:
    """Each distinct row has the same copy in any order, and the counts of fates are equal."""
    turned = data.draw(st.permutations(said))
    one, other = assign_copies(said, held=held), assign_copies(turned, held=held)
    assert Counter(placed.fate for placed in one) == Counter(placed.fate for placed in other)
    copies = {pair: placed.copy for pair, placed in zip(said, one, strict=True)}
    assert copies == {pair: placed.copy for pair, placed in zip(turned, other, strict=True)}


@given(pairs, holdings)
def test_each_distinct_row_has_a_copy_of_its_own(
    said: list[tuple[str, str]], held: dict[tuple[str, int], str]
) -> None:
    """Nothing is lost or doubled: within a key, copies and contents go one to one."""
    placed = assign_copies(said, held=held)
    told = {(pair, place.copy) for pair, place in zip(said, placed, strict=True)}
    assert len(told) == len(set(said)) == len({(pair[0], copy) for pair, copy in told})
    for (name, what), copy in told:
        fate = next(p.fate for pair, p in zip(said, placed, strict=True) if pair == (name, what))
        before = held.get((name, copy))
        expected = "new" if before is None else "unchanged" if before == what else "superseded"
        assert fate == expected


@given(pairs, holdings)
def test_the_same_file_again_changes_nothing(
    said: list[tuple[str, str]], held: dict[tuple[str, int], str]
) -> None:
    """Once its rows are held, a file is unchanged from first to last."""
    placed = assign_copies(said, held=held)
    after = held | {
        (pair[0], place.copy): pair[1] for pair, place in zip(said, placed, strict=True)
    }
    again = assign_copies(said, held=after)
    assert {place.fate for place in again} <= {"unchanged"}
    if len(set(after.items())) == len({(k, v) for (k, _), v in after.items()}):
        assert [place.copy for place in again] == [place.copy for place in placed]


@given(st.lists(st.tuples(st.just("k"), contents), max_size=8))
def test_a_first_import_numbers_the_sorted_contents(said: list[tuple[str, str]]) -> None:
    """With nothing held, a copy is the place of its content among the sorted ones."""
    order = sorted({what for _, what in said})
    assert [place.copy for place in assign_copies(said)] == [order.index(w) for _, w in said]
    assert all(len(delivered(how)) == HOW_DELIVERED for how in ("", "a"))
