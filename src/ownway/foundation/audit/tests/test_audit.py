"""Whatever is changed, taken away, added, put in order anew or cut off behind our back is found."""

import json
import threading
from datetime import date
from pathlib import Path

import making
import psycopg
import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.utils import ProgrammingError

from ownway.foundation.audit import operations, queries
from ownway.foundation.audit.domain import Finding, Kind, differences, prints_of
from ownway.foundation.audit.models import Seal
from ownway.foundation.audit.queries.tables import sealed_tables
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import Refused
from ownway.support.people.models import Person

ON = date(2026, 11, 23)
SAID = declare("tests.audit-said", "Said something")
ROWS = 12
TABLES = ("facts_fact", "facts_factcontent", "audit_seal", "people_personevent")

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[int]:
    """Facts with words, in two seals; the ids of all of them."""
    return [*_said(ROWS // 2), *_said(ROWS // 2)]


def _said(how_many: int) -> list[int]:
    person = Person.objects.create(council_id=f"A-{Fact.objects.count()}")
    with transaction.atomic():
        made = [
            facts.record(SAID, about=person.pk, by=None, on=ON, words=f"word {at}").pk
            for at in range(how_many)
        ]
    operations.seal(patience=0.5)
    return made


def _verdict(**more: object) -> queries.Verdict:
    connection.ensure_connection()
    with transaction.atomic():
        return queries.verify(connection.connection, **more)  # type: ignore[arg-type]  # passed on


def _behind_our_back(*statements: str) -> None:
    """Do what only the owner of the database can: go past the triggers."""
    with connection.cursor() as cursor:
        _triggers(cursor, "DISABLE")
        for statement in statements:
            cursor.execute(statement)
        _triggers(cursor, "ENABLE")


def _triggers(cursor: CursorWrapper, word: str) -> None:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _kinds(verdict: queries.Verdict) -> list[tuple[Kind, int | None]]:
    return [(one.kind, one.row_id) for one in verdict.findings]


def test_what_nobody_touched_is_whole(sealed: list[int]) -> None:
    verdict = _verdict()

    assert verdict.findings == []
    assert (verdict.whole, verdict.facts, verdict.seals) == (True, Fact.objects.count(), 2)
    assert (verdict.words, verdict.waiting) == (ROWS, 0)
    assert "as it was sealed" in verdict.sentence()
    assert "cannot be told" in verdict.reach()


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("recorded_at", "recorded_at + interval '1 microsecond'"),
        ("on", '"on" + 1'),
        ("name", "overlay(name placing 'u' from 1)"),
        ("about_id", "gen_random_uuid()"),
        ("of_id", "gen_random_uuid()"),
        ("by_id", "(SELECT id FROM access_signin LIMIT 1)"),
        ("source", "source || ' '"),
        ("context_id", "gen_random_uuid()"),
        ("reading", "NOT reading"),
        ("digest", "overlay(digest placing chr(ascii(digest) # 1) from 1)"),
    ],
)
def test_a_changed_column_is_found_and_its_fact_named(
    sealed: list[int], column: str, other: str
) -> None:
    making.staff()
    _behind_our_back(f'UPDATE facts_fact SET "{column}" = {other} WHERE id = {sealed[3]}')

    found = _verdict().findings
    assert found[0] == Finding(
        Kind.EDITED, f"Fact {sealed[3]} of seal 1: edited.", 1, "facts_fact", sealed[3]
    )


def test_every_column_of_a_fact_is_sealed() -> None:
    """The list above names each, so that a new column cannot be forgotten."""
    (first, *_) = sealed_tables()
    assert first.columns == (
        "id", "recorded_at", "on", "name", "about_id", "of_id", "by_id", "source",
        "context_id", "reading", "digest",
    )  # fmt: skip


def test_empty_is_not_the_same_as_nothing(sealed: list[int]) -> None:
    """Two columns that could be taken for one another when written side by side."""
    _behind_our_back(
        f"UPDATE facts_fact SET of_id = about_id, about_id = NULL WHERE id = {sealed[0]}"
    )

    assert _kinds(_verdict()) == [(Kind.EDITED, sealed[0])]


def test_a_fact_that_was_taken_away_is_named(sealed: list[int]) -> None:
    _behind_our_back(
        f"DELETE FROM facts_factcontent WHERE fact_id = {sealed[8]}",
        f"DELETE FROM facts_fact WHERE id = {sealed[8]}",
    )

    assert _kinds(_verdict()) == [(Kind.MISSING, sealed[8])]


def test_two_facts_that_changed_places_are_named(sealed: list[int]) -> None:
    one, two = sealed[1], sealed[4]
    _behind_our_back(
        f"UPDATE facts_fact SET id = -1 WHERE id = {one}",
        f"UPDATE facts_fact SET id = {one} WHERE id = {two}",
        f"UPDATE facts_fact SET id = {two} WHERE id = -1",
        f"UPDATE facts_factcontent SET fact_id = -1 WHERE fact_id = {one}",
        f"UPDATE facts_factcontent SET fact_id = {one} WHERE fact_id = {two}",
        f"UPDATE facts_factcontent SET fact_id = {two} WHERE fact_id = -1",
    )

    assert _kinds(_verdict()) == [(Kind.REORDERED, one), (Kind.REORDERED, two)]


def test_a_fact_forged_into_a_gap_is_named() -> None:
    """A number that a refused act used up may not be filled afterwards."""
    _said(2)
    with transaction.atomic():
        gap = facts.record(SAID, by=None, on=ON).pk
        transaction.set_rollback(True)
    _said(2)
    assert _verdict().whole

    _behind_our_back(_forged(gap))

    assert _kinds(_verdict()) == [(Kind.ADDED, gap)]


@pytest.mark.parametrize("number", [-5, 0])
def test_a_fact_forged_before_the_first_is_named(sealed: list[int], number: int) -> None:
    _behind_our_back(_forged(number))

    assert _kinds(_verdict()) == [(Kind.ADDED, number)]


def test_a_fact_forged_after_the_last_is_named(sealed: list[int]) -> None:
    _behind_our_back(_forged(10**9))

    assert (Kind.ADDED, 10**9) in _kinds(_verdict())


def _forged(number: int) -> str:
    return (
        'INSERT INTO facts_fact (id, "on", name, source, context_id, reading, digest) '
        f"VALUES ({number}, '2026-11-23', 'tests.forged', 'page', gen_random_uuid(), false, '')"
    )


def test_a_tail_that_was_cut_off_is_found_with_a_published_head(sealed: list[int]) -> None:
    head = queries.end_of_chain()
    assert head is not None
    _behind_our_back(
        "DELETE FROM audit_seal WHERE number = 2",
        f"DELETE FROM facts_factcontent WHERE fact_id >= {sealed[ROWS // 2]}",
        f"DELETE FROM facts_fact WHERE id >= {sealed[ROWS // 2]}",
    )

    assert _verdict().whole, "without a head nothing shows; the answer says so"
    assert "cannot be told" in _verdict().reach()
    (found,) = _verdict(heads=[head]).findings
    assert (found.kind, found.seal) == (Kind.CUT_OFF, 2)


def test_a_seal_taken_out_of_the_middle_is_found() -> None:
    for _ in range(3):
        _said(1)
    _behind_our_back("DELETE FROM audit_seal WHERE number = 2")

    found = [(one.kind, one.seal) for one in _verdict().findings]
    assert found == [(Kind.SEAL_MISSING, 2), (Kind.SEAL_CHANGED, 3)]


def test_a_chain_made_anew_without_the_key_is_found(sealed: list[int]) -> None:
    """Somebody who holds the database, but not the key file, changes a fact and mends the chain."""
    _behind_our_back(f"UPDATE facts_fact SET name = 'tests.other' WHERE id = {sealed[0]}")
    honest = {seal.pk: seal.signature for seal in Seal.objects.all()}
    _behind_our_back("DELETE FROM audit_seal")
    operations.seal(patience=0.5)
    assert _verdict().whole, "with the key it could be mended, which is why heads are published"
    for number, signature in honest.items():
        _behind_our_back(f"UPDATE audit_seal SET signature = '{signature}' WHERE number = {number}")

    assert _verdict().findings[0].kind == Kind.NOT_SIGNED


@pytest.mark.parametrize(
    "change",
    ["rows = rows + 1", "last_id = last_id - 1", "digest = repeat('0', 64)",
     "sealed_at = sealed_at - interval '1 day'", "chain = repeat('0', 64)"],
)  # fmt: skip
def test_a_changed_seal_is_found(sealed: list[int], change: str) -> None:
    _behind_our_back(f"UPDATE audit_seal SET {change} WHERE number = 1")

    assert _verdict().findings[0].seal == 1


def test_changed_words_are_found_though_the_fact_is_whole(sealed: list[int]) -> None:
    _behind_our_back(f"UPDATE facts_factcontent SET words = 'other' WHERE fact_id = {sealed[2]}")

    assert _kinds(_verdict()) == [(Kind.WORDS_CHANGED, sealed[2])]


def test_values_of_every_sort_are_compared_as_they_were_kept() -> None:
    with transaction.atomic():
        facts.record(
            SAID, by=None, on=ON, before={"rate": 1.5, "day": ON}, after={"parts": ["a", 1], "n": 2}
        )

    assert _verdict().whole


def test_words_erased_by_retention_leave_the_chain_whole_and_are_counted(
    sealed: list[int],
) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ownway.erasing', 'by-retention', true)")
        cursor.execute("DELETE FROM facts_factcontent WHERE fact_id = %s", [sealed[2]])

    verdict = _verdict()
    assert (verdict.whole, verdict.erased) == (True, 1)


def test_words_taken_away_without_a_note_are_missing(sealed: list[int]) -> None:
    _behind_our_back(f"DELETE FROM facts_factcontent WHERE fact_id = {sealed[2]}")

    assert _kinds(_verdict()) == [(Kind.WORDS_MISSING, sealed[2])]


# The history of rows


def _changed_twice() -> list[int]:
    person = Person.objects.create(council_id="A-1", family_name="First")
    for name in ("Second", "Third"):
        person.family_name = name
        person.save()
    operations.seal(patience=0.5)
    events = Person.pgh_event_model.objects  # type: ignore[attr-defined]  # made by the triggers
    return list(events.order_by("pk").values_list("pk", flat=True))


def test_the_history_of_rows_is_sealed_as_well() -> None:
    first, second = _changed_twice()
    assert _verdict().history == 2
    _behind_our_back(
        f"UPDATE people_personevent SET family_name = 'Other' WHERE pgh_id = {first}",
        f"DELETE FROM people_personevent WHERE pgh_id = {second}",
    )

    found = [(one.kind, one.table, one.row_id) for one in _verdict().findings]
    assert found == [
        (Kind.EDITED, "people_personevent", first),
        (Kind.MISSING, "people_personevent", second),
    ]


def test_history_that_was_erased_on_record_is_not_missing() -> None:
    first, _ = _changed_twice()
    _behind_our_back(f"DELETE FROM people_personevent WHERE pgh_id = {first}")
    with transaction.atomic():
        operations.note_erased("people_personevent", [first])

    verdict = _verdict()
    assert (verdict.whole, verdict.erased) == (True, 1)


def test_a_table_that_grew_a_column_is_still_compared() -> None:
    _changed_twice()
    _behind_our_back("ALTER TABLE people_personevent ADD COLUMN tried text NOT NULL DEFAULT 'x'")
    try:
        assert _verdict().whole
    finally:
        _behind_our_back("ALTER TABLE people_personevent DROP COLUMN tried")


def test_no_sealed_column_has_a_type_whose_number_a_restore_could_change() -> None:
    """A row's bytes hold the number of each type; those of extensions differ between databases."""
    tables = [one.table for one in sealed_tables()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attrelid = ANY("
            "SELECT to_regclass(quote_ident(name)) FROM unnest(%s::text[]) AS name)"
            " AND attnum > 0 AND NOT attisdropped AND atttypid >= 16384",
            [tables],
        )
        assert cursor.fetchall() == []


# Sealing while others write


@pytest.mark.django_db(transaction=True)
def test_a_fact_committed_late_is_never_left_outside() -> None:
    """A lower number is committed after a higher one; two real connections, the seal between."""
    _said(1)
    with psycopg.connect(_url()) as slow:
        late = slow.execute(_new_fact()).fetchone()
        with transaction.atomic():
            early = facts.record(SAID, by=None, on=ON).pk
        assert late is not None
        assert late[0] < early

        assert operations.seal(patience=0.1) == 0, "sealing now would leave the late one outside"
        slow.commit()
    assert operations.seal(patience=0.5) == 2
    assert _verdict().whole


@pytest.mark.django_db(transaction=True)
def test_sealing_waits_for_those_who_are_writing_and_holds_nobody_up() -> None:
    with psycopg.connect(_url()) as slow:
        slow.execute(_new_fact())
        with transaction.atomic():
            facts.record(SAID, by=None, on=ON)
        closed: list[int] = []
        job = threading.Thread(target=lambda: closed.append(_seal_elsewhere()))
        job.start()
        with psycopg.connect(_url()) as quick:
            quick.execute("SET lock_timeout = '2s'")
            quick.execute(_new_fact())
        assert closed == []
        slow.commit()
    job.join()

    assert closed[0] + operations.seal(patience=0.5) == 3
    assert _verdict().facts == 3


def _seal_elsewhere() -> int:
    try:
        return operations.seal(patience=20)
    finally:
        connection.close()


def test_sealing_twice_closes_nothing_twice(sealed: list[int]) -> None:
    assert operations.seal(patience=0.5) == 0
    assert Seal.objects.count() == 2


def _url() -> str:
    settings = connection.settings_dict
    return (
        f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:"
        f"{settings['PORT']}/{settings['NAME']}"
    )


def _new_fact() -> str:
    return (
        'INSERT INTO facts_fact ("on", name, source, context_id, reading, digest) '
        "VALUES ('2026-11-23', 'tests.late', 'page', gen_random_uuid(), false, '') RETURNING id"
    )


# The rows of the audit itself


@pytest.mark.parametrize("table", ["audit_seal", "audit_sealedtable"])
def test_the_database_refuses_to_change_a_seal(sealed: list[int], table: str) -> None:
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")


# Published heads


def test_a_head_is_published_once_and_never_over_another(
    sealed: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWAY_AUDIT_HEADS", str(tmp_path))

    operations.publish()
    operations.publish()

    (file,) = tmp_path.iterdir()
    assert operations.published_heads() == [queries.end_of_chain()]
    assert json.loads(file.read_text())["seal"] == 2


def test_a_head_goes_by_mail_where_an_address_is_given(
    sealed: list[int], monkeypatch: pytest.MonkeyPatch, mailoutbox: list[object]
) -> None:
    monkeypatch.setenv("OWNWAY_AUDIT_HEADS", "auditor@example.org")

    operations.publish()

    (message,) = mailoutbox
    head = queries.end_of_chain()
    assert head is not None
    assert message.to == ["auditor@example.org"]  # type: ignore[attr-defined]  # an e-mail
    assert head.chain in message.body  # type: ignore[attr-defined]  # an e-mail


@pytest.mark.parametrize(
    "change", [{"seal": 1}, {"chain": "0" * 64}, {"signature": "00" * 64}, {"key": "00000000"}]
)
def test_a_head_that_was_changed_is_refused(sealed: list[int], change: dict[str, object]) -> None:
    head = queries.end_of_chain()
    assert head is not None
    text = operations.written(head)
    assert operations.read_head(text) == head

    with pytest.raises(Refused):
        operations.read_head(json.dumps(json.loads(text) | change))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seal": "x"}'])
def test_a_file_that_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not a published head"):
        operations.read_head(text)


# Pure


def test_differences_name_each_row_once() -> None:
    sealed = {1: b"a", 2: b"b", 3: b"c", 4: b"d", 9: b"z"}
    there = {1: b"b", 2: b"a", 3: b"x", 5: b"e", 9: b"z"}

    assert differences(sealed, there) == [
        (Kind.REORDERED, 1),
        (Kind.REORDERED, 2),
        (Kind.EDITED, 3),
        (Kind.MISSING, 4),
        (Kind.ADDED, 5),
    ]
    assert differences(sealed, sealed) == []


def test_prints_are_read_back_by_number() -> None:
    data = (-2).to_bytes(8, "big", signed=True) + b"x" * 16 + (7).to_bytes(8, "big") + b"y" * 16
    assert prints_of(data) == {-2: b"x" * 16, 7: b"y" * 16}


def test_a_hundred_thousand_rows_and_one_changed_bit() -> None:
    person = making.person()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO facts_fact ("on", name, about_id, source, context_id, reading, digest) '
            "SELECT '2026-11-23', 'people.record-opened', %s, 'page', gen_random_uuid(), true, ''"
            " FROM generate_series(1, 100000)",
            [person.pk],
        )
    operations.seal(patience=0.5)
    assert _verdict().whole
    one = Fact.objects.order_by("pk")[77_777].pk
    _behind_our_back(
        f"UPDATE facts_fact SET recorded_at = recorded_at + interval '1us' WHERE id = {one}"
    )

    assert _kinds(_verdict()) == [(Kind.EDITED, one)]
