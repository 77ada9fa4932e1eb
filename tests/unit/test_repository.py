"""Rules about the repository itself: what no file may contain, and where the network may be touched."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
TEXT = {
    *(".py", ".js", ".mjs", ".css", ".html", ".md", ".toml", ".json", ".yml", ".yaml", ".txt", ".svg", ".webmanifest"),
    *(".lock", ".in", ".pyi", ".npmrc", ""),
}

NETWORK = re.compile(
    r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection|pyfetch|importScripts)\b"
)
MAY_FETCH = {
    "sw.js": "answers for the site's own files and keeps them",
    "src/account/service.py": "asks the backend, in the egress thread, through its gate",
    "src/egress/boot.py": "ties the gate to the thread",
    "src/egress/fetch.py": "the gate: what egress/policy.py lets pass",
    "src/egress/worker.js": "leaves one fetch, behind the gate",
    "src/generation/service.py": "asks for scenes, in the egress thread, through its gate",
    "src/engine/confine.js": "tries a request to see it refused, then takes the ways out away",
    "src/engine/fonts_web.py": "fetches the typefaces from the site's own host",
    "src/engine/bare.js": "reads a thread's own packs while it boots, before it is locked",
    "src/engine/depot.py": "fetches the weights from the site's own host",
    "src/editor/input/files.py": "fetches a sample photo from the site's own host",
    "src/page/boot.js": "fetches the interpreter and the library of both threads, and the editor's modules",
    "src/page/later.js": "fetches what the first view does not show",
    "src/page/bytes.js": "counts the bytes of the first visit",
}
"""The only files of the product that name a way to the network, and why."""


def tracked() -> list[Path]:
    """What git has or would take, without what .gitignore leaves out."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """Every text file by its path in the repository."""
    files = [path for path in tracked() if path.suffix in TEXT]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in files}


def found(pattern: str, *, leave_out: tuple[str, ...] = ()) -> list[str]:
    """Where a pattern stands: "file:line: text"."""
    wanted = re.compile(pattern, re.IGNORECASE)
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items()
        if name not in leave_out and not name.endswith(("package-lock.json", "/LICENSE"))
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


ME = Path(__file__).relative_to(ROOT).as_posix()


def test_no_file_names_a_place_on_one_machine() -> None:
    assert not found(r"(?<![\w.])/(work|root|tmp|users|opt)/", leave_out=(ME, "docs/deploy.md"))
    assert not found(r"(?<![\w.])/home/(?!pyodide\b)", leave_out=(ME,))


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert not found(
        r"(pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.(com|org)|registry\.yarnpkg|deb\.debian\.org)",
        leave_out=(ME,),
    )


def test_no_lock_names_where_a_package_came_from() -> None:
    for name, text in texts().items():
        if name.endswith("package-lock.json"):
            assert '"resolved"' not in text, name


def test_nothing_is_left_half_done() -> None:
    words = r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b"
    wanted = re.compile(words)
    assert not [
        name for name, text in texts().items() if not name.endswith("package-lock.json") and wanted.search(text)
    ]


def test_no_test_is_switched_off_without_a_reason() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        for match in re.finditer(r"@pytest\.mark\.(skip|xfail|skipif)\b(.{0,200})", path.read_text(), re.DOTALL):
            assert "reason=" in match[2], f"{path.name}: {match[0][:60]}"


def test_no_test_sleeps() -> None:
    calls = re.compile(r"\b(time\.sleep|wait_for_timeout)\(")
    assert not [
        path.name
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != Path(ME).name and calls.search(path.read_text())
    ]


def _code(path: Path) -> str:
    """The file without its comments: a word about the network is not a use of it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return re.sub(r'"""(?:.|\n)*?"""|#.*', "", text)
    return re.sub(r"/\*(?:.|\n)*?\*/|(?<![:\"'])//.*", "", text)


def test_only_listed_files_can_reach_the_network() -> None:
    files = [path for path in SRC.rglob("*") if path.suffix in {".py", ".js", ".mjs", ".html"}]
    files += [path for path in (ROOT / "sw.js", ROOT / "index.html") if path.exists()]
    using = {path.relative_to(ROOT).as_posix() for path in files if NETWORK.search(_code(path))}
    assert using <= set(MAY_FETCH), f"these may not touch the network: {', '.join(sorted(using - set(MAY_FETCH)))}"


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.js")), ids=lambda path: path.name)
def test_a_script_is_short_and_says_why_it_is_not_python(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(("//", "/*")), "its first line says what it is for"
    assert len(text.splitlines()) <= 180
    assert not re.search(r"\b(eval|Function)\(", _code(path))


def test_no_source_file_is_a_giant() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in tracked()
        if path.suffix in {".py", ".js", ".mjs", ".css"} and (count := len(path.read_text().splitlines())) > 400
    }
    assert not long
