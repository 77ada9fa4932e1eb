"""What boot.js says before Python is up, in every language: a few texts, which the page carries in its table."""

from __future__ import annotations

import re
import sys
from importlib import import_module

from tools.paths import SOURCE
from tools.report import ToolError

SAID = re.compile(r'\bsay\("([^"]+)"')


def texts() -> set[str]:
    """The English texts of the page's scripts, each written in a call of say."""
    return {text for path in (SOURCE / "page").glob("*.js") for text in SAID.findall(path.read_text())}


def said() -> dict[str, dict[str, str]]:
    """By the tag of each further language: English text -> translation. Raises ToolError for a missing one."""
    if str(SOURCE) not in sys.path:
        sys.path.append(str(SOURCE))
    tags = [tag for tag in import_module("texts").LANGUAGES if tag != "en"]
    return {tag: _translated(tag, import_module(f"locales.{tag}").TEXTS) for tag in tags}


def _translated(tag: str, table: dict[str, str]) -> dict[str, str]:
    missing = texts() - set(table)
    if missing:
        raise ToolError(f"locales/{tag}.py lacks what the page's scripts say: {'; '.join(sorted(missing))}")
    return {text: table[text] for text in sorted(texts())}
