"""What a tool is, and what it needs of the canvas: plain Python, so that every tool runs in the unit tests.

A tool is a small state machine: a press begins a gesture, moves go on with it, the release makes it one step of the
history. While a gesture runs only the view knows of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from editor.document import Document
from editor.edits import Edits
from editor.store import Store
from imaging.layers import Layer
from imaging.matrix import Point

Quad = tuple[Point, Point, Point, Point]
Turn = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is: `x`, `y` in canvas pixels. `reach` is how many of these one CSS pixel of the screen is, so
    that what is easy to hit stays so at every zoom; a finger is coarser than a mouse. `screen_x` and `screen_y` are CSS
    pixels of the stage."""

    x: float
    y: float
    reach: float = 1.0
    shift: bool = False
    alt: bool = False
    mod: bool = False
    kind: str = "mouse"
    button: int = 0
    pressure: float = 0.5
    screen_x: float = 1e6
    screen_y: float = 1e6

    @property
    def grip(self) -> float:
        """How far from a handle it is still hit, in canvas pixels."""
        return self.reach * (22 if self.kind == "touch" else 9)


@dataclass(frozen=True, slots=True)
class Frame:
    """A box with handles. `quad` holds its corners on the canvas; `handles` are names such as "nw" and "rotate"."""

    quad: Quad
    handles: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """A stroke that is being painted: x, y, x, y … on the canvas, `radius` in canvas pixels; `sizes` are shares of it
    at the points, where a pen sets them. `look` is "keep", "erase"
    or "heal"."""

    points: tuple[float, ...]
    radius: float
    look: str
    sizes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn over the picture, in canvas pixels. `lines` are guides that something snapped to (x1, y1, x2, y2),
    `shade` darkens all but this rectangle (x, y, width, height) and draws thirds in it; where `picture` is known, only
    that. `brush` is a circle, `sample` a point and the colour there, "" for none. `past` are strokes that the engine
    has not drawn yet, `loupe` is a point that is also shown large, aside."""

    frames: tuple[Frame, ...] = ()
    lines: tuple[tuple[float, float, float, float], ...] = ()
    shade: tuple[float, float, float, float] = ()  # type: ignore[assignment]
    picture: Quad = ()  # type: ignore[assignment]
    band: tuple[float, float, float, float] = ()  # type: ignore[assignment]
    brush: tuple[float, float, float] = ()  # type: ignore[assignment]
    source: tuple[float, float] = ()  # type: ignore[assignment]
    trail: Trail | None = None
    sample: tuple[float, float, str] = ()  # type: ignore[assignment]
    past: tuple[Trail, ...] = ()
    loupe: tuple[float, float] = ()  # type: ignore[assignment]


NO_MARKS = Marks()


class Surface(Protocol):
    """The canvas as tools see it."""

    def lift(self, ids: tuple[str, ...]) -> None:
        """Get ready to move these layers: the view asks the engine for them, for what is below and what is above."""

    def carry(self, layers: tuple[Layer, ...]) -> None:
        """Show the lifted layers as they lie in `layers`, at once and without the engine."""

    def preview(self, document: Document | None, origin: Point = (0.0, 0.0), turn: Turn = (0.0, 0.0, 0.0)) -> None:
        """Show another document instead of the one in the store; None: the one in the store again. Until the engine has
        drawn it, what is on the screen stands for it: `origin` is where the top left of the canvas that was shown lies
        on the new one, `turn` how far all of it was turned meanwhile, in degrees, and around which point."""

    def mark(self) -> None:
        """The tool's marks are others: draw them."""

    def pan(self, dx: float, dy: float) -> None:
        """Push the view by CSS pixels."""

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        """So many times as close, with the canvas's point staying where it is."""

    def show_part(self, x: float, y: float, width: float, height: float) -> None:
        """Fill the view with a part of the canvas."""

    def colour_at(self, x: float, y: float) -> str:
        """The colour on the screen at a point of the canvas, "#rrggbb", "" where nothing is."""

    def view_scale(self) -> float:
        """CSS pixels for one canvas pixel."""


@dataclass(slots=True)
class Context:
    """What every tool is made with. `spawn` runs asynchronous work, `run` a command of the table."""

    store: Store
    edits: Edits
    surface: Surface
    run: Callable[[str], None] = field(default=lambda name: None)
    spawn: Callable[[Any], None] = field(default=lambda job: None)

    @property
    def document(self) -> Document:
        return self.store.document


class Tool:
    """The base of all tools: does nothing, and lets the view pan."""

    cursor = ""
    """The CSS cursor over the canvas, "" for the view's own."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def enter(self) -> None:
        """The tool is chosen."""

    def leave(self) -> None:
        """Another one is chosen, or the photo is closed. What was begun is given up."""
        self.cancel()

    def down(self, at: Pointer) -> bool:
        """A press. False: the tool does not want it, and the view pans."""
        return False

    def move(self, at: Pointer) -> None:
        """The pressed pointer moves."""

    def up(self, at: Pointer) -> None:
        """The gesture ends well."""

    def cancel(self) -> bool:
        """Give up the gesture, or the tool's unfinished work. False when there was none."""
        return False

    def hover(self, at: Pointer) -> None:
        """The pointer moves without being pressed."""

    def out(self) -> None:
        """The pointer left the canvas."""

    def double(self, at: Pointer) -> bool:
        """A double click. False: the view zooms."""
        return False

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        """A key while the canvas or nothing has the focus. True when it was used."""
        return False

    def claims(self, key: str) -> bool:
        """Whether the tool wants this key before the commands do."""
        return False

    def shown(self) -> None:
        """The engine's picture of the document is on the screen."""

    def marks(self) -> Marks:
        """What to draw over the picture."""
        return NO_MARKS

    def changed(self) -> None:
        """The document or the selection is another one."""
