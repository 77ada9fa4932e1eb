"""What the store needs of the browser around it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from cache.operations import Database

T = TypeVar("T")


class Base(Protocol):
    """Opens the database and deletes it (indexeddb.py)."""

    async def open(self, lost: Callable[[], None]) -> Database:
        """Raises StoreError store/newer, store/refused. `lost` is called when another tab needs the database closed."""

    async def delete(self) -> bool:
        """Delete it, whatever its schema. False when the browser does not let go of it."""


class Locks(Protocol):
    """Names that a tab holds while it lives; all tabs of this site see them (locks.py)."""

    async def hold(self, name: str, shared: bool = False) -> bool:
        """Hold `name` until it is released or the page is gone. False when another holds it."""

    def release(self, name: str) -> None:
        """Let go of what `hold` took."""

    async def held(self) -> frozenset[str]:
        """Every name that is held now, in any tab."""

    async def alone(self, name: str, job: Callable[[], Awaitable[T]], wait: bool = True) -> T | None:
        """Do `job` while nobody else holds `name`. With `wait` false it is not done, and None comes back, when
        somebody does."""


class Channel(Protocol):
    """Tells the other tabs (channel.py)."""

    def send(self, kind: str) -> None:
        """Tell every other tab."""

    def listen(self, heard: Callable[[str], None]) -> None:
        """Call `heard` with what other tabs tell."""


class Sealing(Protocol):
    """A key that lives in the memory of this page only (sealing.py), and names of blobs."""

    async def seal(self, blob: Any) -> Any:
        """A Blob with the encrypted bytes of a Blob, an ArrayBuffer or a text. Raises StoreError store/fault."""

    async def unseal(self, blob: Any) -> Any:
        """The bytes again, as an ArrayBuffer. Raises StoreError store/missing for another page's."""

    async def digest(self, blob: Any) -> str:
        """SHA-256 of a Blob's or ArrayBuffer's bytes, 64 hex digits."""

    def random_name(self) -> str:
        """A random name of 64 hex digits, which says nothing of what it names."""


class Quota(Protocol):
    """The room that the browser gives (quota.py)."""

    async def estimate(self) -> tuple[int, int]:
        """Bytes in use and bytes allowed for this site; 0, 0 where the browser does not say."""

    async def persist(self) -> bool:
        """Ask the browser not to evict what is kept. Whether it agreed."""
