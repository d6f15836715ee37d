"""Records opened outside somebody's own work in the demonstration, each with the reason given."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from ownway.demo.named import DILYS_HARGRAVE, IDRIS_PENHALLOW, RUTH_CALLOWAY
from ownway.demo.personas import GWEN, sign_in_of
from ownway.foundation.access.queries import sign_in_by_email
from ownway.support.people import operations, queries

ENGLAND = ZoneInfo("Europe/London")
# Who, whose record, how many days ago, at what time, and why.
GIVEN = (
    ("lena.ostrow@example.org", RUTH_CALLOWAY, 2, time(10, 20), "covering", ""),
    ("grace.adeyemi@example.org", IDRIS_PENHALLOW, 3, time(14, 5), "contacted", ""),
    (
        "owen.tarrant@example.org",
        DILYS_HARGRAVE,
        4,
        time(21, 40),
        "other",
        "She lives next door to somebody I visit",
    ),
)


@transaction.atomic
def give(*, on: date) -> None:
    """Give each reason on its own past day; those that were given stay."""
    gwen = sign_in_of(GWEN)
    for email, council_id, days_ago, at, reason, words in GIVEN:
        by, day = sign_in_by_email(email), on - timedelta(days=days_ago)
        given = queries.openings(day, by=gwen, on=on).lines
        if any(line.opener == by.name and line.at.date() == day for line in given):
            continue
        operations.give_reason(
            queries.person_id_of(council_id),
            reason=reason,
            words=words,
            by=by,
            at=datetime.combine(day, at, ENGLAND),
            on=day,
        )
