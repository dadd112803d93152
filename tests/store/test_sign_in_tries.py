"""Tries at signing in are counted on both databases, also when many come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from clinic.store import Store
from clinic.store.sign_in_tries import FORGOTTEN_AFTER, Guesser
from tests.store.conftest import NOW

ANA, HERE = Guesser.account("ana@clinic.example"), Guesser.address("203.0.113.9")


def test_of_many_at_once_no_more_are_let_through_than_one_after_the_other(store: Store) -> None:
    with ThreadPoolExecutor(8) as crowd:
        waits = list(crowd.map(lambda _: store.sign_in_tries.begin([ANA, HERE], NOW), range(24)))
    assert waits.count(None) == 5
    assert {wait for wait in waits if wait} == {NOW + timedelta(seconds=30)}


def test_an_account_is_the_same_whatever_its_case(store: Store) -> None:
    spellings = ["ana@clinic.example", " ANA@clinic.example", "Ana@Clinic.Example "]
    assert len({Guesser.account(each) for each in spellings}) == 1


def test_a_success_clears_an_account_and_takes_one_from_an_address(store: Store) -> None:
    for number in range(20):
        other = Guesser.account(f"person{number}@clinic.example")
        assert store.sign_in_tries.begin([other, HERE], NOW) is None
    assert store.sign_in_tries.begin([ANA, HERE], NOW) is None
    store.sign_in_tries.succeeded([ANA, HERE], NOW)
    assert store.sign_in_tries.begin([ANA, HERE], NOW) is None
    assert store.sign_in_tries.begin([ANA, HERE], NOW) == NOW + timedelta(seconds=30)


def test_after_a_day_of_peace_failures_are_forgotten(store: Store) -> None:
    for _ in range(5):
        store.sign_in_tries.begin([ANA], NOW)
    assert store.sign_in_tries.begin([ANA], NOW)
    later = NOW + FORGOTTEN_AFTER + timedelta(seconds=1)
    assert [store.sign_in_tries.begin([ANA], later) for _ in range(5)] == [None] * 5


def test_who_has_to_wait_is_not_made_to_wait_longer_by_trying(store: Store) -> None:
    for _ in range(5):
        store.sign_in_tries.begin([ANA], NOW)
    waits = {store.sign_in_tries.begin([ANA], NOW + timedelta(seconds=10)) for _ in range(9)}
    assert waits == {NOW + timedelta(seconds=30)}
