"""What the operator's alerts rest on is counted as it happens."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.chat.served import Served
from tests.console.booked import book
from tests.console.person import Person
from tests.live import LiveServer, free_port
from tests.postgres import PostgresServer
from tests.visitor import Visitor

SAID = {
    "does it hurt?": "answered",
    "zzz qwv blorp frob": "asked_back",
    "I want to talk to a real person": "handed_over",
    "I can't breathe and my face is swelling": "safety",
}


def figures(url: str, **headers: str) -> dict[str, float]:
    text = httpx.get(url + "/metrics", headers=headers, timeout=20).text
    pairs = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_every_turn_is_counted_by_how_it_ended_and_timed_by_stage(
    live_server: LiveServer,
) -> None:
    before = figures(live_server.url)
    with Visitor(live_server.url).open() as visitor:
        for text in SAID:
            visitor.say(text)
    after = figures(live_server.url)
    for outcome in SAID.values():
        name = f'clinic_turns_total{{outcome="{outcome}"}}'
        assert after[name] - before[name] == 1, outcome
    for stage in ("wait", "claim", "understand", "decide", "commit"):
        name = f'clinic_stage_seconds_count{{stage="{stage}"}}'
        assert after[name] - before[name] == len(SAID), stage
    (model,) = [name for name in after if name.startswith("clinic_model_info")]
    newest = max(Path(live_server.environment["MODELS_DIR"]).glob("*.tar.gz"))
    assert after[model] == 1
    with tarfile.open(newest) as archive:
        metadata = json.load(archive.extractfile("metadata.json"))
    assert f'model="{metadata["model_id"]}"' in model


def test_what_waits_is_told_with_its_age(serve: Callable[..., Served]) -> None:
    server = serve(
        smtp_host="127.0.0.1",
        smtp_port=free_port(),
        smtp_tls="none",
        mail_from="chat@clinic.example",
        mail_to="desk@clinic.example",
    )
    idle = figures(server.url)
    assert idle["clinic_unanswered"] == idle["clinic_outbox_age_seconds"] == 0
    book(server.chat.store, server.clock())
    server.turns.hold()
    with server.visitor() as visitor:
        message = visitor.send(text="hello")
        server.clock.put_forward(minutes=2)
        waiting = figures(server.url)
        server.turns.go_on()
        visitor.answers(message)
    assert waiting["clinic_unanswered"] == 1
    assert waiting["clinic_unanswered_age_seconds"] == pytest.approx(120, abs=20)
    assert waiting["clinic_outbox_age_seconds"] == pytest.approx(120, abs=20)
    assert figures(server.url)["clinic_unanswered"] == 0


def test_connections_and_tries_to_sign_in_are_counted(server: Served) -> None:
    before = figures(server.url)
    with Person(server.url) as person:
        person.sign_in("nobody@clinic.example", "wrong password")
        after = figures(server.url)
    name = 'clinic_sign_ins_total{status="403"}'
    assert after[name] - before.get(name, 0) == 1
    assert 2 <= after["clinic_connections"] < after["clinic_connections_most"]


def test_without_the_database_the_rest_is_told_all_the_same(
    serve: Callable[..., Served], postgres_server: PostgresServer
) -> None:
    server = serve(database_url=postgres_server.new_database())
    assert figures(server.url)["clinic_store_up"] == 1
    postgres_server.stop("immediate")
    try:
        away = figures(server.url)
    finally:
        postgres_server.start()
    assert away["clinic_store_up"] == 0
    assert "clinic_messages_total" in away
    assert figures(server.url)["clinic_store_up"] == 1


def test_the_token_may_come_from_a_file(serve: Callable[..., Served], tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t" * 20 + "\n")
    server = serve(metrics_token_file=tmp_path / "token", trusted_proxies=1)
    elsewhere = {"X-Forwarded-For": "203.0.113.9"}
    assert httpx.get(server.url + "/metrics", headers=elsewhere).status_code == 401
    told = httpx.get(
        server.url + "/metrics", headers={**elsewhere, "Authorization": f"Bearer {'t' * 20}"}
    )
    assert told.status_code == 200
