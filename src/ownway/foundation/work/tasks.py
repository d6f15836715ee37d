"""Jobs of the queue itself."""

from procrastinate.contrib.django import app

HEARTBEAT_LOST_SECONDS = 60
HOURS_DONE_JOBS_ARE_KEPT = 7 * 24


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library has no types
@app.task(queueing_lock="rescue-stalled-jobs")  # type: ignore[untyped-decorator]  # as above
async def rescue_stalled_jobs(timestamp: int) -> int:
    """Give jobs of a killed worker to a living one; the queue does not do this by itself.

    Jobs therefore run at least once: each must be safe to run twice. Returns how many.
    """
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_LOST_SECONDS)
    found = list(stalled)
    for job in found:
        await app.job_manager.retry_job(job)
    return len(found)


@app.periodic(cron="17 3 * * *")  # type: ignore[untyped-decorator]  # the library has no types
@app.task(queueing_lock="forget-done-jobs")  # type: ignore[untyped-decorator]  # as above
async def forget_done_jobs(timestamp: int) -> None:
    """Take jobs that were done a week ago out of the queue; what they did is in facts."""
    await app.job_manager.delete_old_jobs(nb_hours=HOURS_DONE_JOBS_ARE_KEPT)
