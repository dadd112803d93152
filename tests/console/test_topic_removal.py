"""A topic is renamed on its buttons and removed on its pages, and what was taught waits again."""

from __future__ import annotations

import pytest

from tests.console.classroom import Classroom, field, items
from tests.console.person import words
from tests.console.test_new_topic import ANSWER, EXAMPLES, NEW

PARKING = "/staff/training/topics/parking"


@pytest.fixture
def parking(room: Classroom) -> Classroom:
    room.hear(EXAMPLES[0])
    item = items(room.mia.get("/staff/training"))
    room.mia.send(NEW, name="Parking", answer=ANSWER, examples="\n".join(EXAMPLES), item=item,
                  anyway="1")  # fmt: skip
    return room


def test_a_topic_is_removed_with_what_was_taught_to_it(parking: Classroom) -> None:
    assert items(parking.mia.get("/staff/training")) == []
    asked = parking.mia.get(f"{PARKING}/removal")
    assert "its 8 examples" in words(asked)
    assert "1 message that was taught to it waits in the inbox again" in words(asked)
    done = parking.mia.send(f"{PARKING}/removal", version=field(asked, "version"))
    assert "The topic is removed." in words(done) and "Parking" not in words(done)
    assert parking.mia.get(PARKING).status_code == 404
    assert len(items(parking.mia.get("/staff/training"))) == 1
    assert parking.commits()[0] == "Trainer: Remove the topic parking"
    assert ("topic_removed", "faq/parking") in parking.audited()


def test_a_topic_that_is_needed_says_why_it_stays(room: Classroom) -> None:
    at = "/staff/training/topics/pain"
    page = room.mia.get(f"{at}/removal")
    assert "cannot be removed" in words(page) and '<button class="danger"' not in page.text
    refused = room.mia.send(f"{at}/removal", version=field(room.mia.get(at), "version"))
    assert refused.status_code == 400 and room.mia.get(at).status_code == 200


def test_a_topic_that_was_changed_meanwhile_is_not_removed(parking: Classroom) -> None:
    seen = field(parking.mia.get(f"{PARKING}/removal"), "version")
    parking.ada.send(f"{PARKING}/examples", examples="parking please", version=seen)
    refused = parking.mia.send(f"{PARKING}/removal", version=seen)
    assert refused.status_code == 400 and "Admin has changed “parking”" in words(refused)
    assert parking.mia.get(PARKING).status_code == 200


def test_undo_of_what_a_removed_topic_had_learnt_opens_the_message(parking: Classroom) -> None:
    (parking.project / "data/nlu/faq/parking.yml").unlink()
    taught = parking.mia.get("/staff/training?state=taken")
    done = parking.mia.send("/staff/training/undo", item=field(taught, "item"))
    assert done.status_code == 200 and len(items(done)) == 1


def test_the_name_on_buttons_is_changed_in_its_languages(parking: Classroom) -> None:
    page = parking.mia.get(PARKING)
    done = parking.mia.send(
        f"{PARKING}/name", title_en="Where to park", title_es="Dónde aparcar",
        version=field(page, "version"),
    )  # fmt: skip
    assert "The name is changed." in words(done) and 'value="Dónde aparcar"' in done.text
    assert "title: {en: Where to park, es: Dónde aparcar}" in parking.file("responses/faq.yml")
    refused = parking.mia.send(
        f"{PARKING}/name", title_en="<b>Park</b>", version=field(done, "version")
    )
    assert refused.status_code == 400 and "leave out < >" in words(refused)
    assert "&lt;b&gt;Park" in refused.text  # what was typed is kept


def test_the_name_in_the_files_is_shown_before_a_topic_is_added(room: Classroom) -> None:
    piece = room.mia.send(f"{NEW}/check", name="Gift cards", examples="")
    assert "it will be called gift_cards" in words(piece)
    typed = {"answer": ANSWER, "examples": "\n".join(EXAMPLES), "anyway": "1"}
    refused = room.mia.send(NEW, name="<b>Pets</b>", **typed)
    assert refused.status_code == 400 and "leave out < >" in words(refused)
    assert len(room.commits()) == 1
