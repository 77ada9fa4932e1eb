"""Runs pytest inside the browser's Python and gives one report as JSON. Copied to the top of the test archive."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

PATHS = ("/lib/ours", "/lib/site")
WHOLE_STDLIB = "/lib/whole-stdlib.zip"


WHEELS = ("/lib/numpy.whl", "/lib/pillow.whl")
"""Likewise for numpy's random and testing parts and Pillow's drawing: only tests need them. Pillow's readers of
formats stay those of the site."""


def complete(wheel: str, folder: str) -> None:
    """Unpacks what the trimmed package in `folder` lacks."""
    with zipfile.ZipFile(wheel) as whole:
        for name in whole.namelist():
            place = Path(folder, name)
            here = place.exists() or place.with_name(place.name + "c").exists()
            if not here and "ImagePlugin" not in name:
                whole.extract(name, folder)


class Rest:
    """The last finder of modules: what only pytest needs of the standard library, which the site ships trimmed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Looks for `name`, also where its package came from the trimmed library."""
        folder = "/".join([WHOLE_STDLIB, *name.split(".")[:-1]])
        return PathFinder.find_spec(name, [folder])


EXAMPLES = 10
"""Of a property here. What a property finds in many more, CPython finds in a tenth of the time: here it is whether
this Python, its numpy and its Pillow do as those."""


class Fewer:
    """A pytest plugin that leaves few examples to properties that ask for many."""

    @staticmethod
    def pytest_collection_modifyitems(items: list[Any]) -> None:
        from hypothesis import settings

        def fewer(holder: object, name: str) -> None:
            chosen = getattr(holder, name, None)
            if isinstance(chosen, settings) and chosen.max_examples > EXAMPLES:
                setattr(holder, name, settings(chosen, max_examples=EXAMPLES))

        for item in items:
            fewer(getattr(item, "cls", None), "settings")  # of a state machine
            fewer(getattr(item.obj, "__func__", item.obj), "_hypothesis_internal_use_settings")


class Notes:
    """A pytest plugin that writes down each test's outcome."""

    def __init__(self) -> None:
        self.tests: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call" or report.outcome != "passed":
            self._note(report)

    def pytest_collectreport(self, report: Any) -> None:
        if report.outcome == "failed":
            self._note(report)

    def _note(self, report: Any) -> None:
        text = "" if report.outcome == "passed" else str(report.longrepr)
        seconds = getattr(report, "duration", 0.0)
        self.tests.append({"id": report.nodeid, "outcome": report.outcome, "text": text, "seconds": seconds})


def run(files: Sequence[str]) -> str:
    """{"tests": [{"id", "outcome", "text", "seconds"}], "code": pytest's exit code}."""
    sys.path[:0] = PATHS
    sys.meta_path.append(Rest)
    sys.dont_write_bytecode = True
    for wheel in WHEELS:
        complete(wheel, "/lib/site")
    os.chdir("/suite")
    import pytest
    from hypothesis import settings

    settings.register_profile("browser", max_examples=EXAMPLES, deadline=None)
    settings.load_profile("browser")
    notes = Notes()
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        "--tb=short",
        "--assert=plain",  # rewriting takes seconds; what it would tell, CPython tells
        "--rootdir=/suite",
        "--continue-on-collection-errors",
    ]
    code = pytest.main([*options, "-c", "/suite/pytest.ini", *files], plugins=[notes, Fewer()])
    return json.dumps({"tests": notes.tests, "code": int(code)})
