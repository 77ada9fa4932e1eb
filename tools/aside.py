"""Run a command while another runs behind it, which gets what the first leaves idle of the processors.

    python -m tools.aside "make unit" "make browser"

runs both, the first one behind. What that prints is shown whole when it ends, so that the two do not mix. The exit
status is 0 when both succeed. Tests in a browser wait for one another's threads and leave a quarter of two cores idle.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from tools import report

LOWEST = 19
AUTOGROUP = Path("/proc/self/autogroup")
"""Linux shares the processors out among sessions first (sched(7), autogroup): there a nice process of a session of its
own would get as much as all of another's."""


def _step_back() -> None:
    """In the new process, which has a session of its own: let all others go first."""
    os.nice(LOWEST)
    with suppress(OSError):
        AUTOGROUP.write_text(str(LOWEST), encoding="ascii")


class Aside:
    """A running command with the lowest priority."""

    def __init__(self, command: str, out: IO[str]) -> None:
        self._command, self._out = command, out
        self._process = subprocess.Popen(
            command,
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_step_back,
        )
        self._end = threading.Thread(target=self._tell)
        self._end.start()

    def _tell(self) -> None:
        said = self._process.communicate()[0].decode(errors="replace")
        status = self._process.returncode
        end = f"== {self._command}: failed with status {status}\n" if status else ""
        self._out.write(f"\n{said}{end}")
        self._out.flush()

    @property
    def runs(self) -> bool:
        return self._end.is_alive()

    def wait(self) -> int:
        """Its exit status once it has ended and what it said is shown."""
        self._end.join()
        return self._process.returncode

    def stop(self) -> None:
        """End it and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        self.wait()


def run(behind: str, before: str, out: IO[str]) -> int:
    """Run both. Where `before` fails, `behind` is ended and the exit status is that of `before`; else that of
    `behind`, which is waited for."""
    aside = Aside(behind, out)
    try:
        status = subprocess.run(before, shell=True, check=False).returncode
        if status == 0 and aside.runs:
            out.write(f"== waiting for the end of: {behind}\n")
            out.flush()
            return aside.wait()
    finally:
        if aside.runs:
            aside.stop()
    return status or aside.wait()


def main() -> None:
    behind, before = sys.argv[1:]
    sys.exit(run(behind, before, sys.stdout))


if __name__ == "__main__":
    report.main(main)
