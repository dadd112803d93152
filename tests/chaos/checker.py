"""Judges a run: answered once and in order, booked once and as read back, nothing of others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tests.chaos.history import Row, Sent, Stored, Told
from tests.chaos.people import YES

LOST, DOUBLED, ORDER, FOREIGN = "lost", "doubled", "out of order", "foreign"
OTHER_ANSWER, BOOKING, NOT_ERASED, GAVE_UP = "other answer", "booking", "not erased", "gave up"
KINDS = (LOST, DOUBLED, ORDER, FOREIGN, OTHER_ANSWER, BOOKING, NOT_ERASED, GAVE_UP)
APOLOGY = "utter_turn_failed"
REFERENCE = re.compile(r"\*\*([2-9A-HJ-NP-TW-Z]{4}-[2-9A-HJ-NP-TW-Z]{4})\*\*")

Answers = dict[int, list[str]]  # by place in the script
Expected = dict[str, Answers]  # by kind of script


@dataclass(frozen=True)
class Violation:
    """A promise that was broken, and in which conversation."""

    kind: str
    conversation: str
    what: str


def check(told: list[Told], stored: Stored, expected: Expected) -> list[Violation]:
    """Every broken promise; `expected` holds what each script is answered when nothing fails."""
    found: list[Violation] = []
    for each in told:
        if each.erased_by:
            found += _of_erased(each, stored)
        else:
            found += _of_conversation(each, stored, expected)
    found += _of_bookings(told, stored)
    return found


def check_copy(told: list[Told], copy: Stored, expected: Expected, begun: float) -> list[Violation]:
    """The same of a restored backup that was begun at that time, once a server has run on it."""
    found = []
    for each in told:
        known = {sent.id for sent in each.as_of(copy).sent}
        if not each.erased_by:
            found += [
                Violation(LOST, each.conversation, "taken before the backup, and not in it")
                for sent in each.sent
                if sent.taken_at is not None and sent.taken_at < begun and sent.id not in known
            ]
    return found + check([each.as_of(copy) for each in told], copy, expected)


def answers_of(told: Told, stored: Stored) -> Answers:
    """What each place of the script was answered in the end, without what is the person's own."""
    given: Answers = {}
    for sent in told.sent:
        given[sent.place] = [
            told.person.neutral(row["text"]) for row in _answers(told, stored, sent)
        ]
    return given


def apologies(told: list[Told], stored: Stored) -> int:
    """Messages that three attempts could not answer, and that were told so."""
    return sum(
        row["response"] == APOLOGY
        for each in told
        for row in stored.events.get(each.conversation, [])
    )


def _of_conversation(told: Told, stored: Stored, expected: Expected) -> Iterator[Violation]:
    def broken(kind: str, what: str) -> Violation:
        return Violation(kind, told.conversation, what)

    events = stored.events.get(told.conversation, [])
    if told.gave_up:
        yield broken(GAVE_UP, told.gave_up)
    if [row["seq"] for row in events] != list(range(1, len(events) + 1)):
        yield broken(ORDER, "the numbers of the events have gaps or repeat")
    yield from (broken(*found) for found in _as_seen(told, events))
    own = {sent.id for sent in told.sent}
    for row in events:
        if row["reply_to"] not in own:
            yield broken(FOREIGN, f"event {row['seq']} replies to somebody else's message")
        if strangers := told.person.strangers_in(row["text"]):
            yield broken(FOREIGN, f"event {row['seq']} speaks of {sorted(strangers)}")
    taken = [sent for sent in told.sent if sent.seq is not None]
    for sent in taken:
        yield from (broken(*found) for found in _of_message(told, stored, sent))
    for numbers in ([sent.seq for sent in taken], _first_answers(told, stored, taken)):
        if numbers != sorted(numbers):
            yield broken(ORDER, "messages or their answers do not stand in the order of sending")
    usual = expected[told.person.kind]
    for place, texts in answers_of(told, stored).items():
        if texts and texts != usual[place] and place not in told.unsettled:
            yield broken(OTHER_ANSWER, f"place {place} was answered {texts} for {usual[place]}")


def _as_seen(told: Told, events: list[Row]) -> Iterator[tuple[str, str]]:
    """The client has seen each event once, as it is stored (a copy's client has seen nothing)."""
    if not told.seen:
        return
    times = Counter(event["seq"] for event in told.seen)
    for row in events:
        if not times[row["seq"]]:
            yield LOST, f"event {row['seq']} never reached the client"
        elif times[row["seq"]] > 1:
            yield DOUBLED, f"event {row['seq']} reached the client {times[row['seq']]} times"
    stored = {row["seq"]: (row["role"], row["text"], row["reply_to"]) for row in events}
    for event in told.seen:
        if stored.get(event["seq"]) != (event["role"], event["text"], event["reply_to"]):
            yield LOST, f"event {event['seq']} is not stored as the client saw it"
    numbers = [event["seq"] for event in told.seen]
    if numbers != sorted(numbers):
        yield ORDER, "the client saw events out of their order"


def _of_message(told: Told, stored: Stored, sent: Sent) -> Iterator[tuple[str, str]]:
    rows = [row for row in stored.inbox.get(told.conversation, []) if row["client_id"] == sent.id]
    if not rows:
        yield LOST, f"message {sent.seq} got 202 and is not stored"
    elif len(rows) > 1:
        yield DOUBLED, f"message {sent.seq} is stored {len(rows)} times"
    elif rows[0]["seq"] != sent.seq:
        yield ORDER, f"message {sent.seq} is stored as number {rows[0]['seq']}"
    elif rows[0]["state"] == "pending":
        yield LOST, f"message {sent.seq} still waits for its turn"
    said = [row for row in _to(told, stored, sent) if row["role"] == "user"]
    if len(said) != 1:
        yield (
            (DOUBLED if said else LOST),
            f"message {sent.seq} stands {len(said)} times in the chat",
        )
    answers = _answers(told, stored, sent)
    if not answers:
        yield LOST, f"message {sent.seq} was never answered"
        return
    numbers = [row["seq"] for row in answers]
    turns = {row["at"] for row in answers}  # the answers of one turn are written with one time
    if len(turns) > 1 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield DOUBLED, f"message {sent.seq} was answered by more than one turn"


def _of_erased(told: Told, stored: Stored) -> Iterator[Violation]:
    for table, conversations in stored.mentioned.items():
        if told.conversation in conversations:
            yield Violation(NOT_ERASED, told.conversation, f"there are rows in {table}")


def _of_bookings(told: list[Told], stored: Stored) -> Iterator[Violation]:
    by_phone: defaultdict[str | None, list[Row]] = defaultdict(list)
    for row in stored.bookings:
        by_phone[row["phone"]].append(row)
    for each in told:
        found = by_phone.pop(each.person.e164, [])
        for what in _of_request(each, found, stored):
            yield Violation(BOOKING, each.conversation, what)
    for rows in by_phone.values():
        for row in rows:
            yield Violation(BOOKING, row["conversation"] or "", "nobody asked for this request")


def _of_request(told: Told, found: list[Row], stored: Stored) -> Iterator[str]:
    person = told.person
    if told.erased_by == "staff":
        if found:
            yield "the request of an erased person is there"
        return
    agreed = [sent for sent in told.sent if sent.text == YES and sent.seq is not None]
    # A copy cannot tell how far an erased conversation had come when it was made, and one that
    # lacks the second try of an apology knows the first one alone.
    untold = told.erased_by == "visitor" and not told.sent
    either = untold or any(sent.place in told.unsettled for sent in agreed)
    if len(found) not in ((0, 1) if either else (int(bool(agreed)),)):
        yield f"{len(found)} requests are stored where {int(bool(agreed))} was agreed to"
    for row in found:
        if (row["name"], row["email"], row["location"]) != (person.name, person.email, person.town):
            yield "the request does not say what was read back"
        if row["conversation"] != (None if told.erased_by else told.conversation):
            yield "the request belongs to another conversation"
        said = " ".join(event["text"] for event in stored.events.get(told.conversation, []))
        if not told.erased_by and REFERENCE.findall(said) != [row["reference"]]:
            yield "the reference that was read out is another one, or was read out twice"
        if [step["state"] for step in stored.booking_events.get(row["id"], [])] != ["received"]:
            yield "the request's history is not one step"
        if len(stored.consents.get(row["id"], [])) != 1:
            yield "the request has not one consent"
        channels = stored.alerts.get(row["id"], [])
        if not channels or len(channels) != len(set(channels)):
            yield f"the clinic is told of the request {len(channels)} times"


def _to(told: Told, stored: Stored, sent: Sent) -> list[Row]:
    return [row for row in stored.events.get(told.conversation, []) if row["reply_to"] == sent.id]


def _answers(told: Told, stored: Stored, sent: Sent) -> list[Row]:
    return [row for row in _to(told, stored, sent) if row["role"] != "user"]


def _first_answers(told: Told, stored: Stored, taken: list[Sent]) -> list[int]:
    answered = [_answers(told, stored, sent) for sent in taken]
    return [rows[0]["seq"] for rows in answered if rows]
