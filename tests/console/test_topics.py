"""Topics are read, changed and signed on their pages, and nobody writes over anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.console.classroom import Classroom, field
from tests.console.person import words

PAIN = "/staff/training/topics/pain"
FAQ = "responses/faq.yml"


def test_the_list_says_who_signed_what_and_how_it_is_understood(room: Classroom) -> None:
    room.hear("does it hurt?", label="faq/pain", confidence=0.9, topics=["faq/pain"],
              actions=("action_answer",), responses=("utter_faq/pain",))  # fmt: skip
    sign(room)
    page = words(room.mia.get("/staff/training/topics"))
    assert "Pain Signed Approver" in page and "3 1 100%" in page
    assert "Downtime Awaiting the clinic" in page
    waiting = words(room.mia.get("/staff/training/topics?show=unsigned"))
    assert "Downtime" in waiting and "Pain" not in waiting


def test_an_answer_past_its_review_date_is_listed(room: Classroom) -> None:
    sign(room, (room.clock() + timedelta(days=30)).date().isoformat())
    assert "None." in words(room.mia.get("/staff/training/topics?show=overdue"))
    faq = room.project / "data" / FAQ
    due = (room.clock() + timedelta(days=30)).date().isoformat()
    faq.write_text(faq.read_text().replace(due, "2020-01-31"))
    assert "2020-01-31 Past" in words(room.mia.get("/staff/training/topics?show=overdue"))
    assert "Past its review date" in words(room.mia.get(PAIN))


def test_examples_are_added_and_taken_away(room: Classroom) -> None:
    page = room.mia.get(PAIN)
    typed = "does it sting\n\n  Call me on 203 555 0142: is it sore? "
    done = room.mia.send(f"{PAIN}/examples", examples=typed, version=field(page, "version"))
    assert "The examples are added." in words(done) and "5 examples" in words(done)
    assert "0142" not in room.file("nlu/faq/pain.yml")
    done = room.mia.send(
        f"{PAIN}/remove", example=["does it sting", "is it painful"], version=field(done, "version")
    )
    assert "3 examples" in words(done)
    assert "# The end." in room.file("nlu/faq/pain.yml")
    assert [each.partition(":")[0] for each in room.commits()[:2]] == ["Trainer", "Trainer"]


def test_a_changed_answer_awaits_the_clinic_until_an_approver_signs_it(room: Classroom) -> None:
    sign(room)
    page = room.mia.get(PAIN)
    assert "Sign it again" not in words(page)  # who may only teach
    done = room.mia.send(
        f"{PAIN}/answer",
        language="en",
        answer="It **stings** a little.\n\nAsk us in {towns}.",
        fact=["F02", "F03"],
        source="the nurse",
        version=field(page, "version"),
    )
    assert "awaits the clinic's signature" in words(done)
    assert "<strong>stings</strong>" in done.text and "Ask us in Stamford" in words(done)
    assert "It works for most skin types. F03" in words(done) and "the nurse" in words(done)
    signed = sign(room)
    assert "by Approver on" in words(signed)
    assert ("topic_signed", "faq/pain") in room.audited()
    assert room.commits()[0] == "Approver: Sign the answer of pain"


def test_an_approver_begins_with_what_awaits_a_signature_and_changes_nothing_else(
    room: Classroom,
) -> None:
    page = room.noor.get("/staff/")
    assert str(page.url).endswith("/staff/training/topics?show=unsigned")
    assert "Awaiting the clinic 2" in words(page) and "Inbox" not in words(page)
    topic = room.noor.get(PAIN)
    assert "does it hurt" in words(topic) and "Sign the answer" in words(topic)
    assert "<textarea" not in topic.text
    assert room.noor.send(f"{PAIN}/examples", examples="does it sting").status_code == 403


def test_an_answer_gets_another_language(room: Classroom) -> None:
    page = room.mia.get(PAIN)
    version = field(page, "version")
    done = room.mia.send(f"{PAIN}/answer", language="es", answer="Poco.", source="",
                         version=version)  # fmt: skip
    assert "In Spanish" in words(done) and "Poco." in room.file(FAQ)


def test_a_preview_shows_what_is_typed_and_keeps_nothing(room: Classroom) -> None:
    page = room.mia.get(PAIN)
    before = room.file(FAQ)
    typed = "Call [us](tel:+1) <b>now</b>, **please**"
    shown = room.mia.send(f"{PAIN}/answer", do="preview", language="en", answer=typed,
                          version=field(page, "version"))  # fmt: skip
    piece = room.mia.send("/staff/training/preview", answer=typed)
    for page in (shown, piece):
        assert '<a href="tel:+1" rel="noopener noreferrer">us</a>' in page.text
        assert "&lt;b&gt;now&lt;/b&gt;" in page.text and "<strong>please</strong>" in page.text
    assert room.file(FAQ) == before


@pytest.mark.parametrize(
    ("action", "fields", "told"),
    [
        ("examples", {"examples": "  "}, "The examples is missing"),
        ("examples", {"examples": "203 555 0142"}, "nothing is left of this message"),
        ("examples", {"examples": "when can i go back to work"}, "cannot mean two things"),
        ("examples", {"examples": "x" * 501}, "at most 500 characters"),
        ("remove", {}, "Choose the examples"),
        ("remove", {"example": "never taught"}, "none of these messages"),
        ("answer", {"language": "en", "answer": " "}, "An answer needs words"),
        ("answer", {"language": "xx", "answer": "Yes."}, "choose one of those offered"),
        ("answer", {"language": "en", "answer": "{secret}"}, "In braces an answer may name"),
        (
            "answer",
            {"language": "en", "answer": "Yes.", "fact": ["F02", "F99"]},
            "F99: data/facts.yml holds no such fact",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    room: Classroom, action: str, fields: dict, told: str
) -> None:
    version = field(room.mia.get(PAIN), "version")
    refused = room.mia.send(f"{PAIN}/{action}", version=version, **fields)
    assert refused.status_code == 400 and told in words(refused)
    assert len(room.commits()) == 1


def test_a_review_date_has_to_be_a_date_to_come(room: Classroom) -> None:
    version = field(room.noor.get(PAIN), "version")
    for day, told in (("soon", "is no date"), ("2020-01-01", "has to lie in the future")):
        refused = room.noor.send(f"{PAIN}/sign", version=version, review_by=day)
        assert refused.status_code == 400 and told in words(refused)


def test_the_second_of_two_sees_the_change_of_the_first_and_keeps_their_words(
    room: Classroom,
) -> None:
    seen = field(room.mia.get(PAIN), "version")
    room.ada.get(PAIN)
    fields = {"language": "en", "source": ""}
    room.ada.send(f"{PAIN}/answer", answer="The first answer.", version=seen, **fields)
    second = room.mia.send(f"{PAIN}/answer", answer="The second answer.", version=seen, **fields)
    assert second.status_code == 409 and "Nothing was overwritten" in words(second)
    assert "The first answer." in room.file(FAQ) and "The second answer." not in room.file(FAQ)
    assert "The second answer." in second.text  # typed words are not lost
    told = words(second)
    assert "Admin has changed “pain” since you opened it" in told
    assert "The answer as it is now , by Admin, " in told and "The first answer." in told
    assert "Replace it" in told
    again = room.mia.send(
        f"{PAIN}/answer", answer="The second answer.", version=field(second, "version"), **fields
    )
    assert again.status_code == 200 and "The second answer." in room.file(FAQ)


def test_a_change_by_hand_meanwhile_is_not_overwritten(room: Classroom) -> None:
    version = field(room.mia.get(PAIN), "version")
    path = room.project / "data/nlu/faq/pain.yml"
    path.write_text(path.read_text().replace("is it painful", "is it very painful"))
    refused = room.mia.send(f"{PAIN}/examples", examples="does it sting", version=version)
    assert refused.status_code == 409 and "is it very painful" in words(refused)
    assert "does it sting" not in room.file("nlu/faq/pain.yml")


@pytest.mark.parametrize("broken", ["nlu: [", "nlu: 7", "- a list", "nlu:\n- intent: faq/pain\n"])
def test_a_broken_file_is_named_and_the_other_topics_go_on(room: Classroom, broken: str) -> None:
    (room.project / "data/nlu/faq/pain.yml").write_text(broken)
    listed = room.mia.get("/staff/training/topics")
    assert listed.status_code == 200 and "pain" in words(listed)
    assert 'href="/staff/training/topics/downtime"' in listed.text
    page = room.mia.get(PAIN)
    assert page.status_code in (400, 409) and "pain" in words(page)
    other = room.mia.get("/staff/training/topics/downtime")
    assert other.status_code == 200
    done = room.mia.send(
        "/staff/training/topics/downtime/answer",
        language="en",
        answer="At once.",
        source="",
        version=field(other, "version"),
    )
    assert "The answer is changed." in words(done)


def test_a_broken_file_of_answers_names_its_line(room: Classroom) -> None:
    faq = room.project / "data" / FAQ
    faq.write_text(faq.read_text() + "  utter: [\n")
    page = room.mia.get("/staff/training/topics")
    assert page.status_code == 200 and "faq.yml, line" in words(page)
    assert 'href="/staff/training/topics/pain"' in page.text


def test_a_full_disk_leaves_the_topic_as_it_was(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    version = field(room.mia.get(PAIN), "version")
    before = room.file("nlu/faq/pain.yml")
    monkeypatch.setattr("clinic.training.files.os.fsync", full)
    refused = room.mia.send(f"{PAIN}/examples", examples="does it sting", version=version)
    monkeypatch.undo()
    assert refused.status_code == 400 and "No space left on device" in words(refused)
    assert room.file("nlu/faq/pain.yml") == before and len(room.commits()) == 1


def test_rivals_are_named(room: Classroom) -> None:
    version = field(room.mia.get(PAIN), "version")
    added = room.mia.send(f"{PAIN}/examples", examples="how long is the recovery, how long",
                          version=version)  # fmt: skip
    assert "Visitors might mean downtime: 1 example is closer to it." in words(added)
    shown = room.mia.get(f"{PAIN}/rivals")
    assert "Visitors might mean downtime" in words(shown)
    piece = room.mia.http.get(f"{PAIN}/rivals", headers={"HX-Request": "true"})
    assert piece.text.startswith('<div id="rivals">')


def test_an_intent_of_the_dialogue_has_examples_and_no_answer(room: Classroom) -> None:
    page = room.mia.get("/staff/training/topics/greet")
    assert "no information topic" in words(page) and "hello there" in words(page)
    refused = room.mia.send("/staff/training/topics/greet/answer", language="en", answer="Hi.",
                            source="", version=field(page, "version"))  # fmt: skip
    assert refused.status_code == 400 and "no information topic" in words(refused)


@pytest.mark.parametrize("name", ["nothing", "..%2Fgreet", "x" * 300, "faq", "<b>", "%00"])
def test_a_topic_that_is_none_is_no_page(room: Classroom, name: str) -> None:
    assert room.mia.get(f"/staff/training/topics/{name}").status_code == 404


def sign(room: Classroom, review_by: str = ""):
    page = room.noor.get(PAIN)
    return room.noor.send(f"{PAIN}/sign", version=field(page, "version"), review_by=review_by)
