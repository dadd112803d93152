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
from rasa.engine.runner.dask import DaskGraphRunner

from clinic.chat.action_results import ActionResults
from clinic.chat.agent import Assistant, load_assistant
from clinic.chat.processor import TurnProcessor
from clinic.chat.responses import Responses
from clinic.chat.turn_actions import Form, SlotExtraction
from clinic.chat.turn_tracker import TurnTracker
from clinic.nlu.encoder.sentence import GRAPH, encoder_folder, shared_encoder
from clinic.nlu.graph_runner import OrderedGraphRunner
from clinic.settings import ROOT, load_settings
from clinic.store.inbox import PendingMessage
from clinic.store.unit_of_work import UnitOfWork
from tests.benchmark.speed.texts import questions
from tests.chat.stock import PostedActions, stock_assistant

# Each short way and the methods without which our classes go Rasa's own.
WAYS: dict[str, list[tuple[type, str]]] = {
    "predictions of a situation remembered": [(TurnProcessor, "_predict_next_with_tracker")],
    "trackers copied as they stand, not replayed": [
        (TurnTracker, "copy"),
        (Form, "_temporary_tracker"),
    ],
    "slots looked at that a message can fill": [(SlotExtraction, "run")],
    "responses copied no further than they are filled": [
        (Responses, "generate_from_slots"),
        (Responses, "_random_response_for"),
    ],
    "nothing copied for debug messages": [
        (TurnProcessor, "run_action_extract_slots"),
        (TurnProcessor, "_log_action_on_tracker"),
        (TurnProcessor, "_log_slots"),
        (Form, "_validate_if_required"),
    ],
}
UNDERSTOOD = "an answered turn, its message understood before"
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
        self.processor = self.assistant._processor
        self.texts = questions()[:TURNS]

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
    encoder = shared_encoder()
    yield Worth(
        "decided by our processor, not by stock Rasa's",
        UNDERSTOOD,
        bench.turn_ms(),
        _stock_ms(bench),
    )
    yield Worth(
        "actions called in the process, not posted to",
        UNDERSTOOD,
        bench.turn_ms(),
        _posted_ms(bench),
    )
    for name, methods in WAYS.items():
        with _without(methods):
            long = bench.turn_ms()
        yield Worth(name, UNDERSTOOD, bench.turn_ms(), long)
    ordered, OrderedGraphRunner.run = OrderedGraphRunner.run, DaskGraphRunner.run
    planned = bench.turn_ms(forget=True)
    OrderedGraphRunner.run = ordered
    yield Worth(
        "graph run in an order worked out once", "a turn", bench.turn_ms(forget=True), planned
    )
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


def _stock_ms(bench: Bench) -> float:
    """A turn that stock Rasa decides; its answer's validators are built once all the same."""
    ours = bench.assistant
    bench.assistant = stock_assistant(ours, ours._processor.model_path)
    with _validators_built_once():
        bench.turn_ms()  # warm
        took = bench.turn_ms()
    bench.assistant = ours
    return took


def _posted_ms(bench: Bench) -> float:
    """A turn whose actions are posted to, though over no network."""
    ours, bench.processor.action_endpoint = bench.processor.action_endpoint, PostedActions()
    bench.processor._made.clear()  # they know their endpoint
    with _validators_built_once():
        took = bench.turn_ms()
    bench.processor.action_endpoint = ours
    bench.processor._made.clear()
    return took


@contextmanager
def _validators_built_once() -> Iterator[None]:
    """Stock Rasa builds them for each call, which takes so long that nothing else would show."""
    results, built = ActionResults(), RemoteAction._validate_action_result
    RemoteAction._validate_action_result = lambda _, result: results.validate(result)
    try:
        yield
    finally:
        RemoteAction._validate_action_result = built


@contextmanager
def _without(methods: list[tuple[type, str]]) -> Iterator[None]:
    """With the methods that our classes inherit from Rasa's."""
    short = {place: vars(place[0])[place[1]] for place in methods}
    for place in short:
        delattr(*place)
    try:
        yield
    finally:
        for place, method in short.items():
            setattr(*place, method)


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
