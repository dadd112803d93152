"""Who needs a person: the first on the board, all of them on a list."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from clinic.console import waiting_page
from clinic.console.board import MOST_PEOPLE
from tests.chat.served import Served
from tests.console.person import employ, poll, words
from tests.store.story import tell


def ask_for_a_person(server: Served, *, safety: str | None = None, minutes: int = 0) -> str:
    server.turns.hold()  # nobody answers but this
    store = server.chat.store
    conversation = store.conversations.open(server.clock()).id
    tell(store, conversation, "help", label="human_handoff", topics=[], safety=safety,
         actions=("action_handoff",), minutes=minutes)  # fmt: skip
    store.index.refresh(conversation, server.desk.profile.zone)
    return conversation


def shown(page: httpx.Response) -> list[str]:
    return re.findall(r'<li><a href="/staff/conversations/([\w-]{22})"', page.text)


def test_the_board_says_how_many_more_need_a_person_and_leads_to_all(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    asked = [ask_for_a_person(server, minutes=minute) for minute in range(MOST_PEOPLE)]
    with employ(server, "front_desk") as person:
        board = person.get("/staff/bookings")
        assert shown(board) == asked
        assert "on one list" not in words(board)
        danger = ask_for_a_person(server, safety="emergency", minutes=99)
        board = poll(person, board)
        assert f"{MOST_PEOPLE + 1} conversations need a person" in words(board)
        assert f"1 more, all {MOST_PEOPLE + 1} on one list" in words(board)
        assert shown(board) == [danger, *asked[:-1]]
        page = person.get(re.search(r'href="(/staff/conversations/waiting)"', board.text)[1])
        assert shown(page) == [danger, *asked]
        assert poll(person, page).status_code == 204
        person.get(f"/staff/conversations/{danger}")
        person.send(f"/staff/conversations/{danger}/handled")
        assert shown(poll(person, page)) == asked


def test_the_list_of_who_waits_has_pages(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_page, "PAGE", 2)
    server = serve()
    asked = [ask_for_a_person(server, minutes=minute) for minute in range(3)]
    with employ(server, "reviewer") as person:
        first = person.get("/staff/conversations/waiting")
        last = person.get(re.search(r'href="([^"]*)" rel="next"', first.text)[1])
        assert (shown(first), shown(last)) == (asked[:2], asked[2:])
        assert poll(person, last).status_code == 204
        assert 'rel="next"' not in last.text
        assert "Nobody else waits." in words(person.get("/staff/conversations/waiting?page=9"))


def test_who_waits_is_shown_with_the_words_that_need_a_person(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    store = server.chat.store
    conversation = store.conversations.open(server.clock()).id
    tell(store, conversation, "does it hurt?")
    tell(store, conversation, "my name is Ana Beltran", minutes=1)
    tell(store, conversation, "I can't breathe, Ana Beltran", minutes=2, label="emergency",
         topics=[], safety="emergency", actions=("action_safety",))  # fmt: skip
    tell(store, conversation, "and what does it cost?", minutes=3)
    store.index.refresh(conversation, server.desk.profile.zone)
    with employ(server, "front_desk", "reviewer") as person:
        for address in ("/staff/bookings", "/staff/conversations/waiting"):
            page = words(person.get(address))
            assert "I can't breathe, [name]" in page
            assert "does it hurt?" not in page and "Ana" not in page
        assert "does it hurt?" in words(person.get("/staff/conversations"))


def test_who_waits_is_shown_with_the_danger_and_not_with_what_was_said_of_it_later(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    store = server.chat.store
    conversation = store.conversations.open(server.clock()).id
    for minute, (text, safety) in enumerate(
        (
            ("my lip is red", "same_day"),
            ("my left eye went blurry", "emergency"),
            ("are you serious 911?", "emergency"),
            ("probably just tired", "same_day"),
        )
    ):
        tell(store, conversation, text, minutes=minute, label="emergency", topics=[],
             safety=safety, actions=("action_safety",))  # fmt: skip
    tell(store, conversation, "Margit Sandoval", minutes=9, label="human_handoff", topics=[],
         actions=("action_handoff",))  # fmt: skip
    store.index.refresh(conversation, server.desk.profile.zone)
    with employ(server, "front_desk", "reviewer") as person:
        page = words(person.get("/staff/conversations/waiting"))
    assert "my left eye went blurry" in page
    assert not any(each in page for each in ("serious", "tired", "Margit"))


def test_a_name_alone_is_covered_where_somebody_waits(serve: Callable[..., Served]) -> None:
    server = serve()
    store = server.chat.store
    conversation = store.conversations.open(server.clock()).id
    tell(store, conversation, "does it hurt?")
    tell(store, conversation, "Margit Sandoval", minutes=1, label="human_handoff", topics=[],
         actions=("action_handoff",))  # fmt: skip
    store.index.refresh(conversation, server.desk.profile.zone)
    with employ(server, "front_desk", "reviewer") as person:
        assert "Margit" not in person.get("/staff/conversations/waiting").text
