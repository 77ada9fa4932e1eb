"""The backend's error codes (docs/api.md) and Supabase Auth's as errors of ours. Plain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from errors import OnlineError

OURS = {
    # Supabase Auth
    "invalid_credentials": "account/credentials",
    "otp_expired": "account/code",
    "otp_disabled": "account/code",
    "user_already_exists": "account/exists",
    "email_exists": "account/exists",
    "weak_password": "account/weak",
    "validation_failed": "account/email",
    "email_address_invalid": "account/email",
    "refresh_token_not_found": "account/signed-out",
    "refresh_token_already_used": "account/signed-out",
    "session_not_found": "account/signed-out",
    "session_expired": "account/signed-out",
    "bad_jwt": "account/signed-out",
    "user_not_found": "account/signed-out",
    "over_request_rate_limit": "account/limited",
    "over_email_send_rate_limit": "account/limited",
    "hook_error": "account/limited",
    # our functions and the database
    "auth/missing": "account/signed-out",
    "auth/invalid": "account/signed-out",
    "auth/expired": "account/signed-out",
    "PGRST301": "account/signed-out",
    "auth/unavailable": "account/unavailable",
    "database/unavailable": "account/unavailable",
    "account/age": "account/age",
    "account/blocked": "account/blocked",
    "account/closing": "account/closed",
    "account/confirm": "account/confirm",
    "account/profile": "account/profile",
    "rate/limited": "account/limited",
    "billing/none": "account/no-payments",
    "billing/unavailable": "account/unavailable",
    "request/prompt": "scene/prompt",
    "request/repeated": "scene/repeated",
    "credits/too-few": "scene/credits",
    "moderation/refused": "scene/refused",
    "vendor/busy": "scene/busy",
    "vendor/unavailable": "scene/busy",
    "vendor/timeout": "scene/busy",
    "vendor/rejected": "scene/failed",
    "vendor/failed": "scene/failed",
    "vendor/truncated": "scene/failed",
    "vendor/malformed": "scene/failed",
    "vendor/address": "scene/failed",
}


def trouble(code: str, details: Mapping[str, Any] | None = None) -> OnlineError:
    """The error for a code of the backend; one that is not known is account/unavailable."""
    ours, given = OURS.get(code, "account/unavailable"), details or {}
    if ours == "account/limited":
        return OnlineError(ours, seconds=_whole(given.get("retry_after"), 60))
    if ours == "scene/credits":
        return OnlineError(ours, price=_whole(given.get("price"), 0), balance=_whole(given.get("balance"), 0))
    return OnlineError(ours)


def _whole(value: object, otherwise: int) -> int:
    return int(value) if isinstance(value, int | float) else otherwise
