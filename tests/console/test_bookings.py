"""The board and a request's page: everything in view, every step that its state allows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from clinic.settings import ROOT
from tests.chat.served import Served
from tests.console.booked import book
from tests.console.person import Person, employ, words


def local(server: Served, **ahead: float) -> str:
    """A time still to come, as a browser sends it from a `datetime-local` field."""
    moment = server.clock().astimezone(server.desk.profile.zone) + timedelta(**ahead)
    return f"{moment:%Y-%m-%dT%H:%M}"


def poll(person: Person, page: httpx.Response, **more: str) -> httpx.Response:
    """What the page asks for by itself, every one and a half seconds."""
    address = re.search(r'hx-get="([^"]*)" hx-trigger="every 1500ms"', page.text)[1]
    address = str(httpx.URL(address.replace("&amp;", "&")).copy_merge_params(more))
    return person.http.get(address, headers={"HX-Request": "true"})


def test_a_request_goes_from_received_to_confirmed(front_desk: Person, server: Served) -> None:
    booking = book(server.chat.store, server.clock(), email="ana@example.com")
    at = f"/staff/bookings/{booking.reference}"
    page = front_desk.get(at)
    assert 'href="tel:+12035550103"' in page.text
    assert 'href="mailto:ana@example.com?' in page.text
    offered = front_desk.send(
        f"{at}/offer", time1=local(server, days=2), time3=local(server, days=3)
    )
    assert "The times are offered." in words(offered)
    choice = re.search(r'name="time" value="([^"]*)"', offered.text)[1]
    confirmed = front_desk.send(f"{at}/confirm", time=choice, other="")
    assert "Confirmed" in words(confirmed) and "Appointment:" in words(confirmed)
    history = server.chat.store.bookings.history(booking.id)
    assert [event.state for event in history] == ["received", "times_offered", "confirmed"]
    assert {event.who for event in history[1:]} == {
        server.chat.store.staff.by_email(front_desk.email).id
    }
    calendar = front_desk.get(f"{at}/appointment.ics")
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in calendar.text and booking.reference in calendar.text


@pytest.mark.parametrize(
    ("action", "fields", "state"),
    [
        ("decline", {"reason": "no_times"}, "Declined"),
        ("cancel", {"why": "asked by phone"}, "Cancelled"),
        ("no-reply", {}, "No reply"),
        ("confirm", {"other": "tomorrow"}, "Confirmed"),
    ],
)
def test_a_request_can_be_settled_at_once(
    front_desk: Person, server: Served, action: str, fields: dict[str, str], state: str
) -> None:
    booking = book(server.chat.store, server.clock())
    at = f"/staff/bookings/{booking.reference}"
    front_desk.get(at)
    fields = {n: local(server, days=1) if v == "tomorrow" else v for n, v in fields.items()}
    page = front_desk.send(f"{at}/{action}", **fields)
    assert (page.status_code, f'">{state}</span>' in page.text) == (200, True)


@pytest.mark.parametrize(
    ("action", "fields", "told"),
    [
        ("offer", {}, "at least one time"),
        ("offer", {"time1": "soon"}, "no date with a time"),
        ("offer", {"time1": "2020-01-01T10:00"}, "still to come"),
        ("confirm", {"other": "2027-03-14T02:30"}, "clocks go forward"),
        ("confirm", {"time": "made up"}, "choose one of those offered"),
        ("decline", {"reason": "because"}, "choose one of those offered"),
        ("assign", {"assignee": "nobody-known"}, "choose one of those offered"),
        ("note", {"note": " "}, "missing"),
        ("note", {"note": "x" * 2001}, "may have 2000"),
    ],
)
def test_what_cannot_be_done_is_said_on_the_page(
    front_desk: Person, server: Served, action: str, fields: dict[str, str], told: str
) -> None:
    booking = book(server.chat.store, server.clock())
    front_desk.get(f"/staff/bookings/{booking.reference}")
    page = front_desk.send(f"/staff/bookings/{booking.reference}/{action}", **fields)
    assert page.status_code == 400
    assert told in words(page)
    assert server.chat.store.bookings.find(booking.id).state == "received"


def test_a_step_that_the_state_does_not_allow_is_refused_in_words(
    front_desk: Person, server: Served
) -> None:
    booking = book(server.chat.store, server.clock())
    server.chat.store.bookings.decline(booking.id, "other", "somebody", server.clock())
    front_desk.get(f"/staff/bookings/{booking.reference}")
    page = front_desk.send(
        f"/staff/bookings/{booking.reference}/confirm", other=local(server, days=1), version="2"
    )
    assert (page.status_code, "cannot become" in words(page)) == (400, True)
    assert "Confirm an appointment" not in page.text


def test_a_step_from_a_page_that_is_old_is_refused_and_keeps_what_was_typed(
    front_desk: Person, server: Served
) -> None:
    store = server.chat.store
    booking = book(store, server.clock(), email="ana@example.com")
    at, typed = f"/staff/bookings/{booking.reference}", local(server, days=6)
    front_desk.get(at)
    soon = server.clock() + timedelta(days=2)
    store.bookings.offer_times(booking.id, [soon], "mia", server.clock())
    store.bookings.accept(booking.id, soon, server.clock())
    told = len(store.outbox.list())
    page = front_desk.send(f"{at}/offer", time1=typed)
    assert page.status_code == 409
    assert "The visitor has changed this request since you opened it." in words(page)
    assert "Appointment:" in words(page) and f'value="{typed}"' in page.text
    assert (store.bookings.get(booking.id).appointment, len(store.outbox.list())) == (soon, told)
    again = front_desk.send(f"{at}/offer", time1=typed)  # she has seen it now, and means it
    assert "The times are offered." in words(again)


def test_a_colleague_who_was_quicker_is_named(serve: Callable[..., Served]) -> None:
    server = serve()
    booking = book(server.chat.store, server.clock())
    at = f"/staff/bookings/{booking.reference}"
    with (
        employ(server, "front_desk") as person,
        employ(server, "front_desk", "reviewer") as colleague,
    ):
        for each in (person, colleague):
            each.get(at)
        colleague.send(f"{at}/offer", time1=local(server, days=2))
        refused = person.send(f"{at}/offer", time1=local(server, days=3))
        assert refused.status_code == 409
        assert "Front Desk has changed this request since you opened it." in words(refused)
        assert len(server.chat.store.bookings.history(booking.id)) == 2


def test_an_open_request_tells_of_a_change_and_stays_as_it_is(serve: Callable[..., Served]) -> None:
    server = serve()
    booking = book(server.chat.store, server.clock())
    with employ(server, "front_desk") as person:
        page = person.get(f"/staff/bookings/{booking.reference}")
        assert poll(person, page).status_code == 204
        server.chat.store.bookings.cancel(booking.id, "visitor", server.clock())
        news = poll(person, page)
        assert "The visitor has changed this request: cancelled – show" in words(news)
        assert "<form" not in news.text  # nothing that is being typed is taken away
        told = re.search(r'name="told" value="(\d+)"', news.text)[1]
        assert poll(person, page, told=told).status_code == 204


def test_another_time_that_is_wanted_shows_in_place_of_the_first_wish(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    store, now = server.chat.store, server.clock()
    booking = book(store, now)
    soon = now + timedelta(days=2)
    with employ(server, "front_desk") as person:
        store.bookings.offer_times(booking.id, [soon], "mia", now)
        store.bookings.ask_other_time(booking.id, "the week after, mornings", now)
        for view in ("board", "table"):
            shown = words(person.get("/staff/bookings", params={"view": view}))
            assert "the week after, mornings New wish" in shown
            assert "Friday morning" not in shown
        page = words(person.get(f"/staff/bookings/{booking.reference}"))
        day = f"{soon.astimezone(server.desk.profile.zone):%b %Y, %H:%M}"
        assert "Wants now the week after, mornings At first Friday morning" in page
        assert "Offered now" not in page
        assert re.search(rf"The visitor refused: \w+ \d+ {day}\.", page)
        assert re.search(rf"Times offered : \w+ \d+ {day} ", page)
        store.bookings.confirm(booking.id, soon, "mia", now)
        store.bookings.ask_other_time(booking.id, None, now)
        page = words(person.get(f"/staff/bookings/{booking.reference}"))
        assert "Wants now Another time" in page and "gave back the appointment" in page


def test_a_confirmed_time_is_changed_and_the_calendar_file_follows(
    front_desk: Person, server: Served
) -> None:
    booking = book(server.chat.store, server.clock())
    at = f"/staff/bookings/{booking.reference}"
    front_desk.get(at)
    front_desk.send(f"{at}/confirm", other=local(server, days=2))
    first = front_desk.get(f"{at}/appointment.ics").text
    server.clock.put_forward(minutes=1)
    front_desk.get(at)
    page = front_desk.send(f"{at}/change-time", new_time=local(server, days=3))
    assert "The appointment has a new time." in words(page)
    second = front_desk.get(f"{at}/appointment.ics").text

    def value(file: str, name: str) -> str:
        return re.search(rf"^{name}:(.*?)\r?$", file, re.M)[1]

    assert value(first, "UID") == value(second, "UID")
    assert value(first, "DTSTART") < value(second, "DTSTART")
    assert int(value(first, "SEQUENCE")) < int(value(second, "SEQUENCE"))


def test_a_time_that_may_be_a_slip_is_taken_when_it_is_sent_once_more(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    week = "{monday: '9:00-17:00', tuesday: '9:00-17:00'}"
    own = (ROOT / "clinic.yml").read_text().replace("opening_hours: {}", f"opening_hours: {week}")
    file = tmp_path / "hours.yml"
    file.write_text(own.replace("closed_days: []", "closed_days: [2099-01-06]"))
    server = serve(clinic_file=file)
    store = server.chat.store
    with employ(server, "front_desk") as person:
        for action, field, time, doubt in (
            ("offer", "time1", "2099-01-05T18:00", "outside of the opening hours"),
            ("offer", "time1", "2099-01-07T10:00", "outside of the opening hours"),
            ("confirm", "other", "2099-01-06T10:00", "a day on which the clinic is closed"),
            ("confirm", "other", "2020-01-06T10:00", "in the past"),
        ):
            booking = book(store, server.clock())
            at = f"/staff/bookings/{booking.reference}"
            person.get(at)
            asked = person.send(f"{at}/{action}", **{field: time})
            assert doubt in words(asked) and "all the same" in words(asked)
            assert store.bookings.get(booking.id).state == "received"
            anyway = re.search(r'name="anyway" value="([^"]*)"', asked.text)[1]
            other = person.send(f"{at}/{action}", **{field: "2099-01-05T08:00", "anyway": anyway})
            assert "all the same" in words(other)  # it was another time that was meant
            person.send(f"{at}/{action}", **{field: time, "anyway": anyway})
            assert store.bookings.get(booking.id).state != "received"
        booking = book(store, server.clock())
        at = f"/staff/bookings/{booking.reference}"
        person.get(at)
        assert "The times are offered" in words(
            person.send(f"{at}/offer", time1="2099-01-05T09:00")
        )


def test_a_request_is_assigned_noted_and_found_by_whose_it_is(serve: Callable[..., Served]) -> None:
    server = serve()
    with employ(server, "front_desk") as person:
        mine, other = (book(server.chat.store, server.clock(), name=n) for n in ("Bo", "Cy"))
        account = server.chat.store.staff.by_email(person.email).id
        person.get("/staff/bookings")
        person.send(f"/staff/bookings/{mine.reference}/assign", assignee=account)
        page = person.send(
            f"/staff/bookings/{mine.reference}/note", note="called, <b>no</b> answer"
        )
        assert "called, &lt;b&gt;no&lt;/b&gt; answer" in page.text
        found = person.get("/staff/bookings", params={"assignee": "me"})
        assert mine.reference in found.text and other.reference not in found.text
        found = person.get("/staff/bookings", params={"assignee": "nobody"})
        assert other.reference in found.text and mine.reference not in found.text
        today = server.clock().date().toordinal()
        assert today  # the first thing that staff do with a request ends its waiting for them
        waited = server.chat.store.overview.first_action(
            server.clock() - timedelta(days=1), server.clock() + timedelta(days=1)
        )
        assert 0 <= waited < 60


def test_requests_are_found_by_name_phone_reference_town_flag_and_day(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    store, now = server.chat.store, server.clock()
    ana = book(store, now, name="Ana Beltrán", location="Stamford", flags=["minor"]).reference
    bo = book(store, now, name="Bo 100%", phone="+12035559999", location="either").reference
    with employ(server, "front_desk") as person:
        for view in ("board", "table"):
            for given, found in (
                ({"q": "beltr"}, {ana}),
                ({"q": "203 555-99"}, {bo}),
                ({"q": ana.lower()}, {ana}),
                ({"q": "100%"}, {bo}),
                ({"q": "%"}, {bo}),
                ({"location": "Stamford"}, {ana, bo}),
                ({"location": "Norwalk"}, {bo}),
                ({"flagged": "1"}, {ana}),
                ({"until": "2020-01-01"}, set()),
                ({"state": "confirmed"}, set()),
                ({"state": "'; drop", "since": "never", "page": "9" * 40}, {ana, bo}),
            ):
                page = person.get("/staff/bookings", params={"view": view, **given})
                assert page.status_code == 200
                shown = {each for each in (ana, bo) if f'/{each}"' in page.text}
                assert shown == found, given


def test_a_message_for_the_team_shows_as_what_it_is(serve: Callable[..., Served]) -> None:
    server = serve()
    message = book(
        server.chat.store,
        server.clock(),
        location="either",
        preferred=[],
        concern="a refund",
        flags=["complaint"],
    )
    with employ(server, "front_desk") as person:
        for view in ("", "?view=table"):
            shown = words(person.get(f"/staff/bookings{view}"))
            assert "Complaint, no appointment request" in shown
        page = words(person.get(f"/staff/bookings/{message.reference}"))
        assert "a refund" in page and "Town" not in page


def test_the_file_holds_what_is_filtered_and_no_formula(serve: Callable[..., Served]) -> None:
    server = serve()
    book(server.chat.store, server.clock(), name='=HYPERLINK("evil")')
    book(server.chat.store, server.clock(), name="Bo", location="Stamford")
    with employ(server, "front_desk") as person:
        sent = person.get("/staff/bookings.csv", params={"location": "Norwalk"})
        rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
        assert [row["name"] for row in rows] == ['\'=HYPERLINK("evil")']
        assert "attachment" in sent.headers["content-disposition"]
        assert [e.action for e in server.chat.store.audit.list(action="exported")] == ["exported"]


def test_a_new_request_shows_at_the_next_poll_and_nothing_is_sent_meanwhile(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    with employ(server, "front_desk") as person:
        if server.clock().second > 45:  # the colours are drawn anew every minute
            server.clock.put_forward(seconds=20)
        page = person.get("/staff/bookings")
        assert [poll(person, page).status_code for _ in range(2)] == [204, 204]
        booking = book(server.chat.store, server.clock(), name="New Person")
        fresh = poll(person, page)
        assert (fresh.status_code, booking.reference in fresh.text) == (200, True)
        assert poll(person, fresh).status_code == 204


def test_polling_does_not_keep_a_session_alive(serve: Callable[..., Served]) -> None:
    server = serve(staff_idle_minutes=5)
    with employ(server, "front_desk") as person:
        page = person.get("/staff/bookings")
        for _ in range(2):
            server.clock.put_forward(minutes=3)
            answer = poll(person, page)
        assert answer.status_code == 401
        assert answer.headers["hx-redirect"] == "/staff/sign-in"


def test_the_colour_follows_the_opening_time_that_has_passed(serve: Callable[..., Served]) -> None:
    server = serve(service_level_minutes=60)
    book(server.chat.store, server.clock())
    with employ(server, "front_desk") as person:
        levels = []
        for _ in range(3):
            page = person.get("/staff/bookings")
            levels.append(
                re.search(r'class="badge (good|warn|bad)">(?:Waits|Overdue)', page.text)[1]
            )
            server.clock.put_forward(minutes=31)
            person.sign_in(person.email)
    assert levels == ["good", "warn", "bad"]


def test_those_who_may_be_the_same_person_are_linked(front_desk: Person, server: Served) -> None:
    first, second = (
        book(server.chat.store, server.clock(), phone="+12035551234") for _ in range(2)
    )
    page = front_desk.get(f"/staff/bookings/{first.reference}")
    assert "Perhaps the same person" in words(page)
    assert f"/staff/bookings/{second.reference}" in page.text


@pytest.mark.parametrize("reference", ["AAAA-AAAA", "..", "%00", "<script>", "x" * 3000, "💥"])
def test_a_reference_that_is_none_is_a_page_that_says_so(
    front_desk: Person, reference: str
) -> None:
    page = front_desk.http.get(httpx.URL(front_desk.url).copy_with(
        raw_path=b"/staff/bookings/" + httpx.URL("/" + reference).raw_path[1:]
    ))  # fmt: skip
    assert page.status_code in (303, 400, 404)
    assert "<script>" not in page.text


def test_what_a_visitor_wrote_never_runs(front_desk: Person, server: Served) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    booking = book(
        server.chat.store, server.clock(), name=evil, concern=evil, health_note=evil,
        preferred=[{"said": evil, "date": None}], flags=[evil],
    )  # fmt: skip
    pages = ("", "?view=table", f"/{booking.reference}")
    for address in pages:
        page = front_desk.get(f"/staff/bookings{address}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "<img src=x" not in page.text
