"""A request is opened once for each form and outlives its conversation."""

from __future__ import annotations

import sqlalchemy as sa

from clinic.store import Store, schema
from clinic.store.ids import REFERENCE_ALPHABET, booking_reference
from clinic.store.unit_of_work import Reply
from tests.store.conftest import NOW, request_for, unit_for


def _send(store: Store, conversation: str, message: str, form: str, **changes: object) -> str:
    store.inbox.take_in(conversation, message, NOW, text="yes")
    claim = store.turns.claim(conversation, NOW)
    unit = unit_for(conversation, claim.message.seq)
    reference = unit.request_booking(request_for(form, **changes))
    unit.replies.append(Reply(f"Your reference is {reference}"))
    store.turns.commit(claim, unit)
    claim.release()
    return reference


def test_a_request_is_stored_as_it_was_agreed_to(store, conversation):
    reference = _send(store, conversation, "m1", "form-1")
    (booking,) = store.bookings.list()
    assert booking.reference == reference
    assert (booking.state, booking.name, booking.phone) == (
        "received", "Ana Beltran", "+12035550103",
    )  # fmt: skip
    assert booking.preferred == [{"said": "Friday morning", "date": "2026-03-06"}]


def test_the_same_form_never_makes_a_second_request(store, conversation):
    first = _send(store, conversation, "m1", "form-1")
    assert _send(store, conversation, "m2", "form-1") == first
    assert len(store.bookings.list()) == 1


def test_another_form_makes_another_request(store, conversation):
    first = _send(store, conversation, "m1", "form-1")
    assert _send(store, conversation, "m2", "form-2", name="Ben Beltran") != first
    assert len(store.bookings.list("received")) == 2
    assert store.bookings.list("confirmed") == []


def test_the_consent_is_stored_with_its_wording_and_time(store, conversation):
    _send(store, conversation, "m1", "form-1")
    with store.database.read() as connection:
        consent = connection.execute(sa.select(schema.consents)).one()
        first = connection.execute(sa.select(schema.booking_events)).one()
    assert (consent.purpose, consent.wording, consent.given_at) == (
        "contact_about_request", "contact-1", NOW,
    )  # fmt: skip
    assert (first.state, first.who) == ("received", "visitor")
    assert {(each.kind, each.channel, each.state) for each in store.outbox.list()} == {
        ("booking_received", "clinic_mail", "pending"),
        ("booking_received", "webhook", "pending"),
    }


def test_erasing_a_conversation_keeps_the_request_without_it(store, conversation):
    _send(store, conversation, "m1", "form-1")
    store.conversations.erase(conversation)
    (booking,) = store.bookings.list()
    assert booking.conversation is None
    with store.database.read() as connection:
        for table in (schema.inbox, schema.chat_events, schema.tracker_events, schema.buttons):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0


def test_a_unit_outside_of_a_turn_commits_its_request_once(store: Store):
    unit = unit_for("shell")
    unit.request_booking(request_for("form-9"))
    store.turns.commit_unclaimed(unit)
    store.turns.commit_unclaimed(unit)
    assert len(store.bookings.list()) == 1


def test_a_reference_can_be_read_out_and_is_the_same_again():
    reference = booking_reference("secret", "form-1")
    assert reference == booking_reference("secret", "form-1")
    assert reference != booking_reference("secret", "form-1", attempt=1)
    assert len(reference) == 9 and reference[4] == "-"
    assert set(reference.replace("-", "")) <= set(REFERENCE_ALPHABET)
    assert not set("0O1IL") & set(REFERENCE_ALPHABET)
