"""The search through the servers' logs finds what it looks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.live import LiveServer
from tests.logged_words import words_in
from tests.visitor import Visitor

ECHO = ("-m", "tests.chat.echo_server")
NOWHERE = "sqlite:///nowhere/clinic.db"


@pytest.mark.parametrize(
    "line",
    [
        '{"event": "turn_done", "text": "I have Eczema"}',
        "name=Ana Beltran",
        "call (203) 555-0103",
        "+12035550103",
        "203.555.0199",
        "to ana@example.com",
        "she is pregnant",
        "my-very-private-words",
    ],
)
def test_a_name_a_number_or_a_condition_is_found(line: str) -> None:
    assert words_in(f"fine\n{line}\nfine", NOWHERE)


def test_what_a_server_logs_of_its_own_is_let_through() -> None:
    log = (
        '{"event": "turn_done", "conversation": "q1w2e3r4t5y6u7i8", "turn": 203, "seconds": 0.555,'
        ' "timestamp": "2026-11-25T20:35:55.0103Z"}\n{"at": "rasa.core.processor:processor:555"}'
    )
    assert not words_in(log, NOWHERE)


def test_a_server_whose_log_holds_a_visitors_words_fails_its_test(
    start_server: Callable[..., LiveServer],
) -> None:
    said = "the mirror in the hall is crooked"
    server = start_server(program=ECHO)
    with Visitor(server.url).open() as visitor:
        visitor.say(said)
    server.stop()
    assert not words_in(server.log_text(), server.environment["DATABASE_URL"])
    with server.log.open("a", encoding="utf-8") as log:
        log.write(f'{{"event": "leak", "text": "{said}"}}\n')
    with pytest.raises(AssertionError, match=said):
        server.remove()
