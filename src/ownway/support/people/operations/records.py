"""Decisions about people's records: one function, one transaction, one recorded fact."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.queries import teams
from ownway.foundation.bulk.taking import Taken, take
from ownway.foundation.bulk.waiting import Waiting, run
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import domain, permissions, queries
from ownway.support.people.models import (
    AboutMe,
    CommunicationNeed,
    Locality,
    Person,
    PostcodeDistrict,
    SomeoneAround,
    TeamRule,
)
from ownway.support.people.operations.following import follow_files, hold_deaths
from ownway.support.people.operations.restricting import let_worker_read

CAME_TO_KNOW = declare("people.came-to-know", "The council came to know")
DETAILS_UPDATED = declare("people.details-updated", "Details brought up to date")
NAME_ADDED = declare("people.name-added", "Name, address and how to talk added")
SAID_ABOUT_ME = declare("people.about-me-said", "Said what matters")
AROUND_NOTED = declare("people.around-noted", "Noted who is around")
SAFE_NOTED = declare("people.deciding-and-sharing-noted", "Noted deciding and sharing")
WORKER_NAMED = declare("people.worker-named", "A worker named")

# What a national file says of a person, in this order.
DETAILS = (
    "council_id",
    "nhs_number",
    "born_on",
    "died_on",
    "gender",
    "ethnicity",
    "gp_practice_code",
    "postcode",
    "accommodation_status",
    "employment_status",
    "has_unpaid_carer",
    "autism",
    "visual_impairment",
    "hearing_impairment",
    "dementia",
    "client_funding_status",
    "primary_support_reason",
    "details_as_at",
)
MET = "people_met"
CONNECT = " || E'\\x1f' || "
# What `ownway import-people` may add, in this order.
NAMES = (
    "council_id",
    "given_name",
    "family_name",
    "known_as",
    "address_line_1",
    "address_line_2",
    "town",
    "postcode",
    "telephone",
    "email",
    "how_to_talk",
)
NAME_LENGTHS: dict[str, int | None] = {
    name: getattr(Person._meta.get_field(name), "max_length", None) for name in NAMES
}
NAMES_AT_ONCE = 2_000


def waiting_details() -> Waiting:
    """A table in which what a file says of people waits, with the columns of `DETAILS`.

    Its digest is worked out there.
    """
    said = [f"COALESCE({_plainly(name)}, '')" for name in DETAILS if name != "details_as_at"]
    digest = f"text GENERATED ALWAYS AS (md5({CONNECT.join(said)})) STORED"
    return Waiting(Person, DETAILS, worked_out={"details_digest": digest})


def _plainly(name: str) -> str:
    """A column as text that does not depend on how the server writes dates."""
    return f"({name} - DATE '2000-01-01')::text" if name in ("born_on", "died_on") else name


@transaction.atomic
def take_details(waiting: Waiting, *, by: SignIn | None, on: date, strictly: bool = False) -> Taken:
    """Take what a national file says of the people that wait, and say whose record each row is.

    A file of an earlier period never overwrites a later one; with `strictly`, nor one of the same
    period. Names and addresses stay, and so do an NHS number, a birth date and a postcode that the
    file leaves blank. For the rest of the transaction the table `MET` says whose record each `who`
    went to (`row_id`): the one that stays, where two were joined.
    """
    came = sql.Identifier(waiting.table)
    waiting.analyse("council_id")
    taken = take(
        Person,
        (*DETAILS, "details_digest"),
        new=came,
        changed=came,
        identity=["council_id"],
        content="details_digest",
        person="id",
        day="details_as_at",
        accepted=CAME_TO_KNOW,
        superseded=DETAILS_UPDATED,
        by=by,
        on=on,
        newest="details_as_at",
        strictly=strictly,
        keep_when_blank=("nhs_number", "born_on", "postcode"),
    )
    run(f"DROP TABLE IF EXISTS pg_temp.{MET}")
    run(
        f"CREATE TEMP TABLE {MET} ON COMMIT DROP AS "
        f"SELECT w.who, COALESCE(p.joined_into_id, p.id) AS row_id FROM {waiting.table} w "
        f"JOIN {Person._meta.db_table} p ON p.council_id = w.council_id"
    )
    run(f"ANALYZE {MET}")
    if taken.accepted or taken.superseded:
        hold_deaths()
        find_places_and_teams()
        follow_files(MET)
    return taken


def meet_joined() -> None:
    """After records were joined: whose record each `who` of `MET` went to now, under every id.

    In the transaction of `take_details`.
    """
    person = Person._meta.db_table
    run(
        f"UPDATE {MET} m SET row_id = p.joined_into_id FROM {person} p "
        "WHERE p.id = m.row_id AND p.joined_into_id IS NOT NULL"
    )
    run(
        f"INSERT INTO {MET} (who, row_id) SELECT p.council_id, p.id FROM {person} p "
        f"WHERE p.id IN (SELECT row_id FROM {MET}) "
        f"AND NOT EXISTS (SELECT FROM {MET} m WHERE m.who = p.council_id)"
    )
    run(f"ANALYZE {MET}")


@transaction.atomic
def take_names(
    rows: Iterable[tuple[Sequence[str], Sequence[str]]], *, by: SignIn | None, on: date
) -> Taken:
    """Add names, addresses and how to talk (columns `NAMES`, and codes of communication needs).

    Blank cells leave what is known. Every council id must be known: ask `ids_by_council_id` first.
    Rows are drawn a batch at a time, so `rows` may be a generator of any length.
    """
    taken, waiting = Taken(), iter(rows)
    while batch := list(islice(waiting, NAMES_AT_ONCE)):
        taken += _take_names(batch, by=by, on=on)
    if taken.accepted or taken.superseded:
        find_places_and_teams()
    return taken


def _take_names(
    rows: Sequence[tuple[Sequence[str], Sequence[str]]], *, by: SignIn | None, on: date
) -> Taken:
    accepted = unchanged = superseded = 0
    changed: dict[UUID, Person] = {}
    needs: list[CommunicationNeed] = []
    ids = queries.ids_by_council_id(names[0] for names, _ in rows)
    by_id = Person.objects.in_bulk(list(set(ids.values())))
    people = {council_id: by_id[one] for council_id, one in ids.items()}
    had: dict[UUID, set[str]] = {}
    for person_id, code in CommunicationNeed.objects.filter(person_id__in=list(by_id)).values_list(
        "person_id", "code"
    ):
        had.setdefault(person_id, set()).add(code)
    for names, codes in rows:
        person = people[names[0]]
        differs = [
            (column, value)
            for column, value in zip(NAMES[1:], names[1:], strict=True)
            if value and getattr(person, column) != value
        ]
        known = had.setdefault(person.pk, set())
        fresh = [code for code in dict.fromkeys(codes) if code not in known]
        if not differs and not fresh:
            unchanged += 1
            continue
        if person.given_name or person.family_name:
            superseded += 1
        else:
            accepted += 1
        for column, value in differs:
            setattr(person, column, value)
        known.update(fresh)
        needs += [CommunicationNeed(person=person, code=code, recorded_on=on) for code in fresh]
        changed[person.pk] = person
    _write_names(changed)
    CommunicationNeed.objects.bulk_create(needs, batch_size=2000)
    facts.record_many(NAME_ADDED, ((on, one, one) for one in changed), by=by)
    return Taken(accepted, unchanged, superseded)


def _write_names(changed: Mapping[UUID, Person]) -> None:
    """One statement for all of them; an update a column and person is forty times slower."""
    if not changed:
        return
    columns = NAMES[1:]
    settings = ", ".join(f"{column} = c.{column}" for column in columns)
    arrays = ", ".join("%s::text[]" for _ in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Person._meta.db_table} p SET {settings} "
            f"FROM unnest(%s::uuid[], {arrays}) AS c (id, {', '.join(columns)}) WHERE p.id = c.id",
            [
                list(changed),
                *([getattr(one, column) for one in changed.values()] for column in columns),
            ],
        )


@transaction.atomic
def set_places(rows: Iterable[tuple[str, str, str, tuple[float, float] | None]]) -> int:
    """Say which postcode district lies in which locality and area; returns how many districts.

    The last of each is where the locality lies, in kilometres east and north of any one point; the
    last row of a locality that says so counts. None leaves what is known.
    """
    count = 0
    for district, locality, area, spot in rows:
        lies = {} if spot is None else {"east": spot[0], "north": spot[1]}
        place, _ = Locality.objects.update_or_create(name=locality, defaults={"area": area, **lies})
        PostcodeDistrict.objects.update_or_create(
            district=district.upper(), defaults={"locality": place}
        )
        count += 1
    find_places_and_teams()
    return count


@transaction.atomic
def set_team_rules(rows: Iterable[tuple[str, str, str]]) -> int:
    """Say which team looks after which area and reason. Raises Refused for a team nobody made."""
    known = {team.name: team for team in teams()}
    count = 0
    for team, area, reason in rows:
        if team not in known:
            raise Refused(f"There is no team called {team}.")
        if reason and reason not in domain.SUPPORT_REASONS:
            raise Refused(
                f"{reason} is not a group of support reasons. "
                f"The groups are: {', '.join(domain.SUPPORT_REASONS)}."
            )
        TeamRule.objects.update_or_create(
            area=area, support_reason=reason, defaults={"team": known[team]}
        )
        count += 1
    find_places_and_teams()
    return count


def find_places_and_teams(person_ids: Sequence[UUID] | None = None) -> None:
    """Give everybody, or these people, the locality of their postcode and the team of the rules.

    One statement, so that whoever moves has one line of history. Where no district or no rule
    fits, what is known stays.
    """
    rules, by_name = queries.rules(), {team.name: team.pk for team in teams()}
    theirs = (
        Person.objects.all() if person_ids is None else Person.objects.filter(pk__in=person_ids)
    )
    reasons = theirs.values_list("primary_support_reason", flat=True).distinct().order_by()
    areas = {"", *Locality.objects.values_list("area", flat=True)}
    named = [
        (area, reason, by_name[team])
        for area in sorted(areas)
        for reason in reasons
        if (team := domain.team_for(area, reason, rules)) in by_name
    ]
    person, district = Person._meta.db_table, PostcodeDistrict._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {person} p SET locality_id = n.locality_id, team_id = n.team_id FROM ("
            "  SELECT o.id, l.id AS locality_id, COALESCE(r.team_id, o.team_id) AS team_id"
            f"  FROM {person} o LEFT JOIN {district} d"
            "    ON d.district = upper(left(replace(o.postcode, ' ', ''), -3))"
            "    AND length(replace(o.postcode, ' ', '')) BETWEEN 5 AND 7"
            f"  LEFT JOIN {Locality._meta.db_table} l"
            "    ON l.id = COALESCE(d.locality_id, o.locality_id)"
            "  LEFT JOIN unnest(%s::text[], %s::text[], %s::uuid[]) AS r (area, reason, team_id)"
            "    ON r.area = COALESCE(l.area, '') AND r.reason = o.primary_support_reason"
            ") n WHERE n.id = p.id"
            " AND (p.locality_id, p.team_id) IS DISTINCT FROM (n.locality_id, n.team_id)"
            + ("" if person_ids is None else " AND p.id = ANY(%s)"),
            [
                *([list(column) for column in zip(*named, strict=True)] if named else [[], [], []]),
                *([] if person_ids is None else [list(person_ids)]),
            ],
        )


@transaction.atomic
def say_about_me(
    person_id: UUID,
    *,
    own_words: str = "",
    what_matters: str = "",
    good_day: str = "",
    how_to_help: str = "",
    worries: str = "",
    by: SignIn,
    on: date,
) -> None:
    """Keep what somebody says about themselves; what was said before stays beside it.

    The person may say it, or their worker write down what they said. Raises Refused when nothing
    was said; NotFound when `by` may not know this person.
    """
    check_may_write(person_id, by=by, own=True)
    said = {
        "own_words": own_words.strip(),
        "what_matters": what_matters.strip(),
        "good_day": good_day.strip(),
        "how_to_help": how_to_help.strip(),
        "worries": worries.strip(),
    }
    if not any(said.values()):
        raise Refused("Write something in one of the boxes first.")
    made = AboutMe.objects.create(person_id=person_id, said_on=on, said_by=by, **said)
    facts.record(SAID_ABOUT_ME, about=person_id, of=made.pk, by=by, on=on, after=said)


@transaction.atomic
def note_around(
    person_id: UUID, *, name: str, who: str, words: str = "", by: SignIn, on: date
) -> None:
    """Note somebody in a person's life. Raises Refused without a name or who they are."""
    check_may_write(person_id, by=by)
    if not name.strip() or not who.strip():
        raise Refused("Say the name, and who they are to the person.")
    rank = SomeoneAround.objects.filter(person_id=person_id).count()
    made = SomeoneAround.objects.create(
        person_id=person_id, name=name.strip(), who=who.strip(), words=words.strip(), rank=rank
    )
    facts.record(
        AROUND_NOTED, about=person_id, of=made.pk, by=by, on=on, words=f"{made.name}, {made.who}"
    )


@transaction.atomic
def note_deciding_and_sharing(
    person_id: UUID,
    *,
    health_conditions: str = "",
    decides_for_self: str = "",
    shares_with: str = "",
    does_not_share_with: str = "",
    if_things_go_wrong: str = "",
    by: SignIn,
    on: date,
) -> None:
    """Note how a person decides, with whom they share, and what to do if things go wrong."""
    check_may_write(person_id, by=by)
    person = Person.objects.select_for_update().get(pk=person_id)
    noted = {
        "health_conditions": health_conditions,
        "decides_for_self": decides_for_self,
        "shares_with": shares_with,
        "does_not_share_with": does_not_share_with,
        "if_things_go_wrong": if_things_go_wrong,
    }
    before = {name: getattr(person, name) for name in noted}
    for name, value in noted.items():
        setattr(person, name, value.strip())
    person.save(update_fields=list(noted))
    facts.record(
        SAFE_NOTED, about=person_id, of=person_id, by=by, on=on, before=before, after=noted
    )


@transaction.atomic
def name_worker(person_id: UUID, *, worker: SignIn, by: SignIn, on: date) -> None:
    """Say who works with this person. Raises Refused when the worker is of another team."""
    check_may_write(person_id, by=by)
    person = Person.objects.select_for_update().get(pk=person_id)
    if worker.team_id != person.team_id:
        raise Refused(f"{worker.name} is not in the team that looks after this person.")
    person.worker = worker
    person.save(update_fields=["worker"])
    let_worker_read(person, by=by, on=on)
    facts.record(
        WORKER_NAMED,
        about=person_id,
        of=person_id,
        by=by,
        on=on,
        words=f"{worker.name}, {worker.job_title}".rstrip(", "),
    )


def check_may_write(person_id: UUID, *, by: SignIn, own: bool = False) -> None:
    queries.check_may_read(person_id, by=by)
    if permissions.WRITE_RECORD.allows(by) or (own and permissions.READ_OWN.allows(by)):
        return
    raise NotAllowed(permissions.WRITE_RECORD.refusal())
