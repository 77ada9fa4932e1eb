"""The typefaces' files, as npm put them: there, whole, and holding what the table says."""

from __future__ import annotations

import json
import struct

import pytest

from imaging import coverage
from imaging.fonts import FAMILIES, LICENCE, Family
from tools import fonts
from tools.paths import NODE_MODULES, ROOT

LIMIT = 1_200_000
"""Bytes of all files together."""

families = pytest.mark.parametrize("font", FAMILIES.values(), ids=lambda font: font.package)


def metadata(font: Family) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        (NODE_MODULES / "@fontsource-variable" / font.package / "metadata.json").read_text()
    )
    return found


@families
def test_the_weights_and_the_licence_are_those_of_the_package(font: Family) -> None:
    facts = json.loads(json.dumps(metadata(font)))
    weight = facts["variable"]["wght"]
    assert font.limits == (int(weight["min"]), int(weight["max"]))
    assert facts["license"]["type"] == LICENCE
    assert font.name == facts["family"]
    assert not font.italics or "italic" in facts["styles"]


@families
def test_the_height_of_a_line_is_the_files(font: Family) -> None:
    for file in font.files:
        found = fonts.tables(fonts.path_of(file))
        unit = struct.unpack(">H", found["head"][18:20])[0]
        up, down = struct.unpack(">hh", found["hhea"][4:8])
        assert (font.ascent, font.descent) == (
            pytest.approx(up / unit, abs=0.001),
            pytest.approx(-down / unit, abs=0.001),
        )


def test_the_table_of_characters_is_what_the_tool_reads_from_the_files() -> None:
    for file in fonts.carried():
        assert coverage.COVERAGE[file.held] == fonts.ranges(fonts.covered(file)), file.name


def test_a_subset_holds_its_script_and_no_other() -> None:
    file = FAMILIES["Rubik"].files[0]
    codes = fonts.characters(fonts.path_of(file))
    assert set(range(0x5D0, 0x5EB)) <= codes
    assert ord("ж") not in codes


def test_the_files_together_are_small() -> None:
    assert sum(fonts.path_of(file).stat().st_size for file in fonts.carried()) <= LIMIT


def test_every_typeface_is_in_the_notice_and_pinned() -> None:
    notice, pins = (ROOT / "NOTICE").read_text(), json.loads((ROOT / "package.json").read_text())["dependencies"]
    for font in FAMILIES.values():
        assert font.name in notice
        assert pins[f"@fontsource-variable/{font.package}"][0].isdigit()
