"""Two commands at once: the one behind keeps back, and both have to succeed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tools import aside
from tools.paths import ROOT

PATIENCE_S = 30
"""Seconds until a test gives up; never a measure of speed."""


def test_what_runs_behind_is_shown_whole_when_it_ends(tmp_path: Path) -> None:
    out, go = io.StringIO(), tmp_path / "go"
    behind = f"echo one; while ! test -e {go}; do :; done; sleep 0.2; echo two"
    assert aside.run(behind, f"touch {go}", out) == 0
    assert out.getvalue() == f"== waiting for the end of: {behind}\n\none\ntwo\n"


@pytest.mark.parametrize(
    ("behind", "before", "status"), [("exit 0", "exit 0", 0), ("exit 3", "exit 0", 3), ("exit 0", "exit 4", 4)]
)
def test_both_have_to_succeed(behind: str, before: str, status: int) -> None:
    assert aside.run(behind, before, io.StringIO()) == status


def test_a_failure_behind_is_said_at_once_and_the_other_goes_on(tmp_path: Path) -> None:
    out, done = io.StringIO(), tmp_path / "done"
    assert aside.run("echo why; exit 3", f"sleep 0.5; touch {done}", out) == 3
    assert out.getvalue() == "\nwhy\n== echo why; exit 3: failed with status 3\n"
    assert done.exists()


def test_a_failure_before_ends_what_runs_behind(tmp_path: Path) -> None:
    pipe, number, mark = (tmp_path / name for name in ("pipe", "number", "mark"))
    os.mkfifo(pipe)
    behind = f"echo $$ > {pipe}; sleep {2 * PATIENCE_S}; touch {mark}"
    assert aside.run(behind, f"cat {pipe} > {number}; exit 4", io.StringIO()) == 4
    assert not mark.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


def test_what_runs_behind_has_the_lowest_priority_in_its_session_and_of_all_sessions() -> None:
    out = io.StringIO()
    aside.run("nice; cat /proc/self/autogroup", "true", out)
    said = out.getvalue().splitlines()
    assert str(aside.LOWEST) in said
    if aside.AUTOGROUP.exists():
        assert said[-1].endswith(f" nice {aside.LOWEST}")


def test_a_person_who_stops_it_stops_both(tmp_path: Path) -> None:
    pipes = tmp_path / "behind", tmp_path / "before"
    for pipe in pipes:
        os.mkfifo(pipe)
    program = f"import threading; print('runs', flush=True); threading.Event().wait({2 * PATIENCE_S}); print('late')"
    commands = [f'exec "{sys.executable}" -c "{program}" > {pipe} 2> /dev/null' for pipe in pipes]
    with (
        subprocess.Popen(
            [sys.executable, "-m", "tools.aside", *commands],
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a shell's job behind ignores it
        ) as running,
        ExitStack() as opened,
    ):
        saying = [opened.enter_context(pipe.open()) for pipe in pipes]
        assert [said.readline() for said in saying] == ["runs\n"] * 2
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does
        assert running.wait(PATIENCE_S) == 130
        assert [said.read() for said in saying] == ["", ""]  # up to when nobody holds the other end: both have ended
