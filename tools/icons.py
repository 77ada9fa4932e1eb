"""SVG sprites from the icons that src/page/icons.txt names, for the page itself: no request, no late icons."""

from __future__ import annotations

import re

from tools.paths import NODE_MODULES
from tools.report import ToolError

FOLDER = NODE_MODULES / "lucide-static" / "icons"
INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def sprite(listing: str, wanted: set[str] | None = None) -> str:
    """A hidden sprite with one <symbol id="i-NAME"> per line of `listing`: Lucide's name, or "our-name = lucide-name";
    # for comments. `wanted` are those of our names that go in; None: all."""
    names = [_names(line) for line in (line.split("#")[0].strip() for line in listing.splitlines()) if line]
    symbols = "".join(_symbol(*pair) for pair in names if wanted is None or pair[0] in wanted)
    return f'<svg hidden aria-hidden="true">{symbols}</svg>'


def _names(line: str) -> tuple[str, str]:
    ours, _, theirs = (part.strip() for part in line.partition("="))
    return ours, theirs or ours


def _symbol(name: str, source: str) -> str:
    path = FOLDER / f"{source}.svg"
    if not path.is_file():
        raise ToolError(f"src/page/icons.txt names an icon that lucide does not have: {source}")
    match = INSIDE.search(path.read_text())
    shapes = " ".join(match.group(1).split()) if match else ""
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes}</symbol>'
