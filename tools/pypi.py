"""Single members of wheels on PyPI, through whatever index pip is configured for.

A wheel is a zip: its list of members lies at its end, so one member of a 100 MB wheel costs three small Range
requests. Where the index cannot do that, pip downloads the whole wheel into the cache.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from tools.fetch import SourceError, open_url
from tools.paths import DOWNLOADS
from tools.report import say

# One retry: a closed network should cost seconds, not minutes.
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "1"]
PIP_SECONDS = 900


class RemoteFile(io.RawIOBase):
    """A seekable, readable file over HTTP Range requests, with the last 64 kB kept."""

    TAIL = 1 << 16

    def __init__(self, url: str) -> None:
        with open_url(url, 0, 0) as response:
            if response.status != 206:
                raise SourceError("no Range requests")
            self.length = int(response.headers["Content-Range"].rpartition("/")[2])
        self.url, self.position = url, 0
        self.tail_start = max(0, self.length - self.TAIL)
        self.tail = self._range(self.tail_start, self.length)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = 0) -> int:
        self.position = offset + (0, self.position, self.length)[whence]
        return self.position

    def read(self, count: int = -1) -> bytes:
        start = self.position
        end = self.length if count < 0 else min(self.length, start + count)
        self.position = max(start, end)
        if start >= end:
            return b""
        if start >= self.tail_start:
            return self.tail[start - self.tail_start : end - self.tail_start]
        return self._range(start, end)

    def _range(self, start: int, end: int) -> bytes:
        with open_url(self.url, start, end - 1) as response:
            return response.read()


def read_member(package: str, version: str, member: str) -> bytes:
    """The bytes of `member` in the wheel `package`==`version`. Raises SourceError."""
    try:
        with _wheel(package, version) as wheel:
            return wheel.read(member)
    except KeyError as error:
        raise SourceError(f"no {member} in {package} {version} on PyPI") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{package} {version} on PyPI: {error}") from error


def download_pure(requirements: list[str]) -> None:
    """Put the pure-Python wheels of `requirements` ("name==version") into the cache. Raises SourceError."""
    command = [*PIP, "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(DOWNLOADS)]
    # Where a package has compiled wheels too, pip is to take the one for no platform.
    target = ["--platform", "any", "--implementation", "py", "--abi", "none", "--python-version", "3.14"]
    _pip([*command, *target, *requirements], PIP_SECONDS)


def _wheel(package: str, version: str) -> zipfile.ZipFile:
    whole = _downloaded(package, version)
    if whole is None:
        try:
            return zipfile.ZipFile(RemoteFile(_address(package, version)))
        except SourceError:
            whole = _download(package, version)
    return zipfile.ZipFile(whole)


@cache
def _address(package: str, version: str) -> str:
    """Where pip would take the wheel from, without taking it."""
    command = [*PIP, "install", "--dry-run", "--quiet", "--ignore-installed", "--no-deps", "--ignore-requires-python"]
    report = _pip([*command, "--only-binary=:all:", "--report", "-", f"{package}=={version}"], 60)
    entry: Any = json.loads(report)["install"][0]
    return str(entry["download_info"]["url"])


def _download(package: str, version: str) -> Path:
    say(f"  {package} {version} as a whole (its source cannot give single files)")
    command = [*PIP, "download", "--quiet", "--no-deps", "--ignore-requires-python", "--only-binary=:all:"]
    _pip([*command, "--dest", str(DOWNLOADS), f"{package}=={version}"], PIP_SECONDS)
    wheel = _downloaded(package, version)
    if wheel is None:
        raise SourceError(f"pip gave no wheel of {package} {version}")
    return wheel


def _downloaded(package: str, version: str) -> Path | None:
    """A wheel that an earlier run downloaded. pip itself renames it into place only when it is whole."""
    name = package.replace("-", "_")
    return next(iter(sorted(DOWNLOADS.glob(f"{name}-{version}-*.whl"))), None)


def _pip(command: list[str], seconds: int) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise SourceError("PyPI did not answer in time") from error
    if done.returncode:
        reason = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise SourceError(reason[-1].removeprefix("ERROR: ") if reason else "pip failed")
    return done.stdout
