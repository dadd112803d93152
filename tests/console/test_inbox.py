"""The trainer's inbox: what was missed is there once, by theme, and goes where it is said to."""

from __future__ import annotations

import pytest

from tests.console.classroom import Classroom, items
from tests.console.person import words

PARKING = ("is there parking at the clinic", "where can i park my car", "do you have parking")
SURE = {
    "label": "faq/pain",
    "confidence": 0.95,
    "topics": None,
    "actions": ("action_answer",),
    "responses": ("utter_faq/pain",),
}


def test_ways_of_asking_one_thing_are_one_row_with_their_conversations(room: Classroom) -> None:
    places = [room.hear(text) for text in PARKING]
    room.hear("can i bring my dog")
    page = room.mia.get("/staff/training")
    assert page.text.count('class="card theme"') == 2
    assert "3 messages Asked back ×3" in words(page)
    for conversation, seq in places:
        assert f'href="/staff/conversations/{conversation}#m{seq}"' in page.text


def test_every_reason_brings_a_message_in_and_what_went_well_stays_out(room: Classroom) -> None:
    room.hear("no idea what this means")
    room.hear(
        "let me talk to somebody",
        label="human_handoff",
        confidence=0.9,
        actions=("action_handoff",),
        responses=("utter_human_handoff",),
    )
    room.hear("is it sore", **SURE | {"confidence": 0.77})
    disliked, seq = room.hear("does it ache", **SURE)
    room.store.chat_events.rate(disliked, seq + 1, False, None, room.clock())
    room.store.index.refresh(disliked, room.desk.profile.zone)
    flagged, seq = room.hear("can it wait", **SURE)
    room.store.reviews.flag(flagged, seq, "somebody", room.clock())
    room.hear("does it hurt much", **SURE)
    room.hear(
        "i cannot breathe",
        label="emergency",
        safety="emergency",
        actions=("action_safety",),
        responses=("utter_safety_emergency",),
    )
    room.hear("Ana", label="nlu_fallback", actions=("booking_form",), responses=())
    by_reason = {
        "asked_back": "no idea what this means",
        "handed_over": "let me talk to somebody",
        "unsure": "is it sore",
        "unhelpful": "does it ache",
        "flagged": "can it wait",
    }
    everything = room.mia.get("/staff/training")
    assert len(items(everything)) == len(by_reason)
    for reason, text in by_reason.items():
        page = room.mia.get(f"/staff/training?why={reason}")
        assert len(items(page)) == 1 and text in words(page)


def test_names_phones_and_e_mails_reach_neither_page_nor_file(room: Classroom) -> None:
    room.hear("My name is Ana Beltran, 203 555 0142, ana@example.org, is there parking?")
    page = room.mia.get("/staff/training")
    assert "“is there parking?”" in words(page)
    room.mia.send("/staff/training/settle", item=items(page), means="faq/downtime")
    assert "- is there parking?" in room.file("nlu/faq/downtime.yml")
    for secret in ("Beltran", "0142", "example.org"):
        assert secret not in page.text + room.file("nlu/faq/downtime.yml")


def test_a_message_that_is_a_name_is_nothing_to_teach(room: Classroom) -> None:
    for name in ("Theo Brandt", "Jolene Castellano C A S T E L L A N O", "Jin-ho Bae"):
        room.hear(name)
    room.hear("Side Effects")
    page = words(room.mia.get("/staff/training"))
    assert "Side Effects" in page
    assert not any(name in page for name in ("Theo", "Jolene", "Jin-ho"))


def test_what_messages_mean_is_taught_in_the_trainers_name(room: Classroom) -> None:
    for text in PARKING:
        room.hear(text)
    page = room.mia.get("/staff/training")
    done = room.mia.send("/staff/training/settle", item=items(page), topic="Downtime", do="means")
    assert "Taught." in words(done) and "3 messages now teach Downtime" in words(done)
    assert items(done) == []
    for text in PARKING:
        assert f"- {text}\n" in room.file("nlu/faq/downtime.yml")
    assert room.commits()[0] == "Trainer: Teach 3 examples of downtime"
    assert ("topic_taught", "faq/downtime") in room.audited()


def test_a_suggestion_is_one_button_and_what_is_unticked_stays(room: Classroom) -> None:
    for text in PARKING:
        room.hear(text, label="faq/pain", confidence=0.4)
    page = room.mia.get("/staff/training")
    assert '<button name="means" value="faq/pain" class="secondary">Pain</button>' in page.text
    page = room.mia.send("/staff/training/settle", item=items(page)[:1], means="faq/pain")
    assert len(items(page)) == 2


def test_what_is_ignored_teaches_nothing_and_comes_back_by_undo(room: Classroom) -> None:
    room.hear(PARKING[0])
    page = room.mia.get("/staff/training")
    done = room.mia.send("/staff/training/settle", item=items(page), do="ignore")
    assert "1 message ignored" in words(done)
    assert PARKING[0] in words(room.mia.get("/staff/training?state=dropped"))
    back = room.mia.send("/staff/training/undo", item=items(page))
    assert items(back) == items(page) and len(room.commits()) == 1


def test_undo_takes_away_again_what_was_taught(room: Classroom) -> None:
    before = room.file("nlu/faq/downtime.yml")
    flagged, seq = room.hear(PARKING[0], **SURE)
    room.store.reviews.flag(flagged, seq, "somebody", room.clock())
    page = room.mia.get("/staff/training")
    room.mia.send("/staff/training/settle", item=items(page), means="faq/downtime")
    assert room.file("nlu/faq/downtime.yml") != before
    back = room.mia.send("/staff/training/undo", item=items(page))
    assert "Flagged by staff" in words(back) and items(back) == items(page)
    assert room.file("nlu/faq/downtime.yml") == before
    again = room.mia.send("/staff/training/undo", item=items(page))
    assert again.status_code == 400 and "undone this already" in words(again)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"means": "faq/nothing"}, "choose one of those offered"),
        ({"means": "emergency"}, "choose one of those offered"),
        ({"topic": "Gift cards"}, "There is no topic “Gift cards”"),
        ({"topic": " "}, "Say what the messages mean"),
        ({"item": [], "means": "faq/pain"}, "Choose at least one message"),
        ({"item": ["x:1", "nonsense", ":", "a:99999999999"], "do": "ignore"}, "do not wait"),
        ({"item": "\0" * 9 + ":1", "do": "new"}, "do not wait"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    room: Classroom, fields: dict, told: str
) -> None:
    room.hear(PARKING[0])
    page = room.mia.get("/staff/training")
    refused = room.mia.send("/staff/training/settle", **{"item": items(page), **fields})
    assert refused.status_code == 400 and told in words(refused)
    assert items(refused) == items(page) and len(room.commits()) == 1


def test_one_phrase_under_two_topics_is_refused(room: Classroom) -> None:
    room.hear("Does it hurt?")
    page = room.mia.get("/staff/training")
    refused = room.mia.send("/staff/training/settle", item=items(page), means="faq/downtime")
    assert refused.status_code == 400 and '"Does it hurt?" (pain)' in words(refused)
    assert len(items(refused)) == 1


def test_near_rivals_are_told_at_once(room: Classroom) -> None:
    room.hear("does it hurt, does it hurt")
    page = room.mia.get("/staff/training")
    done = room.mia.send("/staff/training/settle", item=items(page), means="faq/downtime")
    assert "Visitors might mean pain: 1 example is closer to it." in words(done)


def test_a_broken_file_leaves_the_inbox_usable_and_is_named(room: Classroom) -> None:
    room.hear(PARKING[0])
    path = room.project / "data/nlu/faq/pain.yml"
    path.write_text(path.read_text().replace("examples: |", "examples: [", 1))
    page = room.mia.get("/staff/training")
    assert page.status_code == 200 and len(items(page)) == 1
    refused = room.mia.send("/staff/training/settle", item=items(page), means="faq/downtime")
    assert refused.status_code == 400
    assert "pain.yml, line" in words(refused) and "no valid YAML" in words(refused)
    assert len(items(refused)) == 1 and PARKING[0] not in room.file("nlu/faq/downtime.yml")


def test_a_trainer_reads_a_conversation_and_reveals_nothing(room: Classroom) -> None:
    conversation, _ = room.hear("My name is Ana Beltran, is there parking?")
    page = room.mia.get(f"/staff/conversations/{conversation}")
    assert page.status_code == 200 and "[name]" in page.text and "Beltran" not in page.text
    assert "Reveal" not in page.text and "Take over" not in page.text
    for action in ("reveal", "take-over", "say"):
        refused = room.mia.send(f"/staff/conversations/{conversation}/{action}", reason="to see")
        assert refused.status_code == 403


def test_what_a_visitor_wrote_is_text(room: Classroom) -> None:
    room.hear('"><script>document.title=1</script>')
    page = room.mia.get("/staff/training").text
    assert "<script>document" not in page and "&lt;script&gt;document" in page


def test_an_erased_conversation_leaves_the_inbox(room: Classroom) -> None:
    conversation, _ = room.hear(PARKING[0])
    page = room.mia.get("/staff/training")
    room.store.conversations.erase(conversation)
    assert items(room.mia.get("/staff/training")) == []
    gone = room.mia.send("/staff/training/settle", item=items(page), means="faq/pain")
    assert gone.status_code == 400 and "erased" in words(gone)
