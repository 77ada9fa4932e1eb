"""When purges run: at every start before anything is read, at the time the next picture is due, when the person comes
back to the tab, and when room is needed. One tab at a time does it, under a lock.

The pixels of a picture are deleted before its rows, and all of it in one transaction. A browser that is killed in the
middle has done all of it or nothing; what a damaged disk leaves half-way the next start puts right (policy.plan).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from cache import store
from cache.operations import Database
from cache.policy import Plan
from cache.ports import Locks
from cache.values import Alive, Reason

LOCK = "aluo.purge"
TABS = ("aluo.tab:", "aluo.page:")
"""Before the name of a tab (it outlives a reload) and of a page (it does not): locks that say that it is alive."""
OPEN = "aluo.open:"
"""Before the id of a picture: the lock of the tab that has it open."""


async def alive(locks: Locks) -> Alive:
    """Which tabs and pages are alive, and which pictures are open in one."""
    held = await locks.held()
    tabs = frozenset(name.removeprefix(start) for name in held for start in TABS if name.startswith(start))
    return Alive(tabs, frozenset(name.removeprefix(OPEN) for name in held if name.startswith(OPEN)))


async def idle(database: Database, locks: Locks, now: Callable[[], float], mine: frozenset[str]) -> bool:
    """Whether there is nothing to purge: most starts find that out by looking once, and need no lock for it, nor who
    else is alive: what is left where nobody else is stays all the more where somebody is."""
    empty = await database.run(store.look(now()), write=False)
    if empty(Alive(mine, frozenset())):
        return True
    found = await alive(locks)
    return empty(replace(found, tabs=found.tabs | mine))


async def run(
    database: Database,
    locks: Locks,
    now: Callable[[], float],
    chosen: Mapping[str, Reason] | None = None,
    wait: bool = True,
    mine: frozenset[str] = frozenset(),
) -> Plan | None:
    """Purge. Returns what was done; None when another tab is at it and `wait` is false. The tabs and pages `mine` are
    alive, though the browser may not have given them their locks yet."""

    async def job() -> Plan:
        found = await alive(locks)
        return await database.run(store.purge(now(), replace(found, tabs=found.tabs | mine), chosen))

    return await locks.alone(LOCK, job, wait)
