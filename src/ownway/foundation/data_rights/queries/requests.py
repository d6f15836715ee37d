"""What people asked of their own data, and how the clock stands.

Who calls has asked `support.people` which people `by` may know of, and leaves the others out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.data_rights.domain.requests import (
    ARTICLES,
    IN_WORDS,
    Kind,
    PackState,
    StoodStill,
    clock_in_words,
    due_on,
)
from ownway.foundation.data_rights.models import (
    LegalHold,
    Masking,
    Pack,
    PackPart,
    Pause,
    RightsRequest,
)
from ownway.foundation.data_rights.queries.catalogue import tables
from ownway.foundation.data_rights.queries.rows import every_id
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.keys.sealing import opened_parts
from ownway.kernel.refusal import NotFound

READ = declare("data_rights.request-read", "Read what they ask of their data", reading=True)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One line of the log."""

    id: UUID
    about_id: UUID
    kind: Kind
    asks: str
    article: str
    words: str
    asked_by: str
    asked_on: date
    due_on: date
    clock: str
    late: bool
    paused: bool
    noted_by: str
    outcome: str
    outcome_words: str
    closed_on: date | None
    closed_by: str

    @property
    def open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True, slots=True)
class PauseLine:
    first_day: date
    last_day: date | None
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class MaskedLine:
    """One thing that was left out of a pack, for whoever looks it over."""

    place: str
    part: str
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack as it stands; `contents` are (part, lines)."""

    id: UUID
    request_id: UUID
    about_id: UUID
    number: int
    state: PackState
    work_id: UUID | None
    made_at: datetime | None
    contents: tuple[tuple[str, int], ...]
    masked: tuple[MaskedLine, ...]
    size_bytes: int
    looked_over_by: str
    released_on: date | None
    trouble: str
    there: bool  # its file is still kept


@dataclass(frozen=True, slots=True)
class MaskingLine:
    id: UUID
    show: bool
    what: str
    because: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class HoldLine:
    id: UUID
    about_id: UUID
    because: str
    placed_on: date
    placed_by: str
    lifted_on: date | None
    lifted_by: str
    lifted_because: str


def log(*, on: date, open_only: bool = False) -> list[RequestLine]:
    """Every request, what is open and due first at the top."""
    rows = _requests()
    if open_only:
        rows = rows.filter(closed_on__isnull=True)
    found = [_line(row, on=on) for row in rows]
    return sorted(found, key=lambda one: (not one.open, one.due_on, str(one.id)))


def requests_of(person_id: UUID, *, on: date) -> list[RequestLine]:
    """What one person asked, the newest first."""
    rows = _requests().filter(about_id__in=every_id(person_id)).order_by("-asked_on", "-pk")
    return [_line(row, on=on) for row in rows]


def request(request_id: UUID, *, on: date) -> RequestLine:
    """One request. Raises NotFound."""
    row = _requests().filter(pk=request_id).first()
    if row is None:
        raise NotFound("There is no such request.")
    return _line(row, on=on)


def request_for_reading(request_id: UUID, *, by: SignIn, on: date) -> RequestLine:
    """One request, for whoever sees to it; the reading is a fact. Raises NotFound."""
    line = request(request_id, on=on)
    facts.record_reading(READ, about=line.about_id, of=line.id, by=by, on=on)
    return line


def how_many_open(*, on: date) -> tuple[int, int]:
    """How many requests are open, and how many of those are late."""
    found = log(on=on, open_only=True)
    return len(found), sum(one.late for one in found)


def pauses_of(request_id: UUID) -> list[PauseLine]:
    rows = Pause.objects.filter(request_id=request_id).select_related("paused_by")
    return [
        PauseLine(row.first_day, row.last_day, row.because, _name(row.paused_by)) for row in rows
    ]


def packs_of(person_id: UUID) -> list[PackLine]:
    """A person's packs, the newest first; those that were replaced are left out."""
    rows = _packs().filter(about_id__in=every_id(person_id))
    rows = rows.exclude(state=PackState.REPLACED.value)
    return [_pack(row) for row in rows.order_by("-request__asked_on", "-number")]


def packs_for(request_id: UUID) -> list[PackLine]:
    """The packs made for one request, the newest first."""
    return [_pack(row) for row in _packs().filter(request_id=request_id)]


def pack(pack_id: UUID) -> PackLine:
    """One pack. Raises NotFound."""
    row = _packs().filter(pk=pack_id).first()
    if row is None:
        raise NotFound("There is no such pack.")
    return _pack(row)


def maskings_of(request_id: UUID) -> list[MaskingLine]:
    rows = Masking.objects.filter(request_id=request_id).select_related("decided_by")
    return [
        MaskingLine(row.pk, row.show, row.what, row.because, row.decided_by.name, row.decided_on)
        for row in rows
    ]


def stretches(pack_id: UUID) -> Iterator[bytes]:
    """The bytes of a pack, a stretch at a time. Raises NotFound, KeyLost, CannotOpen."""
    row = Pack.objects.filter(pk=pack_id).first()
    if row is None or not row.parts.exists():
        raise NotFound("This pack is no longer kept. It can be made again.")
    sealed = (
        bytes(data)
        for data in PackPart.objects.filter(pack=row)
        .order_by("number")
        .values_list("sealed", flat=True)
        .iterator(chunk_size=1)
    )
    return opened_parts(bytes(row.sealed_key), sealed, about=sealed_for(pack_id))


def sealed_for(pack_id: UUID) -> str:
    """What the key of a pack's parts is sealed for."""
    return f"data_rights_pack.sealed_key.{pack_id}"


def holds(*, standing: bool = True) -> list[HoldLine]:
    """The legal holds that stand, or every one there was."""
    rows = LegalHold.objects.select_related("placed_by", "lifted_by")
    return [_hold(row) for row in (rows.filter(lifted_on__isnull=True) if standing else rows)]


def holds_on(person_id: UUID, *, standing: bool = False) -> list[HoldLine]:
    """The holds on one record, the newest first; only those that stand, if asked."""
    rows = LegalHold.objects.select_related("placed_by", "lifted_by")
    rows = rows.filter(about_id__in=every_id(person_id))
    return [_hold(row) for row in (rows.filter(lifted_on__isnull=True) if standing else rows)]


LEGAL_HOLD = "A legal hold stands on this record, so nothing of it is erased."


def held_because(person_ids: Iterable[UUID]) -> str:
    """Why nothing about any of these ids may be erased now; empty where it may.

    A legal hold stands, or something is open that its policy says has to end first.
    """
    ids = list(person_ids)
    if LegalHold.objects.filter(about_id__in=ids, lifted_on__isnull=True).exists():
        return LEGAL_HOLD
    return next((one for one in waits_for(ids)), "")


def waits_for(person_ids: Iterable[UUID]) -> list[str]:
    """What is open about any of these ids and lets nothing be erased before it ends, in words."""
    ids = set(person_ids)
    return [words for words, about in who_waits().items() if about & ids]


def who_waits() -> dict[str, set[UUID]]:
    """About whom something is open that has to end before anything is erased, by what is said."""
    found: dict[str, set[UUID]] = {}
    with whole_council():  # that something is open, not what: whoever asks is told no more
        for table in tables().values():
            if (holds := table.policy.holds_back) is not None and table.of is None:
                rows = table.model._base_manager.filter(**{f"{holds.while_blank}__isnull": True})
                found[holds.words] = set(
                    rows.exclude(**{holds.person: None}).values_list(holds.person, flat=True)
                )
    return found


def _requests() -> Any:
    return RightsRequest.objects.select_related("noted_by", "closed_by").prefetch_related(
        Prefetch("pauses", Pause.objects.order_by("first_day"))
    )


def _line(row: RightsRequest, *, on: date) -> RequestLine:
    stood_still = [StoodStill(one.first_day, one.last_day) for one in row.pauses.all()]
    due = due_on(row.asked_on, stood_still, on=row.closed_on or on)
    paused = any(one.last_day is None for one in stood_still) and row.closed_on is None
    kind = Kind(row.kind)
    return RequestLine(
        id=row.pk,
        about_id=row.about_id,
        kind=kind,
        asks=IN_WORDS[kind],
        article=ARTICLES[kind],
        words=row.words,
        asked_by=row.asked_by,
        asked_on=row.asked_on,
        due_on=due,
        clock=clock_in_words(due, paused=paused, closed=row.closed_on is not None, on=on),
        late=row.closed_on is None and not paused and on > due,
        paused=paused,
        noted_by=_name(row.noted_by),
        outcome=row.outcome,
        outcome_words=row.outcome_words,
        closed_on=row.closed_on,
        closed_by=_name(row.closed_by),
    )


def _packs() -> Any:
    return Pack.objects.select_related("looked_over_by").prefetch_related(
        Prefetch("parts", PackPart.objects.defer("sealed").filter(number=0))
    )


def _pack(row: Pack) -> PackLine:
    return PackLine(
        id=row.pk,
        request_id=row.request_id,
        about_id=row.about_id,
        number=row.number,
        state=PackState(row.state),
        work_id=row.work_id,
        made_at=row.made_at,
        contents=tuple((title, count) for title, count in row.contents),
        masked=tuple(MaskedLine(**one) for one in row.masked),
        size_bytes=row.size_bytes,
        looked_over_by=_name(row.looked_over_by),
        released_on=row.released_on,
        trouble=row.trouble,
        there=bool(row.parts.all()),
    )


def _hold(row: LegalHold) -> HoldLine:
    return HoldLine(
        id=row.pk,
        about_id=row.about_id,
        because=row.because,
        placed_on=row.placed_on,
        placed_by=row.placed_by.name,
        lifted_on=row.lifted_on,
        lifted_by=_name(row.lifted_by),
        lifted_because=row.lifted_because,
    )


def _name(who: SignIn | None) -> str:
    return who.name if who else ""
