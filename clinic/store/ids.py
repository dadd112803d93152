"""Identifiers that are handed out: random, or derived where a repeat must give the same one."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# Read aloud on the phone: no 0/O, no 1/I/L, no U/V.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def random_id() -> str:
    """128 random bits, safe in URLs."""
    return secrets.token_urlsafe(16)


def booking_reference(secret: str, form: str, attempt: int = 0) -> str:
    """The reference of one form instance, like K7PM-3XQH.

    It is derived and not drawn, so that a turn that is computed twice reads out the same one;
    `attempt` gives another where two forms collide (1 in 5·10¹¹).
    """
    digest = hmac.new(secret.encode(), f"{form}:{attempt}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(8):
        number, index = divmod(number, len(REFERENCE_ALPHABET))
        letters.append(REFERENCE_ALPHABET[index])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def hashed(token: str) -> str:
    """What is kept of a secret that was handed out, to know it again: SHA-256 in hex."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
