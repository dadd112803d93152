"""What is counted for the operator; numbers only, nothing about anybody."""

from __future__ import annotations

import time
from collections import OrderedDict

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

from clinic.chat.hub import EventHub
from clinic.store.signals import Signal

SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
MOST_WAITING = 10_000


class Metrics:
    """Counters of one server process, in the Prometheus text format."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._messages = Counter("clinic_messages", "Messages taken in.", registry=registry)
        self._repeats = Counter(
            "clinic_messages_repeated", "Messages that had been taken in before.", registry=registry
        )
        self._responses = Counter(
            "clinic_chat_responses", "Answers of the chat API.", ["status"], registry=registry
        )
        self._delays = Counter("clinic_turns_delayed", "Attempts that failed.", registry=registry)
        self._streams = Gauge("clinic_streams", "Open streams.", registry=registry)
        self._seconds = Histogram(
            "clinic_answer_seconds",
            "From taking a message in until its answer is stored.",
            buckets=SECONDS,
            registry=registry,
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

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def _heard(self, signal: Signal) -> None:
        if signal.kind == "delayed":
            self._delays.inc()
        if signal.kind != "turn_done" or signal.reply_to is None:
            return
        began = self._waiting.pop((signal.conversation, signal.reply_to), None)
        if began is not None:  # otherwise another replica took the message in
            self._seconds.observe(time.monotonic() - began)
