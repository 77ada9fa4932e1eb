"""Where the handles of a frame are, and which one a pointer is on. Plain arithmetic on quads that may be turned."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin

from editor.tools.port import Pointer, Quad
from imaging.matrix import Point

HANDLES: dict[str, tuple[float, float]] = {
    "nw": (0, 0),
    "n": (0.5, 0),
    "ne": (1, 0),
    "e": (1, 0.5),
    "se": (1, 1),
    "s": (0.5, 1),
    "sw": (0, 1),
    "w": (0, 0.5),
}
"""Name → place on the frame, in shares of its width and height."""

CORNERS = ("nw", "ne", "se", "sw")
STALK = 26.0
"""How far the handle that turns stands off its frame, in CSS pixels."""


def on_quad(quad: Quad, name: str) -> Point:
    """Where a handle sits."""
    u, v = HANDLES[name]
    return _between(_between(quad[0], quad[1], u), _between(quad[3], quad[2], u), v)


def stalk(quad: Quad, length: float) -> tuple[Point, Point]:
    """The foot and the knob of the handle that turns: over the middle of the top edge, `length` away from the box."""
    foot, low = on_quad(quad, "n"), on_quad(quad, "s")
    far = hypot(foot[0] - low[0], foot[1] - low[1])
    if far < 1e-6:
        angle = atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0]) - pi / 2
        return foot, (foot[0] + length * cos(angle), foot[1] + length * sin(angle))
    return foot, (foot[0] + (foot[0] - low[0]) / far * length, foot[1] + (foot[1] - low[1]) / far * length)


def grabbed(quad: Quad, handles: tuple[str, ...], at: Pointer) -> str:
    """The handle under the pointer, "" for none. Corners win over edges, the nearest over the others."""
    places = {name: stalk(quad, STALK * at.reach)[1] if name == "rotate" else on_quad(quad, name) for name in handles}
    near = {name: hypot(x - at.x, y - at.y) for name, (x, y) in places.items()}
    best = min(near, key=lambda name: (near[name], name not in CORNERS), default="")
    return best if best and near[best] <= at.grip else ""


def inside(quad: Quad, at: Pointer) -> bool:
    """Whether the pointer is in the box."""
    turns = []
    for (x1, y1), (x2, y2) in zip(quad, (*quad[1:], quad[0]), strict=True):
        turns.append((x2 - x1) * (at.y - y1) - (y2 - y1) * (at.x - x1))
    return all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns)


def cursor(name: str, quad: Quad) -> str:
    """The CSS cursor of a handle, turned with its box."""
    if name == "rotate":
        return "grab"
    u, v = HANDLES[name]
    across = quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]
    down = quad[3][0] - quad[0][0], quad[3][1] - quad[0][1]
    flip = -1 if across[0] * down[1] - across[1] * down[0] < 0 else 1
    angle = atan2((v - 0.5) * flip, u - 0.5) + atan2(across[1], across[0])
    names = ("ew-resize", "nwse-resize", "ns-resize", "nesw-resize")
    return names[round(angle / (pi / 4)) % 4]


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
