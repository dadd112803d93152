"""Signing in and out, and taking up an invitation."""

from __future__ import annotations

import math
from datetime import datetime

from sanic.response import HTTPResponse

from clinic.console import known_browsers
from clinic.console.forms import FormError
from clinic.console.guard import SESSION_COOKIE, set_cookie
from clinic.console.passwords import LONGEST, SHORTEST, totp_step
from clinic.console.visit import Visit
from clinic.errors import AccountExists, AddressRefused, InvitationGone
from clinic.store.staff import Staff

WRONG = "E-mail, password or code is wrong."
PAUSED = "Too many tries. Wait until {until} and try again."


async def home(visit: Visit) -> HTTPResponse:
    """Where each role begins its day."""
    firsts = {
        "front_desk": "/staff/bookings",
        "reviewer": "/staff/conversations",
        "trainer": "/staff/training",
        "approver": "/staff/training/topics?show=unsigned",
        "admin": "/staff/accounts",
    }
    own = [address for role, address in firsts.items() if role in visit.staff.roles]
    return visit.go(own[0] if own else "/staff/account")


async def show_sign_in(visit: Visit) -> HTTPResponse:
    if visit.session:
        return visit.go("/staff")
    return _sign_in_page(visit)


async def sign_in(visit: Visit) -> HTTPResponse:
    """The answer never tells which of the three was wrong, or whether there is such an account."""
    form, tries = visit.form, visit.store.sign_in_tries
    email, password = form.get("email")[:320], form.get("password")[:LONGEST]
    guessers = known_browsers.guessers(visit, email)
    until = await visit.run(tries.begin, guessers, visit.now)
    if until:
        return _paused(visit, until)
    account = await visit.run(visit.store.staff.by_email, email)
    kept = account.password if account and account.active else None
    if not (
        await visit.verify_password(kept, password)
        and await _code_fits(visit, account, form.get("code"))
    ):
        await visit.record("sign_in_failed", "staff", account.id if account else None)
        return _sign_in_page(visit, WRONG, status=403)
    await visit.run(tries.succeeded, guessers, visit.now)
    return await _begin(visit, account, _inside(form.get("next")))


async def standing(visit: Visit) -> HTTPResponse:
    """The token that forms of `me` need now; 401 where somebody else has signed in since."""
    headers = {"Cache-Control": "no-store"}
    if visit.asked.get("me") not in ("", visit.staff.id):
        return HTTPResponse(status=401, headers=headers)
    return HTTPResponse(visit.csrf, headers=headers, content_type="text/plain; charset=utf-8")


async def sign_out(visit: Visit) -> HTTPResponse:
    await visit.run(visit.store.staff_sessions.close, visit.session.id)
    await visit.record("sign_out", "staff", visit.staff.id)
    response = visit.go("/staff/sign-in", "signed-out")
    set_cookie(visit, response, SESSION_COOKIE, "", forget=True)
    return response


async def show_welcome(visit: Visit, token: str) -> HTTPResponse:
    """A one-time link: the first admin's, or of somebody who was invited."""
    try:
        account = await visit.run(visit.store.staff.invited, token, visit.now)
    except InvitationGone as gone:
        return visit.page("refusal.html", status=404, title="This link is used up", text=str(gone))
    return visit.page(
        "welcome.html", account=account, shortest=SHORTEST, typed={"name": "", "email": ""}
    )


async def welcome(visit: Visit, token: str) -> HTTPResponse:
    form = visit.form
    account = None
    try:
        account = await visit.run(visit.store.staff.invited, token, visit.now)
        password = new_password(visit)
        await _check_code(visit, account, form.get("code"))
        kept = await visit.hash_password(password)
        taken = await visit.run(
            visit.store.staff.accept,
            token,
            kept,
            visit.now,
            email="" if account else form.text("email", "The e-mail address", most=320),
            name="" if account else form.text("name", "Your name", most=80),
        )
    except InvitationGone as gone:
        return visit.page("refusal.html", status=404, title="This link is used up", text=str(gone))
    except (FormError, AccountExists, AddressRefused) as error:
        typed = {name: form.get(name) for name in ("email", "name")}
        return visit.page(
            "welcome.html", status=400, account=account, shortest=SHORTEST, typed=typed,
            error=str(error),
        )  # fmt: skip
    await visit.run(visit.store.audit.add, visit.now, taken.id, "password_set", "staff", taken.id)
    return await _begin(visit, taken, "/staff")


async def _check_code(visit: Visit, account: Staff | None, code: str) -> None:
    """A link is no way past the second step; raises FormError."""
    if account is None or account.totp is None:
        return
    tries, guessers = visit.store.sign_in_tries, known_browsers.guessers(visit, account.email)
    until = await visit.run(tries.begin, guessers, visit.now)
    if until:
        raise FormError(_paused_until(visit, until))
    if not await _code_fits(visit, account, code):
        await visit.record("sign_in_failed", "staff", account.id)
        raise FormError("The code is wrong. It is the one that your app shows now.")
    await visit.run(tries.succeeded, guessers, visit.now)


def new_password(visit: Visit) -> str:
    """A password typed twice; raises FormError."""
    form = visit.form
    password = form.text("password", "The password", least=SHORTEST, most=LONGEST)
    if password != form.get("again"):
        raise FormError("The two passwords differ.")
    return password


def _paused(visit: Visit, until: datetime) -> HTTPResponse:
    page = _sign_in_page(visit, _paused_until(visit, until), status=429)
    page.headers["Retry-After"] = str(math.ceil((until - visit.now).total_seconds()))
    return page


def _paused_until(visit: Visit, until: datetime) -> str:
    return PAUSED.format(until=visit.desk.templates.filters["clock_time"](until))


def _sign_in_page(visit: Visit, error: str | None = None, status: int = 200) -> HTTPResponse:
    source = visit.form if visit.request.method == "POST" else visit.asked
    return visit.page(
        "sign_in.html",
        status=status,
        error=error,
        next=_inside(source.get("next")),
        email=visit.form.get("email"),
    )


async def _begin(visit: Visit, account: Staff, address: str) -> HTTPResponse:
    cookie = await visit.run(visit.store.staff_sessions.open, account.id, visit.now)
    await visit.run(visit.store.audit.add, visit.now, account.id, "sign_in", "staff", account.id)
    response = visit.go(address)
    set_cookie(visit, response, SESSION_COOKIE, cookie)
    known_browsers.remember(visit, response, account.email)
    return response


async def _code_fits(visit: Visit, account: Staff, code: str) -> bool:
    if account.totp is None:
        return True
    step = totp_step(account.totp, code, visit.now)
    return step is not None and await visit.run(visit.store.staff.use_totp_step, account.id, step)


def _inside(address: str) -> str:
    """Only ever to a page of our own after signing in."""
    if not address.startswith("/staff/") or "\\" in address or not address.isprintable():
        return "/staff"
    return address
