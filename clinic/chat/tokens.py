"""Session tokens: signed by us, for one conversation and one origin, for a day."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import jwt

from clinic.chat.problems import Problem, unauthorized

LIFETIME = timedelta(hours=24)
RENEWABLE_FOR = timedelta(days=30)  # after the conversation's last message
AUDIENCE = "clinic-chat-v1"
LONGEST = 2048
REMEMBERED = 4096  # tokens whose signature was found good


@dataclass(frozen=True)
class Session:
    """What a valid token says."""

    conversation: str
    origin: str | None
    expires_at: datetime


class Tokens:
    def __init__(self, secret: str, clock: Callable[[], datetime]) -> None:
        # A key of their own: the secret signs other things as well.
        self._key = hmac.new(secret.encode(), AUDIENCE.encode(), hashlib.sha256).digest()
        self._clock = clock
        self._read = lru_cache(REMEMBERED)(self._verified)

    def issue(self, conversation: str, origin: str | None) -> str:
        now = self._clock()
        claims = {
            "aud": AUDIENCE,
            "sub": conversation,
            "origin": origin,
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm="HS256")

    def read(self, token: str, *, expired_too: bool = False) -> Session:
        """Raise a 401 problem unless we have signed it and it is still good."""
        session = self._read(token)
        if not expired_too and session.expires_at <= self._clock():
            raise unauthorized("token-expired", "The token has expired. Renew it.")
        return session

    def _verified(self, token: str) -> Session:
        if not token.isascii() or len(token) > LONGEST:
            raise _refused()
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                audience=AUDIENCE,
                # The time is compared with our own clock, by `read`.
                options={
                    "require": ["exp", "sub", "aud"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError:
            raise _refused() from None
        return Session(
            claims["sub"], claims.get("origin"), datetime.fromtimestamp(claims["exp"], UTC)
        )


def _refused() -> Problem:
    return unauthorized("token-refused", "The token is not one that this server has issued.")


def bearer(header: str | None) -> str:
    """The token of an Authorization header; a token in the address is never looked at."""
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorized("token-missing", "Send the token as `Authorization: Bearer …`.")
    return token.strip()
