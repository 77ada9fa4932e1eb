"""Files that come in: chosen, dropped anywhere, pasted, or a sample. Adapter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from js import URL, document, fetch, navigator, window
from pyodide.ffi import JsException

from editor import dom
from editor.intake import Incoming, one_photo
from errors import AluoError, InputError
from texts import t


class Files:
    """`opened` is called with each photo, `added` with a picture that goes into the open document (and whether as its
    backdrop), `refused` with what could not be taken."""

    def __init__(
        self,
        opened: Callable[[Incoming], None],
        added: Callable[[Incoming, bool], None],
        refused: Callable[[AluoError], None],
        spawn: Callable[[Any], None],
    ) -> None:
        self._spawn = spawn
        self._opened = opened
        self._added = added
        self._more: Any = None
        self._as_backdrop = False
        self._refused = refused
        for name in ("file", "camera"):
            dom.on(dom.by_id(name), "change", self._chosen)
        dom.on(window, "paste", self._pasted, passive=False)
        dom.on(window, "dragover", self._over, passive=False)
        dom.on(window, "dragleave", self._left)
        dom.on(window, "drop", self._dropped, passive=False)

    def choose(self) -> None:
        """Open the browser's file dialog."""
        dom.by_id("file").click()

    def add(self) -> None:
        """Choose a picture that becomes a layer."""
        self._choose_more(False)

    def add_backdrop(self) -> None:
        """Choose a picture that stands behind the cut-out."""
        self._choose_more(True)

    def take(self, files: Iterable[Any], folder: bool = False) -> None:
        """Files from wherever they came."""
        try:
            self._opened(one_photo([incoming(file) for file in files], folder))
        except InputError as error:
            self._refused(error)

    def open(self, incoming: Incoming) -> None:
        """One file that is known already."""
        try:
            self._opened(one_photo([incoming]))
        except InputError as error:
            self._refused(error)

    async def paste(self) -> None:
        """Read the clipboard, for the button; the browser may ask the person first."""
        try:
            for item in await navigator.clipboard.read():
                kind = next((str(kind) for kind in item.types if str(kind).startswith("image/")), "")
                if kind:
                    blob = await item.getType(kind)
                    self._opened(one_photo([Incoming("pasted." + kind.split("/")[1], int(blob.size), blob)]))
                    return
        except (JsException, AttributeError):
            pass  # no permission, or a browser without the interface: said as an empty clipboard
        self._refused(InputError("input/clipboard-empty"))

    async def sample(self, name: str) -> None:
        """One of the photos that come with the page."""
        response = await fetch(URL.new(str(window.aluo.site.static.page) + name, document.baseURI).href)
        blob = await response.blob()
        self._opened(Incoming(name, int(blob.size), blob))

    def _choose_more(self, as_backdrop: bool) -> None:
        if self._more is None:
            accept = str(dom.by_id("file").accept)
            self._more = dom.make(
                "input", type="file", class_="sr", aria_label=t("Add picture"), accept=accept, id="more"
            )
            self._more.tabIndex = -1
            document.body.append(self._more)
            dom.on(self._more, "change", self._chosen_more)
        self._as_backdrop = as_backdrop
        self._more.click()

    def _chosen_more(self, event: Any) -> None:
        files = list(event.target.files)
        event.target.value = ""
        if files:
            try:
                self._added(one_photo([incoming(file) for file in files]), self._as_backdrop)
            except InputError as error:
                self._refused(error)

    def _chosen(self, event: Any) -> None:
        files = list(event.target.files)
        event.target.value = ""
        if files:
            self.take(files)

    def _pasted(self, event: Any) -> None:
        files = list(event.clipboardData.files) if event.clipboardData else []
        if files:
            event.preventDefault()
            self.take(files)

    def _over(self, event: Any) -> None:
        if _holds_files(event):
            event.preventDefault()
            dom.root.dataset.drag = "true"

    def _left(self, event: Any) -> None:
        if not event.relatedTarget:
            dom.root.dataset.drag = "false"

    def _dropped(self, event: Any) -> None:
        dom.root.dataset.drag = "false"
        if not _holds_files(event):
            return
        event.preventDefault()
        items = list(event.dataTransfer.items)
        entries = [item.webkitGetAsEntry() for item in items]
        folder = any(entry and entry.isDirectory for entry in entries)
        files = list(event.dataTransfer.files)
        if len(files) == 1 and not folder and hasattr(items[0], "getAsFileSystemHandle"):
            self._spawn(self._with_handle(files[0], items[0].getAsFileSystemHandle()))
        else:
            self.take(files, folder)

    async def _with_handle(self, file: Any, asked: Any) -> None:
        """A dropped file that can be saved back to its place: where the browser says where that is."""
        try:
            handle = await asked
        except JsException:
            handle = None
        try:
            self._opened(replace(one_photo([incoming(file)]), handle=handle or None))
        except InputError as error:
            self._refused(error)


def incoming(file: Any, handle: Any = None) -> Incoming:
    """A File of the browser as the editor takes it."""
    return Incoming(str(file.name) or "pasted.png", int(file.size), file, handle)


def _holds_files(event: Any) -> bool:
    return bool(event.dataTransfer) and "Files" in list(event.dataTransfer.types)
