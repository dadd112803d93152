"""Passwords as argon2id hashes, and the second step by a six-digit code."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clinic.errors import Busy

SHORTEST = 12
LONGEST = 256
STEP_S = 30
AT_ONCE = 2
MOST_WAITING = 30  # some two seconds of work; whoever comes after that is sent away

T = TypeVar("T")


class Passwords:
    """Hashing takes tens of milliseconds and 32 MiB by design: call it by `run`.

    It has threads of its own, few of them, so that a flood of tries holds up nothing else.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._waiting = 0
        self._hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Call a method of this class away from the event loop; raises Busy, not to pile up."""
        if self._waiting >= MOST_WAITING:
            raise Busy("Too many passwords are being looked at. Try again in some seconds.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, function, *args)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

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


def is_totp_secret(text: str) -> bool:
    return re.fullmatch("[A-Z2-7]{32}", text) is not None


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
