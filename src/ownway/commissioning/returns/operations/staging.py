"""Where the rows of a file wait between being read and being taken.

Tables of this connection alone: the events of each kind and the people they are about, in the
tables of the contexts that will take them (`foundation.bulk.waiting`), what each row says of its
person, and rows put aside. Whatever kills the session leaves nothing behind to clear up or to count
twice.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final

from django.db import connection

from ownway.commissioning.returns.domain import (
    ImportedPerson,
    Quarantined,
    content_of_another,
    identity_of_another,
    latest_facts,
    person_key,
)
from ownway.commissioning.returns.domain.copying import KINDS, PARTICULARS, SAID
from ownway.foundation.bulk.waiting import FORMAT, Waiting, asked, run
from ownway.support.assessment import operations as assessment
from ownway.support.contact import operations as contact
from ownway.support.people import operations as people
from ownway.support.planning import operations as planning
from ownway.support.review import operations as review

BATCH = 5_000
BY_NHS_NUMBER: Final = "NHS "  # before it, the council's own ids aside
TABLES: Final = f"""
DROP TABLE IF EXISTS pg_temp.said;
DROP TABLE IF EXISTS pg_temp.put_aside;
CREATE TEMP TABLE said (
    number bigint, who text COLLATE "C", nhs_only boolean, same text COLLATE "C",
    started_on date, ended_on date, nhs_number text, born_on date, died_on date,
    {", ".join(f"{name} text" for name in PARTICULARS)}
);
CREATE TEMP TABLE put_aside (
    number bigint, field text, value text, reason text, remedy text, cells jsonb
);
"""
# What a person is, as ImportedPerson has it, with everything of one who in one order.
PERSON: Final = f"who, COALESCE(nhs_number, ''), born_on, died_on, {', '.join(PARTICULARS)}"

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Staged:
    """The rows of one file that wait: events by kind, people, and what was said of them."""

    def __init__(self) -> None:
        run(TABLES)
        self.people = people.waiting_details()
        self.events: dict[str, Waiting] = {
            "Request": contact.waiting_requests(),
            "Assessment": assessment.waiting_assessments(),
            "Service": planning.waiting_services(),
            "Review": review.waiting_reviews(),
        }

    def add(self, texts: dict[str, bytes]) -> None:
        """Add rows, as `domain.copying` writes them."""
        for kind in KINDS:
            if texts.get(kind):
                self.events[kind].copy(texts[kind])
        if texts.get(SAID):
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY said FROM STDIN {FORMAT}") as copy,
            ):
                copy.write(texts[SAID])

    def drop(self) -> None:
        for waiting in (self.people, *self.events.values()):
            waiting.drop()
        run("DROP TABLE IF EXISTS pg_temp.said; DROP TABLE IF EXISTS pg_temp.put_aside")


@contextmanager
def staging() -> Iterator[Staged]:
    """Have the tables, empty; they are gone afterwards."""
    staged = Staged()
    try:
        yield staged
    finally:
        if connected():
            staged.drop()


def connected() -> bool:
    """Whether this connection can still be asked something, whatever went wrong before."""
    inner = connection.connection
    return inner is not None and not inner.closed and not connection.needs_rollback


def put_aside(rows: Sequence[Quarantined], header: list[str]) -> None:
    if not rows:
        return
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY put_aside (number, field, value, reason, remedy, cells) FROM STDIN"
        ) as copy,
    ):
        for row in rows:
            told_apart = len(row.cells) == len(header)
            names = header if told_apart else [f"cell {n + 1}" for n in range(len(row.cells))]
            cells = [list(pair) for pair in zip(names, row.cells, strict=True)]
            copy.write_row(
                (row.row_number, row.field, row.value, row.reason, row.remedy, encode(cells))
            )


def of_nhs_number(nhs_number: str) -> str:
    """The number we know somebody by who has no number of the council's."""
    return f"{BY_NHS_NUMBER}{nhs_number}"


def known_by_nhs_number_only() -> list[str]:
    return [row[0] for row in asked("SELECT DISTINCT nhs_number FROM said WHERE nhs_only")]


def council_ids_in_file() -> dict[str, list[str]]:
    """For NHS numbers that came without a council id somewhere, the council ids they came with."""
    found: dict[str, list[str]] = {}
    for nhs_number, who in asked(
        "SELECT DISTINCT nhs_number, who FROM said WHERE NOT nhs_only AND nhs_number IN "
        "(SELECT nhs_number FROM said WHERE nhs_only) ORDER BY 2"
    ):
        found.setdefault(nhs_number, []).append(who)
    return found


def follow(staged: Staged, aliases: dict[str, tuple[str, ...]]) -> None:
    """Rows about somebody known by several ids are about the one record that stays.

    aliases   each id -> every id of the same person, that of the record that stays first

    An event that is held under any of the ids is the same event; one that is new is known under
    the id of the record that stays, so that one file telling of it under two ids tells of one:
    rows that differ in that id alone say the same.
    """
    if not aliases:
        return
    for waiting in staged.events.values():
        rows = asked(
            f"SELECT number, who, cld_key, cld_content FROM {waiting.table} WHERE who = ANY (%s)",
            [list(aliases)],
        )
        keys = {
            number: [
                cld_key,
                *(identity_of_another(cld_key, _key(who), _key(one)) for one in aliases[who]),
            ]
            for number, who, cld_key, _ in rows
        }
        held = waiting.held({key for several in keys.values() for key in several})
        run(
            f"UPDATE {waiting.table} w SET who = f.who, cld_key = f.cld_key, "
            "cld_content = f.cld_content FROM unnest(%s::bigint[], %s::text[], %s::text[], "
            "%s::text[]) AS f (number, who, cld_key, cld_content) WHERE w.number = f.number",
            [
                [number for number, _, _, _ in rows],
                [aliases[who][0] for _, who, _, _ in rows],
                [
                    next((key for key in keys[number] if key in held), keys[number][1])
                    for number, _, _, _ in rows
                ],
                [
                    content_of_another(content, _told(who), _told(aliases[who][0]))
                    for _, who, _, content in rows
                ],
            ],
        )
    run(
        "UPDATE said SET who = f.stays FROM unnest(%s::text[], %s::text[]) AS f (who, stays) "
        "WHERE said.who = f.who",
        [list(aliases), [group[0] for group in aliases.values()]],
    )


def check_everybody_met(staged: Staged, met: str) -> None:
    """Raise RuntimeError rather than lose a row: each must be about somebody of the table `met`."""
    for kind, waiting in staged.events.items():
        lost = asked(
            f"SELECT count(*) FROM {waiting.table} w "
            f"WHERE NOT EXISTS (SELECT FROM {met} m WHERE m.who = w.who)"
        )[0][0]
        if lost:
            raise RuntimeError(f"{lost} rows of kind {kind} are about nobody who was taken.")


def _told(who: str) -> str:
    """The council id that a row about `who` gave."""
    return "" if who.startswith(BY_NHS_NUMBER) else who


def _key(who: str) -> str:
    if who.startswith(BY_NHS_NUMBER):
        return person_key("", who.removeprefix(BY_NHS_NUMBER))
    return person_key(who, None)


def gather_people(staged: Staged, as_at: date) -> None:
    """Fill the table of people with the latest facts of all rows about them.

    Of somebody of whom all rows say the same, that is what is true. The others, one by one, follow
    the rule of `latest_facts`. Of rows that say the same of a person, only the one of the best rank
    counts, so only that is asked for. Rows of one rank that disagree come in the order of what they
    say, not of the file, so that the same rows in another order leave the same facts.
    """
    run("ANALYZE said (who, same)")
    columns = f"who, council_id, {', '.join(name for name in ImportedPerson._fields[1:])}"
    run("DROP TABLE IF EXISTS pg_temp.several")
    run(
        "CREATE TEMP TABLE several AS SELECT who FROM said GROUP BY who "
        "HAVING min(same) <> max(same)"
    )
    run("ANALYZE several")
    run(
        f"INSERT INTO {staged.people.table} (number, {columns}, details_as_at) "
        f"SELECT DISTINCT ON (who) number, who, {PERSON}, %s FROM said s "
        "WHERE NOT EXISTS (SELECT FROM several WHERE several.who = s.who) ORDER BY who, number",
        [as_at],
    )
    several = _several(as_at)
    while batch := list(islice(several, BATCH)):  # the connection can do one thing at a time
        staged.people.copy_rows(batch)
    run("DROP TABLE several")


class _When:
    """As much of an event as the rule about latest facts asks for."""

    __slots__ = ("ended_on", "started_on")

    def __init__(self, started_on: date, ended_on: date | None) -> None:
        self.started_on = started_on
        self.ended_on = ended_on


def _several(as_at: date) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DECLARE saying_several CURSOR FOR SELECT {PERSON}, started_on, ended_on "
            "FROM (SELECT DISTINCT ON (who, same) * FROM said JOIN several USING (who)"
            " ORDER BY who, same, ended_on DESC NULLS FIRST, started_on DESC, number DESC) best "
            f"ORDER BY {', '.join(str(place + 1) for place in range(len(ImportedPerson._fields)))}"
        )
    for who, rows in groupby(_fetched("saying_several"), key=itemgetter(0)):
        found = latest_facts(
            [
                (ImportedPerson._make((*row[:-2],)), _When(row[-2], row[-1]))  # type: ignore[misc]  # it asks for no more of an event
                for row in rows
            ]
        )
        (facts,) = found.values()
        yield (0, who, *facts.person, as_at)


def _fetched(name: str) -> Iterator[tuple[Any, ...]]:
    while rows := asked(f"FETCH {BATCH} FROM {name}"):
        yield from rows
    run(f"CLOSE {name}")
