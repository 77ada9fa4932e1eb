"""One running stack for these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.edge.backend import Backend


@pytest.fixture(scope="session")
def stack() -> Iterator[Backend]:
    """The whole backend, started once."""
    started = Backend()
    yield started
    started.stop()


@pytest.fixture
def backend(stack: Backend) -> Backend:
    """The same, with stand-ins that do as the real ones."""
    stack.calm()
    return stack
