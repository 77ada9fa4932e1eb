"""Builds dist/: the whole site, every part under a folder named for its content, ready to upload.

    index.html  sw.js  manifest.webmanifest  icon.svg      revalidated on every visit; so is licences.txt
    sw-off.js                                              the way out: docs/deploy.md
    static/GROUP-HASH/FILE                                 never change, cached for ever
    FILE.br  FILE.gz                                       twins for servers that send them
    _headers  vercel.json                                  policy.json for two kinds of host

Sources say `static/GROUP/FILE`; here that becomes the hashed folder. Slow steps are cached by content, so a build
after a change of one file takes a second or two. `--quick` does not wait for the best compression.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tools import bytecode, compress, early, groups, models, page, policy
from tools.backend import Backend, configured
from tools.licences import licences
from tools.pack import Files
from tools.paths import DIST, ROOT, digest, locked, write_atomically
from tools.report import ToolError, main, say, size
from tools.snapshot import snapshots

HASH_LENGTH = 12
TOP = ("manifest.webmanifest", "icon.svg", "sw-off.js")
UNKNOWN = ("sw.js", "sw-off.js")
"""Scripts of the service worker itself, which answers for neither."""
LATE = ("egress",)
"""Groups that a page may never need: kept by the service worker once they were asked for, not before."""
DEMAND = ("webgpu", "weights")
"""Groups that a page asks for when they are first needed, and keeps itself: nobody loads them with the page."""
MAKERS: dict[str, Callable[[], Files]] = {
    "pyodide": groups.pyodide,
    "engine": groups.engine,
    "app": groups.app,
    "egress": groups.egress,
    "page": groups.page,
    "pyscript": groups.pyscript,
    "inference": groups.inference,
    "webgpu": groups.webgpu,
    "models": partial(groups.weights, "models"),
    "weights": partial(groups.weights, "weights"),
    "fonts": groups.fonts,
}
"""What makes the files of each group; first those that take longest."""
NONE = Backend()
REFERENCE = re.compile(r"static/([a-z]+)/")
SITE_TABLE = re.compile(r'(<script[^>]*\bid="site"[^>]*>)[^<]*(</script>)')
SITE_GAP = re.compile(r"/\*site\*/\s*\{\}")


def build(target: Path = DIST, best: bool = False, backend: Backend = NONE) -> Files:
    """Build the site into `target` and return all its files (path -> bytes). `best`: take the time to compress well;
    `backend`: the Supabase project that it talks to."""
    with locked("build"):
        site = _assembled(best, backend)
        write_site(target, site)
    return site


def _assembled(best: bool, backend: Backend) -> Files:
    parts = _parts(best)
    parts["snapshot"] = snapshots(parts["pyodide"], parts["app"]["ui.zip"])
    folders = {group: folder_of(group, files) for group, files in parts.items()}
    site = {f"{folders[group]}/{name}": data for group, files in parts.items() for name, data in files.items()}
    site |= {name: rewrite((ROOT / name).read_text(), folders).encode() for name in TOP if (ROOT / name).is_file()}
    site["licences.txt"] = licences()
    sizes = compress.sizes(site, compress.twins(site, best))
    site |= entry(folders, sizes, {path: hashlib.sha256(data).hexdigest() for path, data in site.items()}, backend)
    styles = policy.styles_of(site["index.html"].decode())
    compress.sweep(site.values())
    site |= compress.twins(site, best)
    given = folders, styles, backend.url
    return site | {"_headers": policy.netlify(*given), "vercel.json": policy.vercel(*given)}


def _parts(best: bool) -> dict[str, Files]:
    """The files of each group. The interpreter makes those with Python in turn; meanwhile others are compressed."""
    with ThreadPoolExecutor(compress.WORKERS) as pool:
        begun = {group: pool.submit(_part, group, make, best) for group, make in MAKERS.items()}
        try:
            return {group: made.result() for group, made in begun.items()}
        finally:
            bytecode.stop()


def _part(group: str, make: Callable[[], Files], best: bool) -> Files:
    files = make()
    compress.twins({f"static/{group}-/{name}": data for name, data in files.items()}, best)  # kept by content
    return files


def folder_of(group: str, files: Files) -> str:
    """The folder of a group: its name and the hash of its files' names and bytes."""
    content = digest(*(part for name in sorted(files) for part in (name.encode(), files[name])))
    return f"static/{group}-{content[:HASH_LENGTH]}"


def rewrite(text: str, folders: dict[str, str]) -> str:
    """`text` with every static/GROUP/ turned into the group's folder. Raises ToolError for an unknown group."""

    def hashed(match: re.Match[str]) -> str:
        if match.group(1) not in folders:
            raise ToolError(f"a source refers to static/{match.group(1)}/, which the build does not make")
        return folders[match.group(1)] + "/"

    return REFERENCE.sub(hashed, text)


def entry(
    folders: dict[str, str], sizes: dict[str, list[int]], digests: dict[str, str], backend: Backend = NONE
) -> Files:
    """The page and its service worker, which carry the version of the site; `sizes` and `digests` (SHA-256, hex) are
    those of all other files."""
    text = page.assembled((ROOT / "index.html").read_text())
    named = version(text, sizes, digests, backend)
    table = _facts(named, folders, sizes) | {"backend": {"url": backend.url, "key": backend.key}}
    worker = _service_worker((ROOT / "sw.js").read_text(), named, sizes, digests, backend)
    return {"index.html": _index(text, table, folders), "sw.js": worker}


def _index(text: str, table: dict[str, object], folders: dict[str, str]) -> bytes:
    facts = json.dumps(table, separators=(",", ":"))
    filled, count = SITE_TABLE.subn(lambda match: match[1] + facts + match[2], text)
    if count != 1:
        raise ToolError('index.html has no single <script id="site"> to fill')
    filled = rewrite(filled, folders)
    return filled.replace("{{csp}}", policy.meta_csp(policy.styles_of(filled))).encode()


def _facts(named: str, folders: dict[str, str], sizes: dict[str, list[int]]) -> dict[str, object]:
    """What the page knows of the site: where the groups lie, [raw, compressed] bytes of each file, the models, and what
    it says before Python is up."""
    static = {group: folder + "/" for group, folder in folders.items()}
    bytes_ = {
        group: {path.removeprefix(start): pair for path, pair in sizes.items() if path.startswith(start)}
        for group, start in static.items()
    }
    carried = {
        name: row | {"url": static["weights" if row["demand"] else "models"] + str(row["file"])}
        for name, row in models.facts().items()
    }
    return {"version": named, "static": static, "bytes": bytes_, "models": carried, "said": early.said()}


def version(text: str, sizes: dict[str, list[int]], digests: dict[str, str], backend: Backend = NONE) -> str:
    """The site's version: changes with any file, whose folders carry their hashes, with the page (`text`, which
    carries its styles, icons and typeface) and with the project that it talks to."""
    top = [value for path, value in sorted(digests.items()) if not path.startswith("static/")]
    named = (text, backend.url, backend.key, *sorted(sizes), *top)
    return digest(*(part.encode() for part in named))[:HASH_LENGTH]


def is_of(path: str, groups: tuple[str, ...]) -> bool:
    """Whether the file at `path` of the site belongs to one of `groups`."""
    return path.startswith(tuple(f"static/{group}-" for group in groups))


def on_demand(path: str) -> bool:
    """Whether the file at `path` of the site is fetched only when it is needed."""
    return is_of(path, DEMAND)


def _service_worker(
    script: str, named: str, sizes: dict[str, list[int]], digests: dict[str, str], backend: Backend
) -> bytes:
    paths = sorted({*sizes, "index.html"}.difference(UNKNOWN))
    facts = {
        "version": named,
        "files": [[path, policy.kind_of(path), on_demand(path), digests.get(path, "")[:32]] for path in paths],
        "late": [path for path in paths if is_of(path, LATE)],
        "headers": policy.for_worker(backend.url),
        "bytes": sum(sent for path, (_, sent) in sizes.items() if not is_of(path, (*LATE, *DEMAND))),
    }
    filled, count = SITE_GAP.subn(lambda _: json.dumps(facts, separators=(",", ":")), script)
    if count != 1:
        raise ToolError("sw.js has no single /*site*/{} to fill")
    return filled.encode()


def write_site(target: Path, files: Files) -> None:
    """Make `target` hold exactly `files`: the parts first, index.html last, then what is left over goes."""
    for path in sorted(files, key=lambda path: (not path.startswith("static/"), path == "index.html")):
        file = target / path
        if not (file.is_file() and file.stat().st_size == len(files[path]) and file.read_bytes() == files[path]):
            write_atomically(file, files[path])
    for file in [file for file in target.rglob("*") if file.is_file()]:
        if file.relative_to(target).as_posix() not in files:
            file.unlink()
    for folder in sorted((folder for folder in target.rglob("*") if folder.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def run() -> None:
    """Build and say what came out."""
    site = build(best="--quick" not in sys.argv, backend=configured())
    shipped = {path: data for path, data in site.items() if not path.endswith((".br", ".gz"))}
    pairs = compress.sizes(shipped, site).values()
    total, sent = (sum(pair[index] for pair in pairs) for index in (0, 1))
    say(f"dist/ is built: {len(shipped)} files, {size(total)}, {size(sent)} compressed")


if __name__ == "__main__":
    main(run)
