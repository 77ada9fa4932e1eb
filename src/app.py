"""The UI thread's entry: builds the parts and ties them together. No rules in here."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from js import document, location, navigator, window

import words
from editor import commands as when
from editor import dom, engine_news
from editor.adjusting import Adjusting
from editor.choices import Choices
from editor.commands import Command, Registry
from editor.desk import Arrangement
from editor.input.files import Files
from editor.input.keyboard import Keyboard, next_region
from editor.input.sheets import Sheets
from editor.input.tooltips import Tooltips
from editor.intake import Incoming
from editor.layering import Layering
from editor.offline import keep_offline
from editor.outlet import BrowserClock, BrowserOutlet
from editor.panels.bars import Bars
from editor.panels.cutout import CutOutPanel
from editor.panels.ready import Ready
from editor.panels.rooms import Panel, Rooms
from editor.session import ENGINE_MODEL, Session
from editor.state import State, Task
from editor.store import Store
from editor.tools.port import Context
from editor.tools.toolbox import Make, Toolbox
from editor.view.stage import Stage
from engine import events
from engine.client import EngineClient
from engine.weights import weights_of
from engine.workers import BrowserHost
from errors import AluoError
from texts import t
from threads.js_port import plain


class App:
    """One page. Everything that runs is started through `spawn`, so that no failure is silent."""

    def __init__(self) -> None:
        site = plain(window.aluo.site)
        self.mac = "Mac" in str(navigator.platform)
        self.clock = BrowserClock()
        self.choices = Choices()
        self.store = Store()
        self.engine = EngineClient(BrowserHost(site["static"], weights_of(site)), self._heard)
        self.toolbox = Toolbox(self._tools(), lambda name: self.stage.cursor(name))
        self.stage = Stage(
            self.engine,
            self.clock,
            self.store.complain,
            lambda view: self.bars.zoomed(view),
            self.toolbox,
            self.toolbox.marks,
        )
        self.outlet = BrowserOutlet()
        self.session = Session(self.store, self.engine, self.stage, self.outlet, self.clock, lambda: self.choices.auto)
        self.layering = Layering(self.store, self.session.edits)
        self.adjusting = Adjusting(self.store, self.engine, self.session.edits)
        self.toolbox.connect(Context(self.store, self.session.edits, self.stage, self.run, self.spawn))
        self.desk = Arrangement(self.store, lambda: self.spawn(self.session.weigh()))
        self.files = Files(self._open, self._add, self.store.complain, self.spawn)
        self.registry = Registry(self._commands(), lambda: self.store.state)
        self.bars = Bars(self.registry)
        self.palette: Any = None
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        self.choices.paint()
        self.choices.hear_auto()
        Keyboard(self.registry, self.run, lambda: self.choices.letters, self.mac, self.toolbox.key)
        Tooltips(self.registry, self.mac)
        Sheets(self.desk.close)
        if self.choices.language != "en":
            self._speak(self.choices.language)
        for panel in (Ready(), CutOutPanel(self.store), self.desk, self.bars, self.toolbox):
            self.store.watch(panel.draw)
        self.rooms = Rooms(self.store, self._panels(), self._furnished)
        self.store.watch(self._look)
        dom.on(document, "click", self._clicked)
        self._take_over()

    def run(self, command: str) -> None:
        """Run a command of the table."""
        running = self.registry.run(command)
        if running is not None:
            self.spawn(running)

    def spawn(self, job: Awaitable[Any]) -> None:
        """Run `job` beside everything else; a failure is said, and its trace goes to the console."""
        task = dom.begin(self._guarded(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, job: Awaitable[Any]) -> None:
        try:
            await job
        except AluoError as error:
            self.store.complain(error)
        except Exception as error:
            traceback.print_exc()
            self.store.complain_of_page("page/fault", kind=type(error).__name__)

    def _furnished(self) -> None:
        """All panels are there."""
        self.bars.gather()
        if self.choices.language != "en":
            self._speak(self.choices.language)

    def _panels(self) -> tuple[Callable[[], Panel | None], ...]:
        """Panels that are imported when the page is ready: starting does not wait for them."""
        edits = self.session.edits

        def layers() -> Panel:
            from editor.panels.layers import LayersPanel
            from editor.panels.thumbs import Thumbs

            return LayersPanel(self.layering, Thumbs(self.engine))

        def export() -> Panel:
            from editor.panels.export import ExportPanel

            return ExportPanel(self.store)

        def backdrop() -> Panel:
            from editor.panels.backdrop import BackdropPanel

            return BackdropPanel(self.store, edits)

        def adjust() -> Panel:
            from editor.panels.adjust import AdjustPanel

            return AdjustPanel(self.store, self.engine, edits, self.adjusting)

        def arrange() -> Panel:
            from editor.panels.arrange import ArrangePanel

            return ArrangePanel(self.store, self.layering)

        def steps() -> Panel:
            from editor.panels.steps import StepsPanel

            return StepsPanel(self._jump)

        def privacy() -> Panel:
            from editor.panels.privacy import PrivacyPanel

            view = self.stage
            return PrivacyPanel(self.store, self.choices, lambda: view.bytes, lambda: self.spawn(self._clear()))

        def settings() -> None:
            from editor.panels.settings import SettingsPanel

            SettingsPanel(self.choices, self.registry, self.mac, self._choose_language)

        return (layers, export, backdrop, adjust, arrange, steps, privacy, settings)

    def _tools(self) -> dict[Task, Callable[[], Make]]:
        """The tools of the tasks, imported when a task is first chosen."""

        def arrange() -> Make:
            from editor.tools.arrange import Arrange

            return Arrange

        return {"arrange": arrange}

    def _commands(self) -> list[Command]:
        session, edits, stage, desk = self.session, self.session.edits, self.stage, self.desk
        photo, cut, adjusting = when.has_photo, when.differs, self.adjusting
        layering, some, movable = self.layering, when.has_selection, when.can_move
        return [
            Command("open", "Open image", self.files.choose, ("Mod+O",)),
            Command("paste", "Paste an image", self.files.paste),
            Command("open-instead", "Open it instead", session.open_instead),
            Command("undo", "Undo", edits.undo, ("Mod+Z",), when.can_undo),
            Command("redo", "Redo", edits.redo, ("Mod+Shift+Z", "Mod+Y"), when.can_redo),
            Command("copy", "Copy result", session.copy, ("Mod+C",), when.idle),
            Command("save", "Save to the same file", self._save_back, ("Mod+S",), when.idle),
            Command("save-project", "Save project", lambda: self._projects().save(), ("Mod+Shift+S",), when.idle),
            Command("export", "Export", desk.export, ("Mod+E",), photo),
            Command("export-close", "Close export", desk.done),
            Command("download", "Download", session.export, (), when.idle),
            Command("cancel", "Stop the work", session.cancel, (), when.at_work),
            Command("task-arrange", "Arrange", lambda: desk.task("arrange"), ("V",), photo),
            Command("task-cutout", "Cut out", lambda: desk.task("cutout"), (), photo),
            Command("task-adjust", "Adjust", lambda: desk.task("adjust"), ("A",), photo),
            Command("auto-light", "Auto enhance", lambda: adjusting.auto("light"), ("Mod+Shift+L",), photo),
            Command("auto-balance", "Auto white balance", lambda: adjusting.auto("balance"), ("Mod+Shift+B",), photo),
            Command("adjust-reset", "Reset adjustments", adjusting.reset, (), when.adjusted),
            Command("task-backdrop", "Backdrop", lambda: desk.task("backdrop"), ("G",), photo),
            Command("task-layers", "Layers", lambda: desk.task("layers"), (), photo),
            Command("select-all", "Choose all layers", layering.choose_all, ("Mod+A",), photo),
            Command("select-none", "Choose no layer", lambda: layering.choose(""), ("Mod+D",), some),
            Command("select-up", "Choose the next layer up", lambda: layering.choose_next(1), ("Alt+]",), photo),
            Command("select-down", "Choose the next layer down", lambda: layering.choose_next(-1), ("Alt+[",), photo),
            Command("duplicate", "Duplicate layers", layering.duplicate, ("Mod+J",), some),
            Command("remove-layer", "Delete layers", layering.remove, ("Delete", "Backspace"), some),
            Command("order-front", "To front", lambda: layering.order("front"), ("Mod+Shift+]",), photo),
            Command("order-back", "To back", lambda: layering.order("back"), ("Mod+Shift+[",), photo),
            Command("order-forward", "One layer up", lambda: layering.order("forward"), ("Mod+]",), photo),
            Command("order-backward", "One layer down", lambda: layering.order("backward"), ("Mod+[",), photo),
            Command("flip-x", "Flip sideways", lambda: layering.flip("x"), (), photo),
            Command("flip-y", "Flip upside down", lambda: layering.flip("y"), (), photo),
            Command("turn-left", "Turn left", lambda: layering.turn(-90), (), photo),
            Command("turn-right", "Turn right", lambda: layering.turn(90), (), photo),
            Command("fit-layer", "Fit the layer into the canvas", lambda: layering.fit(False), (), photo),
            Command("cover-layer", "Cover the canvas with the layer", lambda: layering.fit(True), (), photo),
            *(
                Command(f"align-{edge}", words.EDGES[edge], partial(layering.align, edge), (), movable)
                for edge in words.EDGES
            ),
            Command("distribute-x", "Spread across", lambda: layering.distribute("x"), (), when.has_several),
            Command("distribute-y", "Spread down", lambda: layering.distribute("y"), (), when.has_several),
            *(
                Command(f"shadow-{kind}", words.SHADOWS[kind], partial(layering.shadow, kind), (), photo)
                for kind in words.SHADOWS
            ),
            Command("add-picture", "Add a picture as a layer", self.files.add, ("Mod+Shift+O",), photo),
            Command("backdrop-picture", "Picture as backdrop", self.files.add_backdrop, (), photo),
            Command("hand", "Hold to pan", lambda: stage.hand(True), ("Space",), photo, lambda: stage.hand(False)),
            Command("rulers", "Rulers and guides", desk.rulers, ("Shift+R",), photo),
            Command("guide-x", "Guide down the middle", lambda: layering.guide("x"), (), photo),
            Command("guide-y", "Guide across the middle", lambda: layering.guide("y"), (), photo),
            Command("guides-clear", "Clear all guides", layering.clear_guides, (), photo),
            Command("done", "Done", desk.done),
            Command("cutout", "Remove background", session.cutout, ("B",), when.idle),
            Command("compare", "Before / after", desk.compare, (), cut),
            Command("peek", "Hold for all before", lambda: desk.peek(True), ("\\",), cut, lambda: desk.peek(False)),
            Command("history", "History", desk.steps, (), photo),
            Command("layers-fold", "Fold the layers", desk.fold, (), photo),
            Command("zoom-in", "Zoom in", lambda: stage.step(1), ("+", "="), photo),
            Command("zoom-out", "Zoom out", lambda: stage.step(-1), ("-",), photo),
            Command("zoom-fit", "Fit the picture", stage.fit, ("0",), photo),
            Command("zoom-100", "Zoom to 100 %", lambda: stage.zoom_to(1.0), ("1",), photo),
            Command("privacy", "Privacy", lambda: desk.drawer("privacy")),
            Command("settings", "Settings", lambda: desk.drawer("settings")),
            Command("keys", "Keys", desk.keys, ("?",)),
            Command("palette", "Search commands", self._search, ("Mod+K",)),
            Command("clear", "Clear all images now", desk.ask_clear, (), photo),
            Command("close-drawer", "Close", desk.close),
            Command("escape", "Close what is open, or stop the work", self._escape, ("Escape",)),
            Command("regions", "Go to the next region", next_region, ("F6",)),
            Command("reload", "Reload", lambda: location.reload()),
        ]

    def _search(self) -> None:
        from editor.panels.palette import PalettePanel  # loaded by its first use: starting does not wait for it

        self.palette = self.palette or PalettePanel(self.registry, self.store, self.choices, self.run, self.mac)
        self.palette.open()

    def _speak(self, language: str) -> None:
        from editor.translate import speak  # who begins in English loads neither this nor a table

        speak(language)
        self.store.say(words.said("language"), "still")

    def _choose_language(self, language: str) -> None:
        self.choices.put("language", language)
        self._speak(language)

    def _take_over(self) -> None:
        aluo = window.aluo
        aluo.handover()
        self.clock.mark("app:ready")
        self.rooms.begin()
        self.engine.start()
        aluo.replay()
        self.spawn(self.engine.load(ENGINE_MODEL))
        if not self.choices.kept:
            self.store.say(words.said("storage-refused"), "still")
        else:
            self.store.say(words.said("engine-starting"), "busy")
        for item in plain(aluo.early):
            self._early(item)
        if aluo.pending:
            self.run(str(aluo.pending))

    def _early(self, item: dict[str, Any]) -> None:
        if "sample" in item:
            self.spawn(self.files.sample(str(item["sample"])))
        else:
            self.files.take(item["files"], bool(item["folder"]))

    def _open(self, incoming: Incoming) -> None:
        project = incoming.name.lower().endswith(".aluo")
        self.spawn(self._projects().open(incoming) if project else self.session.open(incoming))

    def _projects(self) -> Any:
        from editor.projects import Projects

        return Projects(self.session, self.store, self.engine, self.outlet)

    async def _save_back(self) -> None:
        """Save where the file came from; without such a place the export panel says where to."""
        if self.session.can_save_back:
            await self.session.save_back()
        else:
            self.desk.export()

    def _add(self, incoming: Incoming, as_backdrop: bool) -> None:
        self.spawn(self.session.add_picture(incoming, as_backdrop))

    def _jump(self, index: int) -> None:
        self.session.edits.jump(index)
        self.store.arrange(steps=False)

    async def _clear(self) -> None:
        await self.session.clear()
        dom.by_id("privacy").focus()

    def _escape(self) -> None:
        state = self.store.state
        if not self.desk.escape() and state.alert is not None:
            self.session.dismiss()
        elif not state.alert and state.work is not None and not state.desk.drawer:
            self.run("cancel")

    def _look(self, state: State) -> None:
        desk = state.desk
        self.stage.look(desk.look, desk.compare, desk.peek)
        self.stage.rulers(desk.rulers)

    def _clicked(self, event: Any) -> None:
        button = event.target.closest("[data-command], [data-sample], #alert-act, #alert-dismiss")
        if not button or button.disabled:
            return
        if button.id == "alert-dismiss":
            self.session.dismiss()
        elif button.id == "alert-act" and self.store.state.alert is not None:
            self.run(self.store.state.alert.action)
        elif button.hasAttribute("data-sample"):
            self.spawn(self.files.sample(str(button.dataset.sample)))
        else:
            self.run(str(button.dataset.command))

    def _heard(self, event: events.EngineEvent) -> None:
        heard: dict[type, Callable[[Any], None]] = {
            events.EngineReady: self._engine_ready,
            events.EngineFailed: lambda news: engine_news.failed(self.store, news.error),
            events.EngineRestarted: lambda news: engine_news.restarted(self.store),
            events.ModelLoading: lambda news: engine_news.model(
                self.store, model="loading", received=news.received, total=news.total
            ),
            events.ModelReady: lambda news: engine_news.model(self.store, model="ready", threads=news.threads),
            events.ModelFailed: lambda news: engine_news.model(self.store, model="failed"),
        }
        heard[type(event)](event)

    def _engine_ready(self, news: events.EngineReady) -> None:
        self.clock.mark("engine:ready")
        engine_news.ready(self.store, news.confined, news.isolated)
        self.choices.put("visited", str(window.aluo.site.version))
        self.spawn(self.session.weigh())
        self.spawn(keep_offline(self._kept))

    def _kept(self, count: int) -> None:
        dom.set_text(dom.by_id("offline").querySelector("h3"), t("Works offline now"))
        dom.set_text(dom.by_id("offline-words"), words.said("offline", size=words.size(count)))


async def start() -> None:
    """Called by the page's one line of Python."""
    try:
        App().start()
    except Exception:
        dom.root.dataset.app = "failed"
        dom.set_text(dom.by_id("status"), words.said("broken"))
        raise
