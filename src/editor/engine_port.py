"""What the editor needs of the engine thread and of the page around it; engine.client is the real engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from editor.document import Document
from engine.protocol import Counted, CutOutDone, DoubtsFound, Exported, Opened, Rendered, StatusDone
from imaging.adjustments import Adjustments
from imaging.layers import Layer, Scene
from imaging.options import ExportOptions, Region

Progress = Callable[[str, float], None]
"""Called with a key of words.PHASES and the share done, 0..1."""

Partial = Callable[[CutOutDone], None]
"""Called with a cut-out that a better one follows."""


class Engine(Protocol):
    """Asks of the engine thread. All raise errors.AluoError."""

    async def open(self, photo: str, name: str, file: Any, progress: Progress | None = None) -> Opened:
        """Decode `file` and keep it as `photo`."""

    async def load(self, model: str) -> int:
        """Make a network ready, fetching its weights. The number of its threads."""

    @property
    def loaded(self) -> tuple[str, ...]:
        """The networks that can run now."""

    async def weights(self) -> Mapping[str, int]:
        """The networks that this browser keeps because somebody needed them, and their bytes."""

    async def drop_weights(self, model: str) -> None:
        """Keep them no longer."""

    def stop_loading(self) -> None:
        """End the downloads that are on their way."""

    def release(self, model: str) -> None:
        """Give a network's memory back."""

    async def cutout(
        self, photo: str, tier: str, progress: Progress | None = None, partial: Partial | None = None
    ) -> CutOutDone:
        """Find the subject of `photo`; loads the networks first that `tier` needs."""

    async def pick(
        self, photo: str, tier: str, region: Region, how: str, base: str, progress: Progress | None = None
    ) -> CutOutDone:
        """Find the subject within `region`, a part or a point of the photo; `how` is "instead" of the matte `base`, or
        "add" to it or "take" from it."""

    async def choose(self, photo: str, done: CutOutDone, mask: Any, name: str) -> CutOutDone:
        """Take one of the readings of `done` for the subject of `photo`."""

    async def glimpse(self, photo: str, done: CutOutDone, mask: Any, side: int) -> Rendered:
        """A small picture of what one of the readings of `done` cuts out."""

    async def render(self, scene: Scene, region: Region, width: int, height: int) -> Rendered:
        """`region` of the scene at `width` x `height` pixels."""

    async def export(self, scene: Scene, options: ExportOptions, progress: Progress | None = None) -> Exported:
        """The picture as a file."""

    async def suggest(self, photo: str, what: str, present: Adjustments) -> Adjustments:
        """`present` with the light ("light") or the white balance ("balance") that suits the photo."""

    async def count(self, scene: Scene) -> Counted:
        """How many pixels of the scene have which level."""

    async def doubts(self, layer: Layer) -> DoubtsFound:
        """What is doubtful about a cut-out."""

    def kept(self, photo: str) -> tuple[Any, Mapping[str, CutOutDone]]:
        """The file of `photo` and by the names of their mattes the masks found in it, which the UI side keeps."""

    async def restore(self, photo: str, done: CutOutDone) -> None:
        """Give `photo` the subject that an earlier cut-out found."""

    async def close(self, photo: str = "") -> StatusDone:
        """Forget `photo`, or with "" every photo."""

    async def status(self) -> StatusDone:
        """How large the engine's memory is and what it holds."""

    async def cancel(self) -> None:
        """Stop the work that can be stopped."""

    async def restart(self) -> None:
        """End the engine thread, its memory with it, and start a fresh one."""


class View(Protocol):
    """Where the picture is seen."""

    def show(self, document: Document, unveil: bool = False, fade: bool = False) -> None:
        """Draw `document` soon; with `unveil` the cut-out is uncovered from the right, with `fade` it softly takes the
        place of what is seen."""

    async def drawn(self) -> None:
        """Resolves when what was shown last is on the screen, exactly."""

    def forget(self) -> None:
        """Drop every pixel that the view holds."""

    @property
    def bytes(self) -> int:
        """Memory of the pixels that the view holds."""


class Outlet(Protocol):
    """Ways out for a finished file, all of them the person's own."""

    def save(self, file: Any, media_type: str, name: str) -> None:
        """Hand `file` (an ArrayBuffer) to the browser's downloads."""

    async def copy(self, file: Any) -> bool:
        """Put a PNG on the clipboard; false when the browser refuses."""

    async def write(self, handle: Any, file: Any) -> bool:
        """Write `file` (an ArrayBuffer) to the person's own file; false when the person or the browser refuses."""

    async def read(self, file: Any) -> bytes:
        """The bytes of a Blob or an ArrayBuffer. Raises InputError input/unreadable."""

    def buffer(self, data: bytes) -> Any:
        """An ArrayBuffer with a copy of `data`."""

    def blob(self, data: bytes) -> Any:
        """A Blob with a copy of `data`."""


class Clock(Protocol):
    """Time as the browser's performance timeline knows it."""

    def now(self) -> float:
        """Milliseconds."""

    def measure(self, name: str, start: float) -> None:
        """Enter a measure from `start` until now."""
