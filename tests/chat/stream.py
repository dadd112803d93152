"""Reads server-sent events as a browser does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx


class Sent(NamedTuple):
    kind: str  # the event's name, or "comment"
    id: int | None
    data: Any


@contextmanager
def following(client: httpx.Client, after: int | None = None) -> Iterator[Iterator[Sent]]:
    """An open event stream; iterate to wait for what comes next."""
    headers = {"Accept": "text/event-stream"}
    if after is not None:
        headers["Last-Event-ID"] = str(after)
    with client.stream("GET", "/events", headers=headers) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        yield sent(response.iter_lines())


def sent(lines: Iterator[str]) -> Iterator[Sent]:
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            yield Sent("comment", None, line[1:])
        elif line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            number = int(fields["id"]) if "id" in fields else None
            yield Sent(fields["event"], number, json.loads(fields["data"]))
            fields = {}


def until(events: Iterator[Sent], kind: str, **data: Any) -> list[Sent]:
    """Everything up to and with the first event of this kind that carries this data."""
    seen = []
    for event in events:
        seen.append(event)
        if event.kind == kind and all(event.data[name] == value for name, value in data.items()):
            return seen
    raise AssertionError(f"the stream ended before {kind}: {seen}")


def numbers(events: list[Sent]) -> list[int]:
    return [event.id for event in events if event.kind == "message"]
