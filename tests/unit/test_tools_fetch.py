"""Downloads: whole or not at all, continued where they broke off, from the first source that has the right bytes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools.fetch import fetch, open_url
from tools.pypi import RemoteFile
from tools.report import ToolError

DATA = bytes(range(256)) * 2000
SHA256 = hashlib.sha256(DATA).hexdigest()


class Source(ThreadingHTTPServer):
    """A host with one file; `cut` breaks the next answer off after so many bytes, `ranges` says if it knows Range."""

    daemon_threads = True

    def __init__(self, data: bytes = DATA) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.data, self.cut, self.ranges = data, 0, True
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/file"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


class Answer(BaseHTTPRequestHandler):
    server: Source

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.server.asked.append(wanted)
        start, end = 0, len(self.server.data)
        if wanted and self.server.ranges:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            start, end = int(first), int(last) + 1 if last else end
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(self.server.data)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        cut, self.server.cut = self.server.cut, 0
        self.wfile.write(self.server.data[start : start + cut if cut else end])

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def source() -> Iterator[Source]:
    server = Source()
    yield server
    server.shutdown()
    server.server_close()


def test_a_file_arrives_whole_and_leaves_no_part_behind(source: Source, tmp_path: Path) -> None:
    target = tmp_path / "folder" / "file"
    fetch(target, SHA256, [source.url])
    assert target.read_bytes() == DATA
    assert [path.name for path in target.parent.iterdir()] == ["file"]


def test_a_download_that_breaks_off_is_never_taken_for_the_file(source: Source, tmp_path: Path) -> None:
    source.cut = 1000
    target = tmp_path / "file"
    with pytest.raises(ToolError, match="broke off"):
        fetch(target, SHA256, [source.url])
    assert not target.exists()
    assert (tmp_path / "file.part").read_bytes() == DATA[:1000]


def test_the_next_run_continues_where_the_last_one_broke_off(source: Source, tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(DATA[:1000])
    fetch(tmp_path / "file", SHA256, [source.url])
    assert (tmp_path / "file").read_bytes() == DATA
    assert source.asked == ["bytes=1000-"]


def test_a_host_that_cannot_continue_gives_it_from_the_start(source: Source, tmp_path: Path) -> None:
    source.ranges = False
    (tmp_path / "file.part").write_bytes(DATA[:1000])
    fetch(tmp_path / "file", SHA256, [source.url])
    assert (tmp_path / "file").read_bytes() == DATA


def test_a_spoiled_part_is_thrown_away_and_fetched_again(source: Source, tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(b"\xff" * 1000)
    fetch(tmp_path / "file", SHA256, [source.url])
    assert (tmp_path / "file").read_bytes() == DATA
    assert source.asked == ["bytes=1000-", ""]


def test_other_bytes_than_the_pinned_ones_are_refused(source: Source, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="another sha256"):
        fetch(tmp_path / "file", "0" * 64, [source.url])
    assert list(tmp_path.iterdir()) == []


def test_sources_are_asked_in_order_until_one_has_it(source: Source, tmp_path: Path) -> None:
    wrong = Source(b"something else")
    closed = "http://127.0.0.1:9/file"
    try:
        fetch(tmp_path / "file", SHA256, [closed, wrong.url, source.url])
    finally:
        wrong.shutdown()
        wrong.server_close()
    assert (tmp_path / "file").read_bytes() == DATA
    assert (wrong.asked, source.asked) == ([""], [""])


def test_a_file_that_is_right_already_asks_nobody(source: Source, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(DATA)
    fetch(tmp_path / "file", SHA256, [source.url])
    assert source.asked == []


def test_a_file_that_was_changed_on_disk_is_fetched_again(source: Source, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(DATA[:-1])
    fetch(tmp_path / "file", SHA256, [source.url])
    assert (tmp_path / "file").read_bytes() == DATA


def test_the_failure_names_each_source_and_its_reason(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"could not get weights \(127\.0\.0\.1:9: .*refused"):
        fetch(tmp_path / "file", SHA256, ["http://127.0.0.1:9/file"], "weights")


def test_a_remote_file_reads_like_a_local_one(source: Source) -> None:
    remote = RemoteFile(source.url)
    remote.seek(10)
    assert remote.read(5) == DATA[10:15]
    remote.seek(-7, 2)
    assert remote.read() == DATA[-7:]
    assert remote.read(1) == b""
    assert remote.length == len(DATA)


def test_a_range_is_asked_for_as_it_is_given(source: Source) -> None:
    with open_url(source.url, 5, 9) as response:
        assert response.read() == DATA[5:10]
