"""One request to the console: who makes it, what it says, and the answers it can get."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sanic import Request
from sanic.response import HTTPResponse

from clinic.console.desk import Desk
from clinic.console.forms import Form
from clinic.console.notices import NOTICES
from clinic.store import Store
from clinic.store.staff import Staff
from clinic.store.staff_sessions import StaffSession
from clinic.training.history import Person

T = TypeVar("T")

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Pico's icons
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class Visit:
    """Handed to every page's handler."""

    def __init__(self, request: Request, desk: Desk, session: StaffSession | None) -> None:
        self.request = request
        self.desk = desk
        self.session = session
        self.now: datetime = desk.clock()
        self.asked = Form(request.args)
        self.form_cookie = ""  # stands in for a session while nobody is signed in

    @property
    def store(self) -> Store:
        return self.desk.store

    @property
    def staff(self) -> Staff:
        """Who is signed in; only pages that need no role may be seen by nobody."""
        assert self.session is not None
        return self.session.staff

    @property
    def person(self) -> Person:
        """Who is signed in, as the author of a change."""
        return Person(self.staff.name, self.staff.email)

    @property
    def form(self) -> Form:
        return Form(self.request.form or {})

    @property
    def address(self) -> str:
        """Who calls, as the limits count it; the server has worked it out."""
        return self.request.ctx.address

    @property
    def is_htmx(self) -> bool:
        return self.request.headers.get("hx-request") == "true"

    @property
    def csrf(self) -> str:
        """What each form of this session, or of this browser before it, has to carry."""
        bound = self.session.id if self.session else self.form_cookie
        key = hmac.new(self.desk.settings.secret.encode(), b"console-csrf", hashlib.sha256).digest()
        return hmac.new(key, bound.encode(), hashlib.sha256).hexdigest()

    async def run(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call a method of the store, away from the event loop."""
        return await self.store.run(function, *args, **kwargs)

    async def hash_password(self, password: str) -> str:
        """Raise Busy where too many others wait for the same."""
        return await self.desk.passwords.run(self.desk.passwords.hash, password)

    async def verify_password(self, kept: str | None, password: str) -> bool:
        """Raise Busy where too many others wait for the same."""
        return await self.desk.passwords.run(self.desk.passwords.verify, kept, password)

    async def work(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call what reads files or counts for long, away from the event loop."""
        return await asyncio.to_thread(function, *args, **kwargs)

    async def record(
        self,
        action: str,
        kind: str | None = None,
        subject: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Add to the audit what is being done."""
        who = self.session.staff.id if self.session else None
        await self.run(self.store.audit.add, self.now, who, action, kind, subject, reason)

    def page(self, template: str, *, status: int = 200, **context: Any) -> HTTPResponse:
        """A page, or with a name that starts with `_` a piece of one."""
        html = self.desk.templates.get_template(template).render(
            me=self.session.staff if self.session else None,
            csrf=self.csrf,
            now=self.now,
            path=self.request.path,
            **({"error": None, "notice": NOTICES.get(self.asked.get("done"))} | context),
        )
        headers = {
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
            # Without a referrer a browser would hide the origin of our own forms, too.
            "Referrer-Policy": "same-origin",
        }
        return HTTPResponse(
            html, status=status, headers=headers, content_type="text/html; charset=utf-8"
        )

    def file(self, body: str | bytes, name: str, kind: str) -> HTTPResponse:
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        }
        return HTTPResponse(body, headers=headers, content_type=kind)

    def go(self, address: str, done: str | None = None) -> HTTPResponse:
        """To another page after a POST; `done` names the notice that it shows."""
        if done:
            address += f"{'&' if '?' in address else '?'}done={done}"
        return HTTPResponse(status=303, headers={"Location": address, "Cache-Control": "no-store"})

    def nothing(self) -> HTTPResponse:
        """For a poll: what the page shows is still so."""
        return HTTPResponse(status=204, headers={"Cache-Control": "no-store"})
