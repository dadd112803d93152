"""The signed link in a mail: whoever holds it may see one request, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import jwt

PURPOSE = "booking_link"
GOOD_FOR = timedelta(days=60)
PATH = "/request"


def signed(secret: str, booking: str, now: datetime) -> str:
    claims = {"aud": PURPOSE, "sub": booking, "exp": now + GOOD_FOR}
    return jwt.encode(claims, secret, algorithm="HS256")


def read(secret: str, token: str, now: datetime) -> str | None:
    """The request's id, or None where the token is forged, over, or for something else."""
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=PURPOSE,
            options={"require": ["aud", "sub", "exp"], "verify_exp": False},
        )
    except jwt.InvalidTokenError:
        return None
    return claims["sub"] if claims["exp"] > now.timestamp() else None


def address(public_url: str, secret: str, booking: str, now: datetime) -> str:
    # Behind the hash it would never reach a log, but then the page would need a script.
    return f"{public_url.rstrip('/')}{PATH}/{signed(secret, booking, now)}"
