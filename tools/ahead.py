"""The methods of dataclasses, made ahead of time.

`@dataclass` writes its methods as text and compiles that on every start, a tenth of a second for the page's seventy or
so. Here that text is written down once, as a module that is compiled with all others, and the page's `dataclasses`
looks there first. A class whose text differs, by a single character, is compiled as ever.
"""

from __future__ import annotations

from tools.bytecode import run_inside
from tools.pack import Files
from tools.paths import ROOT
from tools.report import ToolError

SCRIPT = ROOT / "tools" / "dataclasses_inside.py"

CHANGES = {
    # Look for ready-made methods before compiling.
    """\
        ns = {}
        exec(txt, self.globals, ns)
        fns = ns['__create_fn__'](**self.locals)
""": """\
        fns = _created(cls, txt, self.globals)(**self.locals)
""",
    # No docstring out of a signature: the page shows none, and `inspect` takes its time.
    "    if not getattr(cls, '__doc__'):\n": "    if False:\n",
}
CREATED = """

def _created(cls, txt, globals):
    try:
        from dataclass_code import MADE
    except ImportError:
        MADE = {}
    check, function = MADE.get(f"{cls.__module__}.{cls.__qualname__}", (None, None))
    if function is not None and check == zlib.crc32(txt.encode()):
        return types.FunctionType(function.__code__, globals)
    ns = {}
    exec(txt, globals, ns)
    return ns["__create_fn__"]


import zlib
"""


def dataclass_code(files: Files) -> Files:
    """The module dataclass_code.py for the dataclasses of `files` (path -> Python source)."""
    return run_inside(SCRIPT, {name: data for name, data in files.items() if name.endswith(".py")})


def dataclasses_module(source: bytes) -> bytes:
    """The standard library's dataclasses.py, using dataclass_code where it can. Raises ToolError when the source is
    not the pinned version's."""
    text = source.decode()
    for before, after in CHANGES.items():
        if text.count(before) != 1:
            raise ToolError("the standard library's dataclasses.py has changed: look at tools/ahead.py")
        text = text.replace(before, after)
    return (text + CREATED).encode()
