"""Pages of advice: written by one, read by another, published until a day, taken down."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.commissioning.directory.domain import TOPICS
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import permissions
from ownway.support.contact.domain import advice as domain
from ownway.support.contact.domain.advice import State
from ownway.support.contact.models import AdviceVersion

WRITTEN = declare("contact.advice-written", "Page of advice changed in a draft")
TO_REVIEW = declare("contact.advice-to-review", "Page of advice sent to be read over")
SENT_BACK = declare("contact.advice-sent-back", "Page of advice sent back to its writer")
PUBLISHED = declare("contact.advice-published", "Page of advice published by a second person")
LOOKED_AT = declare("contact.advice-looked-at", "Page of advice looked at again, still right")
TAKEN_DOWN = declare("contact.advice-taken-down", "Page of advice taken down")


class ChangedMeanwhile(Refused):
    """Somebody saved this page since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody saved this page while you were writing. What you wrote is still here, and "
            "what they kept stands beside it. Take over what is right, then keep it again."
        )


@transaction.atomic
def write_advice(
    slug: str,
    *,
    title: str,
    summary: str,
    body: str,
    easy_read: str,
    topics: Sequence[str],
    step: int = 0,
    by: SignIn,
    on: date,
) -> str:
    """Keep words as a page's draft, a new version if there is none; returns the page's slug.

    An empty `slug` makes a new page. `step` is that of the draft as the editor saw it, 0 for none.
    Raises Refused as `domain.check_advice`, for a new page whose question has one, while a version
    waits for review, and ChangedMeanwhile when somebody saved since.
    """
    _check(by)
    domain.check_advice(title=title, summary=summary, body=body, easy_read=easy_read, topics=topics)
    is_new, slug = not slug, slug or domain.slug_of(title)
    rows = list(AdviceVersion.objects.select_for_update().filter(slug=slug).order_by("-number"))
    if is_new and (rows or slug in domain.NOT_A_SLUG):
        raise Refused("There is a page of this question. Change that one, or ask it otherwise.")
    opened = next((row for row in rows if row.state != State.PUBLISHED.value), None)
    if opened is not None and opened.state == State.REVIEW.value:
        raise Refused("A version waits to be read over. It is published or sent back first.")
    if (opened.step if opened else 0) != step:
        raise ChangedMeanwhile
    row = opened or AdviceVersion(
        slug=slug,
        number=rows[0].number + 1 if rows else 1,
        rank=rows[0].rank if rows else _next_rank(),
        step=0,
    )
    row.title, row.summary = title.strip(), summary.strip()
    row.body, row.easy_read = _tidy(body), _tidy(easy_read)
    row.topics = [one for one in TOPICS if one in topics]
    row.step += 1
    row.written_by, row.written_on = by, on
    row.writers = list(dict.fromkeys([*row.writers, by.pk]))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # both began the version at the same moment
        raise ChangedMeanwhile from None
    facts.record(WRITTEN, of=row.pk, by=by, on=on, words=_words(row))
    return slug


def begin_from_text(slug: str, *, by: SignIn, on: date) -> str:
    """A draft from a text that comes with Ownway. Raises NotFound; Refused if it was begun."""
    text = next((one for one in domain.starters() if one.slug == slug), None)
    if text is None:
        raise NotFound("There is no such text.")
    if AdviceVersion.objects.filter(slug=slug).exists():
        raise Refused("Somebody began this page already. Go on with that one.")
    return write_advice(
        slug,
        title=text.title,
        summary=text.summary,
        body=text.body,
        easy_read=text.easy_read,
        topics=text.topics,
        by=by,
        on=on,
    )


def bring_back(slug: str, number: int, *, by: SignIn, on: date) -> None:
    """A new draft with the words of an earlier version. Raises NotFound; Refused while another
    version is being made."""
    row = AdviceVersion.objects.filter(
        slug=slug, number=number, state=State.PUBLISHED.value
    ).first()
    if row is None:
        raise NotFound("There is no such version.")
    write_advice(
        slug,
        title=row.title,
        summary=row.summary,
        body=row.body,
        easy_read=row.easy_read,
        topics=row.topics,
        by=by,
        on=on,
    )


@transaction.atomic
def ask_review(version_id: UUID, *, by: SignIn, on: date) -> None:
    """Hand a draft to somebody else to read over. Twice is safe."""
    row = _locked(version_id, by)
    if row.state == State.REVIEW.value:
        return
    if row.state != State.DRAFT.value:
        raise Refused("This version is published already. Load the page again.")
    row.state = State.REVIEW.value
    row.save(update_fields=["state"])
    facts.record(TO_REVIEW, of=row.pk, by=by, on=on, words=_words(row))


@transaction.atomic
def send_back(version_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Make a version a draft again, with what has to change."""
    row = _locked(version_id, by)
    if row.state != State.REVIEW.value:
        raise Refused("This page does not wait to be read over. Load it again.")
    if not words.strip():
        raise Refused("Say what has to change.")
    row.state, row.sent_back_words = State.DRAFT.value, words.strip()[:400]
    row.step += 1
    row.save(update_fields=["state", "sent_back_words", "step"])
    facts.record(SENT_BACK, of=row.pk, by=by, on=on, words=_words(row))


@transaction.atomic
def publish(version_id: UUID, *, review_by: date, by: SignIn, on: date) -> None:
    """Let anybody read it, until somebody looks at it again by a day.

    Raises NotAllowed to everybody who wrote in this version; Refused as `domain.check_review_by`
    and for a version that does not wait to be read over.
    """
    row = _locked(version_id, by)
    if by.pk in row.writers:
        raise NotAllowed("You wrote this page. Somebody else reads it and publishes it.")
    if row.state != State.REVIEW.value:
        raise Refused("This page does not wait to be read over. Load it again.")
    domain.check_review_by(review_by, on=on)
    row.state, row.review_by, row.sent_back_words = State.PUBLISHED.value, review_by, ""
    row.published_by, row.published_on = by, on
    row.save()
    said = f"{_words(row)}, looked at again by {in_words(review_by)}"
    facts.record(PUBLISHED, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def still_right(version_id: UUID, *, review_by: date, by: SignIn, on: date) -> None:
    """Say that a published page was looked at and holds, until another day. Raises Refused."""
    row = _locked(version_id, by)
    if row.state != State.PUBLISHED.value or row.taken_down_on is not None:
        raise Refused("People do not read this version. Load the page again.")
    domain.check_review_by(review_by, on=on)
    row.review_by = review_by
    row.save(update_fields=["review_by"])
    said = f"{_words(row)}, looked at again by {in_words(review_by)}"
    facts.record(LOOKED_AT, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def take_down(version_id: UUID, *, by: SignIn, on: date) -> None:
    """Nobody reads the page any more; its words stay for its editors. Twice is safe."""
    row = _locked(version_id, by)
    if row.state != State.PUBLISHED.value:
        raise Refused("People do not read this version. Load the page again.")
    if row.taken_down_on is None:
        row.taken_down_on = on
        row.save(update_fields=["taken_down_on"])
        facts.record(TAKEN_DOWN, of=row.pk, by=by, on=on, words=_words(row))


def _next_rank() -> int:
    last = AdviceVersion.objects.order_by("-rank").values_list("rank", flat=True).first()
    return (last or 0) + 10


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _words(row: AdviceVersion) -> str:
    return f"{row.title}, version {row.number}"


def _locked(version_id: UUID, by: SignIn) -> AdviceVersion:
    _check(by)
    row = AdviceVersion.objects.select_for_update().filter(pk=version_id).first()
    if row is None:
        raise NotFound("There is no such version.")
    return row


def _check(by: SignIn) -> None:
    if not permissions.EDIT_ADVICE.allows(by):
        raise NotAllowed(permissions.EDIT_ADVICE.refusal())
