"""The stack's PostgreSQL: starts, keeps its data over a crash, migrates once, says what is wrong, stops."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.edge.database import Database, Pool
from tests.edge.test_sql_ledger import broken
from tools.report import ToolError
from tools.stack import postgres
from tools.stack.postgres import OWNER, SUPERUSER, Server, migrate, running


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the server's user may enter."""
    with tempfile.TemporaryDirectory(prefix="aluo-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "kept"


def test_a_crash_loses_nothing_that_was_answered(home: Path) -> None:
    with running(home) as server:
        db = Database(server, "postgres", Pool(server.dsn()))
        person = db.person()
        request = person.reserve(10)["request"]
        with person.transaction() as connection:
            connection.execute("select public.credits_reserve(gen_random_uuid(), 5, 'open', '{}')")
            server.process.send_signal(signal.SIGQUIT)  # no shutdown: the server recovers at its next start
            server.process.wait()
            connection.close()
        db.close()
    with running(home) as server:
        assert "automatic recovery" in server.log()
        again = Database(server, "postgres", Pool(server.dsn()))
        person.pool = again.pool
        assert person.call("credits_balance") == 50
        assert again.service().call("credits_release", p_request=request)["balance"] == 60
        assert broken(again) == {}
        again.close()


def test_a_migration_is_applied_once(server: Server) -> None:
    name = server.copy_database("migrated_once")
    assert migrate(server.dsn(OWNER, name)) == []


def test_a_broken_migration_is_named_and_undone(server: Server, tmp_path: Path) -> None:
    dsn = server.dsn(OWNER, server.copy_database("migrated_badly"))
    (tmp_path / "20270101000000_bad.sql").write_text("create table public.half (); select 1 from nowhere;")
    with pytest.raises(ToolError, match=r"20270101000000_bad\.sql: relation \"nowhere\" does not exist"):
        migrate(dsn, tmp_path)
    with psycopg.connect(dsn) as connection:
        assert connection.execute("select to_regclass('public.half')").fetchone() == (None,)


def test_without_postgresql_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "NODE_MODULES", Path("nowhere"))
    monkeypatch.setattr(postgres, "DEBIAN", Path("nowhere"))
    with pytest.raises(ToolError, match="install postgresql"):
        postgres.binaries()


def test_a_server_that_cannot_start_gives_the_reason(server: Server, home: Path) -> None:
    with pytest.raises(ToolError, match="PostgreSQL did not start"), running(home, server.port):
        pass


def test_the_log_holds_no_statement_and_no_value(server: Server) -> None:
    with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
        for statement in ("select 'marked-7f3a' from nowhere", "select 'marked-7f3a'::int"):
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
    lines = [line for line in server.log().splitlines() if "marked-7f3a" in line]
    assert not lines


def test_migrations_run_without_a_superuser(server: Server) -> None:
    with psycopg.connect(server.dsn(OWNER)) as connection:
        assert connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() == (False,)
