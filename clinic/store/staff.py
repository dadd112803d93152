"""Accounts of the clinic's staff: who may sign in, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import (
    AccountExists,
    AccountOff,
    AddressRefused,
    InvitationGone,
    LastAdmin,
    UnknownStaff,
)
from clinic.roles import ROLES
from clinic.store.console_schema import staff, staff_invitations, staff_sessions
from clinic.store.database import Database
from clinic.store.ids import hashed, random_id

INVITATION_LASTS = timedelta(days=3)


@dataclass(frozen=True)
class Staff:
    id: str
    email: str
    name: str
    roles: list[str]
    password: str | None
    totp: str | None
    totp_step: int
    active: bool
    created_at: datetime

    def may(self, roles: frozenset[str]) -> bool:
        """Whether one of these roles is theirs; no roles at all means that everybody may."""
        return not roles or bool(roles & set(self.roles))


class StaffAccounts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> list[Staff]:
        """Everybody who ever had an account, by name."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(staff).order_by(staff.c.name, staff.c.id))
            return [Staff(**row._mapping) for row in rows]

    def get(self, identifier: str) -> Staff:
        """Raise UnknownStaff where there is none."""
        return self._one(staff.c.id == identifier)

    def by_email(self, email: str) -> Staff | None:
        """The account of an address, whatever its case."""
        try:
            return self._one(staff.c.email == email.strip().lower())
        except UnknownStaff:
            return None

    def names(self) -> dict[str, str]:
        """The name to show for each account's id."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(staff.c.id, staff.c.name))
            return {row.id: row.name for row in rows}

    def add(self, email: str, name: str, roles: list[str], now: datetime) -> Staff:
        """Open an account without a password.

        Raises AccountExists for an address in use, AddressRefused for one that is none.
        """
        account = Staff(
            random_id(), address_of(email), name.strip(), sorted(set(roles)), None, None, 0,
            True, now,
        )  # fmt: skip
        try:
            with self._database.write() as connection:
                connection.execute(sa.insert(staff).values(**vars(account)))
        except sa.exc.IntegrityError as error:
            raise AccountExists(
                f"{account.email} has an account already. Change that one, or use another address."
            ) from error
        return account

    def invite(self, account: str | None, now: datetime) -> str:
        """A token for a one-time link that sets a password; it replaces the account's older ones.

        Without an account it opens the first admin's. Raises AccountOff.
        """
        if account and not self.get(account).active:
            raise AccountOff("This account is switched off. Let it sign in again first.")
        token = random_id()
        table = staff_invitations
        mine = table.c.staff == account if account else table.c.staff.is_(None)
        with self._database.write() as connection:
            connection.execute(sa.delete(table).where(mine))
            connection.execute(
                sa.insert(table).values(
                    id=hashed(token), staff=account, expires_at=now + INVITATION_LASTS
                )
            )
        return token

    def invited(self, token: str, now: datetime) -> Staff | None:
        """Whom an invitation is for, None for the first admin; raises InvitationGone."""
        with self._database.read() as connection:
            row = _invitation(connection, token, now)
        return self.get(row.staff) if row.staff else None

    def accept(
        self,
        token: str,
        password: str,
        now: datetime,
        *,
        email: str = "",
        name: str = "",
    ) -> Staff:
        """Take an invitation up: sets the password, ends all sessions, and uses the link up.

        Raises InvitationGone, also when two take it at once; AccountExists; AddressRefused.
        """
        try:
            with self._database.write() as connection:
                row = _invitation(connection, token, now)
                taken = connection.execute(
                    sa.delete(staff_invitations).where(staff_invitations.c.id == row.id)
                )
                if not taken.rowcount:
                    raise _gone()
                account = row.staff or _first_admin(connection, email, name, now)
                connection.execute(
                    sa.update(staff).where(staff.c.id == account).values(password=password)
                )
                connection.execute(
                    sa.delete(staff_sessions).where(staff_sessions.c.staff == account)
                )
        except sa.exc.IntegrityError as error:
            raise AccountExists("This address has an account already.") from error
        return self.get(account)

    def is_empty(self) -> bool:
        """Whether nobody who can sign in has been set up yet."""
        with self._database.read() as connection:
            query = sa.select(staff.c.id).where(staff.c.password.is_not(None)).limit(1)
            return connection.execute(query).first() is None

    def change(self, account: str, **values: Any) -> None:
        """Set columns of an account; raises LastAdmin where nobody could manage accounts then.

        Sessions end when the password, the roles or `active` change; links, with the account.
        """
        with self._database.write() as connection:
            if not connection.execute(
                sa.update(staff).where(staff.c.id == account).values(**values)
            ).rowcount:
                raise UnknownStaff("There is no such account.")
            if {"roles", "active"} & set(values) and not _has_admin(connection):
                raise LastAdmin(
                    "This is the last admin account. Make somebody else an admin first."
                )
            if {"roles", "active", "password"} & set(values):
                connection.execute(
                    sa.delete(staff_sessions).where(staff_sessions.c.staff == account)
                )
            if values.get("active") is False:
                connection.execute(
                    sa.delete(staff_invitations).where(staff_invitations.c.staff == account)
                )

    def use_totp_step(self, account: str, step: int) -> bool:
        """Use a code's time step up; False when it, or a later one, was used before."""
        with self._database.write() as connection:
            used = connection.execute(
                sa.update(staff)
                .where(staff.c.id == account, staff.c.totp_step < step)
                .values(totp_step=step)
            )
            return bool(used.rowcount)

    def _one(self, condition: Any) -> Staff:
        with self._database.read() as connection:
            row = connection.execute(sa.select(staff).where(condition)).first()
        if row is None:
            raise UnknownStaff("There is no such account.")
        return Staff(**row._mapping)


def address_of(email: str) -> str:
    """An e-mail address as it is kept; raises AddressRefused for what has not the form of one."""
    email = email.strip().lower()
    name, at, host = email.partition("@")
    if not (name and at and "." in host) or any(each.isspace() for each in email):
        raise AddressRefused("The e-mail address needs the form name@example.org.")
    return email


def _invitation(connection: Connection, token: str, now: datetime) -> Any:
    table = staff_invitations
    row = connection.execute(sa.select(table).where(table.c.id == hashed(token))).first()
    if row is None or row.expires_at <= now:
        raise _gone()
    return row


def _gone() -> InvitationGone:
    return InvitationGone(
        "This link was used already, or is too old. Ask an admin for a new one, or run "
        "`python -m clinic staff invite`."
    )


def _first_admin(connection: Connection, email: str, name: str, now: datetime) -> str:
    account = random_id()
    connection.execute(
        sa.insert(staff).values(
            id=account,
            email=address_of(email),
            name=name.strip(),
            roles=list(ROLES),
            totp_step=0,
            active=True,
            created_at=now,
        )
    )
    return account


def _has_admin(connection: Connection) -> bool:
    rows = connection.execute(sa.select(staff.c.roles).where(staff.c.active)).scalars()
    return any("admin" in roles for roles in rows)
