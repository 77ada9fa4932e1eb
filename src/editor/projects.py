"""Project files: the document with everything that it needs, saved on the person's own disk and opened again.

A project holds the opened files as they came, the network's masks, the layers and what is known of each file; so it
opens without finding the subject anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import words
from editor.document import Backdrop, CutOut, Document, Photo
from editor.engine_port import Engine, Outlet
from editor.intake import Incoming
from editor.session import Session
from editor.state import Work
from editor.store import Store
from engine.protocol import CutOutDone
from errors import AluoError, InputError
from imaging.layers import Blur, Layer, Raster
from imaging.options import Region

if TYPE_CHECKING:
    from editor.saving import Project

ENDING = ".aluo"
MASK = "mask-"
"""Before the id of a file: the mask that belongs to it."""


def is_project(name: str) -> bool:
    """Whether a file's name says that it is a project."""
    return name.lower().endswith(ENDING)


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a project: a Blob and its size in bytes."""

    blob: Any
    bytes: int


def project_of(document: Document, sources: Mapping[str, str], engine: Engine) -> Project:
    """The document as it is saved; `sources` are the hashes of its files and masks."""
    from editor import saving

    facts = facts_of(document, engine)
    return saving.Project(document.layers, document.width, document.height, document.guides, sources, facts)


def facts_of(document: Document, engine: Engine) -> dict[str, Any]:
    """What a project says beside its layers: of each file, of each mask, of the cut-out and the backdrop."""
    masks = {name: mask for photo in document.files for name, mask in masks_of(document, photo.id, engine).items()}
    return {
        "files": [asdict(photo) for photo in document.files],
        "masks": {name: _mask_facts(mask) for name, mask in masks.items()},
        "cutout": asdict(document.cutout) if document.cutout else {},
        "backdrop": asdict(document.backdrop),
    }


def masks_of(document: Document, photo: str, engine: Engine) -> dict[str, CutOutDone]:
    """The masks of the subjects of `photo` that the document shows, the latest last. Their names are the photo's id,
    followed by the matte's name where that has one."""
    _, mattes = engine.kept(photo)
    contents = [layer.content for layer in document.layers]
    wanted = {content.matte for content in contents if isinstance(content, Raster) and content.source == photo}
    if any(isinstance(content, Blur) and content.source == photo for content in contents):
        wanted |= set(list(mattes)[-1:])  # blurring leaves the subject out
    return {named(photo, name): mask for name, mask in mattes.items() if name in wanted}


def named(photo: str, matte: str) -> str:
    """What a mask is called in a project."""
    return f"{photo}.{matte}" if matte else photo


def _mask_facts(mask: CutOutDone) -> dict[str, Any]:
    return {
        "model": mask.model,
        "width": mask.mask_width,
        "height": mask.mask_height,
        "box": asdict(mask.box),
        "coverage": mask.coverage,
        "matte": mask.matte,
        "bits": mask.mask_bits,
    }


class Projects:
    """Saves and opens projects of `session`."""

    def __init__(self, session: Session, store: Store, engine: Engine, outlet: Outlet) -> None:
        self._session = session
        self._store = store
        self._engine = engine
        self._outlet = outlet

    async def save(self) -> None:
        """Write the project into a file of the person's."""
        if self._store.state.idle:
            name = self._store.document.photo.stem + ENDING
            await self._session.work(Work("save", name), words.said("saving", name=name), self._save(name))

    async def _save(self, name: str) -> None:
        from editor import packing, saving  # needed only now: starting does not wait for them

        document, files, sources = self._store.document, {}, {}
        for photo in document.files:
            file, _ = self._engine.kept(photo.id)
            parts = {photo.id: await self._outlet.read(file)}
            for part, mask in masks_of(document, photo.id, self._engine).items():
                parts[MASK + part] = await self._outlet.read(mask.mask)
            for part, data in parts.items():
                sources[part] = sha256(data).hexdigest()
                files[sources[part]] = data
        project = project_of(document, sources, self._engine)
        packed = packing.pack(saving.to_json(project), files)
        self._outlet.save(self._outlet.buffer(packed), packing.MEDIA_TYPE, name)
        self._store.say(words.said("saved", name=name, size=words.size(len(packed))))

    async def open(self, incoming: Incoming) -> None:
        """Open a project in place of the present document, which stays when that fails."""
        if self._store.state.work is not None:
            self._store.complain(InputError("input/busy", name=incoming.name, current=self._store.state.work.name))
            return
        sentence = words.said("opening", name=incoming.name)
        await self._session.work(Work("open", incoming.name, "reading"), sentence, self._open(incoming))
        await self._session.follow_up()

    async def _open(self, incoming: Incoming) -> None:
        from editor import packing, saving

        text, files = packing.unpack(await self._outlet.read(incoming.file), incoming.name)
        project = saving.from_json(text, files, incoming.name)
        parts = {name: Part(self._outlet.blob(data), len(data)) for name, data in files.items()}
        ids: dict[str, str] = {}
        document = await self.restore(project, parts, incoming.name, ids)
        await self._session.take(document, tuple(ids.values()))
        self._store.say(words.said("project-opened", name=incoming.name, count=len(document.layers)))

    async def restore(self, project: Project, parts: Mapping[str, Part], name: str, ids: dict[str, str]) -> Document:
        """Give the engine the files of a project, `parts` by their hashes. Its document; `ids` gets the engine's new
        ids of files that were not in it yet. Raises InputError "project/damaged" when a part is missing or does not
        fit; then the engine forgets what it got here."""
        before = set(ids)
        try:
            return await self._read(project, parts, ids)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            await self._forget(ids, before)
            raise InputError("project/damaged", name=name) from error
        except AluoError:
            await self._forget(ids, before)
            raise

    async def _read(self, project: Project, parts: Mapping[str, Part], ids: dict[str, str]) -> Document:
        """The document of a project; `ids` is filled with the engine's new id of each of its files."""
        facts = project.facts
        photos = []
        for fact in facts["files"]:
            photo = _made(Photo, {**fact, "notes": tuple(fact["notes"]), "dropped": tuple(fact["dropped"])})
            file = parts[project.sources[photo.id]].blob
            if photo.id not in ids:
                ids[photo.id] = self._session.fresh_id()
                await self._engine.open(ids[photo.id], photo.name, file)
            for name in [name for name in facts["masks"] if name.partition(".")[0] == photo.id]:
                if name.partition(".")[2] not in self._engine.kept(ids[photo.id])[1]:
                    mask = await self._mask(facts["masks"][name], parts[project.sources[MASK + name]])
                    await self._engine.restore(ids[photo.id], mask)
            photos.append(replace(photo, id=ids[photo.id]))
        cutout = facts["cutout"]
        backdrop = _made(Backdrop, facts["backdrop"])
        return Document(
            photos[0],
            project.width,
            project.height,
            tuple(_renamed(layer, ids) for layer in project.layers),
            _made(CutOut, {**cutout, "box": _made(Region, cutout["box"])}) if cutout else None,
            replace(backdrop, picture=ids.get(backdrop.picture, "")),
            tuple(photos[1:]),
            project.guides,
        )

    async def _mask(self, mask: Mapping[str, Any], part: Part) -> CutOutDone:
        width, height, bits = int(mask["width"]), int(mask["height"]), int(mask.get("bits", 32))
        if bits not in (8, 32) or part.bytes != width * height * bits // 8:
            raise ValueError("a mask of another size")
        box, matte = _made(Region, mask["box"]), str(mask.get("matte", ""))
        data = self._outlet.buffer(await self._outlet.read(part.blob))
        facts = float(mask["coverage"]), 0.0, 0.0, 1
        return CutOutDone("", str(mask["model"]), data, width, height, box, *facts, matte, bits)

    async def _forget(self, ids: dict[str, str], but: set[str]) -> None:
        for kept in ids.keys() - but:
            await self._engine.close(ids.pop(kept))


def _made(kind: Any, data: Mapping[str, Any]) -> Any:
    """A dataclass out of a plain table. Raises TypeError when it does not fit."""
    known = {field.name: field.type for field in fields(kind)}
    for name, value in data.items():
        simple: Any = {"str": str, "int": int, "float": (int, float), "bool": bool}.get(str(known.get(name)), object)
        if not isinstance(value, simple):
            raise TypeError(name)
    return kind(**data)


def _renamed(layer: Layer, ids: Mapping[str, str]) -> Layer:
    content = layer.content
    if isinstance(content, Raster | Blur):
        return replace(layer, content=replace(content, source=ids[content.source]))
    return layer
