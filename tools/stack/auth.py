"""A stand-in for Supabase Auth (GoTrue): sign-up, passwords, one-time codes, refresh, JWKS, deletion by the secret key.

Speaks what supabase-py sends. Mail is not sent but shown on the start page and in the log. Users lie in auth.users of
the real PostgreSQL, sessions in memory.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import html
import json
import secrets
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tools.stack.database import Database
from tools.stack.http import Answer, Refused, Request, as_json, page
from tools.stack.p256 import Key

TOKEN_SECONDS = 3600
CODE_SECONDS = 600
PASSWORD_LENGTH = 10
VERSION = {"X-Supabase-Api-Version": "2024-01-01"}


def error(status: int, code: str, message: str, **more: Any) -> Refused:
    """An error in Auth's form."""
    return Refused(status, {"code": code, "message": message} | more, VERSION)


@dataclass(frozen=True, slots=True)
class User:
    """A row of auth.users."""

    id: str
    email: str
    created_at: datetime

    def json(self) -> dict[str, Any]:
        """The user as Auth shows it."""
        created = self.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return {
            "id": self.id,
            "aud": "authenticated",
            "role": "authenticated",
            "email": self.email,
            "phone": "",
            "app_metadata": {"provider": "email", "providers": ["email"]},
            "user_metadata": {},
            "identities": [],
            "created_at": created,
            "updated_at": created,
            "is_anonymous": False,
        }


@dataclass(frozen=True, slots=True)
class Hook:
    """The hook "before user created": where it is and the secret that signs for it (Standard Webhooks 1.0.0)."""

    url: str
    secret: str

    def tell(self, person: str, email: str, came_from: str, at: float | None = None) -> None:
        """Tell it of a new user. Raises Refused when it says no or is away. Blocks."""
        moment = str(int(time.time() if at is None else at))
        meta = {"uuid": str(uuid.uuid4()), "time": moment, "name": "before-user-created", "ip_address": came_from}
        body = json.dumps({"metadata": meta, "user": {"id": person, "email": email, "aud": "authenticated"}}).encode()
        key = base64.b64decode(self.secret.removeprefix("v1,whsec_"))
        digest = hmac.new(key, f"{meta['uuid']}.{moment}.".encode() + body, hashlib.sha256).digest()
        headers = {"Content-Type": "application/json", "webhook-id": meta["uuid"], "webhook-timestamp": moment}
        headers["webhook-signature"] = "v1," + base64.b64encode(digest).decode()
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=5) as answer:
                said = json.loads(answer.read()).get("error")
        except urllib.error.HTTPError as failed:
            raise error(500, "hook_payload_invalid", f"The hook answered {failed.code}") from failed
        except OSError as failed:
            raise error(500, "hook_timeout", "The hook did not answer") from failed
        if said:
            raise error(said.get("http_code", 500), "hook_error", said["message"])


class Auth:
    """The service. `issuer` is its public address; `hook` is told before a user is created."""

    def __init__(self, database: Database, issuer: str, secret: str, log: Callable[[str], None] = print) -> None:
        self.database, self.issuer, self.secret, self.log = database, issuer, secret, log
        self.hook: Hook | None = None
        self.key = Key.new()
        self.refresh: dict[str, str] = {}
        self.codes: dict[str, tuple[str, float]] = {}
        self.mail: list[str] = []
        self._verified: dict[str, dict[str, Any] | None] = {}

    async def handle(self, request: Request) -> Answer:
        """Answer /auth/v1/…; `request.path` is what follows it."""
        routes: dict[tuple[str, str], Callable[[Request], Awaitable[Answer]]] = {
            ("GET", "/.well-known/jwks.json"): self._jwks,
            ("POST", "/signup"): self._signup,
            ("POST", "/token"): self._token,
            ("POST", "/otp"): self._otp,
            ("POST", "/verify"): self._verify,
            ("GET", "/user"): self._user,
            ("POST", "/logout"): self._logout,
            ("GET", "/health"): self._health,
        }
        if request.method == "DELETE" and request.path.startswith("/admin/users/"):
            return await self._delete(request)
        route = routes.get((request.method, request.path))
        if route is None:
            raise error(404, "not_found", "The stand-in for Auth does not know this address")
        return await route(request)

    def start_page(self) -> Answer:
        """Says what this is and shows the mail."""
        mail = "".join(f"<li>{html.escape(line)}" for line in self.mail[-20:])
        return page("Supabase Auth", f"<p>Mail that would have been sent:<ul>{mail or '<li>none'}</ul>")

    def claims(self, token: str) -> dict[str, Any] | None:
        """The claims of a valid access token, or None."""
        if token not in self._verified:
            self._verified[token] = self.key.verified(token)
        claims = self._verified[token]
        return claims if claims and claims.get("exp", 0) > time.time() and claims.get("iss") == self.issuer else None

    def access_token(self, user: User, seconds: int = TOKEN_SECONDS, **other: Any) -> str:
        """An access token; `other` replaces claims (to make wrong ones)."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": user.id,
            "aud": "authenticated",
            "role": "authenticated",
            "iat": now,
            "exp": now + seconds,
            "email": user.email,
            "phone": "",
            "aal": "aal1",
            "app_metadata": {"provider": "email"},
            "user_metadata": {},
            "session_id": str(uuid.uuid4()),
            "amr": [{"method": "password", "timestamp": now}],
            "is_anonymous": False,
        }
        token = self.key.token(claims | other)
        self._verified[token] = claims | other  # no need to check what was just signed
        return token

    def session(self, user: User) -> dict[str, Any]:
        """A new session as Auth answers it."""
        token = secrets.token_urlsafe(9)
        self.refresh[token] = user.id
        return {
            "access_token": self.access_token(user),
            "refresh_token": token,
            "token_type": "bearer",
            "expires_in": TOKEN_SECONDS,
            "expires_at": int(time.time()) + TOKEN_SECONDS,
            "user": user.json(),
        }

    async def create(self, email: str, password: str | None = None, came_from: str = "") -> User:
        """A new user; the hook is told when `came_from` is an address. Raises Refused when the e-mail is in use."""
        stored = hashed(password) if password else None
        person = str(uuid.uuid4())
        if self.hook and came_from and not await self._find("email", email):
            await asyncio.to_thread(self.hook.tell, person, email, came_from)
        insert = "insert into auth.users (id, email, encrypted_password, email_confirmed_at) values (%s, %s, %s, now())"
        query = f"{insert} on conflict do nothing returning created_at"
        async with self.database.transaction() as connection:
            row = await (await connection.execute(query, (person, email, stored))).fetchone()
        if row is None:
            raise error(422, "user_already_exists", "User already registered")
        return User(person, email, row[0])

    async def _find(self, column: str, value: str) -> tuple[User, str | None] | None:
        query = f"select id, email, created_at, encrypted_password from auth.users where {column} = %s"
        async with self.database.transaction() as connection:
            row = await (await connection.execute(query, (value,))).fetchone()
        return (User(str(row[0]), row[1], row[2]), row[3]) if row else None

    async def _jwks(self, request: Request) -> Answer:
        return as_json({"keys": [self.key.jwk()]}, headers={"Cache-Control": "public, max-age=600"})

    async def _health(self, request: Request) -> Answer:
        return as_json({"name": "GoTrue", "description": "a stand-in for Supabase Auth"})

    async def _signup(self, request: Request) -> Answer:
        body = request.json()
        email, password = address(body), str(body.get("password", ""))
        if len(password) < PASSWORD_LENGTH:
            message = f"Password should be at least {PASSWORD_LENGTH} characters."
            raise error(422, "weak_password", message, weak_password={"reasons": ["length"]})
        return as_json(self.session(await self.create(email, password, caller(request))), headers=VERSION)

    async def _token(self, request: Request) -> Answer:
        body = request.json()
        grant = dict(request.query).get("grant_type")
        if grant == "password":
            found = await self._find("email", address(body))
            if not found or not found[1] or not matches(str(body.get("password", "")), found[1]):
                raise error(400, "invalid_credentials", "Invalid login credentials")
            return as_json(self.session(found[0]), headers=VERSION)
        if grant == "refresh_token":
            person = self.refresh.pop(str(body.get("refresh_token", "")), None)
            found = await self._find("id", person) if person else None
            if not found:
                raise error(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found")
            return as_json(self.session(found[0]), headers=VERSION)
        raise error(400, "validation_failed", "unsupported_grant_type")

    async def _otp(self, request: Request) -> Answer:
        email = address(request.json())
        code = f"{secrets.randbelow(10**6):06}"
        self.codes[email] = (code, time.time() + CODE_SECONDS)
        self.mail.append(f"To {email}: your code is {code}")
        self.log(f"auth: mail to {email}: your code is {code}")
        return as_json({}, headers=VERSION)

    async def _verify(self, request: Request) -> Answer:
        body = request.json()
        email = address(body)
        code, until = self.codes.pop(email, ("", 0.0))
        if not code or time.time() > until or not hmac.compare_digest(code, str(body.get("token", ""))):
            raise error(403, "otp_expired", "Token has expired or is invalid")
        found = await self._find("email", email)
        user = found[0] if found else await self.create(email, came_from=caller(request))
        return as_json(self.session(user), headers=VERSION)

    async def _user(self, request: Request) -> Answer:
        claims = self.claims(request.bearer())
        found = await self._find("id", claims["sub"]) if claims else None
        if not found:
            raise error(403, "bad_jwt", "invalid JWT")
        return as_json(found[0].json(), headers=VERSION)

    async def _logout(self, request: Request) -> Answer:
        claims = self.claims(request.bearer())
        if not claims:
            raise error(403, "bad_jwt", "invalid JWT")
        self.refresh = {token: person for token, person in self.refresh.items() if person != claims["sub"]}
        return Answer(204)

    async def _delete(self, request: Request) -> Answer:
        if request.headers.get("apikey") != self.secret:
            raise error(403, "not_admin", "User not allowed")
        person = request.path.rpartition("/")[2]
        async with self.database.transaction() as connection:
            rows = await connection.execute("delete from auth.users where id = %s returning id", (person,))
            gone = await rows.fetchone()
        if not gone:
            raise error(404, "user_not_found", "User not found")
        self.refresh = {token: one for token, one in self.refresh.items() if one != person}
        return as_json({}, headers=VERSION)


def caller(request: Request) -> str:
    """The address that a request came from."""
    return request.headers.get("x-forwarded-for", "127.0.0.1").split(",")[0].strip()


def address(body: dict[str, Any]) -> str:
    """The e-mail address of a request. Raises Refused."""
    email = str(body.get("email", "")).strip().lower()
    if email.count("@") != 1 or email.startswith("@") or email.endswith("@"):
        raise error(400, "validation_failed", "Unable to validate email address: invalid format")
    return email


def hashed(password: str) -> str:
    """A salted hash of a password (scrypt)."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, n=1024, r=8, p=1).hex()}"


def matches(password: str, stored: str) -> bool:
    """Whether `stored` is a hash of `password`."""
    salt, _, digest = stored.partition("$")
    made = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=1024, r=8, p=1).hex()
    return hmac.compare_digest(made, digest)
