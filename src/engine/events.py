"""What the engine tells the editor unasked."""

from __future__ import annotations

from dataclasses import dataclass

from errors import AluoError


@dataclass(frozen=True, slots=True)
class EngineReady:
    """Up, and its confinement proven (`confined`). `isolated`: several threads are possible."""

    confined: bool
    isolated: bool


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """Not up, and will not be."""

    error: AluoError


@dataclass(frozen=True, slots=True)
class EngineRestarted:
    """It did not answer and was started again; open photos were given back to it."""


@dataclass(frozen=True, slots=True)
class ModelLoading:
    """`received` of `total` bytes of the weights are here."""

    model: str
    received: int
    total: int


@dataclass(frozen=True, slots=True)
class ModelReady:
    """The network can run, on `threads` threads, or with `on` "webgpu" on the graphics processor."""

    model: str
    threads: int
    on: str = "wasm"


@dataclass(frozen=True, slots=True)
class ModelFailed:
    """The weights did not load; asking for a cut-out tries again."""

    model: str
    error: AluoError


EngineEvent = EngineReady | EngineFailed | EngineRestarted | ModelLoading | ModelReady | ModelFailed
