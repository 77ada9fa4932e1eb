"""A small static server for the pages that we compare with: isolated, cached hard, no policy, loopback only."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".whl": "application/zip",
}


def start(roots: Mapping[str, Path]) -> ThreadingHTTPServer:
    """Serves each folder of `roots` under its key ("peer" → /peer/…) on a free port, in a thread of its own."""

    class Handler(_Handler):
        folders = roots

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def address(server: ThreadingHTTPServer) -> str:
    """The server's base address, without a slash at the end."""
    return f"http://127.0.0.1:{server.server_address[1]}"


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folders: Mapping[str, Path] = {}

    def translate_path(self, path: str) -> str:
        name, _, rest = urlsplit(path).path.lstrip("/").partition("/")
        folder = self.folders.get(name)
        target = (folder / rest).resolve() if folder else Path("/nonexistent")
        return str(target if folder and target.is_relative_to(folder.resolve()) else Path("/nonexistent"))

    def guess_type(self, path: Any) -> str:
        return TYPES.get(Path(path).suffix, "application/octet-stream")

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the table is the output."""
