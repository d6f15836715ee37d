"""The second lock: PostgreSQL shows a page no row about somebody its reader may not open.

Rows of several contexts about four people: of the reader's team, of another team, restricted, and
the person who reads. A view that asks for everything is the fault that this lock is there for.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import making
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

import ownway
from ownway.foundation.access.domain import WHOLE_COUNCIL, Role
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.access.second_lock import (
    APP_ROLE,
    locked_tables,
    reading_as,
    reasons_for_no_policy,
    whole_council,
)
from ownway.foundation.facts.domain import declare
from ownway.foundation.facts.models import Fact, FactContent
from ownway.foundation.facts.operations import record
from ownway.support.people.models import LetIn, Opening, Person, RestrictedReader
from ownway.support.people.permissions import COUNCIL_WIDE
from ownway.support.planning.models import Arrangement

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HAPPENED = declare("tests.second-lock", "Something happened")


@pytest.fixture
def everyone() -> dict[str, UUID]:
    """Four people by what they are to a practitioner of East, each with a service and a fact."""
    east, west = Team.objects.create(name="East"), Team.objects.create(name="West")
    found = {}
    for name, team, restricted in (
        ("ours", east, False),
        ("theirs", west, False),
        ("hidden", east, True),
        ("herself", west, False),
    ):
        person = making.person(team=team, restricted=restricted)
        making.arrangement(person)
        record(HAPPENED, about=person.pk, by=None, on=making.DAY, words=f"About {name}.")
        found[name] = person.pk
    return found


def staff(*roles: Role, team: str = "East") -> SignIn:
    return making.staff(*roles, of=Team.objects.get(name=team))


def seen(who: SignIn | AnonymousUser, everyone: dict[str, UUID]) -> dict[str, set[str]]:
    """What a view without any filter gets: names by table."""
    names = {person_id: name for name, person_id in everyone.items()}
    with reading_as(who, at=NOW):
        return {
            "people": {names[one] for one in Person.objects.values_list("pk", flat=True)},
            "services": {
                names[one] for one in Arrangement.objects.values_list("person_id", flat=True)
            },
            "facts": {
                names[one]
                for one in Fact.objects.filter(about_id__in=list(names)).values_list(
                    "about_id", flat=True
                )
                if one
            },
            "words": {
                words.removeprefix("About ").removesuffix(".")
                for words in FactContent.objects.filter(words__startswith="About ").values_list(
                    "words", flat=True
                )
            },
        }


def test_nobody_signed_in_sees_nobody(everyone: dict[str, UUID]) -> None:
    assert seen(AnonymousUser(), everyone) == {
        "people": set(),
        "services": set(),
        "facts": set(),
        "words": set(),
    }


def test_without_the_setting_there_is_no_row(everyone: dict[str, UUID]) -> None:
    """The role alone, as in a transaction that nobody told who reads."""
    with connection.cursor() as cursor:
        for setting in ("sees", "reader", "team", "own", "now"):
            cursor.execute(f"SELECT set_config('ownway.{setting}', '', true)")
        cursor.execute(f"SELECT set_config('role', '{APP_ROLE}', true)")
        found = {}
        for table in ("people_person", "planning_arrangement", "planning_arrangementevent"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('role', 'none', true)")
        cursor.execute("SELECT count(*) FROM people_person")
        owner = cursor.fetchone()[0]

    assert found == {"people_person": 0, "planning_arrangement": 0, "planning_arrangementevent": 0}
    assert owner == len(everyone)  # the rows are there: it is the lock that hides them


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_roles_without_people_see_nobody(role: Role, everyone: dict[str, UUID]) -> None:
    assert set().union(*seen(staff(role), everyone).values()) == set()


def test_a_practitioner_knows_of_all_but_the_restricted_and_opens_the_team_s(
    everyone: dict[str, UUID],
) -> None:
    found = seen(staff(Role.PRACTITIONER), everyone)

    assert found == {
        "people": {"ours", "theirs", "herself"},
        "services": {"ours"},
        "facts": {"ours"},
        "words": {"ours"},
    }


def test_a_role_for_the_whole_council_sees_all_but_the_restricted(
    everyone: dict[str, UUID],
) -> None:
    found = seen(staff(Role.FINANCE), everyone)

    assert set(map(frozenset, found.values())) == {frozenset({"ours", "theirs", "herself"})}


def test_a_reason_opens_one_record_until_it_lapses(everyone: dict[str, UUID]) -> None:
    worker = staff(Role.PRACTITIONER)
    for name, hours in (("theirs", 1), ("herself", -1)):
        Opening.objects.create(
            person_id=everyone[name],
            by=worker,
            reason="covering",
            given_at=NOW,
            until=NOW + timedelta(hours=hours),
        )

    assert seen(worker, everyone)["services"] == {"ours", "theirs"}


def test_a_named_reader_sees_a_restricted_record(everyone: dict[str, UUID]) -> None:
    worker, lead = staff(Role.PRACTITIONER), staff(Role.SAFEGUARDING_LEAD)
    for one in (worker, lead):
        RestrictedReader.objects.create(
            person_id=everyone["hidden"], reader=one, added_on=making.DAY
        )

    assert seen(worker, everyone)["services"] == {"ours", "hidden"}
    assert seen(lead, everyone)["services"] == {"ours", "theirs", "hidden", "herself"}
    assert seen(staff(Role.SAFEGUARDING_LEAD), everyone)["services"] == {
        "ours",
        "theirs",
        "herself",
    }


def test_a_person_sees_herself_and_whoever_let_her_in(everyone: dict[str, UUID]) -> None:
    person = making.own_sign_in(Person.objects.get(pk=everyone["herself"]))
    assert set(map(frozenset, seen(person, everyone).values())) == {frozenset({"herself"})}

    letting = LetIn.objects.create(
        person_id=everyone["hidden"],
        sign_in=person,
        name="A friend",
        standing="friend",
        first_day=timezone.localdate(NOW),
    )
    assert seen(person, everyone)["services"] == {"herself", "hidden"}

    letting.ended_at = NOW
    letting.save()
    assert seen(person, everyone)["services"] == {"herself"}


def test_counting_the_whole_council_is_a_step_out_and_back(everyone: dict[str, UUID]) -> None:
    with reading_as(staff(Role.COMMISSIONER), at=NOW):
        with whole_council():
            assert Arrangement.objects.count() == len(everyone)
        assert Arrangement.objects.count() == 0


def test_a_mistake_in_the_step_out_leaves_nobody_outside(everyone: dict[str, UUID]) -> None:
    with reading_as(staff(Role.COMMISSIONER), at=NOW):
        with pytest.raises(RuntimeError), whole_council():
            raise RuntimeError
        assert Arrangement.objects.count() == 0


def test_the_role_cannot_step_further(everyone: dict[str, UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = %s",
            [APP_ROLE],
        )
        assert cursor.fetchone() == (False, False, False)


def test_every_table_is_locked_or_says_why_not() -> None:
    """A new table about somebody without a policy fails here."""
    unexplained = sorted(label for label, why in reasons_for_no_policy().items() if not why)
    assert unexplained == []


def test_the_database_holds_the_policies_the_code_names() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = "
            "'public'::regnamespace"
        )
        locked = {row[0] for row in cursor.fetchall()}
    assert locked == locked_tables()


def test_the_lock_reaches_as_far_as_the_first() -> None:
    """Roles for the whole council are the same in both locks."""
    assert {role.value for role in WHOLE_COUNCIL} == set(COUNCIL_WIDE)


def sources() -> Iterator[tuple[str, str]]:
    root = Path(ownway.__file__).parent
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root).as_posix()
        if "/tests/" not in place and "/migrations/" not in place:
            yield place, path.read_text(encoding="utf-8")


# Who counts everybody within a page, looks for somebody before asking who may see them, or shows
# whoever holds a link what was shared with them.
STEPS_OUT = {
    "commissioning/insight/queries/behind.py",
    "commissioning/insight/queries/counting.py",
    "commissioning/measures/queries/counting.py",
    "commissioning/measures/queries/kept.py",
    "commissioning/measures/queries/local.py",
    "commissioning/returns/operations/undoing.py",
    "commissioning/returns/queries/live.py",
    "commissioning/returns/queries/to_fix.py",
    "commissioning/scorecards/queries/data.py",
    "commissioning/scorecards/queries/watching.py",
    "foundation/audit/views.py",
    "foundation/data_rights/operations/leaving_out.py",
    "foundation/data_rights/operations/runs.py",
    "foundation/data_rights/queries/due.py",
    "foundation/data_rights/queries/requests.py",
    "support/allocation/queries/beside.py",
    "support/contact/operations/referrals.py",
    "support/contact/operations/welfare.py",
    "support/contact/queries/referrals.py",
    "support/people/operations/inviting.py",
    "support/people/operations/protecting.py",
    "support/people/operations/restricting.py",
    "support/people/queries/finding.py",
    "support/people/queries/health.py",
    "support/people/queries/reaching.py",
    "support/people/queries/restricted.py",
    "support/payments/queries/years.py",
    "support/planning/queries/costing.py",
    "support/review/queries/clearing.py",
    "support/safeguarding/operations.py",
}


def places_that(say: Callable[[str], bool]) -> set[str]:
    return {
        place
        for place, text in sources()
        if not place.startswith("foundation/access/second_lock/") and say(text)
    }


def test_every_step_out_is_named_here() -> None:
    assert (
        places_that(lambda text: "whole_council" in text and "def whole_council" not in text)
        == STEPS_OUT
    )


def test_nothing_turns_the_lock_off() -> None:
    """No setting, no other way to the role: the words for it stand in one place."""
    words = re.compile(
        r"row_security|BYPASSRLS|DISABLE ROW LEVEL|set_config\('role'", re.IGNORECASE
    )

    assert places_that(lambda text: bool(words.search(text))) == {"config/postgres/server.py"}
