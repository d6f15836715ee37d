"""A pack holds every row about one person and none of anybody else's; erasing leaves none of it.

Words are planted in every column of every table for two people, by walking the tables, so that a
table nobody thought of is looked at too. Sealed columns are read through the pack, and searched for
in the database as they are kept.
"""

import io
import re
import zipfile

import pytest
from django.db import connection
from making import practitioner, team

from ownway.foundation.data_rights.domain.masking import LEFT_OUT
from ownway.foundation.data_rights.domain.policies import Erasing
from ownway.foundation.data_rights.operations.erasing import erase_person
from ownway.foundation.data_rights.operations.packing import Built, pack_of
from ownway.foundation.data_rights.queries.catalogue import history_of, tables
from ownway.foundation.data_rights.queries.rows import RowsOf, every_id
from ownway.foundation.data_rights.tests.planting import DAY, Planted, drop_checks, personal, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Planted, Planted]:
    drop_checks()
    of, by = team(), practitioner()
    return plant("h", staff=by, team=of), plant("m", staff=by, team=of)


def _pack(of: Planted, **decided: frozenset[str]) -> tuple[str, Built]:
    into = io.BytesIO()
    built = pack_of(of.person.pk, into, name="Her", on=DAY, **decided)
    with zipfile.ZipFile(into) as pack:
        texts = [pack.read(one).decode("utf-8") for one in pack.namelist()]
    return "\n".join(texts), built


def _in_pack(of: Planted) -> dict[str, str]:
    """The planted words that belong in the pack: those of columns that are neither masked nor
    left out."""
    return {
        mark: where
        for mark, where in of.marks.items()
        if (table := tables()[where.rsplit(".", 1)[0]]).policy.pack
        and (column := where.rsplit(".", 1)[1]) not in table.policy.not_in_pack
        and column not in table.policy.masks
        and column not in table.policy.masks_if
        and column not in table.policy.names
    }


def test_every_table_has_a_row_of_hers(two: tuple[Planted, Planted]) -> None:
    """The control: a table in which nothing was planted would prove nothing."""
    rows = RowsOf(every_id(two[0].person.pk))
    assert [table.label for table in personal() if not rows.keys(table)] == []
    histories = [history_of(table.model) for table in personal()]
    kept = [one for one in histories if one is not None and rows.keys(one)]
    assert len(kept) > 20


def test_the_pack_holds_all_of_hers_and_nothing_of_his(two: tuple[Planted, Planted]) -> None:
    hers, his = two
    said, built = _pack(hers)
    wanted = _in_pack(hers)
    assert len(wanted) > 150
    missing = {where for mark, where in wanted.items() if mark not in said}
    assert missing == set()
    assert [mark for mark in his.marks if mark in said] == []
    masked = {mark: where for mark, where in hers.marks.items() if where.endswith(".telephone")}
    around = [mark for mark, where in masked.items() if where.startswith("people.SomeoneAround")]
    assert around
    assert [mark for mark in around if mark in said] == []
    assert LEFT_OUT in said
    assert {one.why for one in built.masked} >= {"how to reach somebody else"}


def test_names_of_others_are_left_out_wherever_they_stand(two: tuple[Planted, Planted]) -> None:
    hers, _ = two
    around = hers.rows["people.SomeoneAround"]
    around.name = "Tamsin Roebuck"  # type: ignore[attr-defined]
    around.save()
    about_me = hers.rows["people.AboutMe"]
    about_me.own_words = "Tamsin drives me. ROEBUCK rings. Tamsins is a shop."  # type: ignore[attr-defined]
    about_me.save()
    said, built = _pack(hers)
    assert "[name left out] drives me. ROEBUCK rings. Tamsins is a shop." in said
    place = f"people.AboutMe/{about_me.pk}/own_words"
    assert place in {one.place for one in built.masked}
    shown, _ = _pack(hers, show=frozenset({place}))
    assert "Tamsin drives me." in shown
    fewer, _ = _pack(hers, leave_out=frozenset({"is a shop"}))
    assert "is a shop" not in fewer


def test_a_row_of_somebody_else_that_names_her_is_not_hers(two: tuple[Planted, Planted]) -> None:
    hers, his = two
    for one in two:
        one.person.refresh_from_db()
    row = his.rows["returns.QuarantinedRow"]
    her_number, his_number = hers.person.council_id, his.person.council_id  # type: ignore[attr-defined]
    cells = [["LA_Person_Unique_Identifier", his_number], ["Adult_1_Linked_Person_ID", her_number]]
    row.row = [*cells, ["Postcode", "QM3 4AB"]]  # type: ignore[attr-defined]
    row.save()
    own = hers.rows["returns.QuarantinedRow"]
    own.row = [  # type: ignore[attr-defined]
        ["LA_Person_Unique_Identifier", her_number],
        ["Adult_1_Linked_Person_ID", his_number],
    ]
    own.save()
    event = hers.rows["review.Review"]
    event.cld_line = f"Unpaid carer,{his_number},20-49"  # type: ignore[attr-defined]
    event.save()
    said, _ = _pack(hers)
    assert "Adult_1_Linked_Person_ID" in said  # her own row is there
    assert "QM3 4AB" not in said
    assert "Unpaid carer,[name left out],20-49" in said
    assert his_number not in said
    assert her_number in said


def test_erasing_leaves_nothing_of_hers_and_all_of_his(
    two: tuple[Planted, Planted],
) -> None:
    hers, his = two
    erase_person(hers.person.pk, ground="a test", by=None, on=DAY)
    stays = _stays(hers)
    assert stays  # so that the exceptions are looked at
    there = _words_in_the_database()
    assert {where for mark, where in hers.marks.items() if mark in there} == stays
    gone = {where for mark, where in his.marks.items() if mark not in there}
    assert gone == _sealed(his)
    rows = RowsOf(every_id(his.person.pk))
    assert [table.label for table in personal() if not rows.keys(table)] == []


def test_erasing_twice_is_safe(two: tuple[Planted, Planted]) -> None:
    hers, _ = two
    first = erase_person(hers.person.pk, ground="a test", by=None, on=DAY)
    again = erase_person(hers.person.pk, ground="a test", by=None, on=DAY)
    assert first["people.AboutMe"] == 1
    assert "people.AboutMe" not in again


def _stays(of: Planted) -> set[str]:
    """Where words stay by policy, and why is said: kept tables, and named columns of emptied."""
    found = set()
    for where in of.marks.values():
        label, column = where.rsplit(".", 1)
        policy = tables()[label].policy
        if policy.erase is Erasing.KEEP or column in policy.stays:
            found.add(where)
    return found


def _sealed(of: Planted) -> set[str]:
    """Columns whose words nobody can search for, because they are sealed."""
    return {
        where
        for where in of.marks.values()
        if type(tables()[where.rsplit(".", 1)[0]].column(where.rsplit(".", 1)[1])).__name__
        == "EncryptedTextField"
    }


def _words_in_the_database() -> set[str]:
    """Every planted word in any column of any table that is text or JSON."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
            " AND (c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY'))"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT string_agg("{column}"::text, \' \') FROM "{table}"'
                f" WHERE \"{column}\"::text ~ 'Q[hm][0-9]+z'"
            )
            said = cursor.fetchone()[0]
            found.update(re.findall(r"Q[hm]\d+z", said or ""))
    return found
