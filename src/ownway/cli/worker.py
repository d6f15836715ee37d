"""`ownway worker`: do the work that waits in the queue."""

import asyncio
import os

import click

from ownway.cli import exits, ready, stop

SECONDS_TO_FINISH = 30  # for a job under way when asked to stop; after that it is begun again


@click.command()
@click.option(
    "--concurrency",
    type=click.IntRange(1, 32),
    default=2,
    show_default=True,
    help="How many jobs to do at a time.",
)
@click.option("--once", is_flag=True, help="Do what waits now, then end.")
def command(concurrency: int, once: bool) -> int:
    """Do the work that waits in the queue.

    Such as files given on a page, and regular tasks. Ends after the job under way when it is
    asked to stop (ctrl-C, or ownway stop). A job cut short by force is begun again by the next
    worker.
    """
    if not once and stop.running("worker"):
        click.echo("A worker is already running for this installation.")
        return exits.DONE
    ready()
    if not once:
        stop.record("worker", stop.Part("", [stop.seen(os.getpid())]))
        click.echo("Waiting for work.")
    try:
        asyncio.run(_work(concurrency=concurrency, wait=not once))
    finally:
        if not once:
            stop.forget("worker")
    return exits.DONE


async def _work(*, concurrency: int, wait: bool) -> None:
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                name="ownway",
                shutdown_graceful_timeout=SECONDS_TO_FINISH,
            )
