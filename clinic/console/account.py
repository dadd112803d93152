"""One's own account: password, second step, sessions."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.guard import SESSION_COOKIE, set_cookie
from clinic.console.passwords import (
    LONGEST,
    SHORTEST,
    is_totp_secret,
    new_totp_secret,
    totp_address,
    totp_step,
)
from clinic.console.qr_code import qr_code
from clinic.console.sign_in import new_password
from clinic.console.visit import Visit
from clinic.store.sign_in_tries import Guesser


async def show_account(visit: Visit) -> HTTPResponse:
    return await _account_page(visit)


async def change_password(visit: Visit) -> HTTPResponse:
    """Ends every session, this one too: whoever knew the old password is out."""
    try:
        await _confirm(visit)
        kept = await visit.hash_password(new_password(visit))
    except FormError as error:
        return await _account_page(visit, str(error))
    await visit.record("password_changed", "staff", visit.staff.id)
    await visit.run(visit.store.staff.change, visit.staff.id, password=kept)
    return _out(visit, "password")


async def turn_totp_on(visit: Visit) -> HTTPResponse:
    """The secret comes back with the form: it counts once a code proves that the app has it."""
    secret = visit.form.get("secret")
    if not is_totp_secret(secret):
        return await _account_page(visit, "The key is damaged. Begin again with this one.")
    step = totp_step(secret, visit.form.get("code"), visit.now)
    if step is None:
        told = "The code does not fit the key. Look at the app and type it again."
        return await _account_page(visit, told, secret)
    await visit.run(visit.store.staff.change, visit.staff.id, totp=secret, totp_step=step)
    await visit.record("totp_on", "staff", visit.staff.id)
    return visit.go("/staff/account", "totp-on")


async def turn_totp_off(visit: Visit) -> HTTPResponse:
    try:
        await _confirm(visit)
    except FormError as error:
        return await _account_page(visit, str(error))
    await visit.run(visit.store.staff.change, visit.staff.id, totp=None)
    await visit.record("totp_off", "staff", visit.staff.id)
    return visit.go("/staff/account", "totp-off")


async def sign_out_everywhere(visit: Visit) -> HTTPResponse:
    await visit.record("sign_out_everywhere", "staff", visit.staff.id)
    await visit.run(visit.store.staff_sessions.close_all, visit.staff.id)
    return _out(visit, "signed-out-everywhere")


async def _confirm(visit: Visit) -> None:
    """Raise FormError; whoever has got hold of a session must not guess the password by it."""
    typed, tries = visit.form.get("current")[:LONGEST], visit.store.sign_in_tries
    guessers = [Guesser.browser(visit.staff.id)]
    if await visit.run(tries.begin, guessers, visit.now):
        raise FormError("Too many tries. Wait some minutes and try again.")
    if not await visit.verify_password(visit.staff.password, typed):
        raise FormError("Your present password is wrong.")
    await visit.run(tries.succeeded, guessers, visit.now)


async def _account_page(
    visit: Visit, error: str | None = None, secret: str | None = None
) -> HTTPResponse:
    """With the key that an app has scanned already, where there is one."""
    secret = secret or new_totp_secret()
    address = totp_address(secret, visit.staff.email, visit.desk.profile.name)
    return visit.page(
        "account.html",
        status=400 if error else 200,
        error=error,
        shortest=SHORTEST,
        sessions=await visit.run(visit.store.staff_sessions.count, visit.staff.id),
        secret=secret,
        totp_address=address,
        totp_code=qr_code(address),
    )


def _out(visit: Visit, done: str) -> HTTPResponse:
    response = visit.go("/staff/sign-in", done)
    set_cookie(visit, response, SESSION_COOKIE, "", forget=True)
    return response
