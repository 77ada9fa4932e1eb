"""Tests that passed are run again once something has changed that they could tell: a plugin of pytest.

    pytest -p tools.passed tests/browser                 leaves out files that passed with all that is here now
    pytest -p tools.passed --everything tests/browser    leaves out nothing

A file of tests is taken to depend on all that git knows here or would be given, save other files of tests that it does
not name and what only people read; on the programs that run it; and on the settings of the environment. The packages,
the weights and the site are made of those alone. Where only some tests are chosen (-k, -x, a file, a test), all of
them are run, and nothing is remembered.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tools import chromium
from tools.paths import ROOT, digest, file_sha256, stamp, stamped

OF_TESTS = re.compile(r"tests/(\w+/)+test_\w+\.py")
WHOLE = re.compile(r"tests/(unit|inside)/")
"""These read the repository, other files of tests included."""
FOR_PEOPLE = re.compile(r"benchmarks/|[A-Z]+\.md$")
SETTINGS = re.compile(r"ALUO_|GENERATE_|PG|DENO_|CHROMIUM$|PLAYWRIGHT_")
CHOICES = ("keyword", "markexpr", "maxfail", "lf", "ff", "stepwise", "deselect")
"""Options of pytest with which not all tests of a file are run, or not to their end."""


def tree(root: Path) -> dict[str, str]:
    """The sha256 of each file that git knows under `root` or would be given, by its path."""
    command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    return {name: file_sha256(root / name) for name in sorted(set(names)) if name and (root / name).is_file()}


def named(file: str, files: Mapping[str, str], root: Path) -> set[str]:
    """`file`, and the other files of tests that it names, or that those name."""
    by_stem = {Path(name).stem: name for name in files if OF_TESTS.fullmatch(name)}
    found, left = {file}, [file]
    while left:
        words = set(re.findall(r"\btest_\w+", (root / left.pop()).read_text(encoding="utf-8")))
        more = {by_stem[word] for word in words & by_stem.keys()} - found
        found |= more
        left += more
    return found


def key(file: str, files: Mapping[str, str], around: str, root: Path = ROOT) -> str:
    """What the outcome of a file of tests depends on, as one digest. `around` is what lies outside the repository."""
    needed = set(files)
    if not WHOLE.match(file):
        mine = named(file, files, root)
        needed = {name for name in files if name in mine or not (OF_TESTS.fullmatch(name) or FOR_PEOPLE.match(name))}
    return digest(around.encode(), *(f"{name} {files[name]}".encode() for name in sorted(needed)))


def surroundings() -> str:
    """The programs that run the tests, and the environment's settings for them."""
    browser = chromium.for_tests()
    about = browser.resolve().stat() if browser else None
    settings = sorted(f"{name}={value}" for name, value in os.environ.items() if SETTINGS.match(name))
    seen = (browser, about.st_size, about.st_mtime_ns) if about else None
    return repr((sys.version, platform.platform(), seen, settings))


class Passed:
    """Leaves out what passed, and remembers what passes."""

    def __init__(self, folders: list[str], everything: bool) -> None:
        files, around = tree(ROOT), surroundings()
        mine = [name for name in files if OF_TESTS.fullmatch(name) and any(name.startswith(each) for each in folders)]
        self._keys = {name: key(name, files, around) for name in mine}
        self._left_out = set() if everything else {name for name in mine if stamped(_mark(name), self._keys[name])}
        self._ran: set[str] = set()
        self._not_passed: set[str] = set()

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        return True if _name(collection_path) in self._left_out else None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("::")[0]
        self._ran.add(name)
        if not report.passed:
            self._not_passed.add(name)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):  # one of xdist's: what it ran is told to the one that is asked here
            return
        if session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            for name in self._ran & self._keys.keys() - self._not_passed:
                stamp(_mark(name), self._keys[name])
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self._left_out:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._left_out:
            count = len(self._left_out)
            what = "1 file of tests" if count == 1 else f"{count} files of tests"
            terminalreporter.write_line(f"{what} passed with what is here now and did not run again (ALL=1 runs all).")


def _mark(name: str) -> str:
    return f"passed/{name.removesuffix('.py')}"


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""


def _folders(config: pytest.Config) -> Iterator[str]:
    """The folders of tests that were asked for, or none when anything else was."""
    paths = [Path(config.invocation_params.dir, argument) for argument in config.args]
    if all(path.is_dir() for path in paths) and not any(config.getoption(name, None) for name in CHOICES):
        yield from (f"{_name(path)}/" for path in paths if _name(path))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--everything", action="store_true", help="run tests that passed with what is here now as well")


def pytest_configure(config: pytest.Config) -> None:
    folders = list(_folders(config))
    if folders:
        config.pluginmanager.register(Passed(folders, bool(config.getoption("--everything"))))
