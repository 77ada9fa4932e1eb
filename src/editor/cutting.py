"""How a subject is cut out: the quickest answer first, then better ones in its place, all of it one step.

What is on the screen stays whatever happens to the better one: a download that breaks, a network that fails, a person
who stops it or goes on working meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol

import words
from editor.cut_state import AUTO, TIERS, Device, Reading, bearable
from editor.document import CutOut, Document
from editor.edits import Edits
from editor.engine_port import Clock, Engine, View
from editor.state import Work
from editor.store import Store
from engine.protocol import CutOutDone, networks
from errors import AluoError, Cancelled, ModelError
from texts import number

INSTANT = TIERS[0]

TINY_SHARE = 0.02
"""Below this share of the photo the subject is probably not the one that was meant."""


class Desk(Protocol):
    """What cutting out needs of the session."""

    edits: Edits

    async def work(self, work: Work, sentence: str, job: Coroutine[Any, Any, None]) -> None:
        """Do `job` as the one work that can run at a time."""

    def progress(self, phase: str, share: float) -> None:
        """What the running work is at."""


class Cutting:
    """The cut-outs of `session`. `device` tells what the page runs on."""

    def __init__(
        self,
        session: Desk,
        store: Store,
        engine: Engine,
        view: View,
        clock: Clock,
        device: Callable[[], Device],
    ) -> None:
        self._session = session
        self._edits: Edits = session.edits
        self._store, self._engine, self._view, self._clock = store, engine, view, clock
        self._device = device
        self._found: dict[str, CutOutDone] = {}
        """By photo, what was found last."""
        self._first_seconds = 1.0

    # what a person asks for

    async def cut(self) -> None:
        """Find the subject of the open photo as the choice Model says."""
        document = self._store.document
        self._store.arrange(export=False, task="cutout")
        self._store.cut(offer="", readings=(), photo=document.photo.id)
        await self._session.work(Work("cutout", document.photo.name), words.said("cutting"), self._cut(document))

    async def finer(self) -> None:
        """Go on from what is on the screen: with the tier that was offered, or whose download broke off."""
        document, wanted = self._store.state.document, self._store.state.cut.offer
        if not self._store.state.idle or document is None or document.matte is None or not wanted:
            return
        self._store.change(alert=None)
        sentence = words.said("cutting-finer")
        await self._session.work(
            Work("cutout", document.photo.name, extra=True), sentence, self._go_on(document.photo.id, wanted)
        )

    async def take(self, name: str) -> None:
        """Take another reading of the photo for its subject: one step."""
        state = self._store.state
        found, reading = self._found.get(state.cut.photo), _named(state.cut.readings, name)
        if found is None or reading is None or not state.idle or name == self._shown:
            return
        done = found
        if reading is not state.cut.readings[0]:
            done = await self._engine.choose(state.cut.photo, found, reading.mask, name)
        document = self._store.state.document
        if document is None or document.photo.id != state.cut.photo:
            return
        self._store.arrange(look="backdrop")
        self._edits.record(document.with_cutout(cutout_of(done), done.matte), words.step("reading"))
        await self._view.drawn()
        self._store.say(words.said("reading", share=number(done.coverage * 100, 0)))

    async def take_next(self) -> None:
        """The reading after the one that is shown."""
        names = [reading.name for reading in self._store.state.cut.readings]
        if names:
            await self.take(names[(names.index(self._shown) + 1) % len(names)])

    @property
    def _shown(self) -> str:
        """The name of the reading that the cut-out shows."""
        document = self._store.state.document
        made = document.cutout if document else None
        return self._store.state.cut.reading(made.model if made else "")

    async def glimpse(self, reading: Reading, side: int) -> Any:
        """A small ImageBitmap of what a reading cuts out."""
        photo = self._store.state.cut.photo
        return (await self._engine.glimpse(photo, self._found[photo], reading.mask, side)).bitmap

    def release(self) -> None:
        """Give back the memory of the networks that the present choice does not need."""
        choice = self._store.state.cut.model
        wanted = set(networks(TIERS[-1] if choice == AUTO else choice)) | set(networks(INSTANT))
        for model in self._engine.loaded:
            if model not in wanted:
                self._engine.release(model)

    # how it is done

    async def _cut(self, document: Document) -> None:
        started, choice, photo = self._clock.now(), self._store.state.cut.model, document.photo.id
        own = choice not in (AUTO, *TIERS)
        self._loading(choice if own else INSTANT)
        self.release()
        try:
            done = await self._engine.cutout(photo, choice if own else INSTANT, self._session.progress)
        except (Cancelled, asyncio.CancelledError):
            if own:
                self._engine.release(choice)  # nobody knows how long a person's own network would go on
            raise
        except ModelError as error:
            if error.code != "model/no-subject" or own or choice == INSTANT or not await self._goes_on(choice, None):
                raise
            done = await self._thorough(photo, choice)
        await self._show(done)
        self._clock.measure("cutout:first", started)
        self._first_seconds = done.inference_ms / 1000
        if done.stage == INSTANT and choice != INSTANT and (goal := await self._goes_on(choice, done)):
            self._store.change(said=words.said("cutting-finer"), tone="busy")
            if not await self._finer(photo, goal):
                return
        else:
            self._tell(done, started)
        self._clock.measure("cutout", started)

    async def _goes_on(self, choice: str, done: CutOutDone | None) -> str:
        """The tier to go on to after the first answer (None: it saw nothing), "" for none. Auto may offer instead."""
        if choice != AUTO:
            return choice
        device = self._device()
        goal = bearable(device, self._first_seconds, self._store.state.engine.pixel_bytes)
        if goal == INSTANT:
            return ""
        missing = [model for model in networks(goal) if model not in self._engine.loaded]
        if missing:
            kept = await self._engine.weights()
            missing = [model for model in missing if model not in kept]
        doubtful = done is None or done.unsure
        if not missing or (doubtful and not device.metered):
            return goal
        self._store.cut(offer=goal)
        return ""

    async def _thorough(self, photo: str, tier: str) -> CutOutDone:
        """The answer of a tier, its networks fetched first."""
        goal = await self._goes_on(tier, None) or TIERS[1]
        for model in networks(goal):
            self._loading_one(model)
            await self._engine.load(model)
        return await self._engine.cutout(photo, goal, self._session.progress)

    async def _go_on(self, photo: str, tier: str) -> None:
        started = self._clock.now()
        if await self._finer(photo, tier):
            self._clock.measure("cutout", started)

    async def _finer(self, photo: str, tier: str) -> bool:
        """Put better answers in the place of the first; False when there was none, which has been said then."""
        started, first = self._clock.now(), self._found[photo]
        self._store.cut(offer="")
        shown = [first]

        def better(done: CutOutDone) -> None:
            self._replace(shown[-1], done)
            shown.append(done)

        try:
            for model in networks(tier):
                self._loading_one(model)
                await self._engine.load(model)
            done = await self._engine.cutout(photo, tier, self._session.progress, better)
        except AluoError as error:
            if error.code == "cancelled":
                raise
            self._store.cut(offer=tier)
            self._store.complain_finer(error)
            self._store.say(words.said("finer-failed"), "still")
            return False
        better(done)
        await self._view.drawn()
        self._tell(done, started - first.inference_ms - first.refine_ms)
        if self._device().is_small:
            for model in set(networks(tier)) - set(networks(INSTANT)):
                self._engine.release(model)
        return True

    async def _show(self, done: CutOutDone) -> None:
        """The first answer: a step of the history."""
        self._found[done.photo] = done
        document = self._store.document  # a person goes on meanwhile, and a crop in work is applied
        first = document.cutout is None
        self._store.change(alert=None, desk=replace(self._store.state.desk, look="backdrop"))
        self._edits.record(document.with_cutout(cutout_of(done), done.matte), words.step("cutout"), unveil=first)
        self._store.change(work=replace(self._work, extra=True))
        await self._view.drawn()

    def _replace(self, old: CutOutDone, done: CutOutDone) -> None:
        """A better answer in the place of `old`, wherever the history shows it: no step of its own."""
        self._found[done.photo] = done
        cutout = cutout_of(done)
        cutout = replace(cutout, network_seconds=cutout.network_seconds + old.inference_ms / 1000)
        self._edits.revise(lambda document: document.with_finer(old.matte, cutout, done.matte))

    def _tell(self, done: CutOutDone, started: float) -> None:
        """What was done, and what a person may want to do about it."""
        self._store.cut(readings=_readings(done), photo=done.photo)
        key = (
            "cut-tiny"
            if done.coverage < TINY_SHARE
            else "cut-unsure"
            if done.unsure and done.reading_names[1:]
            else "cut"
        )
        seconds = (self._clock.now() - started) / 1000
        self._store.say(words.said(key, seconds=number(seconds, 1), share=number(done.coverage * 100, 1)))

    def _loading(self, tier: str) -> None:
        for model in networks(tier):
            self._loading_one(model)

    def _loading_one(self, model: str) -> None:
        """The bar shows a download until the network answers."""
        if model not in self._engine.loaded:
            self._store.engine(received=0, total=0)
            self._session.progress("model", 0.0)

    @property
    def _work(self) -> Work:
        work = self._store.state.work
        assert work is not None, "asked outside of a work"
        return work


def _named(readings: tuple[Reading, ...], name: str) -> Reading | None:
    return next((reading for reading in readings if reading.name == name), None)


def _readings(done: CutOutDone) -> tuple[Reading, ...]:
    """The different answers, cut out of the one buffer that holds them."""
    size = done.mask_width * done.mask_height
    parts = enumerate(done.reading_names)
    return tuple(Reading(name, done.readings.slice(at * size, (at + 1) * size)) for at, name in parts)


def cutout_of(done: CutOutDone) -> CutOut:
    """What is known of a cut-out."""
    seconds = done.inference_ms / 1000, done.refine_ms / 1000
    return CutOut(done.stage or done.model, done.box, done.coverage, *seconds, done.threads)
