"""A subject access pack from asking to handing out: asked for, made, looked over, released.

Nothing leaves before somebody has looked it over: what a machine masked is a proposal.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from ownway.foundation.access.domain import Kind as WhoSignsIn
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights import permissions
from ownway.foundation.data_rights.domain.requests import (
    Kind,
    Outcome,
    PackState,
    check_can_release,
)
from ownway.foundation.data_rights.models import Masking, Pack, PackPart, RightsRequest
from ownway.foundation.data_rights.operations.packing import Built, pack_of
from ownway.foundation.data_rights.operations.requests import (
    close,
    note_request,
    open_access,
    open_request,
)
from ownway.foundation.data_rights.queries.catalogue import PERSON
from ownway.foundation.data_rights.queries.requests import sealed_for, stretches
from ownway.foundation.data_rights.queries.rows import every_id
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.keys.sealing import PART, FileSealer, sealed_parts
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotFound, Refused

MAKE_PACK = "data_rights.make-pack"
IN_MEMORY = 32_000_000  # bytes of a pack before it goes to a file of its own
EVERYTHING = "A copy of everything held about me."

MASKING = declare("data_rights.masking-decided", "Decided what to leave out of a pack")
LOOKED_OVER = declare("data_rights.looked-over", "Pack looked over")
RELEASED = declare("data_rights.released", "Pack released to the person")
WRITTEN = declare(
    "data_rights.pack-written", "Copy of everything held written by a command", reading=True
)
OPENED = declare("data_rights.pack-opened", "Opened a copy of everything held", reading=True)


@transaction.atomic
def ask_for_pack(person_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Ask for everything held about a person; returns the request. Asking twice is asking once.

    Whoever calls has checked that `by` is this person, acts for them, or may note what they ask.
    """
    standing = open_access(person_id)
    request_id = (
        standing.pk
        if standing
        else note_request(person_id, Kind.ACCESS, words=EVERYTHING, asked_on=on, by=by, on=on)
    )
    row = RightsRequest.objects.select_for_update().get(pk=request_id)
    if not row.packs.exclude(state=PackState.FAILED.value).exists():
        _ask_to_make(row, by=by, on=on)
    return request_id


@transaction.atomic
def make_again(request_id: UUID, *, by: SignIn, on: date) -> None:
    """Have the pack made anew, as what was decided about masking now says."""
    _ask_to_make(open_request(request_id, by=by), by=by, on=on)


@transaction.atomic
def decide_masking(
    request_id: UUID, *, show: bool, what: str, because: str, by: SignIn, on: date
) -> None:
    """Show something that was masked (its place), or leave out words or a place; say why.

    The next pack is made so. Raises NotAllowed; Refused without a reason or twice.
    """
    row = open_request(request_id, by=by)
    what, because = what.strip(), because.strip()
    if not what:
        raise Refused("Say which words to leave out.")
    if not because:
        raise Refused("Say why, so that anybody who asks later can be told.")
    if row.maskings.filter(show=show, what=what).exists():
        raise Refused("That was decided already.")
    row.maskings.filter(what=what).delete()
    Masking.objects.create(
        request=row, show=show, what=what, because=because, decided_by=by, decided_on=on
    )
    said = "Shown after looking it over" if show else "Left out after looking it over"
    facts.record(MASKING, about=row.about_id, of=row.pk, by=by, on=on, words=f"{said}: {because}")


@transaction.atomic
def look_over(pack_id: UUID, *, by: SignIn, on: date) -> None:
    """Say that nobody else is shown in it who should not be. Raises NotAllowed; Refused."""
    row = _pack(pack_id)
    open_request(row.request_id, by=by)
    if PackState(row.state) is not PackState.MADE:
        raise Refused("There is nothing to look over: it is not made yet, or was looked over.")
    if row.trouble:
        raise Refused("Something is missing from this pack. Put that right and make it again.")
    row.state, row.looked_over_by = PackState.LOOKED_OVER.value, by
    row.save()
    facts.record(LOOKED_OVER, about=row.about_id, of=row.pk, by=by, on=on)


@transaction.atomic
def release(pack_id: UUID, *, by: SignIn, on: date) -> None:
    """Let the person have their pack; that answers the request. Raises NotAllowed; Refused."""
    row = _pack(pack_id)
    asked = open_request(row.request_id, by=by)
    check_can_release(PackState(row.state))
    row.state, row.released_on = PackState.RELEASED.value, on
    row.save()
    facts.record(RELEASED, about=row.about_id, of=row.pk, by=by, on=on)
    close(asked, Outcome.DONE, words="A copy of everything was released.", by=by, on=on)


@transaction.atomic
def opened_pack(
    pack_id: UUID, *, about: UUID | None = None, by: SignIn, on: date
) -> tuple[str, int, Iterator[bytes]]:
    """A pack to hand out: its file name, size in bytes, and its bytes a stretch at a time.

    `about` is given where somebody opens what is about one person (their own page): only a
    released pack of that person is there for them. Raises NotFound, also once it is kept no more.
    """
    row = Pack.objects.filter(pk=pack_id).first()
    sees_all = permissions.SEE_TO_RIGHTS.allows(by) and by.kind == WhoSignsIn.STAFF
    theirs = row is not None and about is not None and row.about_id in every_id(about)
    released = row is not None and row.state == PackState.RELEASED.value
    if row is None or not (sees_all or (theirs and released)):
        raise NotFound("There is no such copy here.")
    found = stretches(pack_id)
    facts.record_reading(OPENED, about=row.about_id, of=row.pk, by=by, on=on)
    made_on = row.made_at.date() if row.made_at else on
    return f"everything-we-hold-{made_on.isoformat()}.zip", row.size_bytes, found


def write_pack(person_id: UUID, file: Path, *, on: date) -> Built:
    """Write the pack of a person to a file that only this account reads, for a command.

    Raises Refused when the file exists. Nothing half written stays.
    """
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"{file} exists and was left as it is. Choose another name.") from None
    try:
        with os.fdopen(handle, "wb") as out, transaction.atomic():
            built = pack_of(person_id, out, name=_name_of(every_id(person_id)[0]), on=on)
            facts.record(WRITTEN, about=every_id(person_id)[0], by=None, on=on)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return built


def make_pack(pack_id: UUID, *, on: date) -> None:
    """Make a pack that was asked for; a second run finds it made and changes nothing."""
    row = Pack.objects.filter(pk=pack_id, state=PackState.WAITING.value).first()
    if row is None:
        return
    if row.work_id:
        work.begin(row.work_id)
    try:
        _make(row, on=on)
    except Exception:
        words = "We made a mistake while making this copy. Nothing left the building. Try again."
        Pack.objects.filter(pk=pack_id).update(state=PackState.FAILED.value, trouble=words)
        if row.work_id:
            work.fail(row.work_id, words=words)
        raise
    if row.work_id:
        work.end(row.work_id, words="The copy is made and waits to be looked over.")


@transaction.atomic
def _make(row: Pack, *, on: date) -> None:
    decided = list(Masking.objects.filter(request_id=row.request_id))
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        built: Built = pack_of(
            row.about_id,
            file,
            name=_name_of(row.about_id),
            on=on,
            show=frozenset(one.what for one in decided if one.show),
            leave_out=frozenset(one.what for one in decided if not one.show),
        )
        _seal(row, file)
    row.contents = [list(one) for one in built.contents]
    row.masked = [asdict(one) for one in built.masked]
    row.trouble = " ".join(built.troubles)
    row.state, row.made_at = PackState.MADE.value, timezone.now()
    row.save()


def _seal(row: Pack, file: IO[bytes]) -> None:
    """Keep the file in sealed parts, in place of whatever an earlier attempt left."""
    row.parts.all().delete()
    sealer = FileSealer(about=sealed_for(row.pk))
    row.sealed_key = sealer.sealed_key
    digest, size = hashlib.sha256(), 0

    def stretch() -> Iterator[bytes]:
        nonlocal size
        file.seek(0)
        while some := file.read(PART):
            digest.update(some)
            size += len(some)
            yield some

    for number, sealed in enumerate(sealed_parts(stretch(), sealer)):
        PackPart.objects.create(pack=row, number=number, sealed=sealed)
    row.size_bytes, row.sha256 = size, digest.hexdigest()


def _ask_to_make(row: RightsRequest, *, by: SignIn, on: date) -> None:
    if row.packs.filter(state=PackState.WAITING.value).exists():
        raise Refused("It is being made already.")
    PackPart.objects.filter(pack__request=row).delete()
    row.packs.update(state=PackState.REPLACED.value)
    made = Pack.objects.create(about_id=row.about_id, request=row, number=row.packs.count() + 1)
    made.work_id = work.ask_for("Putting together a copy of everything held", by=by)
    made.save()
    app.configure_task(MAKE_PACK).defer(pack_id=str(made.pk), on=on.isoformat())


def _pack(pack_id: UUID) -> Pack:
    row = Pack.objects.select_for_update().filter(pk=pack_id).first()
    if row is None:
        raise NotFound("There is no such pack.")
    return row


def _name_of(person_id: UUID) -> str:
    row = apps.get_model(PERSON)._base_manager.values_list("given_name", "family_name")
    return " ".join(part for part in (row.filter(pk=person_id).first() or ()) if part) or "you"
