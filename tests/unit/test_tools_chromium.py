"""Which browser the tests run in, and what is tried where there is none of the kind."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import chromium, paths
from tools.report import ToolError


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; the folder is all of its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(chromium, "APPLICATIONS", ())
    monkeypatch.setattr(chromium, "_is_debian_root", lambda: False)
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")
    (tmp_path / "stamps").mkdir()
    return folder


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_chosen_one_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    for ask in (chromium.find, chromium.for_tests, chromium.ensure_for_tests):
        with pytest.raises(ToolError, match="no-such-browser"):
            ask()


def test_tests_take_a_headless_shell_and_what_people_use_is_found_beside_it(bare: Path) -> None:
    window, shell = program(bare / "chromium"), program(bare / "chromium-headless-shell")
    assert (chromium.find(), chromium.for_tests(), chromium.ensure_for_tests()) == (window, shell, shell)


def test_a_downloaded_shell_will_do(bare: Path, tmp_path: Path) -> None:
    shell = program(tmp_path / "downloads/chromium_headless_shell-1200/chrome-linux/headless_shell")
    assert (chromium.find(), chromium.for_tests()) == (None, shell)


def test_a_chosen_one_is_taken_before_any_shell(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare / "chromium-headless-shell")
    chosen = program(bare / "my-browser")
    monkeypatch.setenv("CHROMIUM", "my-browser")
    assert chromium.ensure_for_tests() == chosen


def test_without_any_it_is_said_what_to_install(bare: Path) -> None:
    with pytest.raises(ToolError, match="install chromium"):
        chromium.ensure_for_tests()


def test_a_shell_that_cannot_be_had_is_asked_for_once_and_the_browser_here_does(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        if command[0] == "dpkg-query":
            return subprocess.CompletedProcess(command, 0, "installed 1.2-3", "")
        return subprocess.CompletedProcess(command, 100, "", "")

    monkeypatch.setattr(chromium, "_is_debian_root", lambda: True)
    monkeypatch.setattr(subprocess, "run", run)
    window = program(bare / "chromium")
    assert chromium.ensure_for_tests() == window
    installs = [command[-1] for command in asked if "install" in command]
    assert installs == ["chromium-headless-shell=1.2-3"] * 2, "once more after the lists were brought up to date"
    asked.clear()
    assert chromium.ensure_for_tests() == window
    assert not [command for command in asked if command[0] == "apt-get"]
