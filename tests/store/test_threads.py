"""What blocks is done in threads: in order where all are busy, and on the warm one."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress

import pytest

from clinic.store.threads import Threads


@pytest.fixture
def threads() -> Iterator[Threads]:
    made = Threads(2, "test")
    yield made
    made.close()


def test_a_result_comes_back_and_so_does_an_error(threads: Threads) -> None:
    async def both() -> None:
        assert await threads.run(divmod, 7, 2) == (3, 1)
        assert await threads.run(int, "ff", base=16) == 255
        with pytest.raises(ZeroDivisionError):
            await threads.run(divmod, 7, 0)

    asyncio.run(both())


def test_the_thread_that_rested_last_works_next(threads: Threads) -> None:
    async def work() -> set[threading.Thread]:
        both_at_work = threading.Barrier(2)
        await asyncio.gather(*(threads.run(both_at_work.wait) for _ in range(2)))
        return {await threads.run(threading.current_thread) for _ in range(20)}

    assert len(asyncio.run(work())) == 1


def test_nothing_is_kept_of_an_error_that_was_told(threads: Threads) -> None:
    class Found:
        """Something that the failing work has at hand."""

    async def fail() -> weakref.ref[Found]:
        found = Found()
        with suppress(ZeroDivisionError):
            await threads.run(lambda _found: 1 / 0, found)
        return weakref.ref(found)

    gc.disable()  # it would find circles, late
    try:
        kept = asyncio.run(fail())
        until = time.monotonic() + 5
        while kept() is not None and time.monotonic() < until:
            time.sleep(0.001)  # the thread lets go of it after it has told
        assert kept() is None
    finally:
        gc.enable()


def test_no_more_threads_work_than_there_may_be(threads: Threads) -> None:
    at_work, most, guard = 0, 0, threading.Lock()

    def work() -> None:
        nonlocal at_work, most
        with guard:
            at_work += 1
            most = max(most, at_work)
        threading.Event().wait(0.002)
        with guard:
            at_work -= 1

    async def all_at_once() -> None:
        await asyncio.gather(*(threads.run(work) for _ in range(40)))

    asyncio.run(all_at_once())
    assert most == 2


def test_what_was_cancelled_before_its_turn_is_never_begun(threads: Threads) -> None:
    begun: list[str] = []
    go_on = threading.Event()

    async def cancel_one() -> None:
        busy = [asyncio.create_task(threads.run(go_on.wait)) for _ in range(2)]
        late = asyncio.create_task(threads.run(begun.append, "late"))
        kept = asyncio.create_task(threads.run(begun.append, "kept"))
        await asyncio.sleep(0)
        late.cancel()
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(*busy, kept)
        with pytest.raises(asyncio.CancelledError):
            await late

    asyncio.run(cancel_one())
    assert begun == ["kept"]


def test_what_was_begun_ends_before_the_threads_do_and_what_waits_is_not_begun(
    threads: Threads,
) -> None:
    ended: list[str] = []
    both_begun = threading.Barrier(3)

    def work() -> None:
        both_begun.wait(5)
        threading.Event().wait(0.05)
        ended.append("begun")

    async def close() -> None:
        working = [asyncio.create_task(threads.run(work)) for _ in range(2)]
        waits = asyncio.create_task(threads.run(ended.append, "waited"))
        await asyncio.sleep(0)
        both_begun.wait(5)
        threads.close()
        await asyncio.gather(*working)
        with pytest.raises(asyncio.CancelledError):
            await waits
        with pytest.raises(RuntimeError):
            await threads.run(work)

    asyncio.run(close())
    assert ended == ["begun", "begun"]
