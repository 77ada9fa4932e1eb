"""index.html, put together: what it would ask for one after the other stands in it.

What the sources name as style sheets becomes one <style>, which the policy allows by its hash (tools/policy.py). The
typeface of the first words is in it: a first paint would wait for a font that is on its way, or be done twice. The
icons and pyscript.toml (as JSON, which PyScript reads without a parser of its own) are written in too.
"""

from __future__ import annotations

import base64
import html
import json
import re
import tomllib

from tools.icons import sprite
from tools.paths import NODE_MODULES, ROOT, SOURCE
from tools.report import ToolError

SHEET = re.compile(r'\s*<link rel="stylesheet" href="static/page/(?P<name>[^"]+)"(?: media="(?P<media>[^"]+)")?>')
HEAD_END = "\n</head>"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
ADDRESS = re.compile(r"\burl\((?!data:)")
TYPEFACE = "url(static/page/geist.woff2)"
SANS = "@fontsource-variable/geist/files/geist-latin-wght-normal.woff2"
ICONS = "<!--icons-->"
CONFIGURATION = "pyscript.toml"


def assembled(page: str) -> str:
    """`page` with its style sheets and its icons. Raises ToolError when it has no place for one of them."""
    once = (ICONS, HEAD_END, f'config="{CONFIGURATION}"')
    if any(page.count(place) != 1 for place in once) or not SHEET.search(page):
        raise ToolError(f"index.html needs its style sheets and, once each: {', '.join(map(str.strip, once))}")
    sheets = "\n".join(_sheet(match["name"], match["media"]) for match in SHEET.finditer(page))
    page = SHEET.sub("", page).replace(HEAD_END, f"\n  <style>{sheets}</style>{HEAD_END}")
    page = page.replace(ICONS, sprite((SOURCE / "page" / "icons.txt").read_text()))
    return page.replace(f'"{CONFIGURATION}"', f'"{_configuration()}"')


def _typeface() -> str:
    font = base64.b64encode((NODE_MODULES / SANS).read_bytes()).decode()
    return f"url(data:font/woff2;base64,{font})"


def _configuration() -> str:
    settings = tomllib.loads((ROOT / CONFIGURATION).read_text())
    return html.escape(json.dumps(settings, separators=(",", ":")))


def _sheet(name: str, media: str | None) -> str:
    sheet = COMMENT.sub("", (SOURCE / "page" / name).read_text()).strip()
    sheet = ADDRESS.sub("url(static/page/", sheet).replace(TYPEFACE, _typeface())
    return f"@media {media} {{\n{sheet}\n}}" if media else sheet
