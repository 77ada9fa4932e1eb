"""What the sources say, read without a browser: the table of commands, and the texts that are translated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"


class Row(NamedTuple):
    """A command as it stands in the table."""

    id: str
    label: str
    keys: tuple[str, ...]


def commands() -> list[Row]:
    """The rows of the table in app.py. Fails on one whose id, label or keys are not written out, because then nobody
    can look them up."""
    return [_row(call) for call in _calls(SRC / "app.py", "Command")]


def _row(call: ast.Call) -> Row:
    fields = dict(zip(("id", "label", "run", "keys"), call.args, strict=False))
    fields |= {word.arg: word.value for word in call.keywords if word.arg}
    try:
        keys = ast.literal_eval(fields["keys"]) if "keys" in fields else ()
        return Row(ast.literal_eval(fields["id"]), ast.literal_eval(fields["label"]), keys)
    except ValueError as error:
        raise AssertionError(f"app.py:{call.lineno}: a command's id, label and keys are written out") from error


def translated() -> Iterator[str]:
    """The texts that stand in a call of t(…) or in a table Texts({…}) anywhere in the sources."""
    for path in sorted(SRC.rglob("*.py")):
        for call in _calls(path, "t"):
            if call.args and isinstance(call.args[0], ast.Constant):
                yield str(call.args[0].value)
        for call in _calls(path, "Texts"):
            if isinstance(call.args[0], ast.Dict):
                yield from (str(ast.literal_eval(value)) for value in call.args[0].values)


def _calls(path: Path, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node
