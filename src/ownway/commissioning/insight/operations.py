"""Publishing a day's figures for anybody to read, and taking them back."""

import hashlib
import hmac
from datetime import date

from django.conf import settings
from django.db import connection, transaction

from ownway.commissioning.insight import domain, permissions, queries
from ownway.commissioning.insight.domain import PublicDay
from ownway.commissioning.insight.models import PublishedDay
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people import queries as people

DAY_PUBLISHED = declare("insight.day-published", "Figures of a day published")
DAY_WITHDRAWN = declare("insight.day-withdrawn", "Published figures of a day taken back")


def proposed(on: date) -> PublicDay:
    """What would be published of a day, to look at first. Raises Refused for too few people."""
    tables = domain.tables_of(queries.counted(on=on), places=[name for _, name in people.places()])
    return domain.public_day(on, tables, secret=_secret())


def check_and_propose(on: date, *, today: date) -> PublicDay:
    """As `proposed`. Raises Refused as `publish` does, and for a day that is published already."""
    domain.check_may_publish(on, published=_given_out(), today=today)
    return proposed(on)


@transaction.atomic
def publish(on: date, *, by: SignIn, today: date) -> None:
    """Give out a day's figures under somebody's name; what anybody reads is fixed from then on.

    A day that was given out and withdrawn comes back as it was: two roundings of one day would
    tell more than one. Doing it again changes nothing. Raises NotAllowed; Refused for a day still
    to come, one too near another ever given out, or one with too few people.
    """
    _check(by)
    with connection.cursor() as cursor:  # two people at once would stand too near each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insight.published-day'))")
    row = PublishedDay.objects.filter(on=on).first()
    if row is None:
        domain.check_may_publish(on, published=_given_out(), today=today)
        row = PublishedDay(on=on, figures=proposed(on).as_json())
    elif row.withdrawn_on is None:
        return
    row.published_on, row.published_by = today, by
    row.withdrawn_on, row.withdrawn_by = None, None
    row.save()
    facts.record(DAY_PUBLISHED, of=row.pk, by=by, on=today, words=f"As at {in_words(on)}.")


@transaction.atomic
def withdraw(on: date, *, by: SignIn, today: date) -> None:
    """Take a published day back: nobody reads it any more. Doing it again changes nothing.

    Raises NotAllowed; NotFound for a day that was never published.
    """
    _check(by)
    row = PublishedDay.objects.select_for_update().filter(on=on).first()
    if row is None:
        raise NotFound("No figures of that day are published.")
    if row.withdrawn_on is not None:
        return
    row.withdrawn_on, row.withdrawn_by = today, by
    row.save(update_fields=["withdrawn_on", "withdrawn_by"])
    facts.record(DAY_WITHDRAWN, of=row.pk, by=by, on=today, words=f"As at {in_words(on)}.")


def _given_out() -> list[date]:
    """Every day whose figures anybody could ever read: withdrawn ones may have been kept."""
    return list(PublishedDay.objects.values_list("on", flat=True))


def _check(by: SignIn) -> None:
    if not permissions.PUBLISH.allows(by):
        raise NotAllowed(permissions.PUBLISH.refusal())


def _secret() -> bytes:
    """What fixes the rounding: made from the installation's own key, and kept nowhere."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"ownway.insight.public-figures", hashlib.sha256).digest()
