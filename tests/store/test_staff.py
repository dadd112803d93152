"""Accounts, invitations, sessions and the audit, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from clinic.errors import AccountExists, InvitationGone, LastAdmin
from clinic.store import Store
from clinic.store.console_schema import audit
from tests.store.conftest import NOW


def test_an_address_has_one_account_whatever_its_case(store: Store) -> None:
    store.staff.add("Ana@Clinic.example", "Ana", ["admin"], NOW)
    with pytest.raises(AccountExists, match="ana@clinic.example"):
        store.staff.add("ana@clinic.EXAMPLE", "Other", ["reviewer"], NOW)
    assert store.staff.by_email("ANA@clinic.example").name == "Ana"


def test_an_invitation_is_taken_once_and_replaces_older_ones(store: Store) -> None:
    account = store.staff.add("ana@clinic.example", "Ana", ["admin"], NOW).id
    older, token = (store.staff.invite(account, NOW) for _ in range(2))
    for gone in (older, "made-up"):
        with pytest.raises(InvitationGone):
            store.staff.accept(gone, "hash", NOW)
    assert store.staff.accept(token, "hash", NOW).password == "hash"
    with pytest.raises(InvitationGone):
        store.staff.accept(token, "again", NOW)


def test_an_old_invitation_is_gone(store: Store) -> None:
    token = store.staff.invite(None, NOW)
    with pytest.raises(InvitationGone):
        store.staff.invited(token, NOW + timedelta(days=3))


def test_the_last_admin_stays_one(store: Store) -> None:
    account = store.staff.add("ana@clinic.example", "Ana", ["admin"], NOW).id
    for change in ({"roles": ["trainer"]}, {"active": False}):
        with pytest.raises(LastAdmin):
            store.staff.change(account, **change)
    assert store.staff.get(account).roles == ["admin"]


def test_a_session_is_found_by_its_cookie_within_both_limits(store: Store) -> None:
    account = store.staff.add("ana@clinic.example", "Ana", ["admin"], NOW).id
    cookie = store.staff_sessions.open(account, NOW)
    limits = {"idle": timedelta(minutes=30), "absolute": timedelta(hours=1)}

    def found(minutes: int) -> bool:
        now = NOW + timedelta(minutes=minutes)
        session = store.staff_sessions.find(cookie, now, **limits)
        if session:
            store.staff_sessions.seen(session, now)
        return session is not None

    assert [found(minutes) for minutes in (29, 58, 61)] == [True, True, False]
    assert store.staff_sessions.find("other", NOW, **limits) is None


def test_the_audit_can_be_neither_changed_nor_cut(store: Store) -> None:
    store.audit.add(NOW + timedelta(days=5000), None, "reveal", "conversation", "c1", "a call")
    for statement in (sa.update(audit).values(action="x"), sa.delete(audit)):
        with pytest.raises(Exception, match="append-only"), store.database.write() as connection:
            connection.execute(statement)
    (entry,) = store.audit.list(subject="c1")
    assert (entry.action, entry.reason) == ("reveal", "a call")
