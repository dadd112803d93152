"""Accounts of all staff, for admins."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.guard import is_secure
from clinic.console.visit import Visit
from clinic.errors import AccountExists, AccountOff, AddressRefused, LastAdmin
from clinic.roles import ROLES


async def show_accounts(visit: Visit) -> HTTPResponse:
    return await _accounts_page(visit)


async def add_account(visit: Visit) -> HTTPResponse:
    """Opens the account and shows its one-time link, once."""
    form = visit.form
    try:
        email = form.text("email", "The e-mail address", most=320)
        name = form.text("name", "The name", most=80)
        account = await visit.run(visit.store.staff.add, email, name, _roles(visit), visit.now)
    except (FormError, AccountExists, AddressRefused) as error:
        return await _accounts_page(visit, str(error))
    await visit.record("account_added", "staff", account.id)
    return await _invite(visit, account.id)


async def invite_again(visit: Visit, account: str) -> HTTPResponse:
    """A new one-time link, also for somebody who has forgotten the password."""
    await visit.run(visit.store.staff.get, account)
    try:
        return await _invite(visit, account)
    except AccountOff as error:
        return await _accounts_page(visit, str(error))


async def change_account(visit: Visit, account: str) -> HTTPResponse:
    """Roles, and whether the account may be used; ends its sessions."""
    await visit.run(visit.store.staff.get, account)
    active = visit.form.get("active") == "yes"
    try:
        roles = _roles(visit)
        if account == visit.staff.id and not (active and "admin" in roles):
            raise FormError("You can't shut yourself out. Another admin can do that.")
        await visit.run(visit.store.staff.change, account, roles=roles, active=active)
    except (FormError, LastAdmin) as error:
        return await _accounts_page(visit, str(error))
    await visit.record("account_changed", "staff", account)
    return visit.go("/staff/accounts", "account-changed")


async def reset_totp(visit: Visit, account: str) -> HTTPResponse:
    """For somebody who has lost the phone with the app."""
    await visit.run(visit.store.staff.change, account, totp=None)
    await visit.record("totp_off", "staff", account)
    return visit.go("/staff/accounts", "account-changed")


async def _invite(visit: Visit, account: str) -> HTTPResponse:
    token = await visit.run(visit.store.staff.invite, account, visit.now)
    await visit.record("account_invited", "staff", account)
    link = f"{_own_address(visit)}/staff/welcome/{token}"
    return await _accounts_page(visit, link=link)


async def _accounts_page(
    visit: Visit, error: str | None = None, link: str | None = None
) -> HTTPResponse:
    return visit.page(
        "accounts.html",
        status=400 if error else 200,
        error=error,
        link=link,
        accounts=await visit.run(visit.store.staff.list),
        roles=ROLES,
    )


def _own_address(visit: Visit) -> str:
    """The setting's, if there is one: what a caller says in `Host` must not get into a link."""
    public = visit.desk.settings.public_url
    scheme = "https" if is_secure(visit) else "http"
    return public.rstrip("/") if public else f"{scheme}://{visit.request.host}"


def _roles(visit: Visit) -> list[str]:
    chosen = sorted(set(visit.form.all("roles")) & set(ROLES))
    if not chosen:
        raise FormError("Choose at least one role.")
    return chosen
