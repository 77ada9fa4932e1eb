"""supabase-py as the account needs it: a client that keeps nothing on any disk, and its errors as ours. Adapter.

Imported by the first request, behind the gate of worker.js; nothing but the egress thread has it.
"""

from __future__ import annotations

from collections.abc import Awaitable
from importlib import import_module
from typing import Any, TypeVar

from account.trouble import trouble
from errors import AluoError, OnlineError

T = TypeVar("T")


async def connect(url: str, key: str) -> Any:
    """A client of the project. The session is in its memory only; the page keeps it."""
    supabase: Any = import_module("supabase")  # not by its name: the checkout has a folder that is called so
    options = supabase.AsyncClientOptions(
        auto_refresh_token=False, flow_type="implicit", headers={"X-Client-Info": "aluo-studio"}
    )
    return await supabase.create_async_client(url, key, options)


async def tried(work: Awaitable[T]) -> T:
    """The result of a call of supabase-py. Raises OnlineError instead of what it raises."""
    httpx, postgrest, auth = (import_module(name) for name in ("httpx", "postgrest", "supabase_auth.errors"))

    try:
        return await work
    except AluoError:
        raise
    except postgrest.APIError as error:
        raise trouble(error.message if "/" in (error.message or "") else error.code or "") from error
    except auth.AuthError as error:
        if type(error).__name__ in ("AuthRetryableError", "AuthUnknownError"):
            raise OnlineError("egress/offline") from error
        raise trouble(error.code or "bad_jwt") from error
    except httpx.HTTPError as error:
        raise OnlineError("egress/offline") from error
