"""Staff answer in the chat: the assistant is silent meanwhile, but for dangers."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta

from clinic.store.signals import Signal
from clinic.store.takeovers import JOINED
from tests.chat.served import Served
from tests.chat.stream import following, until
from tests.console.person import Person, poll, words
from tests.visitor import Visitor

SILENCE_S = 600


def said(visitor: Visitor) -> list[tuple[str, str]]:
    return [(event["role"], event["text"]) for event in visitor.history()]


def quiet(visitor: Visitor, clinic: Served) -> None:
    """Wait until the server has worked off everything that the visitor sent."""
    patience = time.monotonic() + 10
    while visitor.conversation in clinic.chat.store.turns.waiting(clinic.clock()):
        assert time.monotonic() < patience
        time.sleep(0.05)


def taken_over(maya: Person, guest: Visitor) -> str:
    """The address of the visitor's conversation, which she holds from now on."""
    at = f"/staff/conversations/{guest.conversation}"
    maya.get(at)
    maya.send(f"{at}/take-over")
    return at


def test_while_staff_hold_it_the_assistant_is_silent(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("does it hurt?")
    at = f"/staff/conversations/{guest.conversation}"
    maya.get(at)
    assert "You have the conversation." in words(maya.send(f"{at}/take-over"))
    assert said(guest)[-1][0] == "bot" and "in person" in said(guest)[-1][1]
    before = len(said(guest))
    guest.send(text="how many sessions do I need?")
    quiet(guest, clinic)
    assert [role for role, _ in said(guest)[before:]] == ["user"]
    page = maya.send(f"{at}/say", text="Usually five. I'm <b>Maya</b>.")
    assert "&lt;b&gt;Maya&lt;/b&gt;" in page.text
    assert said(guest)[-1] == ("staff", "Usually five. I'm <b>Maya</b>.")
    assert "Staff held the conversation" in words(page)
    maya.send(f"{at}/give-back")
    assert "automated assistant again" in said(guest)[-1][1]
    assert guest.say("does it hurt?")[0]["role"] == "bot"


def test_safety_speaks_even_then(clinic: Served, maya: Person, guest: Visitor) -> None:
    guest.say("hello")
    at = taken_over(maya, guest)
    (answer,) = guest.say("my face is swelling up and I can't breathe")
    assert answer["role"] == "bot" and "911" in answer["text"]
    maya.send(f"{at}/give-back")


def test_safety_hears_a_danger_in_pieces_even_then(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("hello")
    at = taken_over(maya, guest)
    guest.send(text="my face")
    quiet(guest, clinic)
    (answer,) = guest.say("its big")
    assert answer["role"] == "bot" and "911" in answer["text"]
    maya.send(f"{at}/give-back")


def test_an_open_form_goes_on_where_it_was(clinic: Served, maya: Person, guest: Visitor) -> None:
    guest.say("I'd like to request an appointment")
    guest.say("Ana Beltran")
    at = taken_over(maya, guest)
    guest.send(text="203-555-0103 is what I had before, not any more")
    quiet(guest, clinic)
    maya.send(f"{at}/give-back")
    answer = guest.say("203-555-0199")
    assert "e-mail" in answer[-1]["text"]  # the question after the phone number


def test_it_goes_back_by_itself_after_a_silence(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("hello")
    at = taken_over(maya, guest)
    store, now = clinic.chat.store, clinic.clock()
    store.takeovers.touch(guest.conversation, _account(clinic, maya), _earlier(now))
    assert guest.say("does it hurt?")[0]["role"] == "bot"
    patience = time.monotonic() + 15
    while store.takeovers.current(guest.conversation):  # the visitor is told as well
        assert time.monotonic() < patience
        time.sleep(0.2)
    assert "automated assistant again" in said(guest)[-1][1]
    late = maya.send(f"{at}/say", text="Still there?")
    assert (late.status_code, "went back to the assistant" in words(late)) == (400, True)
    assert "Still there?" in late.text  # what was typed is kept


def test_two_people_cannot_hold_it_at_once(clinic: Served, maya: Person, guest: Visitor) -> None:
    guest.say("hello")
    at = taken_over(maya, guest)
    again = maya.send(f"{at}/take-over")
    assert (again.status_code, "Somebody holds" in words(again)) == (400, True)
    maya.send(f"{at}/give-back")


def test_what_is_being_typed_comes_along_when_it_is_given_back_and_taken_again(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("hello")
    at = taken_over(maya, guest)
    page = maya.send(f"{at}/give-back", text="We are <b>open</b> on")
    assert "The assistant answers again." in words(page)
    assert "What you typed was not sent, and stays here." in words(page)
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text)[1]
    assert kept == "We are &lt;b&gt;open&lt;/b&gt; on"
    page = maya.send(f"{at}/take-over", text="We are <b>open</b> on")
    assert "You have the conversation." in words(page) and kept in page.text
    maya.send(f"{at}/say", text="We are open on Monday.")
    assert said(guest)[-1] == ("staff", "We are open on Monday.")
    maya.send(f"{at}/give-back")


def test_an_open_page_learns_who_has_the_conversation_and_is_not_loaded_again(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("hello")
    at = f"/staff/conversations/{guest.conversation}"
    store, now = clinic.chat.store, clinic.clock()
    told = clinic.desk.answers.announcement(JOINED, "en")
    page = maya.get(at)
    store.takeovers.take(guest.conversation, "mia", now, told)
    news = poll(maya, page)
    assert "hx-refresh" not in news.headers
    assert "Somebody answers in this conversation" in words(news)
    assert "<textarea" not in news.text  # nothing was being typed
    store.takeovers.give_back(guest.conversation, now, told)
    assert "Take over and answer" in words(poll(maya, news))
    page = maya.send(f"{at}/take-over")
    store.takeovers.give_back(guest.conversation, now, told)
    news = poll(maya, page)
    assert 'id="answer" hx-swap-oob="outerHTML"' in news.text
    assert 'id="draft" hx-preserve="true"' in news.text  # so the browser keeps what is in it
    store.takeovers.take(guest.conversation, "mia", now, told)
    assert 'id="draft" hx-preserve="true"' in poll(maya, news).text
    store.takeovers.give_back(guest.conversation, now, told)


def test_both_see_each_other_typing(clinic: Served, maya: Person, guest: Visitor) -> None:
    guest.say("hello")
    at = f"/staff/conversations/{guest.conversation}"
    maya.get(at)
    page = maya.send(f"{at}/take-over")
    address = re.search(r'hx-get="([^"]*/lines[^"]*)"', page.text)[1].replace("&amp;", "&")
    assert maya.http.get(address).status_code == 204
    with clinic.http(guest) as http, following(http) as events:
        until(events, "ready")
        http.post("/typing")
        patience = time.monotonic() + 5
        while "is typing" not in maya.http.get(address).text:
            assert time.monotonic() < patience
            time.sleep(0.1)
        maya.http.post(f"{at}/typing", headers={"X-CSRF": maya._csrf})
        assert until(events, "typing")
    guest.send(text="here it is")
    assert "is typing" not in maya.get(at).text
    clinic.desk.typing.hear(Signal("visitor_typing", guest.conversation))
    assert "is typing" in maya.get(at).text
    assert "is typing" not in maya.send(f"{at}/give-back").text


def _account(clinic: Served, person: Person) -> str:
    return clinic.chat.store.staff.by_email(person.email).id


def _earlier(now: datetime) -> datetime:
    return now - timedelta(seconds=SILENCE_S + 1)
