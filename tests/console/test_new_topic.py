"""A new topic begins with what visitors have asked, and is warned about before it is there."""

from __future__ import annotations

import pytest

from tests.console.classroom import Classroom, items
from tests.console.person import Person, words

NEW = "/staff/training/new-topic"
EXAMPLES = (
    "is there parking at the clinic", "where can i park my car", "do you have parking",
    "is the parking free", "can i leave my car there", "any place to put my car",
    "is there a parking lot", "how do i get a parking spot",
)  # fmt: skip
ANSWER = "Yes, **behind** the house."


def test_messages_of_the_inbox_become_a_topic_and_wait_no_more(room: Classroom) -> None:
    for text in EXAMPLES[:4]:
        room.hear(text)
    inbox = room.mia.get("/staff/training")
    form = room.mia.send("/staff/training/settle", item=items(inbox)[:3], do="new")
    assert "3 examples; 5 more are needed." in words(form)
    assert "Visitors have also written" in words(form)
    written = "\n".join(EXAMPLES)
    done = room.mia.send(NEW, name="Parking", answer=ANSWER, examples=written,
                         item=items(inbox)[:3], anyway="1")  # fmt: skip
    assert "The topic is there." in words(done) and "8 examples" in words(done)
    assert items(room.mia.get("/staff/training")) == []
    assert room.commits()[0] == "Trainer: Teach the topic parking, 8 examples"
    assert "utter_faq/parking" in room.file("responses/faq.yml")
    assert "title: {en: Parking}" in room.file("responses/faq.yml")
    assert ("topic_added", "faq/parking") in room.audited()
    taught = room.mia.get("/staff/training?state=taken")
    assert taught.text.count(">Parking</a></td>") == 4


def test_offered_messages_count_when_they_are_ticked(room: Classroom) -> None:
    for text in EXAMPLES[:2]:
        room.hear(text)
    typed = "\n".join(EXAMPLES[2:])
    page = room.mia.send(NEW, do="check", name="Parking", answer=ANSWER, examples=typed)
    offered = [each.split('"')[0] for each in page.text.split('name="offer" value="')[1:]]
    assert len(offered) == 2 and "6 examples; 2 more are needed" in words(page)
    done = room.mia.send(NEW, name="Parking", answer=ANSWER, examples=typed, offer=offered,
                         anyway="1")  # fmt: skip
    assert "8 examples" in words(done) and EXAMPLES[0] in room.file("nlu/faq/parking.yml")
    assert items(room.mia.get("/staff/training")) == []


def test_rivals_and_repetitions_are_told_before_anything_is_written(room: Classroom) -> None:
    near = "\n".join((*EXAMPLES, "does it hurt, does it hurt"))
    piece = room.mia.send(f"{NEW}/check", name="Parking", examples=near)
    assert "Visitors might mean pain: 1 example is closer to it." in words(piece)
    page = room.mia.send(NEW, name="Parking", answer=ANSWER, examples=near)
    assert "Visitors might mean pain" in words(page) and 'name="anyway"' in page.text
    assert len(room.commits()) == 1
    done = room.mia.send(NEW, name="Parking", answer=ANSWER, examples=near, anyway="1")
    assert "The topic is there." in words(done)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": ""}, "The name is missing"),
        ({"name": "Pain"}, "There is a topic “Pain” already"),
        ({"name": "Greet"}, "There is a topic “Greet” already"),
        ({"name": "!"}, "needs words"),
        ({"answer": ""}, "An answer needs words"),
        ({"answer": "{nothing}"}, "In braces an answer may name"),
        ({"fact": "F99"}, "F99: data/facts.yml holds no such fact"),
        ({"examples": "one\ntwo"}, "needs 8 different examples"),
        ({"examples": "\n".join(["the same"] * 9)}, "needs 8 different examples"),
        ({"examples": "\n".join((*EXAMPLES, "Does it hurt?"))}, "cannot mean two things"),
        ({"examples": ""}, "How visitors ask it is missing"),
    ],
)
def test_what_cannot_be_a_topic_is_said_and_what_was_typed_is_kept(
    room: Classroom, fields: dict[str, str], told: str
) -> None:
    typed = {"name": "Parking", "answer": ANSWER, "examples": "\n".join(EXAMPLES), "anyway": "1"}
    page = room.mia.send(NEW, **typed | fields)
    assert page.status_code == 400 and told in words(page)
    assert (typed | fields)["examples"].splitlines()[-1:] == [] or (
        (typed | fields)["examples"].splitlines()[-1] in page.text
    )
    assert len(room.commits()) == 1 and not (room.project / "data/nlu/faq/parking.yml").exists()


def test_a_broken_file_is_named(room: Classroom) -> None:
    (room.project / "data/nlu/greet.yml").write_text("nlu: [")
    typed = {"name": "Parking", "answer": ANSWER, "examples": "\n".join(EXAMPLES)}
    for page in (room.mia.send(NEW, **typed), room.mia.send(f"{NEW}/check", **typed)):
        assert page.status_code in (200, 400) and "greet.yml, line" in words(page)


def test_a_large_paste_is_told_on_the_page_and_kept(room: Classroom) -> None:
    many = "\n".join(f"can i leave my car at number {number}, please" for number in range(400))
    page = room.mia.send(f"{NEW}/check", name="Parking", examples=many)
    assert page.status_code == 200 and "400 examples" in words(page)
    larger = "park " * 15_000
    page = room.mia.send(NEW, name="Parking", answer=ANSWER, examples=larger)
    assert page.status_code == 400 and "How visitors ask it may have 30000" in words(page)
    assert larger.strip() in page.text


def test_what_no_form_holds_ends_in_the_consoles_own_page(room: Classroom) -> None:
    page = room.mia.send(NEW, name="Parking", examples="park " * 60_000)
    assert page.status_code == 413 and "A form may hold 256 KiB" in words(page)
    with Person(room.url) as stranger:
        page = stranger.http.post(NEW, data={"examples": "park " * 4_000})
    assert page.status_code == 413 and "Too much at once" in words(page)


def test_what_is_typed_stays_text(room: Classroom) -> None:
    evil = "<script>document.title=1</script>"
    page = room.mia.send(NEW, name=evil, answer=evil, examples=evil, fact=evil, source=evil)
    assert "<script>document" not in page.text and "&lt;script&gt;" in page.text
