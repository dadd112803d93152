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
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

import numpy as np
import onnxruntime
import structlog
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.utils.endpoints import EndpointConfig

from clinic.chat.action_results import ActionResults
from clinic.chat.agent import Assistant, load_assistant
from clinic.chat.processor import TurnProcessor
from clinic.chat.responses import Responses
from clinic.chat.turn_actions import Form, SlotExtraction
from clinic.chat.turn_tracker import TurnTracker
from clinic.chat.understanding import Understanding
from clinic.nlu.encoder.sentence import GRAPH, shared_encoder
from clinic.nlu.encoder.session import encoder_folder
from clinic.nlu.graph_runner import OrderedGraphRunner
from clinic.nlu.parse import parse_message
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
UNDERSTOOD = "a turn whose message was understood before"
TIMES = 5
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
        self.product_hears = self.assistant._understanding
        self.hears: Any = Heard(self.product_hears)
        self._round()  # warm

    def worth(self, name: str, of: str, longer: AbstractContextManager[None]) -> Worth:
        """Turns with and without, by turns; the cheapest, for nothing makes one cheaper."""
        rounds: list[tuple[float, float]] = []
        for _ in range(TIMES):
            short = self._round()
            with longer:
                rounds.append((short, self._round()))
        return Worth(name, of, *(min(each) for each in zip(*rounds, strict=True)))

    def _round(self) -> float:
        """Milliseconds of a turn, of some in one conversation."""
        self.assistant._understanding = self.hears
        return asyncio.run(self._turns()) / len(self.texts) * 1e3

    async def _turns(self) -> float:
        snapshot: dict[str, Any] | None = None
        began = time.process_time()
        for seq, text in enumerate(self.texts):
            now, message_id = datetime.now(UTC), str(uuid.uuid4())
            message = PendingMessage(0, "bench", message_id, seq, text, None, now, 0, now)
            unit = UnitOfWork("bench", seq, message_id, now, "s" * 40)
            await self.assistant.answer(message, snapshot, unit)
            snapshot = unit.snapshot
        return time.process_time() - began


class Heard:
    """Every message understood before, so that nothing but deciding and acting is measured."""

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding
        self._known: dict[str, str] = {}

    def of(self, text: str) -> dict[str, Any]:
        if text not in self._known:
            self._known[text] = json.dumps(self._understanding.of(text))
        return json.loads(self._known[text])


class Anew:
    """Every message understood anew."""

    def __init__(self, processor: MessageProcessor) -> None:
        self._processor = processor

    def of(self, text: str) -> dict[str, Any]:
        return parse_message(self._processor, text)


class Longer(AbstractContextManager[None]):
    """Goes a longer way for a while, again and again."""

    def __init__(self, begin: Callable[[], Callable[[], object]]) -> None:
        self._begin = begin

    def __enter__(self) -> None:
        self._end = self._begin()

    def __exit__(self, *_: object) -> None:
        self._end()


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    sys.stdout.write(json.dumps([asdict(each) for each in _all(Bench())]) + "\n")


def _all(bench: Bench) -> Iterator[Worth]:
    encoder, results = shared_encoder(), ActionResults()
    # Stock Rasa builds validators for each call, which takes so long that nothing else would show.
    RemoteAction._validate_action_result = lambda _, result: results.validate(result)
    yield bench.worth("decided by our processor, not by stock Rasa's", UNDERSTOOD, _stock(bench))
    yield bench.worth("actions called in the process, not posted to", UNDERSTOOD, _posted(bench))
    for name, methods in WAYS.items():
        yield bench.worth(name, UNDERSTOOD, _without(methods))
    bench.hears = Anew(bench.assistant._processor)
    yield bench.worth("graph run in an order worked out once", "a turn", _planned())
    bench.hears = bench.product_hears
    yield bench.worth("repeated messages remembered", "a turn", _anew(bench))
    sentences = [encoder._tokenizer.encode(text).ids for text in bench.texts]
    one, two = (_encoding(sentences, threads) for threads in (1, os.cpu_count() or 2))
    yield Worth("encoder on one thread instead of one for each core", "a sentence", one, two)
    gc.collect()
    thawed = _timed(gc.collect)
    gc.freeze()
    yield Worth("gc.freeze() after loading", "a full collection", _timed(gc.collect), thawed)


def _stock(bench: Bench) -> Longer:
    ours = bench.assistant
    stock = stock_assistant(ours, ours._processor.model_path)

    def begin() -> Callable[[], object]:
        bench.assistant = stock
        return lambda: setattr(bench, "assistant", ours)

    return Longer(begin)


def _posted(bench: Bench) -> Longer:
    """Actions are posted to, though over no network."""
    processor, posted = bench.assistant._processor, PostedActions()

    def answer_by(endpoint: EndpointConfig) -> None:
        processor.action_endpoint = endpoint
        processor._made.clear()  # they know their endpoint

    def begin() -> Callable[[], object]:
        ours = processor.action_endpoint
        answer_by(posted)
        return lambda: answer_by(ours)

    return Longer(begin)


def _without(methods: list[tuple[type, str]]) -> Longer:
    """With the methods that our classes inherit from Rasa's."""

    def begin() -> Callable[[], object]:
        short = {place: vars(place[0])[place[1]] for place in methods}
        for place in short:
            delattr(*place)
        return lambda: [setattr(*place, method) for place, method in short.items()]

    return Longer(begin)


def _planned() -> Longer:
    """Rasa's graph runner plans each run anew."""

    def begin() -> Callable[[], object]:
        ours, OrderedGraphRunner.run = OrderedGraphRunner.run, DaskGraphRunner.run
        return lambda: setattr(OrderedGraphRunner, "run", ours)

    return Longer(begin)


def _anew(bench: Bench) -> Longer:
    def begin() -> Callable[[], object]:
        bench.hears = Anew(bench.assistant._processor)
        return lambda: setattr(bench, "hears", bench.product_hears)

    return Longer(begin)


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
