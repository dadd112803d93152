"""A request that is sent twice is one, also from two tabs at once; another one is another."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from clinic.errors import RequestSentBefore
from clinic.store import Store, schema
from clinic.store.booking_records import SENT_AGAIN
from clinic.store.unit_of_work import Repeated, UnitOfWork
from tests.store.conftest import NOW, request_for, unit_for

SHORTLY = timedelta(hours=1)


def _unit(store: Store, conversation: str, message: str, within: timedelta = SHORTLY) -> UnitOfWork:
    store.inbox.take_in(conversation, message, NOW, text="yes")
    unit = unit_for(conversation)
    unit.desk, unit.same_within = store.visitor_desk, within
    return unit


def _commit(store: Store, unit: UnitOfWork) -> None:
    claim = store.turns.claim(unit.conversation, NOW)
    try:
        store.turns.commit(claim, unit)
    finally:
        claim.release()


def _send(store: Store, conversation: str, form: str, **details: object) -> Repeated | None:
    """What the second turn of a visitor does: look, then add to the one or open another."""
    unit, request = _unit(store, conversation, form), request_for(form, **details)
    repeated = unit.repeat_booking(request)
    if repeated is None:
        unit.request_booking(request)
    _commit(store, unit)
    return repeated


def test_the_same_again_opens_nothing_and_staff_see_that_it_was_sent_again(store, conversation):
    assert _send(store, conversation, "form-1") is None
    (booking,) = store.bookings.list()
    mails = len(store.outbox.list())
    again = {"name": "ana  BELTRAN", "preferred": [{"said": "on Friday morning please",
             "date": "2026-03-06"}], "concern": "Dull skin"}  # fmt: skip
    assert _send(store, conversation, "form-2", **again) == Repeated(booking.reference, {})
    assert store.bookings.list() == [booking]
    assert [each.why for each in store.bookings.history(booking.id)] == [None, SENT_AGAIN]
    assert len(store.outbox.list()) == mails


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Ben Beltran"},
        {"phone": "+12035550199"},
        {"email": "ana@example.com"},
        {"location": "Stamford"},
        {"preferred": [{"said": "Friday noon", "date": "2026-03-06"}]},
        {"preferred": [{"said": "Friday morning", "date": "2026-03-13"}]},
        {"preferred": []},
    ],
)
def test_another_person_contact_place_or_time_is_a_request_of_its_own(store, conversation, other):
    _send(store, conversation, "form-1")
    assert _send(store, conversation, "form-2", **other) is None
    assert len(store.bookings.list()) == 2


def test_what_is_new_in_it_is_added_and_the_team_is_told(store, conversation):
    _send(store, conversation, "form-1")
    more = {"concern": "scars", "health_note": "I take warfarin", "reach_note": "text only",
            "flags": ["needs_clinician_review"], "sms_wording": "texts-1"}  # fmt: skip
    added = _send(store, conversation, "form-2", **more).added
    assert added.keys() == {"concern", "health_note", "reach_note"}
    (booking,) = store.bookings.list()
    assert (booking.concern, booking.health_note, booking.reach_note, booking.flags) == (
        "dull skin / scars", "I take warfarin", "text only", ["needs_clinician_review"],
    )  # fmt: skip
    assert {each.channel for each in store.outbox.list() if each.kind == "booking_changed"} == {
        "clinic_mail", "webhook",
    }  # fmt: skip
    _send(store, conversation, "form-3", **more)
    with store.database.read() as connection:
        given = connection.execute(sa.select(schema.consents.c.purpose)).scalars().all()
    assert sorted(given) == ["contact_about_request", "text_messages"]


def test_from_elsewhere_it_is_the_same_for_a_while_and_tells_no_reference(store, conversation):
    _send(store, conversation, "form-1")
    elsewhere = store.conversations.open(NOW).id
    assert _send(store, elsewhere, "form-2", concern="scars") == Repeated(
        None, {"concern": "scars"}
    )
    later = _unit(store, elsewhere, "m3")
    later.now = NOW + SHORTLY
    assert later.repeat_booking(request_for("form-3")) is None
    own = _unit(store, conversation, "m4")
    own.now = NOW + timedelta(days=3)
    assert own.repeat_booking(request_for("form-3")) is not None  # one's own as long as it is open


def test_one_that_is_settled_and_a_message_for_the_team_are_not_repeated(store, conversation):
    _send(store, conversation, "form-1")
    (booking,) = store.bookings.list()
    store.bookings.cancel(booking.id, "visitor", NOW)
    assert _send(store, conversation, "form-2") is None
    assert _send(store, conversation, "form-3", name="Lea", flags=["complaint"]) is None
    assert _send(store, conversation, "form-4", name="Lea") is None


def test_a_turn_that_did_not_see_it_is_not_committed(store, conversation):
    """It is computed anew then, and sees it."""
    looked = _unit(store, store.conversations.open(NOW).id, "m1")
    assert looked.repeat_booking(request_for("form-1")) is None
    looked.request_booking(request_for("form-1"))
    _send(store, conversation, "form-2")
    with pytest.raises(RequestSentBefore):
        _commit(store, looked)
    assert len(store.bookings.list()) == 1


def test_many_tabs_that_send_it_at_once_make_one(store):
    units = []
    for number in range(6):
        unit = _unit(store, store.conversations.open(NOW).id, f"m{number}")
        unit.request_booking(request_for(f"form-{number}"))
        units.append(unit)
    start, refused = threading.Barrier(len(units)), []

    def commit(unit: UnitOfWork) -> None:
        start.wait()
        try:
            _commit(store, unit)
        except RequestSentBefore as error:
            refused.append(error)

    tabs = [threading.Thread(target=commit, args=[unit]) for unit in units]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert (len(store.bookings.list()), len(refused)) == (1, len(units) - 1)


@pytest.mark.parametrize("first", [[], ["complaint"]])
def test_a_message_and_a_request_are_never_the_same(store, conversation, first):
    """Nor is a message from somebody whose booking is open to any day in either town."""
    alike = {"location": "either", "preferred": []}
    second = [] if first else ["message"]
    assert _send(store, conversation, "form-1", flags=first, **alike) is None
    assert _send(store, conversation, "form-2", flags=second, **alike) is None
    assert sorted(each.is_message for each in store.bookings.list()) == [False, True]


def test_without_a_name_nothing_is_the_same(store, conversation):
    _send(store, conversation, "form-1", name="")
    assert _send(store, conversation, "form-2", name="") is None
    assert len(store.bookings.list()) == 2


def test_of_several_notes_only_the_new_ones_are_added(store, conversation):
    first = {"team_note": "ring the bell / I use a wheelchair", "concern": "scars"}
    _send(store, conversation, "form-1", **first)
    mails = len(store.outbox.list())
    again = {"team_note": "I use a wheelchair / Ring the bell", "concern": "Scars"}
    assert _send(store, conversation, "form-2", **again).added == {}
    assert len(store.outbox.list()) == mails
    more = {**again, "team_note": "ring the bell / my dog comes along / I use a wheelchair"}
    assert _send(store, conversation, "form-3", **more).added == {"team_note": "my dog comes along"}
    (booking,) = store.bookings.list()
    assert booking.team_note == "ring the bell / I use a wheelchair / my dog comes along"


def test_one_that_is_closed_before_the_turn_is_written_is_opened_anew(store, conversation):
    _send(store, conversation, "form-1")
    (booking,) = store.bookings.list()
    unit = _unit(store, conversation, "m2")
    assert unit.repeat_booking(request_for("form-2", concern="scars")) is not None
    store.bookings.decline(booking.id, "full", "dr@example.com", NOW)
    with pytest.raises(RequestSentBefore):
        _commit(store, unit)
    assert store.bookings.find(booking.id).concern == booking.concern
    assert _send(store, conversation, "form-2", concern="scars") is None
    assert len(store.bookings.list()) == 2
