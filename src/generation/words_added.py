"""What is added to the words of a person so that the scene fits the product: a light, and where to leave room. Plain.

Of the picture a few whole numbers go along: where the product stands, in hundredths of the canvas. All of it is shown
before it is sent, underlined, and can be taken off.
"""

from __future__ import annotations

from dataclasses import dataclass

STYLES = {
    "none": "",
    "daylight": "Natural daylight.",
    "studio": "Plain studio backdrop, soft even light.",
    "warm": "Warm evening light.",
    "outdoors": "Outdoors, open shade.",
}
"""English whatever the page speaks: image models understand it best."""
ALWAYS = "Empty scene without any product, people or text."


@dataclass(frozen=True, slots=True)
class Room:
    """Where the product stands, in hundredths of the canvas' width and height, 0 to 100."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, box: tuple[float, float, float, float], width: float, height: float) -> Room:
        """The room of a box in pixels on a canvas of `width` x `height`."""
        shares = (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
        return cls(*(min(max(round(share * 100), 0), 100) for share in shares))


def added(style: str, room: Room | None) -> str:
    """The words that are added to a prompt."""
    parts = [STYLES.get(style, ""), ALWAYS]
    if room is not None:
        parts.append(
            f"Keep empty: {room.left} to {room.right} % across, {room.top} to {room.bottom} % down. "
            f"Ground line at {room.bottom} %."
        )
    return " ".join(part for part in parts if part)


def together(own: str, more: str) -> str:
    """The words of a person and what is added, as sentences of their own."""
    end = "" if not own or not more or own[-1] in ".!?…:;," else "."
    return f"{own}{end} {more}".strip()


def nearest_aspect(width: float, height: float, aspects: tuple[str, ...]) -> str:
    """The aspect of `aspects` ("4:5") that is nearest to the canvas'."""

    def away(aspect: str) -> float:
        across, down = map(float, aspect.split(":"))
        ratio = (width / height) / (across / down)
        return max(ratio, 1 / ratio)

    return min(aspects, key=away)
