"""Who may import whom, read from the source: a wrong import fails here before it becomes a habit."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from tools import groups

SRC = Path(__file__).resolve().parents[2] / "src"

NAMES = (
    "options",
    "adjustments",
    "coverage",
    "curves",
    "fonts",
    "graphemes",
    "layer_text",
    "layers",
    "linebreaks",
    "matrix",
)
PLAIN = {f"imaging.{name}" for name in (*NAMES, "textlayout")}
VALUES = {"errors", *PLAIN, "engine.protocol", "engine.events"}
"""Plain values and the table of operations: shared words, which anybody may use who may use their room's name."""

MAY = {
    "errors": set(),
    "locales": set(),
    "texts": {"locales"},
    "alerts": set(),
    "labels": {"texts"},
    "words": {"alerts", "errors", "labels", "texts"},
    "threads": {"errors"},
    "imaging": {"errors"},
    "segmentation": {"errors", "imaging.options"},
    "engine": {"errors", "threads", "imaging", "segmentation"},
    "cache": {"errors"},
    "egress": {"errors", "threads"},
    "account": {"errors", "texts", "words", "threads", "egress", "editor"},
    "generation": {"errors", "texts", "words", "threads", "egress", "account", "editor"},
    "keeping": {
        *("errors", "texts", "words", "editor", "cache"),
        *PLAIN,
        *("engine.protocol", "engine.events"),
    },
    "editor": {
        *("errors", "texts", "words", "threads"),
        *PLAIN,
        *("engine.protocol", "engine.events"),
    },
}
"""Room → what it may import of ours besides itself. `app` and `main` are not listed."""

WIDER = {
    "segmentation.__main__": {"imaging.decode", "words"},
    "egress.boot": {"account.service", "account.supabase_py", "generation.service"},
}
"""What a command line or the first module of a thread ties together besides."""

BROWSER = {"js", "pyodide", "pyodide_js", "pyscript", "polyscript"}
NUMERIC = {"numpy", "PIL"}
UI_ROOMS = {"alerts", "cache", "editor", "errors", "keeping", "labels", "locales", "texts", "threads", "words"}
ENTRIES = {"app", "egress.boot", "furniture", "main", "menu", "parts", "engine.boot", "segmentation.__main__"}
"""Where the parts of a thread are tied together: these know everything of theirs, and nobody imports them."""


def modules() -> dict[str, Path]:
    """Every Python file of src by its module name."""
    found = {}
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()
OURS = {name.split(".")[0] for name in MODULES}


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every dotted name that the file imports, `from a import b` as "a" and, when it is a module, "a.b"."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute here"
            deeper = [f"{node.module}.{alias.name}" for alias in node.names]
            inner = [name for name in deeper if name in MODULES]
            yield from inner or [str(node.module)]


def room(name: str) -> str:
    return name.split(".")[0]


def within(name: str, allowed: set[str]) -> bool:
    return any(name == entry or name.startswith(entry + ".") for entry in allowed)


def says_adapter(name: str) -> bool:
    """Whether the module's docstring declares it an adapter: it touches the browser, or sits on those that do."""
    return "adapter" in (ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8"))) or "").lower()


ADAPTERS = {name for name in MODULES if says_adapter(name)}


def broken(names: Iterable[str], wrong: Callable[[str, str], bool]) -> list[str]:
    """What modules of these `names` import although it is `wrong` (importer, imported), in words."""
    every = [(name, wanted) for name in sorted(names) for wanted in imports(MODULES[name])]
    return [f"{name} may not import {wanted}" for name, wanted in every if wrong(name, wanted)]


def test_a_room_imports_only_what_it_may() -> None:
    inside = [name for name in MODULES if room(name) not in ENTRIES]  # app and main know all
    assert {room(name) for name in inside} <= set(MAY), "each room has a row in the table of who may import whom"
    assert not broken(
        inside,
        lambda name, wanted: (
            room(wanted) in OURS - {room(name)} and not within(wanted, MAY[room(name)] | WIDER.get(name, set()))
        ),
    )


def test_nobody_imports_an_entry() -> None:
    assert not broken(set(MODULES) - ENTRIES, lambda _, wanted: wanted in ENTRIES)


def test_a_model_module_knows_neither_browser_nor_adapter() -> None:
    """A module is an adapter when its docstring says so."""
    assert not broken(
        set(MODULES) - ADAPTERS - ENTRIES, lambda _, wanted: wanted in ADAPTERS or room(wanted) in BROWSER
    )


def test_the_ui_thread_needs_no_packages() -> None:
    own = {"alerts", "cache", "keeping", "editor", "locales", "texts", "words", "threads", "errors"}
    on_it = {name for name in MODULES if room(name) in own or name in VALUES}
    assert not broken(on_it, lambda _, wanted: room(wanted) in NUMERIC)


def test_shared_words_need_nothing_but_words() -> None:
    assert not broken(VALUES & set(MODULES), lambda _, wanted: room(wanted) in OURS and not within(wanted, VALUES))


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: {w for w in imports(path) if w in MODULES and w != name} for name, path in MODULES.items()}
    done: set[str] = set()

    def visit(name: str, road: tuple[str, ...]) -> None:
        assert name not in road, f"a circle: {' -> '.join((*road, name))}"
        if name not in done:
            for wanted in graph[name]:
                visit(wanted, (*road, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def module_of(part: str) -> str:
    return part.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


ALL_OF_A_ROOM = {"threads"}
EGRESS_THREAD = {name for name in MODULES if room(name) in ALL_OF_A_ROOM} | set(map(module_of, groups.EGRESS_SIDE))
EGRESS_ONLY = {*map(module_of, groups.EGRESS_ONLY), "egress.boot", "egress.fetch"}


def test_the_egress_thread_has_no_page_and_no_pictures() -> None:
    assert not broken(EGRESS_THREAD, lambda _, wanted: room(wanted) in OURS and wanted not in EGRESS_THREAD)


def test_nothing_else_sends() -> None:
    assert not broken(set(MODULES) - EGRESS_ONLY, lambda _, wanted: wanted in EGRESS_ONLY)
