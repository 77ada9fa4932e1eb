"""What the functions refuse, and how: before it is read whole, with a code and a sentence, without repeating it."""

from __future__ import annotations

import http.client
import json
import socket
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.edge.backend import PATIENCE, Backend, Person, wish
from tools.stack.p256 import Key, encode

MARK = "zq7markedwordzq7"


@pytest.fixture(scope="module")
def person(stack: Backend) -> Person:
    """Somebody who only asks for what is refused."""
    return stack.person()


@pytest.fixture(autouse=True)
def unlimited(stack: Backend, person: Person) -> None:
    """How often they ask is not what is tried here."""
    stack.unlimited(person)


def refused(backend: Backend, person: Person, body: Any, **headers: str) -> tuple[int, str]:
    """Status and code of an answer, which must say a sentence, charge nothing and not repeat what was sent."""
    status, said = backend.call(
        "generate", body, person.token, {name.replace("_", "-"): value for name, value in headers.items()}
    )
    assert said["error"].endswith(".")
    assert said["credits"] == "untouched"
    assert MARK not in json.dumps(said)
    return status, said["code"]


MALFORMED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b'{"prompt": "\xff"}',
    b"{'prompt': 1}",
    f'{{"prompt": "{MARK}'.encode(),
]


@pytest.mark.parametrize("body", MALFORMED)
def test_what_is_no_json_object_is_refused(backend: Backend, person: Person, body: bytes) -> None:
    assert refused(backend, person, body) == (400, "request/malformed")


WRONG: list[dict[str, Any]] = [
    {"image": "data:image/png;base64,AAAA"},
    {"mask": MARK},
    {"__proto__": {}},
    {"aspect": "2:1"},
    {"aspect": ["1:1"]},
    {"quality": "ultra"},
    {"count": 0},
    {"count": 5},
    {"count": 1.5},
    {"count": "1"},
    {"seed": -1},
    {"seed": 2**40},
    {"model": "dall-e-3"},
    {"model": MARK},
    {"save": "yes"},
    {"idempotency_key": ""},
    {"idempotency_key": None},
    {"idempotency_key": "with spaces here"},
    {"idempotency_key": "x" * 65},
]


@pytest.mark.parametrize("more", WRONG, ids=str)
def test_unknown_fields_and_wrong_values_are_refused(backend: Backend, person: Person, more: dict[str, Any]) -> None:
    assert refused(backend, person, wish(MARK) | more) == (422, "request/field")


PROMPTS = [
    "",
    "   \n\t ",
    "\u200b\u200d\u2060\ufeff",
    "\u2800\u3164\u00ad",
    "\u0301",
    "x" * 2001,
    "😀" * 2001,
    7,
    None,
    [MARK],
]


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: repr(prompt)[:20])
def test_prompts_that_say_nothing_or_too_much_are_refused(backend: Backend, person: Person, prompt: Any) -> None:
    body = json.dumps(wish("x") | {"prompt": prompt}, ensure_ascii=False).encode()
    expected = (413, "request/large") if len(body) > 8192 else (422, "request/prompt")
    assert refused(backend, person, body) == expected


def test_a_lone_surrogate_is_no_prompt(backend: Backend, person: Person) -> None:
    body = json.dumps(wish("x")).replace('"x"', '"\\ud800"').encode()
    assert refused(backend, person, body) == (422, "request/prompt")


@pytest.mark.parametrize(
    "prompt", ["x" * 2000, "😀" * 1990, "👩‍👩‍👧 family 🏳️‍🌈", "مرحبا", "a\u0000b"], ids=lambda prompt: ascii(prompt)[:20]
)
def test_long_and_foreign_prompts_are_taken(backend: Backend, prompt: str) -> None:
    body = json.dumps(wish(prompt, model="sdxl"), ensure_ascii=False).encode()
    stream = backend.open("generate", body, backend.person().token)
    assert stream.status == 200
    assert list(stream.events())[-1].name == "done"


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data; boundary=x", "image/png", "application/x-www-form-urlencoded", ""]
)
def test_other_content_types_are_refused(backend: Backend, person: Person, kind: str) -> None:
    assert refused(backend, person, wish(MARK), content_type=kind) == (415, "request/type")


def raw(backend: Backend, person: Person, head: list[str]) -> socket.socket:
    """A connection on which the head of a request was sent."""
    place = urlsplit(backend.stack.functions["generate"].url)
    connection = socket.create_connection((place.hostname, place.port), PATIENCE)
    lines = ["POST /generate HTTP/1.1", f"Host: {place.netloc}", f"Authorization: Bearer {person.token}"]
    connection.sendall("\r\n".join([*lines, "Content-Type: application/json", *head, "", ""]).encode())
    return connection


def answer(connection: socket.socket) -> tuple[int, str]:
    """Status and code of what came back."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    code = str(json.loads(response.read())["code"])
    response.close()
    connection.close()
    return response.status, code


def test_a_declared_large_body_is_refused_before_a_byte_of_it(backend: Backend, person: Person) -> None:
    assert answer(raw(backend, person, ["Content-Length: 10485760"])) == (413, "request/large")


def test_an_undeclared_large_body_is_refused_after_8_kb(backend: Backend, person: Person) -> None:
    connection = raw(backend, person, ["Transfer-Encoding: chunked"])
    for _ in range(5):
        connection.sendall(b"800\r\n" + b" " * 2048 + b"\r\n")
    assert answer(connection) == (413, "request/large")


def test_a_slow_body_is_given_up(backend: Backend, person: Person) -> None:
    connection = raw(backend, person, ["Content-Length: 100"])
    connection.sendall(b'{"prompt"')
    assert answer(connection) == (408, "request/slow")


def test_only_post_and_only_known_addresses(backend: Backend) -> None:
    for name, function in backend.stack.functions.items():
        connection = http.client.HTTPConnection(urlsplit(function.url).netloc, timeout=PATIENCE)
        for method, path, status in [
            ("GET", f"/{name}", (404, 405)),
            ("POST", f"/{name}/constructor", (404,)),
            ("PUT", f"/{name}/x", (404,)),
        ]:
            connection.request(method, path)
            response = connection.getresponse()
            assert response.status in status, (method, path)
            assert json.loads(response.read())["code"].startswith("request/")
        connection.close()


def test_only_the_sites_own_pages_may_call(backend: Backend, person: Person) -> None:
    assert refused(backend, person, wish(MARK), origin="https://elsewhere.example") == (403, "request/origin")
    function = backend.stack.functions["generate"]
    connection = http.client.HTTPConnection(urlsplit(function.url).netloc, timeout=PATIENCE)
    for origin, allowed in [("http://127.0.0.1:8000", "http://127.0.0.1:8000"), ("https://elsewhere.example", None)]:
        connection.request("OPTIONS", "/generate", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
        response = connection.getresponse()
        response.read()
        assert response.headers.get("access-control-allow-origin") == allowed
    connection.close()


def tokens(backend: Backend, person: Person) -> dict[str, tuple[str, str]]:
    """Tokens that must not pass, each with the code that it gets."""
    auth, user = backend.stack.auth, person.user
    stranger = Key.new()
    good = auth.access_token(user)
    head, payload, signature = good.split(".")
    claims = {
        "sub": user.id,
        "role": "authenticated",
        "aud": "authenticated",
        "iss": auth.issuer,
        "exp": time.time() + 600,
    }
    none = encode(b'{"alg":"none","typ":"JWT"}') + "." + payload + "."
    other = encode(json.dumps({"sub": str(uuid.uuid4())} | {"exp": time.time() + 600}).encode())
    return {
        "forged": (stranger.token(claims, {"kid": auth.key.kid}), "auth/invalid"),
        "unknown key": (stranger.token(claims), "auth/invalid"),
        "alg none": (none, "auth/invalid"),
        "alg none with a signature": (none + signature, "auth/invalid"),
        "alg HS256": (auth.key.token(claims, {"alg": "HS256"}), "auth/invalid"),
        "another payload": (f"{head}.{other}.{signature}", "auth/invalid"),
        "expired": (auth.access_token(user, -60), "auth/expired"),
        "another project": (auth.access_token(user, iss="https://other.supabase.co/auth/v1"), "auth/invalid"),
        "another audience": (auth.access_token(user, aud="other"), "auth/invalid"),
        "another role": (auth.access_token(user, role="service_role"), "auth/invalid"),
        "not yet": (auth.access_token(user, nbf=int(time.time()) + 600), "auth/invalid"),
        "without an end": (auth.access_token(user, exp=None), "auth/invalid"),
        "nobody": (auth.access_token(user, sub="nobody"), "auth/invalid"),
        "critical extension": (auth.key.token(claims, {"crit": ["b64"]}), "auth/invalid"),
        "a publishable key": (backend.stack.publishable, "auth/missing"),
        "the secret key": (backend.stack.secret, "auth/missing"),
        "no token": ("", "auth/missing"),
        "rubbish": ("a.b.c", "auth/invalid"),
        "enormous": ("a" * 9000 + ".b.c", "auth/invalid"),
    }


def test_no_wrong_token_passes_at_any_function(backend: Backend, person: Person) -> None:
    for name, (token, code) in tokens(backend, person).items():
        for path, body in [("generate", wish(MARK)), ("billing/checkout", {"product": "pro"}), ("account/export", {})]:
            status, said = backend.call(path, body, token)
            assert (status, said["code"]) == (401, code), f"{name} at {path}"


def test_a_good_token_passes_and_a_deleted_person_does_not(backend: Backend) -> None:
    someone = backend.person()
    assert backend.generate(someone, model="sdxl")[-1].name == "done"
    backend.sql("delete from auth.users where id = %s", (someone.id,))
    status, said = backend.call("generate", wish("A table"), someone.token)
    assert (status, said["code"]) == (401, "auth/invalid")
