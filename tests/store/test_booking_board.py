"""A request is found by whatever staff remember of it."""

from __future__ import annotations

import pytest

from clinic.store import Store
from clinic.store.booking_board import BookingFilter
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
