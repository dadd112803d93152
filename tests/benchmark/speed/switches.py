"""What each short way is worth: processor time of a question's turn with and without it.

Run as a process of its own (`python -m tests.benchmark.speed.switches`), because it changes Rasa's
classes; prints JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

import numpy as np
import onnxruntime
import structlog
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.chat import action_endpoint
from clinic.chat.agent import Assistant, load_assistant
from clinic.chat.short_ways import CHATTY
from clinic.nlu.encoder.sentence import GRAPH, shared_encoder
from clinic.nlu.encoder.session import encoder_folder
from clinic.nlu.graph_runner import OrderedGraphRunner
from clinic.settings import ROOT, load_settings
from clinic.store.inbox import PendingMessage
from clinic.store.unit_of_work import UnitOfWork
from tests.benchmark.speed.texts import questions

# Each short way and where it stands in for Rasa's own, which is noted before anything is loaded.
WAYS: dict[str, list[tuple[Any, str]]] = {
    "result validators built once": [(RemoteAction, "_validate_action_result")],
    "graph run in an order worked out once": [(OrderedGraphRunner, "run")],
    "event types looked up, not searched": [(Event, "resolve_by_type")],
    "slots copied plainly": [(Slot, "__copy__")],
    "trackers copied as they stand, not replayed": [(DialogueStateTracker, "copy")],
    "a history followed on, not from its start": [(DialogueStateTracker, "past_states")],
    "nothing copied for debug messages": [
        *((module, "copy") for module in CHATTY),
        (MessageProcessor, "_log_slots"),
        (RulePolicy, "format_tracker_states"),
    ],
    "calls of actions copied, not written as JSON": [(action_endpoint, "through_json")],
}
MISSING = object()
STOCK = {place: vars(place[0]).get(place[1], MISSING) for ways in WAYS.values() for place in ways}
STOCK[OrderedGraphRunner, "run"] = DaskGraphRunner.run
STOCK[action_endpoint, "through_json"] = lambda value: json.loads(json.dumps(value))
TIMES = 3
TURNS = 40


@dataclass
class Worth:
    """Milliseconds with what is named and without it."""

    name: str
    of: str
    with_ms: float
    without_ms: float


class Bench:
    def __init__(self) -> None:
        self.assistant: Assistant = load_assistant(load_settings())
        self.texts = questions()[:TURNS]
        self.endpoint = self.assistant._agent.processor.action_endpoint
        nodes = self.assistant._agent.processor.graph_runner._instantiated_nodes.values()
        self.policy = next(n._component for n in nodes if isinstance(n._component, RulePolicy))

    def turn_ms(self, *, forget: bool = False) -> float:
        """The median of some rounds of the same turns, all in one conversation."""
        return median(self._round(forget) for _ in range(TIMES))

    def _round(self, forget: bool) -> float:
        return asyncio.run(self._turns(forget)) / len(self.texts) * 1e3

    async def _turns(self, forget: bool) -> float:
        snapshot: dict[str, Any] | None = None
        if forget:
            self.assistant._understanding._known.clear()
        began = time.process_time()
        for seq, text in enumerate(self.texts):
            now, message_id = datetime.now(UTC), str(uuid.uuid4())
            message = PendingMessage(0, "bench", message_id, seq, text, None, now, 0, now)
            unit = UnitOfWork("bench", seq, message_id, now, "s" * 40)
            await self.assistant.answer(message, snapshot, unit)
            snapshot = unit.snapshot
        return time.process_time() - began


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    bench = Bench()
    bench.turn_ms()  # warm
    sys.stdout.write(json.dumps([asdict(each) for each in _all(bench)]) + "\n")


def _all(bench: Bench) -> Iterator[Worth]:
    turn, encoder = "an answered turn, its message understood before", shared_encoder()
    for name in WAYS:
        yield _switched(bench, turn, name)
    with _without_selection(bench):
        heavy = bench.turn_ms()
    yield Worth("actions called without the domain", turn, bench.turn_ms(), heavy)
    memory = bench.policy.__dict__.pop("_get_possible_keys")
    searched = bench.turn_ms()
    bench.policy._get_possible_keys = memory
    yield Worth("rules of a situation remembered", turn, bench.turn_ms(), searched)
    yield Worth(
        "repeated messages remembered", "a turn", bench.turn_ms(), bench.turn_ms(forget=True)
    )
    sentences = [encoder._tokenizer.encode(text).ids for text in bench.texts]
    one, two = (_encoding(sentences, threads) for threads in (1, os.cpu_count() or 2))
    yield Worth("encoder on one thread instead of one for each core", "a sentence", one, two)
    gc.collect()
    thawed = _timed(gc.collect)
    gc.freeze()
    yield Worth("gc.freeze() after loading", "a full collection", _timed(gc.collect), thawed)


def _switched(bench: Bench, of: str, name: str) -> Worth:
    """With Rasa's own ways put back, and without."""
    short = {place: vars(place[0])[place[1]] for place in WAYS[name]}
    for place in short:
        _put(place, STOCK[place])
    without = bench.turn_ms()
    for place, way in short.items():
        _put(place, way)
    return Worth(name, of, bench.turn_ms(), without)


def _put(place: tuple[Any, str], way: object) -> None:
    if way is MISSING:
        delattr(*place)
    else:
        setattr(*place, way)


@contextmanager
def _without_selection(bench: Bench) -> Iterator[None]:
    kept, bench.endpoint.kwargs = bench.endpoint.kwargs, {}
    try:
        yield
    finally:
        bench.endpoint.kwargs = kept


def _encoding(sentences: list[list[int]], threads: int) -> float:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        str(encoder_folder() / GRAPH), options, providers=["CPUExecutionProvider"]
    )

    def encode() -> None:
        for ids in sentences:
            session.run(None, {"input_ids": np.array([ids], np.int64)})

    encode()
    return median(_timed(encode) for _ in range(TIMES)) / len(sentences)


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1e3


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
