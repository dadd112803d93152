"""Somebody who chats: the smallest client of the chat API that a conversation test needs."""

from __future__ import annotations

import time
import uuid
from typing import Any

import httpx

API = "/webhooks/chat/v1"
Event = dict[str, Any]


class Visitor:
    """Speaks the public protocol and nothing else; blocks until it is answered.

    A server that is away for a moment is waited for, as the widget does it.
    """

    def __init__(self, url: str, *, origin: str | None = None, patience: float = 60.0) -> None:
        self.url = url
        self.patience = patience
        self.conversation = ""
        self.token = ""
        self.last = 0
        self.events: list[Event] = []
        headers = {"Accept": "application/json"} | ({"Origin": origin} if origin else {})
        self._http = httpx.Client(base_url=url + API, headers=headers, timeout=35)

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def open(self, locale: str | None = None) -> Visitor:
        """Open a conversation; returns itself, so that `Visitor(url).open()` reads well."""
        opened = self._call("POST", "/sessions", json={"locale": locale} if locale else {}).json()
        self.token, self.conversation = opened["token"], opened["conversation"]
        self._http.headers["Authorization"] = f"Bearer {self.token}"
        return self

    def say(self, text: str) -> list[Event]:
        """Send typed text and return the assistant's answer, all its events."""
        return self.answers(self.send(text=text))

    def press(self, title: str) -> list[Event]:
        """Press the button that was offered last under this title, and return the answer."""
        return self.answers(self.send(button=self.button(title)))

    def send(self, *, message: str | None = None, **content: str) -> str:
        """Send `text` or `button` without waiting for the answer; returns the message's id."""
        message = message or str(uuid.uuid4())
        self._call("POST", "/messages", json={"id": message, **content})
        return message

    def answers(self, message: str) -> list[Event]:
        """Wait for the answer to a message that was sent."""
        until = time.monotonic() + self.patience
        while not (found := self._answers_seen(message)):
            if time.monotonic() > until:
                raise AssertionError(f"no answer to {message} within {self.patience} s")
            self._read(wait=5)
        return found

    def button(self, title: str) -> str:
        """The id of the button that was offered last under this title, in a card or below."""
        for event in reversed(self.events):
            for offered in _offered(event):
                if offered["title"] == title:
                    return offered["id"]
        raise AssertionError(f"no button {title!r}; offered last: {self.buttons()}")

    def buttons(self) -> list[str]:
        """The titles of the buttons that the last answer offers."""
        last = next((event for event in reversed(self.events) if event["role"] != "user"), None)
        return [offered["title"] for offered in _offered(last)] if last else []

    def history(self) -> list[Event]:
        """Everything that was said, as the server remembers it."""
        events: list[Event] = []
        while page := self._after(events[-1]["seq"] if events else 0):
            events += page
        return events

    def follow(self, after: int) -> None:
        """Open a stream of the events after `after` and leave it when it is up to date."""
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
        with self._http.stream("GET", "/events", headers=headers) as stream:
            for line in stream.iter_lines():
                if line == "event: ready":
                    return
        raise AssertionError("the stream ended before it was ready")

    def erase(self) -> None:
        self._call("DELETE", "/sessions/current")

    def _answers_seen(self, message: str) -> list[Event]:
        # All answers of a turn are stored at once, so seeing one means that all are there.
        return [
            event
            for event in self.events
            if event["reply_to"] == message and event["role"] != "user"
        ]

    def _read(self, wait: int) -> None:
        for event in self._after(self.last, wait=wait):
            self.events.append(event)
            self.last = event["seq"]

    def _after(self, seq: int, **parameters: int) -> list[Event]:
        answer = self._call("GET", "/events", params={"after": seq, **parameters})
        return answer.json()["events"]

    def _call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        until = time.monotonic() + self.patience
        while True:
            try:
                response = self._http.request(method, path, **arguments)
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
                continue
            if response.status_code in (429, 503) and time.monotonic() < until:
                time.sleep(min(float(response.headers.get("Retry-After", 1)), 2.0))
                continue
            assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
            return response


def _offered(event: Event) -> list[dict[str, str]]:
    fields = (event.get("card") or {}).get("fields", [])
    edits = [{"id": field["edit"], "title": field["label"]} for field in fields]
    return [*event["buttons"], *edits]
