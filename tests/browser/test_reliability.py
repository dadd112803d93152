"""Nothing that was sent is lost, doubled or out of order, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.chromium import Chat, OpenChat, Pages
from tests.browser.sites import Proxy
from tests.chat.served import Served
from tests.live import LiveServer
from tests.visitor import API

pytestmark = pytest.mark.browser

ECHO = ("-m", "tests.chat.echo_server")


@pytest.fixture
def mortal(start_server: Callable[..., LiveServer]) -> LiveServer:
    """A server that is a process of its own, which a test may kill and start again."""
    return start_server(program=ECHO)


@pytest.fixture
def proxy(server: Served) -> Iterator[Proxy]:
    proxy = Proxy(server.url)
    yield proxy
    proxy.stop()


def send_many(chat: Chat, first: int, number: int, prefix: str = "") -> None:
    chat.page.evaluate(
        "([first, number, prefix]) => { const chat = document.querySelector('clinic-chat');"
        " for (let n = first; n < first + number; n++) chat.send(`${prefix}${n}`); }",
        [first, number, prefix],
    )


def wait_for_answers(chat: Chat, number: int) -> None:
    chat.page.wait_for_function(
        "number => document.querySelector('clinic-chat').shadowRoot"
        ".querySelectorAll('.row.bot[data-seq]').length >= number",
        arg=number,
        timeout=200_000,
    )


def stored_events(url: str, chat: Chat) -> list[dict[str, Any]]:
    """Everything that the server has stored of this conversation."""
    token = next(value["token"] for value in chat.stored().values() if "token" in value)
    answer = httpx.get(
        f"{url}{API}/sessions/current/transcript",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
    )
    return answer.json()["events"]


def assert_answered_once_in_order(events: list[dict[str, Any]], expected: list[str]) -> None:
    asked = [event for event in events if event["role"] == "user"]
    answers = {event["reply_to"]: event["text"] for event in events if event["role"] == "bot"}
    assert [event["text"] for event in asked] == expected
    assert len(events) == 2 * len(expected)
    assert [answers[event["reply_to"]] for event in asked] == [f"echo {text}" for text in expected]


def assert_both_in_order(said: list[str]) -> None:
    """The second message may have been sent before the first was answered."""
    assert [words for words in said if words.startswith("You")] == ["You: one", "You: two"]
    answers = [words for words in said if words.startswith("Assistant")]
    assert answers == ["Assistant: echo one", "Assistant: echo two"]


def test_messages_sent_at_once_are_answered_in_order(open_chat: OpenChat, server: Served) -> None:
    chat = open_chat()
    send_many(chat, 0, 30)
    wait_for_answers(chat, 30)
    assert_answered_once_in_order(stored_events(server.url, chat), [str(n) for n in range(30)])
    assert [key for key in chat.stored() if ":out:" in key] == []


def test_what_is_written_offline_waits_and_is_sent_afterwards(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("before")
    chat.page.context.set_offline(True)
    expect(chat.status).to_have_text("You are offline. Messages wait here until you are back.")
    chat.say("one")
    chat.say("two")
    expect(chat.log.locator(".row.user .meta").last).to_have_text("Waiting to send")
    assert len([key for key in chat.stored() if ":out:" in key]) == 2
    with chat.page.expect_request("**/events"):  # the old stream may be dead without knowing it
        chat.page.context.set_offline(False)
    chat.answer(2)
    expect(chat.status).to_have_text("")
    assert_both_in_order(chat.said()[2:])


def test_what_waits_survives_a_reload(open_chat: OpenChat, server: Served) -> None:
    chat = open_chat()
    chat.ask("before")
    chat.page.route("**/messages", lambda route: route.abort())
    chat.say("one")
    chat.say("two")
    chat.page.reload()
    chat.open()
    chat.page.unroute("**/messages")
    chat.answer(2)
    assert [text for text in chat.said() if text.startswith("You")] == [
        "You: before",
        "You: one",
        "You: two",
    ]


def test_a_killed_server_that_comes_back_is_found_again(pages: Pages, mortal: LiveServer) -> None:
    chat = pages.chat(mortal.url).open()
    chat.ask("before")
    mortal.kill()
    chat.say("meanwhile")
    expect(chat.status).to_have_text("Connection lost. Reconnecting")
    expect(chat.log.locator(".row.user .meta").last).to_have_text("Waiting to send")
    mortal.start()
    chat.answer(1)
    expect(chat.status).to_have_text("")
    assert chat.said()[2:] == ["You: meanwhile", "Assistant: echo meanwhile"]


def test_a_dead_token_is_renewed_and_the_conversation_goes_on(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    chat.ask("before")
    before = chat.stored()
    server.clock.put_forward(hours=25)
    chat.ask("after")
    after = chat.stored()
    (old,), (new,) = before.values(), after.values()
    assert old["conversation"] == new["conversation"]
    assert old["token"] != new["token"]
    expect(chat.log.locator(".note")).to_have_count(1)  # the day, for it is another one
    assert chat.said() == [
        "You: before",
        "Assistant: echo before",
        "You: after",
        "Assistant: echo after",
    ]


def test_a_conversation_that_is_gone_gives_way_to_a_new_one_and_keeps_the_outbox(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    chat.ask("buttons")
    (old,) = chat.stored().values()
    server.chat.store.conversations.erase(old["conversation"])
    chat.button("A").click()  # an id that the new conversation does not know
    expect(chat.answers.locator(".bubble")).to_have_text(["Assistant: echo A"])
    chat.ask("after")
    (new,) = chat.stored().values()
    assert new["conversation"] != old["conversation"]
    assert chat.said() == ["You: A", "Assistant: echo A", "You: after", "Assistant: echo after"]


def test_too_many_messages_are_told_and_sent_when_the_server_says(
    pages: Pages, serve: Callable[..., Served]
) -> None:
    served = serve(messages_per_minute=3)
    chat = pages.chat(served.url).open()
    statuses: list[int] = []
    chat.page.on(
        "response",
        lambda answer: statuses.append(answer.status) if "/messages" in answer.url else None,
    )
    for number in range(4):
        chat.say(f"{number}")
    expect(chat.status).to_contain_text("Too many messages")
    wait_for_answers(chat, 3)
    assert statuses.count(202) == 3
    assert statuses.count(429) == 1  # and not again before the time that the server named
    expect(chat.log.locator(".row.user .meta").last).to_have_text("Waiting to send")


def test_retry_after_is_readable_for_a_page_of_another_origin(
    pages: Pages, serve: Callable[..., Served], site: Any
) -> None:
    served = serve(messages_per_minute=1, allowed_origins=[site.url])
    chat = pages.chat(site.show(f'<script src="{served.url}/widget.js" defer></script>')).open()
    chat.ask("one")
    refused = []
    chat.page.on("response", lambda answer: refused.append(answer) if answer.status == 429 else 0)
    chat.say("two")
    expect(chat.status).to_contain_text("Too many messages")
    assert len(refused) == 1
    chat.page.wait_for_timeout(3000)
    assert len(refused) == 1  # a minute was named: nobody asks before


def test_a_message_that_can_never_be_taken_is_given_back(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("before")
    chat.field.evaluate("field => field.removeAttribute('maxlength')")
    chat.say("x" * 2001)
    chat.say("after")
    chat.answer(1)
    expect(chat.log.locator("[data-seq=failed] .meta")).to_have_text(
        "Not sent: it could not be accepted"
    )
    chat.button("Change").click()
    assert chat.field.input_value() == "x" * 2001
    assert chat.focused() == "field"
    expect(chat.log.locator("[data-seq=failed]")).to_have_count(0)


def test_a_stream_that_breaks_goes_on_after_the_last_event(
    open_chat: OpenChat, server: Served
) -> None:
    chat = open_chat()
    chat.ask("one")
    asked: list[str] = []
    chat.page.on(
        "request",
        lambda request: (
            asked.append(request.headers.get("last-event-id", ""))
            if request.url.endswith("/events")
            else None
        ),
    )
    conversation = next(iter(chat.stored().values()))["conversation"]
    server.on_loop(lambda: [watch.close() for watch in server.chat.hub._watches[conversation]])
    chat.ask("two")
    assert asked == ["2"]
    assert chat.said() == ["You: one", "Assistant: echo one", "You: two", "Assistant: echo two"]


def test_a_proxy_that_holds_streams_back_is_answered_by_polling(pages: Pages, proxy: Proxy) -> None:
    proxy.buffers_streams = True
    chat = pages.chat(proxy.url).open()
    chat.ask("one")
    chat.ask("two")
    assert chat.said() == ["You: one", "Assistant: echo one", "You: two", "Assistant: echo two"]
    events = [accept for call, accept in proxy.seen if "/events" in call]
    assert events[0] == "text/event-stream"
    assert events.count("text/event-stream") == 1
    assert set(events[1:]) == {"application/json"}


def test_a_slow_stream_is_no_broken_one(pages: Pages, serve: Callable[..., Served]) -> None:
    served = serve(streaming={"heartbeat": 0.5})
    chat = pages.chat(served.url).open()
    chat.ask("one")
    streams: list[str] = []
    chat.page.on("request", lambda call: streams.append(call.url) if "/events" in call.url else 0)
    served.turns.hold()
    chat.say("two")
    chat.page.wait_for_timeout(6000)  # longer than a stream may be silent at its start
    served.turns.go_on()
    chat.answer(1)
    assert streams == []
    expect(chat.status).to_have_text("")


@pytest.mark.parametrize(
    "poorer",
    [
        "Object.defineProperty(navigator, 'locks', { value: undefined });",
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });",
        "delete AbortSignal.timeout; delete crypto.randomUUID;",
    ],
    ids=["without locks", "without storage", "without the newest"],
)
def test_a_poorer_browser_sends_in_order_too(pages: Pages, server: Served, poorer: str) -> None:
    page = pages.page()
    page.add_init_script(poorer)
    page.goto(server.url)
    chat = Chat(page).open()
    send_many(chat, 0, 5)
    wait_for_answers(chat, 5)
    expected = [[f"You: {n}", f"Assistant: echo {n}"] for n in range(5)]
    assert sorted(chat.said()) == sorted(sum(expected, []))
    assert [said for said in chat.said() if said.startswith("You")] == [e[0] for e in expected]


def test_two_tabs_show_the_same_transcript_live(pages: Pages, server: Served) -> None:
    context = pages.context()
    one, two = (pages.chat(server.url, context).open() for _ in range(2))
    one.ask("from one")
    two.answer(0)
    two.ask("from two")
    one.answer(1)
    assert one.said() == two.said()
    assert len(one.said()) == 4
    assert len({value["conversation"] for value in one.stored().values()}) == 1


def test_a_chat_that_ends_in_one_tab_ends_in_the_other(pages: Pages, server: Served) -> None:
    context = pages.context()
    one, two = (pages.chat(server.url, context).open() for _ in range(2))
    one.ask("hello")
    two.answer(0)
    one.choose("End chat")
    one.button("End chat").last.click()
    expect(two.answers).to_have_count(0)
    assert two.stored() == {}


def test_two_hundred_messages_of_two_tabs_survive_everything(
    pages: Pages, mortal: LiveServer
) -> None:
    """Offline in the middle, the server killed twice: each is answered once, in order."""
    context = pages.context()
    one, two = (pages.chat(mortal.url, context).open() for _ in range(2))
    one.ask("hello")
    two.answer(0)
    for chat, prefix in ((one, "a"), (two, "b")):
        send_many(chat, 0, 40, prefix)
    mortal.kill()
    for chat, prefix in ((one, "a"), (two, "b")):
        send_many(chat, 40, 20, prefix)
    mortal.start()
    context.set_offline(True)
    for chat, prefix in ((one, "a"), (two, "b")):
        send_many(chat, 60, 20, prefix)
    context.set_offline(False)
    for chat, prefix in ((one, "a"), (two, "b")):
        send_many(chat, 80, 20, prefix)
    mortal.kill()
    mortal.start()
    for chat in (one, two):
        wait_for_answers(chat, 201)
    events = stored_events(mortal.url, one)
    asked = [event["text"] for event in events if event["role"] == "user"]
    for prefix in "ab":
        mine = [text for text in asked if text.startswith(prefix)]
        assert mine == [f"{prefix}{number}" for number in range(100)]
    assert_answered_once_in_order(events, asked)
    assert len(events) == 402
    assert one.said() == two.said()
    assert len(one.said()) == 402
    assert [key for key in one.stored() if ":out:" in key] == []
