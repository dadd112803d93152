"""The staff console: pages under /staff for whoever works at the clinic."""

from __future__ import annotations

import sys

from sanic import Sanic

from clinic.console.desk import Desk, make_desk
from clinic.console.follower import Follower
from clinic.console.guard import FORM_LIMIT, is_own_form, refused, too_many_calls
from clinic.console.keeper import Keeper
from clinic.console.routes import console_blueprint

__all__ = [
    "FORM_LIMIT",
    "Desk",
    "Follower",
    "Keeper",
    "is_own_form",
    "make_desk",
    "refused",
    "setup_console",
    "tell_first_admin",
    "too_many_calls",
]


def setup_console(app: Sanic) -> None:
    """Add the pages; `app.ctx.desk` has to be there before the first request."""
    app.blueprint(console_blueprint())


def tell_first_admin(desk: Desk, address: str) -> None:
    """Print a one-time link while there is nobody yet who could sign in."""
    if not desk.store.staff.is_empty():
        return
    token = desk.store.staff.invite(None, desk.clock())
    sys.stdout.write(
        f"No staff account yet. Set the first admin's password here, once, within three days:\n"
        f"{address}/staff/welcome/{token}\n"
    )
    sys.stdout.flush()
