"""Where a model's weights lie on our own host. Filled from the site table that the build writes into the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Weights:
    """One file: `bytes` long, with the hex digest `sha256`. With `demand` it is fetched only when a person needs it,
    and kept in this browser from then on."""

    model: str
    url: str
    sha256: str
    bytes: int
    demand: bool = False


def weights_of(site: Mapping[str, Any]) -> dict[str, Weights]:
    """The weights that the site table names."""
    return {
        name: Weights(name, str(row["url"]), str(row["sha256"]), int(row["bytes"]), bool(row["demand"]))
        for name, row in site["models"].items()
    }
