"""The local stack: starts and stops cleanly, says what is a stand-in; its stand-ins refuse what the real ones do."""

from __future__ import annotations

import gc
import http.client
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.edge.backend import PATIENCE, Backend
from tools.paths import ROOT
from tools.stack.stack import SITE


def ask(url: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, str]:
    """Status and text of an answer."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=PATIENCE)
    data = body if body is None or isinstance(body, str) else json.dumps(body)
    path = place.path + (f"?{place.query}" if place.query else "")
    connection.request(method, path or "/", data, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, text


def test_every_stand_in_says_that_it_is_one(backend: Backend) -> None:
    for name, url in backend.stack.urls.items():
        status, text = ask(f"{url}/")
        assert status == 200, name
        assert "stand-in" in text, name


def test_the_smoke_test_passes(backend: Backend) -> None:
    person = backend.person()
    words = [backend.stack.gateway_url, backend.stack.publishable, person.user.email, "a-long-password"]
    command = [sys.executable, "-m", "tools.smoke", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("ok ") >= 14


def test_the_smoke_test_fails_where_something_does_not_hold(backend: Backend) -> None:
    command = [sys.executable, "-m", "tools.smoke", backend.stack.urls["stripe"], "sb_publishable_x"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "FAIL" in done.stdout


def test_a_function_hears_that_its_caller_went_before_it_answered(backend: Backend) -> None:
    functions = backend.stack.gateway.functions
    with socket.create_server(("127.0.0.1", 0)) as silent:
        functions["silent"] = f"http://127.0.0.1:{silent.getsockname()[1]}"
        caller = http.client.HTTPConnection(urlsplit(backend.stack.gateway_url).netloc, timeout=PATIENCE)
        caller.request("POST", "/functions/v1/silent", "{}")
        there, _ = silent.accept()
        with there:
            there.settimeout(PATIENCE)
            assert there.recv(65_536).startswith(b"POST /silent")
            caller.close()
            assert there.recv(1) == b""
    del functions["silent"]
    gc.collect()  # what was left open complains now


def test_the_stack_starts_by_one_command_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tools.stack",
        "--log",
        str(tmp_path / "log"),
        "--port",
        "0",
        "--site",
        "http://127.0.0.1:8123",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    said = "".join(lines)
    assert "demo@example.invalid" in said
    url = next(word for word in said.split() if word.startswith("http://"))
    assert ask(url)[0] == 200
    key = next(word for word in said.split() if word.startswith("sb_publishable_"))
    account = {"email": "demo@example.invalid", "password": "demo-password"}
    token = json.loads(ask(f"{url}/auth/v1/token?grant_type=password", "POST", account, apikey=key)[1])["access_token"]
    headers = {"apikey": key, "authorization": f"Bearer {token}", "content_type": "application/json"}
    assert json.loads(ask(f"{url}/rest/v1/rpc/credits_mine", "POST", {}, **headers)[1])["balance"] == 560
    for origin, answer in (("http://127.0.0.1:8123", 200), ("http://127.0.0.1:8000", 403)):
        assert ask(f"{url}/functions/v1/account/export", "POST", {}, origin=origin, **headers)[0] == answer
    for path, body in (("checkout", {"product": "pack_500"}), ("portal", {})):
        status, text = ask(f"{url}/functions/v1/billing/{path}", "POST", body, **headers)
        assert status == 200, text
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(PATIENCE) == 0
    process.stdout.close()
    assert "stopped" in rest
    with pytest.raises(OSError):
        ask(url)
    database = next(word for word in said.split() if word.startswith("postgresql://"))
    with pytest.raises(OSError):
        ask(database.replace("postgresql", "http"))
    assert "billing" in (tmp_path / "log").read_text()


OPENAI = {"model": "gpt-image-1", "prompt": "A table"}
SDXL = {"text_prompts": [{"text": "A table"}], "width": 1024, "height": 1024}
ENGINE = "/v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image"


@pytest.mark.parametrize(
    ("name", "path", "body", "status"),
    [
        ("openai", "/v1/images/generations", OPENAI | {"size": "512x512"}, 400),
        ("openai", "/v1/images/generations", OPENAI | {"model": "dall-e-9"}, 400),
        ("openai", "/v1/images/generations", OPENAI | {"image": "x"}, 400),
        ("openai", "/v1/images/generations", OPENAI | {"partial_images": 4}, 400),
        ("openai", "/v1/images/edits", OPENAI, 404),
        ("bfl", "/v1/flux-kontext-pro", {"prompt": "A table", "aspect_ratio": "2:1"}, 422),
        ("bfl", "/v1/flux-kontext-pro", {"prompt": ""}, 422),
        ("stability", ENGINE, SDXL | {"width": 1000}, 400),
        ("stability", ENGINE, SDXL | {"text_prompts": [{"text": "x" * 2001}]}, 400),
        ("stability", ENGINE, SDXL | {"steps": 9}, 400),
    ],
)
def test_vendors_refuse_what_the_real_ones_do(backend: Backend, name: str, path: str, body: Any, status: int) -> None:
    key = backend.stack.keys[name]
    assert ask(backend.stack.urls[name] + path, "POST", body, authorization=f"Bearer {key}", x_key=key)[0] == status
    assert ask(backend.stack.urls[name] + path, "POST", body, authorization="Bearer no", x_key="no")[0] in (
        401,
        403,
        404,
    )


def test_results_of_bfl_are_signed_and_end(backend: Backend) -> None:
    url, key = backend.stack.urls["bfl"], backend.stack.keys["bfl"]
    _, text = ask(f"{url}/v1/flux-kontext-pro", "POST", {"prompt": "A table"}, x_key=key)
    task = json.loads(text)
    result: dict[str, Any] = {"status": "Pending"}
    while result["status"] == "Pending":
        result = json.loads(ask(task["polling_url"], x_key=key)[1])
    sample = result["result"]["sample"]
    assert ask(sample)[0] == 200
    assert ask(sample[:-1])[0] == 403
    assert ask(sample.replace("se=", "se=1"))[0] == 403
    assert json.loads(ask(f"{url}/v1/get_result?id=none", x_key=key)[1])["status"] == "Task not found"


def test_auth_signs_in_by_password_and_by_code_and_turns_refresh_tokens_once(backend: Backend) -> None:
    email, password = "sign-in@example.invalid", "a-long-password"
    assert backend.gateway("POST", "/auth/v1/signup", {"email": email, "password": "short"})[0] == 422
    status, session = backend.gateway("POST", "/auth/v1/signup", {"email": email, "password": password})
    assert status == 200
    assert backend.gateway("POST", "/auth/v1/signup", {"email": email, "password": password})[0] == 422
    path = "/auth/v1/token?grant_type="
    assert backend.gateway("POST", f"{path}password", {"email": email, "password": password})[0] == 200
    assert backend.gateway("POST", f"{path}password", {"email": email, "password": "wrong"})[0] == 400
    refresh = {"refresh_token": session["refresh_token"]}
    assert backend.gateway("POST", f"{path}refresh_token", refresh)[0] == 200
    assert backend.gateway("POST", f"{path}refresh_token", refresh)[0] == 400
    assert backend.gateway("POST", "/auth/v1/otp", {"email": email})[0] == 200
    code = backend.stack.auth.mail[-1].split()[-1]
    assert backend.gateway("POST", "/auth/v1/verify", {"email": email, "token": "000000x", "type": "email"})[0] == 403
    assert backend.gateway("POST", "/auth/v1/verify", {"email": email, "token": code, "type": "email"})[0] == 403
    backend.gateway("POST", "/auth/v1/otp", {"email": email})
    code = backend.stack.auth.mail[-1].split()[-1]
    status, session = backend.gateway("POST", "/auth/v1/verify", {"email": email, "token": code, "type": "email"})
    assert status == 200
    assert backend.gateway("GET", "/auth/v1/user", token=session["access_token"])[1]["email"] == email


def test_the_gateway_and_postgrest_refuse_as_the_real_ones(backend: Backend) -> None:
    url, person = backend.stack.gateway_url, backend.person()
    assert ask(f"{url}/rest/v1/prices")[0] == 401
    assert ask(f"{url}/rest/v1/prices", apikey="sb_publishable_other")[0] == 401
    assert (
        backend.gateway("GET", "/rest/v1/prices?model=eq.sdxl&plan=eq.free&order=credits.desc&limit=2")[1][0]["credits"]
        == 6
    )
    status, said = backend.gateway("POST", "/rest/v1/rpc/nothing", {}, person.token)
    assert (status, said["code"]) == (404, "PGRST202")
    status, said = backend.gateway("POST", "/rest/v1/rpc/credits_capture", {"p_request": person.id}, person.token)
    assert (status, said["code"]) == (403, "42501")
    status, said = backend.gateway(
        "POST", "/rest/v1/rpc/credits_reserve", {"p_request": person.id, "p_amount": 0, "p_key": "x"}, person.token
    )
    assert (status, said["code"], said["message"]) == (422, "PT422", "request/field")
    assert backend.gateway("POST", "/rest/v1/rpc/credits_balance", {}, person.token[:-3] + "AAA")[0] == 401
    assert backend.gateway("POST", "/rest/v1/profiles", {"user_id": person.id}, person.token)[0] == 405


def test_no_key_of_a_browser_writes_into_the_bucket(backend: Backend) -> None:
    person = backend.person()
    url = f"{backend.stack.gateway_url}/storage/v1/object/results/{person.id}/own.png"
    headers = {"apikey": backend.stack.publishable, "content_type": "image/png"}
    for token in ("", f"Bearer {person.token}"):
        status, said = ask(url, "POST", "pixels", **headers, authorization=token)
        assert (status, json.loads(said)["statusCode"]) == (400, "403")


def test_the_functions_answer_behind_the_gateway_too(backend: Backend) -> None:
    person = backend.person()
    order = {"prompt": "A table", "model": "sdxl", "idempotency_key": "behind-the-gateway"}
    url = f"{backend.stack.gateway_url}/functions/v1/generate"
    headers = {"content_type": "application/json", "authorization": f"Bearer {person.token}"}
    status, text = ask(url, "POST", order, **headers, apikey=backend.stack.publishable)
    assert status == 200
    assert text.rstrip().rpartition("event: ")[2].startswith("done")


def test_a_preflight_leaves_its_connection_clean(backend: Backend) -> None:
    """A chunk's end after a 204 would be taken for the beginning of the next answer."""
    connection = http.client.HTTPConnection(urlsplit(backend.stack.gateway_url).netloc, timeout=PATIENCE)
    for _ in range(3):
        connection.request("OPTIONS", "/functions/v1/generate", headers={"origin": SITE})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (204, b"")
    connection.close()
