"""The parts of the page that nobody needs before a photo is open: imported and made by their first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from editor.tools.port import Context

if TYPE_CHECKING:
    from account.counting import Counting
    from account.desk import AccountDesk
    from account.ledger_part import LedgerPart
    from account.panel import SettingsPages
    from editor.adjusting import Adjusting
    from editor.brushing import Brushing
    from editor.cut_state import Device
    from editor.doubts import Doubting
    from editor.framing import Framing
    from editor.launching import Launches
    from editor.layering import Layering
    from editor.mending import Mending
    from editor.panels.palette import PalettePanel
    from editor.panels.pipette import Pipette
    from editor.picking import Picking
    from editor.projects import Projects
    from editor.shaping import Shaping
    from editor.texting import Texting
    from editor.typeset import Typeset
    from egress.workers import BrowserEgress
    from generation.panel import ScenePanel
    from keeping.keeping import Keeping


class Parts:
    """Parts of `app`, an App."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._store, self._edits = app.store, app.session.edits
        self.context = Context(app.store, app.session.edits, app.stage, app.run, app.spawn)

    @cached_property
    def layering(self) -> Layering:
        from editor.layering import Layering

        return Layering(self._store, self._edits)

    @cached_property
    def brushing(self) -> Brushing:
        from editor.brushing import Brushing

        return Brushing(self._store, self._edits)

    @cached_property
    def picking(self) -> Picking:
        from editor.picking import Picking

        app = self._app
        return Picking(app.session, self._store, app.engine, app.stage)

    @cached_property
    def doubting(self) -> Doubting:
        from editor.doubts import Doubting

        app = self._app
        return Doubting(self._store, self._edits, app.engine, app.stage, app.spawn)

    @cached_property
    def mending(self) -> Mending:
        from editor.mending import Mending

        return Mending(self._store, self._edits)

    @cached_property
    def adjusting(self) -> Adjusting:
        from editor.adjusting import Adjusting

        return Adjusting(self._store, self._app.engine, self._edits)

    @cached_property
    def framing(self) -> Framing:
        """The crop in work."""
        from editor.framing import Framing

        app = self._app
        framing = Framing(self._store, self._edits, app.stage, app.run, app.spawn)
        self._store.watch(framing.follow)
        return framing

    @property
    def cropping(self) -> Framing | None:
        """The crop in work, where there ever was one."""
        return self.__dict__.get("framing")

    @cached_property
    def texting(self) -> Texting:
        from editor.texting import Texting

        app = self._app
        return Texting(self._store, self._edits, self.layering, self._typeset, app.spawn, app.stage.colour_at)

    def _typeset(self) -> Typeset:
        """What measures texts, with the fonts of this site: brought in by the first text."""
        from editor.typeset import Typeset
        from engine.fonts_web import SiteFonts

        return Typeset(SiteFonts(self._app.fonts).load, self._app.engine.font)

    @cached_property
    def shaping(self) -> Shaping:
        from editor.shaping import Shaping

        return Shaping(self._store, self.layering)

    def lend(self, name: str) -> None:
        """Give the canvas to the hand or to the zoom; asked again, it goes back to the task."""
        from editor.tools.hand import Hand
        from editor.tools.zoom import Zoom

        toolbox, kind = self._app.toolbox, {"hand": Hand, "zoom": Zoom}[name]
        toolbox.lend(None if isinstance(toolbox.tool, kind) else kind(self.context))

    def device(self) -> Device:
        """What the page runs on."""
        from editor.device import device

        return device(self._store.state.cut.budget_mb)

    @cached_property
    def pipette(self) -> Pipette:
        from editor.panels.pipette import Pipette

        return Pipette(self._store, self._app.toolbox, self.context)

    @cached_property
    def projects(self) -> Projects:
        from editor.projects import Projects

        app = self._app
        return Projects(app.session, self._store, app.engine, app.outlet)

    @cached_property
    def keeping(self) -> Keeping:
        """What the browser keeps of pictures. Made once the page is ready; the first purge begins with it."""
        from keeping.keeping import Keeping

        app = self._app
        return Keeping(app.session, self._store, app.engine, app.outlet, app.clock, app.choices, app.spawn)

    @cached_property
    def account(self) -> AccountDesk:
        """The account. Nothing is asked of the backend before somebody opens it or has a scene drawn."""
        from account.desk import AccountDesk
        from account.elsewhere import Elsewhere
        from account.outside import BrowserOutside
        from account.tabs import BrowserTabs

        app = self._app
        desk = AccountDesk(self._egress, app.choices, BrowserOutside(app.outlet))
        Elsewhere(desk, app.choices, BrowserTabs(), app.spawn)
        return desk

    @cached_property
    def _egress(self) -> BrowserEgress:
        from js import window

        from egress.workers import BrowserEgress
        from threads.js_port import plain

        return BrowserEgress(plain(window.aluo.site))

    @cached_property
    def pages(self) -> SettingsPages:
        """The pages of Settings."""
        from account.panel import Actions, SettingsPages

        app = self._app
        return SettingsPages(Actions(self.account, app.spawn, app.clear, self._egress.host))

    @cached_property
    def scene_panel(self) -> ScenePanel:
        """The panel Scene, which asks for an account where there is none."""
        from generation.files import BrowserFiles
        from generation.panel import ScenePanel
        from generation.scenes import Scenes

        app = self._app
        came = lambda: self.counting.count("scene_generated")  # noqa: E731
        scenes = Scenes(self.account, app.session, self._store, BrowserFiles(app.outlet), came)
        return ScenePanel(scenes, self._store, app.spawn, lambda: self.show_account("account"))

    @cached_property
    def ledger(self) -> LedgerPart:
        """The ledger in the drawer Privacy."""
        from account.ledger_part import LedgerPart

        return LedgerPart(self.account, self._egress.host)

    @cached_property
    def counting(self) -> Counting:
        """Usage counts, which need a consent."""
        from js import window

        from account.counting import Counting
        from editor.view.stage import PHONE

        device = lambda: "phone" if window.matchMedia(PHONE).matches else "desktop"  # noqa: E731
        return Counting(self.account, device, self._app.spawn)

    def show_account(self, page: str) -> None:
        """Open Settings at a page of the account."""
        desk = self._app.desk
        self.pages.show(page)
        if self._store.state.desk.drawer != "settings":
            desk.drawer("settings")

    @cached_property
    def launches(self) -> Launches:
        """What the installed app is opened with."""
        from editor.launching import Launches

        app = self._app
        return Launches(app.files.open, app.files.take, app.run, app.spawn)

    @cached_property
    def palette(self) -> PalettePanel:
        from editor.panels.palette import PalettePanel

        app = self._app
        return PalettePanel(app.registry, self._store, app.choices, app.run, app.mac)
