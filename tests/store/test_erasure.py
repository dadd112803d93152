"""Erased means everywhere and for good; kept means for its time and no longer."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from clinic.errors import StoreUnavailable
from clinic.store import Store
from clinic.store.data_subject import Subject
from clinic.store.erasure import _hashes
from clinic.store.retention import Periods
from clinic.store.schema import metadata
from tests.store.conftest import NOW, request_for
from tests.store.story import tell

ZONE = ZoneInfo("America/New_York")
SECRET = "s" * 40
PHONE = "+12035550144"
ENTITY = {"entity": "phone", "value": PHONE, "text": "203 555 0144", "start": 0, "end": 12}
YEAR = timedelta(days=365)
# Tables that are about nobody's visit.
OTHERS = {"erasures", "audit", "staff", "overview_days", "overview_topics"}


def known(store: Store, phone: str = PHONE) -> str:
    """A conversation with a request, notes, tags, a flag, a rating, and mail that waits."""
    conversation = store.conversations.open(NOW).id
    wanted = request_for(f"form-{conversation}", phone=phone, email="Maria@example.com")
    entities = [{**ENTITY, "value": phone}]
    tell(store, conversation, "203 555 0144", entities=entities, booking=wanted)
    store.index.refresh(conversation, ZONE)
    store.chat_events.rate(conversation, 2, True, "thanks", NOW)
    store.reviews.note(conversation, "called", "staff", NOW)
    store.reviews.tag(conversation, "call", "staff", NOW)
    store.reviews.flag(conversation, 1, "staff", NOW)
    booking = booking_of(store, conversation)
    store.board.note(booking, "nice", "staff", NOW)
    store.bookings.offer_times(booking, [NOW + timedelta(days=2)], "staff", NOW)
    return conversation


def booking_of(store: Store, conversation: str) -> str:
    return next(b.id for b in store.bookings.list() if b.conversation == conversation)


def rows(store: Store) -> dict[str, int]:
    """How many rows each table holds, empty ones left out."""
    with store.database.read() as connection:
        counts = {
            table.name: connection.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
            for table in metadata.sorted_tables
            if table.name not in OTHERS
        }
        counts["words"] = connection.execute(
            sa.text("select count(*) from message_words")
        ).scalar_one()
    return {name: count for name, count in counts.items() if count}


@pytest.mark.parametrize("kind", ["reference", "phone", "email", "conversation"])
def test_everything_of_a_person_goes_whatever_they_are_found_by(
    store: Store, tmp_path: Path, kind: str
) -> None:
    conversation = known(store)
    booking = store.bookings.find(booking_of(store, conversation))
    value = {"reference": booking.reference.lower(), "phone": PHONE, "email": "maria@example.com",
             "conversation": conversation}[kind]  # fmt: skip
    found = store.subjects.find(kind, value)
    assert (found.conversations, found.bookings) == ([conversation], [booking.id])
    receipt = store.erasures.erase(found, SECRET, NOW, tmp_path / "erasures.jsonl")
    assert rows(store) == {}
    assert receipt.counts["conversations"] == receipt.counts["bookings"] == 1
    assert receipt.counts["conversation_notes"] == receipt.counts["training_items"] == 1
    assert receipt.counts["outbox"] >= 1
    kept = (tmp_path / "erasures.jsonl").read_text()
    for personal in (conversation, booking.id, booking.reference, PHONE, "Beltran"):
        assert personal not in kept


def test_a_number_that_was_only_typed_is_found_as_well(store: Store) -> None:
    conversation = store.conversations.open(NOW).id
    tell(store, conversation, "call 203 555 0144", entities=[ENTITY])
    assert store.subjects.find("phone", PHONE).conversations == [conversation]
    assert store.subjects.find("phone", "+12035550145").is_nobody
    assert store.subjects.find("email", "%").is_nobody


def test_others_are_left_alone(store: Store, tmp_path: Path) -> None:
    other = known(store, phone="+12035559999")
    before = rows(store)
    mine = known(store)
    store.erasures.erase(
        store.subjects.find("conversation", mine), SECRET, NOW, tmp_path / "erasures.jsonl"
    )
    assert rows(store) == before
    assert booking_of(store, other)


def test_after_a_restore_it_is_erased_again(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "erasures.jsonl"
    conversation, other = known(store), known(store, phone="+12035559999")
    subject = store.subjects.find("conversation", conversation)
    # Erased in the database that was lost; in this one, restored from a backup, it is still there.
    store.erasures.erase(Subject([], []), SECRET, NOW, file)
    lost = store.erasures.list()[0]
    lines = file.read_text().replace(lost.id, "after-the-backup")
    hashes = str(sorted(_hashes(subject, SECRET))).replace("'", '"')
    file.write_text(lines.replace('"hashes": []', f'"hashes": {hashes}') + '{"cut off')
    assert store.erasures.apply_again(SECRET, file) == 2
    assert store.erasures.apply_again(SECRET, file) == 0
    assert [b.conversation for b in store.bookings.list()] == [other]


def test_an_export_holds_all_of_it(store: Store) -> None:
    conversation = known(store)
    held = store.subjects.export(store.subjects.find("conversation", conversation))
    (said,), (asked,) = held["conversations"], held["bookings"]
    assert [each["text"] for each in said["messages"]] == [
        "203 555 0144",
        "words of utter_faq/pain",
    ]
    assert said["notes"][0]["text"] == "called" and said["ratings"][0]["comment"] == "thanks"
    assert asked["phone"] == PHONE and asked["notes"][0]["text"] == "nice"
    assert len(asked["offered"]) == len(asked["consents"]) == 1
    assert asked["outbox"]


def test_what_is_over_its_time_is_deleted_and_nothing_else(store: Store) -> None:
    periods = Periods(YEAR, 2 * YEAR, 3 * YEAR)
    open_request = known(store)
    closed = known(store, phone="+12035559999")
    store.bookings.cancel(booking_of(store, closed), "visitor", NOW)
    talk = store.conversations.open(NOW).id
    tell(store, talk, "hello")
    assert store.retention.purge(periods, NOW + YEAR) == {}
    purged = store.retention.purge(periods, NOW + YEAR + timedelta(days=1))
    assert purged["conversations"] == 2  # that of the open request stays
    purged = store.retention.purge(periods, NOW + 2 * YEAR + timedelta(days=1))
    assert purged["bookings"] == 1
    assert store.conversations.get(open_request).id == open_request
    assert [booking.state for booking in store.bookings.list()] == ["times_offered"]


def test_what_a_visitor_erases_is_on_record_at_once(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "erasures.jsonl"
    conversation = known(store)
    backup = store.subjects.find("conversation", conversation)
    store.erasures.erase_conversation(conversation, SECRET, NOW, file)
    (booking,) = store.bookings.list()  # a request that was sent stays, unlinked
    assert booking.conversation is None
    (receipt,) = store.erasures.list()
    assert receipt.id in file.read_text()
    assert set(receipt.hashes) < set(_hashes(backup, SECRET))


def test_mails_that_no_server_took_are_erased_as_well(store: Store, tmp_path: Path) -> None:
    conversation, other = known(store), known(store, "+12035550177")
    booking = store.bookings.get(booking_of(store, conversation))
    folder = tmp_path / "outbox"
    folder.mkdir()
    for item in store.outbox.list():
        (folder / f"{item.id}.eml").write_text(json.dumps(item.data))
    typed = booking.reference.lower().replace("-", " ")
    found = store.subjects.find("reference", typed)
    store.erasures.erase(found, SECRET, NOW, tmp_path / "erasures.jsonl")
    left = "".join(path.read_text() for path in folder.iterdir())
    assert booking.id not in left and conversation not in left
    assert booking_of(store, other) in left


def test_without_room_for_the_receipt_nothing_is_erased(store: Store, tmp_path: Path) -> None:
    conversation = known(store)
    in_the_way = tmp_path / "folder"
    in_the_way.write_text("")
    with pytest.raises(StoreUnavailable):
        store.erasures.erase_conversation(conversation, SECRET, NOW, in_the_way / "file")
    assert store.conversations.get(conversation).id == conversation


def test_a_request_of_an_erased_conversation_is_unlinked_again(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "erasures.jsonl"
    conversation = known(store)
    receipt = {
        "id": "since the backup", "at": NOW.isoformat(), "counts": {},
        "hashes": sorted(_hashes(Subject([conversation], []), SECRET)),
    }  # fmt: skip
    file.write_text(json.dumps(receipt) + "\n")
    assert store.erasures.apply_again(SECRET, file) == 1
    assert [booking.conversation for booking in store.bookings.list()] == [None]
