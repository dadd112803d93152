"""Releases are trained, judged, promoted and rolled back on their pages, by whom it befits."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic.console.release_page import SHOWN
from clinic.errors import TrainingStopped
from clinic.settings import Settings
from clinic.store.releases import Release
from clinic.training import release_files, replay
from clinic.training.jobs import follow, last_job, run_job
from tests.console.classroom import Classroom, field, items
from tests.console.person import words

AT = "/staff/training/releases"
FAILED = [
    {"name": "red flags", "passed": False, "why": "1 of 9 missed.", "examples": ["ow → pain"]}
]
PATIENCE_S = 90.0


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Classroom]:
    """One of the test's own: its releases begin at 1."""
    served = Classroom(tmp_path)
    yield served
    served.stop()


def changed(place: tuple[str, int], **more: object) -> dict:
    reply = {"conversation": place[0], "seq": place[1], "before": "asks back", "after": "pain"}
    return {"conversations": 1, "messages": 2, "changed": [reply | more]}


def test_a_release_is_promoted_and_rolled_back_with_one_click(school: Classroom) -> None:
    first, second = school.released("first"), school.released("second")
    for release in (first, second):
        page = school.mia.send(f"{AT}/{release.id}/promote")
        assert "Promoted." in words(page) and "Live" in words(page)
        assert school.store.releases.live().id == release.id
    assert "Roll back to release 1" in words(page)
    back = school.mia.send(f"{AT}/roll-back")
    assert "Rolled back." in words(back) and school.store.releases.live().id == first.id
    listed = words(school.mia.get(AT))
    assert "Release 2 Withdrawn" in listed and "Release 1 rolled back" in listed
    assert "Trainer" in listed and "0123456789" in listed
    assert [each for each in school.audited() if each[0] in ("promoted", "rolled_back")] == [
        ("rolled_back", "1"), ("promoted", "2"), ("promoted", "1"),
    ]  # fmt: skip
    assert "Roll back to the assistant before the first release" in listed
    assert "No release is live yet" in words(school.mia.send(f"{AT}/roll-back"))
    again = school.mia.send(f"{AT}/roll-back")
    assert again.status_code == 400 and "nothing to go back from" in words(again)


def test_the_report_is_there_in_words(room: Classroom) -> None:
    place = room.hear("does it sting")
    said = {
        "said_before": ["Say it in other words, please."],
        "said_after": ["It is fast; call {emergency_number} if your lips swell."],
    }
    release = room.released("told", replay=changed(place, **said))
    page = words(room.mia.get(f"{AT}/{release.id}"))
    for told in (
        "pain: 2 examples added",
        "Passed red flags",
        "255 → 254 of 276",
        "700 of 700",
        "Pain 9 8 9",
        "1 of 2 messages from the last 1 conversation would get another reply",
        "“does it sting” Now asks back → , then pain",
        "Now Say it in other words, please. Then It is fast; call 911 if your lips swell.",
        "commit 0123456789",
        "41.0 s",
    ):
        assert told in page, told


def test_what_would_change_is_told_before_a_training(school: Classroom) -> None:
    assert "No release is live yet" in words(school.mia.get(AT))
    school.mia.send(f"{AT}/{school.released('first').id}/promote")
    assert "Nothing: the live release knows all" in words(school.mia.get(AT))
    path = school.project / "data/nlu/faq/pain.yml"
    path.write_text(path.read_text().replace("is it painful", "does it sting"))
    assert "pain: 1 example added, 1 example taken away" in words(school.mia.get(AT))


def test_a_failed_gate_is_overridden_by_an_admin_with_a_reason_alone(room: Classroom) -> None:
    release = room.released("failed", gates=FAILED)
    at = f"{AT}/{release.id}"
    page = words(room.mia.get(at))
    assert "Failed red flags: 1 of 9 missed." in page and "ow → pain" in page
    assert "Only an admin can promote it all the same" in page
    refused = room.mia.send(f"{at}/promote", reason="I am sure of it")
    assert refused.status_code == 400 and "held back" in words(refused)
    refused = room.ada.send(f"{at}/promote", reason="  ")
    assert refused.status_code == 400 and "reason" in words(refused)
    assert room.store.releases.find(release.id).state == "candidate"
    done = room.ada.send(f"{at}/promote", reason="the clinic wants it today")
    assert "Promoted." in words(done) and "the clinic wants it today" in words(done)
    (entry,) = room.store.audit.list(action="promoted", subject=str(release.id))
    assert entry.reason == "the clinic wants it today"


def test_a_new_answer_that_nobody_signed_holds_the_release(school: Classroom) -> None:
    school.mia.send(f"{AT}/{school.released('first').id}/promote")
    pain = "/staff/training/topics/pain"
    school.mia.send(f"{pain}/answer", language="en", answer="A little.", source="",
                    version=field(school.mia.get(pain), "version"))  # fmt: skip
    second = school.released("second")
    refused = school.mia.send(f"{AT}/{second.id}/promote")
    assert refused.status_code == 400
    assert "One answer goes live that nobody has signed: pain." in words(refused)
    school.noor.send(f"{pain}/sign", version=field(school.noor.get(pain), "version"))
    assert "Promoted." in words(school.mia.send(f"{AT}/{second.id}/promote"))


def test_a_reply_that_would_change_is_approved_first(room: Classroom) -> None:
    place = room.hear("does it sting")
    release = room.released("judged", replay=changed(place))
    at = f"{AT}/{release.id}"
    refused = room.mia.send(f"{at}/promote")
    assert refused.status_code == 400 and "waits for your word" in words(refused)
    item = f"{place[0]}:{place[1]}"
    done = room.mia.send(f"{at}/replies", do="approve", item=item)
    assert "Approved Trainer" in words(done)
    assert "Promoted." in words(room.mia.send(f"{at}/promote"))


def test_of_a_long_replay_a_page_covers_what_it_shows(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, first = room.hear("does it sting")
    seqs = [first] + [
        room.hear(f"does it sting {number}", conversation=conversation)[1]
        for number in range(2, SHOWN + 11)
    ]
    replies = [changed((conversation, seq))["changed"][0] for seq in seqs]
    release = room.released("long", replay=changed((conversation, first)) | {"changed": replies})
    at, covered, cover = f"{AT}/{release.id}", [], replay.covered
    monkeypatch.setattr(replay, "covered", lambda text: covered.append(text) or cover(text))
    page = room.mia.get(at)
    assert len(covered) == SHOWN and "1 to 30 of 40" in words(page)
    covered.clear()
    page = words(room.mia.get(f"{at}?page=3"))  # there is no third: the last
    assert len(covered) == 10 and "31 to 40 of 40" in page and "“does it sting 40”" in page
    item = f"{conversation}:{seqs[-1]}"
    judged = room.mia.send(f"{at}/replies?page=2", do="approve", item=item)
    assert "31 to 40 of 40" in words(judged) and "Approved Trainer" in words(judged)
    done = room.mia.send(
        f"{at}/replies?page=2", do="approve-all", undecided=field(judged, "undecided")
    )
    assert words(done).count("Approved Trainer") == 10  # and none that was not shown
    covered.clear()
    refused = room.mia.send(f"{at}/promote")
    assert refused.status_code == 400 and "30 changed replies wait" in words(refused)
    assert len(covered) == SHOWN


def test_a_reply_that_is_sent_back_waits_in_the_inbox_and_holds_the_release(
    room: Classroom,
) -> None:
    place = room.hear("does it sting", label="faq/pain", confidence=0.9,
                      actions=("action_answer",))  # fmt: skip
    assert items(room.mia.get("/staff/training")) == []
    release = room.released("sent-back", replay=changed(place))
    at, item = f"{AT}/{release.id}", f"{place[0]}:{place[1]}"
    piece = room.mia.http.post(
        f"{at}/replies",
        data={"csrf": room.mia._csrf, "do": "back", "item": item},
        headers={"HX-Request": "true"},
    )
    assert piece.text.startswith('<div id="decide">') and "Sent back" in words(piece)
    assert "One changed reply was sent back" in words(piece)
    assert items(room.mia.get("/staff/training?why=flagged")) == [item]
    assert room.mia.send(f"{at}/promote").status_code == 400
    done = room.mia.send(f"{at}/replies", do="approve", item=item)
    assert "Every gate is passed" in words(done)


def test_all_replies_are_approved_at_once_and_erased_ones_need_no_word(room: Classroom) -> None:
    places = [room.hear(text) for text in ("does it sting", "is it sore", "will it ache")]
    kept = {"conversations": 3, "messages": 3,
            "changed": [changed(place)["changed"][0] for place in places]}  # fmt: skip
    release = room.released("many", replay=kept)
    at = f"{AT}/{release.id}"
    room.store.conversations.erase(places[0][0])
    response = room.mia.get(at)
    page = words(response)
    assert "(erased)" in page and "Approve both" in page
    (shown,) = re.findall(r'name="undecided" value="(\w+)"', response.text)
    refused = room.mia.send(f"{at}/replies", do="approve-all", undecided="of-an-older-page")
    assert refused.status_code == 400 and "Look at these" in words(refused)
    done = room.mia.send(f"{at}/replies", do="approve-all", undecided=shown)
    assert "Every gate is passed" in words(done)


@pytest.mark.parametrize("fields", [{}, {"do": "approve"}, {"do": "back", "item": "x:1"}])
def test_a_verdict_on_nothing_is_refused(room: Classroom, fields: dict[str, str]) -> None:
    release = room.released("plain")
    refused = room.mia.send(f"{AT}/{release.id}/replies", **fields)
    assert refused.status_code == 400 and not room.store.verdicts.of(release.id)


@pytest.mark.parametrize("damage", ["cut short", "gone"])
def test_a_damaged_model_is_not_promoted_and_the_page_says_what_happened(
    school: Classroom, damage: str
) -> None:
    first, second = school.released("first"), school.released("second")
    school.mia.send(f"{AT}/{first.id}/promote")
    path = release_files.model_path(school.settings.models_dir, second)
    path.unlink() if damage == "gone" else path.write_bytes(b"sec")
    refused = school.mia.send(f"{AT}/{second.id}/promote")
    assert refused.status_code == 400 and "The assistant stays as it was" in words(refused)
    assert school.store.releases.live().id == first.id


def test_a_roll_back_to_a_damaged_model_is_refused(school: Classroom) -> None:
    for name in ("first", "second"):
        school.mia.send(f"{AT}/{school.released(name).id}/promote")
    path = release_files.model_path(school.settings.models_dir, school.store.releases.find(1))
    path.write_bytes(b"tampered")
    refused = school.mia.send(f"{AT}/roll-back")
    assert refused.status_code == 400 and "cut short or changed" in words(refused)
    assert school.store.releases.live().id == 2


def test_a_server_that_could_not_take_a_release_up_is_named(school: Classroom) -> None:
    release = school.released("first")
    school.mia.send(f"{AT}/{release.id}/promote")
    told = "The model is not the file that was trained. The assistant stays as it was."
    school.store.releases.record_failure(release.id, "host:1", told, school.clock())
    for at in (AT, f"{AT}/{release.id}", f"{AT}/{release.id}/news"):
        assert "could not take" in words(school.mia.get(at)) and told in words(school.mia.get(at))


@pytest.mark.parametrize("number", ["0", "999", "-1", "1e3", "9" * 30, "x", "%00", "job2"])
def test_a_release_that_is_none_is_no_page(room: Classroom, number: str) -> None:
    assert room.mia.get(f"{AT}/{number}").status_code == 404
    assert room.mia.send(f"{AT}/{number}/promote").status_code == 404
    assert room.mia.send(f"{AT}/{number}/replies", do="approve").status_code == 404


def test_a_training_shows_its_progress_and_leads_to_its_release(school: Classroom) -> None:
    release = school.released("made")
    go_on, settings = threading.Event(), school.settings

    def work(tell: Callable[..., None]) -> Release:
        tell("test", done=5, of=10)
        assert go_on.wait(PATIENCE_S)
        return release

    job = threading.Thread(target=run_job, args=(settings, "Mia", work, "a"), daemon=True)
    job.start()
    wait(lambda: (last_job(settings) or None) and last_job(settings).stage == "test")
    page = school.mia.get(AT)
    assert "Testing the new assistant , 5 of 10" in words(page)
    assert 'http-equiv="refresh"' in page.text and "Train and test" not in words(page)
    refused = school.mia.send(AT, conversations="200")
    assert refused.status_code == 400 and "Another training or replay is under way" in words(
        refused
    )
    poll = {"headers": {"HX-Request": "true"}}
    assert school.mia.http.get(f"{AT}/job?seen=test:5", **poll).status_code == 204
    piece = school.mia.http.get(f"{AT}/job?seen=start:0", **poll)
    assert piece.text.startswith('<div id="job"') and "5 of 10" in words(piece)
    go_on.set()
    job.join(PATIENCE_S)
    done = school.mia.http.get(f"{AT}/job?seen=test:5", **poll)
    assert done.headers["hx-redirect"] == f"{AT}/{release.id}"
    assert "The last training is through" in words(school.mia.get(AT))


def test_a_training_is_stopped_by_whom_it_befits_and_says_by_whom(school: Classroom) -> None:
    assert school.mia.get(f"{AT}/stop").url.path == AT  # nothing runs
    seen, settings = threading.Event(), school.settings

    def work(tell: Callable[..., None]) -> Release:
        while True:
            tell("train")
            seen.wait(0.1)

    job = threading.Thread(target=_stopped, args=(settings, work), daemon=True)
    job.start()
    wait(lambda: (last_job(settings) or None) and last_job(settings).stage == "train")
    assert f'href="{AT}/stop"' in school.mia.get(AT).text
    asked = school.mia.get(f"{AT}/stop")
    assert "Stop the training? Noor began it" in words(asked) and "“Training”" in words(asked)
    stale = school.mia.send(f"{AT}/stop", job="another")
    assert stale.status_code == 400 and "nothing to stop" in words(stale)
    told = school.mia.send(f"{AT}/stop", job=field(asked, "job"))
    assert "The training is told to stop." in words(told)
    job.join(PATIENCE_S)
    poll = school.mia.http.get(f"{AT}/job?seen=train:0", headers={"HX-Request": "true"})
    assert poll.headers["hx-refresh"] == "true"
    page = words(school.mia.get(AT))
    assert "Trainer stopped the last training on" in page and "Train and test" in page
    assert school.store.releases.list() == []
    (entry,) = school.store.audit.list(action="training_stopped")
    assert school.store.staff.names()[entry.staff] == "Trainer"
    again = school.mia.send(f"{AT}/stop", job=field(asked, "job"))
    assert again.status_code == 400 and "nothing to stop" in words(again)


def _stopped(settings: Settings, work: Callable[..., Release]) -> None:
    with pytest.raises(TrainingStopped):
        run_job(settings, "Noor", work, "a")


def test_a_training_that_was_killed_is_told(school: Classroom) -> None:
    folder = school.settings.var_dir / "training"
    folder.mkdir(parents=True)
    line = '{"at": "2026-03-02T10:00:00+00:00", "stage": "train", "trainer": "Mia", "pid": 1}\n'
    (folder / "a.jsonl").write_text(line)
    assert follow(school.settings, "a").state == "interrupted"
    page = words(school.mia.get(AT))
    assert "The last training was cut off." in page and "The live assistant goes on" in page
    assert "Train and test" in page
    poll = school.mia.http.get(f"{AT}/job?seen=train:0", headers={"HX-Request": "true"})
    assert poll.headers["hx-refresh"] == "true"


@pytest.mark.parametrize("content", ["", "{", '{"at": "x", "stage": 7}\n', "[]\n", "nonsense\n"])
def test_a_record_of_a_training_that_cannot_be_read_is_no_error(
    school: Classroom, content: str
) -> None:
    folder = school.settings.var_dir / "training"
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text(content)
    assert school.mia.get(AT).status_code == 200
    assert school.mia.get(f"{AT}/job").status_code == 200


@pytest.mark.parametrize("conversations", ["", "7", "all"])
def test_a_training_needs_a_number_that_is_offered(room: Classroom, conversations: str) -> None:
    refused = room.mia.send(AT, conversations=conversations)
    assert refused.status_code == 400 and last_job(room.settings) is None


def test_a_full_disk_starts_no_training(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clinic.training.jobs.subprocess.Popen", full)
    refused = room.mia.send(AT, conversations="50")
    monkeypatch.undo()
    assert refused.status_code == 400 and "No space left on device" in words(refused)
    assert "The live assistant is untouched" in words(refused)


@pytest.mark.slow
def test_a_training_on_a_broken_file_ends_and_says_which(school: Classroom) -> None:
    (school.project / "data/nlu/faq/pain.yml").write_text("nlu: [\n")
    page = school.mia.get(AT)
    assert "pain.yml, line" in words(page) and "Visitors notice nothing" in words(page)
    school.mia.send(AT, conversations="50")
    wait(lambda: last_job(school.settings).state != "running")
    told = words(school.mia.get(AT))
    assert "The last training failed." in told and "no valid YAML" in told
    assert school.store.releases.list() == []
    assert ("training_started", None) in school.audited()


def wait(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.1)
