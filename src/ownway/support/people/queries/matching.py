"""Finding which records may be of one person: by what they share, never each with each."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection

from ownway.support.people.domain.likeness import Known
from ownway.support.people.models import Person, PossibleMatch
from ownway.support.people.queries.held import last_told

Pair = tuple[UUID, UUID]  # the lower id first

PAIRS_AT_ONCE = 1_000
# What more records than this share says nothing about any two of them.
SHARED_BY_AT_MOST = {"nhs_number": 20, "born_on": 400, "postcode": 400, "name": 60}
# Names share this much of their letter triples before two records are compared closely: little
# where the birth date agrees, more where only the postcode does.
NAMES_WITH_BIRTH, NAMES_WITHOUT = 0.2, 0.4


def pairs_to_compare() -> list[Pair]:
    """Every two records that share something worth a closer look; those joined are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        return [(first, second) for first, second in cursor.fetchall()]


def known_pairs(pairs: Iterable[Pair]) -> Iterator[list[tuple[Pair, Known, Known]]]:
    """What is known of each two, some at a time; pairs of which one has gone are left out."""
    waiting = list(pairs)
    for at in range(0, len(waiting), PAIRS_AT_ONCE):
        some = waiting[at : at + PAIRS_AT_ONCE]
        known = known_of({one for pair in some for one in pair})
        yield [
            (pair, known[pair[0]], known[pair[1]])
            for pair in some
            if pair[0] in known and pair[1] in known
        ]


def known_of(person_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """What is known of each of these records; those that were joined into another are left out."""
    rows = list(Person.objects.filter(pk__in=list(person_ids), joined_into__isnull=True))
    told = last_told(row.pk for row in rows)
    numbers: dict[UUID, list[str]] = {}
    for into, council_id in (
        Person.objects.filter(joined_into__in=[row.pk for row in rows])
        .order_by("council_id")
        .values_list("joined_into_id", "council_id")
    ):
        if into is not None:
            numbers.setdefault(into, []).append(council_id)
    return {
        row.pk: Known(
            council_ids=(row.council_id, *numbers.get(row.pk, [])),
            nhs_number=row.nhs_number,
            given_name=row.given_name,
            family_name=row.family_name,
            known_as=row.known_as,
            born_on=row.born_on,
            died_on=row.died_on,
            gender=row.gender,
            address=row.address_line_1,
            postcode=row.postcode,
            last_told_on=told.get(row.pk),
        )
        for row in rows
    }


def told_apart() -> set[Pair]:
    """Every two records that somebody said are two people, or that follow from it by a joining."""
    found = set[Pair]()
    for first, second, first_into, second_into in PossibleMatch.objects.filter(
        answer=PossibleMatch.TWO
    ).values_list("first_id", "second_id", "first__joined_into_id", "second__joined_into_id"):
        one, other = first_into or first, second_into or second
        found.add((min(one, other), max(one, other)))
    return found


_PAIRS = f"""
WITH known AS MATERIALIZED (
  SELECT id, nhs_number, born_on,
    trim(regexp_replace(lower(given_name || ' ' || family_name), '[''’.-]', '', 'g')) AS name,
    upper(replace(postcode, ' ', '')) AS postcode
  FROM {Person._meta.db_table} WHERE joined_into_id IS NULL
),
numbers AS (
  SELECT nhs_number FROM known WHERE nhs_number <> ''
  GROUP BY 1 HAVING count(*) BETWEEN 2 AND {SHARED_BY_AT_MOST["nhs_number"]}
),
births AS (
  SELECT born_on FROM known WHERE born_on IS NOT NULL
  GROUP BY 1 HAVING count(*) <= {SHARED_BY_AT_MOST["born_on"]}
),
places AS (
  SELECT postcode FROM known WHERE postcode <> ''
  GROUP BY 1 HAVING count(*) BETWEEN 2 AND {SHARED_BY_AT_MOST["postcode"]}
),
names AS (
  SELECT name FROM known WHERE name <> ''
  GROUP BY 1 HAVING count(*) BETWEEN 2 AND {SHARED_BY_AT_MOST["name"]}
)
SELECT least(a, b), greatest(a, b) FROM (
  SELECT a.id AS a, b.id AS b FROM numbers JOIN known a USING (nhs_number)
    JOIN known b USING (nhs_number) WHERE a.id < b.id
  UNION
  SELECT a.id, b.id FROM births JOIN known a USING (born_on) JOIN known b USING (born_on)
    WHERE a.id < b.id AND (similarity(a.name, b.name) >= {NAMES_WITH_BIRTH}
      OR a.postcode = b.postcode AND a.postcode <> '')
  UNION
  SELECT a.id, b.id FROM births JOIN known a USING (born_on) JOIN known b ON b.born_on =
      CASE WHEN extract(day FROM a.born_on) < extract(month FROM a.born_on) THEN make_date(
        extract(year FROM a.born_on)::int, extract(day FROM a.born_on)::int,
        extract(month FROM a.born_on)::int) END
    WHERE similarity(a.name, b.name) >= {NAMES_WITHOUT}
  UNION
  SELECT a.id, b.id FROM places JOIN known a USING (postcode) JOIN known b USING (postcode)
    WHERE a.id < b.id AND similarity(a.name, b.name) >= {NAMES_WITHOUT}
  UNION
  SELECT a.id, b.id FROM names JOIN known a USING (name) JOIN known b USING (name)
    WHERE a.id < b.id AND (
      SELECT count(*) FROM generate_series(1, 8) AS place
      WHERE substr(to_char(a.born_on, 'DDMMYYYY'), place, 1)
        <> substr(to_char(b.born_on, 'DDMMYYYY'), place, 1)) <= 1
) AS pairs
"""
