"""A process that serves, waits for work or makes a return does not load what only counting needs.

Counting loads some hundred megabytes of libraries; a small computer runs several such processes.
"""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = ("duckdb", "ibis", "pandas", "pyarrow", "pyspark", "scipy", "sklearn", "sqlglot", "typst")
START = f"""
import sys
import django
django.setup()
import ownway.config.urls
from django.apps import apps
from importlib import import_module
from importlib.util import find_spec
for app in apps.get_app_configs():
    if app.name.startswith("ownway.") and find_spec(app.name + ".tasks"):
        import_module(app.name + ".tasks")
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_nothing_that_only_counting_needs_is_loaded_at_the_start(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", START],
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "ownway.config.settings", "OWNWAY_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines()[-1:] == ["[]"]
