"""What the sources say, read without a browser: the table of commands, and the texts that are translated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import words

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"


class Row(NamedTuple):
    """A command as it stands in the table."""

    id: str
    label: str
    keys: tuple[str, ...]


def commands() -> list[Row]:
    """The rows of the table in menu.py, in its order; rows that are made of a table in words.py too.
    Fails on a row whose id, label or keys need anything else, because then nobody can look them up."""
    tree = ast.parse((SRC / "menu.py").read_text(encoding="utf-8"))
    many = [node for node in ast.walk(tree) if isinstance(node, ast.GeneratorExp) and _is_command(node.elt)]
    inside = {id(node.elt) for node in many}
    single = [call for call in _calls(SRC / "menu.py", "Command", tree) if id(call) not in inside]
    found = [(node.lineno, _rows(ast.ListComp(_fields(node.elt), node.generators))) for node in many]
    found += [(call.lineno, _rows(ast.List([_fields(call)], ast.Load()))) for call in single]
    return [row for _, rows in sorted(found, key=lambda each: each[0]) for row in rows]


def _is_command(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Command"


def _fields(call: ast.expr) -> ast.Tuple:
    assert isinstance(call, ast.Call)
    given = dict(zip(("id", "label", "run", "keys"), call.args, strict=False))
    given |= {word.arg: word.value for word in call.keywords if word.arg}
    keys = given.get("keys", ast.Tuple([], ast.Load()))
    return ast.Tuple([given["id"], given["label"], keys], ast.Load())


def _rows(rows: ast.expr) -> list[Row]:
    code = compile(ast.fix_missing_locations(ast.Expression(rows)), "menu.py", "eval")
    try:
        return [Row(*fields) for fields in eval(code, {"words": words})]
    except NameError as error:
        raise AssertionError(f"a command's id, label and keys are written out: {ast.unparse(rows)}") from error


def translated() -> Iterator[str]:
    """The texts that stand in a call of t(…) or in a table Texts({…}) anywhere in the sources."""
    for path in sorted(SRC.rglob("*.py")):
        for call in _calls(path, "t"):
            if call.args and isinstance(call.args[0], ast.Constant):
                yield str(call.args[0].value)
        for call in _calls(path, "Texts"):
            if isinstance(call.args[0], ast.Dict):
                yield from (str(ast.literal_eval(value)) for value in call.args[0].values)


class _Page(HTMLParser):
    """Collects the texts that editor/translate.py finds in index.html."""

    ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-tip")
    EMPTY = frozenset({"br", "img", "input", "link", "meta", "use", "path", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.buttons: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, silent, button = self._open[-1] if self._open else ("", True, False)
        silent = tag != "body" and (silent or given.get("translate") == "no" or tag in ("script", "style", "noscript"))
        button = button or tag == "button" or "btn" in (given.get("class") or "").split()
        if not silent:
            self.texts += [text for name in self.ATTRIBUTES if (text := given.get(name))]
        if tag not in self.EMPTY:
            self._open.append((tag, silent, button))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Shapes of icons: nothing to say."""

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open and not self._open[-1][1]:
            self.texts.append(data.strip())
            if self._open[-1][2]:
                self.buttons.append(data.strip())


def page() -> _Page:
    """index.html: `texts` that the page shows or says, `buttons` those that stand on buttons."""
    reader = _Page()
    reader.feed((ROOT / "index.html").read_text(encoding="utf-8"))
    return reader


def _calls(path: Path, name: str, tree: ast.AST | None = None) -> Iterator[ast.Call]:
    for node in ast.walk(tree or ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node
