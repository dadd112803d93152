"""Browsers on which somebody has signed in before: strangers' failures do not lock them out."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from sanic.response import HTTPResponse

from clinic.console.guard import set_cookie
from clinic.console.visit import Visit
from clinic.store.ids import random_id
from clinic.store.sign_in_tries import Guesser

COOKIE = "staff_known"
LASTS = timedelta(days=180)


def guessers(visit: Visit, email: str) -> list[Guesser]:
    """Whose tries this one counts among: the browser's own, or the account's and the address's."""
    mark = known_mark(visit, email)
    if mark:
        return [Guesser.browser(mark)]
    return [Guesser.account(email), Guesser.address(visit.address)]


def remember(visit: Visit, response: HTTPResponse, email: str) -> None:
    mark = known_mark(visit, email) or random_id()
    value = f"{mark}.{_signed(visit, email, mark)}"
    set_cookie(visit, response, COOKIE, value, lasts=LASTS)


def known_mark(visit: Visit, email: str) -> str | None:
    """The browser's mark, if its cookie is ours and for this account."""
    mark, _, signature = (visit.request.cookies.get(COOKIE) or "")[:200].partition(".")
    expected = _signed(visit, email, mark)
    return mark if mark and hmac.compare_digest(signature.encode(), expected.encode()) else None


def _signed(visit: Visit, email: str, mark: str) -> str:
    secret = visit.desk.settings.secret.encode()
    key = hmac.new(secret, b"console-known-browser", hashlib.sha256).digest()
    said = f"{mark} {email.strip().lower()}".encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()
