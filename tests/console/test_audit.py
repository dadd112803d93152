"""The audit is asked by what people know."""

from __future__ import annotations

from tests.chat.served import Served
from tests.console.booked import book
from tests.console.person import employ, words


def test_the_audit_is_asked_by_reference_and_by_a_colleagues_address(server: Served) -> None:
    booking = book(server.chat.store, server.clock())
    with employ(server, "front_desk", "admin", email="ada@clinic.example") as person:
        person.get(f"/staff/bookings/{booking.reference}")
        typed = booking.reference.lower().replace("-", " ")
        shown = words(person.get("/staff/audit", params={"subject": typed}))
        assert f"read booking {booking.reference}" in shown and "Nothing fits" not in shown
        account = server.chat.store.staff.by_email("ada@clinic.example").id
        server.chat.store.audit.add(server.clock(), None, "account_changed", "staff", account)
        shown = words(person.get("/staff/audit", params={"subject": "Ada@clinic.example"}))
        assert "account changed staff" in shown and account not in shown
        assert "Nothing fits" in words(person.get("/staff/audit", params={"subject": "ZZZZ-ZZZZ"}))
