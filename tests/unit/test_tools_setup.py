"""What set-up pins, and that nothing pinned is left to trust."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from tools import environment, groups, icons, models, npm_data, pyscript, trim
from tools.fetch import SourceError
from tools.pack import read_pack, write_pack
from tools.paths import DIST, MODELS, PYODIDE, ROOT, SOURCE, file_sha256
from tools.report import Progress, ToolError
from tools.wheels import WHEELS, wheel_path


def test_every_python_package_is_pinned_by_version_and_hash() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9_-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_every_wanted_python_package_is_in_the_lock() -> None:
    wanted = re.findall(r"^[a-z]+", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    locked = re.findall(r"^([a-z0-9_-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert set(wanted) <= set(locked)


def test_every_npm_package_is_pinned_by_version_and_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, entry in packages.items():
        assert not name or (entry["version"] and entry["integrity"].startswith("sha512-")), name
        assert "resolved" not in entry, name


def test_package_json_asks_for_exact_versions() -> None:
    asked = json.loads((ROOT / "package.json").read_text())
    assert asked["private"] is True
    for kind in ("dependencies", "devDependencies", "optionalDependencies"):
        for version in asked[kind].values():
            assert re.fullmatch(r"\d+\.\d+\.\d+(-beta\.\d+)?", version)


def test_the_manifest_says_all_that_is_needed_of_each_model() -> None:
    found = models.manifest()
    assert {"u2netp", "u2netp-int8", "isnet-int8", "isnet"} <= set(found)
    for model in found.values():
        assert re.fullmatch(r"[0-9a-f]{64}", model.sha256), model.name
        assert model.bytes > 0
        assert model.licence
        assert model.notice
        assert not model.instead or model.instead in found
        assert "derived" not in model.source or model.source["derived"] in found


def test_a_manifest_that_is_not_as_described_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "MANIFEST", tmp_path / "manifest.toml")
    (tmp_path / "manifest.toml").write_text('[odd]\nfile = "odd.onnx"\n')
    with pytest.raises(ToolError, match=r"models/manifest\.toml"):
        models.manifest()


def test_an_unknown_model_is_named_with_those_there_are() -> None:
    with pytest.raises(ToolError, match="no model bigger; it has u2netp"):
        models.make_ready("bigger")


def packed(folder: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """A data package of two chunks in the cache."""
    index = {"/m": {"size": size, "chunks": [{"hash": "c1", "offsets": [0, 3]}, {"name": "c2", "offsets": [3, 5]}]}}
    with tarfile.open(folder / "scope-data-1.0.0.tgz", "w:gz") as archive:
        for name, data in {"index.json": json.dumps(index).encode(), "c1": b"abc", "c2": b"de"}.items():
            entry = tarfile.TarInfo(f"package/dist/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    monkeypatch.setattr(npm_data, "DOWNLOADS", folder)


def test_chunks_of_a_data_package_are_joined_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed(tmp_path, monkeypatch, size=5)
    assert npm_data.read_chunks("@scope/data", "1.0.0", "dist/index.json", "/m") == b"abcde"


def test_chunks_that_do_not_make_the_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed(tmp_path, monkeypatch, size=6)
    with pytest.raises(SourceError, match="5 bytes, not 6"):
        npm_data.read_chunks("@scope/data", "1.0.0", "dist/index.json", "/m")


def test_the_models_on_disk_are_the_pinned_ones() -> None:
    for model in models.carried().values():
        assert file_sha256(MODELS / model.file) == model.sha256


def test_a_derived_model_takes_its_originals_place() -> None:
    for name, model in models.carried().items():
        assert name == (model.instead or model.name)
    assert "u2netp" in models.facts()


def given(folder: Path, monkeypatch: pytest.MonkeyPatch, rows: dict[str, tuple[str, str, bytes, str]]) -> None:
    """A manifest with these models (file, source, content, more), of which `folder` has none yet."""
    tables = [
        f'[{name}]\nfile = "{file}"\nsource = {source}\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n'
        f'bytes = {len(data)}\nlicence = "l"\nnotice = "n"\n{more}\n'
        for name, (file, source, data, more) in rows.items()
    ]
    (folder / "manifest.toml").write_text("".join(tables))
    monkeypatch.setattr(models, "MANIFEST", folder / "manifest.toml")
    monkeypatch.setattr(models, "MODELS", folder)
    monkeypatch.setattr(models, "stamped", lambda name, key: False)


def test_a_derived_model_that_comes_out_different_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a platform with another rounding: the stand-in is made ready, though it is not shipped otherwise."""
    more = 'ship = true\ninstead = "large"'
    rows = {
        "large": ("large.onnx", '{ pypi = "p", version = "1", member = "m" }', b"float", "ship = false"),
        "large-int8": (
            "int8.onnx",
            '{ derived = "large", recipe = "static-int8" }',
            b"pinned",
            more,
        ),
    }
    given(tmp_path, monkeypatch, rows)
    monkeypatch.setattr(models, "stamp", lambda name, key: None)
    monkeypatch.setattr(models, "_read", lambda model: b"float")

    def another_rounding(*args: object, **kwargs: object) -> subprocess.CompletedProcess[str]:
        (tmp_path / "int8.onnx").write_bytes(b"other!")
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(subprocess, "run", another_rounding)
    models.setup_models()
    assert not (tmp_path / "int8.onnx").exists()
    assert {name: model.file for name, model in models.carried().items()} == {"large": "large.onnx"}
    (tmp_path / "int8.onnx").write_bytes(b"pinned")
    assert {name: model.file for name, model in models.carried().items()} == {"large": "int8.onnx"}


def test_originals_are_fetched_before_there_is_anything_to_derive_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {
        "whole": ("whole.onnx", '{ pypi = "p" }', b"whole", "ship = false"),
        "half": ("half.onnx", '{ derived = "whole" }', b"half", "ship = false"),
        "quarter": ("quarter.onnx", '{ derived = "half" }', b"quarter", "ship = true"),
        "other": ("other.onnx", '{ npm = "n" }', b"other", "ship = true"),
    }
    given(tmp_path, monkeypatch, rows)
    monkeypatch.setattr(models, "_read", lambda model: model.name.encode())
    monkeypatch.setattr(models, "_derive", lambda model: pytest.fail(f"{model.name} was to be derived"))
    models.fetch_originals()
    assert sorted(path.name for path in tmp_path.glob("*.onnx")) == ["other.onnx", "whole.onnx"]


def test_wheels_on_disk_have_the_hashes_of_pyodides_own_lock() -> None:
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())["packages"]
    for package in WHEELS:
        assert file_sha256(wheel_path(package)) == lock[package]["sha256"]


def test_set_up_with_nothing_to_do_starts_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError(f"a program was started: {args}")

    monkeypatch.setattr(subprocess, "run", refuse)
    environment.setup_venv()
    environment.setup_npm(tests=True)
    for model in models.manifest().values():
        if model.ship:
            models.make_ready(model.name)


def test_an_old_python_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "MINIMUM_PYTHON", (99, 0))
    with pytest.raises(ToolError, match=r"Python 3\.11 or newer is needed; this is 3"):
        environment.check_python()


def test_a_missing_node_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolError, match="install nodejs and npm"):
        environment.check_node()


def test_a_pack_gives_back_what_went_in() -> None:
    files = {"b/ä.txt": b"two", "a.bin": bytes(range(256)), "empty": b""}
    assert read_pack(write_pack(files)) == files


def test_a_pack_that_is_cut_off_is_refused() -> None:
    with pytest.raises(ValueError, match="cut off"):
        read_pack(write_pack({"a": b"1234"})[:-1])


def test_pyscript_loses_exactly_its_one_eval() -> None:
    core = "a=1;return Function(`return(w,x)=>(${r})(w,x,...[${s}])`)()}},b=2"
    assert pyscript.without_eval(core) == "a=1;return void 0}},b=2"
    with pytest.raises(ToolError, match="2 places"):
        pyscript.without_eval(core + core)
    with pytest.raises(ToolError, match="0 places"):
        pyscript.without_eval("nothing of the kind")


def test_pyscript_opens_no_database() -> None:
    core = 'to="@pyscript.fs",x="no",no=new y(to),l=new h(`${c}@${t}`),"l=new h(`${c}@${t}`)"'
    table = "Object.assign(new Map,{async sync(){},async close(){}})"
    assert pyscript.without_databases(core) == f'to="@pyscript.fs",x="no",no=void 0,l={table},"l={table}"'
    with pytest.raises(ToolError, match="version has changed"):
        pyscript.without_databases("nothing of the kind")


def test_pyscripts_python_is_taken_out_of_its_core_as_a_whole() -> None:
    core = r"""h=["from pathlib import Path as _Path"];w(".",{pyscript:{"a.py":"x = '}\"'",b:'{'}});rest({})"""
    assert pyscript.without_sources(core) == 'h=["_Path = None"];w(".",{});rest({})'
    with pytest.raises(ToolError, match="0 places"):
        pyscript.without_sources("w({})")
    with pytest.raises(ToolError, match="another way"):
        pyscript.without_sources(core.replace("pathlib", "os"))


def test_pyscripts_python_compiles_under_its_own_names() -> None:
    files = pyscript.python()
    assert {"pyscript/__init__.py", "pyscript/ffi.py", "pyscript/web.py"} <= set(files)
    for name, source in files.items():
        compile(source, name, "exec")


def test_the_trimmed_library_keeps_what_it_needs() -> None:
    kept = trim.stdlib(PYODIDE / "python_stdlib.zip")
    assert {"json/__init__.py", "asyncio/__init__.py", "encodings/cp437.py", "html/__init__.py"} <= set(kept)
    assert not [name for name in kept if name.startswith(("unittest/", "_pyrepl/", "xml/"))]
    pillow = trim.pillow(wheel_path("pillow"))
    assert "PIL/TiffImagePlugin.py" in pillow
    assert "PIL/PsdImagePlugin.py" not in pillow


NEVER_CALLED = {
    "numpy/lib/_datasource.py": "opens addresses",
    "numpy/lib/_utils_impl.py": "prints what numpy was built with",
    "segmentation/__main__.py": "the command line",
}


def imported(source: bytes) -> set[str]:
    """The first names of what a module imports, at its top or later."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def test_what_only_egress_gets_of_the_library_is_imported_by_nothing_else() -> None:
    apart = {pattern.partition("/")[0].removesuffix(".py") for pattern in trim.EGRESS_STDLIB}
    ours = {path.relative_to(SOURCE).as_posix(): path.read_bytes() for path in SOURCE.rglob("*.py")}
    egress = {name for name in ours if name.startswith("egress/") or name in groups.EGRESS_ONLY}
    files = trim.numpy(wheel_path("numpy")) | trim.pillow(wheel_path("pillow")) | pyscript.python() | ours
    reached = {
        name: found
        for name in set(files) - egress - set(NEVER_CALLED)
        if name.endswith(".py") and (found := apart & imported(files[name]))
    }
    assert reached == {}


def test_the_sprite_has_one_symbol_per_icon() -> None:
    made = icons.sprite("undo-2\n# a comment\nours = image\n")
    assert '<symbol id="i-undo-2" viewBox="0 0 24 24">' in made
    assert '<symbol id="i-ours"' in made
    assert made.count("<symbol") == 2
    with pytest.raises(ToolError, match="no-such-icon"):
        icons.sprite("no-such-icon")


def test_progress_in_a_pipe_is_a_line_per_quarter(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("weights", 4_000_000)
    for received in range(0, 4_000_001, 100_000):
        progress.update(received)
    progress.close()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].strip() == "weights  1.0 MB of 4.0 MB  25 %"
    assert len(lines) == 4


def test_nothing_that_is_built_or_fetched_is_tracked() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/.cache/", "/.venv/", "/node_modules/", f"/{DIST.name}/", "/models/*.onnx"} <= set(ignored)
