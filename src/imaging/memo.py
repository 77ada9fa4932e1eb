"""Tiles of layers, kept from one drawing of a view to the next: while one layer is adjusted, the others stay drawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from imaging.placing import Tile

BUDGET = 96_000_000
"""Bytes of all tiles that are kept."""
LARGEST = BUDGET // 4
"""Bytes of a tile that is kept: what is larger belongs to a file and is not drawn again soon."""


@dataclass(slots=True)
class Memo:
    """The tiles that were used last. They are not to be drawn on."""

    _tiles: dict[Hashable, Tile | None] = field(default_factory=dict)
    _held: int = 0

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

    def clear(self) -> None:
        """Forget all: the pixels behind a key are others."""
        self._tiles.clear()
        self._held = 0


def _bytes(tile: Tile | None) -> int:
    return 0 if tile is None else tile[0].width * tile[0].height * len(tile[0].getbands()) + 200
