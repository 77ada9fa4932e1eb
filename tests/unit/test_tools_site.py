"""The built site and its server: what hosts are told, what is sent, what never changes under one name."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools import backend, build, compress, early, groups, page, policy, serve
from tools.backend import Backend
from tools.paths import ROOT, write_atomically
from tools.report import ToolError

FOLDERS = {group: f"static/{group}-0123456789ab" for group in ("page", "engine", "inference", "app", "egress")}
HOST = "https://ref.supabase.co"
ISOLATION = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


@contextmanager
def serving(root: Path, plain: bool = False) -> Iterator[http.client.HTTPConnection]:
    server = serve.start(root, plain=plain)
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1])
    yield connection
    connection.close()
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    build.write_site(
        tmp_path,
        {
            "index.html": b"<!doctype html>",
            "_headers": b"secret",
            "static/engine-0123456789ab/worker.js": b"whole",
            "static/engine-0123456789ab/worker.js.br": b"br",
            "static/engine-0123456789ab/worker.js.gz": b"gz",
            "static/pyodide-0123456789ab/a.wasm": b"\0asm",
        },
    )
    return tmp_path


def ask(
    connection: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str
) -> tuple[int, bytes, dict[str, str]]:
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    return response.status, response.read(), dict(response.getheaders())


def test_the_threads_with_pixels_may_talk_to_our_own_host_only() -> None:
    for kind in ("page", "engine", "inference"):
        directives = policy.policy()["csp"][kind]
        assert directives["default-src"] == ["'none'"]
        assert directives["connect-src"] == ["'self'"]
        assert directives["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert policy.policy()["csp"]["engine"]["worker-src"] == ["'none'"]


def test_the_thread_that_sends_may_reach_one_host_and_the_others_never() -> None:
    assert f"connect-src 'self' {HOST};" in policy.csp("egress", (), HOST)
    assert "connect-src 'self';" in policy.csp("egress")
    assert policy.csp("egress").startswith("default-src 'none'")
    for kind in ("page", "engine", "inference"):
        assert policy.csp(kind, (), HOST) == policy.csp(kind)
        assert HOST not in policy.for_worker(HOST)[kind]["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://ref.supabase.co", "sb_publishable_0123456789"),
        ("https://ref.supabase.co/path", "sb_publishable_0123456789"),
        ("https://ref.supabase.co; script-src *", "sb_publishable_0123456789"),
        ("https://ref.supabase.co", "sb_secret_0123456789"),
        ("https://ref.supabase.co", ""),
        ("", "sb_publishable_0123456789"),
    ],
)
def test_a_backend_that_must_not_be_built_in_is_refused(url: str, key: str) -> None:
    with pytest.raises(ToolError):
        Backend(url, key)


def test_the_site_knows_its_backend_and_is_another_version_with_it() -> None:
    groups = ("page", "engine", "inference", "app", "pyodide", "pyscript", "models", "weights")
    folders = {group: f"static/{group}-0123456789ab" for group in groups}
    sizes = {"static/egress-0123456789ab/site.pack": [10, 5], "static/app-0123456789ab/ui.zip": [4, 3]}
    without = build.entry(folders, sizes, {})
    given = build.entry(folders, sizes, {}, Backend(HOST, "sb_publishable_0123456789"))
    assert b'"backend":{"url":"","key":""}' in without["index.html"]
    assert f'"backend":{{"url":"{HOST}"'.encode() in given["index.html"]
    assert without["sw.js"] != given["sw.js"]
    assert b'"late":["static/egress-0123456789ab/site.pack"]' in without["sw.js"]
    assert b'"bytes":3' in without["sw.js"], "what is kept late is not part of the precache"


def test_a_running_stack_is_found_and_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ALUO_SUPABASE_URL", "ALUO_SUPABASE_KEY"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "stack.json"
    assert backend.local(file) == Backend()
    with socket.create_server(("127.0.0.1", 0)) as stack:
        url = f"http://127.0.0.1:{stack.getsockname()[1]}"
        backend.announce(Backend(url, "sb_publishable_0123456789"), file)
        assert backend.local(file).url == url
    assert backend.local(file) == Backend(), "it was killed and could not say so"
    backend.announce(Backend(), file)
    assert not file.exists()


def test_the_meta_policy_is_the_pages_without_what_meta_cannot_say() -> None:
    assert "frame-ancestors" not in policy.meta_csp()
    assert "frame-ancestors 'none'" in policy.csp("page")
    assert policy.meta_csp() in policy.csp("page")


def test_a_policy_allows_exactly_the_styles_that_the_page_carries() -> None:
    # printf 'a{}' | openssl dgst -sha256 -binary | base64
    styles = policy.styles_of("<style>a{}</style><p><style media=print>b{}</style>")
    assert styles[0] == "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"
    assert len(styles) == 2
    assert f"style-src 'self' {' '.join(styles)};" in policy.meta_csp(styles)
    assert "style-src 'self';" in policy.csp("page")
    assert policy.csp("engine", styles) == policy.csp("engine")


def test_the_page_carries_what_its_first_view_shows_and_one_policy_for_it() -> None:
    made = page.assembled((ROOT / "index.html").read_text())
    assert made.count("<style>") == 1
    assert 'rel="stylesheet"' not in made
    assert "@media (max-width: 719px)" in made
    assert "url(data:font/woff2;base64," in made
    wanted = set(re.findall(r'href="#(i-[\w-]+)"', made))
    assert wanted
    assert wanted == set(re.findall(r'<symbol id="([\w-]+)"', made))
    with pytest.raises(ToolError, match="<!--icons-->"):
        page.assembled("<html></html>")


def test_the_rest_of_the_page_comes_later_each_part_to_its_place() -> None:
    source = (ROOT / "index.html").read_text()
    made, files = page.assembled(source), page.later(source)
    html, css = files["later.html"].decode(), files["later.css"].decode()
    assert made.count(page.PLACE) == html.count("\n<template>") + 1 > 1
    marked = set(re.findall(r'\bid="([\w-]+)"', source))
    first, rest = (set(re.findall(r'\bid="([\w-]+)"', text)) for text in (made, html))
    assert marked <= first | rest
    assert not first & rest
    icons = {line.split("=")[0].strip() for line in (ROOT / "src/page/icons.txt").read_text().splitlines()}
    assert {f"i-{name}" for name in icons if name} <= first | rest
    for name in re.findall(r'href="static/page/([\w.]+css)"', source):
        head = page.COMMENT.sub("", (ROOT / "src/page" / name).read_text()).strip()[:40]
        assert (head in made) or (head in css), name
    assert css.rindex("@media (max-width: 719px) {\n") > css.index(".drawer"), "what depends on the screen comes last"
    with pytest.raises(ToolError, match="cannot know"):
        page.later('<!--later--><img src="static/page/x.webp"><!--/later-->')


def test_a_change_of_style_alone_is_a_new_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("page", "engine", "inference", "app", "pyodide", "pyscript", "models", "weights", "webgpu")
    folders = {group: f"static/{group}-0123456789ab" for group in names}
    shutil.copytree(page.SOURCE / "page", tmp_path / "page")
    monkeypatch.setattr(page, "SOURCE", tmp_path)
    before, again = build.entry(folders, {}, {}), build.entry(folders, {}, {})
    assert before == again
    with (tmp_path / "page" / "shell.css").open("a") as sheet:
        sheet.write(".new { color: red; }")
    after = build.entry(folders, {}, {})
    assert before["sw.js"] != after["sw.js"], "an unchanged service worker would keep the old page for offline use"
    versions = [re.search(rb'"version":"(\w+)"', files["index.html"]) for files in (before, after)]
    assert versions[0] and versions[1]
    assert versions[0][1] != versions[1][1]
    first = groups.page()
    with (tmp_path / "page" / "panels.css").open("a") as sheet:
        sheet.write(".new { color: red; }")
    monkeypatch.setattr(groups, "SOURCE", tmp_path)
    assert build.folder_of("page", groups.page()) != build.folder_of("page", first), "its folder has another name then"


def test_netlify_gets_every_header_and_the_workers_policies() -> None:
    written = policy.netlify(FOLDERS, (), HOST).decode()
    rules = {block.split("\n")[0]: block for block in written.split("\n\n")}
    for name, value in policy.policy()["every"].items():
        assert f"  {name}: {value}" in rules["/*"]
    assert "Content-Security-Policy" not in rules["/*"], "two policies for one file would both have to allow a thing"
    assert "Content-Security-Policy" not in rules["/static/*"]
    for path in ("/", "/index.html", "/sw.js", f"/{FOLDERS['app']}/*"):
        assert f"  Content-Security-Policy: {policy.csp('page')}" in rules[path]
    for kind in ("engine", "inference", "egress"):
        assert f"  Content-Security-Policy: {policy.csp(kind, (), HOST)}" in rules[f"/{FOLDERS[kind]}/*"]
    assert "immutable" in rules["/static/*"]


def test_vercel_gives_each_file_exactly_one_policy() -> None:
    rules = json.loads(policy.vercel(FOLDERS))["headers"]
    for path in ("index.html", "sw.js", *(f"{folder}/worker.js" for folder in FOLDERS.values())):
        matching = [rule for rule in rules if re.fullmatch(rule["source"], f"/{path}")]
        given = [entry for rule in matching for entry in rule["headers"]]
        names = [entry["key"] for entry in given]
        assert len(names) == len(set(names)), path
        headers = {entry["key"]: entry["value"] for entry in given}
        assert headers["Content-Security-Policy"] == policy.csp(policy.kind_of(path)), path


def test_the_service_worker_is_told_what_the_server_says() -> None:
    told = policy.for_worker()
    for path in ("index.html", f"{FOLDERS['engine']}/worker.js", f"{FOLDERS['inference']}/worker.js"):
        said = policy.headers(path, policy.ANY_STYLE)
        for name, value in told[policy.kind_of(path)].items():
            assert said[name] == value


def test_only_for_styles_does_the_service_worker_rely_on_the_pages_own_policy() -> None:
    told, strict = policy.for_worker()["page"]["Content-Security-Policy"].split("; "), policy.csp("page").split("; ")
    assert [rule for rule in told if rule not in strict] == ["style-src 'self' 'unsafe-inline'"]
    assert [rule for rule in strict if rule not in told] == ["style-src 'self'"]
    assert "style-src 'self';" in policy.meta_csp()


def test_the_server_allows_the_styles_of_the_page_that_it_sends(site: Path) -> None:
    (site / "index.html").write_text("<style>a{}</style>")
    with serving(site) as connection:
        _, _, headers = ask(connection, "/")
        assert headers["Content-Security-Policy"] == policy.csp("page", policy.styles_of("<style>a{}</style>"))


def test_the_server_isolates_the_page_and_confines_the_engine(site: Path) -> None:
    with serving(site) as connection:
        status, body, headers = ask(connection, "/")
        assert (status, body) == (200, b"<!doctype html>")
        assert ISOLATION.items() <= headers.items()
        assert headers["Cache-Control"] == "no-cache"
        _, _, engine = ask(connection, "/static/engine-0123456789ab/worker.js")
        assert engine["Content-Security-Policy"] == policy.csp("engine")
        assert "immutable" in engine["Cache-Control"]


def test_a_plain_server_sets_none_of_the_special_headers(site: Path) -> None:
    with serving(site, plain=True) as connection:
        _, _, headers = ask(connection, "/static/engine-0123456789ab/worker.js")
        assert not {*policy.policy()["every"], "Content-Security-Policy"} & set(headers)


@pytest.mark.parametrize(
    ("accepted", "sent", "encoding"),
    [("gzip, deflate, br", b"br", "br"), ("gzip", b"gz", "gzip"), ("identity", b"whole", None)],
)
def test_the_best_twin_that_the_browser_takes_is_sent(
    site: Path, accepted: str, sent: bytes, encoding: str | None
) -> None:
    with serving(site) as connection:
        _, body, headers = ask(connection, "/static/engine-0123456789ab/worker.js", Accept_Encoding=accepted)
        assert (body, headers.get("Content-Encoding")) == (sent, encoding)
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Content-Type"].startswith("text/javascript")


def test_what_the_browser_has_is_not_sent_again(site: Path) -> None:
    with serving(site) as connection:
        _, _, headers = ask(connection, "/index.html")
        status, body, _ = ask(connection, "/index.html", If_None_Match=headers["ETag"])
        assert (status, body) == (304, b"")


@pytest.mark.parametrize("path", ["/nothing", "/_headers", "/../pyproject.toml", "/%2e%2e/pyproject.toml", "/static/"])
def test_what_is_not_of_the_site_is_not_found(site: Path, path: str) -> None:
    with serving(site) as connection:
        assert ask(connection, path)[0] == 404


def test_only_reading_is_understood(site: Path) -> None:
    with serving(site) as connection:
        status, body, headers = ask(connection, "/", "HEAD")
        assert (status, body, headers["Content-Length"]) == (200, b"", "15")
        assert ask(connection, "/", "POST")[0] == 501


def test_a_taken_port_is_said_in_words(site: Path) -> None:
    with serving(site) as connection, pytest.raises(ToolError, match="PORT= chooses another"):
        serve.start(site, port=connection.port)


def test_a_folders_name_changes_with_its_content_only() -> None:
    first = build.folder_of("page", {"a": b"1", "b": b"2"})
    assert first == build.folder_of("page", {"b": b"2", "a": b"1"})
    assert first != build.folder_of("page", {"a": b"1", "b": b"3"})
    assert first != build.folder_of("page", {"a": b"12", "b": b""})


def test_references_become_hashed_and_unknown_ones_are_refused() -> None:
    assert build.rewrite('src="static/page/boot.js"', FOLDERS) == 'src="static/page-0123456789ab/boot.js"'
    with pytest.raises(ToolError, match="static/nowhere/"):
        build.rewrite("static/nowhere/x.js", FOLDERS)


def test_a_new_build_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    build.write_site(tmp_path, {"index.html": b"1", "static/page-1/boot.js": b"1"})
    build.write_site(tmp_path, {"index.html": b"2", "static/page-2/boot.js": b"2"})
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == ["index.html", "static", "static/page-2", "static/page-2/boot.js"]


@pytest.mark.parametrize(
    ("wanted", "status", "body", "told"),
    [
        ("bytes=1-", 206, b"hole", "bytes 1-4/5"),
        ("bytes=0-1", 206, b"wh", "bytes 0-1/5"),
        ("bytes=3-99", 206, b"le", "bytes 3-4/5"),
        ("bytes=5-", 416, b"", "bytes */5"),
        ("lines=1-2", 200, b"whole", None),
    ],
)
def test_a_download_that_broke_can_ask_for_the_rest(
    site: Path, wanted: str, status: int, body: bytes, told: str | None
) -> None:
    with serving(site) as connection:
        given = ask(connection, "/static/engine-0123456789ab/worker.js", Range=wanted, Accept_Encoding="identity")
        assert given[:2] == (status, body)
        assert given[2].get("Content-Range") == told


def test_what_is_fetched_on_demand_is_neither_kept_nor_counted_unasked() -> None:
    assert build.on_demand("static/weights-0123456789ab/isnet-int8.onnx")
    assert build.on_demand("static/webgpu-0123456789ab/ort.jspi.min.mjs")
    assert not build.on_demand("static/models-0123456789ab/u2netp-int8.onnx")
    assert policy.kind_of("static/webgpu-0123456789ab/ort-wasm-simd-threaded.jspi.mjs") == "inference"
    assert compress.twins({"static/weights-0123456789ab/large.onnx": bytes(100_000)}, best=False) == {}


def test_what_is_said_before_python_is_up_stands_in_the_page_in_every_language() -> None:
    said = early.said()
    assert set(said) == {"de"}
    assert {"The editor did not load.", "{name} waits here until the tools are up."} <= set(said["de"])
    for text, german in said["de"].items():
        assert text != german
        assert ("{name}" in text) == ("{name}" in german)


def test_threads_that_write_the_same_file_at_once_do_not_take_it_from_each_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(lambda _: write_atomically(tmp_path / "twin", b"x" * 100_000), range(200)):
            assert (tmp_path / "twin").stat().st_size == 100_000
    assert list(tmp_path.iterdir()) == [tmp_path / "twin"]
