"""How long a council's whole run of payments takes, step by step, for 12,000 people.

    python bench/payment_run.py [PEOPLE]

Proposed, approved by somebody else, made a file for the bank, confirmed; each step is one
transaction and presses twice. Beside it the fewest rows that could hold the same payments, written
by PostgreSQL in one statement. At its end the ledger is proved from its rows.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

PEOPLE = 12_000
AT_ONCE = 2_000
DAY, PAY_ON = date(2026, 11, 23), date(2026, 11, 26)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIMIT = """
CREATE TABLE b_pay (key text PRIMARY KEY, debit int NOT NULL, credit int NOT NULL,
  pence bigint NOT NULL CHECK (pence > 0), CHECK (debit <> credit));
INSERT INTO b_pay SELECT 'p' || n, 1, n + 1, 81820 FROM generate_series(1, {people}) n
"""


def timed(words: str, act: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = act()
    print(f"{words:34}{time.perf_counter() - began:8.2f} s")
    return found


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
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
            _measure(people)
        finally:
            EmbeddedPostgres(home).stop()


def _staff() -> tuple[Any, Any]:
    from ownway.foundation.access import operations as access
    from ownway.foundation.access.domain import Kind, Role

    one, other = (
        access.add_sign_in(
            email=f"finance{number}@example.org",
            name=f"Finance {number}",
            kind=Kind.STAFF,
            roles=[Role.FINANCE],
        )
        for number in (1, 2)
    )
    return one, other


def _kept(model: Any, rows: Sequence[Any]) -> Sequence[Any]:
    model.objects.bulk_create(rows, batch_size=AT_ONCE)
    return rows


def _people(many: int, one: Any, other: Any) -> None:
    """People with a signed-off direct payment that is set up, and a confirmed account each."""
    from ownway.support.assessment.models import Assessment
    from ownway.support.payments.models import Payee, PaymentSchedule
    from ownway.support.people.models import Person
    from ownway.support.planning.models import Arrangement, Component, PersonalBudget, SupportPlan

    who = _kept(
        Person,
        [
            Person(council_id=f"B-{n:06d}", given_name="Ada", family_name=f"Bench {n}")
            for n in range(many)
        ],
    )
    found = _kept(
        Assessment, [Assessment(person=one_, started_on=DAY, completed_on=DAY) for one_ in who]
    )
    plans = _kept(
        SupportPlan,
        [
            SupportPlan(
                person=assessed.person,
                assessment=assessed,
                state="signed off",
                first_day=DAY,
                written_by=one,
                started_on=DAY,
                decided_on=DAY,
                decided_by=other,
            )
            for assessed in found
        ],
    )
    _kept(
        PersonalBudget,
        [
            PersonalBudget(
                person=plan.person,
                plan=plan,
                cost_weekly=286_00,
                contribution_weekly=81_45,
                authority_share_weekly=204_55,
                first_day=DAY,
                decided_on=DAY,
                decided_by=other,
            )
            for plan in plans
        ],
    )
    parts = _kept(
        Component,
        [
            Component(
                plan=plan,
                actor="paid",
                who="Personal assistant",
                activity="Mornings",
                outcome="Up and out",
                bought_by="direct payment",
                cost_weekly=286_00,
            )
            for plan in plans
        ],
    )
    arranged = _kept(
        Arrangement,
        [
            Arrangement(
                person=part.plan.person,
                component=part,
                service_type="Long term support: Community",
                service_component="Direct payment",
                delivery_mechanism="Direct payment only",
                first_day=DAY,
                cost_weekly=286_00,
            )
            for part in parts
        ],
    )
    _kept(
        PaymentSchedule,
        [
            PaymentSchedule(
                person=row.person,
                arrangement=row,
                pence_weekly=204_55,
                first_day=DAY,
                set_on=DAY,
                set_by=one,
            )
            for row in arranged
        ],
    )
    _kept(
        Payee,
        [
            Payee(
                person=one_,
                account_name=one_.family_name,
                sort_code="090126",
                account_number=f"{n + 10_000_000}",
                checked="not checked",
                state="confirmed",
                why="Bench",
                put_on=date(2026, 1, 5),
                put_by=one,
                decided_on=date(2026, 1, 5),
                decided_by=other,
            )
            for n, one_ in enumerate(who)
        ],
    )


def _measure(people: int) -> None:
    import psycopg
    from django.db import connection

    from ownway.config.postgres import database_url
    from ownway.support.ledger import queries as ledger
    from ownway.support.payments import operations
    from ownway.support.payments.domain.banking import BankAccount
    from ownway.support.payments.domain.files import Format

    one, other = _staff()
    print(f"{people:,} people")
    timed("make the people (not part of it)", lambda: _people(people, one, other))
    with closing(psycopg.connect(database_url(), autocommit=True)) as raw:
        timed("limit: rows in one statement", lambda: raw.execute(LIMIT.format(people=people)))
    began = time.perf_counter()
    run = timed(
        "propose",
        lambda: operations.propose_run(due_by=DAY, pay_on=PAY_ON, by=one, on=DAY),
    )
    timed(
        "propose again", lambda: operations.propose_run(due_by=DAY, pay_on=PAY_ON, by=one, on=DAY)
    )
    timed("approve", lambda: operations.approve_run(run, by=other, on=DAY))
    ours = BankAccount("Bench Council", "080000", "11112222")
    operations.set_pays_from(ours, user_number="123456", by=one, on=DAY)

    def file() -> bytes:
        return operations.make_file(run, Format.STANDARD_18, by=other, on=DAY, at=AT)

    made = timed("make the file", file)
    same = timed("make it again", file)
    timed("confirm", lambda: operations.confirm_run(run, paid_on=PAY_ON, by=one, on=PAY_ON))
    print(f"{'in all':34}{time.perf_counter() - began:8.2f} s")
    print(f"the file: {len(made):,} bytes, the same twice: {made == same}")
    with connection.cursor() as cursor:

        def ask(question: str) -> Sequence[tuple[Any, ...]]:
            cursor.execute(question.replace("%", "%%"))
            rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
            return rows

        verdict = timed("prove the ledger", lambda: ledger.verify(ask))
    print(f"{verdict.transfers:,} transfers, {len(verdict.differences)} differences")


if __name__ == "__main__":
    main()
