"""ES256 for the stand-in of Auth: signs and verifies JWTs with a key made at start. Never for a real secret.

ECDSA over P-256 with SHA-256 (FIPS 186-5; RFC 7518, section 3.4), in plain integers: neither quick nor constant in
time, which is enough for made-up people on one machine and spares a dependency.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
A = P - 3
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

Point = tuple[int, int] | None


def _add(one: Point, other: Point) -> Point:
    """The sum of two points of the curve; None is the point at infinity."""
    if one is None or other is None:
        return other if one is None else one
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    if one == other:
        slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P) % P
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P) % P
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def _times(factor: int, point: Point) -> Point:
    total: Point = None
    while factor:
        if factor & 1:
            total = _add(total, point)
        point = _add(point, point)
        factor >>= 1
    return total


def encode(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True, slots=True)
class Key:
    """A private key with its public point and its name."""

    secret: int
    x: int
    y: int
    kid: str

    @staticmethod
    def new() -> Key:
        """A random key."""
        secret = secrets.randbelow(N - 1) + 1
        point = _times(secret, G)
        assert point is not None
        return Key(secret, *point, secrets.token_hex(8))

    def jwk(self) -> dict[str, str]:
        """The public half, as it stands in a JWKS (RFC 7517)."""
        x, y = (encode(value.to_bytes(32, "big")) for value in (self.x, self.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "alg": "ES256", "kid": self.kid, "use": "sig"}

    def token(self, claims: dict[str, Any], header: dict[str, Any] | None = None) -> str:
        """A signed JWT; `header` replaces parts of its header (to make forged ones)."""
        head = {"alg": "ES256", "typ": "JWT", "kid": self.kid} | (header or {})
        signed = ".".join(encode(json.dumps(part).encode()) for part in (head, claims))
        return f"{signed}.{encode(self.sign(signed.encode()))}"

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each."""
        digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
        while True:
            nonce = secrets.randbelow(N - 1) + 1
            point = _times(nonce, G)
            assert point is not None
            r = point[0] % N
            s = pow(nonce, -1, N) * (digest + r * self.secret) % N
            if r and s:
                return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def verified(self, token: str) -> dict[str, Any] | None:
        """The claims of a JWT that this key signed, or None. Does not look at the time."""
        try:
            head, payload, signature = token.split(".")
            header = json.loads(decode(head))
            raw = decode(signature)
            claims = json.loads(decode(payload))
        except ValueError:
            return None
        if header.get("alg") != "ES256" or header.get("kid") != self.kid or len(raw) != 64:
            return None
        r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        if not (0 < r < N and 0 < s < N) or not isinstance(claims, dict):
            return None
        digest = int.from_bytes(hashlib.sha256(f"{head}.{payload}".encode()).digest(), "big")
        inverse = pow(s, -1, N)
        point = _add(_times(digest * inverse % N, G), _times(r * inverse % N, (self.x, self.y)))
        return claims if point is not None and point[0] % N == r else None
