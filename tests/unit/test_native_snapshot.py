"""The memory that a page starts from. CPython only: it is made by tools and by Deno."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import groups, snapshot
from tools.pack import Files
from tools.report import ToolError

PAGES = 24


def unpacked(data: bytes, memory: bytes) -> tuple[bytes, dict[str, Any]]:
    """As src/page/python.js does it: `memory` with the runs laid into it, and the objects."""
    length = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + length])
    laid, start = bytearray(memory), 4 + length
    for at, size in head["runs"]:
        laid[at : at + size] = data[start : start + size]
        start += size
    assert start == len(data), "nothing is left over"
    return bytes(laid), head["objects"]


@given(st.sets(st.integers(0, PAGES - 1)), st.sets(st.integers(0, PAGES - 1)), st.integers(0, 2**32))
def test_what_is_packed_is_laid_down_again(dirty: set[int], cleared: set[int], seed: int) -> None:
    chance = random.Random(seed)
    fresh = bytearray(chance.randbytes(PAGES * snapshot.BLOCK))
    heap = bytearray(fresh)
    for page in dirty:
        heap[page * snapshot.BLOCK + chance.randrange(snapshot.BLOCK)] ^= 0xFF
    for page in cleared:  # what was there before and is nothing now has to be cleared in the page, too
        heap[page * snapshot.BLOCK : (page + 1) * snapshot.BLOCK] = bytes(snapshot.BLOCK)
    packed = snapshot.packed(bytes(heap), bytes(fresh), {"hiwireKeys": []}, snapshot.BLOCK)
    assert unpacked(packed, bytes(fresh)) == (bytes(heap), {"hiwireKeys": []})
    assert len(packed) < len(dirty | cleared) * snapshot.BLOCK + 2000


def test_a_memory_that_has_grown_is_refused() -> None:
    with pytest.raises(ToolError, match="more memory"):
        snapshot.packed(bytes(2 * snapshot.BLOCK), bytes(snapshot.BLOCK), {}, snapshot.BLOCK)


@pytest.fixture(scope="module")
def interpreter() -> Files:
    return groups.pyodide()


def archive(source: str) -> bytes:
    return groups.stored_zip({"app.py": source.encode()})


def test_modules_may_name_parts_of_the_page_while_they_are_imported(interpreter: Files) -> None:
    source = "import re\nfrom js import document, Path2D\nFOUND = re.compile('a+')\nROOT = document.documentElement\n"
    made = snapshot.snapshots(interpreter, archive(source))
    named = {
        name: [entry["path"] for entry in unpacked(data, bytes(32 << 20))[1]["hiwireKeys"] if entry]
        for name, data in made.items()
    }
    assert named["python.snap"] == []
    assert ["document", "documentElement"] in named["ui.snap"]
    assert ["Path2D"] in named["ui.snap"]
    assert not [name for name, data in made.items() if b"snapshot.mjs" in data], "nothing of where it was made"
    assert len(made["ui.snap"]) < len(made["python.snap"]) < 10_000_000


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("TITLE = document.title", "document.title"),
        ("WIDTH = document.documentElement.clientWidth", "document.documentElement.clientWidth"),
        ("MAC = navigator.platform", "navigator.platform"),
        ("BEGUN = performance.now()", "performance.now"),
        ("import random", "random numbers"),
    ],
)
def test_what_is_true_of_one_page_only_is_no_part_of_it(interpreter: Files, line: str, asked: str) -> None:
    source = f"from js import document, navigator, performance\n{line}\n"
    with pytest.raises(ToolError, match=asked):
        snapshot.snapshots(interpreter, archive(source))
