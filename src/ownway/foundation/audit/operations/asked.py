"""Verifying the chain because somebody asked on a page, with how far it is."""

from datetime import date
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from ownway.config.home import CannotRun
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.audit import permissions, queries
from ownway.foundation.audit.domain import VERIFIED
from ownway.foundation.audit.operations.publishing import published_heads
from ownway.foundation.audit.operations.sealing import seal
from ownway.foundation.facts import operations as facts
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotAllowed, Refused

VERIFY = "audit.verify"


@transaction.atomic
def ask_to_verify(*, by: SignIn, on: date) -> UUID:
    """Ask for the whole chain to be verified; returns the long work. Raises NotAllowed."""
    if not permissions.READ_AUDIT.allows(by):
        raise NotAllowed(permissions.READ_AUDIT.refusal())
    work_id = work.ask_for("Verifying the audit", by=by)
    app.configure_task(VERIFY).defer(work_id=str(work_id), by=str(by.pk), on=on.isoformat())
    return work_id


def verify_asked(work_id: UUID, *, by: UUID, on: date) -> None:
    """Do what was asked for; safe to run again after a kill at any moment."""
    if not work.begin(work_id):
        return
    try:
        seal()
        heads = published_heads()
        with queries.one_instant(queries.own_database()) as connection:
            verdict = queries.verify(connection, heads=heads, progress=work.progress_of(work_id))
    except (Refused, CannotRun) as refused:
        work.fail(work_id, words=str(refused))
        return
    except Exception:
        work.fail(
            work_id,
            words="We made a mistake while verifying. Ask again; if this comes back, tell whoever "
            "looks after Ownway.",
        )
        raise
    first = "" if verdict.whole else f" {verdict.findings[0].words}"
    words = f"{verdict.sentence()}{first}"
    with transaction.atomic():
        facts.record(VERIFIED, by=access.sign_in(by), on=on, words=words)
        work.end(work_id, words=words)
