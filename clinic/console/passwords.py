"""Passwords as argon2id hashes, and the second step by a six-digit code."""

from __future__ import annotations

import secrets
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256
STEP_S = 30


class Passwords:
    """Hashing takes tens of milliseconds and 32 MiB by design: keep it off the event loop."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """The work is the same whether there is such an account or not."""
        try:
            matches = self._hasher.verify(kept or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return matches and kept is not None


def new_totp_secret() -> str:
    return pyotp.random_base32()


def totp_address(secret: str, email: str, clinic: str) -> str:
    """What an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=clinic)


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to, one step early or late allowed; None if to none."""
    code = code.replace(" ", "")
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    step = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    for each in (step, step - 1, step + 1):
        if secrets.compare_digest(totp.at(each * STEP_S), code):
            return each
    return None
