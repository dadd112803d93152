"""The page behind a mail's link, over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import jwt
import pytest

from clinic.notify import links
from clinic.profile import load_profile
from tests.chat.served import Served
from tests.sources import ROOT
from tests.store.test_booking_steps import open_booking

ZONE = load_profile(ROOT / "clinic.yml").zone


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def page(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, follow_redirects=True) as client:
        yield client


def _open(served: Served, **details):
    return open_booking(served.chat.store, "form-1", **details)


def _link(served: Served, booking) -> str:
    address = links.address("", served.settings.secret, booking.id, served.clock())
    assert address.startswith("/request/")
    return address


def _offer(served: Served, booking, *days: int) -> list[datetime]:
    start = datetime.now(UTC).replace(microsecond=0)
    times = [start + timedelta(days=day) for day in days]
    served.chat.store.bookings.offer_times(booking.id, times, "mia", served.clock())
    return times


def test_it_shows_the_times_and_takes_one(served, page):
    booking = _open(served)
    link, (first, _) = _link(served, booking), _offer(served, booking, 2, 3)
    shown = page.get(link)
    assert shown.status_code == 200 and shown.text.count('name="do" value="accept"') == 2
    assert booking.reference in shown.text and booking.name not in shown.text
    after = page.post(link, data={"do": "accept", "time": first.isoformat()})
    assert after.history[0].status_code == 303
    assert "Your appointment is set" in after.text
    assert served.chat.store.bookings.find(booking.id).appointment == first
    file = page.get(link + "?calendar")
    assert file.headers["content-type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in file.content


def test_a_look_changes_nothing(served, page):
    """Mail scanners follow links; only a POST is a decision."""
    booking = _open(served)
    link = _link(served, booking)
    _offer(served, booking, 2)
    for _ in range(3):
        page.get(link)
        page.head(link)
    assert served.chat.store.bookings.find(booking.id).state == "times_offered"


def test_another_time_can_be_asked_for_and_the_request_cancelled(served, page):
    booking = _open(served, locale="es")
    link = _link(served, booking)
    _offer(served, booking, 2)
    page.post(link, data={"do": "other", "wish": "<b>viernes</b> por la tarde"})
    history = served.chat.store.bookings.history(booking.id)
    assert (history[-1].state, history[-1].why) == ("received", "<b>viernes</b> por la tarde")
    said = page.post(link, data={"do": "cancel"}).text
    assert "Esta solicitud está cancelada" in said
    assert not re.search(r'value="(?:cancel|other|accept)"', said)


def test_a_message_that_is_done_says_so_and_offers_nothing(served, page):
    message = _open(served, flags=["message"])
    served.chat.store.bookings.finish(message.id, "mia", served.clock())
    said = page.get(_link(served, message)).text
    assert "The team has dealt with this message." in said and "<form" not in said


def test_an_appointment_stands_beside_a_wish_and_beside_an_offer(served, page):
    booking, store = _open(served), served.chat.store
    link, (time,) = _link(served, booking), _offer(served, booking, 2)
    page.post(link, data={"do": "accept", "time": time.isoformat()})
    wished = page.post(link, data={"do": "other", "wish": "a friday"}).text
    assert "Your appointment is set" in wished and "stands until a new one is agreed" in wished
    (other,) = _offer(served, booking, 5)
    offered = page.get(link).text
    assert "Your appointment stands until you take one" in offered
    assert offered.count('value="accept"') == 1
    page.post(link, data={"do": "accept", "time": other.isoformat()})
    assert store.bookings.find(booking.id).appointment == other


def test_who_gave_no_reply_still_finds_the_times_and_wishes_for_one(served, page):
    booking, store = _open(served), served.chat.store
    link, (time,) = _link(served, booking), _offer(served, booking, 2)
    store.bookings.no_reply(booking.id, "mia", served.clock())
    assert 'value="accept"' in page.get(link).text
    page.post(link, data={"do": "accept", "time": time.isoformat()})
    now = store.bookings.find(booking.id)
    assert now.state == "received" and f"{time.astimezone(ZONE):%A}" in now.wish


def test_what_comes_too_late_stands_in_the_history(served, page):
    booking, store = _open(served), served.chat.store
    link, (time,) = _link(served, booking), _offer(served, booking, 2)
    store.bookings.decline(booking.id, "other", "mia", served.clock())
    page.post(link, data={"do": "accept", "time": time.isoformat()})
    last = store.bookings.history(booking.id)[-1]
    assert (last.why, last.times) == ("late_accept", (time,))


@pytest.mark.parametrize(
    "form",
    [
        {"do": "accept", "time": "2031-01-01T10:00:00+00:00"},
        {"do": "accept", "time": "soon"},
        {"do": "accept"},
        {"do": "confirm"},
        {},
    ],
)
def test_what_cannot_be_done_is_said_and_not_done(served, page, form):
    booking = _open(served)
    _offer(served, booking, 2)
    answer = page.post(_link(served, booking), data=form)
    assert answer.status_code == 409
    assert "no longer possible" in answer.text
    assert served.chat.store.bookings.find(booking.id).state == "times_offered"


def test_a_link_that_is_forged_over_or_for_something_else_shows_nothing(served, page):
    booking = _open(served)
    secret, later = served.settings.secret, datetime.now(UTC) + timedelta(days=1)
    good = _link(served, booking)
    claims = {"aud": links.PURPOSE, "sub": booking.id, "exp": later}
    for token in (
        "x",
        jwt.encode(claims, "another secret of forty characters at least", algorithm="HS256"),
        jwt.encode(claims | {"aud": "chat"}, secret, algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode(claims | {"sub": "nobody"}, secret, algorithm="HS256"),
        good.rpartition("/")[2][:-2],
    ):
        for answer in (page.get(f"/request/{token}"), page.post(f"/request/{token}", data={})):
            assert answer.status_code == 404 and booking.reference not in answer.text
    served.clock.put_forward(days=61)
    assert page.get(good).status_code == 404


def test_a_chats_token_opens_no_request(served, page):
    visitor = served.visitor()
    assert page.get(f"/request/{visitor.token}").status_code == 404
    visitor.close()


def test_the_page_loads_nothing_from_elsewhere_and_is_not_kept(served, page):
    answer = page.get(_link(served, _open(served)))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "http" not in answer.text
    assert page.get("/request.css").status_code == 200


def test_the_server_delivers_by_itself(served, page, tmp_path):
    _open(served, email="ana@example.com")
    waited = 0
    import time

    while len(list((tmp_path / "outbox").glob("*.eml"))) < 2 and waited < 100:
        time.sleep(0.1)
        waited += 1
    mails = [file.read_text() for file in (tmp_path / "outbox").glob("*.eml")]
    assert len(mails) == 2
    address = re.search(r"/request/\S+", "".join(mails).replace("=\n", "").replace("=\r\n", ""))
    assert address
