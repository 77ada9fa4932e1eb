"""Tables that must name everything of another: codes of the API, rows of the palette."""

from __future__ import annotations

from account.trouble import OURS
from editor import palette
from editor.about import ABOUT
from tests import sources
from tests.sources import ROOT


def test_the_errors_of_the_api_are_known() -> None:
    """Those that a person can meet on the way of account and scenes."""
    listed = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("## Errors")[1].split("## Load")[0]
    codes = {line.split("`")[1] for line in listed.splitlines() if line.startswith("| `")}
    others = ("request/", "event/", "internal/", "billing/p", "aborted", "account/unfinished")
    assert {code for code in codes if not code.startswith(others)} <= set(OURS)


def test_every_row_of_a_command_has_a_picture_of_its_own_and_words_that_find_it() -> None:
    listed_ids = {row.id for row in sources.commands()} - palette.UNLISTED
    icons = {line.split("=")[0].strip() for line in (sources.ROOT / "src/page/icons.txt").read_text().splitlines()}
    assert {name for name in listed_ids if name not in ABOUT} <= {"hand", "peek"}, "those are held and not listed"
    assert set(ABOUT) <= listed_ids
    assert {icon for icon, _ in ABOUT.values()} <= icons
    assert [name for name, (icon, _) in ABOUT.items() if icon == "command"] == ["keys"]
