"""Accounts of all staff, for admins."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console.board import colleagues
from clinic.console.forms import FormError
from clinic.console.guard import is_secure
from clinic.console.visit import Visit
from clinic.errors import AccountExists, AccountOff, AddressRefused, LastAdmin
from clinic.roles import ROLES
from clinic.store.booking_board import InHand
from clinic.store.booking_filter import NOBODY
from clinic.store.staff import Staff

DESK = "front_desk"


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
    """Roles, and whether the account may be used; ends its sessions.

    Who leaves the booking desk is asked to whom their requests go, unless the form says so.
    """
    changed = await visit.run(visit.store.staff.get, account)
    active = visit.form.get("active") == "yes"
    try:
        roles = _roles(visit)
        if account == visit.staff.id and not (active and "admin" in roles):
            raise FormError("You can't shut yourself out. Another admin can do that.")
        heir = await _heir(visit, account)
        leaves = not active or DESK not in roles
        in_hand = await visit.run(visit.store.board.in_hand, visit.now)
        if leaves and heir is None and (held := in_hand.get(account)):
            return await _ask_for_heir(visit, changed, held, roles, active)
        await visit.run(visit.store.staff.change, account, roles=roles, active=active)
    except (FormError, LastAdmin) as error:
        return await _accounts_page(visit, str(error))
    await visit.record("account_changed", "staff", account)
    if leaves and heir:
        await _hand_on(visit, account, heir)
    return visit.go("/staff/accounts", "account-changed")


async def hand_on(visit: Visit, account: str) -> HTTPResponse:
    """What somebody still has to do goes to somebody else."""
    await visit.run(visit.store.staff.get, account)
    try:
        heir = await _heir(visit, account)
        if heir is None:
            raise FormError("Choose who takes the requests.")
    except FormError as error:
        return await _accounts_page(visit, str(error))
    await _hand_on(visit, account, heir)
    return visit.go("/staff/accounts", "handed-on")


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


async def _hand_on(visit: Visit, account: str, heir: str) -> None:
    to = None if heir == NOBODY else heir
    await visit.run(visit.store.board.hand_on, account, to, visit.now, visit.staff.id)
    await visit.record("handed_on", "staff", account)


async def _heir(visit: Visit, account: str) -> str | None:
    """To whom the requests of an account go: an id, or NOBODY; None where nobody was asked."""
    if not visit.form.get("heir"):
        return None
    others = {NOBODY, *await colleagues(visit)} - {account}
    return visit.form.choice("heir", "Who takes the requests", others)


async def _ask_for_heir(
    visit: Visit, account: Staff, held: InHand, roles: list[str], active: bool
) -> HTTPResponse:
    return visit.page(
        "hand_on.html",
        account=account,
        held=held,
        roles=roles,
        active=active,
        colleagues=await colleagues(visit),
    )


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
        in_hand=await visit.run(visit.store.board.in_hand, visit.now),
        colleagues=await colleagues(visit),
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
