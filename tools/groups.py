"""What goes into each group of the built site: name -> {file: bytes}. See docs/deploy.md for the whole picture."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

from tools import fonts as typefaces
from tools import models, trim
from tools import page as index
from tools import pyscript as pyscript_core
from tools.ahead import dataclass_code
from tools.appicons import app_icons
from tools.bytecode import compile_python
from tools.pack import Files, write_pack
from tools.paths import MODELS, NODE_MODULES, PYODIDE, ROOT, SOURCE
from tools.pyodide_core import with_compiled, with_libraries, without_gl
from tools.report import ToolError
from tools.wheels import EGRESS_WHEELS, pure, wheel_path

PLAIN = (  # values and their arithmetic
    *(
        "__init__",
        "adjustments",
        "coverage",
        "curves",
        "fonts",
        "graphemes",
        "layer_text",
        "layers",
        "linebreaks",
        "matrix",
    ),
    *("options", "textlayout"),
)
UI_IMAGING = tuple(f"imaging/{name}.py" for name in PLAIN)
# Top-level packages and files of src/ on each side. `words` and `errors` are small, and both sides speak them.
UI_SIDE = (
    *(
        "app.py",
        "account",
        "cache",
        "keeping",
        "alerts.py",
        "errors.py",
        "furniture.py",
        "labels.py",
        "menu.py",
        "parts.py",
        "texts.py",
        "words.py",
        "editor",
        "engine",
        "generation",
        "locales",
        "threads",
    ),
    *(f"egress/{name}.py" for name in ("__init__", "client", "ledger", "policy", "protocol", "workers")),
    *UI_IMAGING,
)
# The egress thread has no page: what is only for the page stays out of it, and the other way round.
EGRESS_ONLY = ("account/service.py", "account/supabase_py.py", "generation/service.py", "generation/stream.py")
EGRESS_SIDE = (
    *("errors.py", "threads", *EGRESS_ONLY, "account/__init__.py", "account/trouble.py", "generation/__init__.py"),
    *(f"egress/{name}.py" for name in ("__init__", "boot", "fetch", "ledger", "policy", "protocol")),
)
ENGINE_SIDE = ("errors.py", "engine", "imaging", "segmentation", "threads")

# Compiled modules that each start needs, by their names before the first dot.
ENGINE_LIBRARIES = ("_multiarray_umath", "_umath_linalg", "_imaging")
EGRESS_LIBRARIES = ("_pydantic_core",)

MONO = "@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2"
RUNTIME = ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")
WEBGPU = ("ort.jspi.min.mjs", "ort-wasm-simd-threaded.jspi.mjs", "ort-wasm-simd-threaded.jspi.wasm")
SHIPPED = {".js", ".mjs", ".svg", ".woff2", ".jpg", ".jpeg", ".png", ".webp", ".json", ".webmanifest"}


def page() -> Files:
    """Scripts, the rarer font, sample photos, the app's icons, what of the page comes after the first paint. (The first
    styles and icons and the other font stand in index.html: tools/page.py.)"""
    late = {path.name: path.read_bytes() for path in (SOURCE / "page" / "late").glob("*.css")}
    later = index.later((ROOT / "index.html").read_text())
    files = _tree(SOURCE / "page") | _tree(ROOT / "samples") | late | later
    return files | app_icons() | {"geist-mono.woff2": (NODE_MODULES / MONO).read_bytes()}


def pyscript() -> Files:
    """PyScript's core and what it loads."""
    return {name: _unmapped(data) for name, data in pyscript_core.scripts().items()}


def pyodide() -> Files:
    """The interpreter and its standard library, trimmed and compiled."""
    files = {name: (PYODIDE / name).read_bytes() for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")}
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    # No package is ever loaded through it; an empty list makes that certain and saves 110 kB.
    files["pyodide-lock.json"] = json.dumps({"info": lock["info"], "packages": {}}, separators=(",", ":")).encode()
    files["pyodide.mjs"] = with_compiled(files["pyodide.mjs"].decode()).encode()
    files["pyodide.asm.mjs"] = with_libraries(without_gl(files["pyodide.asm.mjs"].decode())).encode()
    files["restore.js"] = (SOURCE / "threads" / "restore.js").read_bytes()
    files["python_stdlib.zip"] = stored_zip(compile_python(trim.stdlib(PYODIDE / "python_stdlib.zip")))
    return {name: _unmapped(data) if name.endswith(".mjs") else data for name, data in files.items()}


def engine() -> Files:
    """The engine's worker script, our Python for it, and numpy and Pillow."""
    site = trim.numpy(wheel_path("numpy")) | trim.pillow(wheel_path("pillow"))
    return (
        _scripts("engine", "worker.js", "bare.js", "confine.js")
        | _packed(site, ENGINE_LIBRARIES)
        | {"engine.pack": write_pack(compile_python(_python(ENGINE_SIDE)))}
    )


def egress() -> Files:
    """The egress worker's script, our Python for it, and supabase-py."""
    wheels = [wheel_path(package) for package in (*EGRESS_WHEELS, *pure())]
    site = trim.egress(wheels, PYODIDE / "python_stdlib.zip")
    return (
        _scripts("egress", "worker.js")
        | _scripts("engine", "bare.js", "confine.js")
        | _packed(site, EGRESS_LIBRARIES)
        | {"egress.pack": write_pack(compile_python(_python(EGRESS_SIDE)))}
    )


def inference() -> Files:
    """The inference worker's script and onnxruntime-web."""
    folder = NODE_MODULES / "onnxruntime-web" / "dist"
    files = {name: _unmapped((folder / name).read_bytes()) for name in RUNTIME}
    scripts = _scripts("engine", "inference.js", "confine.js", "outside.js")
    return files | {("worker.js" if name == "inference.js" else name): data for name, data in scripts.items()}


def webgpu() -> Files:
    """The build of onnxruntime-web that can use a graphics processor; a page asks for it where there is one."""
    folder = NODE_MODULES / "onnxruntime-web" / "dist"
    return {name: _unmapped((folder / name).read_bytes()) for name in WEBGPU}


def weights(group: str) -> Files:
    """The models of one group, "models" or "weights", that set-up has made ready."""
    found = [model for model in models.carried().values() if models.group(model) == group]
    return {model.file: (MODELS / model.file).read_bytes() for model in found}


def fonts() -> Files:
    """The typefaces of text layers, each file fetched on its first use."""
    return {file.name: typefaces.path_of(file).read_bytes() for file in typefaces.carried()}


def app() -> Files:
    """The UI thread's Python, PyScript's own among it."""
    return {"ui.zip": stored_zip(compile_python(_python(UI_SIDE, EGRESS_ONLY) | pyscript_core.python()))}


def stored_zip(files: Files) -> bytes:
    """A zip without compression (the wire compresses better) and without dates (same files, same bytes)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return buffer.getvalue()


def _packed(site: Files, libraries: tuple[str, ...]) -> Files:
    """A pack of `site`, in which the files of these compiled modules are empty, and each of them as a file of its own:
    a browser checks and compiles it while it is read. (engine/bare.js)"""
    paths = {path.rsplit("/", 1)[1].split(".", 1)[0]: path for path in site if path.endswith(".so")}
    missing = [name for name in libraries if name not in paths]
    if missing:
        raise ToolError(f"the packages have no compiled module {', '.join(missing)}: look at tools/groups.py")
    empty = {paths[name]: b"" for name in libraries}
    own = {f"{name}.wasm": site[paths[name]] for name in libraries}
    return own | {"site.pack": write_pack(compile_python(site | empty))}


def _python(parts: tuple[str, ...], without: tuple[str, ...] = ()) -> Files:
    found = [path for part in parts for path in [SOURCE / part, *(SOURCE / part).rglob("*.py")] if path.is_file()]
    named = {path.relative_to(SOURCE).as_posix(): path for path in found}
    files = {name: path.read_bytes() for name, path in named.items() if name not in without}
    return files | dataclass_code(files)


def _scripts(room: str, *names: str) -> Files:
    folder = SOURCE / room
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def _tree(folder: Path) -> Files:
    found = [path for path in folder.rglob("*") if path.is_file() and path.suffix in SHIPPED]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _unmapped(script: bytes) -> bytes:
    """Without the pointer to a source map: maps are not shipped, and asking for one would be a request in vain."""
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", script)
