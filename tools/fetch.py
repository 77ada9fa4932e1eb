"""Downloads that are checked, resumed and never half done.

A download goes to NAME.part and takes its real name only when its sha256 is the wanted one; so a file under its
real name is whole. A .part left by an interrupted run is continued with a Range request where the server can.
"""

from __future__ import annotations

import hashlib
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Sequence
from functools import cache
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import cast

from tools.paths import file_sha256
from tools.report import Progress, ToolError, say

CONNECT_SECONDS = 5.0
BLOCK = 1 << 18


class SourceError(Exception):
    """One source did not give the file; the next one may."""


def fetch(target: Path, sha256: str, sources: Sequence[str], label: str = "") -> Path:
    """Make sure that `target` has the bytes of `sha256`, from the first of `sources` (URLs) that gives them.

    Raises ToolError with every source's reason when none does. Nothing is downloaded when `target` is right already.
    """
    if target.is_file() and file_sha256(target) == sha256:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    reasons = []
    for source in sources:
        try:
            _from_source(source, target, sha256, label or target.name)
            return target
        except SourceError as error:
            reasons.append(f"{_host(source)}: {error}")
    raise ToolError(f"could not get {label or target.name} ({'; '.join(reasons) or 'no source'})")


def open_url(url: str, start: int = 0, end: int | None = None) -> HTTPResponse:
    """GET `url`, from byte `start` to `end` (inclusive) where given. Raises SourceError."""
    headers = {"User-Agent": "aluo-studio-setup", "Accept-Encoding": "identity"}
    if start or end is not None:
        headers["Range"] = f"bytes={start}-{'' if end is None else end}"
    try:
        request = urllib.request.Request(url, headers=headers)
        response = urllib.request.urlopen(request, timeout=CONNECT_SECONDS, context=trust(url))
        return cast(HTTPResponse, response)
    except urllib.error.HTTPError as error:
        raise SourceError(f"status {error.code}") from error
    except (urllib.error.URLError, OSError, HTTPException, ValueError) as error:
        raise SourceError(str(getattr(error, "reason", error)) or type(error).__name__) from error


def trust(url: str) -> ssl.SSLContext | None:
    """The certificates to trust: the system's, plus the bundle that pip is told to use, if any."""
    return _context() if url.startswith("https:") else None


@cache
def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    bundle = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE")
    if bundle and Path(bundle).is_file():
        context.load_verify_locations(bundle)
    return context


def _from_source(source: str, target: Path, sha256: str, label: str) -> None:
    part = target.with_name(target.name + ".part")
    had = part.stat().st_size if part.is_file() else 0
    try:
        _receive(source, part, had, label)
    except SourceError as error:
        # 416: the part is as long as the file, or longer; if it is the file, the check below says so.
        if not (had and "416" in str(error)):
            raise
    if file_sha256(part) == sha256:
        part.replace(target)
        return
    part.unlink()
    if not had:
        raise SourceError("its file has another sha256 than the pinned one")
    _from_source(source, target, sha256, label)


def _receive(source: str, part: Path, had: int, label: str) -> None:
    with open_url(source, had) as response:
        resumed = had > 0 and response.status == 206
        received = had if resumed else 0
        progress = Progress(label, received + int(response.headers.get("Content-Length") or 0))
        try:
            with part.open("ab" if resumed else "wb") as file:
                while block := response.read(BLOCK):
                    file.write(block)
                    received += len(block)
                    progress.update(received)
        except (OSError, HTTPException) as error:
            raise SourceError(f"broke off after {received} bytes ({error})") from error
        finally:
            progress.close()
    if progress.total and received < progress.total:
        raise SourceError(f"broke off after {received} of {progress.total} bytes")


def save_checked(target: Path, data: bytes, sha256: str) -> None:
    """Write `data` to `target` if it has that `sha256`; raises SourceError otherwise."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SourceError("its file has another sha256 than the pinned one")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_bytes(data)
    part.replace(target)
    say(f"  {target.name}")


def _host(source: str) -> str:
    return source.split("/")[2] if "://" in source else source
