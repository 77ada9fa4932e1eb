"""Stands in for pyodide._package_loader, which every start imports, and with it shutil, tempfile, zipfile and pathlib.

Where packages would lie is said here; whatever unpacks one comes from the original, _package_loader_whole, once it is
asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from site import getsitepackages

try:  # never used here: it has its place among the objects that a snapshot of the memory expects
    from pyodide_js import loadedPackages
except ImportError:
    loadedPackages = None

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Place:
    """A folder that only says its name."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return self._name


_site = getsitepackages()[0]
SITE_PACKAGES = Place(_site)
DSO_DIR = Place("/usr/lib" if sys.base_prefix == sys.prefix else _site.rsplit("/", 2)[0])


def init_loaded_packages() -> None:
    """No packages are there when Python starts: what is ours does not come as packages."""


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(import_module("pyodide._package_loader_whole"), name)
