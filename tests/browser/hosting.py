"""Hosts of the built site: on a free port, and in a folder where its files may change."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from tools import serve
from tools.paths import DIST


def lay_out(root: Path) -> None:
    """Have the built site in another folder too, which may be on another disk."""

    def link(source: str, target: str) -> str:
        with suppress(OSError):
            os.link(source, target)
            return target
        return str(shutil.copy2(source, target))

    shutil.copytree(DIST, root, copy_function=link, dirs_exist_ok=True)


class Served:
    """The built site on a free port."""

    def __init__(self, plain: bool, root: Path = DIST) -> None:
        assert (root / "index.html").is_file(), "the site is not built: run make build"
        self.server = serve.start(root, port=0, plain=plain)
        self.address = self.server.address

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
