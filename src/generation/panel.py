"""The panel of the task Scene: the words, what is sent, what it costs, and the scenes as they arrive. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import document as page
from js import window

from account.values import AccountState
from editor import dom
from editor.panels import kit
from editor.state import State
from editor.store import Store
from egress.protocol import MAX_PROMPT
from generation.pricing import QUALITIES
from generation.reasons import reason
from generation.scenes import Scenes
from generation.shelf import VariantShelf
from generation.values import ASPECTS, COUNTS, Route, ScenesState, Sent
from generation.words_added import nearest_aspect, together
from texts import Texts, spoken, t

STYLES = Texts(
    {"none": "As written", "daylight": "Daylight", "studio": "Studio", "warm": "Warm", "outdoors": "Outdoors"}
)
QUALITY = Texts({"draft": "Draft", "standard": "Standard§quality", "high": "High§quality"})
MODELS = {"gpt-image-1": "GPT Image 1", "flux-kontext": "FLUX Kontext", "sdxl": "SDXL"}
CAP = 8192


class ScenePanel:
    """rooms.Panel; built when the task is first chosen."""

    def __init__(self, scenes: Scenes, store: Store, spawn: Callable[[Any], None], account: Callable[[], None]) -> None:
        self._scenes, self._store, self._spawn, self._account = scenes, store, spawn, account
        self._built = False
        self._shown = self._working = False

    def draw(self, state: State) -> None:
        """The panel, while its task is chosen."""
        shown = state.history is not None and state.desk.task == "scene" and not state.desk.export
        if shown and not self._built:
            self._build()
        if not self._built:
            return
        dom.set_hidden(self._panel, not shown)
        came, self._shown = shown and not self._shown, shown
        if came:
            self._spawn(self._scenes.look())
            self._suit()
        if shown:
            self._refresh()

    def _build(self) -> None:
        self._built = True
        link = dom.make("link", rel="stylesheet", href=str(window.aluo.site.static.page) + "scene.css")
        page.head.append(link)
        self._credits = dom.make("span", class_="note", translate="no")
        self._panel = kit.panel("scene", "Scene", self._credits)
        self._prompt = dom.make(
            "textarea", class_="well scene-prompt", id="scene-prompt", rows="3", maxlength=str(MAX_PROMPT)
        )  # fmt: skip
        dom.on(self._prompt, "input", lambda event: self._scenes.wish(prompt=str(event.target.value)))
        self._rest = dom.make("div", class_="scene-rest", translate="no")
        self._label = dom.make("label", for_="scene-prompt", class_="label", translate="no")
        first = kit.section("", self._label, self._prompt, ruled=False)
        self._panel.append(first, self._rest)
        self._shelf = VariantShelf(self._scenes, self._spawn)
        spoken(self._again)
        self._scenes.watch(lambda state: self._refresh())
        self._scenes.account.watch(self._account_changed)

    def _again(self) -> None:
        """All that has words, in the language that is spoken."""
        scenes = self._scenes
        dom.set_text(self._label, t("What stands behind the product"))
        wish = scenes.wish
        self._style = _chips({key: STYLES[key] for key in STYLES}, lambda value: wish(style=value))
        self._aspect = _select(t("Shape"), {one: one.replace(":", " : ") for one in ASPECTS}, lambda v: wish(aspect=v))
        self._quality = _select(t("Detail"), {one: QUALITY[one] for one in QUALITIES}, lambda v: wish(quality=v))
        self._model = _select(t("Made by"), {"auto": "Auto", **MODELS}, lambda v: wish(model=v))
        self._count = _segment(t("Variants"), {str(one): str(one) for one in COUNTS}, lambda v: wish(count=int(v)))
        self._why = dom.make("p", class_="note scene-why")
        self._add = _tick(t("Add words about light and room"), lambda on: wish(add=on))
        self._save = _tick(t("Save scenes to my account"), lambda on: wish(save=on))
        self._main = dom.make("button", class_="btn primary wide", type="button", id="scene-draw")
        dom.on(self._main, "click", lambda event: self._pressed())
        self._cancel = dom.make("button", t("Cancel scenes"), class_="btn wide", type="button", id="scene-cancel")
        dom.on(self._cancel, "click", lambda event: scenes.stop())
        self._said = dom.make("p", class_="note scene-said", aria_live="polite")
        self._bytes, self._payload = dom.make("span", class_="note"), dom.make("div", class_="scene-payload")
        head = kit.row(dom.make("h3", t("What is sent, in full"), class_="label grow"), self._bytes)
        pixels = dom.make("p", class_="scene-pixels")
        pixels.append(dom.icon("check"), dom.make("span", t("Pixels: none. Underlined words were added for you.")))
        body = dom.make("div", class_="body scene-form")
        fields = (self._style, self._aspect, self._quality, self._count, self._model, self._why, self._add, self._save)
        body.append(*fields)
        foot = dom.make("div", class_="body ruled scene-foot")
        foot.append(self._said, self._main, self._cancel)
        sent = dom.make("div", class_="body ruled")
        sent.append(head, self._payload, pixels)
        self._rest.replaceChildren(body, foot, self._shelf.again(), sent)
        self._refresh()

    def _suit(self) -> None:
        """The shape that is nearest to the canvas, until the person chose one."""
        document, scenes = self._store.state.document, self._scenes
        if document is not None and scenes.state.number == 0 and not scenes.state.wish.prompt:
            scenes.wish(aspect=nearest_aspect(document.width, document.height, ASPECTS))

    def _pressed(self) -> None:
        if self._scenes.account.signed_in and self._scenes.account.state.stage == "in":
            self._spawn(self._scenes.draw())
        else:
            self._account()

    def _account_changed(self, state: AccountState) -> None:
        if self._shown and state.stage == "in" and not self._scenes.state.prices:
            self._spawn(self._scenes.look())
        self._refresh()

    def _refresh(self) -> None:
        if not self._shown:
            return
        state, account = self._scenes.state, self._scenes.account.state
        if state.working and not self._working:
            self._shelf.reveal()
        self._working = state.working
        wish = state.wish
        for field, value in ((self._style, wish.style), (self._count, str(wish.count))):
            for radio in dom.every("input", field):
                radio.checked = str(radio.value) == value
        for field, value in ((self._aspect, wish.aspect), (self._quality, wish.quality), (self._model, wish.model)):
            field.querySelector("select").value = value
        self._add.querySelector("input").checked = wish.add
        self._save.querySelector("input").checked = wish.save
        left = account.overview.credits.balance if account.overview else None
        dom.set_text(self._credits, t("{count} credits", count=left) if left is not None else "")
        dom.set_text(self._why, _why(state.route) if state.route else "")
        dom.set_hidden(self._why, state.route is None)
        self._draw_button(state)
        self._draw_payload(self._scenes.sent(self._store.state.document))
        self._shelf.draw(state)

    def _draw_button(self, state: ScenesState) -> None:
        account, cost, count = self._scenes.account.state, self._scenes.cost, state.wish.count
        texts = {
            "none": t("This site has no backend"),
            "out": t("Sign in to draw scenes"),
            "code": t("Sign in to draw scenes"),
            "age": t("One question first"),
            "closed": t("This account is closed"),
        }
        price = t("{count} credits", count=cost.most) if cost else "–"
        if cost and cost.least != cost.most:
            price = t("{least} to {most} credits", least=cost.least, most=cost.most)
        draw = (
            t("Draw 1 scene, {price}", price=price)
            if count == 1
            else t("Draw {count} scenes, {price}", count=count, price=price)
        )
        text = texts.get(account.stage, draw)
        if account.stage == "out" and account.busy:
            text = t("One moment.")
        dom.set_text(self._main, text)
        ready = account.stage not in ("none", "closed") and (account.stage != "in" or bool(state.wish.prompt.strip()))
        dom.set_disabled(self._main, not ready)
        dom.set_hidden(self._main, state.working)
        dom.set_hidden(self._cancel, not state.working)
        dom.set_disabled(self._cancel, state.stopping)
        dom.set_text(self._said, _said(state))
        dom.set_hidden(self._said, not self._said.textContent)

    def _draw_payload(self, sent: Sent) -> None:
        dom.set_text(self._bytes, t("{count} of {limit} bytes", count=sent.bytes, limit=CAP))
        line = dom.make("p")
        line.append(
            dom.make("i", "prompt"),
            " ",
            dom.make("span", sent.own or "…"),
            together(sent.own, sent.added).removeprefix(sent.own).removesuffix(sent.added),
        )
        if sent.added:
            line.append(dom.make("u", sent.added))
        lines = [line]
        for name, value in sent.fields:
            row = dom.make("p")
            row.append(dom.make("i", name), " ", dom.make("span", value))
            lines.append(row)
        self._payload.replaceChildren(*lines)


def _why(route: Route) -> str:
    return t("{model}, because {reason}.", model=MODELS.get(route.model, route.model), reason=reason(route.because))


def _said(state: ScenesState) -> str:
    if state.working and state.route is not None:
        return t("{count} credits held. What fails costs nothing.", count=state.route.credits)
    if state.charged >= 0 and not state.working:
        charged = t("{count} credits charged, {left} left.", count=state.charged, left=state.balance)
        failed = sum(one.phase == "failed" for one in state.variants)
        return f"{charged} {_missing(failed, state.missing)}" if failed and state.missing else charged
    return ""


def _missing(count: int, why: str) -> str:
    if count == 1:
        return t("1 was not made and costs nothing: {why}", why=why)
    return t("{count} were not made and cost nothing: {why}", count=count, why=why)


def _select(label: str, choices: dict[str, str], chosen: Callable[[str], None]) -> Any:
    field, holder = dom.make("label", class_="field"), dom.make("span", class_="select")
    select = dom.make("select", aria_label=label)
    for value, text in choices.items():
        select.append(dom.make("option", text, value=value))
    dom.on(select, "change", lambda event: chosen(str(event.target.value)))
    holder.append(select, dom.icon("chevrons-up-down"))
    field.append(dom.make("span", label), holder)
    return field


def _segment(label: str, choices: dict[str, str], chosen: Callable[[str], None]) -> Any:
    field, group = (
        dom.make("div", class_="field"),
        dom.make("div", class_="segment", role="radiogroup", aria_label=label),
    )
    _radios(group, "scene-count", choices, chosen)
    field.append(dom.make("span", label), group)
    return field


def _chips(choices: dict[str, str], chosen: Callable[[str], None]) -> Any:
    group = dom.make("div", class_="scene-chips", role="radiogroup", aria_label=t("Light of the scene"))
    _radios(group, "scene-style", choices, chosen)
    return group


def _radios(group: Any, name: str, choices: dict[str, str], chosen: Callable[[str], None]) -> None:
    for value, text in choices.items():
        label, radio = dom.make("label"), dom.make("input", type="radio", name=name, value=value)
        label.append(radio, dom.make("span", text))
        dom.on(radio, "change", lambda event: chosen(str(event.target.value)))
        group.append(label)


def _tick(text: str, turned: Callable[[bool], None]) -> Any:
    made, box = dom.make("label", class_="tick"), dom.make("input", type="checkbox")
    made.append(box, dom.make("span", text))
    dom.on(box, "change", lambda event: turned(bool(event.target.checked)))
    return made
