"""policy.json, the one source of every header, written out for the dev server, the service worker and two hosts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from typing import Any

from tools.paths import ROOT

Headers = dict[str, str]
ANY_STYLE = ("'unsafe-inline'",)
BACKEND = "{backend}"
"""In policy.json: the origin of the Supabase project, or nothing where the site has none."""
TOP = ("index.html", "sw.js", "manifest.webmanifest", "icon.svg", "licences.txt")
"""What lies at the top of the site."""
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


@cache
def policy() -> dict[str, Any]:
    """policy.json as it is: `every` (each response's headers), `csp` (kind -> directives), `kinds` (path -> kind),
    `caching`."""
    loaded: dict[str, Any] = json.loads((ROOT / "policy.json").read_text())
    return loaded


def styles_of(page: str) -> tuple[str, ...]:
    """What a policy must name to allow the <style> elements of `page`, and no others: their hashes."""
    digests = [hashlib.sha256(match[1].encode()).digest() for match in STYLE.finditer(page)]
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def csp(kind: str, styles: tuple[str, ...] = (), backend: str = "") -> str:
    """The Content-Security-Policy of `kind` (page, engine, inference, egress). `styles` are added to what the page
    allows; `backend`, an origin or "", is the one host that the egress worker may reach besides our own."""
    directives = dict(policy()["csp"][kind])
    if "style-src" in directives:
        directives["style-src"] = [*directives["style-src"], *styles]
    filled = {name: [backend if value == BACKEND else value for value in values] for name, values in directives.items()}
    directives = {name: [value for value in values if value] for name, values in filled.items()}
    return "; ".join(" ".join([name, *values]) for name, values in directives.items())


def meta_csp(styles: tuple[str, ...] = ()) -> str:
    """The page's policy as far as a <meta> element may state it."""
    return "; ".join(part for part in csp("page", styles).split("; ") if not part.startswith("frame-ancestors"))


def kind_of(path: str) -> str:
    """Which policy the response for `path` (no leading slash) gets."""
    for pattern, kind in policy()["kinds"]:
        if re.fullmatch(pattern, path):
            return str(kind)
    return "page"


def caching(path: str) -> str:
    """Cache-Control for `path` (no leading slash): names under static/ carry their content's hash."""
    return str(policy()["caching"]["immutable" if path.startswith("static/") else "revalidate"])


def headers(path: str, styles: tuple[str, ...] = (), backend: str = "") -> Headers:
    """All headers of the response for `path` (no leading slash), except its type and length."""
    every: Headers = dict(policy()["every"])
    return every | {"Content-Security-Policy": csp(kind_of(path), styles, backend), "Cache-Control": caching(path)}


def netlify(folders: dict[str, str], styles: tuple[str, ...] = (), backend: str = "") -> bytes:
    """The `_headers` file of Netlify and Cloudflare Pages. `folders`: group -> its folder, "static/engine-1a2b…".

    There, matching rules add up and equal names are joined by a comma. Two joined policies must both allow a thing, and
    the egress worker may do what the page may not: so no path gets a policy from two rules.
    """
    rules = {"/*": dict(policy()["every"])}
    page = {"Content-Security-Policy": csp("page", styles)}
    rules |= {f"/{path}": page for path in ("", *TOP)}
    rules["/static/*"] = {"Cache-Control": caching("static/")}
    own = {folder: kind for kind, folder in _confined(folders)}
    for folder in folders.values():
        rules[f"/{folder}/*"] = {"Content-Security-Policy": csp(own[folder], (), backend)} if folder in own else page
    blocks = ["\n".join([path, *(f"  {name}: {given[name]}" for name in given)]) for path, given in rules.items()]
    return ("\n\n".join(blocks) + "\n").encode()


def vercel(folders: dict[str, str], styles: tuple[str, ...] = (), backend: str = "") -> bytes:
    """The `vercel.json` of the same site. There the sources of one header must not overlap."""
    others = "|".join(f"{folder}/" for _, folder in _confined(folders)) or "-"
    rules = [
        _vercel_rule("/(.*)", policy()["every"]),
        _vercel_rule("/static/(.*)", {"Cache-Control": caching("static/")}),
        _vercel_rule(f"/((?!{others}).*)", {"Content-Security-Policy": csp("page", styles)}),
    ]
    for kind, folder in _confined(folders):
        rules.append(_vercel_rule(f"/{folder}/(.*)", {"Content-Security-Policy": csp(kind, (), backend)}))
    return (json.dumps({"headers": rules}, indent=2) + "\n").encode()


def for_worker(backend: str = "") -> dict[str, Headers]:
    """What sw.js needs to answer as a host with headers would: kind -> headers.

    The service worker of one version may have to answer with the page of the next, whose styles it does not know: its
    header leaves styles to the policy that each page carries in a <meta> element. Both hold, so the stricter counts.
    """
    every: Headers = dict(policy()["every"])
    return {kind: every | {"Content-Security-Policy": csp(kind, ANY_STYLE, backend)} for kind in policy()["csp"]}


def _confined(folders: dict[str, str]) -> list[tuple[str, str]]:
    """(kind, folder) of the groups whose files have a policy of their own."""
    kinds = {"engine": "engine", "inference": "inference", "webgpu": "inference", "egress": "egress"}
    return [(kind, folders[group]) for group, kind in kinds.items() if group in folders]


def _vercel_rule(source: str, given: Headers) -> dict[str, Any]:
    return {"source": source, "headers": [{"key": name, "value": value} for name, value in given.items()]}
