"""Conversations with the real assistant, as staff see them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import httpx
import pytest

from tests.chat.served import Served
from tests.console.person import Person, words
from tests.dialogues.matrix import EVERYTHING
from tests.visitor import Visitor


def within(seconds: float, found: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not found():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def indexed(clinic: Served, visitor: Visitor) -> str:
    """The page's address, once the read model has everything that was said."""
    store = clinic.chat.store
    store.index.refresh(visitor.conversation, clinic.desk.profile.zone)
    return f"/staff/conversations/{visitor.conversation}"


def test_the_transcript_says_what_was_understood_and_why(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("does it hurt? I'm pregnant")
    guest.say("my name is Ana Beltran, call 203-555-0103, ana@example.com")
    page = maya.get(indexed(clinic, guest))
    told = words(page)
    assert "faq/pain" in told and "utter_faq/pain" in told
    assert "The treatment is fast, with minimal discomfort and minimal downtime. (F02)" in told
    assert "It holds 2 questions" in told and "It mentions health" in told
    for covered in ("Ana Beltran", "203-555-0103", "ana@example.com", "pregnant\n"):
        assert covered not in page.text
    assert "[name]" in told and "[phone]" in told and "[e-mail]" in told and "[health]" in told


def test_an_answer_looks_as_the_visitor_saw_it(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        said = guest.say(text)
    reference = re.search(r"\*\*(\S+)\*\*", said[0]["text"])[1]
    page = maya.get(indexed(clinic, guest)).text
    assert f"<strong>{reference}</strong>" in page and "**" not in page


def test_a_reveal_needs_a_reason_and_is_audited(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("call me at 203-555-0188")
    at = indexed(clinic, guest)
    maya.get(at)
    refused = maya.send(f"{at}/reveal", reason="x")
    assert (refused.status_code, "203-555-0188" in refused.text) == (400, False)
    shown = maya.send(f"{at}/reveal", reason="the visitor asked for a call")
    assert "203-555-0188" in shown.text
    assert "203-555-0188" not in maya.get(at).text
    entries = clinic.chat.store.audit.list(subject=guest.conversation)
    assert [(e.action, e.reason) for e in entries if e.action == "reveal"] == [
        ("reveal", "the visitor asked for a call")
    ]
    assert {"read", "reveal"} <= {entry.action for entry in entries}


def test_a_reviewer_marks_tags_notes_and_flags(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("qwxz blorp <x>frobnicate</b>")
    at = indexed(clinic, guest)
    maya.get(at)
    assert maya.send(f"{at}/tag", tag="<script>").status_code == 400
    maya.send(f"{at}/tag", tag="  Price   Question ")
    assert "price question" in words(maya.send(f"{at}/note", note="look <i>here</i>"))
    assert "&lt;i&gt;here" in maya.get(at).text
    maya.send(f"{at}/flag", seq="1")
    training = maya.get("/staff/training")
    assert "qwxz blorp &lt;x&gt;frobnicate" in training.text
    maya.send("/staff/training/settle", item=f"{guest.conversation}:1", do="ignore")
    assert "qwxz blorp" not in maya.get("/staff/training").text
    assert "qwxz blorp" in maya.get("/staff/training?state=dropped").text
    done = maya.send(f"{at}/reviewed", reviewed="yes")
    assert "Marked as reviewed." in words(done)
    found = maya.get("/staff/conversations", params={"tag": "price question", "reviewed": "yes"})
    assert f'href="{at}"' in found.text
    maya.send(f"{at}/untag", tag="price question")
    assert f'href="{at}"' not in maya.get("/staff/conversations?tag=price+question").text


def test_who_needs_a_person_is_on_the_board_without_anybody_asking(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("I want to talk to a real person")
    assert within(10, lambda: guest.conversation in maya.get("/staff/bookings").text)
    at = f"/staff/conversations/{guest.conversation}"
    maya.get(at)
    maya.send(f"{at}/handled")
    assert guest.conversation not in maya.get("/staff/bookings").text


def test_the_next_unreviewed_one_comes_up_after_each(clinic: Served, maya: Person) -> None:
    with clinic.visitor() as first, clinic.visitor() as second:
        for visitor in (first, second):
            visitor.say("does it hurt?")
            indexed(clinic, visitor)
        page = maya.get("/staff/conversations/next")
        assert page.url.path == f"/staff/conversations/{second.conversation}"
        page = maya.send(f"{page.url.path}/reviewed", reviewed="yes", next="1")
        assert page.url.path == f"/staff/conversations/{first.conversation}"


def test_the_overviews_numbers_open_the_conversations_behind_them(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("my lips are swelling and I cannot breathe")
    indexed(clinic, guest)
    page = maya.get("/staff/overview")
    wrong = []
    links = re.findall(r'<a href="(/staff/conversations\?[^"]*)"[^>]*>(\d+)</a>', page.text)
    for address, number in links:
        listed = words(maya.get(address.replace("&amp;", "&")))
        if f"{number} conversation" not in listed:
            wrong.append((address, number))
    assert len(links) > 10
    assert not wrong


@pytest.mark.parametrize(
    "parameters",
    [
        {"since": "yesterday", "until": "2026-13-45", "length": "9-1", "confidence": "-1"},
        {"before": "x~y"}, {"before": "9" * 40 + "~a"}, {"before": "~"},
        {"before": "1~" + "x" * 500},
        {"q": '"\' OR 1=1 -- * ( NEAR :'}, {"q": "\x00\ud800"}, {"q": "a" * 3000}, {"q": "💥"},
        {"step": "9" * 30, "from_day": "0001-01-01", "to_day": "9999-12-31"},
        {"topic": "'; drop table", "tag": "%", "language": "xx", "safety": "none"},
        {"missed": "<script>alert(1)</script>"},
    ],
)  # fmt: skip
def test_filters_that_cannot_be_meant_show_a_list(maya: Person, parameters: dict[str, str]) -> None:
    encoded = "&".join(f"{name}={_quoted(value)}" for name, value in parameters.items())
    page = maya.http.get(f"/staff/conversations?{encoded}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    for other in ("overview", "bookings", "audit", "training"):
        assert maya.http.get(f"/staff/{other}?{encoded}").status_code == 200


def test_what_does_not_exist_is_a_page_that_says_so(maya: Person) -> None:
    maya.get("/staff/account")
    for path in ("nothing", "..%2f..", "%00", "a" * 3000, "<script>"):
        for action in ("", "/lines"):
            page = maya.http.get(f"/staff/conversations/{path}{action}")
            assert page.status_code in (303, 400, 404), (path, action)
            assert "<script>alert" not in page.text
        for action in ("reveal", "reviewed", "tag", "untag", "note", "flag", "take-over", "say",
                       "give-back", "handled"):  # fmt: skip
            fields = {"reason": "a reason", "tag": "tag", "note": "n", "text": "t", "seq": "1"}
            page = maya.send(f"/staff/conversations/{path}/{action}", follow=False, **fields)
            assert page.status_code in (303, 400, 404), (path, action)


def test_an_erased_conversation_is_gone_from_every_page(
    clinic: Served, maya: Person, guest: Visitor
) -> None:
    guest.say("zyxwvut does it hurt?")
    at = indexed(clinic, guest)
    assert guest.conversation in maya.get("/staff/conversations?q=zyxwvut").text
    guest.erase()
    assert maya.get(at).status_code == 404
    assert guest.conversation not in maya.get("/staff/conversations?q=zyxwvut").text


def _quoted(value: str) -> str:
    return httpx.QueryParams({"x": value.encode("utf-8", "replace").decode()}).__str__()[2:]


def test_a_note_that_is_too_long_is_refused_and_kept(server: Served, reviewer: Person) -> None:
    conversation = server.chat.store.conversations.open(server.clock()).id
    page = reviewer.send(f"/staff/conversations/{conversation}/note", note="x" * 2001)
    assert page.status_code == 400 and "may have 2000 characters" in page.text
    assert "x" * 2001 in page.text
