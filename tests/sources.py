"""What the sources say, read without a browser: the table of commands, and the texts that are translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
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
    menu = SRC / "menu.py"
    many = [node for node in ast.walk(_tree(menu)) if isinstance(node, ast.GeneratorExp) and _is_command(node.elt)]
    inside = {id(node.elt) for node in many}
    single = [call for call in _calls(menu, "Command") if id(call) not in inside]
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
    """The texts that stand in a call of t(…) or Term(…), or in a table Texts({…}) anywhere in the sources."""
    for path in sorted(SRC.rglob("*.py")):
        for call in (*_calls(path, "t"), *_calls(path, "words.Term")):
            first = call.args[:1]
            for given in first[0].values if first and isinstance(first[0], ast.BoolOp) else first:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value
        for call in _calls(path, "Texts"):
            if isinstance(call.args[0], ast.Dict):
                yield from (str(ast.literal_eval(value)) for value in call.args[0].values)


PIECES: dict[str, tuple[int | str, ...]] = {
    "kit.panel": (1,),
    "kit.section": (0,),
    "kit.note": (0,),
    "kit.button": (0,),
    "kit.tool": (0,),
    "kit.Number": (0, 3, "short"),
    "kit.Colour": (0, 3, "none"),
    "kit.Segment": (0, 1),
    "kit.Select": (0, 1),
    "tool": (0,),
    "pipette.button": (0,),
    "Dial": (0,),
    "Slider": (1,),
    "group.command": (0,),
    "group.act": (0,),
    "group.number": (1,),
    "group.select": (1,),
    "group.colour": (0,),
    "dom.make": (1, "aria_label", "title", "placeholder", "alt", "data_tip"),
}
"""Pieces that panels are built of, and which of what they are given is a text. The walker says these when all panels
are there, so English may stand in the call."""
LATER: dict[str, tuple[int | str, ...]] = {"dom.set_text": (1,), "dom.set_attribute": (2,), "say": (0,), "make": (1,)}
"""Calls that say something anew again and again, which the walker does not see."""
NAMES = re.compile(r"\b(px|RGB|Aluo Studio)\b")
"""What is the same in every language."""


def built() -> Iterator[str]:
    """The texts that are written in calls of PIECES, or stand in a table of the same file that such a call names."""
    for path in sorted((SRC / "editor").rglob("*.py")):
        tree = _tree(path)
        tables = _tables(tree)
        for name, call in _named_calls(path):
            choices = name in ("kit.Segment", "kit.Select")
            for given in _given(call, PIECES.get(name, ())):
                yield from _written(given, tables, choices)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith(".dataset.tip"):
                yield from _written(node.value, tables, False)


def left_english() -> Iterator[str]:
    """Where something is said that no table can translate: a text with gaps outside of t(…), or a plain text where
    the walker does not come."""
    for path in sorted((SRC / "editor").rglob("*.py")):
        for name, call in _named_calls(path):
            later = LATER.get(name) or (LATER["say"] if name.endswith(".say") else ())
            if name == "dom.set_attribute" and not _says(call):
                continue
            for given in (*_given(call, PIECES.get(name, ())), *_given(call, later)):
                for node in _branches(given):
                    text = "".join(_constants(node)) if isinstance(node, ast.JoinedStr) else ""
                    if later and isinstance(node, ast.Constant):
                        text = str(node.value)
                    if re.search(r"[^\W\d_]{2}", NAMES.sub("", text)):
                        yield f"{path.name}:{node.lineno}: {ast.unparse(node)}"


def _says(call: ast.Call) -> bool:
    """Whether the attribute that is set is one that is read out."""
    name = call.args[1]
    return isinstance(name, ast.Constant) and name.value in (*_Page.ATTRIBUTES, "aria-valuetext")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _named_calls(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    """The calls of a file with what is called, in one walk for all who ask."""
    calls = (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))
    return tuple((ast.unparse(call.func), call) for call in calls if isinstance(call.func, ast.Name | ast.Attribute))


def _given(call: ast.Call, places: tuple[int | str, ...]) -> Iterator[ast.expr]:
    yield from (call.args[at] for at in places if isinstance(at, int) and at < len(call.args))
    yield from (word.value for word in call.keywords if word.arg in places)


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    """A value, or each of those that a condition chooses from."""
    if isinstance(node, ast.IfExp):
        yield from (*_branches(node.body), *_branches(node.orelse))
    else:
        yield node


def _constants(node: ast.AST) -> Iterator[str]:
    for part in getattr(node, "values", ()):
        if isinstance(part, ast.Constant):
            yield str(part.value)


def _written(node: ast.expr, tables: dict[str, object], choices: bool) -> Iterator[str]:
    """The texts of an argument. Of the choices of a segment only the words count, not their values."""
    for one in _branches(node):
        value = tables.get(one.id) if isinstance(one, ast.Name) else None
        if isinstance(one, ast.Constant):
            value = one.value
        elif isinstance(one, ast.Tuple | ast.List):
            value = ast.literal_eval(one)
        if isinstance(value, str):
            yield value
        elif choices and isinstance(value, tuple | list):
            yield from (str(word) for _, word in value)


def _tables(tree: ast.Module) -> dict[str, object]:
    """The plain values that stand at the top of a file."""
    found: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except (ValueError, TypeError):
                continue
    return found


class _Page(HTMLParser):
    """Collects the texts that editor/translate.py finds in index.html."""

    ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-tip", "data-first", "data-kept", "data-of")
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


def _calls(path: Path, name: str) -> Iterator[ast.Call]:
    return (call for called, call in _named_calls(path) if called == name)
