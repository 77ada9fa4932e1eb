"""What is changed in other people's code at build time: exactly what was meant, and only in the pinned version."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tools import ahead, groups, pyodide_core, trim
from tools.pack import read_pack
from tools.paths import PYODIDE
from tools.report import ToolError

SOURCE = b"""
from dataclasses import dataclass, field
from js import document

@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float = 0.0
    names: tuple[str, ...] = field(default_factory=tuple)
"""


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return ahead.dataclass_code({"points.py": SOURCE, "broken.py": b"raise RuntimeError"})


@pytest.fixture(scope="module")
def library() -> bytes:
    with zipfile.ZipFile(PYODIDE / "python_stdlib.zip") as archive:
        return archive.read("dataclasses.py")


def test_the_methods_of_every_dataclass_are_written_down(made: dict[str, bytes]) -> None:
    source = made["dataclass_code.py"].decode()
    module: dict[str, Any] = {}
    exec(compile(source, "dataclass_code.py", "exec"), module)
    check, function = module["MADE"]["points.Point"]
    assert isinstance(check, int)
    assert isinstance(function, types.FunctionType)
    assert list(module["MADE"]) == ["points.Point"]


def test_ready_made_methods_are_used_only_where_the_text_is_the_same(made: dict[str, bytes], library: bytes) -> None:
    created = _created(made)
    text = made["dataclass_code.py"].decode().split("MADE[")[0].removeprefix("MADE = {}\n").rstrip("\n")
    point = type("Point", (), {"__module__": "points"})
    ready = created(point, text, {})
    assert ready.__code__ is sys.modules["dataclass_code"].MADE["points.Point"][1].__code__
    changed = created(point, text + " ", {})
    assert changed.__code__ is not ready.__code__
    stranger = created(type("Point", (), {"__module__": "elsewhere"}), text, {})
    assert stranger.__code__ is not ready.__code__


def _created(made: dict[str, bytes]) -> Any:
    """The function that the page's dataclasses call, with the table of `made` in place."""
    table = ModuleType("dataclass_code")
    exec(made["dataclass_code.py"], table.__dict__)
    sys.modules["dataclass_code"] = table
    scope: dict[str, Any] = {"types": types}
    exec(ahead.CREATED, scope)
    return scope["_created"]


@pytest.fixture(autouse=True)
def _no_table_left() -> Iterator[None]:
    yield
    sys.modules.pop("dataclass_code", None)


def test_the_librarys_module_is_changed_in_two_places(library: bytes) -> None:
    changed = ahead.dataclasses_module(library).decode()
    assert "fns = _created(cls, txt, self.globals)(**self.locals)" in changed
    assert changed.endswith(ahead.CREATED)
    with pytest.raises(ToolError, match="has changed"):
        ahead.dataclasses_module(b"nothing of the kind")


def test_pyodides_loader_takes_a_compiled_module() -> None:
    loader = (PYODIDE / "pyodide.mjs").read_text()
    changed = pyodide_core.with_compiled(loader)
    assert "Ie(e.indexURL,e.compiled)" in changed
    assert "await Promise.all(s.later)" in changed
    assert len(changed) - len(loader) < 500
    with pytest.raises(ToolError, match="has changed"):
        pyodide_core.with_compiled("nothing of the kind")


def test_no_module_is_made_for_the_address_of_a_function_of_webgl() -> None:
    module = (PYODIDE / "pyodide.asm.mjs").read_text()
    changed = pyodide_core.without_gl(module)
    assert 'if(symName.startsWith("emscripten_gl")){entry.value=0}else if(typeof value=="function")' in changed
    with pytest.raises(ToolError, match="has changed"):
        pyodide_core.without_gl("nothing of the kind")


def test_a_library_is_taken_compiled_from_whoever_has_it() -> None:
    module = (PYODIDE / "pyodide.asm.mjs").read_text()
    changed = pyodide_core.with_libraries(module)
    assert 'Module["libraries"]?.[PATH.basename(libName).split(".")[0]]??loadLibData()' in changed
    assert len(changed) - len(module) < 100
    with pytest.raises(ToolError, match="has changed"):
        pyodide_core.with_libraries("nothing of the kind")


@pytest.mark.parametrize("side", ["engine", "egress"])
def test_what_a_thread_asks_for_is_what_its_pack_leaves_out(side: str) -> None:
    files: dict[str, bytes] = getattr(groups, side)()
    asked = set(re.findall(r"\w+\.wasm", files["worker.js"].decode()))
    assert asked == {name for name in files if name.endswith(".wasm")}
    empty = {path for path, data in read_pack(files["site.pack"]).items() if path.endswith(".so") and not data}
    assert {f"{path.rsplit('/', 1)[1].split('.')[0]}.wasm" for path in empty} == asked
    assert all(files[name].startswith(b"\0asm") for name in asked)


def test_stand_ins_of_the_standard_library_go_back_to_the_original_when_asked() -> None:
    files = trim.stdlib(PYODIDE / "python_stdlib.zip")
    for stand_in, whole in trim.LOOKED_BACK_AT.items():
        assert files[stand_in] == (trim.LEAN / stand_in).read_bytes()
        assert len(files[whole]) > len(files[stand_in])
    program = """
import builtins, json
import html
early = [name for name in ("html.entities", "html.whole") if name in __import__("sys").modules]
print(json.dumps([early, html.escape("<a b='c\\">&"), html.unescape("&eacute;&lt;")]))
"""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("html/__init__.py", "html/entities.py", "html/whole.py"):
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(files[name])
        run = [sys.executable, "-S", "-c", program]
        told = subprocess.run(run, env={"PYTHONPATH": folder}, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == [[], "&lt;a b=&#x27;c&quot;&gt;&amp;", "é<"]
