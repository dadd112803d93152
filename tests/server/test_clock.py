"""The server's time goes on evenly when somebody turns the machine's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from clinic.errors import StoreUnavailable
from clinic.server.clock import BELIEVED_AFTER_S, SteadyClock
from clinic.store.database import Database

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


class Hands:
    """A clock that a test turns, and the time that really goes by."""

    def __init__(self) -> None:
        self.shown, self.gone = NOW, 0.0
        self.steady = SteadyClock(lambda: self.shown, lambda: self.gone)

    def pass_by(self, seconds: float) -> None:
        self.gone += seconds
        self.shown += timedelta(seconds=seconds)
        self.steady.look()


def test_a_clock_that_is_turned_back_and_right_again_is_not_noticed() -> None:
    hands = Hands()
    for hours in (-2, 2):
        hands.shown += timedelta(hours=hours)
        hands.pass_by(60)
    assert hands.steady() == NOW + timedelta(minutes=2)


def test_a_clock_that_stays_where_it_was_put_is_followed_in_the_end() -> None:
    hands = Hands()
    hands.shown -= timedelta(hours=2)
    hands.pass_by(1)
    assert hands.steady() == NOW + timedelta(seconds=1)
    hands.pass_by(BELIEVED_AFTER_S)
    assert hands.steady() == hands.shown


def test_a_clock_that_runs_a_little_slow_is_followed_at_once() -> None:
    hands = Hands()
    hands.shown -= timedelta(seconds=1)
    hands.pass_by(60)
    assert hands.steady() == hands.shown


def test_two_short_jumps_are_not_taken_for_one_long_one() -> None:
    hands = Hands()
    for _ in range(2):
        hands.shown -= timedelta(hours=2)
        hands.pass_by(BELIEVED_AFTER_S * 0.6)
        hands.shown += timedelta(hours=2)
        hands.pass_by(1)
    assert abs(hands.steady() - hands.shown) < timedelta(seconds=1)


def test_a_source_that_is_away_leaves_the_clock_going() -> None:
    hands = Hands()

    def away() -> datetime:
        raise StoreUnavailable("away")

    hands.steady._source = away
    with pytest.raises(StoreUnavailable):
        hands.pass_by(5)
    assert hands.steady() == NOW + timedelta(seconds=5)


def test_it_goes_on_by_itself() -> None:
    steady = SteadyClock(lambda: NOW)
    time.sleep(0.05)
    assert timedelta(seconds=0.05) <= steady() - NOW < timedelta(seconds=5)


def test_replicas_go_by_the_time_of_their_database(postgres_url: str) -> None:
    database = Database(postgres_url)
    told = database.now()
    database.dispose()
    assert told.utcoffset() == timedelta(0)
    assert abs(told - datetime.now(UTC)) < timedelta(seconds=5)
