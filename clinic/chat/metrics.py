"""What is counted for the operator; numbers only, nothing about anybody."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    generate_latest,
)
from prometheus_client.process_collector import ProcessCollector

from clinic.chat.hub import EventHub
from clinic.store.backlog import Backlog
from clinic.store.signals import Signal

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
# How a turn ends; every one is shown from the start, so that a rate of it can be worked out.
OUTCOMES = ("answered", "asked_back", "handed_over", "safety", "left_to_staff", "failed")
# From taking a message in until a worker has it; getting hold of it in the database;
# understanding it; policies and actions; writing the turn.
STAGES = ("wait", "claim", "understand", "decide", "commit")
MOST_WAITING = 10_000


class Metrics:
    """Counters of one server process, in the Prometheus text format."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._messages = self._counter("messages", "Messages taken in.")
        self._repeats = self._counter(
            "messages_repeated", "Messages that had been taken in before."
        )
        self._responses = self._counter("chat_responses", "Answers of the chat API.", "status")
        self._sign_ins = self._counter("sign_ins", "Tries of staff to sign in.", "status")
        self._cut = self._counter("connections_cut", "Connections let go of to make room.")
        self._delays = self._counter("turns_delayed", "Attempts that failed.")
        self._turns = self._counter("turns", "Turns that are over, by how they ended.", "outcome")
        for outcome in OUTCOMES:
            self._turns.labels(outcome)
        self._stages = Histogram(
            "clinic_stage_seconds",
            "How long each stage of a turn took.",
            ["stage"],
            buckets=SECONDS,
            registry=registry,
        )
        for stage in STAGES:
            self._stages.labels(stage)
        self._seconds = Histogram(
            "clinic_answer_seconds",
            "From taking a message in until its answer is stored.",
            buckets=SECONDS,
            registry=registry,
        )
        self._streams = self._gauge("streams", "Open streams.")
        self._connections = self._gauge("connections", "Open connections.")
        self._most_connections = self._gauge("connections_most", "Connections there is room for.")
        self._outbox_age = self._gauge(
            "outbox_age_seconds", "Age of the oldest mail, webhook or notice to be delivered."
        )
        self._outbox_dead = self._gauge("outbox_dead", "Deliveries that were given up.")
        self._unanswered = self._gauge("unanswered", "Messages that wait for their answer.")
        self._unanswered_age = self._gauge(
            "unanswered_age_seconds", "Age of the oldest message that waits for its answer."
        )
        self._store_up = self._gauge("store_up", "Whether the database could be read just now.")
        self._model = Info("clinic_model", "The model that answers.", registry=registry)
        self._release_failures = self._counter(
            "release_failures", "Promoted models that could not be taken up."
        )
        self._waiting: OrderedDict[tuple[str, str], float] = OrderedDict()

    def follow(self, hub: EventHub) -> None:
        self._streams.set_function(lambda: hub.open_streams)
        hub.also_tell(self._heard)

    def message_arrives(self, conversation: str, message: str) -> None:
        self._waiting[conversation, message] = time.monotonic()
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)

    def message_taken(self, duplicate: bool) -> None:
        (self._repeats if duplicate else self._messages).inc()

    def responded(self, status: int) -> None:
        self._responses.labels(str(status)).inc()

    def sign_in_answered(self, status: int) -> None:
        self._sign_ins.labels(str(status)).inc()

    def connection_cut(self) -> None:
        self._cut.inc()

    def turn_over(self, outcome: str) -> None:
        self._turns.labels(outcome).inc()

    def stage_took(self, stage: str, seconds: float) -> None:
        self._stages.labels(stage).observe(max(0.0, seconds))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done within, whether it succeeds or not."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.stage_took(name, time.perf_counter() - began)

    def model_is(self, model: str, release: int | None) -> None:
        self._model.info({"model": model, "release": str(release or "")})

    def release_failed(self) -> None:
        self._release_failures.inc()

    def connections_are(self, count: int, most: int) -> None:
        self._connections.set(count)
        self._most_connections.set(most)

    def backlog_is(self, backlog: Backlog | None) -> None:
        """What the database says of work to be done; None where it does not answer."""
        self._store_up.set(backlog is not None)
        if backlog is None:
            return
        self._outbox_age.set(backlog.outbox_age)
        self._outbox_dead.set(backlog.outbox_dead)
        self._unanswered.set(backlog.unanswered)
        self._unanswered_age.set(backlog.unanswered_age)

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"clinic_{name}", told, labels, registry=self._registry)

    def _gauge(self, name: str, told: str) -> Gauge:
        return Gauge(f"clinic_{name}", told, registry=self._registry)

    def _heard(self, signal: Signal) -> None:
        if signal.kind == "delayed":
            self._delays.inc()
        if signal.kind != "turn_done" or signal.reply_to is None:
            return
        began = self._waiting.pop((signal.conversation, signal.reply_to), None)
        if began is not None:  # otherwise another replica took the message in
            self._seconds.observe(time.monotonic() - began)
