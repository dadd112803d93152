"""A request is found by whatever staff remember of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clinic.store import Store
from clinic.store.booking_board import BookingFilter, InHand
from tests.store.conftest import NOW, request_for
from tests.store.story import tell


@pytest.fixture
def requests(store: Store) -> dict[str, str]:
    """Reference by name."""
    for number, name in enumerate(("José Müller", "Siobhan O'Neill", "Łucja Nowak")):
        conversation = store.conversations.open(NOW).id
        wanted = request_for(f"form-{number}", name=name, phone=f"+1203555014{number}")
        tell(store, conversation, "yes", booking=wanted)
    return {each.name: each.reference for each in store.bookings.list()}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jose", "José Müller"),
        ("MULLER", "José Müller"),
        ("josé müller", "José Müller"),
        ("o’neill", "Siobhan O'Neill"),
        ("lucja", "Łucja Nowak"),
        ("555-0142", "Łucja Nowak"),
        ("100%", None),
    ],
)
def test_a_name_is_found_without_its_accents(
    store: Store, requests: dict[str, str], typed: str, found: str | None
) -> None:
    names = [each.booking.name for each in store.board.page(BookingFilter(words=typed))]
    assert names == ([found] if found else [])


def test_a_reference_is_found_however_it_is_typed(store: Store, requests: dict[str, str]) -> None:
    reference = requests["José Müller"]
    plain = reference.replace("-", "")
    for typed in (reference, reference.lower(), plain, plain.lower(), f"{plain[:4]} {plain[4:]}"):
        (found,) = store.board.page(BookingFilter(words=typed))
        assert found.booking.reference == reference, typed


def test_what_somebody_has_in_hand_is_counted_and_handed_on(
    store: Store, requests: dict[str, str]
) -> None:
    mia, noor = (
        store.staff.add(f"{name}@clinic.example", name, ["front_desk"], NOW).id
        for name in ("mia", "noor")
    )
    first, second, third = (store.board.get(each).booking for each in requests.values())
    for each in (first, second, third):
        store.board.assign(each.id, mia, NOW)
    store.bookings.confirm(second.id, NOW + timedelta(days=2), mia, NOW)
    store.bookings.decline(third.id, "other", mia, NOW)
    assert store.board.in_hand(NOW) == {mia: InHand(open=1, appointments=1)}
    assert store.board.in_hand(NOW + timedelta(days=3)) == {mia: InHand(open=1)}
    assert store.board.left_behind(NOW) == 0
    store.staff.change(mia, active=False)
    assert store.board.left_behind(NOW) == 2
    nobodys = store.board.page(BookingFilter(assignee="nobody"))
    assert {each.booking.id for each in nobodys} == {first.id, second.id, third.id}
    store.board.hand_on(mia, noor, NOW)
    assert store.board.in_hand(NOW) == {noor: InHand(open=1, appointments=1)}
    (closed,) = store.board.page(BookingFilter(assignee="former"))
    assert (closed.booking.id, closed.to_be_done(NOW)) == (third.id, False)


def test_a_message_is_told_by_its_flag_alone(store: Store) -> None:
    for number, flags in enumerate((["message"], ["minor", "condition:message"], [])):
        conversation = store.conversations.open(NOW).id
        tell(store, conversation, "yes", booking=request_for(f"form-{number}", flags=flags))
    for kind, messages in (("messages", {True}), ("requests", {False}), ("", {True, False})):
        found = store.board.page(BookingFilter(kind=kind))
        assert {each.booking.is_message for each in found} == messages
