"""Ratings, typing and the visitor's own copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from clinic.store.signals import Signal
from tests.chat.served import Served
from tests.visitor import Visitor


def rate(server: Served, visitor: Visitor, **body: object) -> int:
    with server.http(visitor) as http:
        return http.post("/feedback", json=body).status_code


def test_a_reply_can_be_rated_and_rated_again(server: Served, visitor: Visitor) -> None:
    (answer,) = visitor.say("hello")
    assert rate(server, visitor, seq=answer["seq"], helpful=True) == 204
    body = {"seq": answer["seq"], "helpful": False, "comment": "  not what I asked \x00"}
    assert rate(server, visitor, **body) == 204
    with closing(sqlite3.connect(server.settings.database_url.removeprefix("sqlite:///"))) as file:
        kept = file.execute(
            "SELECT seq, helpful, comment FROM feedback WHERE conversation = ?",
            (visitor.conversation,),
        ).fetchall()
    assert kept == [(answer["seq"], 0, "not what I asked")]


@pytest.mark.parametrize("seq", [1, 3, 2**31 - 1])
def test_only_replies_can_be_rated(server: Served, visitor: Visitor, seq: int) -> None:
    visitor.say("hello")
    assert rate(server, visitor, seq=seq, helpful=True) == 404


def test_nobody_rates_another_conversations_reply(server: Served, visitor: Visitor) -> None:
    visitor.say("hello")
    with server.visitor() as other:
        assert rate(server, other, seq=2, helpful=False) == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"seq": 2},
        {"seq": "2", "helpful": True},
        {"seq": True, "helpful": True},
        {"seq": 0, "helpful": True},
        {"seq": 2**31, "helpful": True},
        {"seq": 2.0, "helpful": True},
        {"seq": 2, "helpful": "yes"},
        {"seq": 2, "helpful": 1},
        {"seq": 2, "helpful": None},
        {"seq": 2, "helpful": True, "comment": 7},
    ],
)
def test_what_is_no_rating_is_malformed(
    server: Served, visitor: Visitor, body: dict[str, object]
) -> None:
    visitor.say("hello")
    assert rate(server, visitor, **body) == 400


def test_a_comment_has_an_end(server: Served, visitor: Visitor) -> None:
    visitor.say("hello")
    assert rate(server, visitor, seq=2, helpful=True, comment="x" * 2000) == 204
    assert rate(server, visitor, seq=2, helpful=True, comment="x" * 2001) == 422


def test_typing_is_told_to_whoever_listens_and_not_to_the_visitor(
    server: Served, visitor: Visitor
) -> None:
    heard: list[Signal] = []
    server.chat.store.signals.listen(heard.append)
    with server.http(visitor) as http:
        assert http.post("/typing").status_code == 204
    assert Signal("visitor_typing", visitor.conversation) in heard


def test_the_transcript_is_plain_text_to_keep(server: Served, visitor: Visitor) -> None:
    visitor.say("¿Duele?")
    with server.http(visitor) as http:
        response = http.get("/sessions/current/transcript")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert "attachment" in response.headers["content-disposition"]
    first, second = response.text.strip().split("\n\n")
    assert first.endswith("UTC  You:\n¿Duele?")
    assert second.endswith("UTC  Assistant:\necho ¿Duele?")


def test_the_transcript_speaks_the_conversations_language(serve: Callable[..., Served]) -> None:
    server = serve()
    with Visitor(server.url).open(locale="es-MX") as visitor, server.http(visitor) as http:
        visitor.say("hola")
        assert "Asistente:" in http.get("/sessions/current/transcript").text


def test_the_transcript_is_json_for_programs(server: Served, visitor: Visitor) -> None:
    visitor.say("hello")
    with server.http(visitor, Accept="application/json") as http:
        copy = http.get("/sessions/current/transcript").json()
    assert copy["conversation"] == visitor.conversation
    assert copy["events"] == visitor.history()
