"""Codes of an authenticator app: six digits that change every thirty seconds. Pure.

Promise   A code is right within one step of the clock, and no step is taken twice.
Source    RFC 6238 (TOTP) over RFC 4226 (HOTP): HMAC-SHA-1, 30 seconds, six digits, 160 bits.
"""

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
WINDOW = 1  # steps the two clocks may differ


def new_secret() -> str:
    """A fresh secret of 160 bits, spelt as apps want it: 32 letters and digits (base 32)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int, *, digits: int = DIGITS) -> str:
    """The code of one step, with its leading zeros."""
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(seconds: float) -> int:
    """The step at a Unix time."""
    return int(seconds) // STEP_SECONDS


def step_taken(secret: str, typed: str, *, seconds: float, after: int) -> int | None:
    """The step whose code was typed, newer than `after`; None when there is none."""
    code = "".join(typed.split())
    here = step_of(seconds)
    for step in range(here - WINDOW, here + WINDOW + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def address_of(secret: str, *, email: str, issuer: str) -> str:
    """What the picture for an app says: the de facto `otpauth` address."""
    label = quote(f"{issuer}:{email}")
    asked = {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"
