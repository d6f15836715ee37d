"""Rows taken in bulk: new, unchanged or superseded, and a fact for each change and no other."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from ownway.foundation.bulk.columns import FromFile, held, one_row_an_event
from ownway.foundation.bulk.taking import Taken, take
from ownway.foundation.bulk.waiting import Waiting, asked
from ownway.foundation.facts.domain import declare
from ownway.foundation.facts.models import Fact

ON = date(2026, 11, 23)
BEGAN = date(2026, 1, 5)
NEW = declare("tests.thing-imported", "A thing began")
AGAIN = declare("tests.thing-superseded", "A thing put right")
SOMEBODY = uuid.uuid4()
EARLY, LATE = uuid.uuid4(), uuid.uuid4()
COLUMNS = (
    "cld_key",
    "cld_copy",
    "cld_content",
    "person_id",
    "submission_id",
    "began_on",
    "ended_on",
    "words",
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def thing() -> type[FromFile]:
    """A context's own table, with columns of each sort."""
    with isolate_apps("ownway.foundation.work"):

        class Thing(FromFile):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            person_id = models.UUIDField()
            began_on = models.DateField(null=True)
            ended_on = models.DateField(null=True)
            words = models.CharField(max_length=10, blank=True)
            note = models.TextField(default="as we found it")
            ended_because = models.CharField(max_length=50, blank=True)

            class Meta:
                app_label = "work"
                constraints = [one_row_an_event("one_row_a_thing")]  # noqa: RUF012  (Django's way)

    return Thing


@pytest.fixture(autouse=True)
def table(db: None, thing: Any) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(thing)


def row(key: str = "k", content: str = "a", copy: int = 0, **more: Any) -> Sequence[Any]:
    told = {
        "cld_key": key,
        "cld_copy": copy,
        "cld_content": content,
        "person_id": SOMEBODY,
        "submission_id": EARLY,
        "began_on": BEGAN,
        "ended_on": None,
        "words": content,
    } | more
    return [told[column] for column in COLUMNS]


def taken(model: Any, *rows: Sequence[Any], **more: Any) -> Taken:
    waiting = Waiting(model, COLUMNS)
    waiting.copy_rows((number, "M0001", *told) for number, told in enumerate(rows))
    came = sql.Identifier(waiting.table)
    given_more: dict[str, Any] = {
        "new": came,
        "changed": came,
        "identity": ["cld_key", "cld_copy"],
        "content": "cld_content",
        "person": "person_id",
        "day": "began_on",
        "accepted": NEW,
        "superseded": AGAIN,
        "by": None,
        "on": ON,
    } | more
    with transaction.atomic():
        found = take(model, COLUMNS, **given_more)
    waiting.drop()
    return replace(found, unchanged=len(rows) - found.accepted - found.superseded)


def test_new_unchanged_and_superseded(thing: Any) -> None:
    assert taken(thing, row("k"), row("l")) == Taken(accepted=2)
    assert taken(thing, row("k"), row("l", "b"), row("m")) == Taken(1, 1, 1)
    assert held(thing, ["k", "l", "m", "n"]) == {("k", 0): "a", ("l", 0): "b", ("m", 0): "a"}


def test_a_fact_for_each_change_and_no_other(thing: Any) -> None:
    taken(thing, row("k"), row("l", began_on=None))
    taken(thing, row("k"), row("l", "b"))

    found = Fact.objects.order_by("id").values_list("name", "on", "about_id", "of_id")
    ids = dict(thing._default_manager.values_list("cld_key", "pk"))
    assert set(found) == {
        (NEW.name, BEGAN, SOMEBODY, ids["k"]),
        (NEW.name, ON, SOMEBODY, ids["l"]),
        (AGAIN.name, BEGAN, SOMEBODY, ids["l"]),
    }


def test_columns_not_given_take_the_models_default(thing: Any) -> None:
    taken(thing, row())

    assert list(thing._default_manager.values_list("note", "ended_because")) == [
        ("as we found it", "")
    ]


def test_superseding_leaves_what_was_not_given(thing: Any) -> None:
    taken(thing, row())
    thing._default_manager.update(note="ours")

    taken(thing, row(content="b"))

    assert list(thing._default_manager.values_list("words", "note")) == [("b", "ours")]


def test_text_longer_than_its_column_is_cut(thing: Any) -> None:
    taken(thing, row(words="twelve signs"))

    assert list(thing._default_manager.values_list("words", flat=True)) == ["twelve sig"]


def test_an_identity_is_never_cut(thing: Any) -> None:
    with pytest.raises(Exception, match="too long"):
        taken(thing, row(key="k" * 65))


def test_rows_that_share_an_identity_are_refused(thing: Any) -> None:
    with pytest.raises(IntegrityError):
        taken(thing, row(), row(content="b"))


def test_what_a_later_file_wrote_stays(thing: Any) -> None:
    taken(thing, row(submission_id=LATE))

    kept = taken(thing, row(content="b"), never_over=(["submission_id"], [LATE]))

    assert kept == Taken(unchanged=1)
    assert held(thing, ["k"]) == {("k", 0): "a"}


def test_a_later_day_stays(thing: Any) -> None:
    taken(thing, row(), newest="began_on")

    assert taken(thing, row(content="b", began_on=date(2025, 1, 1)), newest="began_on") == Taken(
        unchanged=1
    )
    assert taken(thing, row(content="c"), newest="began_on") == Taken(superseded=1)


def test_what_people_decided_stands(thing: Any) -> None:
    taken(thing, row("k"), row("l"))
    thing._default_manager.filter(cld_key="k").update(ended_on=ON, ended_because="A new plan began")
    decided = {"ended_on": "ended_because"}

    taken(thing, row("k", "b", ended_on=BEGAN), row("l", "b", ended_on=BEGAN), decided=decided)

    assert dict(thing._default_manager.values_list("cld_key", "ended_on")) == {
        "k": ON,
        "l": BEGAN,
    }


def test_a_blank_erases_nothing_where_it_says_nothing(thing: Any) -> None:
    taken(thing, row(words="known"))

    taken(
        thing,
        row(content="b", words="", began_on=None),
        keep_when_blank=("words", "began_on"),
    )

    assert list(thing._default_manager.values_list("words", "began_on")) == [("known", BEGAN)]


def test_a_day_that_is_held_stays_when_only_a_later_one_counts(thing: Any) -> None:
    taken(thing, row(), newest="began_on", strictly=True)

    again = taken(thing, row(content="b"), newest="began_on", strictly=True)

    assert again == Taken(unchanged=1)


def test_rows_wait_as_text_or_one_by_one(thing: Any) -> None:
    """Both ways in end alike: a comma within a text is one with a backslash before it."""
    waiting = Waiting(thing, ["cld_key", "words"])
    waiting.copy(b"1,M0001,k,one\\, two\n")
    waiting.copy_rows([(2, "M0001", "k", "one, two")])

    assert asked(f"SELECT number, who, cld_key, words FROM {waiting.table} ORDER BY 1") == [
        (1, "M0001", "k", "one, two"),
        (2, "M0001", "k", "one, two"),
    ]
    assert waiting.held(["k"]) == frozenset()
    waiting.drop()


def test_nothing_comes_to_nothing(thing: Any) -> None:
    assert taken(thing) == Taken()


def test_what_became_of_several_kinds_adds_up() -> None:
    assert Taken(1, 2, 3) + Taken(10, 20, 30) == Taken(11, 22, 33)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    first=st.dictionaries(st.sampled_from("klmn"), st.sampled_from("ab")),
    second=st.dictionaries(st.sampled_from("klmn"), st.sampled_from("ab")),
)
def test_counts_are_those_of_a_dictionary(
    thing: Any, first: dict[str, str], second: dict[str, str]
) -> None:
    """Taking rows is updating a dictionary from identity to content."""
    start = transaction.savepoint()
    taken(thing, *(row(key, content) for key, content in first.items()))

    came = taken(thing, *(row(key, content) for key, content in second.items()))

    assert came == Taken(
        accepted=len(second.keys() - first.keys()),
        unchanged=len(second.items() & first.items()),
        superseded=sum(first.get(key, content) != content for key, content in second.items()),
    )
    assert {key: content for (key, _), content in held(thing, "klmn").items()} == first | second
    transaction.savepoint_rollback(start)
