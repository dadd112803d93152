"""The board and a request's page: everything in view, every step that its state allows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from clinic.console import board
from clinic.store.booking_filter import BookingFilter
from tests.chat.served import Served
from tests.console.booked import book, local
from tests.console.person import Person, employ, poll, words


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
        ("offer", {"time1": "soon"}, "needs a day and an hour"),
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


def test_a_request_is_assigned_noted_and_found_by_whose_it_is(serve: Callable[..., Served]) -> None:
    server = serve()
    with employ(server, "front_desk") as person:
        mine, other = (
            book(server.chat.store, server.clock(), name=name, phone=phone)
            for name, phone in (("Bo", "+12035550171"), ("Cy", "+12035550172"))
        )
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


def test_staff_read_what_was_said_of_the_times_offered(front_desk: Person, server: Served) -> None:
    store, now = server.chat.store, server.clock()
    booking = book(store, now)
    store.bookings.offer_times(booking.id, [now + timedelta(days=2)], "somebody", now)
    wish = "the second one works but can it be 5 instead"
    store.bookings.ask_other_time(booking.id, wish, now)
    page = words(front_desk.get(f"/staff/bookings/{booking.reference}"))
    assert wish in page and "refused" not in page


@pytest.mark.parametrize(("action", "field"), [("offer", "time1"), ("confirm", "other")])
def test_where_either_town_suits_staff_say_which(
    front_desk: Person, server: Served, action: str, field: str
) -> None:
    booking = book(server.chat.store, server.clock(), location="either")
    at, time = f"/staff/bookings/{booking.reference}", local(server, days=1)
    front_desk.get(at)
    page = front_desk.send(f"{at}/{action}", **{field: time})
    assert (page.status_code, "in which town" in words(page)) == (400, True)
    assert server.chat.store.bookings.find(booking.id).state == "received"
    page = front_desk.send(f"{at}/{action}", **{field: time, "town": "Stamford"})
    assert page.status_code == 200
    assert server.chat.store.bookings.find(booking.id).location == "Stamford"
    assert 'name="town" required' not in page.text  # it is known by now
    day = front_desk.get("/staff/bookings/day", params={"day": time[:10]})
    assert "Either town" not in words(day).split("The team")[0].split(booking.reference)[-1][:80]


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


def test_appointments_are_listed_by_their_time_the_next_ones_first(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    store, now, zone = server.chat.store, server.clock(), server.desk.profile.zone
    names = {}
    for days in (3, -9, 1, -2, 0):
        booking = book(store, now)
        store.bookings.confirm(booking.id, now + timedelta(days=days), "mia", now)
        names[booking.reference] = days
    book(store, now)

    def order(text: str) -> list[int]:
        found = re.findall(r'<a href="/staff/bookings/([0-9A-Z]{4}-[0-9A-Z]{4})"', text)
        return [names[each] for each in found if each in names]

    with employ(server, "front_desk") as person:
        assert order(person.get("/staff/bookings").text) == [0, 1, 3]
        table = person.get("/staff/bookings?view=table&state=confirmed")
        assert order(table.text) == [0, 1, 3, -2, -9]
        tomorrow = str((now + timedelta(days=1)).astimezone(zone).date())
        for given, found in (
            ({"appointment_since": tomorrow}, [1, 3]),
            ({"appointment_until": tomorrow}, [0, 1, -2, -9]),
            ({"appointment_since": tomorrow, "appointment_until": tomorrow}, [1]),
            ({"appointment_since": tomorrow, "state": "received"}, []),
        ):
            for view in ("table", "board"):
                page = person.get("/staff/bookings", params={"view": view, **given})
                assert order(page.text) == found, given
        sent = person.get("/staff/bookings.csv", params={"appointment_since": tomorrow})
        rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
        assert [names[row["reference"]] for row in rows] == [1, 3]
        local = (now + timedelta(days=1)).astimezone(zone)
        assert rows[0]["appointment"] == f"{local:%Y-%m-%d %H:%M}"


def test_the_pages_of_appointments_join_without_a_gap(serve: Callable[..., Served]) -> None:
    server = serve()
    store, now = server.chat.store, server.clock()
    for days in (1, 2, 3, -1, -2, -3, -4):
        booking = book(store, now, name=f"in {days}")
        store.bookings.confirm(booking.id, now + timedelta(days=days), "mia", now)
    wanted = BookingFilter(state="confirmed")
    names = [
        worked.booking.name
        for offset in (0, 2, 4, 6)
        for worked in store.board.listed(wanted, now, limit=2, offset=offset)
    ]
    assert names == ["in 1", "in 2", "in 3", "in -1", "in -2", "in -3", "in -4"]


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


def test_the_second_page_of_the_table_stays_the_second_page_at_a_poll(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "PAGE", 2)
    server = serve()
    names = ["Ana", "Bo", "Cy", "Di"]
    for name in names:
        book(server.chat.store, server.clock(), name=name)
        server.clock.put_forward(seconds=1)

    def shown(page: httpx.Response) -> list[str]:
        return [name for name in [*names, "Eve"] if f">{name}</a>" in page.text]

    with employ(server, "front_desk") as person:
        page = person.get("/staff/bookings?view=table&page=2")
        assert shown(page) == ["Ana", "Bo"]
        book(server.chat.store, server.clock(), name="Eve")
        fresh = poll(person, page)
        assert shown(fresh) == ["Bo", "Cy"]  # the second page still, one row further down
        assert 'rel="prev"' in fresh.text and "page=3" in fresh.text
        assert shown(poll(person, fresh, version="old")) == ["Bo", "Cy"]


def test_polling_does_not_keep_a_session_alive(serve: Callable[..., Served]) -> None:
    server = serve(staff_idle_minutes=5)
    with employ(server, "front_desk") as person:
        page = person.get("/staff/bookings")
        for _ in range(2):
            server.clock.put_forward(minutes=3)
            answer = poll(person, page)
        assert answer.status_code == 401
        assert not answer.content and "hx-redirect" not in answer.headers


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
