"""The commands of `python -m clinic` that belong to the staff console."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clinic.roles import Role

if TYPE_CHECKING:
    from clinic.store import Store

BUSY_TRIES = 20
BUSY_PAUSE_S = 0.2

staff = typer.Typer(help="Accounts of the clinic's staff.", no_args_is_help=True)


def add_console_commands(app: typer.Typer) -> None:
    app.add_typer(staff, name="staff")
    for command in (erase, purge, reindex):
        app.command()(command)


class Kind(StrEnum):
    reference = "reference"
    phone = "phone"
    email = "email"
    conversation = "conversation"


def erase(
    by: Annotated[Kind, typer.Argument(help="What the person is found by.")],
    value: Annotated[str, typer.Argument(help="The reference, number, address or id.")],
    also: Annotated[
        list[str] | None,
        typer.Option(help="The reference of a further request of theirs; may be repeated."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase all that is held about one person, everywhere, and print a receipt."""
    from clinic.redaction import searchable
    from clinic.settings import load_settings

    settings, now = load_settings(), datetime.now(UTC)
    with _store() as store:
        found = store.subjects.find(by, searchable(by, value))
        if found.is_nobody:
            typer.echo("Nothing is held under that.")
            return
        found = store.subjects.with_others(found, [each.upper() for each in also or ()])
        held = store.subjects.held(found)
        for each in held.requests:
            typer.echo(f"{each.reference}  {each.name}  {each.created_at:%Y-%m-%d}")
        for each in held.others:
            typer.echo(
                f"not included, same phone or e-mail (--also {each.reference}):"
                f"  {each.name}  {each.created_at:%Y-%m-%d}"
            )
        counts = {"conversation": len(found.conversations), "request": len(found.bookings)}
        words = ", ".join(f"{n} {what}{'s' * (n != 1)}" for what, n in counts.items())
        if not yes:
            typer.confirm(f"Erase {words}? They cannot be brought back.", abort=True)
        receipt = store.erasures.erase(found, settings.secret, now, settings.erasures_file)
        store.audit.add(now, None, "erased", "receipt", receipt.id)
    typer.echo(f"Receipt {receipt.id}")
    for name, count in receipt.counts.items():
        typer.echo(f"{name.replace('_', ' ')}: {count}")


def purge() -> None:
    """Delete what has been kept for its time; the server does so by itself every hour."""
    from clinic.settings import load_settings
    from clinic.store.retention import periods_of

    now = datetime.now(UTC)
    with _store() as store:
        purged = store.retention.purge(periods_of(load_settings()), now)
        if purged:
            store.audit.add(now, None, "purged")
    typer.echo(", ".join(f"{k.replace('_', ' ')}: {n}" for k, n in purged.items()) or "Nothing.")


def reindex() -> None:
    """Build the conversations' read model anew from the stored events, also while serving."""
    from clinic.errors import StoreUnavailable
    from clinic.profile import load_profile
    from clinic.settings import load_settings

    zone, done = load_profile(load_settings().clinic_file).zone, 0
    with _store() as store:
        for conversation in store.index.all():
            for _ in range(BUSY_TRIES):
                try:
                    store.index.rebuild(conversation, zone)
                    break
                except StoreUnavailable:  # the server is writing just now
                    time.sleep(BUSY_PAUSE_S)
            else:
                store.index.rebuild(conversation, zone)
            done += 1
    typer.echo(f"{done} conversations.")


@staff.command()
def add(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    role: Annotated[list[Role], typer.Option(help="May be given several times.")],
    name: Annotated[str, typer.Option(help="The name that others see.")] = "",
) -> None:
    """Open an account and print the one-time link that sets its password."""
    now = datetime.now(UTC)
    with _store() as store:
        account = store.staff.add(email, name or email.partition("@")[0], list(role), now)
        _tell_link(store, account.id, now)
        store.audit.add(now, None, "account_added", "staff", account.id)


@staff.command()
def invite(email: Annotated[str, typer.Argument(help="The account's address.")]) -> None:
    """Print a new one-time link for an account, for instance after a forgotten password."""
    now = datetime.now(UTC)
    with _store() as store:
        account = _account(store, email)
        _tell_link(store, account, now)
        store.audit.add(now, None, "account_invited", "staff", account)


@staff.command()
def off(
    email: Annotated[str, typer.Argument(help="The account's address.")],
    hand_to: Annotated[str, typer.Option(help="Who takes the open requests; an address.")] = "",
) -> None:
    """Switch an account off and end its sessions; its open requests can be handed on."""
    now = datetime.now(UTC)
    with _store() as store:
        account = _account(store, email)
        heir = _account(store, hand_to) if hand_to else None
        store.staff.change(account, active=False)
        store.audit.add(now, None, "account_changed", "staff", account)
        if heir:
            store.board.hand_on(account, heir, now)
            store.audit.add(now, None, "handed_on", "staff", account)
        held = store.board.in_hand(now).get(account)
    typer.echo(f"{email} can't sign in any more.")
    if held:
        typer.echo(
            f"Still held: open requests: {held.open}, appointments to come: {held.appointments}. "
            f"Hand them on: python -m clinic staff off {email} --hand-to ADDRESS"
        )


@staff.command()
def on(email: Annotated[str, typer.Argument(help="The account's address.")]) -> None:
    """Let a switched-off account sign in again."""
    _change(email, "account_changed", active=True)
    typer.echo(f"{email} may sign in again.")


@staff.command()
def roles(
    email: Annotated[str, typer.Argument(help="The account's address.")],
    role: Annotated[list[Role], typer.Option(help="May be given several times.")],
) -> None:
    """Give an account these roles instead of those it has, and end its sessions."""
    _change(email, "account_changed", roles=sorted(set(role)))
    typer.echo(f"{email}: {', '.join(sorted(set(role)))}")


@staff.command("second-step-off")
def second_step_off(email: Annotated[str, typer.Argument(help="The account's address.")]) -> None:
    """Take the second step off, for somebody who has lost the phone with the app."""
    _change(email, "totp_off", totp=None)
    typer.echo(f"{email} signs in with the password alone until a new app is set up.")


@staff.command("list")
def list_accounts() -> None:
    """Say who has an account, and as what."""
    with _store() as store:
        for account in store.staff.list():
            marks = {
                "off": not account.active,
                "no password yet": account.password is None,
                "second step": account.totp is not None,
            }
            said = ", ".join(mark for mark, holds in marks.items() if holds)
            state = f"  ({said})" if said else ""
            typer.echo(f"{account.email}  {account.name}  {', '.join(account.roles)}{state}")


@contextmanager
def _store() -> Iterator[Store]:
    from clinic.settings import load_settings
    from clinic.store import open_store

    store = open_store(load_settings())
    try:
        yield store
    finally:
        store.close()


def _change(email: str, action: str, **values: Any) -> None:
    with _store() as store:
        account = _account(store, email)
        store.staff.change(account, **values)
        store.audit.add(datetime.now(UTC), None, action, "staff", account)


def _account(store: Store, email: str) -> str:
    from clinic.errors import UnknownStaff

    account = store.staff.by_email(email)
    if account is None:
        raise UnknownStaff(f"{email} has no account. `python -m clinic staff list` shows them all.")
    return account.id


def _tell_link(store: Store, account: str, now: datetime) -> None:
    from clinic.settings import load_settings

    token = store.staff.invite(account, now)
    address = load_settings().own_url
    typer.echo(f"To be opened once, within three days:\n{address}/staff/welcome/{token}")
