"""The judge of a run finds each broken promise in a history that was doctored."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.chaos import checker
from tests.chaos.checker import Expected, Violation, check, check_copy
from tests.chaos.history import Row, Sent, Stored, Told
from tests.chaos.people import YES, Person

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
READ_BACK = "Name: {name}, phone: {phone}. Shall I send it?"
SENT = "Your reference is **{reference}**."
HISTORY = tuple[list[Told], Stored]


class Maker:
    """A clean run of some people who all play the script `all at once`."""

    def __init__(self, count: int = 3) -> None:
        self.told: list[Told] = []
        self.stored = Stored({}, {}, [], {}, {}, {}, {"conversations": set()})
        for number in range(count):
            self._talk(Person(1 + 5 * number), f"conversation-{number}")

    @property
    def expected(self) -> Expected:
        return {
            "all at once": {
                0: ["Name: NAME, phone: PHONE. Shall I send it?"],
                10: ["Your reference is **REFERENCE**."],
            }
        }

    def _talk(self, person: Person, conversation: str) -> None:
        reference = f"ABCD-{2 + len(self.told)}FGH"
        answers = [
            READ_BACK.format(name=person.name, phone=person.phone),
            SENT.format(reference=reference),
        ]
        said = zip([person.script()[0][0], YES], answers, strict=True)
        told = Told(person, conversation)
        self.told.append(told)
        self.stored.events[conversation], self.stored.inbox[conversation] = [], []
        for turn, (text, answer) in enumerate(said):
            sent = Sent(
                f"{conversation}-m{turn}", text, 10 * turn, turn, turn + 0.1, 2 * turn + 1, turn + 1
            )
            told.sent.append(sent)
            for seq, role, words in (
                (sent.seq, "user", text),
                (sent.seq + 1, "bot", answer),
            ):
                self.stored.events[conversation].append(
                    {
                        "seq": seq, "role": role, "text": words, "reply_to": sent.id,
                        "response": None, "at": NOW + timedelta(seconds=seq),
                    }
                )  # fmt: skip
            self.stored.inbox[conversation].append(
                {"client_id": sent.id, "seq": sent.seq, "state": "done"}
            )
        told.seen = [
            {name: row[name] for name in ("seq", "role", "text", "reply_to")}
            for row in self.stored.events[conversation]
        ]
        booking = f"booking-{len(self.told)}"
        self.stored.bookings.append(
            {
                "id": booking, "name": person.name, "phone": person.e164, "email": person.email,
                "location": "Stamford", "conversation": conversation, "reference": reference,
            }
        )  # fmt: skip
        self.stored.booking_events[booking] = [{"state": "received"}]
        self.stored.consents[booking] = [{}]
        self.stored.alerts[booking] = ["clinic_mail", "webhook"]
        self.stored.mentioned["conversations"].add(conversation)


def _judged(doctor: Callable[[Maker], None]) -> list[Violation]:
    maker = Maker()
    doctor(maker)
    return check(maker.told, maker.stored, maker.expected)


def _events(maker: Maker) -> list[Row]:
    return maker.stored.events["conversation-1"]


def test_a_clean_run_breaks_no_promise() -> None:
    assert _judged(lambda maker: None) == []


def _answer_lost(maker: Maker) -> None:
    _events(maker).pop()
    maker.told[1].seen.pop()


def _message_lost(maker: Maker) -> None:
    maker.stored.inbox["conversation-1"].pop()


def _still_waiting(maker: Maker) -> None:
    maker.stored.inbox["conversation-1"][1]["state"] = "pending"


def _answer_not_seen(maker: Maker) -> None:
    maker.told[1].seen.pop()


def _answer_changed_after_it_was_seen(maker: Maker) -> None:
    maker.told[1].seen[1]["text"] += "!"


def _answered_by_two_turns(maker: Maker) -> None:
    again = copy.deepcopy(_events(maker)[-1])
    again |= {"seq": 5, "at": again["at"] + timedelta(seconds=1)}
    _events(maker).append(again)
    maker.told[1].seen.append(again)


def _said_twice_in_one_turn(maker: Maker) -> None:
    again = {**_events(maker)[-1], "seq": 5}
    _events(maker).append(again)
    maker.told[1].seen.append(again)


def _seen_twice(maker: Maker) -> None:
    maker.told[1].seen.append(maker.told[1].seen[-1])


def _stored_twice(maker: Maker) -> None:
    rows = maker.stored.inbox["conversation-1"]
    rows.append({**rows[1], "seq": 7})


def _message_twice_in_the_chat(maker: Maker) -> None:
    _events(maker).insert(0, {**_events(maker)[0], "seq": 0})


def _answers_exchanged(maker: Maker) -> None:
    first, second = _events(maker)[1], _events(maker)[3]
    first["reply_to"], second["reply_to"] = second["reply_to"], first["reply_to"]


def _seen_out_of_order(maker: Maker) -> None:
    maker.told[1].seen.reverse()


def _gap(maker: Maker) -> None:
    _events(maker)[3]["seq"] = maker.told[1].seen[3]["seq"] = 6


def _taken_under_another_number(maker: Maker) -> None:
    maker.told[1].sent[1].seq = 2


def _words_of_a_stranger(maker: Maker) -> None:
    words = maker.stored.events["conversation-0"][1]["text"]
    _events(maker)[1]["text"] = maker.told[1].seen[1]["text"] = words


def _reply_to_a_stranger(maker: Maker) -> None:
    _events(maker)[3]["reply_to"] = "conversation-0-m1"


def _another_answer(maker: Maker) -> None:
    _events(maker)[1]["text"] = maker.told[1].seen[1]["text"] = "Please say that again."


def _booking_lost(maker: Maker) -> None:
    maker.stored.bookings.pop(1)


def _booking_doubled(maker: Maker) -> None:
    maker.stored.bookings.append({**maker.stored.bookings[1], "id": "another"})


def _booking_of_another_name(maker: Maker) -> None:
    maker.stored.bookings[1]["name"] = "Ana"


def _booking_under_another_reference(maker: Maker) -> None:
    maker.stored.bookings[1]["reference"] = "WXYZ-2345"


def _booking_of_nobody(maker: Maker) -> None:
    maker.stored.bookings.append({**maker.stored.bookings[1], "phone": "+12125550199"})


def _two_consents(maker: Maker) -> None:
    maker.stored.consents["booking-2"].append({})


def _alerted_twice(maker: Maker) -> None:
    maker.stored.alerts["booking-2"] += ["clinic_mail"]


def _rows_of_an_erased_visitor(maker: Maker) -> None:
    maker.told[1].erased_by = "visitor"
    maker.stored.bookings[1]["conversation"] = None


def _request_of_somebody_whom_staff_erased(maker: Maker) -> None:
    maker.told[1].erased_by = "staff"
    maker.stored.mentioned["conversations"].discard("conversation-1")


def _somebody_gave_up(maker: Maker) -> None:
    maker.told[1].gave_up = "no answer"


DOCTORED = {
    _answer_lost: checker.LOST,
    _message_lost: checker.LOST,
    _still_waiting: checker.LOST,
    _answer_not_seen: checker.LOST,
    _answer_changed_after_it_was_seen: checker.LOST,
    _answered_by_two_turns: checker.DOUBLED,
    _said_twice_in_one_turn: checker.OTHER_ANSWER,
    _seen_twice: checker.DOUBLED,
    _stored_twice: checker.DOUBLED,
    _message_twice_in_the_chat: checker.DOUBLED,
    _answers_exchanged: checker.ORDER,
    _seen_out_of_order: checker.ORDER,
    _gap: checker.ORDER,
    _taken_under_another_number: checker.ORDER,
    _words_of_a_stranger: checker.FOREIGN,
    _reply_to_a_stranger: checker.FOREIGN,
    _another_answer: checker.OTHER_ANSWER,
    _booking_lost: checker.BOOKING,
    _booking_doubled: checker.BOOKING,
    _booking_of_another_name: checker.BOOKING,
    _booking_under_another_reference: checker.BOOKING,
    _booking_of_nobody: checker.BOOKING,
    _two_consents: checker.BOOKING,
    _alerted_twice: checker.BOOKING,
    _rows_of_an_erased_visitor: checker.NOT_ERASED,
    _request_of_somebody_whom_staff_erased: checker.BOOKING,
    _somebody_gave_up: checker.GAVE_UP,
}


@pytest.mark.parametrize("doctor", DOCTORED, ids=lambda each: each.__name__.strip("_"))
def test_it_is_found(doctor: Callable[[Maker], None]) -> None:
    assert DOCTORED[doctor] in {each.kind for each in _judged(doctor)}


def test_a_copy_may_lack_what_came_after_it() -> None:
    maker = Maker()
    later = maker.told[2]
    for table in (maker.stored.events, maker.stored.inbox):
        del table[later.conversation]
    maker.stored.bookings.pop()
    assert check_copy(maker.told, maker.stored, maker.expected, begun=0.05) == []
    (lost, *_) = check_copy(maker.told, maker.stored, maker.expected, begun=0.5)
    assert (lost.kind, lost.conversation) == (checker.LOST, later.conversation)


def test_a_copy_may_end_in_the_middle_of_a_conversation() -> None:
    maker = Maker()
    del _events(maker)[2:], maker.stored.inbox["conversation-1"][1:]
    maker.stored.bookings.pop(1)
    assert check_copy(maker.told, maker.stored, maker.expected, begun=0.5) == []


def test_a_copy_may_lack_the_second_try_of_an_apology() -> None:
    maker = Maker()
    retried = maker.told[1]
    retried.sent.append(Sent("again", "Try again", 10, 1.5, 1.6, 5, 2.0))
    _events(maker)[3] |= {"text": "Sorry, something went wrong.", "response": checker.APOLOGY}
    maker.stored.bookings.pop(1)
    assert check_copy(maker.told, maker.stored, maker.expected, begun=0.5) == []
    retried.sent.pop()
    found = check_copy(maker.told, maker.stored, maker.expected, begun=0.5)
    assert {each.kind for each in found} == {checker.OTHER_ANSWER, checker.BOOKING}


def test_a_copy_that_brings_somebody_back_is_found() -> None:
    maker = Maker()
    maker.told[1].erased_by = "staff"
    found = check_copy(maker.told, maker.stored, maker.expected, begun=0.0)
    assert {each.kind for each in found} == {checker.NOT_ERASED, checker.BOOKING}


def test_a_copy_may_hold_the_request_of_a_visitor_who_erased_the_chat_since() -> None:
    maker = Maker()
    erased = maker.told[1]
    erased.erased_by = "visitor"
    maker.stored.mentioned["conversations"].discard(erased.conversation)
    maker.stored.bookings[1]["conversation"] = None
    for table in (maker.stored.events, maker.stored.inbox):
        del table[erased.conversation]
    assert check_copy(maker.told, maker.stored, maker.expected, begun=0.5) == []
    maker.stored.bookings.append({**maker.stored.bookings[1], "id": "another"})
    found = check_copy(maker.told, maker.stored, maker.expected, begun=0.5)
    assert {each.kind for each in found} == {checker.BOOKING}
