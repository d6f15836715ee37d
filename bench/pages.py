"""How fast the list of people and the search answer, beside an empty page and an ordinary one.

    python bench/pages.py [PEOPLE] [ROUNDS]

Makes a new installation in a temporary folder with PEOPLE invented people (1,000,000 if not given)
in forty teams, and serves it with the product's own server: two processes, eight connections that
ask again as soon as they are answered. Every page of the product records its reading in the same
transaction and runs behind row-level security. Rounds are interleaved; printed are the medians of
requests a second, and the ratio to the floor of the same round with its range.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

CONNECTIONS = 8
SECONDS = 4.0
TEAMS = 40
DEEP = 900  # the page of the list that must not be slower than the first
GIVEN = ["Ada", "Bea", "Cal", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jim", "Kay", "Lew", "May"]
FIRST = ["Ash", "Bar", "Cole", "Dun", "East", "Far", "Hart", "Ing", "Kirk", "Lang", "Mar", "Nor"]
FIRST += ["Ox", "Pen", "Rad", "Sel", "Thorn", "Wal", "Yar"]
LAST = ["bourne", "by", "combe", "dale", "field", "ford", "gate", "ham", "hurst", "land", "ley"]
LAST += ["low", "ridge", "shaw", "stead", "ton", "well", "wick"]

PEOPLE = f"""
INSERT INTO people_person (id, council_id, nhs_number, given_name, family_name, born_on,
  postcode, town, primary_support_reason, team_id, locality_id, restricted, {{blank_columns}})
SELECT gen_random_uuid(), 'B' || lpad(n::text, 8, '0'), '',
  (ARRAY{GIVEN!r})[1 + (n %% 100000 * 7919 / 13) %% {len(GIVEN)}],
  (ARRAY{FIRST!r})[1 + (n / {TEAMS}) %% {len(FIRST)}]
    || (ARRAY{LAST!r})[1 + (n %% 100000 * 31 / 7) %% {len(LAST)}],
  date '1930-01-01' + ((n %% 100000 * 131) %% 27000)::int,
  'QM' || n %% 90 || ' ' || n %% 9 || 'AB', 'Thornbeck',
  'Physical Support: Personal care support', teams.ids[1 + n %% {TEAMS}], places.id,
  false, {{blank_values}}
FROM generate_series(1, %s) n,
  (SELECT array_agg(id ORDER BY name) ids FROM access_team) teams,
  (SELECT id FROM people_locality LIMIT 1) places
"""


def made_people(people: int) -> None:
    """Fill the tables; every column without a value of its own is blank."""
    from django.db import connection

    from ownway.foundation.access.operations import add_team
    from ownway.support.people.models import Locality, Person

    for number in range(TEAMS):
        add_team(f"Team {number:02d}")
    Locality.objects.create(name="Thornbeck", area="East")
    told = PEOPLE.split("(", 1)[1].split(")", 1)[0]
    blank = {
        field.column: "false" if field.get_internal_type() == "BooleanField" else "''"
        for field in Person._meta.local_concrete_fields
        if field.column
        and not field.null
        and f"{field.column}," not in f"{told.replace('{blank_columns}', '')},"
    }
    with connection.cursor() as cursor:
        statement = PEOPLE.format(
            blank_columns=", ".join(blank), blank_values=", ".join(blank.values())
        )
        cursor.execute(statement, [people])
        cursor.execute(
            "INSERT INTO people_communicationneed (id, person_id, code, recorded_on) "
            "SELECT gen_random_uuid(), id, 'large-print', '2026-01-01' FROM people_person "
            "WHERE council_id LIKE '%%7'"
        )
        cursor.execute("VACUUM ANALYZE")


def cookie_of_somebody() -> str:
    from django.test import Client

    from ownway.foundation.access.domain import Role
    from ownway.foundation.access.models import Team
    from ownway.foundation.access.operations import add_sign_in

    worker = add_sign_in(
        email="worker@example.org",
        name="A worker",
        roles=[Role.PRACTITIONER],
        team=Team.objects.get(name="Team 01"),
    )
    client = Client()
    client.force_login(worker)
    return f"sessionid={client.cookies['sessionid'].value}"


def start_of(page: int) -> str:
    """The address of a page of the list, however deep: the last line of the page before it."""
    from urllib.parse import urlencode

    from ownway.support.people.models import Person

    rows = Person.objects.filter(team__name="Team 01").order_by("family_name", "given_name", "pk")
    last = rows[(page - 1) * 25 - 1]
    return "/team/people/?" + urlencode(
        {"after": last.pk, "family": last.family_name, "given": last.given_name}
    )


def answered(port: int, address: str, cookie: str) -> float:
    """Requests a second over a few seconds of asking by every connection."""
    counts: list[int] = []
    until = time.perf_counter() + SECONDS

    def asking() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        done = 0
        while time.perf_counter() < until:
            connection.request("GET", address, headers={"Cookie": cookie})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address} answered {answer.status}: {body[:300]!r}")
            done += 1
        counts.append(done)

    began = time.perf_counter()
    threads = [threading.Thread(target=asking) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < CONNECTIONS:
        raise SystemExit("A connection failed; see above.")
    return sum(counts) / (time.perf_counter() - began)


def serving(port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "ownway.config.wsgi:application",
            "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2",
            "--threads", "4", "--log-level", "warning", "--no-control-socket",
        ],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pages_site",
            "PYTHONPATH": str(Path(__file__).parent),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a line a request; what fails is told by the answers
    )  # fmt: skip


def until_ready(port: int, cookie: str) -> None:
    for _ in range(100):
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/floor/", headers={"Cookie": cookie})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise SystemExit("The server did not answer.")


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory(prefix="ownway-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the account of the database must reach it
        os.environ["OWNWAY_HOME"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["OWNWAY_MODE"] = "demo"  # writes are kept as in life, and plain HTTP is served

        from ownway.cli import ready
        from ownway.cli.serve import collect_static_files
        from ownway.config.postgres import EmbeddedPostgres
        from ownway.config.postgres.server import _free_port

        web = None
        try:
            os.environ["DJANGO_SETTINGS_MODULE"] = "ownway.config.settings"
            ready()
            collect_static_files()
            made_people(people)
            cookie = cookie_of_somebody()
            deep = min(DEEP, people // TEAMS // 25 - 1)
            pages = {
                "floor: signed-in empty page": "/floor/",
                "list, first page": "/team/people/",
                f"list, page {deep}": start_of(deep),
                "search for a name": "/team/people/?find=Thornbourne",
                "search, misspelt": "/team/people/?find=Tornborne",
                "search for a number": "/team/people/?find=B00000041",
                "list, without the second lock": "/unlocked/",
                "ordinary: ORM, Paginator": "/ordinary/",
                f"ordinary, page {deep}": f"/ordinary/?page={deep}",
                "ordinary, icontains": "/ordinary/?find=Thornbourne",
            }
            port = _free_port()
            web = serving(port)
            until_ready(port, cookie)
            speeds: dict[str, list[float]] = {name: [] for name in pages}
            for address in pages.values():
                answered(port, address, cookie)  # warm
            for _ in range(rounds):
                for name, address in pages.items():
                    speeds[name].append(answered(port, address, cookie))
        finally:
            if web:
                web.terminate()
                web.wait()
            EmbeddedPostgres(home).stop()
    floor = speeds["floor: signed-in empty page"]
    print(f"{people:,} people, {rounds} rounds, {CONNECTIONS} connections")
    for name, found in speeds.items():
        ratios = sorted(one / other for one, other in zip(found, floor, strict=True))
        print(
            f"{name:<30} {median(found):>7,.0f} a second   "
            f"{median(ratios):.2f} of the floor [{ratios[0]:.2f}-{ratios[-1]:.2f}]"
        )
    first, last = speeds["list, first page"], speeds[f"list, page {deep}"]
    ordinary = speeds["ordinary: ORM, Paginator"]
    depth = median(b / a for a, b in zip(first, last, strict=True))
    beside = median(a / b for a, b in zip(first, ordinary, strict=True))
    unlocked = speeds["list, without the second lock"]
    locked = median(a / b for a, b in zip(first, unlocked, strict=True))
    print(f"page {deep} beside the first page   {depth:.2f}")
    print(f"the list beside the ordinary one {beside:.1f} times")
    print(f"the list beside itself without row-level security {locked:.2f}")
    print(json.dumps({name: median(found) for name, found in speeds.items()}))


if __name__ == "__main__":
    main()
