"""Set-up: everything the build and the tests need, pinned, checked, and cached in the checkout.

    python3 -m tools.setup          what the site needs
    python3 -m tools.setup tests    and a Chromium and a PostgreSQL
    python3 -m tools.setup edge     and a PostgreSQL, and a look at it and at Deno
    python3 -m tools.setup MODEL    and one more model of models/manifest.toml

Running it again with nothing to do takes a fraction of a second.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from tools import chromium, edge, models
from tools.environment import check_python, setup_npm, setup_venv
from tools.paths import locked
from tools.report import main
from tools.wheels import setup_wheels


def run() -> None:
    """Set up, in the order in which the parts need each other."""
    check_python()
    with locked("setup"):
        with ThreadPoolExecutor() as installers:
            tests = bool({"tests", "edge"} & set(sys.argv[1:]))
            begun = [installers.submit(setup_venv), installers.submit(_setup_packages, tests)]
            for done in [*begun, installers.submit(models.fetch_originals)]:
                done.result()
        models.setup_models()
        for extra in sys.argv[1:]:
            if extra == "tests":
                chromium.ensure_for_tests()
            elif extra == "edge":
                edge.ensure()
            else:
                models.make_ready(extra)


def _setup_packages(tests: bool) -> None:
    setup_npm(tests)
    setup_wheels()  # by the hashes in Pyodide's own lock, which is one of npm's packages


if __name__ == "__main__":
    main(run)
