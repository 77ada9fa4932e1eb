"""docs/using.md names every command with its keys, and no other."""

from __future__ import annotations

import re

from editor import shortcuts
from tests.sources import ROOT, commands

TEXT = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|]+?) \| ((?:`[^`]+`(?:, )?)*) ?\| ?(.*?) ?\|$", re.MULTILINE)
LISTED = {match[1]: tuple(re.findall(r"`([^`]+)`", match[2])) for match in ROW.finditer(TEXT.split("## Commands")[1])}


def test_every_command_is_in_it_with_its_keys_and_no_other() -> None:
    assert {row.label: row.keys for row in commands()} == LISTED


def test_the_order_is_that_of_the_table() -> None:
    assert [row.label for row in commands()] == list(LISTED)


def test_keys_in_the_text_can_be_pressed() -> None:
    assert len(LISTED) > 20
    for keys in LISTED.values():
        for key in keys:
            shortcuts.parse(key)


def test_no_two_commands_share_a_key_or_a_label() -> None:
    rows = commands()
    keys = [shortcuts.parse(key) for row in rows for key in row.keys]
    assert len(set(keys)) == len(keys)
    assert len({row.label for row in rows}) == len(rows)
