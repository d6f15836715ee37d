"""Letting dated rows follow what a national file says, so that its history is kept by day.

The primary reason in force and `Person.primary_support_reason` say the same for everybody.
"""

from django.db.models import F, OuterRef, Subquery

from ownway.foundation.bulk.waiting import run
from ownway.foundation.facts import operations as facts
from ownway.support.people.domain import CONDITIONS_OF_FILES
from ownway.support.people.models import DeathNoted, HealthCondition, Person, SupportReason


def follow_files(table: str) -> None:
    """Let dated rows say what files now say of the people in `table` (`row_id`).

    What a file no longer says ends on the day before the last day of its period; what it newly says
    begins on that day. Only people of whom the two differ are touched. In the transaction of
    `take_details`; facts are not recorded anew: the file's own facts tell of the change. New rows
    say in which context they came, so that undoing the file takes them away.
    """
    context = facts.current_context()
    here = f"'{context}'::uuid" if context else "NULL"
    person, reason = Person._meta.db_table, SupportReason._meta.db_table
    condition = HealthCondition._meta.db_table
    theirs = f"p.id IN (SELECT row_id FROM {table}) AND p.details_as_at IS NOT NULL"
    run(
        f"UPDATE {reason} r SET last_day = greatest(r.first_day, p.details_as_at - 1) "
        f'FROM {person} p WHERE r.person_id = p.id AND r."primary" AND r.last_day IS NULL '
        f"AND r.reason <> p.primary_support_reason AND {theirs}"
    )
    run(
        f'INSERT INTO {reason} (id, person_id, reason, "primary", first_day, source, said_by, '
        "brought_in) "
        "SELECT gen_random_uuid(), p.id, p.primary_support_reason, true, p.details_as_at, "
        f"'file', '', {here} FROM {person} p WHERE p.primary_support_reason <> '' AND {theirs} "
        f'AND NOT EXISTS (SELECT FROM {reason} r WHERE r.person_id = p.id AND r."primary" '
        "AND r.last_day IS NULL)"
    )
    for column, code in CONDITIONS_OF_FILES.items():
        run(
            f"UPDATE {condition} c SET last_day = greatest(c.first_day, p.details_as_at - 1) "
            f"FROM {person} p WHERE c.person_id = p.id AND c.code = '{code}' "
            f"AND c.source = 'file' AND c.last_day IS NULL AND lower(p.{column}) = 'no' "
            f"AND {theirs}"
        )
        run(
            f"INSERT INTO {condition} (id, person_id, code, words, first_day, source, said_by, "
            "brought_in) "
            f"SELECT gen_random_uuid(), p.id, '{code}', '', p.details_as_at, 'file', '', {here} "
            f"FROM {person} p WHERE lower(p.{column}) = 'yes' AND {theirs} "
            f"AND NOT EXISTS (SELECT FROM {condition} c WHERE c.person_id = p.id "
            f"AND c.code = '{code}' AND c.last_day IS NULL)"
        )


def hold_deaths() -> None:
    """After a national file was taken: a death written down here stands where the file is blank."""
    noted = DeathNoted.objects.filter(person=OuterRef("pk"), taken_back_on__isnull=True)
    Person.objects.filter(
        died_on__isnull=True,
        pk__in=DeathNoted.objects.filter(taken_back_on__isnull=True).values("person"),
    ).annotate(known=Subquery(noted.values("died_on")[:1])).update(died_on=F("known"))
