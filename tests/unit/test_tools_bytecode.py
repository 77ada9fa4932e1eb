"""The interpreter that the build runs: it outlives what goes wrong in it, and no script finds the traces of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import ahead, bytecode
from tools.report import ToolError


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bytecode, "CACHE", tmp_path)
    return tmp_path


def test_a_file_that_does_not_compile_is_named_and_the_next_one_compiles() -> None:
    with pytest.raises(ToolError, match=r'SyntaxError: .*File "bad\.py", line 2'):
        bytecode.compile_python({"bad.py": b"x = 1\ndef\n"})
    assert set(bytecode.compile_python({"good.py": b"x = 1\n", "note.txt": b""})) == {"good.pyc", "note.txt"}


def test_an_interpreter_that_ends_is_said_and_the_next_one_works(tmp_path: Path) -> None:
    ending = tmp_path / "ending.py"
    ending.write_text("import js\njs.Deno.exit(3)\n")
    with pytest.raises(ToolError, match="ended before its work"):
        bytecode.run_inside(ending, {"a.py": b""})
    assert set(bytecode.compile_python({"good.py": b"x = 2\n"})) == {"good.pyc"}


def test_modules_of_the_same_names_are_those_that_were_given(nothing_kept: Path) -> None:
    def made(field: str) -> bytes:
        text = f"from dataclasses import dataclass\n\n@dataclass\nclass Point:\n    {field}: int\n"
        return ahead.dataclass_code({"shape/__init__.py": b"", "shape/point.py": text.encode()})["dataclass_code.py"]

    first, second = made("width"), made("height")
    assert b"width" in first and b"height" in second and b"width" not in second
    for kept in nothing_kept.rglob("*.pack"):
        kept.unlink()
    assert made("width") == first
