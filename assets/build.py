"""Compile the design system's stylesheet and behaviours into the look's static folder.

Needs the Node that `make setup` brings into the virtual environment. Run by `make assets`.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "src/ownway/foundation/look/static/ownway/built"
# The crown is for government sites alone: no address of it stays in the stylesheet.
CREST = re.compile(r'url\("[^"]*govuk-crest[^"]*"\)')


def main() -> None:
    npm = Path(sys.executable).with_name("npm")
    node = Path(sys.executable).with_name("node")
    subprocess.run([npm, "ci", "--ignore-scripts", "--silent"], cwd=HERE, check=True)
    OUT.mkdir(parents=True, exist_ok=True)
    sass = HERE / "node_modules/sass/sass.js"
    compiled = subprocess.run(
        [
            *(node, sass, "--load-path=node_modules", "--style=compressed"),
            *("--no-source-map", "--quiet-deps", "govuk.scss"),
        ],
        cwd=HERE,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    (OUT / "govuk.css").write_text(CREST.sub("none", compiled))
    source = HERE / "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js"
    script = re.sub(r"\n//# sourceMappingURL=.*", "", source.read_text())
    (OUT / "govuk-frontend.min.js").write_text(script)


if __name__ == "__main__":
    main()
