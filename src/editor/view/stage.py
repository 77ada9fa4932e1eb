"""The picture on the page: two canvases (after, before) over a checkerboard that stays with the screen. Adapter.

While a person zooms or pans, the bitmaps that are there are drawn at once; when the hand rests, the engine renders the
visible part exactly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from js import ResizeObserver, window
from pyodide.ffi import create_proxy

from editor import dom
from editor.document import BACKDROP, Document
from editor.engine_port import Clock, Engine
from editor.state import Look
from editor.tools.port import Marks, Turn
from editor.view.compare import Compare
from editor.view.gestures import Gestures, Hand
from editor.view.painter import Painter
from editor.view.renderer import Content, Renderer, Shot, Side, Slot, Wish
from editor.view.viewport import AIR, Rect, Viewport
from errors import AluoError
from imaging.layers import Layer, Scene
from imaging.matrix import Point
from imaging.options import Region

if TYPE_CHECKING:
    from editor.view.floating import Floating
    from editor.view.overlay import Overlay

REST_MS = 120
FADE_MS = 200
"""A little longer than the style's fading takes."""
PHONE = "(max-width: 719px)"


class Stage:
    """engine_port.View and tools.port.Surface. `changed` is called with each new view, for the zoom that is shown;
    `hand` is the tool that may take a gesture, `marks` what it wants to be drawn."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        failed: Callable[[AluoError], None],
        changed: Callable[[Viewport], None],
        hand: Hand,
        marks: Callable[[], Marks],
    ) -> None:
        self._changed = changed
        self._stage = dom.by_id("stage")
        self._paper = dom.by_id("paper")
        self._checker = dom.by_id("checker")
        self._painters: dict[Side, Painter] = {side: Painter(dom.by_id(side)) for side in ("after", "before")}
        self._renderer = Renderer(engine, clock, self._deliver, failed)
        self._compare = Compare(self._stage, lambda: None)
        self._engine = engine
        self._marks = marks
        self._hand = hand
        self._ghost: Scene | None = None
        self._doubt: tuple[Any, tuple[Point, ...], tuple[Point, ...]] | None = None
        self._document: Document | None = None
        self._preview: Document | None = None
        self._angle, self._about = 0.0, (0.0, 0.0)
        self._asked: deque[tuple[Scene, float]] = deque(maxlen=8)
        self._landing = False
        self._rulers = False
        self._viewport: Viewport | None = None
        self._look: Look = "backdrop"
        self._comparing = self._peeking = self._unveiling = self._fading = False
        self._frame = False
        self._timer = 0
        self._gestures = Gestures(self._stage, lambda: self._viewport, self._lay, hand)
        self._observer = ResizeObserver.new(create_proxy(lambda *_: self._resize()))
        self._observer.observe(dom.by_id("canvas"))

    @cached_property
    def _floating(self) -> Floating:
        from editor.view.floating import Floating  # with the first photo: starting does not wait for it

        return Floating(self._engine, self._draw_soon)

    @cached_property
    def _overlay(self) -> Overlay:
        from editor.view.overlay import Overlay

        return Overlay(dom.by_id("marks"), dom.by_id("after"), dom.by_id("before"))

    # engine_port.View

    def show(self, document: Document, unveil: bool = False, fade: bool = False) -> None:
        is_new = self._document is None or self._document.photo.id != document.photo.id
        self._document = document
        if is_new:
            dom.set_hidden(self._stage, False)
            self._renderer.forget()
            self._floating.drop()
            self._open(document)
        previewed, self._preview = self._preview is not None, None
        self._fit_canvas()
        if previewed and self._viewport is not None:
            self._lay(self._viewport.resized(*self._room()))
        if self._floating.flies:
            self._landing = True  # what flies is drawn until the engine has drawn the document
        if unveil and not self._comparing:
            self._unveiling = True
        self._fading = fade
        self._wish()
        self._draw_soon()

    async def drawn(self) -> None:
        await self._renderer.settled()
        self._draw()
        if self._unveiling:
            self._compare.unveil(self._unveiled)
            self._sides()

    def forget(self) -> None:
        self._renderer.forget()
        self._floating.drop()
        self._overlay.clear()
        for painter in self._painters.values():
            painter.clear()
        self._document = self._preview = self._viewport = None
        dom.set_hidden(self._stage, True)

    # how it is looked at

    def look(self, look: Look, comparing: bool, peeking: bool) -> None:
        """What stands behind the cut-out for the eye only, and how before and after share the stage."""
        if (look, comparing, peeking) == (self._look, self._comparing, self._peeking):
            return
        started = comparing and not self._comparing
        self._look, self._comparing, self._peeking = look, comparing, peeking
        if started:
            self._compare.at = 0.5
        self._wish()
        self._draw_soon()

    def ghost(self, scene: Scene | None) -> None:
        """Show this faintly over the picture; None for nothing."""
        if scene != self._ghost:
            self._ghost = scene
            self._wish()
            self._draw_soon()

    def doubt(self, bitmap: Any, corners: tuple[Point, ...], spot: tuple[Point, ...]) -> None:
        """Turn the picture grey and draw `bitmap` over it, see editor.doubts.Canvas; None: in its colours again."""
        self._stage.dataset.doubt = str(bitmap is not None).lower()
        self._doubt = (bitmap, corners, spot) if bitmap is not None else None
        self._draw_soon()

    @property
    def bytes(self) -> int:
        """Memory of the canvases and their bitmaps."""
        return sum(painter.bytes for painter in self._painters.values()) + self._floating.bytes

    # tools.port.Surface

    def lift(self, ids: tuple[str, ...]) -> None:
        if self._document is not None and self._viewport is not None:
            self._floating.lift(self._document, ids, self._viewport)

    def carry(self, layers: tuple[Layer, ...]) -> None:
        self._floating.carry(layers)
        self._draw_soon()

    def preview(self, document: Document | None, origin: Point = (0.0, 0.0), turn: Turn = (0.0, 0.0, 0.0)) -> None:
        if document is not self._preview:
            if turn[0]:
                self._angle, self._about = self._angle + turn[0], turn[1:]
            began = (document is None) != (self._preview is None)
            self._preview = document
            self._move_origin(*origin)
            self._fit_canvas()
            if began and self._viewport is not None:
                self._lay(self._viewport.resized(*self._room()))
            self._wish()
            self._draw_soon()

    def _move_origin(self, x: float, y: float) -> None:
        """What is on the screen stays where it is while the canvas begins elsewhere."""
        if (x or y) and self._viewport is not None:
            for painter in self._painters.values():
                painter.shift(x, y)
            if not self._viewport.fits:
                scale = self._viewport.scale
                self._viewport = replace(self._viewport, x=self._viewport.x - x * scale, y=self._viewport.y - y * scale)

    def mark(self) -> None:
        self._draw_soon()

    def colour_at(self, x: float, y: float) -> str:
        return self._painters["after"].colour_at(*self._viewport.at(x, y)) if self._viewport is not None else ""

    def view_scale(self) -> float:
        return self._viewport.scale if self._viewport is not None else 1.0

    def hand(self, on: bool) -> None:
        """While it is on, every press pans."""
        self._gestures.panning = on
        self._stage.dataset.hand = str(on).lower()

    def cursor(self, name: str) -> None:
        """The pointer's look over the canvas; "" is the view's own."""
        if self._stage.style.cursor != name:
            self._stage.style.cursor = name

    def rulers(self, on: bool) -> None:
        if on != self._rulers:
            self._rulers = on
            self._draw_soon()

    def fit(self) -> None:
        self._change(lambda viewport: viewport.fitted())

    def zoom_to(self, zoom: float) -> None:
        self._change(lambda viewport: viewport.zoomed(zoom))

    def pan(self, dx: float, dy: float) -> None:
        self._change(lambda viewport: viewport.moved(dx, dy))

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        self._change(lambda viewport: viewport.zoomed(viewport.zoom * factor, *viewport.at(x, y)))

    def show_part(self, x: float, y: float, width: float, height: float) -> None:
        self._change(lambda viewport: viewport.filled(Region(x, y, width, height)))

    def step(self, direction: int) -> None:
        """The next round zoom, in (1) or out (-1)."""
        self._change(lambda viewport: viewport.stepped(direction))

    def _change(self, change: Callable[[Viewport], Viewport]) -> None:
        if self._viewport is not None:
            self._lay(change(self._viewport))

    # the view

    def _open(self, document: Document) -> None:
        width, height, density, air_x, air_y = self._room()
        self._lay(Viewport(document.width, document.height, width, height, density, air_x, air_y).fitted())

    def _fit_canvas(self) -> None:
        """The view of a canvas that has another size now."""
        seen, viewport = self._preview or self._document, self._viewport
        if seen is None or viewport is None:
            return
        if (viewport.photo_width, viewport.photo_height) != (seen.width, seen.height):
            self._lay(viewport.of_size(seen.width, seen.height))

    def _room(self) -> tuple[float, float, float, float, float]:
        phone = bool(window.matchMedia(PHONE).matches)
        air = (20.0 if self._preview is not None else 0.0, 16.0) if phone else (AIR, AIR)
        return self._stage.clientWidth, self._stage.clientHeight, float(window.devicePixelRatio), *air

    def _resize(self) -> None:
        if self._viewport is not None and self._stage.clientWidth:
            self._lay(self._viewport.resized(*self._room()))
            self._draw()

    def _lay(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._draw_soon()
        window.clearTimeout(self._timer)
        self._timer = dom.later(self._wish, REST_MS)
        self._changed(viewport)

    def _wish(self) -> None:
        document, viewport = self._preview or self._document, self._viewport
        if document is None or viewport is None:
            return
        scene = self._seen(document)
        self._asked.append((scene, self._angle))
        before = Content(document.photo.id, self._ghost or document.before)
        after = Content(document.photo.id, scene)
        self._renderer.want("after", _wish(after, viewport))
        needs_before = self._comparing or self._peeking or self._unveiling or self._ghost is not None
        self._renderer.want("before", _wish(before, viewport) if needs_before else None)

    def _seen(self, document: Document) -> Scene:
        """The document's scene as it is looked at."""
        scene = document.scene
        if self._look == "backdrop":
            return scene
        return replace(scene, layers=tuple(layer for layer in scene.layers if layer.id != BACKDROP))

    def _deliver(self, side: Side, slot: Slot, shot: Shot, bitmap: Any) -> None:
        angle = next((angle for scene, angle in self._asked if scene is shot.content.scene), self._angle)
        if self._fading and side == "after":
            self._fade()
        self._painters[side].put(slot, shot, bitmap, angle)
        if side == "after" and self._document and shot.content.scene == self._seen(self._document):
            self._hand.shown()
            if self._landing:
                self._landing = False
                self._floating.land()
        self._draw_soon()

    def _fade(self) -> None:
        """What is seen now lies over what comes, and goes away softly."""
        self._fading = False
        after = dom.by_id("after")
        copy = after.cloneNode()
        copy.removeAttribute("id")
        copy.setAttribute("aria-hidden", "true")
        copy.className = "fading"
        copy.getContext("2d").drawImage(after, 0, 0)
        after.after(copy)
        dom.later(lambda: _gone(copy), FADE_MS)

    # drawing

    def _draw_soon(self) -> None:
        if not self._frame:
            self._frame = True
            dom.next_frame(self._draw)

    def _draw(self) -> None:
        self._frame = False
        viewport = self._viewport
        if viewport is None:
            return
        for side, painter in self._painters.items():
            painter.fit(viewport, side == "after" or self._seen_before)
            painter.draw(viewport, self._angle, self._about)
        if self._floating.flies:
            self._floating.draw(self._painters["after"].context, viewport)
        document = self._preview or self._document
        marks = self._marks()
        self._overlay.draw(viewport, marks, document.guides if document else (), self._rulers, self._doubt)
        self._lay_paper(viewport, marks)
        self._sides()
        self._compare.lay(viewport)

    def _lay_paper(self, viewport: Viewport, marks: Marks) -> None:
        paper = viewport.paper
        self._paper.style.visibility = "hidden" if marks.shade else ""
        if marks.shade:  # the paper to be is the frame of the crop
            paper = Rect(*viewport.at(*marks.shade[:2]), *(side * viewport.scale for side in marks.shade[2:]))
        style = self._paper.style
        style.width, style.height = f"{paper.width:.2f}px", f"{paper.height:.2f}px"
        style.transform = f"translate({paper.x:.2f}px, {paper.y:.2f}px)"
        right, bottom = viewport.stage_width - paper.x - paper.width, viewport.stage_height - paper.y - paper.height
        self._checker.style.clipPath = f"inset({paper.y:.2f}px {right:.2f}px {bottom:.2f}px {paper.x:.2f}px)"
        self._checker.dataset.on = self._look
        document = self._preview or self._document
        if document is not None and self._floating.flies:
            document = self._floating.laid(document)
        seen_through = document is not None and (
            document.transparent or (document.shows_cutout and self._look != "backdrop")
        )
        dom.set_hidden(self._checker, not seen_through)
        self._stage.dataset.pan = "true" if viewport.can_pan else "false"

    @property
    def _seen_before(self) -> bool:
        """Whether anything is seen of the other canvas: the picture before, or a ghost."""
        return self._comparing or self._unveiling or self._peeking or self._ghost is not None

    def _sides(self) -> None:
        parted = (self._comparing or self._unveiling) and not self._peeking
        ghost = self._ghost is not None and not (self._comparing or self._unveiling or self._peeking)
        dom.set_hidden(self._painters["before"].canvas, not self._seen_before)
        self._stage.dataset.ghost = "true" if ghost else "false"
        self._stage.dataset.parted = "true" if parted else "false"
        self._compare.show(parted)

    def _unveiled(self) -> None:
        self._unveiling = False
        self._wish()
        self._draw()


def _gone(canvas: Any) -> None:
    """Take a canvas off the page and give its pixels back, which else wait for a garbage collection."""
    canvas.remove()
    canvas.width = canvas.height = 0


def _wish(content: Content, viewport: Viewport) -> Wish:
    """The whole photo at its fitted size, and the visible part where that is not sharp enough."""
    whole, fitted = viewport.whole(), viewport.fitted()
    base = Shot(content, whole, *fitted.pixels(whole))
    visible = viewport.visible()
    sharp = Shot(content, visible, *viewport.pixels(visible))
    return Wish(base) if sharp == base or viewport.zoom <= fitted.zoom else Wish(base, sharp)
