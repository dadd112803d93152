"""A client that writes down what it sent, what it was promised and what it saw."""

from __future__ import annotations

import random
import time
import uuid
from typing import Any

import httpx

from tests.chaos.history import Sent, Told
from tests.chaos.people import Person
from tests.visitor import Event, Visitor

AWAY = (429, 502, 503, 504)  # come back later; 502 and 504 are the proxy's own
POLL_S = 20  # long, so that a reply whose wake-up was lost shows as a late one
TRY_AGAIN = "Try again"
MOST_TRIES = 5


class Chatter(Visitor):
    """Plays a person's script; every request is repeated until it is answered."""

    def __init__(self, url: str, person: Person, *, patience: float, think: float = 0.0) -> None:
        super().__init__(url, patience=patience)
        self._http.timeout = httpx.Timeout(POLL_S + 10, connect=5)
        self.told = Told(person)
        self.repeated = 0  # requests that had to be sent again
        self._think = think
        self._by_id: dict[str, Sent] = {}

    def play(self) -> Told:
        told = self.told
        try:
            self.open()
            told.conversation = self.conversation
            for place, group in enumerate(told.person.script()):
                self._say_all(place, group)
                time.sleep(self._think * random.random() * 2)
            if told.person.erases:
                self.erase()
                told.erased_by = "visitor"
        except (AssertionError, httpx.TransportError) as error:
            told.gave_up = f"{type(error).__name__}: {error}"[:300]
        return told

    def erase(self) -> None:
        try:
            super().erase()
        except AssertionError as error:
            if "401" not in str(error):  # the first try had erased it; its answer was lost
                raise

    def _say_all(self, place: int, texts: list[str]) -> None:
        sent = [
            self._send(Sent(str(uuid.uuid4()), text, 10 * place + number, time.monotonic()))
            for number, text in enumerate(texts)
        ]
        for each in sent:
            self._until_answered(each)

    def _until_answered(self, sent: Sent) -> None:
        """Wait for the answer; an apology is answered by its button, which is a new message."""
        for _ in range(MOST_TRIES):
            answer = self.answers(sent.id)
            button = next((b for event in answer for b in event["buttons"] if _is_again(b)), None)
            if button is None:
                return
            again = Sent(str(uuid.uuid4()), TRY_AGAIN, sent.place, time.monotonic())
            sent = self._send(again, button=button["id"])

    def _send(self, sent: Sent, **content: str) -> Sent:
        self.told.sent.append(sent)
        self._by_id[sent.id] = sent
        body = {"id": sent.id, **(content or {"text": sent.text})}
        receipt = self._call("POST", "/messages", json=body).json()
        sent.taken_at, sent.seq = time.monotonic(), receipt["seq"]
        return sent

    def _read(self, wait: int) -> None:
        super()._read(POLL_S)

    def _after(self, seq: int, **parameters: int) -> list[Event]:
        events = super()._after(seq, **parameters)
        now = time.monotonic()
        for event in events:
            sent = self._by_id.get(event["reply_to"])
            if sent is not None and event["role"] != "user" and sent.answered_at is None:
                sent.answered_at = now
        self.told.seen += events
        return events

    def _call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        until = time.monotonic() + self.patience
        while True:
            try:
                response = self._http.request(method, path, **arguments)
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
                self.repeated += 1
                time.sleep(0.2 + 0.3 * random.random())
                continue
            if response.status_code in AWAY and time.monotonic() < until:
                self.repeated += 1
                asked = min(float(response.headers.get("Retry-After", 0.3)), 2.0)
                time.sleep(asked * (0.5 + 0.5 * random.random()))
                continue
            assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
            return response


def _is_again(button: dict[str, str]) -> bool:
    return button["title"] == TRY_AGAIN
