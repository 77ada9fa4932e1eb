"""The functions' code: Deno's formatter, linter and types; what they may reach, what the secret key is used for."""

from __future__ import annotations

import re
from pathlib import Path

from tests.edge.backend import Backend
from tests.edge.deno import tool
from tools.paths import ROOT
from tools.stack.functions import COMMON, FOLDER, NAMES, OPTIONAL, SETTINGS, command

SOURCES = sorted(FOLDER.rglob("*.ts"))


def test_the_code_is_formatted_linted_and_typed() -> None:
    assert tool("fmt", "--check") == ""
    assert tool("lint", "--quiet") == ""
    assert tool("check", "--quiet", "--no-lock", *(str(path) for path in SOURCES)) == ""


def test_nothing_is_imported_but_our_own_files() -> None:
    for path in SOURCES:
        for name in re.findall(r'from "([^"]+)"', path.read_text(encoding="utf-8")):
            assert name.startswith("."), f"{path.name} imports {name}"
            assert (path.parent / name).resolve().is_relative_to(FOLDER)


def test_files_are_short_and_say_what_they_are_for() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/**"), path
        assert len(text.splitlines()) <= 250, path


def lines_of(path: Path) -> int:
    """Lines without blank ones and comments."""
    bare = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return sum(bool(line.strip()) and not line.strip().startswith("//") for line in bare.splitlines())


def test_the_docs_say_how_much_code_it_is_part_by_part() -> None:
    documented = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("## Why it is TypeScript")[1]
    listed = {
        part: int(lines) for part, lines in re.findall(r"^\| `([a-z_/]+)/` \| (\d+) \|", documented, re.MULTILINE)
    }
    counted = dict.fromkeys(listed, 0)
    for path in SOURCES:
        inside = path.parent.relative_to(FOLDER).as_posix()
        counted[inside if inside in counted else "_shared"] += lines_of(path)
    assert counted == listed
    assert f"({sum(counted.values())} lines" in documented


def settings_read(name: str) -> set[str]:
    """The variables that a function's sources name."""
    texts = [path.read_text(encoding="utf-8") for path in [FOLDER / name / "index.ts", FOLDER / "_shared" / "serve.ts"]]
    text = "\n".join(texts)
    named = set(re.findall(r'(?:setting|milliseconds|env\.get|key)\("([A-Z_]+)"', text))
    for vendor in re.findall(r'access\("([A-Z]+)"', text):
        named |= {f"{vendor}_URL", f"{vendor}_API_KEY"}
    return named


def test_a_function_may_read_exactly_the_settings_that_it_uses() -> None:
    for name in NAMES:
        assert settings_read(name) | set(OPTIONAL) == {*COMMON, *OPTIONAL, *SETTINGS[name]}, name


def test_a_function_runs_without_files_programs_or_foreign_hosts(stack: Backend) -> None:
    for name in NAMES:
        flags = command(name, {"SUPABASE_URL": "http://127.0.0.1:9"}, "127.0.0.1:8")
        given = [flag for flag in flags if flag.startswith("--allow")]
        assert {flag.partition("=")[0] for flag in given} == {"--allow-net", "--allow-env"}
        assert "--allow-net=127.0.0.1:8,127.0.0.1:9" in given
        assert "--ignore-env" in flags
        assert stack.stack.functions[name].process.returncode is None


def test_the_secret_keys_list_is_what_the_database_grants_and_what_is_called(stack: Backend) -> None:
    text = (FOLDER / "_shared" / "supabase.ts").read_text(encoding="utf-8")
    listed = set(re.findall(r'^  "([a-z_]+)", //', text, re.MULTILINE))
    called = {
        name
        for path in SOURCES
        for name in re.findall(r'\.(?:serve|insist)\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert listed == called
    for name in sorted(listed):
        rows = stack.sql(
            "select has_function_privilege('service_role', oid, 'execute'), "
            "has_function_privilege('authenticated', oid, 'execute') "
            "from pg_proc where pronamespace = 'public'::regnamespace and proname = %s",
            (name,),
        )
        assert rows == [(True, False)], name


def test_every_error_has_a_sentence_and_stands_in_the_docs() -> None:
    text = (FOLDER / "_shared" / "errors.ts").read_text(encoding="utf-8")
    errors = re.findall(r'^  "([a-z/-]+)": \[(\d+), "([^"]+)"\]', text, re.MULTILINE)
    assert len(errors) > 30
    documented = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for code, status, sentence in errors:
        assert sentence.endswith("."), code
        assert f"`{code}` | {status} |" in documented, code
    raised = {
        code
        for path in SOURCES
        for code in re.findall(r'EdgeError\("([a-z/-]+)"', Path(path).read_text(encoding="utf-8"))
    }
    assert raised <= {code for code, _, _ in errors}
