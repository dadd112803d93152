"""Mails and webhooks: who hears what, what never leaves the house, and nothing forgotten."""

from __future__ import annotations

import hashlib
import hmac
import os
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from actions.after_alarm import ALARMS as DANGERS
from clinic.nlu.safety import KINDS
from clinic.notify.messages import PERSON_NEEDED
from clinic.store.outbox import LEASE
from clinic.store.unit_of_work import Amendment, UnitOfWork
from tests.store.conftest import request_for
from tests.store.test_booking_steps import open_booking

HEALTH = "insulin-dependent since 2009"
SMTP = {"smtp_host": "127.0.0.1", "smtp_tls": "none", "mail_from": "desk@clinic.example"}


def _smtp(post_office, **more):
    return {**SMTP, "smtp_port": post_office.port, "mail_to": "team@clinic.example", **more}


def _booking(house, **details):
    given = {"email": "ana@example.com", "health_note": HEALTH, "concern": "cystic acne"}
    return open_booking(house.store, "form-1", **{**given, **details})


def _texts(mail) -> str:
    return mail["Subject"] + mail.get_body(("plain",)).get_content()


def test_a_new_request_is_told_to_both_sides_without_health_details(house, post_office):
    here = house(**_smtp(post_office))
    booking = _booking(here)
    here.deliver()
    by_receiver = {mail["To"]: mail for mail in post_office.mails}
    assert set(by_receiver) == {"team@clinic.example", "ana@example.com"}
    for mail in post_office.mails:
        assert booking.reference in _texts(mail)
        assert mail["From"] == "desk@clinic.example"
        assert not [word for word in (HEALTH, "insulin", "acne") if word in mail.as_string()]
    assert "not an appointment yet" in _texts(by_receiver["ana@example.com"])
    assert {item.state for item in here.store.outbox.list()} == {"sent", "skipped"}


@pytest.mark.parametrize("flags", [[], ["complaint"]])
def test_a_wish_how_to_be_reached_is_told_of_without_its_words(house, post_office, flags):
    here = house(**_smtp(post_office))
    _booking(here, reach_note="ask for Jo, not before 5", flags=flags)
    here.deliver()
    texts = {mail["To"]: _texts(mail) for mail in post_office.mails}
    assert "how they want to be reached" in texts["team@clinic.example"]
    assert "reached" not in texts["ana@example.com"]
    assert not any("not before 5" in text for text in texts.values())


def test_a_note_for_the_team_is_told_of_without_its_words(house, post_office):
    here = house(**_smtp(post_office))
    _booking(here, team_note="uses a wheelchair", reach_note="not before 5")
    here.deliver()
    texts = {mail["To"]: _texts(mail) for mail in post_office.mails}
    assert "left a note on what the team should know" in texts["team@clinic.example"]
    assert "how they want to be reached" in texts["team@clinic.example"]
    assert not any("wheelchair" in text for text in texts.values())


def test_a_message_for_the_team_is_told_as_one_and_promises_no_time(house, post_office):
    here = house(**_smtp(post_office))
    _booking(here, flags=["complaint"])
    here.deliver()
    by_receiver = {mail["To"]: mail for mail in post_office.mails}
    assert by_receiver["team@clinic.example"]["Subject"].startswith("New message")
    told = _texts(by_receiver["ana@example.com"])
    assert "your message" in told and "appointment" not in told


def test_what_a_visitor_puts_right_is_told_to_the_clinic(house, post_office, clock):
    here = house(**_smtp(post_office))
    booking = _booking(here)
    here.deliver()
    post_office.mails.clear()
    unit = UnitOfWork("shell", 2, "m2", clock(), "s" * 40)
    unit.amendments.append(Amendment(booking.id, {"location": "Norwalk"}))
    here.store.turns.commit_unclaimed(unit)
    here.deliver()
    (mail,) = post_office.mails
    assert mail["To"] == "team@clinic.example" and "put right" in mail["Subject"]


def test_without_a_mail_server_the_mails_lie_in_a_folder(house, tmp_path):
    here = house()
    _booking(here)
    here.deliver()
    files = sorted((tmp_path / "outbox").glob("*.eml"))
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert "ana@example.com" in {mail["To"] for mail in mails}
    assert len(mails) == 2 and all(mail["Message-ID"] for mail in mails)


def test_a_confirmed_time_comes_with_a_calendar_file(house, post_office, clock):
    here = house(**_smtp(post_office))
    booking = _booking(here, locale="es")
    here.deliver()
    post_office.mails.clear()
    time = clock().replace(microsecond=0) + timedelta(days=2)
    here.store.bookings.confirm(booking.id, time, "mia", clock())
    here.deliver()
    (mail,) = post_office.mails
    assert mail["Subject"].startswith("Su cita")
    (file,) = mail.iter_attachments()
    assert file.get_filename() == f"{booking.reference}.ics"
    assert f"DTSTART:{time:%Y%m%dT%H%M%SZ}" in file.get_content()


def test_a_changed_time_is_told_with_a_newer_calendar_file(house, post_office, clock):
    here = house(**_smtp(post_office))
    conversation = here.store.conversations.open(clock()).id
    booking = _in_chat(here, conversation, clock, email="ana@example.com")
    time = clock().replace(microsecond=0) + timedelta(days=2)
    for hours in (0, 1):
        clock.put_forward(minutes=1)
        here.store.bookings.confirm(booking.id, time + timedelta(hours=hours), "mia", clock())
        here.deliver()
    assert [event.response for event in _said(here, conversation)] == [
        "utter_chat_booking_confirmed",
        "utter_chat_booking_moved",
    ]
    first, second = [mail for mail in post_office.mails if list(mail.iter_attachments())]
    assert second["Subject"].startswith("New time for your appointment")
    events = []
    for mail in (first, second):
        (file,) = mail.iter_attachments()
        lines = (line.partition(":") for line in file.get_content().splitlines())
        events.append({name: value for name, _, value in lines})
    assert events[0]["UID"] == events[1]["UID"]
    assert int(events[0]["SEQUENCE"]) < int(events[1]["SEQUENCE"])
    assert events[1]["DTSTART"] == f"{time + timedelta(hours=1):%Y%m%dT%H%M%SZ}"


@pytest.mark.parametrize("answer", ["451 try later", "452 full", "554 no"])
def test_a_mail_server_that_does_not_accept_is_asked_again_with_the_same_id(
    house, post_office, clock, answer
):
    here = house(**_smtp(post_office))
    _booking(here)
    post_office.answer = answer
    here.deliver()
    assert post_office.mails == []
    waiting = {item.id for item in here.store.outbox.list("pending")}
    if answer.startswith("55"):
        assert not waiting and len(here.store.outbox.list("dead")) == 2  # refused for good
        return
    post_office.answer = "250 ok"
    clock.put_forward(minutes=1)
    here.deliver()
    assert {mail["Message-ID"].strip("<>").partition("@")[0] for mail in post_office.mails} == (
        waiting
    )


def test_a_mail_server_that_is_down_costs_nothing_but_time(house, post_office, clock):
    here = house(**_smtp(post_office))
    post_office.close()
    _booking(here)
    here.deliver()
    errors = {item.last_error for item in here.store.outbox.list("pending")}
    assert errors == {"The mail server: ConnectionRefusedError."}


def test_the_webhook_is_signed_and_tried_again_under_the_same_id(house, receiver, clock):
    here = house(webhook_url=receiver.url, webhook_secret="shared secret")
    booking = _booking(here)
    receiver.status = 503
    here.deliver()
    receiver.status = 200
    clock.put_forward(minutes=1)
    here.deliver()
    first, second = receiver.events
    assert first["id"] == second["id"]
    assert second["type"] == "booking_received"
    assert second["data"]["reference"] == booking.reference
    headers, body = receiver.received[1]
    assert HEALTH.encode() not in body and b"acne" not in body
    stamp, given = (part.partition("=")[2] for part in headers["Clinic-Signature"].split(","))
    expected = hmac.new(b"shared secret", f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(given, expected)


def test_offered_times_stand_in_the_chat_once_with_a_button_for_each(house, clock):
    here = house()
    conversation = here.store.conversations.open(clock()).id
    booking = _in_chat(here, conversation, clock)
    times = [clock() + timedelta(days=day) for day in (2, 3)]
    here.store.bookings.offer_times(booking.id, times, "mia", clock())
    here.deliver()
    (event,) = _said(here, conversation)
    assert event.response == "utter_chat_booking_times_offered"
    assert [button["title"] for button in event.buttons][-1] == "Another time"
    assert len(event.buttons) == 3
    # A process that died after saying it, and before anything else, says it no second time.
    clock.put_forward(seconds=LEASE.total_seconds())
    here.deliver()
    assert len(_said(here, conversation)) == 1


def test_what_has_been_overtaken_is_not_told_any_more(house, post_office, clock):
    here = house(**_smtp(post_office))
    booking = _booking(here)
    here.deliver()
    post_office.mails.clear()
    here.store.bookings.offer_times(booking.id, [clock() + timedelta(days=2)], "mia", clock())
    here.store.bookings.cancel(booking.id, "mia", clock())
    here.deliver()
    (mail,) = post_office.mails
    assert "cancelled" in _texts(mail)


def test_a_conversation_that_needs_a_person_alerts_the_clinic(house, post_office, receiver, clock):
    here = house(**_smtp(post_office), webhook_url=receiver.url, webhook_secret="s")
    conversation = here.store.conversations.open(clock()).id
    _turn(here, conversation, clock, lambda unit: unit.need_person("same_day"))
    here.deliver()
    (mail,) = post_office.mails
    assert mail["To"] == "team@clinic.example" and "today" in mail["Subject"]
    assert f"/staff/conversations/{conversation}" in _texts(mail)
    (event,) = receiver.events
    assert event["data"] == {"conversation": conversation, "why": "same_day"}


def test_each_danger_and_each_wish_for_a_person_has_a_mail_of_its_own(house, post_office, clock):
    here = house(**_smtp(post_office))
    assert set(DANGERS) == set(KINDS) and set(DANGERS) < set(PERSON_NEEDED)
    conversation = here.store.conversations.open(clock()).id
    _turn(here, conversation, clock, lambda unit: [*map(unit.need_person, PERSON_NEEDED)])
    here.deliver()
    subjects = {mail["Subject"] for mail in post_office.mails}
    assert len(subjects) == len(PERSON_NEEDED)
    assert {"Emergency in the chat", "A complaint in the chat"} < subjects


KILLED = """
from datetime import UTC, datetime
from clinic.notify.delivery import Delivery
from clinic.settings import load_settings
from clinic.store import open_store
settings = load_settings(_env_file=None)
Delivery(open_store(settings), settings, lambda: datetime.now(UTC)).deliver_due()
"""


def test_killed_between_acceptance_and_commit_it_is_sent_again_under_the_same_id(
    house, post_office, clock, tmp_path
):
    here = house(**_smtp(post_office))
    _booking(here, email=None)
    settings = {name.upper(): str(value) for name, value in _smtp(post_office).items()}
    environment = {
        **os.environ,
        **settings,
        "DATABASE_URL": here.settings.database_url,
        "VAR_DIR": str(tmp_path),
        "CLINIC_KILL_AT": "outbox.delivered",
    }
    done = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True)
    assert done.returncode == -9
    assert len(post_office.mails) == 1
    here.deliver()
    assert len(post_office.mails) == 1  # the dead process's lease still stands
    clock.put_forward(seconds=LEASE.total_seconds() + 1)
    here.deliver()
    first, second = post_office.mails
    assert first["Message-ID"] == second["Message-ID"]


def _said(here, conversation):
    events = here.store.chat_events.after(conversation, 0)
    return [event for event in events if event.role == "bot"]


def _in_chat(here, conversation, clock, **details):
    request = request_for("form-7", **details)
    _turn(here, conversation, clock, lambda unit: unit.request_booking(request))
    return here.store.bookings.of_form("form-7")


def _turn(here, conversation, clock, work) -> None:
    from clinic.store.unit_of_work import UnitOfWork

    here.store.inbox.take_in(conversation, "m1", clock(), text="x")
    claim = here.store.turns.claim(conversation, clock())
    unit = UnitOfWork(conversation, claim.message.seq, "m1", clock(), "k" * 40)
    work(unit)
    here.store.turns.commit(claim, unit)
    claim.release()
