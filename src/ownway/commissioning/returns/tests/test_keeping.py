"""A file is kept byte for byte, in little memory, and only files that were taken count."""

from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

import pyarrow  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.commissioning.returns import queries
from ownway.commissioning.returns.domain.kept import sealed_for
from ownway.commissioning.returns.models import KeptPart, Submission
from ownway.commissioning.returns.operations import keeping
from ownway.commissioning.returns.operations.keeping import Keeping
from ownway.foundation import keys
from ownway.foundation.keys import places, ring

pytestmark = pytest.mark.django_db


def submission(state: str = Submission.DONE, hour: int = 12, **more: object) -> UUID:
    return Submission.objects.create(
        file_name="quarter.csv",
        sha256="ab",
        size_bytes=1,
        received_at=datetime(2026, 11, 23, hour, tzinfo=UTC),
        state=state,
        **more,
    ).pk


def keep(*pieces: bytes) -> UUID:
    made = submission()
    keeping_it = Keeping(made)
    for piece in pieces:
        keeping_it.write(piece)
    keeping_it.close()
    return made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.binary(max_size=60)), part=st.integers(1, 50))
def test_a_kept_file_comes_back_as_it_was(
    pieces: list[bytes], part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PART", part)

    assert b"".join(queries.kept_bytes(keep(*pieces))) == b"".join(pieces)


def test_a_large_file_is_kept_in_parts_of_one_size() -> None:
    line = b"901,2025-04-01,2026-03-31,9990000018,M0001\r\n"
    whole = line * 500_000
    made = keep(*(whole[n : n + 65_536] for n in range(0, len(whole), 65_536)))

    assert list(KeptPart.objects.values_list("submission_id", "number")) == [
        (made, 0),
        (made, 1),
        (made, 2),
    ]
    assert b"".join(queries.kept_bytes(made)) == whole
    assert sum(len(part.data) for part in KeptPart.objects.all()) < len(whole) / 20


def test_no_stretch_handed_on_is_larger_than_one_part() -> None:
    noise = Random(1).randbytes(3_000_000)

    assert max(len(one) for one in queries.kept_bytes(keep(noise))) <= 1_048_576


def test_what_is_kept_is_sealed_for_its_place() -> None:
    """A copy of the database gives nothing away, and a part opens nowhere but where it was kept."""
    first, second = keep(b"901,Canary,1968-02-14"), keep(b"901,Another")
    kept = {part.submission_id: bytes(part.data) for part in KeptPart.objects.all()}
    with pytest.raises(OSError):
        pyarrow.input_stream(pyarrow.BufferReader(kept[first]), compression="zstd").read()

    KeptPart.objects.filter(submission_id=second).update(data=kept[first])

    assert b"".join(queries.kept_bytes(first)) == b"901,Canary,1968-02-14"
    with pytest.raises(keys.CannotOpen):
        list(queries.kept_bytes(second))


def test_what_was_kept_before_is_read_and_sealed_with_the_rest() -> None:
    made = keep(b"901,Canary", b",1968-02-14")
    part = KeptPart.objects.get()
    plain = keys.open_(bytes(part.data), about=sealed_for(made, 0))
    KeptPart.objects.update(data=plain)
    (place,) = (one for one in places.places() if one.table == "returns_keptpart")
    assert b"".join(queries.kept_bytes(made)) == b"901,Canary,1968-02-14"
    assert place.by_key() == {places.NOT_SEALED: 1}

    assert list(place.seal_anew()) == [(1, 0)]

    assert place.by_key() == {ring.ring().current_id: 1}
    assert b"".join(queries.kept_bytes(made)) == b"901,Canary,1968-02-14"


def test_a_file_that_is_not_kept_has_no_bytes() -> None:
    assert list(queries.kept_bytes(submission())) == []
    assert list(queries.kept_bytes(keep(b""))) == []


def test_parts_go_with_the_submission_that_did_not_come_to_its_end() -> None:
    made = keep(b"one")
    Submission.objects.filter(pk=made).delete()

    assert KeptPart.objects.count() == 0


def test_files_that_were_taken_count_oldest_receipt_first_and_no_others() -> None:
    late = submission(hour=23, direction=Submission.WENT_OUT)
    early = submission(hour=3, council_code="901", last_day=date(2026, 3, 31))
    for state in (Submission.READING, Submission.FAILED, Submission.UNDONE):
        submission(state, hour=1)

    found = queries.submissions_for_measures()

    assert [one.id for one in found] == [early, late]
    assert (found[0].council_code, found[0].last_day) == ("901", date(2026, 3, 31))
    assert [one.direction for one in found] == ["in", "out"]


def test_as_of_a_day_leaves_out_what_was_received_after_it_by_the_councils_clock() -> None:
    """23:30 in Greenwich on a July evening is the next day by the council's clock."""
    summer = Submission.objects.create(
        file_name="a.csv",
        sha256="ab",
        size_bytes=1,
        received_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        state=Submission.DONE,
    )

    assert queries.submissions_for_measures(as_of=date(2026, 7, 1)) == []
    (found,) = queries.submissions_for_measures(as_of=date(2026, 7, 2))
    assert found.id == summer.pk
