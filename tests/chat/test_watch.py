"""A stream is handed what was committed, and reads it only where it was not told all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from clinic.chat.hub import MOST_SAID, Watch
from clinic.store.chat_events import ChatEvent


def _said(*numbers: int) -> tuple[ChatEvent, ...]:
    return tuple(ChatEvent(seq, "bot", "Hi", datetime.now(UTC)) for seq in numbers)


def _told(tell: Callable[[Watch], None], last: int) -> list[int] | None:
    async def listen() -> list[int] | None:
        watch = Watch()
        tell(watch)
        assert watch.fresh
        said = watch.take_said(last)
        assert not watch.fresh
        assert watch.take_said(10_000) == []  # nothing is kept
        return None if said is None else [each.seq for each in said]

    return asyncio.run(listen())


@pytest.mark.parametrize(
    ("told", "last", "handed"),
    [
        ([(5,), (6, 7)], 4, [5, 6, 7]),
        ([(6,), (5,)], 4, [5, 6]),  # two threads tell of their commits in another order
        ([(5,), (6,)], 5, [6]),
        ([(5,)], 5, []),
        ([()], 5, []),  # a turn that staff will answer
        ([(6,)], 4, None),  # 5 was said elsewhere
        ([(5,), None], 4, None),
        ([None], 4, None),
        ([(seq,) for seq in range(1, MOST_SAID + 2)], 0, None),
    ],
)
def test_only_what_follows_without_a_gap_is_handed_on(told, last, handed) -> None:
    def tell(watch: Watch) -> None:
        for each in told:
            watch.news(None if each is None else _said(*each))

    assert _told(tell, last) == handed


def test_an_echo_and_its_answer_are_handed_on_together() -> None:
    def tell(watch: Watch) -> None:
        watch.news_soon(_said(1))
        watch.news(_said(2))

    assert _told(tell, 0) == [1, 2]


def test_nothing_is_handed_to_a_stream_that_was_closed() -> None:
    """Its conversation may have been erased: the table says what is left of it."""

    async def listen() -> list[ChatEvent] | None:
        watch = Watch()
        watch.news(_said(1))
        watch.close()
        return watch.take_said(0)

    assert asyncio.run(listen()) is None
