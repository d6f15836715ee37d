"""What was told to whom. Ask `support.people` first whether the asker may read that record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.notices.domain import (
    BEGUN,
    TEMPLATES,
    Channel,
    Format,
    Line,
    State,
    Template,
    Wording,
    lines_of,
)
from ownway.foundation.notices.models import Attempt, Notice, PrintRun, TemplateVersion
from ownway.kernel.refusal import NotFound


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as pages show it: what it said, in which form, where it went and how it fared."""

    id: UUID
    about_id: UUID
    template: str
    subject: str
    lines: tuple[Line, ...]
    format: Format
    channel: Channel
    to_name: str
    sent_to: str
    window: tuple[str, ...]
    last_window: tuple[str, ...]
    unsuitable_because: str
    state: State
    said_by: str
    said_by_id: UUID
    said_on: date
    looked_by: str
    looked_words: str
    reference: str
    digest: str
    words: str
    days_waiting: int
    made_by: str  # who makes a form that this product cannot make; empty of the others
    went_on: date | None
    run_id: UUID | None  # the file that a letter was printed in with others
    to_other: bool  # it went to somebody whom the person let in
    tried: int  # times it failed in passing since somebody last asked for it


@dataclass(frozen=True, slots=True)
class RunLine:
    """A file of letters printed together: who made it and when."""

    id: UUID
    made_by: str
    made_at: datetime


def about(person_ids: Iterable[UUID], *, on: date) -> list[NoticeLine]:
    """Everything told to one person, under all their ids, newest first."""
    rows = _rows().filter(about_id__in=list(person_ids)).annotate(tried=Max("attempts__at"))
    rows = rows.order_by("-said_on", F("tried").desc(nulls_first=True), "-pk")
    return [_line(row, on) for row in rows]


def told(person_ids: Iterable[UUID], *, on: date) -> list[NoticeLine]:
    """What the person themself sees: what went out to them, newest first."""
    gone = (State.SENT, State.DELIVERED)
    return [line for line in about(person_ids, on=on) if line.state in gone and not line.to_other]


def one(notice_id: UUID, *, on: date) -> NoticeLine:
    """One notice. Raises NotFound; the caller checks its `about_id` before showing anything."""
    row = _rows().filter(pk=notice_id).first()
    if row is None:
        raise NotFound("There is no such notice, or it is not yours to see.")
    return _line(row, on)


@dataclass(frozen=True, slots=True)
class TryLine:
    """A try at sending, or an answer about it: when, by which way, and what came of it."""

    at: datetime
    way: str
    state: str
    words: str


def tries_of(notice_id: UUID) -> list[TryLine]:
    """What became of a notice, step by step; the caller has checked who may open it."""
    rows = Attempt.objects.filter(notice=notice_id).exclude(state=BEGUN)
    return [TryLine(row.at, row.adapter, row.state, row.words) for row in rows]


def runs(run_ids: Iterable[UUID]) -> list[RunLine]:
    """Files of letters, the newest first."""
    rows = PrintRun.objects.filter(pk__in=list(run_ids)).select_related("made_by")
    return [RunLine(row.pk, row.made_by.name, row.made_at) for row in rows.order_by("-made_at")]


def in_state(*states: State, on: date) -> list[NoticeLine]:
    """All notices in these states, the oldest first; the caller leaves out whom they may not see.

    For the queue of second looks, the letters to post and what failed. What failed and was seen to
    is left out.
    """
    rows = _rows().filter(state__in=[one.value for one in states], seen_to_on__isnull=True)
    return [_line(row, on) for row in rows.order_by("said_on", "pk")]


def run(run_id: UUID) -> RunLine:
    """A file of letters. Raises NotFound; its letters are `in_run`."""
    row = PrintRun.objects.select_related("made_by").filter(pk=run_id).first()
    if row is None:
        raise NotFound("There is no such file of letters, or it is not yours to see.")
    return RunLine(row.pk, row.made_by.name, row.made_at)


def in_run(run_id: UUID, *, on: date) -> list[NoticeLine]:
    """The letters of a file that were not posted yet, in the order of its pages.

    The caller leaves out whom they may not see.
    """
    rows = _rows().filter(printed_in=run_id, state=State.QUEUED.value)
    return [_line(row, on) for row in rows.order_by("said_on", "pk")]


def unsuitable(*, on: date) -> list[NoticeLine]:
    """What went in a form or by a way that does not meet a need, with the reason, newest first.

    The caller leaves out whom they may not see.
    """
    return [_line(row, on) for row in _rows().exclude(unsuitable_because="")]


def failed_of(by: SignIn, *, also_about: Iterable[UUID] = (), on: date) -> list[NoticeLine]:
    """What somebody sent that did not arrive and nobody saw to, for their first page.

    `also_about`: the people they look after, whoever wrote to them.
    """
    theirs = Q(said_by=by) | Q(about_id__in=list(also_about))
    states = [State.FAILED.value, State.RETURNED.value]
    rows = _rows().filter(theirs, state__in=states, seen_to_on__isnull=True)
    return [_line(row, on) for row in rows]


def last_window(about_id: UUID) -> tuple[str, ...] | None:
    """The address that the last letter to a person went to, line by line; None before the first.

    A letter that came back says nothing of where they live.
    """
    gone = [State.QUEUED.value, State.MAKING.value, State.SENT.value, State.DELIVERED.value]
    rows = Notice.objects.filter(about_id=about_id, channel=Channel.LETTER.value, state__in=gone)
    row = rows.order_by("-said_on", "-attempts__at", "-pk").first()
    return tuple(row.window.splitlines()) if row else None


@dataclass(frozen=True, slots=True)
class WordingLine:
    """One version of the words of a template; number 0 came with the product."""

    id: UUID | None
    words: Template
    number: int
    state: Wording
    written_by: str
    written_by_id: UUID | None
    written_on: date | None
    reviewed_by: str
    reviewed_on: date | None
    reviewed_words: str
    from_day: date | None
    in_words: str


def versions(template: str, *, on: date) -> list[WordingLine]:
    """Every version of a template's words, the newest first. Raises NotFound for no template."""
    built_in = TEMPLATES.get(template)
    if built_in is None:
        raise NotFound("There is no such notice.")
    rows = list(
        TemplateVersion.objects.filter(template=template)
        .select_related("written_by", "reviewed_by")
        .order_by("-number")
    )
    used = _used(template, on=on)
    found = [_wording(built_in, row, used, on) for row in rows]
    said = "in use" if used is None else "came with Ownway"
    first = WordingLine(None, built_in, 0, Wording.AGREED, "", None, None, "", None, "", None, said)
    return [*found, first]


def words_of(template: str, *, on: date) -> tuple[Template, int]:
    """The words of a template that are in use on a day, and their number.

    Raises NotFound for no template.
    """
    built_in = TEMPLATES.get(template)
    if built_in is None:
        raise NotFound("There is no such notice to send.")
    row = _used(template, on=on)
    return (built_in, 0) if row is None else (_worded(built_in, row), row.number)


def words_to_agree(by: SignIn, *, on: date) -> list[WordingLine]:
    """The words that wait for review and that `by` did not write."""
    rows = TemplateVersion.objects.filter(state=Wording.REVIEW.value).exclude(written_by=by)
    return [
        _wording(TEMPLATES[row.template], row, None, on)
        for row in rows.select_related("written_by", "reviewed_by")
    ]


def _used(template: str, *, on: date) -> TemplateVersion | None:
    agreed = TemplateVersion.objects.filter(
        template=template, state=Wording.AGREED.value, from_day__lte=on
    )
    return agreed.order_by("-from_day", "-number").first()


def _worded(built_in: Template, row: TemplateVersion) -> Template:
    return replace(built_in, subject=row.subject, standard=row.standard, easy_read=row.easy_read)


def _wording(
    built_in: Template, row: TemplateVersion, used: TemplateVersion | None, on: date
) -> WordingLine:
    state = Wording(row.state)
    if state is not Wording.AGREED:
        said = state.value
    elif used is not None and row.pk == used.pk:
        said = "in use"
    elif row.from_day is not None and row.from_day > on:
        said = "agreed, not yet in use"
    else:
        said = "no longer used"
    return WordingLine(
        id=row.pk,
        words=_worded(built_in, row),
        number=row.number,
        state=state,
        written_by=row.written_by.name,
        written_by_id=row.written_by_id,
        written_on=row.written_on,
        reviewed_by=row.reviewed_by.name if row.reviewed_by else "",
        reviewed_on=row.reviewed_on,
        reviewed_words=row.reviewed_words,
        from_day=row.from_day,
        in_words=said,
    )


def _rows() -> QuerySet[Notice]:
    return Notice.objects.select_related("said_by", "looked_by").prefetch_related("attempts")


def _line(row: Notice, on: date) -> NoticeLine:
    tries = [one for one in row.attempts.all() if one.state != BEGUN]
    last = tries[-1] if tries else None
    asked = max((n for n, one in enumerate(tries) if one.state == State.QUEUED.value), default=-1)
    return NoticeLine(
        id=row.pk,
        about_id=row.about_id,
        template=TEMPLATES[row.template].title if row.template in TEMPLATES else row.template,
        subject=row.subject,
        lines=lines_of(row.words),
        format=Format(row.format),
        channel=Channel(row.channel),
        to_name=row.to_name,
        sent_to=row.sent_to,
        window=tuple(row.window.splitlines()),
        last_window=tuple(row.last_window.splitlines()),
        unsuitable_because=row.unsuitable_because,
        state=State(row.state),
        said_by=row.said_by.name,
        said_by_id=row.said_by_id,
        said_on=row.said_on,
        looked_by=row.looked_by.name if row.looked_by else "",
        looked_words=row.looked_words,
        reference=next((one.reference for one in reversed(tries) if one.reference), ""),
        digest=row.digest,
        words=last.words if last else "",
        days_waiting=(on - row.said_on).days,
        made_by=row.made_by,
        went_on=row.went_on,
        run_id=row.printed_in_id,
        to_other=row.to_other,
        tried=sum(one.state == State.FAILED.value for one in tries[asked + 1 :]),
    )
