"""The two package environments: .venv from requirements.lock, node_modules from package-lock.json."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tools.paths import NODE_MODULES, PYTHON, ROOT, VENV, digest, stamp, stamped
from tools.report import ToolError, say

MINIMUM_PYTHON = (3, 11)
MINIMUM_NODE = 20


def check_python() -> None:
    """Refuse a Python that is too old, in words."""
    if sys.version_info < MINIMUM_PYTHON:
        raise ToolError(f"Python 3.11 or newer is needed; this is {platform.python_version()}")


def setup_venv() -> None:
    """Create .venv and install requirements.lock into it, every file checked by its hash."""
    lock = ROOT / "requirements.lock"
    key = digest(lock.read_bytes(), sys.version.encode())
    if PYTHON.exists() and stamped("venv", key):
        return
    say("Python tools (requirements.lock) …")
    _make_venv()
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--retries", "2", "install", "--quiet"]
    pip.append("--no-compile")  # Python compiles what is used of it when it is
    _run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(lock)], "pip could not install requirements.lock")
    stamp("venv", key)


def _make_venv() -> None:
    if PYTHON.exists() and stamped("python", sys.version):
        return
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise ToolError("python3 cannot make a virtual environment; on Debian and Ubuntu install python3-venv")
    stamp("python", sys.version)


def setup_npm(tests: bool = False) -> None:
    """Install package-lock.json, without running any package's scripts; what only the tests need (the packages of a
    PostgreSQL, optionalDependencies) only for them."""
    lock = ROOT / "package-lock.json"
    key = digest(lock.read_bytes(), (ROOT / "package.json").read_bytes(), platform.machine().encode())
    whole = stamped("npm-tests", key)
    if NODE_MODULES.is_dir() and (whole or (stamped("npm", key) and not tests)):
        return
    check_node()
    say("npm packages (package-lock.json) …")
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"]
    _run(npm if tests else [*npm, "--omit=optional"], "npm could not install package-lock.json")
    stamp("npm-tests" if tests else "npm", key)


def check_node() -> None:
    """Refuse a missing or too old node, in words."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise ToolError(f"node {MINIMUM_NODE} or newer with npm is needed; install nodejs and npm")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if int(version.lstrip("v").split(".")[0] or 0) < MINIMUM_NODE:
        raise ToolError(f"node {MINIMUM_NODE} or newer is needed; this is {version or 'unknown'}")


def deno() -> Path:
    """Deno, which runs Pyodide for the build; its wheel puts it beside the other programs of .venv."""
    binary = PYTHON.with_name("deno.exe" if sys.platform == "win32" else "deno")
    if not binary.is_file():
        raise ToolError("Deno is missing from .venv; run make setup")
    return binary


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise ToolError(f"{failure}: {_reason(done.stderr)}")


def _reason(stderr: str) -> str:
    """The line of pip's or npm's complaint that says why."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("ERROR", "npm error")) and "complete log" not in line]
    return (telling or lines or ["no reason given"])[0].removeprefix("ERROR: ")
