"""Event streams: everything stored, in order, once; then what comes, as it comes."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from clinic.chat.hub import MOST_PER_CONVERSATION
from clinic.chat.streams import PAGE
from clinic.store.signals import Signal
from tests.chat.served import Served
from tests.chat.stream import following, numbers, until
from tests.visitor import Visitor


def take_in(server: Served, visitor: Visitor, text: str) -> None:
    """Store a message as another replica would: past the API."""
    server.chat.store.inbox.take_in(
        visitor.conversation, str(uuid.uuid4()), server.clock(), text=text
    )


def test_the_backlog_comes_first_then_ready_then_what_is_said(
    server: Served, visitor: Visitor
) -> None:
    visitor.say("before")
    with server.http(visitor) as http, following(http) as events:
        backlog = until(events, "ready")
        assert numbers(backlog) == [1, 2]
        assert backlog[-1].data == {"last": 2}
        message = visitor.send(text="after")
        live = until(events, "turn_done")
    assert numbers(live) == [3, 4]
    assert live[-1] == ("turn_done", None, {"reply_to": message})


def test_an_event_looks_as_the_protocol_says(server: Served, visitor: Visitor) -> None:
    message = visitor.send(text="buttons")
    visitor.answers(message)
    with server.http(visitor) as http, following(http) as events:
        said, answer, _ready = until(events, "ready")
    assert said.id == said.data["seq"] == 1
    assert said.data == {
        "seq": 1,
        "role": "user",
        "text": "buttons",
        "buttons": [],
        "at": said.data["at"],
        "reply_to": message,
    }
    assert said.data["at"].endswith("Z")
    assert answer.data["role"] == "bot"
    assert answer.data["reply_to"] == message
    assert [set(button) for button in answer.data["buttons"]] == [{"id", "title"}] * 2


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 2**31 - 1])
def test_a_stream_goes_on_after_the_event_that_the_client_has(
    server: Served, visitor: Visitor, after: int
) -> None:
    visitor.say("one")
    visitor.say("two")
    with server.http(visitor) as http, following(http, after) as events:
        assert numbers(until(events, "ready")) == list(range(after + 1, 5))


def test_the_header_wins_over_the_address(server: Served, visitor: Visitor) -> None:
    visitor.say("one")
    with server.http(visitor) as http:
        headers = {"Accept": "application/json", "Last-Event-ID": "1"}
        answer = http.get("/events", params={"after": 0}, headers=headers).json()
    assert [event["seq"] for event in answer["events"]] == [2]


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "99999999999", "١", "2147483648", "1 OR 1=1"])
def test_a_place_that_is_no_number_is_malformed(
    server: Served, visitor: Visitor, after: str
) -> None:
    with server.http(visitor, Accept="application/json") as http:
        assert http.get("/events", params={"after": after}).status_code == 400


def test_a_history_longer_than_a_page_comes_whole(server: Served, visitor: Visitor) -> None:
    server.turns.hold()
    try:
        for number in range(PAGE + 5):
            take_in(server, visitor, str(number))
        with server.http(visitor) as http, following(http) as events:
            assert numbers(until(events, "ready")) == list(range(1, PAGE + 6))
        assert len(visitor.history()) == PAGE + 5
    finally:
        server.turns.go_on()


def test_no_stream_skips_or_doubles_an_event_however_they_are_committed(
    server: Served, visitor: Visitor
) -> None:
    """Six threads write while streams open, break off and go on."""
    writers, each = 6, 15
    total = writers * each * 2  # every message has its answer

    def write(writer: int) -> None:
        for number in range(each):
            take_in(server, visitor, f"{writer}.{number}")
            time.sleep(0.001 * writer)

    def tail(breaks_after: int) -> list[int]:
        seen: list[int] = []
        with server.http(visitor) as http:
            while len(seen) < total:
                with following(http, seen[-1] if seen else 0) as events:
                    for number, event in enumerate(events, start=1):
                        if event.kind == "message":
                            seen.append(event.id)
                        if len(seen) == total or number == breaks_after:
                            break
        return seen

    with ThreadPoolExecutor(writers + 5) as threads:
        tails = [threads.submit(tail, breaks_after) for breaks_after in (10_000, 10_000, 3, 7, 40)]
        for writing in [threads.submit(write, writer) for writer in range(writers)]:
            writing.result()
        for seen in tails:
            assert seen.result(60) == list(range(1, total + 1))


def test_the_end_of_a_turn_is_told_after_its_answer(server: Served, visitor: Visitor) -> None:
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        for text in ("one", "twice", "three"):
            message = visitor.send(text=text)
            before = until(events, "turn_done", reply_to=message)
            answered = [event.data["reply_to"] for event in before if event.kind == "message"]
            assert answered.count(message) == (3 if text == "twice" else 2)


def test_what_was_said_comes_with_its_answer_and_is_not_read_again(
    server: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.chat.hub.ECHO_AFTER_S", 5.0)
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        with monkeypatch.context() as patch:
            patch.delattr(server.chat.streams, "_store")
            visitor.send(text="buttons")
            live = until(events, "turn_done")
    assert numbers(live) == [1, 2]
    assert [each.data for each in live[:-1]] == visitor.history()


def test_what_was_said_is_shown_soon_while_no_answer_comes(
    server: Served, visitor: Visitor
) -> None:
    server.turns.hold()
    try:
        with server.http(visitor) as http, following(http) as events:
            until(events, "ready")
            visitor.send(text="one")
            assert numbers(until(events, "message")) == [1]
    finally:
        server.turns.go_on()


@pytest.mark.parametrize("kind", ["typing", "delayed"])
def test_what_is_not_stored_is_passed_on_without_an_id(
    server: Served, visitor: Visitor, kind: str
) -> None:
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        server.chat.store.signals.publish(Signal(kind, visitor.conversation, "m"))
        assert next(events) == (kind, None, {"reply_to": "m"})


def test_nobody_hears_of_another_conversation(server: Served, visitor: Visitor) -> None:
    with server.visitor() as other, server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        other.say("private")
        server.chat.store.signals.publish(Signal("typing", other.conversation, "m"))
        visitor.say("mine")
        heard = until(events, "turn_done")
    assert [event.data["text"] for event in heard if event.kind == "message"] == [
        "mine",
        "echo mine",
    ]
    assert "typing" not in [event.kind for event in heard]


def test_a_quiet_stream_beats(serve: Callable[..., Served]) -> None:
    server = serve(streaming={"heartbeat": 0.05})
    with server.http(server.visitor()) as http, following(http) as events:
        until(events, "ready")
        assert [next(events).kind for _ in range(3)] == ["comment"] * 3


def test_what_no_signal_told_is_found_at_the_next_beat(serve: Callable[..., Served]) -> None:
    server = serve(streaming={"heartbeat": 0.05})
    visitor = server.visitor()
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        server.chat.store.inbox._store(  # stored, and the wake-up lost
            visitor.conversation, str(uuid.uuid4()), server.clock(), "unheard", None
        )
        heard = until(events, "message")
    assert heard[-1].data["text"] == "unheard"


def test_a_stream_ends_when_its_token_does(serve: Callable[..., Served]) -> None:
    server = serve(streaming={"heartbeat": 0.05})
    with server.http(server.visitor()) as http, following(http) as events:
        until(events, "ready")
        server.clock.put_forward(hours=25)
        assert {event.kind for event in events} <= {"comment"}


def test_a_stream_ends_when_the_conversation_is_erased(server: Served, visitor: Visitor) -> None:
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        visitor.erase()
        assert list(events) == []


def test_a_stream_ends_when_another_program_has_erased_the_conversation(
    serve: Callable[..., Served],
) -> None:
    server = serve(streaming={"heartbeat": 0.05})
    visitor = server.visitor()
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        server.chat.store.conversations.erase(visitor.conversation)
        assert {event.kind for event in events} <= {"comment"}


def test_one_stream_too_many_closes_the_oldest(server: Served, visitor: Visitor) -> None:
    opened: list[Any] = []
    with server.http(visitor) as http:
        for _ in range(MOST_PER_CONVERSATION + 1):
            stream = following(http)
            opened.append((stream, stream.__enter__()))
            until(opened[-1][1], "ready")
        assert list(opened[0][1]) == []
        message = visitor.send(text="hello")
        for _, events in opened[1:]:
            until(events, "turn_done", reply_to=message)
        for stream, _ in opened:
            stream.__exit__(None, None, None)


def test_who_hangs_up_leaves_nothing_behind(serve: Callable[..., Served]) -> None:
    server = serve()
    visitor = server.visitor()
    for _ in range(20):
        with server.http(visitor) as http, following(http) as events:
            until(events, "ready")
    until_time = time.monotonic() + 10
    while server.chat.hub.open_streams and time.monotonic() < until_time:
        time.sleep(0.01)
    assert server.chat.hub.open_streams == 0
    assert server.on_loop(lambda: dict(server.chat.hub._watches)) == {}


def test_two_tabs_show_the_same(server: Served, visitor: Visitor) -> None:
    with (
        server.http(visitor) as http,
        following(http) as first,
        following(http) as second,
    ):
        until(first, "ready")
        until(second, "ready")
        message = visitor.send(text="hello")
        tabs = [until(tab, "turn_done", reply_to=message) for tab in (first, second)]
    assert tabs[0] == tabs[1]


def test_without_streaming_the_same_events_come_once(server: Served, visitor: Visitor) -> None:
    visitor.say("hello")
    with server.http(visitor, Accept="application/json") as http:
        answer = http.get("/events", params={"after": 1}).json()
        assert [event["text"] for event in answer["events"]] == ["echo hello"]
        assert answer["last"] == 2
        assert http.get("/events", params={"after": 2}).json() == {"events": [], "last": 2}


def test_a_long_poll_returns_as_soon_as_there_is_something(
    server: Served, visitor: Visitor
) -> None:
    with (
        server.http(visitor, Accept="application/json") as http,
        ThreadPoolExecutor(1) as threads,
    ):
        polled = threads.submit(http.get, "/events", params={"after": 0, "wait": 25})
        while not server.chat.hub.open_streams:
            time.sleep(0.01)
        visitor.send(text="hello")
        assert polled.result(20).json()["events"][0]["text"] == "hello"


def test_a_long_poll_that_hears_nothing_comes_back_empty(server: Served, visitor: Visitor) -> None:
    with server.http(visitor, Accept="application/json") as http:
        answer = http.get("/events", params={"after": 0, "wait": 1})
    assert answer.json() == {"events": [], "last": 0}


@pytest.mark.parametrize("wait", ["26", "-1", "x", "0.5"])
def test_nobody_waits_longer_than_25_seconds(server: Served, visitor: Visitor, wait: str) -> None:
    with server.http(visitor, Accept="application/json") as http:
        assert http.get("/events", params={"wait": wait}).status_code == 400


def test_nothing_of_a_conversation_is_kept_by_a_cache(server: Served, visitor: Visitor) -> None:
    with server.http(visitor, Accept="application/json") as http:
        assert http.get("/events").headers["cache-control"] == "no-store"
    with server.http(visitor) as http, http.stream("GET", "/events") as stream:
        assert "no-store" in stream.headers["cache-control"]
        assert stream.headers["x-accel-buffering"] == "no"


def test_stopping_ends_the_streams_and_finishes_the_turns(serve: Callable[..., Served]) -> None:
    server = serve()
    visitor = server.visitor()
    server.turns.hold()
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        message = visitor.send(text="last words")
        until(events, "message")
        server.stop()
        list(events)
    again = serve()
    with again.http(visitor, Accept="application/json") as http:
        said = http.get("/events").json()["events"]
    assert [event["text"] for event in said] == ["last words", "echo last words"]
    assert said[1]["reply_to"] == message
