"""Everything that can be done, once: buttons, keys and the key list read this table.

A command says when it can run; the page asks after every change and switches its buttons on and off.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from editor import shortcuts
from editor.shortcuts import Press
from editor.state import State

Run = Callable[[], Awaitable[None] | None]


def always(state: State) -> bool:
    """For commands that never depend on the picture."""
    return True


def has_photo(state: State) -> bool:
    """A photo is open."""
    return state.history is not None


def holds_pictures(state: State) -> bool:
    """A photo is open or pictures are stored, or something is stored that this version cannot read."""
    return state.history is not None or bool(state.shelf.kept) or bool(state.shelf.trouble)


def lacks_room(state: State) -> bool:
    """A picture could not be stored, and pictures that are kept could make room."""
    return state.alert is not None and state.alert.code == "store/full-pinned"


def idle(state: State) -> bool:
    """A photo is open and no work is running."""
    return state.idle


def can_cut(state: State) -> bool:
    """A photo is open, or being opened: then its cut-out follows."""
    return state.idle or state.working("open")


def has_subject(state: State) -> bool:
    """A cut-out is seen."""
    return state.document is not None and state.document.shows_cutout


def visiting(state: State) -> bool:
    """A doubtful spot is looked at."""
    return state.desk.doubt.spot is not None


def differs(state: State) -> bool:
    """Something was done to the photo, so before and after differ."""
    return state.document is not None and state.document.differs


def adjusted(state: State) -> bool:
    """The light or the colours are not the layer's own."""
    return state.target is not None and not state.target.adjustments.is_neutral


def has_selection(state: State) -> bool:
    """At least one layer is chosen."""
    return bool(state.selected)


def can_move(state: State) -> bool:
    """At least one layer is chosen that may be moved."""
    return any(layer.can_move for layer in state.selected)


def has_several(state: State) -> bool:
    """Three or more layers are chosen: there is a gap to make equal to another."""
    return sum(layer.can_move for layer in state.selected) > 2


def cropping(state: State) -> bool:
    """The task is Crop."""
    return state.history is not None and state.desk.task == "crop"


def can_go_on(state: State) -> bool:
    """A finer cut-out was offered."""
    return state.idle and bool(state.cut.offer) and state.document is not None and state.document.matte is not None


def has_readings(state: State) -> bool:
    """The subject is not certain: there are others to choose."""
    cut, document = state.cut, state.document
    return state.idle and len(cut.readings) > 1 and document is not None and document.photo.id == cut.photo


def can_undo(state: State) -> bool:
    return state.history is not None and bool(state.history.past)


def can_redo(state: State) -> bool:
    return state.history is not None and bool(state.history.future)


def at_work(state: State) -> bool:
    """Something runs that can be stopped."""
    return state.work is not None and not state.work.stopping


@dataclass(frozen=True, slots=True)
class Command:
    """`label` is for the key list and tooltips; `keys` are chords as shortcuts.parse takes them. `hold` commands are
    told when the key goes up again, by `release`."""

    id: str
    label: str
    run: Run
    keys: tuple[str, ...] = ()
    enabled: Callable[[State], bool] = always
    release: Run | None = None


class Registry:
    """The table. `run` is the one way in: a command that is not enabled does nothing."""

    def __init__(self, commands: list[Command], state: Callable[[], State]) -> None:
        self._commands = {command.id: command for command in commands}
        if len(self._commands) != len(commands):
            raise ValueError("two commands share an id")
        self._state = state

    def get(self, id: str) -> Command | None:
        return self._commands.get(id)

    @property
    def commands(self) -> tuple[Command, ...]:
        """All of them, in the order of the table."""
        return tuple(self._commands.values())

    @property
    def with_keys(self) -> tuple[Command, ...]:
        """For the key list."""
        return tuple(command for command in self._commands.values() if command.keys)

    def enabled(self, id: str) -> bool:
        command = self._commands.get(id)
        return command is not None and command.enabled(self._state())

    def run(self, id: str) -> Awaitable[None] | None:
        """Run a command when it can. What an asynchronous one returns has to be awaited."""
        command = self._commands.get(id)
        return command.run() if command is not None and command.enabled(self._state()) else None

    def find(self, press: Press, mac: bool, letters: bool) -> Command | None:
        """The command that `press` means now."""
        for command in self.with_keys:
            chords = map(shortcuts.parse, command.keys)
            if command.enabled(self._state()) and any(shortcuts.matches(c, press, mac, letters) for c in chords):
                return command
        return None
