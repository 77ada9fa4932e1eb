"""What the engine's client asks of the place where the threads run: engine/workers.py in a browser, a toy in tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from engine.protocol import OwnModel
from threads.channel import Port


class Host(Protocol):
    """Where the threads run."""

    def start(self, died: Callable[[], None]) -> Port:
        """A fresh engine thread, booting, with a line to the inference thread. `died` is called when the thread ends
        in an error that its Python could not answer with: a part that is not there, a memory that is full."""

    def stop(self) -> None:
        """End the engine thread at once, whatever it does."""

    async def load(self, model: str, report: Callable[[int, int], None]) -> int:
        """Fetch the weights of `model`, telling bytes received and in all, and make it ready in a thread of its own.
        The number of threads it runs on. Raises ModelError; cancelling it ends the download."""

    def line(self, model: str) -> Any:
        """A fresh line to the thread that runs `model`, for an engine; None where a fresh engine has one already."""

    def runs_on(self, model: str) -> str:
        """What `model` runs on: "wasm" or "webgpu"."""

    def release(self, model: str) -> tuple[str, ...]:
        """End the thread of `model`; its memory is given back. The other networks that were in it, and are not now."""

    async def kept(self) -> dict[str, int]:
        """The networks whose weights are kept because somebody needed them, and their bytes."""

    async def remove(self, model: str) -> None:
        """Keep the weights of `model` no longer."""

    def lend(self, own: OwnModel) -> None:
        """Know a person's own network from now on."""

    def take_back(self, model: str) -> None:
        """Know it no longer."""

    def own(self, model: str) -> OwnModel | None:
        """The person's own network of that name; None for one of ours."""
