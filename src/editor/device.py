"""What the page runs on, as far as the browser tells. Adapter."""

from __future__ import annotations

from js import navigator, window

from editor.cut_state import Device


def device(budget_mb: int) -> Device:
    """The device, with the memory that the person allows in megabytes, 0 for what it can."""
    connection = getattr(navigator, "connection", None)
    saving = bool(connection and (connection.saveData or str(getattr(connection, "type", "")) == "cellular"))
    phone = bool(window.matchMedia("(pointer: coarse)").matches)
    # Where a browser does not tell what a connection costs, a phone's is taken for one that does.
    return Device(float(getattr(navigator, "deviceMemory", 0) or 0), saving or phone, budget_mb)
