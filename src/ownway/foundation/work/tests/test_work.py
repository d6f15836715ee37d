"""Long work can be watched by who asked for it; a killed worker's job goes to a living one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import making
import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.foundation.access.domain import Role
from ownway.foundation.work import operations, queries
from ownway.foundation.work.models import LongWork
from ownway.foundation.work.tasks import HEARTBEAT_LOST_SECONDS, rescue_stalled_jobs
from ownway.kernel.refusal import NotFound


@pytest.mark.django_db(transaction=True)
def test_progress_shows_while_the_work_runs_and_its_end_after() -> None:
    tom = making.staff(Role.PERFORMANCE)
    made = operations.ask_for("Reading a file", by=tom)
    operations.begin(made)

    operations.progress_of(made)(30, 100)

    (running,) = queries.open_work_of(tom)
    assert (running.state, running.done, running.total) == (LongWork.RUNNING, 30, 100)
    operations.end(made, words="100 rows")
    assert queries.open_work_of(tom) == []
    assert queries.work_for_reading(made, by=tom).words == "100 rows"


@pytest.mark.django_db
def test_progress_inside_a_transaction_is_not_pretended() -> None:
    made = operations.ask_for("Reading a file", by=None)

    with transaction.atomic():
        operations.progress_of(made)(30, 100)

    assert LongWork.objects.get(pk=made).done == 0


@pytest.mark.django_db
def test_work_that_failed_says_why_and_only_who_asked_or_an_administrator_sees_it() -> None:
    tom = making.staff(Role.PERFORMANCE)
    made = operations.ask_for("Reading a file", by=tom)
    operations.fail(made, words="The file is empty.")

    seen = queries.work_for_reading(made, by=making.staff(Role.ADMINISTRATOR))

    assert (seen.state, seen.words) == (LongWork.FAILED, "The file is empty.")
    with pytest.raises(NotFound):
        queries.work_for_reading(made, by=making.staff(Role.PERFORMANCE))


@pytest.mark.django_db
def test_cancelling_ends_what_waits_tells_what_runs_and_leaves_what_ended() -> None:
    tom, together = making.staff(Role.PERFORMANCE), uuid4()
    ended, running, waiting = (
        operations.ask_for(f"File {rank}", by=tom, together_id=together, rank=rank)
        for rank in range(3)
    )
    another = operations.ask_for("Another", by=tom)
    operations.end(ended, words="")
    assert operations.begin(running)

    assert operations.cancel(ended, by=tom) == [waiting]

    pieces = queries.together(running, by=tom)
    assert [(one.pk, one.state) for one in pieces] == [
        (ended, LongWork.DONE),
        (running, LongWork.RUNNING),
        (waiting, LongWork.CANCELLED),
    ]
    assert [operations.cancel_asked(one) for one in (ended, running, another)] == [
        False,
        True,
        False,
    ]
    assert not operations.begin(waiting)
    operations.cancelled(running)
    assert [one.pk for one in queries.open_work_of(tom)] == [another]


@pytest.mark.django_db
def test_work_cancelled_while_its_worker_was_dead_does_not_begin_again() -> None:
    tom = making.staff(Role.PERFORMANCE)
    made = operations.ask_for("Reading a file", by=tom)
    operations.begin(made)

    operations.cancel(made, by=tom)

    assert not operations.begin(made)


@pytest.mark.django_db
def test_nobody_cancels_what_another_asked_for() -> None:
    made = operations.ask_for("Reading a file", by=making.staff(Role.PERFORMANCE))

    with pytest.raises(NotFound):
        operations.cancel(made, by=making.staff(Role.PERFORMANCE))

    assert not operations.cancel_asked(made)


def _job_of_a_worker(*, silent_for: timedelta) -> int:
    """A job that a worker began and whose last sign of life lies so far back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [timezone.now() - silent_for],
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) "
            "VALUES ('default', 'tests.nothing', 'doing', %s) RETURNING id",
            [worker],
        )
        (job,) = cursor.fetchone()
    return int(job)


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_silent_worker_is_given_to_another() -> None:
    silent = _job_of_a_worker(silent_for=timedelta(seconds=HEARTBEAT_LOST_SECONDS * 2))
    alive = _job_of_a_worker(silent_for=timedelta(seconds=1))

    async def rescue() -> int:
        rescued = int(await rescue_stalled_jobs(timestamp=0))
        await sync_to_async(connections.close_all)()  # the connection of the thread it ran in
        return rescued

    with ThreadPoolExecutor(1) as pool:  # a loop of its own, whatever runs in this thread
        assert pool.submit(lambda: asyncio.run(rescue())).result() == 1

    states = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert (states[silent], states[alive]) == ("todo", "doing")
