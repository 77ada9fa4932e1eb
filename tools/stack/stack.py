"""The whole backend on one machine: PostgreSQL and the functions for real, stand-ins for what has no package.

    async with Stack() as stack: …      stack.gateway_url is the project's SUPABASE_URL

All data is thrown away at the end. Ports are free ones unless `first_port` is given; then they follow each other.
"""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from tools.stack import functions, postgres, storage
from tools.stack.auth import Auth, Hook
from tools.stack.bfl import BFL
from tools.stack.database import Database
from tools.stack.gateway import Gateway
from tools.stack.http import Service
from tools.stack.openai import OpenAI
from tools.stack.postgrest import PostgREST
from tools.stack.stability import Stability
from tools.stack.storage import Storage
from tools.stack.stripe import PRICES, Stripe

SERVICES = ("gateway", "openai", "bfl", "stability", "stripe")
APPEALS = "appeals@example.invalid"
SITE = "http://127.0.0.1:8000"
ADMIN = "supabase_admin"


class Stack:
    """Everything, started and stopped together. `more` overrides settings of the functions."""

    def __init__(
        self,
        first_port: int = 0,
        log: Callable[[str], None] = lambda line: None,
        more: dict[str, str] | None = None,
        trace: bool = False,
    ) -> None:
        self.first_port, self.log, self.more, self.trace = first_port, log, more or {}, trace
        self.publishable, self.secret = (f"sb_{kind}_{secrets.token_urlsafe(16)}" for kind in ("publishable", "secret"))
        self.keys = {name: f"stand-in-{secrets.token_urlsafe(12)}" for name in ("openai", "bfl", "stability", "stripe")}
        self.sweep_key, self.signing = secrets.token_urlsafe(16), f"whsec_{secrets.token_urlsafe(16)}"
        self.hook_secret = "v1,whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
        self.services: dict[str, Service] = {}
        self.urls: dict[str, str] = {}
        self.functions: dict[str, functions.Function] = {}
        self._open = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Stack:
        try:
            await self._start()
        except BaseException:
            await self._open.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def _start(self) -> None:
        home = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="aluo-stack-")))
        port = self._port(len(SERVICES) + len(functions.NAMES))
        self.postgres = self._open.enter_context(postgres.running(None, port, [storage.SCHEMA]))
        self.database = Database(self.postgres.dsn())
        self.admin = Database(self.postgres.dsn(ADMIN), 4)
        self._open.push_async_callback(self.database.close)
        self._open.push_async_callback(self.admin.close)
        async with self.admin.transaction() as connection:
            await connection.execute("select public.setting_put('appeal_address', %s)", (APPEALS,))
        self.openai, self.bfl = OpenAI(self.keys["openai"]), BFL(self.keys["bfl"])
        self.stability = Stability(self.keys["stability"])
        self.stripe = Stripe(self.keys["stripe"], self.signing, self.log)
        self.gateway_url = self.urls["gateway"] = f"http://127.0.0.1:{self._port(0) or postgres.free_port()}"
        self.auth = Auth(self.admin, f"{self.gateway_url}/auth/v1", self.secret, self.log)
        self.storage = Storage(self.database, home / "files")
        self.rest = PostgREST(self.database)
        self.gateway = Gateway(self.auth, self.rest, self.storage, self.publishable, self.secret)
        for at, name in enumerate(SERVICES):
            await self._serve(name, at)
        self.bfl.base, self.stripe.base = self.urls["bfl"], self.urls["stripe"]
        for at, name in enumerate(functions.NAMES):
            await self._run(name, self._port(len(SERVICES) + at) or postgres.free_port())
        self.stripe.webhook = f"{self.functions['billing'].url}/billing/webhook"
        self.auth.hook = Hook(f"{self.functions['account'].url}/account/signup", self.hook_secret)

    def _port(self, offset: int) -> int:
        return self.first_port + offset if self.first_port else 0

    async def _serve(self, name: str, at: int) -> None:
        service = Service(getattr(self, name).handle, lambda line: self.log(f"{name}: {line}"))
        service.trace = [] if self.trace else None
        given = int(self.gateway_url.rpartition(":")[2]) if name == "gateway" else self._port(at)
        port = await service.start(given)
        self._open.push_async_callback(service.stop)
        self.services[name], self.urls[name] = service, f"http://127.0.0.1:{port}"

    async def _run(self, name: str, port: int) -> None:
        function = await functions.start(name, self.settings(), port, self.log)
        self._open.push_async_callback(function.stop)
        self.functions[name] = function
        self.gateway.functions[name] = function.url

    def settings(self) -> dict[str, str]:
        """The functions' settings: the same names as in a deployment, with the stand-ins' addresses."""
        vendors = {f"{name.upper()}_URL": self.urls[name] for name in ("openai", "bfl", "stability", "stripe")}
        keys = {f"{name.upper()}_API_KEY": key for name, key in self.keys.items()}
        return {
            **vendors,
            **keys,
            "SUPABASE_URL": self.gateway_url,
            "SUPABASE_PUBLISHABLE_KEY": self.publishable,
            "SUPABASE_SECRET_KEY": self.secret,
            "ALUO_ORIGINS": SITE,
            "ALUO_SITE": f"{SITE}/",
            "ALUO_SWEEP_KEY": self.sweep_key,
            "ALUO_HOOK_SECRET": self.hook_secret,
            "BFL_HOSTS": self.urls["bfl"],
            "STRIPE_PRICES": json.dumps(PRICES),
            "STRIPE_WEBHOOK_SECRET": self.signing,
            **self.more,
        }
