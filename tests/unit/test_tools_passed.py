"""Which files of tests run again: pytest itself, in a small repository of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.paths import ROOT

TOOLS = ("__init__.py", "passed.py", "paths.py", "chromium.py", "report.py")
FILES = {
    "src/shape.py": "SIDES = 4\n",
    "README.md": "A square.\n",
    ".gitignore": ".cache\n__pycache__\n",
    "tests/browser/test_one.py": "import test_shared\n\ndef test_one(): assert test_shared.SIDES\n",
    "tests/browser/test_other.py": "def test_other(): pass\n",
    "tests/browser/test_shared.py": "SIDES = 4\n\ndef test_shared(): pass\n",
    "tests/unit/test_text.py": "def test_text(): pass\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "tools").mkdir()
    for name in TOOLS:
        shutil.copy(ROOT / "tools" / name, tmp_path / "tools" / name)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = . tests/browser\n")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def ran(project: Path, *arguments: str, fails: bool = False) -> set[str]:
    """The tests that ran, by name."""
    command = [sys.executable, "-B", "-m", "pytest", "-v", "-p", "tools.passed", "-p", "no:cacheprovider"]
    bare = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # what is installed beside takes half of the time
    done = subprocess.run([*command, *(arguments or ["tests"])], cwd=project, capture_output=True, text=True, env=bare)
    assert done.returncode == fails, done.stdout + done.stderr
    return set(re.findall(r"^(?:\[gw\d\] \[.*\] (?:PASSED|FAILED) )?tests/\S+::(\w+)", done.stdout, re.MULTILINE))


ALL = {"test_one", "test_other", "test_shared", "test_text"}


def test_what_passed_runs_again_once_something_changed_that_it_could_tell(project: Path) -> None:
    assert ran(project) == ALL
    assert ran(project) == set()
    (project / "README.md").write_text("Another square.\n")
    assert ran(project) == {"test_text"}, "unit tests read the documents"
    (project / "tests/browser/test_shared.py").write_text("SIDES = 5\n\ndef test_shared(): pass\n")
    assert ran(project) == {"test_one", "test_shared", "test_text"}, "and one that names it"
    (project / "src/shape.py").write_text("SIDES = 5\n")
    assert ran(project) == ALL
    (project / "src/new.py").write_text("")
    assert ran(project) == ALL, "a file that is not added yet counts as well"
    assert ran(project, "--everything", "tests") == ALL


def test_what_failed_or_did_not_run_to_its_end_is_not_remembered(project: Path) -> None:
    test = project / "tests/browser/test_other.py"
    test.write_text("import pytest\n\ndef test_other(): pytest.skip('not here')\n")
    assert ran(project) == ALL
    assert ran(project) == {"test_other"}, "skipped is not passed"
    test.write_text("import pathlib\n\ndef test_other(): assert pathlib.Path('.cache/there').exists()\n")
    assert "test_other" in ran(project, fails=True)
    assert ran(project, fails=True) == {"test_other"}
    (project / ".cache/there").touch()
    assert ran(project) == {"test_other"}
    assert ran(project) == set()


def test_a_choice_of_tests_runs_whole_and_is_not_remembered(project: Path) -> None:
    one, all_of_it = ["-k", "test_one", "tests"], ["-x", "tests"]
    assert ran(project, *one) == ran(project, "tests/browser/test_one.py") == {"test_one"}
    assert ran(project, *all_of_it) == ALL
    assert ran(project) == ALL
    assert ran(project, *one) == {"test_one"}


def test_a_folder_or_a_file_left_out_whole_is_no_choice(project: Path) -> None:
    (project / "tests/browser/apart").mkdir()
    (project / "tests/browser/apart/test_apart.py").write_text("def test_apart(): pass\n")
    assert ran(project, "tests/browser/apart") == {"test_apart"}
    assert ran(project, "tests", "--ignore=tests/browser/apart") == ALL
    assert ran(project) == set()


def test_two_workers_remember_as_one_does(project: Path) -> None:
    assert ran(project, "tests", "-p", "xdist", "-n", "2") == ALL
    assert ran(project) == set()
