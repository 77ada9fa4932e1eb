"""From an open picture to what is kept of it, and back: its files by name, its document and its history as text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from cache.pictures import Draft, Pictures
from cache.store import Blob
from editor import saving
from editor.document import Document
from editor.engine_port import Engine, Outlet
from editor.history import History
from editor.projects import MASK, Part, Projects, masks_of, named, project_of
from editor.session import Session
from editor.store import Store
from errors import AluoError, StoreError
from imaging.layers import Layer
from keeping import steps
from keeping.steps import Row, Told, Trail


class Files(Protocol):
    """What drafts need of the page (keeper.Desk)."""

    def digest(self, blob: Any) -> Awaitable[str]:
        """SHA-256 of a Blob's or ArrayBuffer's bytes."""

    def random_name(self) -> str:
        """A random name of 64 hex digits."""

    def size(self, blob: Any) -> int:
        """Bytes of a Blob or an ArrayBuffer."""

    def blob(self, buffer: Any) -> Any:
        """A Blob of an ArrayBuffer, a Blob as it is."""


class Drafts:
    """Makes drafts of the picture in `session` and reads kept ones into it."""

    def __init__(
        self, pictures: Pictures, session: Session, store: Store, engine: Engine, outlet: Outlet, desk: Files
    ) -> None:
        self._pictures = pictures
        self._session = session
        self._store = store
        self._engine = engine
        self._outlet = outlet
        self._desk = desk
        self._projects = Projects(session, store, engine, outlet)
        self._names: dict[str, tuple[Any, str]] = {}

    def rename(self) -> None:
        """Every file gets another name: a private session begins or ends."""
        self._names.clear()

    async def make(self, history: History[Document], key: str, trail: Trail) -> tuple[Draft, Trail]:
        """The picture as it is kept under `key`, where `trail` of its history is kept; and what is kept then."""
        parts: dict[str, Any] = {}
        shown = [history.value] if self._pictures.private else [step.value for step in steps.latest(trail, history)]
        for document in shown:
            for photo in document.files:
                parts[photo.id], _ = self._engine.kept(photo.id)
                masks = masks_of(document, photo.id, self._engine)
                parts |= {MASK + name: mask.mask for name, mask in masks.items()}
        sources, blobs = {}, {}
        for part, data in parts.items():
            sources[part] = await self._name(part, data)
            blobs[sources[part]] = Blob(data, self._desk.size(data))

        def text_of(document: Document) -> str:
            own = {photo.id for photo in document.files}
            own |= {MASK + name for photo in own.copy() for name in masks_of(document, photo, self._engine)}
            mine = {part: name for part, name in sources.items() if part in own}
            return saving.to_json(project_of(document, mine, self._engine))

        name = history.value.photo.name
        if self._pictures.private:
            return Draft(key, name, text_of(history.value), blobs), Trail()
        then, changed = steps.laid(trail, history, text_of)
        last = then.last
        text = last[1] if last is not None and last[0] is history.value else text_of(history.value)
        return Draft(key, name, text, blobs, changed), then

    async def _name(self, part: str, data: Any) -> str:
        """The name of a file: made once for each."""
        held, name = self._names.get(part, (None, ""))
        if held is not data:
            # The hash of a private picture would say which picture it is.
            name = self._desk.random_name() if self._pictures.private else await self._desk.digest(data)
            self._names[part] = (data, name)
        return name

    async def read(self, key: str, name: str) -> tuple[Document, Restored]:
        """The document of a kept picture, with its files in the engine."""
        record = await self._pictures.read(key)
        if record is None:
            raise StoreError("store/missing", name=name)
        text = record.document
        if not isinstance(text, str):
            text = (await self._outlet.read(text)).decode()
        parts = {one: Part(self._desk.blob(data), self._desk.size(data)) for one, data in record.blobs.items()}
        project, ids = saving.from_json(text, parts.keys(), name), dict[str, str]()
        document = await self._projects.restore(project, parts, name, ids)
        self._remember(project.sources, ids)
        return document, Restored(key, parts, ids)

    def _remember(self, sources: Mapping[str, str], ids: Mapping[str, str]) -> None:
        """The files keep the names that they have on the disk, so the next save writes none of them."""
        for old, photo in ids.items():
            file, mattes = self._engine.kept(photo)
            if old in sources:
                self._names[photo] = (file, sources[old])
            for matte, mask in mattes.items():
                if MASK + named(old, matte) in sources:
                    self._names[MASK + named(photo, matte)] = (mask.mask, sources[MASK + named(old, matte)])

    async def bring_back(self, restored: Restored, document: Document) -> Trail:
        """Give the open picture its kept history, and say what is kept of it. A history that cannot be read is none."""
        try:
            told = steps.told(await self._pictures.steps(restored.key, steps.names))
            if len(told.texts) < 2:
                return Trail()
            documents = await self._documents(restored, told, document)
        except AluoError:
            return Trail()
        self._session.hold(tuple(restored.ids.values()))
        history = self._session.remember(document, documents, told.labels, told.index)
        places = {id(value): at for at, value in enumerate(documents)}
        rows = tuple(
            Row(step, told.names[at], told.bytes[at], at == 0)
            for step in history.steps
            if (at := places.get(id(step.value), -1)) >= 0
        )
        whole = len(rows) == len(documents)  # two that turned out equal are one step: then the rows are written anew
        return Trail(rows, 1 + max(map(int, told.names))) if whole else Trail()

    async def _documents(self, restored: Restored, told: Told, document: Document) -> list[Document]:
        """The documents of all steps; what neighbours share is there once."""
        found = {told.index: document}
        count = len(told.texts)
        for at in (*range(told.index - 1, -1, -1), *range(told.index + 1, count)):
            project = saving.from_json(told.texts[at], restored.parts.keys())
            read = await self._projects.restore(project, restored.parts, "", restored.ids)
            self._remember(project.sources, restored.ids)
            found[at] = _sharing(read, found[at + 1 if at < told.index else at - 1])
            await asyncio.sleep(0)  # the page answers meanwhile
        await self._latest(document)
        return [found[at] for at in range(count)]

    async def _latest(self, document: Document) -> None:
        """The mattes of the present document count as the latest again, after those of other steps came in."""
        for photo in document.files:
            for mask in masks_of(document, photo.id, self._engine).values():
                await self._engine.restore(photo.id, mask)


class Restored:
    """A kept picture whose files the engine has: `parts` by their names, `ids` the engine's by the kept ones."""

    def __init__(self, key: str, parts: Mapping[str, Part], ids: dict[str, str]) -> None:
        self.key, self.parts, self.ids = key, parts, ids

    @property
    def held(self) -> tuple[str, ...]:
        return tuple(self.ids.values())


def _sharing(document: Document, other: Document) -> Document:
    """The document with the layers of `other` where they are the same."""
    known = {layer.id: layer for layer in other.layers}

    def same(layer: Layer) -> Layer:
        return known[layer.id] if known.get(layer.id) == layer else layer

    return replace(document, layers=tuple(map(same, document.layers)))
