"""The egress worker's first Python: ties account and scenes to their thread. Adapter; called once by worker.js."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from account.service import Account
from account.supabase_py import connect
from egress.fetch import Wire, permit
from egress.ledger import Entry, Ledger
from egress.protocol import OPERATIONS, checked
from generation.service import Scenes
from threads.channel import Handler, Server, Work
from threads.js_port import JsPort


def start(scope: Any, url: str, key: str, gate: Callable[[Any], None]) -> None:
    """Serve requests from `scope` (the worker's global). `gate` is worker.js's: from it on nothing leaves without being
    permitted. supabase-py comes in here, behind that gate."""
    ledger = Ledger()
    said: list[Server] = []

    def told(entry: Entry) -> None:
        said[0].emit("sent", text=json.dumps(asdict(entry)), count=ledger.count, bytes=ledger.bytes)

    def session(access: str, refresh: str) -> None:
        said[0].emit("session", access=access, refresh=refresh)

    gate(permit(url, ledger, told))
    account = Account(lambda: connect(url, key), session)
    account.wire = Wire(url, key, account.token)
    scenes = Scenes(account, lambda name, details, moved: said[0].emit(name, moved, **details))
    said.append(Server(JsPort(scope), OPERATIONS, _checked({**account.handlers(), **scenes.handlers()})))


def _checked(handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """The same handlers, which get nothing that `checked` refuses."""

    def guarded(handler: Handler) -> Handler:
        async def handle(argument: Any, work: Work) -> Any:
            return await handler(checked(argument), work)

        return handle

    return {name: guarded(handler) for name, handler in handlers.items()}
