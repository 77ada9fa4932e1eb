"""The unit tests of the pure modules once more, in the very Python and bytecode that the page gives its engine."""

from __future__ import annotations

import io
import json
import re
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Route

from tools.groups import ENGINE_LIBRARIES
from tools.paths import PYODIDE, ROOT
from tools.wheels import wheel_path

HERE = Path(__file__).resolve().parent
TESTS = ROOT / "tests"
PACKAGES = ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "hypothesis", "sortedcontainers")
SINGLE = re.compile(r"(_hypothesis_\w+|py)\.py$")

OUTSIDE = re.compile(r"test_(tools_|native_|imports|repository|build|docs)")
"""Tests of the checkout and its tools, and of native libraries: they have nothing to do in a browser."""

SUITE = sorted(path.name for path in (TESTS / "unit").glob("test_*.py") if not OUTSIDE.match(path.name))

ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".zip": "application/zip",
    ".whl": "application/zip",
}


class Outcome(NamedTuple):
    """One test's fate in the browser."""

    file: str
    name: str
    outcome: str
    text: str


def archive() -> bytes:
    """The unit tests, what they share, and pytest with its helpers: all of it Python source."""
    packages = Path(sysconfig.get_paths()["purelib"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("pytest.ini", "[pytest]\npythonpath = .\n")
        whole.write(HERE / "run.py", "run.py")
        for path in [*TESTS.glob("*.py"), *(TESTS / "unit").glob("*.py")]:
            whole.write(path, path.relative_to(ROOT).as_posix())
        for path in _needed(packages):
            whole.write(path, path.relative_to(packages).as_posix())
    return out.getvalue()


def _needed(packages: Path) -> Iterator[Path]:
    for name in PACKAGES:
        yield from (path for path in (packages / name).rglob("*") if path.is_file() and path.suffix != ".pyc")
        for info in packages.glob(f"{name}-*.dist-info"):
            yield from (info / entry for entry in ("METADATA", "entry_points.txt") if (info / entry).is_file())
    yield from (path for path in packages.glob("*.py") if SINGLE.match(path.name))


@pytest.fixture(scope="module")
def outcomes(browser: Browser, site: str) -> list[Outcome]:
    """Runs the whole suite once."""
    context = browser.new_context()
    served = {"tests.zip": archive(), "stdlib.zip": (PYODIDE / "python_stdlib.zip").read_bytes()}
    served |= {f"{name}.whl": wheel_path(name).read_bytes() for name in ("numpy", "pillow")}

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        body = served.get(name) or (HERE / name).read_bytes()
        route.fulfill(body=body, headers={**ISOLATED, "Content-Type": TYPES[Path(name).suffix]})

    context.route("**/inside/*", answer)
    page = context.new_page()
    page.goto(site, wait_until="commit")
    static = json.loads(page.locator("#site").text_content() or "{}")["static"]
    page.goto(f"{site}inside/index.html")
    report = page.evaluate("plan => run(plan)", _plan(site, static))
    context.close()
    return list(_read(report))


def _plan(site: str, static: dict[str, str]) -> dict[str, Any]:
    return {
        "pyodide": f"{site}{static['pyodide']}",
        "site": f"{site}{static['engine']}site.pack",
        "engine": f"{site}{static['engine']}engine.pack",
        "libraries": [(name, f"{site}{static['engine']}{name}.wasm") for name in ENGINE_LIBRARIES],
        "ui": f"{site}{static['app']}ui.zip",
        "suite": f"{site}inside/tests.zip",
        "stdlib": f"{site}inside/stdlib.zip",
        "numpy": f"{site}inside/numpy.whl",
        "pillow": f"{site}inside/pillow.whl",
        "files": [f"tests/unit/{name}" for name in SUITE],
    }


def _read(report: dict[str, Any]) -> Iterator[Outcome]:
    assert report["tests"], f"no test ran in the browser: {report.get('failed')}\n{report['output'][-3000:]}"
    for test in report["tests"]:
        file, _, name = test["id"].partition("::")
        yield Outcome(Path(file).name, name, test["outcome"], test["text"])


@pytest.mark.parametrize("file", SUITE)
def test_the_unit_tests_pass_in_the_browser(outcomes: list[Outcome], file: str) -> None:
    mine = [outcome for outcome in outcomes if outcome.file == file]
    assert mine, "none of its tests ran"
    failed = [f"{outcome.name}\n{outcome.text}" for outcome in mine if outcome.outcome == "failed"]
    assert not failed, f"{len(failed)} of {len(mine)} failed in the browser:\n\n" + "\n\n".join(failed)
