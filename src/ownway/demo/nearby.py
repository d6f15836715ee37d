"""Groups and services near Marlshire's invented people, listed as a council would."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml

from ownway.commissioning.directory import operations as directory

NEARBY = Path(__file__).with_name("services_nearby.yaml")
SEED, OLDEST_DAYS = 16, 260  # some were checked lately, some want checking


def list_services(*, on: date) -> None:
    """List them; one that is there stays, so that running twice changes nothing."""
    rng = Random(SEED)
    for said in yaml.safe_load(NEARBY.read_text(encoding="utf-8")):
        checked_on = on - timedelta(days=rng.randrange(OLDEST_DAYS))
        directory.list_service(by=None, on=checked_on, **said)
