"""A concern reaches a safeguarding lead by its day, once, and nobody says yes to it unnamed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from making import DAY, Role, own_sign_in, person, practitioner, staff, team

from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.hand_overs.domain import State as HandOverState
from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.safeguarding import operations, queries
from ownway.support.safeguarding.domain import Outcome, State, due_on, is_reference, reference
from ownway.support.safeguarding.models import Concern

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def lead(name: str = "Odile Marsh", **more: Any) -> SignIn:
    return staff(Role.SAFEGUARDING_LEAD, name=name, **more)


def raised(about: UUID | None = None, by: SignIn | None = None, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "words": "Her nephew takes her pension.",
        "who": "Edna at number 4",
        "danger_now": False,
        "on": DAY,
        "at": AT,
    }
    return operations.raise_concern(about_id=about, by=by, **(said | more))


@pytest.mark.parametrize(
    ("told", "danger", "due"),
    [
        (date(2026, 11, 23), False, date(2026, 11, 24)),
        (date(2026, 11, 27), False, date(2026, 11, 30)),  # a Friday: the Monday after
        (date(2026, 11, 28), False, date(2026, 11, 30)),
        (date(2026, 11, 28), True, date(2026, 11, 28)),
    ],
)
def test_it_is_due_on_the_next_working_day_and_at_once_in_danger(
    told: date, danger: bool, due: date
) -> None:
    assert due_on(told, danger_now=danger, working_days=1) == due


def test_a_number_names_a_concern_and_nothing_else_passes_for_one() -> None:
    assert is_reference(reference(uuid4()))
    assert not is_reference("SC-<script>")
    assert not is_reference("SC-12345678 ")


def test_it_waits_for_the_leads_as_something_passed_on_that_names_nobody() -> None:
    odile = lead(of=team("Safeguarding team"))
    made = raised(told_by="Mrs Quill", danger_now=True)

    (passed,) = hand_overs.concerning(odile, on=DAY)

    assert (passed.about_name, passed.what, passed.due_on, passed.to_me) == (
        reference(made),
        "Safeguarding concern: danger now",
        DAY,
        True,
    )
    assert "Quill" not in f"{passed}"
    assert "Edna" not in f"{passed}"


def test_it_is_kept_although_no_lead_has_a_team_yet() -> None:
    raised()
    assert HandOver.objects.get().to_team == team("Safeguarding team")
    assert len(queries.concerns(by=lead(), on=DAY)) == 1


def test_whoever_tells_it_stays_unnamed_if_they_wish() -> None:
    made = raised()
    page = queries.concern_for_reading(made, by=lead(), on=DAY)
    assert (page.told_by, page.signed_in_as, page.reach) == ("", "", "")


def test_sent_twice_it_is_one_concern() -> None:
    once = uuid4()
    assert raised(concern_id=once) == raised(concern_id=once, words="Again") == once
    assert Concern.objects.get().words == "Her nephew takes her pension."
    assert HandOver.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"words": "  "}, {"who": " "}])
def test_nothing_said_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        raised(**wrong)
    assert not Concern.objects.exists()


def test_the_longest_waiting_comes_first_and_says_how_late_it_is() -> None:
    odile = lead()
    later, earlier = raised(), raised(on=DAY - timedelta(days=3), at=AT - timedelta(days=3))

    found = queries.concerns(by=odile, on=DAY)

    assert [one.id for one in found] == [earlier, later]
    assert [(one.days_old, one.days_late) for one in found] == [(3, 0), (0, 0)]
    assert queries.concerns(by=odile, on=DAY + timedelta(days=2))[0].days_late == 2


def test_saying_yes_names_who_and_ends_the_lateness() -> None:
    odile, other = lead(), lead("Bram Ives")
    made = raised()

    operations.acknowledge(made, by=odile, on=DAY, at=AT)

    (line,) = queries.concerns(by=other, on=DAY + timedelta(days=30))
    assert (line.state, line.acknowledged_by, line.days_late) == (
        State.ACKNOWLEDGED,
        "Odile Marsh",
        0,
    )
    assert HandOver.objects.get().state == HandOverState.DONE
    with pytest.raises(Refused, match="Odile Marsh said yes to it already"):
        operations.acknowledge(made, by=other, on=DAY, at=AT)


def test_it_is_closed_with_a_reason_and_by_name() -> None:
    odile = lead()
    made = raised()
    with pytest.raises(Refused, match="Say why"):
        operations.close(
            made, outcome=Outcome.NO_FURTHER_ACTION, words=" ", by=odile, on=DAY, at=AT
        )
    with pytest.raises(Refused, match="Say who it was passed to"):
        operations.close(made, outcome=Outcome.PASSED_ON, words="Theft", by=odile, on=DAY, at=AT)
    with pytest.raises(Refused, match="Choose"):
        operations.close(made, outcome="forgotten", words="x", by=odile, on=DAY, at=AT)

    operations.close(
        made,
        outcome=Outcome.PASSED_ON,
        words="Theft: she asked for the police.",
        passed_to="Police, 4711",
        by=odile,
        on=DAY,
        at=AT,
    )

    page = queries.concern_for_reading(made, by=odile, on=DAY)
    assert (page.line.state, page.passed_to, page.closed_by, page.closed_on) == (
        State.CLOSED,
        "Police, 4711",
        "Odile Marsh",
        DAY,
    )
    assert page.line.acknowledged_by == "Odile Marsh"
    with pytest.raises(Refused, match="closed"):
        operations.close(made, outcome=Outcome.TAKEN_FORWARD, words="x", by=odile, on=DAY, at=AT)


def test_only_a_lead_decides_and_only_readers_read() -> None:
    nell, made = practitioner(), raised()
    for decide in (
        lambda: operations.acknowledge(made, by=nell, on=DAY, at=AT),
        lambda: operations.close(made, outcome="passed on", words="x", by=nell, on=DAY, at=AT),
        lambda: operations.match(made, person().pk, by=nell, on=DAY),
        lambda: operations.share_with(made, nell, because="x", by=nell, on=DAY),
        lambda: operations.tell_record(made, words="x", by=nell, on=DAY),
        lambda: queries.concerns(by=nell, on=DAY),
    ):
        with pytest.raises(NotAllowed):
            decide()
    with pytest.raises(NotFound):
        queries.concern_for_reading(made, by=nell, on=DAY)


def test_a_lead_shares_one_with_a_colleague_who_needs_to_know() -> None:
    odile, nell, other = lead(), practitioner(), practitioner(name="Jude Harker")
    made, second = raised(), raised()
    with pytest.raises(Refused, match="why"):
        operations.share_with(made, nell, because="", by=odile, on=DAY)
    with pytest.raises(Refused, match="Choose somebody"):
        operations.share_with(made, own_sign_in(person()), because="x", by=odile, on=DAY)

    operations.share_with(made, nell, because="Visits her tomorrow", by=odile, on=DAY)
    operations.share_with(made, nell, because="Visits her tomorrow", by=odile, on=DAY)

    page = queries.concern_for_reading(made, by=nell, on=DAY)
    assert [(one.name, one.because) for one in page.shared] == [
        ("Nell Farraday", "Visits her tomorrow")
    ]
    assert not page.lead
    for concern_id, reader in ((made, other), (second, nell)):
        with pytest.raises(NotFound):
            queries.concern_for_reading(concern_id, by=reader, on=DAY)

    operations.share_no_longer(made, nell.pk, by=odile, on=DAY)
    with pytest.raises(NotFound):
        queries.concern_for_reading(made, by=nell, on=DAY)


def test_whose_record_it_is_follows_the_record_that_stays() -> None:
    odile, made = lead(), raised()
    first, second = person(given_name="Edna", family_name="Moss"), person(family_name="Moss")
    operations.match(made, first.pk, by=odile, on=DAY)
    first.joined_into = second
    first.save()

    assert queries.concerns(by=odile, on=DAY)[0].who == "Ruth Moss"
    assert queries.concern_for_reading(made, by=odile, on=DAY).person_name == "Ruth Moss"
    operations.tell_record(made, words="We are with her.", by=odile, on=DAY)
    assert queries.concern_passed_on(HandOver.objects.get().pk, by=odile) == made
