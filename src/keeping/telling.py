"""Times, reasons and troubles of kept pictures in words."""

from __future__ import annotations

import math

from editor.shelf import Kept, Shelf
from texts import Texts, t

PURGED = Texts(
    {
        "time": "time was up",
        "cleared": "cleared by you",
        "room": "room was needed",
        "closed": "tab closed",
        "damaged": "record damaged",
        "incomplete": "part missing",
    }
)
"""Why pictures were purged."""

TROUBLES = Texts(
    {
        "store/refused": "This browser allows no storage here: pictures are held in this tab only.",
        "store/newer": "A newer version of this editor keeps pictures here: reload the page to see them.",
        "store/fault": "The store does not answer: pictures are held in this tab only.",
    }
)
"""Why no picture is stored."""

KEEPS = Texts(
    {
        "0": "Until the tab closes",
        "3600": "1 hour",
        "86400": "24 hours",
        "604800": "7 days",
        "2592000": "30 days",
    }
)
"""How long pictures are kept, by seconds."""


def duration(milliseconds: float) -> str:
    """A time to come, for a reader: "23 h 41 min", "6 d 3 h", "under 1 min"."""
    minutes = int(milliseconds // 60_000)
    if minutes < 1:
        return t("under 1 min")
    if minutes < 60:
        return t("{minutes} min", minutes=minutes)
    if minutes < 48 * 60:
        return t("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return t("{days} d {hours} h", days=minutes // 1440, hours=minutes % 1440 // 60)


def keep(seconds: int) -> str:
    """How long pictures are kept."""
    return KEEPS[str(seconds)]


def promise(seconds: int, nowhere: bool) -> str:
    """Where pictures are and for how long, as it is now; `nowhere`: the browser stores none."""
    if nowhere:
        return t("Held in this tab only, gone when it closes.")
    if seconds == 0:
        return t("Stored on this device only, purged when the tab closes.")
    return t("Stored on this device only, purged after {time}.", time=keep(seconds))


def promise_short(seconds: int, nowhere: bool) -> str:
    """The same for a phone."""
    if nowhere or seconds == 0:
        return t("Purged when the tab closes.")
    return t("Purged after {time}.", time=keep(seconds))


def when(kept: Kept, now: float) -> str:
    """When it goes, in words: "Purged in 23 h 41 min"."""
    if kept.private:
        return t("Until this page closes")
    if kept.pinned:
        return t("Kept by you")
    if kept.ends_with_tab or kept.purged == math.inf:
        return t("Until the tab closes")
    return t("Purged in {time}", time=duration(kept.purged - now))


def trouble(shelf: Shelf) -> str:
    """Why nothing is stored, in one sentence; "" when nothing stands in the way."""
    return TROUBLES.get(shelf.trouble, TROUBLES["store/fault"]) if shelf.trouble else ""
