"""What the tools say to a person: one clear sentence on failure, one line of progress per download."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO


class ToolError(Exception):
    """Something a person has to know or do. The message is one sentence; no traceback is shown for it."""


def say(line: str) -> None:
    """Print one line at once, also into a pipe."""
    print(line, flush=True)


def main(run: Callable[[], object]) -> None:
    """Run a tool's entry point; turn a ToolError into its sentence and exit status 1."""
    try:
        run()
    except ToolError as error:
        print(f"aluo: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def size(count: float) -> str:
    """`count` bytes for a reader: "4.6 MB"."""
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


class Progress:
    """Bytes received of a known or unknown total: a rewritten line on a terminal, a line per quarter elsewhere."""

    def __init__(self, label: str, total: int, out: TextIO | None = None) -> None:
        self.label, self.total = label, total
        self.out = out or sys.stdout
        self.live = self.out.isatty()
        self.shown = -1.0
        self.quarter = 0

    def update(self, received: int) -> None:
        """Show `received` bytes, at most ten times a second."""
        if self.live:
            now = time.monotonic()
            if now - self.shown >= 0.1 or received == self.total:
                self.shown = now
                self.out.write(f"\r  {self._line(received)}\x1b[K")
                self.out.flush()
        elif self.total and received * 4 // self.total > self.quarter:
            self.quarter = received * 4 // self.total
            print(f"  {self._line(received)}", file=self.out, flush=True)

    def close(self) -> None:
        """End the line."""
        if self.live:
            self.out.write("\n")
            self.out.flush()

    def _line(self, received: int) -> str:
        if not self.total:
            return f"{self.label}  {size(received)}"
        return f"{self.label}  {size(received)} of {size(self.total)}  {received * 100 // self.total} %"
