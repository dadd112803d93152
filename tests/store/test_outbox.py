"""What leaves the house is leased, tried again with longer pauses, and never forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clinic.errors import UnknownOutboxItem
from clinic.store.outbox import LEASE, MOST_ATTEMPTS, pause_after
from tests.store.conftest import NOW
from tests.store.test_booking_steps import open_booking


def test_an_item_is_leased_to_one_process_and_comes_back_if_that_dies(store):
    open_booking(store, "form-1")
    assert len(store.outbox.take(NOW)) == 2
    assert store.outbox.take(NOW) == []
    assert len(store.outbox.take(NOW + LEASE)) == 2


def test_what_is_sent_is_not_taken_again(store):
    open_booking(store, "form-1")
    first, second = store.outbox.take(NOW)
    store.outbox.sent(first, NOW)
    store.outbox.sent(second, NOW, skipped=True)
    assert store.outbox.take(NOW + LEASE * 2) == []
    assert {item.state for item in store.outbox.list()} == {"sent", "skipped"}
    assert store.outbox.age(NOW + LEASE) == 0


def test_a_failure_is_tried_again_later_and_later_and_ends_among_the_dead(store):
    open_booking(store, "form-1")
    now = NOW
    for attempt in range(1, MOST_ATTEMPTS + 1):
        for item in store.outbox.take(now):
            store.outbox.failed(item, now, "connection refused")
        assert store.outbox.take(now + pause_after(attempt) - timedelta(seconds=1)) == []
        now += pause_after(attempt)
    dead = store.outbox.list("dead")
    assert len(dead) == 2 and dead[0].last_error == "connection refused"
    assert store.outbox.take(now + timedelta(days=9)) == []
    store.outbox.retry(dead[0].id, now)
    assert [item.id for item in store.outbox.take(now)] == [dead[0].id]
    with pytest.raises(UnknownOutboxItem):
        store.outbox.retry("nothing", now)


def test_the_pauses_grow_from_half_a_minute_to_an_hour():
    pauses = [pause_after(attempt).total_seconds() for attempt in range(1, MOST_ATTEMPTS + 1)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (30, 3600)


def test_the_age_of_the_oldest_item_is_told(store):
    open_booking(store, "form-1")
    assert store.outbox.age(NOW + timedelta(minutes=2)) == 120
