"""A request moves from state to state, with who, when and why, and everybody is told."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from clinic.errors import BookingChanged, BookingStepRefused, UnknownBooking
from clinic.store import Store
from clinic.store.booking_records import LATE_ACCEPT
from clinic.store.bookings import Booking
from clinic.store.unit_of_work import LatePress
from tests.store.conftest import NOW, request_for, unit_for

SOON, LATER = NOW + timedelta(days=3), NOW + timedelta(days=4)


@pytest.fixture
def booking(store: Store) -> Booking:
    return open_booking(store, "form-1")


def open_booking(store: Store, form: str, **details: object) -> Booking:
    unit = unit_for("shell")
    unit.request_booking(request_for(form, **details))
    store.turns.commit_unclaimed(unit)
    return store.bookings.of_form(form)


def told(store: Store, kind: str) -> set[str]:
    return {item.channel for item in store.outbox.list() if item.kind == kind}


def test_times_are_offered_accepted_and_confirmed(store, booking):
    offered = store.bookings.offer_times(booking.reference, [LATER, SOON], "mia", NOW)
    assert offered.state == "times_offered"
    assert [each.at for each in store.bookings.offered(booking.id)] == [SOON, LATER]
    confirmed = store.bookings.accept(booking.id, SOON, NOW)
    assert (confirmed.state, confirmed.appointment) == ("confirmed", SOON)
    assert [(each.state, each.who) for each in store.bookings.history(booking.id)] == [
        ("received", "visitor"),
        ("times_offered", "mia"),
        ("confirmed", "visitor"),
    ]
    assert told(store, "booking_confirmed") == {"webhook", "clinic_mail"}


def test_a_visitor_with_an_address_hears_by_mail(store):
    booking = open_booking(store, "form-1", email="ana@example.com")
    store.bookings.offer_times(booking.id, [SOON], "mia", NOW)
    assert told(store, "booking_times_offered") == {"webhook", "visitor_mail"}
    store.bookings.decline(booking.id, "no laser here", "mia", NOW)
    assert told(store, "booking_declined") == {"webhook", "visitor_mail"}
    assert store.bookings.history(booking.id)[-1].why == "no laser here"


def test_only_times_on_offer_and_still_to_come_are_accepted(store, booking):
    with pytest.raises(BookingStepRefused, match="not on offer"):
        store.bookings.accept(booking.id, SOON, NOW)
    store.bookings.offer_times(booking.id, [SOON], "mia", NOW)
    for time, now in ((LATER, NOW), (SOON, SOON)):
        with pytest.raises(BookingStepRefused, match="not on offer"):
            store.bookings.accept(booking.id, time, now)
    store.bookings.offer_times(booking.id, [LATER], "mia", NOW)
    with pytest.raises(BookingStepRefused, match="not on offer"):
        store.bookings.accept(booking.id, SOON, NOW)  # an offer replaces the one before


@pytest.mark.parametrize("days", [[], [1, 2, 3, 4], [-1]])
def test_one_to_three_times_to_come_can_be_offered(store, booking, days):
    with pytest.raises(BookingStepRefused, match="1 to 3"):
        store.bookings.offer_times(
            booking.id, [NOW + timedelta(days=each) for each in days] or [], "mia", NOW
        )


def test_a_closed_request_stays_closed(store, booking):
    store.bookings.cancel(booking.id, "visitor", NOW)
    with pytest.raises(BookingStepRefused, match="is cancelled.*It is closed"):
        store.bookings.confirm(booking.id, SOON, "mia", NOW)
    assert len(store.bookings.history(booking.id)) == 2


def test_another_time_can_be_asked_for_again_and_again(store, booking):
    for _ in range(2):
        store.bookings.ask_other_time(booking.id, "any evening", NOW)
    assert store.bookings.find(booking.id).state == "received"
    assert [each.why for each in store.bookings.history(booking.id)][1:] == ["any evening"] * 2


def test_a_step_on_what_has_changed_since_it_was_looked_at_does_nothing(store, booking):
    store.bookings.offer_times(booking.id, [SOON], "mia", NOW, seen=1)
    store.bookings.accept(booking.id, SOON, NOW)
    bookings, last = store.bookings, {"who": "leo", "now": NOW, "seen": 2}
    for attempt in (
        lambda: bookings.offer_times(booking.id, [LATER], **last),
        lambda: bookings.confirm(booking.id, LATER, **last),
        lambda: bookings.decline(booking.id, "other", **last),
        lambda: bookings.cancel(booking.id, **last),
        lambda: bookings.no_reply(booking.id, **last),
    ):
        with pytest.raises(BookingChanged) as refused:
            attempt()
        assert refused.value.who == "visitor"
    assert store.bookings.get(booking.id).appointment == SOON
    assert len(store.bookings.history(booking.id)) == 3


def test_the_history_holds_the_times_and_the_request_the_newest_wish(store, booking):
    assert booking.wish is None
    store.bookings.offer_times(booking.id, [LATER, SOON], "mia", NOW)
    store.bookings.ask_other_time(booking.id, "the week after", NOW)
    assert store.bookings.confirm(booking.id, LATER, "mia", NOW).wish is None
    assert store.bookings.ask_other_time(booking.id, None, NOW).wish == ""
    assert store.bookings.offer_times(booking.id, [SOON], "mia", NOW).wish == ""
    assert [(each.state, each.times) for each in store.bookings.history(booking.id)] == [
        ("received", ()),
        ("times_offered", (SOON, LATER)),
        ("received", ()),
        ("confirmed", (LATER,)),
        ("received", ()),
        ("times_offered", (SOON,)),
    ]


def test_a_confirmed_time_can_be_changed_by_staff_alone(store):
    booking = open_booking(store, "form-1", email="ana@example.com")
    store.bookings.offer_times(booking.id, [SOON, LATER], "mia", NOW)
    store.bookings.accept(booking.id, SOON, NOW)
    with pytest.raises(BookingStepRefused, match="not on offer"):
        store.bookings.accept(booking.id, LATER, NOW)
    with pytest.raises(BookingStepRefused, match="at this time already"):
        store.bookings.confirm(booking.id, SOON, "mia", NOW)
    assert store.bookings.confirm(booking.id, LATER, "mia", NOW).appointment == LATER
    assert told(store, "booking_moved") == {"webhook", "visitor_mail"}


def test_an_appointment_stands_until_another_time_is_agreed(store):
    booking = open_booking(store, "form-1", email="ana@example.com")
    bookings = store.bookings
    bookings.confirm(booking.id, SOON, "mia", NOW)
    wished = bookings.ask_other_time(booking.id, "friday, if not i keep it", NOW)
    assert (wished.state, wished.appointment) == ("confirmed", SOON)
    assert wished.wants_other_time and wished.wish == "friday, if not i keep it"
    offered = bookings.offer_times(booking.id, [LATER], "mia", NOW)
    assert (offered.state, offered.appointment) == ("confirmed", SOON)
    moved = bookings.accept(booking.id, LATER, NOW)
    assert (moved.appointment, moved.wish, bookings.offered(booking.id)) == (LATER, None, [])
    assert told(store, "booking_moved") == {"webhook", "clinic_mail", "visitor_mail"}
    with pytest.raises(BookingStepRefused, match="not on offer"):
        bookings.accept(booking.id, SOON, NOW)


def test_a_wish_can_be_answered_by_leaving_the_time_as_it_is(store):
    booking = open_booking(store, "form-1", email="ana@example.com")
    store.bookings.confirm(booking.id, SOON, "mia", NOW)
    store.bookings.ask_other_time(booking.id, None, NOW)
    kept = store.bookings.confirm(booking.id, SOON, "mia", NOW)
    assert (kept.appointment, kept.wants_other_time) == (SOON, False)
    assert told(store, "booking_kept") == {"webhook", "visitor_mail"}


def test_a_time_that_is_over_is_nothing_to_keep(store, booking):
    store.bookings.confirm(booking.id, SOON, "mia", NOW)
    missed = store.bookings.ask_other_time(booking.id, "i missed it", LATER)
    assert (missed.state, missed.appointment) == ("received", None)


def test_a_visitor_keeps_no_appointment_that_is_over(store, booking):
    store.bookings.confirm(booking.id, SOON, "mia", NOW)
    store.bookings.ask_other_time(booking.id, "friday", NOW)
    with pytest.raises(BookingStepRefused):
        store.bookings.accept(booking.id, SOON, LATER)


def test_a_new_time_can_be_in_another_town(store, booking):
    town = "Norwalk" if booking.location != "Norwalk" else "Stamford"
    moved = store.bookings.confirm(booking.id, SOON, "mia", NOW, location=town)
    assert moved.location == town


def test_who_turns_up_after_no_reply_wishes_for_the_time_that_was_offered(store, booking):
    store.bookings.offer_times(booking.id, [SOON], "mia", NOW)
    store.bookings.no_reply(booking.id, "mia", NOW)
    here = store.bookings.accept(booking.id, SOON, NOW, "Friday at 4")
    assert (here.state, here.wish, here.appointment) == ("received", "Friday at 4", None)
    assert told(store, "other_time_wanted") == {"webhook", "clinic_mail"}


def test_what_comes_too_late_is_remembered_once_and_the_clinic_told(store, booking):
    store.bookings.offer_times(booking.id, [SOON], "mia", NOW)
    store.bookings.decline(booking.id, "other", "mia", NOW)
    for _ in range(2):
        store.bookings.come_too_late(LatePress(booking.id, LATE_ACCEPT, (SOON,)), NOW)
    last = store.bookings.history(booking.id)[-1]
    assert (last.state, last.who, last.why) == ("declined", "visitor", "late_accept")
    assert last.times == (SOON,) and len(store.bookings.history(booking.id)) == 4
    assert [i.channel for i in store.outbox.list() if i.kind == "visitor_too_late"] == [
        "clinic_mail"
    ]


def test_an_unknown_reference_is_told_with_what_to_do(store):
    with pytest.raises(UnknownBooking, match="python -m clinic bookings"):
        store.bookings.decline("AAAA-AAAA", "no", "mia", NOW)


def test_a_reference_is_found_however_it_is_typed(store, booking):
    typed = booking.reference.lower().replace("-", " ")
    assert store.bookings.find(typed).id == booking.id


def test_open_requests_of_the_same_person_are_linked(store, booking):
    other = open_booking(store, "form-2", email="ana@example.com")
    stranger = open_booking(store, "form-3", phone="+12035550199")
    assert [each.id for each in store.bookings.duplicates(booking.id)] == [other.id]
    assert store.bookings.duplicates(stranger.id) == []
    store.bookings.cancel(other.id, "visitor", NOW)
    assert store.bookings.duplicates(booking.id) == []


def test_of_two_who_confirm_and_cancel_at_once_both_steps_stand_in_order(store, booking):
    """Whatever comes first, the history holds what happened and the state is its last."""
    refused = []

    def attempt(step):
        try:
            step()
        except BookingStepRefused as error:
            refused.append(error)

    threads = [
        threading.Thread(target=attempt, args=[step])
        for step in (
            lambda: store.bookings.confirm(booking.id, SOON, "mia", NOW),
            lambda: store.bookings.cancel(booking.id, "visitor", NOW),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    history = store.bookings.history(booking.id)
    assert len(history) + len(refused) == 3
    assert store.bookings.find(booking.id).state == history[-1].state == "cancelled"


def test_closing_a_message_for_the_team_tells_its_visitor_nothing(store):
    message = open_booking(store, "form-1", flags=["complaint"], email="ana@example.com")
    assert message.is_message
    store.bookings.cancel(message.id, "mia", NOW)
    assert told(store, "booking_cancelled") == {"webhook"}
