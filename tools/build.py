"""Builds dist/: the whole site, every part under a folder named for its content, ready to upload.

    index.html  sw.js  manifest.webmanifest  icon.svg      revalidated on every visit
    static/GROUP-HASH/FILE                                 never change, cached for ever
    FILE.br  FILE.gz                                       twins for servers that send them
    _headers  vercel.json                                  policy.json for two kinds of host

Sources say `static/GROUP/FILE`; here that becomes the hashed folder. Slow steps are cached by content, so a build
after a change of one file takes a second or two.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tools import compress, groups, models, policy
from tools.pack import Files
from tools.paths import DIST, ROOT, digest, write_atomically
from tools.report import ToolError, main, say, size

HASH_LENGTH = 12
TOP = ("manifest.webmanifest", "icon.svg")
REFERENCE = re.compile(r"static/([a-z]+)/")


def build(target: Path = DIST) -> Files:
    """Build the site into `target` and return its files (path -> bytes), twins not among them."""
    site = assemble()
    twins = compress.twins({path: data for path, data in site.items() if path not in ("_headers", "vercel.json")})
    _write(target, site | twins)
    return site


def assemble() -> Files:
    """All files of the site, uncompressed."""
    parts = {
        "page": groups.page(),
        "pyscript": groups.pyscript(),
        "pyodide": groups.pyodide(),
        "engine": groups.engine(),
        "inference": groups.inference(),
        "models": groups.weights(),
    }
    folders = {group: _folder(group, files) for group, files in parts.items() if files}
    parts["app"] = groups.app(_pyscript_toml(folders))
    folders["app"] = _folder("app", parts["app"])
    site = {f"{folders[group]}/{name}": data for group, files in parts.items() for name, data in files.items()}
    return site | _top(site, folders, parts)


def _folder(group: str, files: Files) -> str:
    content = digest(*(part for name in sorted(files) for part in (name.encode(), files[name])))
    return f"static/{group}-{content[:HASH_LENGTH]}"


def _pyscript_toml(folders: dict[str, str]) -> bytes:
    """pyscript.toml. PyScript takes the interpreter's address from the page, and files from beside this file."""
    return _rewrite((ROOT / "pyscript.toml").read_text(), folders | {"app": "."}).encode()


def _rewrite(text: str, folders: dict[str, str]) -> str:
    def hashed(match: re.Match[str]) -> str:
        if match.group(1) not in folders:
            raise ToolError(f"a source refers to static/{match.group(1)}/, which the build does not make")
        return folders[match.group(1)] + "/"

    return REFERENCE.sub(hashed, text)


def _top(site: Files, folders: dict[str, str], parts: dict[str, Files]) -> Files:
    top = {name: (ROOT / name).read_bytes() for name in TOP if (ROOT / name).is_file()}
    index = ROOT / "index.html"
    source = index.read_text() if index.is_file() else ""
    version = digest(source.encode(), *(path.encode() for path in sorted(site)), *top.values())[:HASH_LENGTH]
    if source:
        top["index.html"] = _index(source, folders, parts, version)
    if (ROOT / "sw.js").is_file():
        top["sw.js"] = _service_worker((ROOT / "sw.js").read_text(), site | top, version)
    return top | {"_headers": policy.netlify(folders), "vercel.json": policy.vercel(folders)}


def _index(page: str, folders: dict[str, str], parts: dict[str, Files], version: str) -> bytes:
    facts = json.dumps(_facts(folders, parts, version), separators=(",", ":"))
    page = _rewrite(page, folders).replace("{{csp}}", policy.meta_csp())
    return re.sub(r'(<script[^>]*\bid="site"[^>]*>)[^<]*(</script>)', lambda m: m[1] + facts + m[2], page).encode()


def _facts(folders: dict[str, str], parts: dict[str, Files], version: str) -> dict[str, object]:
    """What the page knows of the site: where the groups lie, [raw, compressed] bytes of each file, the models."""
    sizes = {group: compress.sizes(files) for group, files in parts.items()}
    static = {group: folder + "/" for group, folder in folders.items()}
    shipped = {name: facts | {"url": static["models"] + str(facts["file"])} for name, facts in models.facts().items()}
    return {"version": version, "static": static, "bytes": sizes, "models": shipped}


def _service_worker(script: str, site: Files, version: str) -> bytes:
    facts = {
        "version": version,
        "files": [[path, policy.kind_of(path)] for path in sorted(site)],
        "headers": policy.for_worker(),
        "bytes": sum(sent for _, sent in compress.sizes(site).values()),
    }
    filled, count = re.subn(r"/\*site\*/\s*\{\}", lambda _: json.dumps(facts, separators=(",", ":")), script)
    if count != 1:
        raise ToolError("sw.js has no single /*site*/{} to fill")
    return filled.encode()


def _write(target: Path, files: Files) -> None:
    """Make `target` hold exactly `files`: parts first, index.html last, then what is left over goes."""
    for path in sorted(files, key=lambda path: (not path.startswith("static/"), path.startswith("index.html"))):
        file = target / path
        if not (file.is_file() and file.stat().st_size == len(files[path]) and file.read_bytes() == files[path]):
            write_atomically(file, files[path])
    for file in [file for file in target.rglob("*") if file.is_file()]:
        if file.relative_to(target).as_posix() not in files:
            file.unlink()
    for folder in sorted((f for f in target.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def run() -> None:
    """Build and say what came out."""
    site = build()
    sizes = compress.sizes(site)
    total, sent = (sum(pair[index] for pair in sizes.values()) for index in (0, 1))
    say(f"dist/ is built: {len(site)} files, {size(total)}, {size(sent)} compressed")


if __name__ == "__main__":
    main(run)
