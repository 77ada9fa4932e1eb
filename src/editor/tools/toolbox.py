"""Which tool has the canvas: the one of the chosen task. Made when it is first needed, told when it goes."""

from __future__ import annotations

from collections.abc import Callable

from editor.brushes import Paint
from editor.document import Document
from editor.state import State, Task
from editor.tools.port import NO_MARKS, Context, Marks, Pointer, Tool

Make = Callable[[Context], Tool]


class Toolbox:
    """`makers` says how to make the tool of a task; a task without one lets the view pan. `cursor` shows the pointer's
    look."""

    def __init__(self, makers: dict[str, Callable[[], Make]], cursor: Callable[[str], None]) -> None:
        self._makers = makers
        self._cursor = cursor
        self._context: Context | None = None
        self._tools: dict[str, Tool] = {}
        self._tool: Tool | None = None
        self._lent: Tool | None = None
        self._task: Task | None = None
        self._seen: tuple[Document | None, tuple[str, ...], Paint] = (None, (), Paint())

    def connect(self, context: Context) -> None:
        """What the tools will be made with. The canvas and the tools need each other, so this comes second."""
        self._context = context

    @property
    def tool(self) -> Tool | None:
        """The present one."""
        return self._tool

    def draw(self, state: State) -> None:
        """Take the tool of the task, and tell it of changes."""
        desk = state.desk
        if state.history is None or desk.task != self._task:
            self._lent, self._task = None, desk.task
        # Exporting applies a crop.
        away = state.history is None or desk.compare or (desk.export and desk.task == "crop")
        wanted = None if away else self._lent or self._of("pick" if desk.pick and desk.task == "cutout" else desk.task)
        if wanted is not self._tool:
            left, self._tool = self._tool, wanted
            if left is not None:
                left.leave()
            if wanted is not None:
                wanted.enter()
            self._refresh()
        seen = state.document, state.desk.selected, state.desk.paint
        if seen != self._seen:
            self._seen = seen
            if self._tool is not None:
                self._tool.changed()
            self._refresh()

    def lend(self, tool: Tool | None) -> None:
        """Give the canvas to a tool for one gesture; None: to the task's again. Another task takes it back."""
        if self._context is not None:
            self._lent = tool
            self.draw(self._context.store.state)

    def marks(self) -> Marks:
        return self._tool.marks() if self._tool is not None else NO_MARKS

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        """A key that no command wants."""
        return self._tool is not None and self._tool.key(key, shift, alt)

    def claims(self, key: str) -> bool:
        """Whether the tool wants this key before the commands do."""
        return self._tool is not None and self._tool.claims(key)

    # gestures.Hand

    def down(self, at: Pointer) -> bool:
        if self._tool is None:
            return False
        taken = self._tool.down(at)
        self._refresh()
        return taken

    def move(self, at: Pointer) -> None:
        if self._tool is not None:
            self._tool.move(at)
            self._refresh()

    def up(self, at: Pointer) -> None:
        if self._tool is not None:
            self._tool.up(at)
            self._refresh()

    def cancel(self) -> bool:
        given_up = self._tool is not None and self._tool.cancel()
        if not given_up and self._lent is not None and self._lent is self._tool:
            self.lend(None)
            given_up = True
        self._refresh()
        return given_up

    def hover(self, at: Pointer) -> None:
        if self._tool is not None:
            self._tool.hover(at)
            self._refresh()

    def out(self) -> None:
        if self._tool is not None:
            self._tool.out()
            self._refresh()

    def double(self, at: Pointer) -> bool:
        return self._tool is not None and self._tool.double(at)

    def shown(self) -> None:
        """The engine's picture of the document is on the screen."""
        if self._tool is not None:
            self._tool.shown()

    # helpers

    def _of(self, task: str) -> Tool | None:
        if task not in self._makers or self._context is None:
            return None
        if task not in self._tools:
            self._tools[task] = self._makers[task]()(self._context)
        return self._tools[task]

    def _refresh(self) -> None:
        self._cursor(self._tool.cursor if self._tool is not None else "")
        if self._context is not None:
            self._context.surface.mark()
