"""The local server: dist/ as a well-set-up static host would serve it, and as one that sets no header at all.

python3 -m tools.serve [--port 8000] [--plain] [--no-build]
"""

from __future__ import annotations

import argparse
import email.utils
import os
import re
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tools import policy
from tools.paths import DIST
from tools.report import ToolError, main, say

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".toml": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
RANGE = re.compile(r"bytes=(\d+)-(\d*)")
"""One part of a file, as a download that broke asks for what is missing."""
ENCODINGS = {"br": ".br", "gzip": ".gz"}
HIDDEN = {"_headers", "vercel.json"}
SITE_BACKEND = re.compile(r'"backend":\{"url":"([^"]*)"')


class Server(ThreadingHTTPServer):
    """Serves the folder `root`. `plain`: none of policy.json's headers, like a host without header control.
    `fresh` is called before index.html or sw.js is answered (the development server rebuilds there)."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, root: Path, port: int, plain: bool = False, fresh: Callable[[], None] | None = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.root, self.plain, self.fresh = root.resolve(), plain, fresh

    @property
    def address(self) -> str:
        """The URL of the first page."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def styles(self) -> tuple[str, ...]:
        """What the policy of the first page must allow for its own styles."""
        return policy.styles_of(self._page())

    def backend(self) -> str:
        """The host that the egress worker of this site may reach, as its page says."""
        found = SITE_BACKEND.search(self._page())
        return found[1] if found else ""

    def _page(self) -> str:
        page = self.root / "index.html"
        return page.read_text(encoding="utf-8") if page.is_file() else ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes a connection early is no news."""


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of files, whole or from some byte on."""

    protocol_version = "HTTP/1.1"
    server_version = "aluo"
    sys_version = ""
    server: Server
    # Small answers must not wait for the peer's delayed acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def do_GET(self) -> None:
        """Answer with a file or 404."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """The same without the body."""
        self._answer(body=False)

    def _answer(self, body: bool) -> None:
        path = unquote(urlsplit(self.path).path).lstrip("/") or "index.html"
        if path in ("index.html", "sw.js") and self.server.fresh:
            self.server.fresh()
        file, encoding = self._file(path)
        if file is None:
            self._send(HTTPStatus.NOT_FOUND, path, b"Not found\n", body, {"Content-Type": "text/plain; charset=utf-8"})
            return
        data = file.read_bytes()
        etag = f'"{file.stat().st_mtime_ns:x}-{len(data):x}{encoding}"'
        given = {"Content-Type": TYPES.get(Path(path).suffix, "application/octet-stream"), "ETag": etag}
        given |= {"Vary": "Accept-Encoding"} | ({"Content-Encoding": encoding} if encoding else {})
        given["Last-Modified"] = email.utils.formatdate(file.stat().st_mtime, usegmt=True)
        if self.headers.get("If-None-Match") == etag:
            self._send(HTTPStatus.NOT_MODIFIED, path, b"", False, given)
            return
        given["Accept-Ranges"] = "bytes"
        part = RANGE.fullmatch(self.headers.get("Range", "")) if not encoding else None
        if part is None:
            self._send(HTTPStatus.OK, path, data, body, given)
            return
        first, last = int(part[1]), min(int(part[2] or len(data)), len(data) - 1)
        if first > last:
            given["Content-Range"] = f"bytes */{len(data)}"
            self._send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, path, b"", body, given)
            return
        given["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
        self._send(HTTPStatus.PARTIAL_CONTENT, path, data[first : last + 1], body, given)

    def _file(self, path: str) -> tuple[Path | None, str]:
        """The file to send for `path` and its encoding: a compressed twin where the browser takes it."""
        whole = (self.server.root / path).resolve()
        if path in HIDDEN or not whole.is_relative_to(self.server.root) or not whole.is_file():
            return None, ""
        accepted = {part.split(";")[0].strip() for part in self.headers.get("Accept-Encoding", "").split(",")}
        for encoding, end in ENCODINGS.items():
            twin = whole.with_name(whole.name + end)
            if encoding in accepted and twin.is_file():
                return twin, encoding
        return whole, ""

    def _send(self, status: HTTPStatus, path: str, data: bytes, body: bool, given: policy.Headers) -> None:
        self.send_response(status)
        known = {"Cache-Control": policy.caching(path)}
        if not self.server.plain:
            styles = self.server.styles() if path == "index.html" else ()
            backend = self.server.backend() if policy.kind_of(path) == "egress" else ""
            known = policy.headers(path, styles, backend)
        if status == HTTPStatus.NOT_FOUND:
            known["Cache-Control"] = "no-store"
        for name, value in (known | given | {"Content-Length": str(len(data))}).items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the browser's own tools show every request."""


def start(root: Path = DIST, port: int = 0, plain: bool = False, fresh: Callable[[], None] | None = None) -> Server:
    """Serve `root` from a thread of its own; `.address` says where, `.shutdown()` and `.server_close()` end it."""
    try:
        server = Server(root, port, plain, fresh)
    except OSError as error:
        raise ToolError(f"port {port} cannot be used ({error.strerror}); PORT= chooses another") from error
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def run() -> None:
    """Build, serve, and build again whenever the page or its service worker is asked for and a source has changed."""
    parser = argparse.ArgumentParser(description="Serve the built site on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--plain", action="store_true", help="set none of the special headers")
    parser.add_argument("--no-build", action="store_true", help="serve dist/ as it is")
    chosen = parser.parse_args()
    fresh = None
    if not chosen.no_build:
        from tools.watch import Rebuilder  # needs the packages of .venv; --no-build does not

        fresh = Rebuilder().refresh
    server = start(DIST, chosen.port, chosen.plain, fresh)  # before the build: a taken port is said at once
    if fresh:
        fresh()
    say(f"Aluo Studio is at {server.address}  (Ctrl-C ends it)")
    threading.Event().wait()


if __name__ == "__main__":
    main(run)
