"""A visitor sees and changes their own request only, and guessing leads nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clinic.errors import BookingStepRefused
from clinic.store.unit_of_work import UnitOfWork
from tests.store.conftest import NOW, request_for, unit_for
from tests.store.test_booking_steps import SOON, open_booking


def _unit(store, conversation: str) -> UnitOfWork:
    unit = unit_for(conversation)
    unit.desk = store.visitor_desk
    return unit


def _commit(store, unit: UnitOfWork) -> None:
    store.inbox.take_in(unit.conversation, f"m{unit.turn}-{len(unit.steps)}", NOW, text="x")
    claim = store.turns.claim(unit.conversation, NOW)
    store.turns.commit(claim, unit)
    claim.release()


def test_reference_and_contact_have_to_belong_together(store, conversation):
    booking = open_booking(store, "form-1", email="Ana@example.com")
    other = open_booking(store, "form-2", phone="+12035550199", email=None)
    unit = _unit(store, conversation)
    assert unit.find_booking(booking.reference, "+12035550103").id == booking.id
    assert unit.find_booking(booking.reference.lower(), "ana@example.com").id == booking.id
    assert unit.find_booking(other.reference, "+12035550103") is None
    assert unit.find_booking("AAAA-BBBB", "+12035550103") is None
    assert len(unit.wrong_guesses) == 2


def test_after_some_wrong_guesses_a_conversation_is_told_nothing_for_a_day(store, conversation):
    booking = open_booking(store, "form-1")
    unit = _unit(store, conversation)
    for _ in range(5):
        assert unit.find_booking(booking.reference, "+12035550000") is None
    _commit(store, unit)
    again = _unit(store, conversation)
    assert again.find_booking(booking.reference, "+12035550103") is None
    again.now = NOW + timedelta(days=1, minutes=1)
    assert again.find_booking(booking.reference, "+12035550103") is not None


def test_a_reference_that_many_guess_at_is_closed_to_all(store):
    booking = open_booking(store, "form-1")
    for _ in range(5):
        unit = _unit(store, store.conversations.open(NOW).id)
        for _ in range(4):
            unit.find_booking(booking.reference, "+12035550000")
        _commit(store, unit)
    stranger = _unit(store, store.conversations.open(NOW).id)
    assert stranger.find_booking(booking.reference, "+12035550103") is None


def test_a_step_from_the_chat_is_written_with_its_turn(store, conversation):
    booking = open_booking(store, "form-1")
    store.bookings.offer_times(booking.id, [SOON], "mia", NOW)
    unit = _unit(store, conversation)
    (offered,) = unit.find_booking(booking.reference, "+12035550103").offered
    assert unit.accept_time(booking.id, offered.isoformat())
    assert store.bookings.find(booking.id).state == "times_offered"
    _commit(store, unit)
    assert store.bookings.find(booking.id).appointment == SOON


def test_what_is_too_late_is_said_and_not_done(store, conversation):
    booking = open_booking(store, "form-1")
    unit = _unit(store, conversation)
    assert not unit.accept_time(booking.id, SOON.isoformat())
    store.bookings.decline(booking.id, "no", "mia", NOW)
    assert not unit.cancel_booking(booking.id)
    assert not unit.ask_other_time(booking.id, "evenings")
    assert unit.steps == []
    _commit(store, unit)
    tried = [event.why for event in store.bookings.history(booking.id)][-3:]
    assert tried == ["late_accept", "late_cancel", "late_other"]


def test_a_town_is_only_wished_for_while_an_appointment_stands(store, conversation):
    booking = open_booking(store, "form-1", location="Stamford")
    store.bookings.confirm(booking.id, SOON, "mia", NOW)
    unit = _unit(store, conversation)
    outcome = unit.amend_booking(booking.id, {"location": "Norwalk", "name": "Ana Ruiz"}, "friday")
    assert (outcome.state, outcome.appointment) == ("confirmed", SOON)
    _commit(store, unit)
    now = store.bookings.find(booking.id)
    assert (now.location, now.name, now.wish) == ("Stamford", "Ana Ruiz", "Norwalk, friday")
    assert now.appointment == SOON


def test_a_time_pressed_twice_is_taken_once(store, conversation):
    booking = open_booking(store, "form-1")
    store.bookings.offer_times(booking.id, [SOON], "mia", NOW)
    for _ in range(2):
        unit = _unit(store, conversation)
        assert unit.accept_time(booking.id, SOON.isoformat()).state == "confirmed"
        _commit(store, unit)
    assert len(store.bookings.history(booking.id)) == 3


def test_the_clinic_is_alerted_once_for_each_reason_in_a_while(store, conversation):
    for turn in range(3):
        unit = unit_for(conversation, turn)
        unit.need_person("handoff" if turn < 2 else "complaint")
        _commit(store, unit)
    alerts = [item for item in store.outbox.list() if item.kind == "person_needed"]
    assert sorted((item.channel, item.data["why"]) for item in alerts) == [
        ("clinic_mail", "complaint"),
        ("clinic_mail", "handoff"),
        ("webhook", "complaint"),
        ("webhook", "handoff"),
    ]


def test_the_conversation_that_sent_a_request_finds_it_and_no_other_does(store, conversation):
    sender = _unit(store, conversation)
    sender.request_booking(request_for("form-1"))
    _commit(store, sender)
    booking = store.bookings.of_form("form-1")
    assert sender.find_sent(booking.reference).id == booking.id
    stranger = _unit(store, store.conversations.open(NOW).id)
    assert stranger.find_sent(booking.reference) is None
    assert stranger.wrong_guesses == []


def test_a_detail_is_put_right_with_its_history_and_the_clinic_told(store, conversation):
    booking = open_booking(store, "form-1")
    unit = _unit(store, conversation)
    assert unit.amend_booking(booking.id, {"location": "Norwalk", "name": "Ana Ruiz"})
    _commit(store, unit)
    changed = store.bookings.find(booking.id)
    assert (changed.location, changed.name, changed.state) == ("Norwalk", "Ana Ruiz", "received")
    last = store.bookings.history(booking.id)[-1]
    assert (last.who, last.why) == ("visitor", "changed: location, name")
    told = {item.channel for item in store.outbox.list() if item.kind == "booking_changed"}
    assert told == {"clinic_mail", "webhook"}


def test_a_new_number_changes_nothing_about_an_appointment(store, conversation):
    booking = open_booking(store, "form-1")
    store.bookings.confirm(booking.id, SOON, "mia", NOW)
    unit = _unit(store, conversation)
    assert unit.amend_booking(booking.id, {"phone": "+12035550144"})
    _commit(store, unit)
    now = store.bookings.find(booking.id)
    assert (now.appointment, now.wants_other_time) == (SOON, False)


def test_a_closed_request_is_not_put_right(store, conversation):
    booking = open_booking(store, "form-1")
    store.bookings.cancel(booking.id, "mia", NOW)
    unit = _unit(store, conversation)
    assert not unit.amend_booking(booking.id, {"location": "Norwalk"})
    assert unit.amendments == []


def test_a_message_that_is_done_is_opened_again_by_the_team_alone(store, conversation):
    message = open_booking(store, "form-1", flags=["message"])
    store.bookings.finish(message.id, "mia", NOW)
    unit = _unit(store, conversation)
    assert not unit.amend_booking(message.id, {"name": "Bo"})
    assert not unit.cancel_booking(message.id, None)
    with pytest.raises(BookingStepRefused, match="It is closed"):
        store.bookings.ask_other_time(message.id, "and another thing", NOW)
    assert store.bookings.reopen(message.id, "mia", NOW).state == "received"
    with pytest.raises(BookingStepRefused):
        store.bookings.offer_times(message.id, [NOW + timedelta(days=1)], "mia", NOW)


def test_a_request_is_never_done_but_confirmed_or_closed(store):
    booking = open_booking(store, "form-1")
    for step in (store.bookings.finish, store.bookings.reopen):
        with pytest.raises(BookingStepRefused):
            step(booking.id, "mia", NOW)


def test_an_appointment_is_kept_after_all(store, conversation):
    booking = open_booking(store, "form-1")
    store.bookings.confirm(booking.id, SOON, "mia", NOW)
    for wish in (True, False):
        unit = _unit(store, conversation)
        unit.turn = 1 if wish else 2
        if wish:
            unit.ask_other_time(booking.id, "tuesday")
        else:
            assert unit.accept_time(booking.id, SOON.isoformat()).appointment == SOON
        _commit(store, unit)
        now = store.bookings.find(booking.id)
        assert (now.state, now.appointment, now.wants_other_time) == ("confirmed", SOON, wish)


def test_health_is_added_and_taken_out_again(store, conversation):
    booking = open_booking(store, "form-1")
    told, flags = "i have herpes", ["condition:herpes", "needs_clinician_review"]
    for turn in (1, 2):
        unit = _unit(store, conversation)
        unit.turn = turn
        if turn == 1:
            unit.add_health(booking.id, told, flags)
        else:
            unit.take_out_health(booking.id, told, flags[:1])
        _commit(store, unit)
        now = store.bookings.find(booking.id)
        assert (told in (now.health_note or "")) is (turn == 1)
        assert ("condition:herpes" in now.flags) is (turn == 1)
        assert "needs_clinician_review" in now.flags
    assert now.health_note == booking.health_note


def test_what_is_denied_is_no_flag_any_more_and_the_team_reads_both(store, conversation):
    booking = open_booking(store, "form-1")
    unit = _unit(store, conversation)
    unit.turn = 1
    unit.add_health(booking.id, "I have eczema", ["condition:eczema", "needs_clinician_review"])
    _commit(store, unit)
    unit = _unit(store, conversation)
    unit.turn = 2
    assert unit.deny_health(booking.id, "it's not eczema, just dry", ["condition:eczema"])
    _commit(store, unit)
    now = store.bookings.find(booking.id)
    assert now.health_note.endswith("I have eczema / it's not eczema, just dry")
    assert "condition:eczema" not in now.flags and "needs_clinician_review" in now.flags
