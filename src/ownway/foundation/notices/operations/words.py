"""The council's own words of notices: written, reviewed by another, used from a day on."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.notices import queries
from ownway.foundation.notices.domain import TEMPLATES, Wording, wrong_in
from ownway.foundation.notices.models import TemplateVersion
from ownway.foundation.notices.permissions import EDIT_WORDS
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

WORDS_WRITTEN = declare("notices.words-written", "Words of a notice changed in a draft")
WORDS_TO_REVIEW = declare("notices.words-to-review", "Words of a notice sent to be reviewed")
WORDS_AGREED = declare("notices.words-agreed", "Words of a notice agreed by a second person")
WORDS_SENT_BACK = declare("notices.words-sent-back", "Words of a notice sent back to its writer")


@transaction.atomic
def write_words(
    template: str, *, subject: str, standard: str, easy_read: str, by: SignIn, on: date
) -> UUID:
    """Keep words as the template's draft, a new version if there is none; returns its id.

    Raises Refused for a gap that is not allowed, and while a version waits for review.
    """
    _check_may_edit(by)
    known = TEMPLATES.get(template)
    if known is None:
        raise NotFound("There is no such notice.")
    said = {
        "subject": subject.strip(),
        "standard": _plain_lines(standard),
        "easy_read": _plain_lines(easy_read),
    }
    if wrong := wrong_in(known, **said):
        raise Refused(next(iter(wrong.values())))
    rows = TemplateVersion.objects.select_for_update().filter(template=template)
    latest = rows.order_by("-number").first()
    if latest is not None and latest.state == Wording.REVIEW.value:
        raise Refused("A version waits for review. It is agreed or sent back first.")
    if latest is None or latest.state == Wording.AGREED.value:
        number = latest.number + 1 if latest else 1
        row = TemplateVersion(template=template, number=number, state=Wording.DRAFT.value)
    else:
        row = latest
    row.subject, row.standard, row.easy_read = said.values()
    row.written_by, row.written_on = by, on
    row.reviewed_by = row.reviewed_on = None
    row.save()
    facts.record(WORDS_WRITTEN, of=row.pk, by=by, on=on, words=_version(row))
    return row.pk


def go_back(template: str, number: int, *, by: SignIn, on: date) -> UUID:
    """A new draft with the words of an earlier version. Raises NotFound; Refused while another
    version is being made."""
    lines = queries.versions(template, on=on)
    line = next((one for one in lines if one.number == number), None)
    if line is None:
        raise NotFound("There is no such version.")
    if any(one.state is not Wording.AGREED for one in lines):
        raise Refused("Another version is being made. See to that one first.")
    return write_words(
        template,
        subject=line.words.subject,
        standard=line.words.standard,
        easy_read=line.words.easy_read,
        by=by,
        on=on,
    )


@transaction.atomic
def ask_review(version_id: UUID, *, by: SignIn, on: date) -> None:
    """Hand a draft to somebody else to review. Twice is safe."""
    row = _version_locked(version_id, by)
    if row.state == Wording.REVIEW.value:
        return
    if row.state != Wording.DRAFT.value:
        raise Refused("This version is agreed already. Load the page again.")
    row.state = Wording.REVIEW.value
    row.save()
    facts.record(WORDS_TO_REVIEW, of=row.pk, by=by, on=on, words=_version(row))


@transaction.atomic
def agree_words(version_id: UUID, *, from_day: date, by: SignIn, on: date) -> None:
    """Use these words from a day on. Raises NotAllowed to whoever wrote them, Refused for a day
    that is over or for words that are not up for review."""
    row = _version_locked(version_id, by)
    if row.written_by_id == by.pk:
        raise NotAllowed("You wrote these words. Somebody else agrees to them.")
    if row.state != Wording.REVIEW.value:
        raise Refused("These words do not wait for review. Load the page again.")
    if from_day < on:
        raise Refused("This day is over. Choose today or a later day.")
    row.state, row.from_day = Wording.AGREED.value, from_day
    row.reviewed_by, row.reviewed_on, row.reviewed_words = by, on, ""
    row.save()
    facts.record(WORDS_AGREED, of=row.pk, by=by, on=on, words=_version(row))


@transaction.atomic
def send_back(version_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Make a version that waits for review a draft again, with what has to change."""
    row = _version_locked(version_id, by)
    if row.state != Wording.REVIEW.value:
        raise Refused("These words do not wait for review. Load the page again.")
    if not words.strip():
        raise Refused("Say what has to change.")
    row.state, row.reviewed_words = Wording.DRAFT.value, words.strip()[:400]
    row.save()
    facts.record(WORDS_SENT_BACK, of=row.pk, by=by, on=on, words=_version(row))


def _check_may_edit(by: SignIn) -> None:
    if not EDIT_WORDS.allows(by):
        raise NotAllowed(EDIT_WORDS.refusal())


def _version_locked(version_id: UUID, by: SignIn) -> TemplateVersion:
    _check_may_edit(by)
    row = TemplateVersion.objects.select_for_update().filter(pk=version_id).first()
    if row is None:
        raise NotFound("There is no such version.")
    return row


def _version(row: TemplateVersion) -> str:
    return f"{TEMPLATES[row.template].title}, version {row.number}"


def _plain_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
