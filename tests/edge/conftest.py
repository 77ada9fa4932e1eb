"""A real PostgreSQL: one server, a migrated database for each file, a fresh one for a test that looks at all of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.edge.backend import Backend
from tests.edge.database import Database
from tools.stack.postgres import Server, running

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server, migrated once; stopped at the end."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def db(server: Server) -> Iterator[Database]:
    """A database that the tests of a file share; each makes its own persons."""
    yield from _database(server)


@pytest.fixture
def fresh(server: Server) -> Iterator[Database]:
    """A database of the test's own."""
    yield from _database(server)


def _database(server: Server) -> Iterator[Database]:
    database = Database.copied(server, f"test_{next(_numbers)}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def stack() -> Iterator[Backend]:
    """The whole backend with its functions and stand-ins, started once."""
    started = Backend()
    yield started
    started.stop()


@pytest.fixture
def backend(stack: Backend) -> Backend:
    """The same, with stand-ins that do as the real ones."""
    stack.calm()
    return stack
