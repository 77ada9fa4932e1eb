"""The UI thread's entry: builds the parts and ties them together. No rules in here."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from js import document, navigator, window

import furniture
import menu
import words
from editor import brush_state as brushes
from editor import commands as when
from editor import dom, engine_news
from editor.brushes import EdgeMode
from editor.choices import Choices
from editor.commands import Registry
from editor.desk import Arrangement
from editor.input.files import Files
from editor.input.keyboard import Keyboard
from editor.input.sheets import Sheets
from editor.input.tooltips import Tooltips
from editor.intake import Incoming
from editor.offline import Offline
from editor.outlet import BrowserClock, BrowserOutlet
from editor.panels.bars import Bars
from editor.panels.cutout import CutOutPanel
from editor.panels.ready import Ready
from editor.panels.rooms import Rooms
from editor.session import ENGINE_MODEL, Session
from editor.state import State
from editor.store import Store
from editor.tools.toolbox import Toolbox
from editor.view.stage import Stage
from engine import events
from engine.client import EngineClient
from engine.weights import weights_of
from engine.workers import BrowserHost
from errors import AluoError
from parts import Parts
from texts import t
from threads.js_port import plain


class App:
    """One page. Everything that runs is started through `spawn`, so that no failure is silent."""

    def __init__(self) -> None:
        site = plain(window.aluo.site)
        self.fonts = str(site["static"]["fonts"])
        self.network_bytes = {name: int(row["bytes"]) for name, row in site["models"].items()}
        self.mac = "Mac" in str(navigator.platform)
        self.clock = BrowserClock()
        self.choices = Choices()
        self.store = Store()
        self.engine = EngineClient(BrowserHost(site["static"], weights_of(site), self.choices), self._heard)
        self.toolbox = Toolbox(furniture.tools(self), lambda name: self.stage.cursor(name))
        self.stage = Stage(
            self.engine,
            self.clock,
            self.store.complain,
            lambda view: self.bars.zoomed(view),
            self.toolbox,
            self.toolbox.marks,
        )
        self.outlet = BrowserOutlet()
        self.offline = Offline(self._kept, lambda: self.store.complain_of_page("page/new-version"))
        self.store.cut(model=self.choices.get("model", "auto"), budget_mb=int(self.choices.get("memory", "0")))
        self.session = Session(
            self.store,
            self.engine,
            self.stage,
            self.outlet,
            self.clock,
            lambda: self.choices.auto,
            lambda: self.parts.device(),
        )
        self.parts = Parts(self)
        self.toolbox.connect(self.parts.context)
        self.desk = Arrangement(self.store, lambda: self.spawn(self.session.weigh()))
        self.files = Files(self._open, self._add, self.store.complain, self.spawn)
        self.registry = Registry(menu.commands(self), lambda: self.store.state)
        self.bars = Bars(self.registry)
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        self.choices.paint()
        self.choices.hear_auto()
        Keyboard(self.registry, self.run, lambda: self.choices.letters, self.mac, self.toolbox.key, self.toolbox.claims)
        Tooltips(self.registry, self.mac)
        Sheets(self.desk.close)
        if self.choices.language != "en":
            self._speak(self.choices.language)
        for panel in (Ready(), CutOutPanel(self.store), self.desk, self.bars, self.toolbox):
            self.store.watch(panel.draw)
        self.rooms = Rooms(self.store, furniture.panels(self), self._furnished)
        self.store.watch(self.rooms.draw)
        self.store.watch(self._look)
        dom.on(document, "click", self._clicked)
        dom.on(dom.by_id("model"), "change", lambda event: self.choose_model(str(event.target.value)))
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
        self.retell()

    def retell(self) -> None:
        """Say in the person's language what was made since."""
        if self.choices.language != "en":
            self._speak(self.choices.language)

    def arm(self, mode: EdgeMode) -> None:
        """Take the brush; the canvas has the focus then, so that keys can paint at once."""
        self.parts.brushing.arm(mode)
        dom.by_id("canvas").focus()

    def pick(self) -> None:
        """Let the canvas wait for a box around the subject."""
        self.parts.picking.begin()
        dom.by_id("canvas").focus()

    def ask_source(self) -> None:
        self.parts.brushing.ask_source()
        dom.by_id("canvas").focus()

    def choose_model(self, name: str) -> None:
        """The choice Model; what it needs no more gives its memory back."""
        self.choices.put("model", "" if name == "auto" else name)
        self.store.cut(model=name)
        self.session.cutting.release()

    def search(self) -> None:
        """The list of all commands."""
        self.parts.palette.open()

    def _speak(self, language: str) -> None:
        from editor.translate import speak  # who begins in English loads neither this nor a table

        speak(language)

    def choose_language(self, language: str) -> None:
        self.choices.put("language", language)
        self._speak(language)
        self.store.say(words.said("language"), "still")

    def _take_over(self) -> None:
        aluo = window.aluo
        aluo.handover()
        self.clock.mark("app:ready")
        self.rooms.begin()
        if not self.choices.kept:
            self.store.say(words.said("storage-refused"), "still")
        else:
            self.store.say(words.said("engine-starting"), "busy")
        self.engine.start()
        aluo.replay()  # an engine that was up first is heard here, and what it says is the last word
        self.spawn(self.engine.load(ENGINE_MODEL))
        for item in plain(aluo.early):
            self._early(item)
        if aluo.pending:
            self.run(str(aluo.pending))

    def _early(self, item: dict[str, Any]) -> None:
        if "recent" in item:
            self.parts.keeping.open(str(item["recent"]))
        elif "sample" in item:
            self.spawn(self.files.sample(str(item["sample"])))
        else:
            self.files.take(item["files"], bool(item["folder"]))

    def _open(self, incoming: Incoming) -> None:
        project = incoming.name.lower().endswith(".aluo")
        self.spawn(self.parts.projects.open(incoming) if project else self.session.open(incoming))

    async def save_back(self) -> None:
        """Save where the file came from; without such a place the export panel says where to."""
        if self.session.can_save_back:
            await self.session.save_back()
        else:
            self.desk.export()

    def _add(self, incoming: Incoming, as_backdrop: bool) -> None:
        self.spawn(self.session.add_picture(incoming, as_backdrop))

    def jump(self, index: int) -> None:
        self.session.edits.jump(index)
        self.store.arrange(steps=False)

    async def clear(self) -> None:
        await self.parts.keeping.keeper.clear()
        dom.by_id("privacy").focus()

    async def free_room(self) -> None:
        await self.parts.keeping.keeper.free_room()

    async def update(self) -> None:
        """Reload into the newer version; what can be kept is kept first."""
        await self.parts.keeping.keeper.save()
        self.offline.take_over()

    def can_undo(self, state: State) -> bool:
        crop = self.parts.cropping
        return when.can_undo(state) or (crop is not None and crop.can_undo)

    def can_redo(self, state: State) -> bool:
        crop = self.parts.cropping
        return when.can_redo(state) or (crop is not None and crop.can_redo)

    def undo(self) -> None:
        """A crop in work is undone change by change, then the picture."""
        crop = self.parts.cropping
        if crop is None or not crop.undo():
            self.session.edits.undo()

    def redo(self) -> None:
        crop = self.parts.cropping
        if crop is None or not crop.redo():
            self.session.edits.redo()

    def copy(self) -> Awaitable[None]:
        """The result as it is framed now."""
        crop = self.parts.cropping
        if crop is not None:
            crop.settle()
        return self.session.copy()

    def perspective(self) -> None:
        """Mark what should be an upright rectangle."""
        self.desk.task("crop")
        self.parts.framing.mark(True)

    def escape(self) -> None:
        state = self.store.state
        if state.desk.pick and state.working("cutout"):
            self.run("cancel")
            return
        if not (state.desk.steps or state.desk.drawer or state.desk.export) and self.toolbox.cancel():
            return
        if self._put_away():
            return
        if not self.desk.escape() and state.alert is not None:
            self.session.dismiss()
        elif not state.alert and state.work is not None and not state.desk.drawer:
            self.run("cancel")

    def _put_away(self) -> bool:
        """Escape ends painting. False when no brush was out."""
        desk = self.store.state.desk
        if desk.pick and desk.task == "cutout" and not desk.drawer and not desk.steps:
            self.parts.picking.end()
            return True
        if desk.doubt.on and not desk.drawer and not desk.steps:
            self.parts.doubting.close()
            return True
        edging = brushes.edging(self.store.state) and not desk.drawer and not desk.steps
        if edging:
            self.parts.brushing.choose("")
        return edging

    def _look(self, state: State) -> None:
        desk = state.desk
        self.stage.look(desk.look, desk.compare, desk.peek)
        self.stage.rulers(desk.rulers)
        self.stage.ghost(brushes.ghost(state))

    def _clicked(self, event: Any) -> None:
        button = event.target.closest("[data-command], [data-sample], [data-recent], #alert-act, #alert-dismiss")
        if not button or button.disabled:
            return
        if button.id == "alert-dismiss":
            self.session.dismiss()
        elif button.id == "alert-act" and self.store.state.alert is not None:
            self.run(self.store.state.alert.action)
        elif button.hasAttribute("data-sample"):
            self.spawn(self.files.sample(str(button.dataset.sample)))
        elif button.hasAttribute("data-recent"):
            self.parts.keeping.open(str(button.dataset.recent))
        else:
            self.run(str(button.dataset.command))

    def _heard(self, event: events.EngineEvent) -> None:
        heard: dict[type, Callable[[Any], None]] = {
            events.EngineReady: self._engine_ready,
            events.EngineFailed: lambda news: engine_news.failed(self.store, news.error),
            events.EngineRestarted: lambda news: engine_news.restarted(self.store),
            events.ModelLoading: lambda news: engine_news.model(
                self.store, news.model == ENGINE_MODEL, model="loading", received=news.received, total=news.total
            ),
            events.ModelReady: self._model_ready,
            events.ModelFailed: lambda news: engine_news.model(self.store, news.model == ENGINE_MODEL, model="failed"),
        }
        heard[type(event)](event)

    def _model_ready(self, news: events.ModelReady) -> None:
        self.store.cut(
            runs=(*(row for row in self.store.state.cut.runs if row[0] != news.model), (news.model, news.on))
        )
        engine_news.model(self.store, news.model == ENGINE_MODEL, model="ready", threads=news.threads)

    def _engine_ready(self, news: events.EngineReady) -> None:
        self.clock.mark("engine:ready")
        engine_news.ready(self.store, news.confined, news.isolated)
        self.choices.put("visited", str(window.aluo.site.version))
        self.spawn(self.session.weigh())
        self.spawn(self.offline.begin())
        self._tidy()

    def _tidy(self) -> None:
        """Have garbage collected now that everything is up, and whenever a work has ended."""
        from editor.resting import Resting
        from engine.freeing import collect

        self.store.watch(Resting(collect).draw)

    def _kept(self, count: int) -> None:
        dom.set_text(dom.by_id("offline").querySelector("h3"), t("Works offline now"))
        dom.set_text(dom.by_id("offline-words"), words.said("offline", size=words.size(count)))


async def start() -> None:
    """Called by the page's one line of Python."""
    try:
        await window.aluo.laid
        App().start()
    except Exception:
        dom.root.dataset.app = "failed"
        dom.set_text(dom.by_id("status"), words.said("broken"))
        raise
