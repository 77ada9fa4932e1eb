"""Small parts of the functions, tried at their edges: addresses, base64 in pieces, a vendor's events in pieces."""

from __future__ import annotations

import base64
import ipaddress
import json
import random

from tests.edge.deno import run

PUBLIC = ["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "193.0.0.1", "2606:4700::1111", "2a00:1450:4001:81b::200e"]
PRIVATE = [
    *(
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
    ),
    *(
        "192.168.1.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
    ),
    *("::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "fc00::1", "fd12::1", "fe80::1", "ff02::1"),
    *("2001:db8::1", "2002:a00:1::1", "2001:0:1::1", "::127.0.0.1", "", "nonsense", "1.2.3", "1.2.3.4.5", "256.1.1.1"),
]


def test_private_addresses_are_known() -> None:
    given = [*PUBLIC, *PRIVATE]
    said = run("inspect.ts", [("private", address) for address in given])
    assert dict(zip(given, said, strict=True)) == {address: address in PRIVATE for address in given}


def test_private_addresses_are_those_that_the_standard_library_knows() -> None:
    random.seed(7)
    given = [str(ipaddress.IPv4Address(random.getrandbits(32))) for _ in range(3000)]
    said = run("inspect.ts", [("private", address) for address in given])
    for address, private in zip(given, said, strict=True):
        one = ipaddress.IPv4Address(address)
        assert private or one.is_global, address
        if one.is_global and not one.is_multicast:
            assert not private or address.startswith("192.0.0."), address


def test_a_listed_name_that_leads_inside_is_not_opened() -> None:
    hosts = ["*.bfl.ai"]
    cases = [
        ("https://delivery-eu.bfl.ai/a", ["1.1.1.1"], True),
        ("https://delivery-eu.bfl.ai/a", ["1.1.1.1", "10.0.0.1"], False),
        ("https://delivery-eu.bfl.ai/a", ["2606:4700::1111", "fe80::1"], False),
        ("https://delivery-eu.bfl.ai/a", [], True),  # the runtime may not let us ask
        ("https://delivery-eu.bfl.ai:8443/a", ["1.1.1.1"], False),
        ("http://delivery-eu.bfl.ai/a", ["1.1.1.1"], False),
        ("https://bfl.ai.evil.example/a", ["1.1.1.1"], False),
        ("https://evilbfl.ai/a", ["1.1.1.1"], False),
        ("https://x@delivery.bfl.ai/a", ["1.1.1.1"], False),
        ("https://10.0.0.1/.bfl.ai", ["1.1.1.1"], False),
        ("https://127.0.0.1#.bfl.ai", ["1.1.1.1"], False),
    ]
    said = run("inspect.ts", [("opened", {"address": at, "hosts": hosts, "leads": leads}) for at, leads, _ in cases])
    assert said == [expected for *_, expected in cases]


def test_base64_survives_any_cutting() -> None:
    random.seed(11)
    data = [random.randbytes(length) for length in (0, 1, 2, 3, 4, 100, 9001)]
    given = [
        ("coded", {"base64": base64.b64encode(one).decode(), "size": size})
        for one in data
        for size in (1, 2, 3, 5, 64, 4096)
    ]
    assert run("inspect.ts", given) == [value["base64"] for _, value in given]


def event(name: str, picture: str, **more: object) -> str:
    """One of the vendor's events."""
    return f"event: {name}\ndata: {json.dumps({'type': name, 'b64_json': picture, **more})}\n\n"


def test_a_vendors_events_survive_any_cutting() -> None:
    pictures = ["iVBORw0KGgo" + "A" * 9000, "UklGR/+==", "x"]
    stream = (
        ": hello\n\n" + "".join(event(f"e{at}", one, index=at) for at, one in enumerate(pictures)) + "data: [DONE]\n\n"
    )
    for size in (1, 2, 7, 33, 4095, 4096, 4097, 65536):
        [pieces] = run("inspect.ts", [("pieces", {"stream": stream, "size": size})])
        events = [piece for piece in pieces if piece["kind"] == "event"]
        assert [piece["picture"] for piece in events] == pictures, size
        assert [piece["fields"]["index"] for piece in events] == [0, 1, 2]
        assert all(piece["fields"]["b64_json"] == "" for piece in events)
        assert [piece["name"] for piece in pieces if piece["kind"] == "picture"] == ["e0", "e1", "e2"]


def test_events_that_are_none_are_said_to_be_malformed() -> None:
    bad = [
        "data: {\n\n",
        "data: 7\n\n",
        'data: {"b64_json": "AAAA\nBBBB"}\n\n',
        'data: {"b64_json": "AA\\"AA"}\n\n',
        "data: " + "x" * 20_000 + "\n\n",
        "x" * 20_000,
    ]
    said = run("inspect.ts", [("pieces", {"stream": stream, "size": 50}) for stream in bad])
    assert said == ["error: vendor/malformed"] * len(bad)
