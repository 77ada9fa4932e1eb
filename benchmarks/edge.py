"""How the function `generate` carries load: memory, CPU, stalls and the first event, beside the vendor alone.

    python -m benchmarks.edge [--streams 64] [--megabytes 3]

The same streams are opened first at the vendor's stand-in itself, then through the function, in one run. Everything
shares the machine's cores: PostgreSQL, the stand-ins, the client. Compare the ratios, not the milliseconds. The
vendor's stand-in has a process of its own: what it sends must not hold up the one for the database's interface.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import statistics
import sys
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.report import main, say
from tools.stack.http import Service
from tools.stack.openai import OpenAI
from tools.stack.stack import SITE, Stack

TICKS = os.sysconf("SC_CLK_TCK")
CHUNK = 1 << 16
ROUNDS = 3


@dataclass(slots=True)
class Stream:
    """One answer as its reader saw it: seconds to the first event and to the end, the longest silence, bytes."""

    first: float = 0.0
    whole: float = 0.0
    stall: float = 0.0
    bytes: int = 0
    ended: bool = False


async def read(url: str, headers: dict[str, str], body: bytes, end: bytes) -> Stream:
    """POST and read to the end; `end` marks the last event."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=1 << 20)
    head = {**headers, "Host": place.netloc, "Content-Length": str(len(body)), "Connection": "close"}
    lines = [f"POST {place.path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    began = last = time.perf_counter()
    writer.write("\r\n".join(lines).encode() + body)
    seen, tail = Stream(), b""
    while data := await reader.read(CHUNK):
        now = time.perf_counter()
        if not seen.first and b"data: " in tail + data:
            seen.first = now - began
        if seen.first:
            seen.stall = max(seen.stall, now - last)
        last = now
        seen.bytes += len(data)
        tail = (tail + data)[-4096:]
    seen.whole, seen.ended = last - began, end in tail
    writer.close()
    return seen


async def client(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """All streams at once."""
    end = asked["end"].encode()
    jobs = [read(asked["url"], one["headers"], one["body"].encode(), end) for one in asked["requests"]]
    return [asdict(stream) for stream in await asyncio.gather(*jobs)]


async def load(asked: dict[str, Any]) -> list[Stream]:
    """The client in a process of its own, so that it does not share the stand-ins' interpreter."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.edge", "--client"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate(json.dumps(asked).encode())
    return [Stream(**one) for one in json.loads(out)]


def used(pid: int) -> tuple[float, float]:
    """CPU seconds so far and the peak of resident memory in MB of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return (int(fields[11]) + int(fields[12])) / TICKS, int(status["VmHWM"].split()[0]) / 1000


def high(values: list[float], share: float = 0.95) -> float:
    """The value that `share` of them do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@asynccontextmanager
async def vendor_alone(key: str, megabytes: float) -> AsyncIterator[str]:
    """A stand-in for OpenAI in a process of its own: its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.edge", "--vendor", key, "--megabytes", str(megabytes)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.stdin.close()
        await process.wait()


async def serve(key: str, megabytes: float) -> None:
    """Be that stand-in until nobody listens any more."""
    vendor = OpenAI(key)
    vendor.picture = b"\x89PNG\r\n\x1a\n" + secrets.token_bytes(int(megabytes * 1e6))
    service = Service(vendor.handle)
    print(await service.start(), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await service.stop()


async def measure(streams: int, megabytes: float) -> None:
    """Both ways, and what they cost."""
    key = secrets.token_urlsafe(16)
    async with vendor_alone(key, megabytes) as url, Stack(more={"OPENAI_API_KEY": key, "OPENAI_URL": url}) as stack:
        people = [await person(stack, at) for at in range(streams)]
        order = {
            "model": "gpt-image-1",
            "prompt": "A table",
            "stream": True,
            "size": "1024x1024",
            "output_format": "png",
        }
        vendor = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        alone = {
            "url": f"{url}/v1/images/generations",
            "requests": [{"headers": vendor, "body": json.dumps(order)} for _ in people],
            "end": "image_generation.completed",
        }
        through: dict[str, Any] = {"url": f"{stack.functions['generate'].url}/generate", "end": "event: done"}
        process = stack.functions["generate"].process.pid
        await load(through | {"requests": [ask(token) for token in people]})  # connections, compiled code
        rounds: list[tuple[list[Stream], list[Stream]]] = []
        before, _ = used(process)
        for _ in range(ROUNDS):
            through["requests"] = [ask(token) for token in people]
            rounds.append((await load(alone), await load(through)))
        after, peak = used(process)
    carried = [stream for _, some in rounds for stream in some]
    assert all(stream.ended for stream in carried), "a stream did not end as it should"
    firsts = [(high([one.first for one in direct]), high([one.first for one in ours])) for direct, ours in rounds]
    ratio = statistics.median(ours / direct for direct, ours in firsts)
    direct_ms, ours_ms = (statistics.median(times) * 1000 for times in zip(*firsts, strict=True))
    say(f"{streams} streams of {megabytes} MB at once, {ROUNDS} rounds")
    say(f"  memory, peak        {peak:.0f} MB             (limit 256)")
    say(f"  CPU                 {(after - before) / len(carried) * 1000:.0f} ms an image     (limit 30)")
    say(f"  longest silence     {max(stream.stall for stream in carried):.2f} s             (limit 1)")
    say(f"  first event, p95    {ours_ms:.0f} ms; vendor alone {direct_ms:.0f} ms: {ratio:.1f}x (limit 2.5)")


async def person(stack: Stack, at: int) -> str:
    """Somebody of age with credits: the access token."""
    user = await stack.auth.create(f"load{at}@example.invalid")
    claims = json.dumps({"sub": user.id, "role": "authenticated"})
    async with stack.admin.transaction() as connection:
        await connection.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
        await connection.execute("select public.age_confirm(1990)")
        move = (
            "select private.move(account_id, 'bought', 500, 'purchase', 'test') from private.people where user_id = %s"
        )
        await connection.execute(move, (user.id,))
    return stack.auth.access_token(user)


def ask(token: str) -> dict[str, Any]:
    """A request to the function."""
    order = {"prompt": "A table", "model": "gpt-image-1", "quality": "draft", "idempotency_key": uuid.uuid4().hex}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Origin": SITE}
    return {"headers": headers, "body": json.dumps(order)}


def run() -> None:
    """Measure, or be the client."""
    parser = argparse.ArgumentParser(description="Measure the function generate.")
    parser.add_argument("--streams", type=int, default=64)
    parser.add_argument("--megabytes", type=float, default=3.0)
    parser.add_argument("--client", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--vendor", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.client:
        print(json.dumps(asyncio.run(client(json.load(sys.stdin)))))
    elif chosen.vendor:
        asyncio.run(serve(chosen.vendor, chosen.megabytes))
    else:
        asyncio.run(measure(chosen.streams, chosen.megabytes))


if __name__ == "__main__":
    main(run)
