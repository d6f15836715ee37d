"""Which rows are about whom, and the policies that PostgreSQL holds for them.

A table is locked by what its columns say: a key to a person or an `about_id` (by that person), or
a key to a locked row (by that row). Everything else is named in `OPEN_TABLES` with its reason, and
a test fails when a table is in neither. The history of rows is shown to no page at all.

The policies are put in place after every migration, and once more whenever their text changed.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import ProgrammingError

from ownway.kernel.refusal import Refused

APP_ROLE = "ownway_app"
PERSON = "people.Person"

# Whom somebody may know of: in lists and searches.
_KNOWN = "ownway_may_know_of({column})"
# Whom a restricted record does not hide from staff.
_NOT_HIDDEN = (
    "(SELECT current_setting('ownway.sees', true)) = 'own' "
    "OR {column} <> ALL (ARRAY(SELECT ownway_hidden()))"
)
# Whose record they may open.
_OPENED = (
    "CASE (SELECT current_setting('ownway.sees', true)) "
    "WHEN 'all' THEN {column} <> ALL (ARRAY(SELECT ownway_hidden())) "
    "WHEN 'team' THEN ownway_may_open({column}) "
    "WHEN 'own' THEN ownway_may_open({column}) "
    "ELSE false END"
)
_STAFF_OF_THE_WHOLE = "(SELECT current_setting('ownway.sees', true)) = 'all'"
_READER = "(SELECT nullif(current_setting('ownway.reader', true), '')::uuid)"
_TEAM = "(SELECT nullif(current_setting('ownway.team', true), '')::uuid)"
_SAFEGUARDING_LEAD = (
    f"EXISTS (SELECT 1 FROM access_signin s WHERE s.id = {_READER} AND s.is_active "
    "AND 'safeguarding lead' = ANY (s.roles))"
)

# Tables whose rows are told apart in a way of their own.
OWN_WAYS = {
    "people.Person": (
        "CASE (SELECT current_setting('ownway.sees', true)) "
        "WHEN 'all' THEN id <> ALL (ARRAY(SELECT ownway_hidden())) "
        "WHEN 'team' THEN id <> ALL (ARRAY(SELECT ownway_hidden())) "
        "WHEN 'own' THEN ownway_may_open(id) "
        "ELSE false END"
    ),
    "people.CommunicationNeed": _KNOWN.format(column="person_id"),
    "people.PossibleMatch": (
        f"({_KNOWN.format(column='first_id')}) AND ({_KNOWN.format(column='second_id')})"
    ),
    "people.Joining": _KNOWN.format(column="survivor_id"),
    "hand_overs.HandOver": (
        f"({_NOT_HIDDEN.format(column='about_id')}) AND (from_sign_in_id = {_READER} "
        f"OR to_sign_in_id = {_READER} OR to_team_id = {_TEAM} "
        f"OR {_OPENED.format(column='about_id')})"
    ),
    "facts.Fact": (f"about_id IS NULL OR by_id = {_READER} OR {_OPENED.format(column='about_id')}"),
    # Need to know: no right to a record opens them.
    "safeguarding.Concern": (
        f"raised_by_id = {_READER} OR {_SAFEGUARDING_LEAD} OR EXISTS (SELECT 1 FROM "
        "safeguarding_concernreader r WHERE r.concern_id = safeguarding_concern.id "
        f"AND r.reader_id = {_READER})"
    ),
    "safeguarding.ConcernReader": f"reader_id = {_READER} OR {_SAFEGUARDING_LEAD}",
    "ledger.Account": f"person_id IS NULL OR {_OPENED.format(column='person_id')}",
    "ledger.Transfer": (
        "EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = debit_id) "
        "AND EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = credit_id)"
    ),
    # Whole files of the council, and what they were read into.
    "returns.KeptPart": _STAFF_OF_THE_WHOLE,
    "returns.QuarantinedRow": _STAFF_OF_THE_WHOLE,
    "returns.BornLine": _STAFF_OF_THE_WHOLE,
    "returns.ToldHere": _STAFF_OF_THE_WHOLE,
    "measures.PeopleOfRun": _STAFF_OF_THE_WHOLE,
}

# Apps whose tables hold nobody's care: their own docs say what is in them.
OPEN_APPS = {
    "contenttypes": "names of tables",
    "auth": "groups of the framework, unused",
    "sessions": "who is signed in, by a random key",
    "procrastinate": "background work, by ids",
    "access": "people who sign in, told apart by `access.queries`",
    "audit": "digests of rows, never their words",
}
OPEN_TABLES = {
    "pghistory.Context": "which request changed something, without what",
    "pghistory.Events": "not a table",
    "pghistory.MiddlewareEvents": "not a table",
    "facts.UndoneContext": "ids of acts that were undone",
    "conversations.Away": "which staff are away",
    "notices.TemplateVersion": "words of templates, before anybody's name stands in them",
    "notices.PrintRun": "which letters were printed together, by ids",
    "work.LongWork": "progress of background work, by ids",
    "people.Locality": "places",
    "review.Programme": "that a team clears late reviews by a day, without whose",
    "review.ProgrammeReviewer": "which staff clear late reviews, and how many a week",
    "contact.AdviceVersion": "pages of information for anybody",
    "directory.Service": "services that anybody may be pointed to",
    "people.PostcodeDistrict": "places",
    "people.TeamRule": "which team looks after whom, as a rule",
    "people.Opening": "the lock itself reads it; pages ask `people.queries`",
    "people.RestrictedReader": "the lock itself reads it; pages ask `people.queries`",
    "people.LetIn": "the lock itself reads it; pages ask `people.queries`",
    "assessment.PublishedQuestionnaire": "published questions",
    "assessment.QuestionnaireDraft": "questions while they are written",
    "reablement.Places": "how many people a team can be with",
    "allocation.PublishedScorecard": "published tables",
    "scorecards.ScorecardModel": "models of a first figure, about nobody",
    "scorecards.Calibration": "what a model was calibrated with, and its report",
    "scorecards.Step": "which steps a model took",
    "scorecards.Minutes": "minutes of a board, sealed",
    "scorecards.Envelope": "the money there is for figures of a scorecard",
    "scorecards.Data": "how many answers a calibration was made from",
    "scorecards.DataPart": "answers and costs without whose they are, sealed; no page shows them",
    "scorecards.PutAside": "rows of a file that were given on a page, sealed",
    "payments.WeightTable": "a published table by which account numbers are checked",
    "payments.PaysFromAccount": "the council's own account, sealed",
    "payments.FinanceCode": "codes of the council's finance system",
    "payments.PaymentRun": "which runs of payments were made, without whose",
    "ledger.Closing": "which periods are closed, with sums of the whole council",
    "insight.PublishedDay": "published figures",
    "returns.Submission": "which files came and went, without their rows",
    "measures.MeasureRun": "which figures were worked out",
    "measures.Standing": "figures",
    "measures.Population": "how many people live here",
    "measures.Target": "what the council aims at",
    "measures.PublishedTable": "published figures",
}

_NAMED_IN_FUNCTIONS = {
    "people_person",
    "people_restrictedreader",
    "people_opening",
    "people_letin",
    "hand_overs_handover",
}
FUNCTIONS = """
CREATE OR REPLACE FUNCTION ownway_hidden() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT p.id FROM people_person p
  WHERE p.restricted AND NOT EXISTS (
    SELECT 1 FROM people_restrictedreader r WHERE r.person_id = p.id
    AND r.reader_id = nullif(current_setting('ownway.reader', true), '')::uuid)
$$;

CREATE OR REPLACE FUNCTION ownway_hidden_from(reader uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT p.id FROM people_person p
  WHERE p.restricted AND NOT EXISTS (
    SELECT 1 FROM people_restrictedreader r WHERE r.person_id = p.id AND r.reader_id = reader)
$$;

CREATE OR REPLACE FUNCTION ownway_may_open(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT 1 FROM people_person p
    JOIN people_person s ON s.id = coalesce(p.joined_into_id, p.id)
    WHERE p.id = asked AND CASE current_setting('ownway.sees', true)
      WHEN 'own' THEN
        coalesce(s.id = (SELECT coalesce(o.joined_into_id, o.id) FROM people_person o
          WHERE o.id = nullif(current_setting('ownway.own', true), '')::uuid), false)
        OR EXISTS (SELECT 1 FROM people_letin l
          WHERE l.person_id IN (p.id, s.id)
          AND l.sign_in_id = nullif(current_setting('ownway.reader', true), '')::uuid
          AND l.ended_at IS NULL
          AND l.first_day <= (current_setting('ownway.now', true)::timestamptz
            AT TIME ZONE 'Europe/London')::date
          AND (l.last_day IS NULL OR l.last_day >= (current_setting('ownway.now', true)::timestamptz
            AT TIME ZONE 'Europe/London')::date))
      WHEN 'all' THEN NOT s.restricted OR EXISTS (SELECT 1 FROM people_restrictedreader r
          WHERE r.person_id = s.id
          AND r.reader_id = nullif(current_setting('ownway.reader', true), '')::uuid)
      WHEN 'team' THEN
        EXISTS (SELECT 1 FROM people_restrictedreader r WHERE r.person_id = s.id
          AND r.reader_id = nullif(current_setting('ownway.reader', true), '')::uuid)
        OR NOT s.restricted AND (
          s.worker_id = nullif(current_setting('ownway.reader', true), '')::uuid
          OR s.team_id = nullif(current_setting('ownway.team', true), '')::uuid
          OR EXISTS (SELECT 1 FROM people_opening g WHERE g.person_id IN (p.id, s.id)
            AND g.by_id = nullif(current_setting('ownway.reader', true), '')::uuid
            AND g.until > current_setting('ownway.now', true)::timestamptz)
          OR EXISTS (SELECT 1 FROM hand_overs_handover h WHERE h.about_id IN (p.id, s.id)
            AND h.state IN ('waiting', 'acknowledged')
            AND (h.to_sign_in_id = nullif(current_setting('ownway.reader', true), '')::uuid
              OR h.to_team_id = nullif(current_setting('ownway.team', true), '')::uuid)))
      ELSE false END)
$$;

CREATE OR REPLACE FUNCTION ownway_may_know_of(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT CASE current_setting('ownway.sees', true)
    WHEN 'own' THEN ownway_may_open(asked)
    WHEN 'all' THEN NOT EXISTS (SELECT 1 FROM ownway_hidden() h WHERE h = asked)
    WHEN 'team' THEN NOT EXISTS (SELECT 1 FROM ownway_hidden() h WHERE h = asked)
    ELSE false END
$$;
"""


def apply() -> None:
    """Put the role, the functions and every policy in place, unless they already stand so.

    Tables that no migration has made yet are left for the next time.
    Raises Refused: the role is missing and may not be made (a server of the council's own).
    """
    if not _NAMED_IN_FUNCTIONS.issubset(_made()):
        return
    statements, digest = _wanted()
    if _standing() == digest:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        _make_role(cursor)
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON FUNCTION ownway_may_open(uuid) IS 'policies {digest}'")


def stands() -> bool:
    """Whether every policy stands as the code words it."""
    return _standing() == _wanted()[1]


def reasons_for_no_policy() -> dict[str, str]:
    """Every table without a policy -> why it needs none ("" where nobody gave a reason)."""
    return {
        model._meta.label: OPEN_TABLES.get(
            model._meta.label, OPEN_APPS.get(model._meta.app_label, "")
        )
        for model in _tables()
        if _condition(model) is None
    }


def locked_tables() -> set[str]:
    """The tables that hold a policy."""
    return {model._meta.db_table for model in _tables() if _condition(model) is not None}


def _wanted() -> tuple[list[str], str]:
    statements = [*_of_functions(), *_of_tables()]
    return statements, hashlib.sha256("\n".join(statements).encode()).hexdigest()


def _standing() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(to_regprocedure('ownway_may_open(uuid)'), 'pg_proc')"
        )
        said = cursor.fetchone()[0]
    return str(said).removeprefix("policies ") if said else ""


def _make_role(cursor: Any) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
    if cursor.fetchone() is None:
        try:
            with transaction.atomic():
                cursor.execute(f"CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
                cursor.execute(f"GRANT {APP_ROLE} TO CURRENT_USER")
        except ProgrammingError:
            raise Refused(
                f"This PostgreSQL server has no role {APP_ROLE} yet, and the account in "
                "DATABASE_URL may not make it. Ask whoever keeps the server to run, once: "
                f'CREATE ROLE {APP_ROLE} NOLOGIN; GRANT {APP_ROLE} TO "<that account>";'
            ) from None


def _of_functions() -> Iterator[str]:
    yield FUNCTIONS
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP_ROLE}"


def _made() -> set[str]:
    return set(connection.introspection.table_names())


def _of_tables() -> Iterator[str]:
    made = _made()
    for model in _tables():
        if model._meta.db_table not in made:
            continue
        condition = _condition(model)
        table = model._meta.db_table
        yield f"DROP POLICY IF EXISTS ownway_seen ON {table}"
        yield f"DROP POLICY IF EXISTS ownway_changed ON {table}"
        yield f"DROP POLICY IF EXISTS ownway_taken_away ON {table}"
        yield f"DROP POLICY IF EXISTS ownway_added ON {table}"
        if condition is None:
            yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
            continue
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        to = f"TO {APP_ROLE}"
        yield f"CREATE POLICY ownway_seen ON {table} FOR SELECT {to} USING ({condition})"
        yield (
            f"CREATE POLICY ownway_changed ON {table} FOR UPDATE {to} "
            f"USING ({condition}) WITH CHECK (true)"
        )
        yield f"CREATE POLICY ownway_taken_away ON {table} FOR DELETE {to} USING ({condition})"
        yield f"CREATE POLICY ownway_added ON {table} FOR INSERT {to} WITH CHECK (true)"


def _tables() -> list[type[models.Model]]:
    return sorted(
        (
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy and not model._meta.abstract
        ),
        key=lambda model: model._meta.db_table,
    )


def _condition(model: type[models.Model]) -> str | None:
    """What must hold of a row for its reader to see it; None where every row may be read."""
    label = model._meta.label
    if label in OWN_WAYS:
        return OWN_WAYS[label]
    fields = {
        field.name: field for field in model._meta.local_fields if isinstance(field, models.Field)
    }
    if "pgh_obj" in fields or "pgh_id" in fields:
        return "false"  # what rows were before: for the auditor's commands alone
    if label in OPEN_TABLES or model._meta.app_label in OPEN_APPS:
        return None
    for name in ("person", "about_id", "person_id"):
        if name in fields:
            column = fields[name].column
            blank = f"{column} IS NULL OR " if fields[name].null else ""
            return f"{blank}{_OPENED.format(column=column)}"
    for field in fields.values():
        parent = field.related_model
        if isinstance(parent, type) and parent is not model and _condition(parent) is not None:
            own = f"{model._meta.db_table}.{field.column}"
            blank = f"{own} IS NULL OR " if field.null else ""
            return (
                f"{blank}EXISTS (SELECT 1 FROM {parent._meta.db_table} parent "
                f"WHERE parent.{parent._meta.pk.column} = {own})"
            )
    return None
