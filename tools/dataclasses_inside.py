"""Runs inside Pyodide, from compile.mjs: imports the modules of /in.pack and writes down, as a module of its own, the
methods that their dataclasses make up as text and compile on every start. /out.pack: dataclass_code.py.

What the modules import and Pyodide does not have (the page, numpy, Pillow) is stood in for: only their classes count.
A module that cannot be imported so is left to compile its own.
"""

from __future__ import annotations

import builtins
import contextlib
import dataclasses
import importlib.abc
import importlib.machinery
import json
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

STOOD_IN = {"js", "numpy", "PIL"}


class Anything(type):
    """Has every attribute, can be called, subscripted, or-ed and inherited from."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls

    def __getitem__(cls, key: Any) -> Any:
        return cls

    def __iter__(cls) -> Any:
        return iter(())

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__


class Nothing(metaclass=Anything):
    """Stands for everything in a module that is not here."""


class StandIn(ModuleType):
    """A module that is not here."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that are stood in for."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        found = name.partition(".")[0] in STOOD_IN
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if found else None

    def create_module(self, spec: Any) -> ModuleType:
        module = StandIn(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: ModuleType) -> None:
        pass


made: dict[str, str] = {}
current: list[str] = []
inside: Any = dataclasses  # its parts that nobody is meant to know
add_fns_to_class = inside._FuncBuilder.add_fns_to_class


def recording(builder: Any, cls: type) -> None:
    """add_fns_to_class, remembering whose methods are made."""
    current.append(f"{cls.__module__}.{cls.__qualname__}")
    try:
        add_fns_to_class(builder, cls)
    finally:
        current.pop()


def record(text: str, *scope: Any) -> None:
    """exec, remembering what it was given."""
    made[current[-1]] = text
    builtins.exec(text, *scope)


pack = Path("/in.pack").read_bytes()
offset = 4 + int.from_bytes(pack[:4], "little")
names = []
modules = tempfile.mkdtemp()
for path, size in json.loads(pack[4:offset]):
    file = Path(modules, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pack[offset : offset + size])
    offset += size
    names.append(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))

known = dict(sys.modules)
for name in known:
    if name.partition(".")[0] in STOOD_IN:
        del sys.modules[name]
finder = Finder()
sys.meta_path.insert(0, finder)
sys.path.insert(0, modules)
sys.dont_write_bytecode = True
inside._FuncBuilder.add_fns_to_class = recording
inside.exec = record
for name in names:
    with contextlib.suppress(Exception):
        importlib.import_module(name)

# The next script finds what this one found: it may be this one once more, for modules of the same names.
del inside.exec
inside._FuncBuilder.add_fns_to_class = add_fns_to_class
sys.dont_write_bytecode = False
sys.path.remove(modules)
sys.meta_path.remove(finder)
sys.modules.clear()
sys.modules.update(known)
shutil.rmtree(modules)

lines = ["MADE = {}"]
for name in sorted(made):
    key = made[name]
    if key.startswith("def __create_fn__("):
        lines += [key, f"MADE[{name!r}] = ({crc32(key.encode())}, __create_fn__)"]
source = "\n".join([*lines, ""]).encode()
head = json.dumps([["dataclass_code.py", len(source)]]).encode()
Path("/out.pack").write_bytes(len(head).to_bytes(4, "little") + head + source)
