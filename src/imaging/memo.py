"""Tiles of layers, kept from one drawing of a view to the next: while one layer is adjusted, the others stay drawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from PIL import Image

from imaging.placing import Tile

Keys = tuple[Hashable, ...]
BUDGET = 96_000_000
"""Bytes of all tiles that are kept."""
LARGEST = BUDGET // 4
"""Bytes of a tile that is kept: what is larger belongs to a file and is not drawn again soon."""


@dataclass(slots=True)
class Memo:
    """The tiles that were used last, which are not to be drawn on, and the ground that the last changes stood on. Keys
    say all that a tile depends on, the view included."""

    _tiles: dict[Hashable, Tile | None] = field(default_factory=dict)
    _held: int = 0
    _last: Keys = ()
    _ground: tuple[Keys, Image.Image] | None = None

    def once(self, key: Hashable, make: Callable[[], Tile | None]) -> Tile | None:
        """The tile of `key`, made when it is not kept."""
        if key in self._tiles:
            tile = self._tiles.pop(key)
            self._tiles[key] = tile  # the last one used
            return tile
        tile = make()
        size = _bytes(tile)
        if size <= LARGEST:
            self._tiles[key] = tile
            self._held += size
            while self._held > BUDGET:
                self._held -= _bytes(self._tiles.pop(next(iter(self._tiles))))
        return tile

    # What lies below the layer that changes

    def begun(self, keys: Keys) -> tuple[int, Image.Image | None]:
        """How many of the lowest layers are drawn already, and a picture of them that may be drawn on."""
        if self._ground is None or keys[: len(self._ground[0])] != self._ground[0]:
            return 0, None
        return len(self._ground[0]), self._ground[1].copy()

    def common(self, keys: Keys) -> int:
        """How many of the lowest layers are as they were in the last drawing: worth keeping, when others change."""
        same = 0
        for key, other in zip(keys, self._last, strict=False):
            if key != other:
                break
            same += 1
        return same if same < len(keys) else 0

    def keep(self, keys: Keys, ground: Image.Image) -> None:
        """The lowest layers drawn; a copy of them is kept."""
        if ground.width * ground.height * 4 <= LARGEST:
            self._ground = keys, ground.copy()

    def drawn(self, keys: Keys) -> None:
        """Everything is drawn."""
        self._last = keys

    def clear(self) -> None:
        """Forget all: the pixels behind a key are others."""
        self._tiles.clear()
        self._held, self._last, self._ground = 0, (), None


def _bytes(tile: Tile | None) -> int:
    return 0 if tile is None else tile[0].width * tile[0].height * len(tile[0].getbands()) + 200
