"""A request's page while others change the request, and the times that staff give it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from clinic.settings import ROOT
from clinic.store.schema import bookings
from clinic.store.unit_of_work import LatePress
from tests.chat.served import Served
from tests.console.booked import asked, book, local
from tests.console.person import Person, employ, poll, words
from tests.store.story import tell


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
    for mistaken in ("", "soon"):
        page = front_desk.send(f"{at}/offer", time1=mistaken, version="1")
        assert page.status_code == 409  # nothing else is asked first
    page = front_desk.send(f"{at}/offer", time1=typed, version="1")
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
        assert poll(person, page, told="1").status_code == 204
        server.chat.store.bookings.cancel(booking.id, "visitor", server.clock())
        news = poll(person, page, told="1")
        assert "The visitor has changed this – show" in words(news)
        assert "<form" not in news.text  # nothing that is being typed is taken away
        told = re.search(r'name="told" value="(\d+)"', news.text)[1]
        assert poll(person, page, told=told).status_code == 204


def test_how_somebody_wants_to_be_reached_shows_wherever_their_number_does(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    booking = book(server.chat.store, server.clock(), reach_note="not before 5, no voicemail")
    with employ(server, "front_desk") as person:
        for view in ("board", "table"):
            shown = words(person.get("/staff/bookings", params={"view": view}))
            assert "To reach them: not before 5, no voicemail" in shown
        page = words(person.get(f"/staff/bookings/{booking.reference}"))
        assert "How to reach them not before 5, no voicemail" in page
        assert "not before 5, no voicemail" in person.get("/staff/bookings.csv").text


def test_a_note_for_the_team_is_on_the_page_and_in_the_file(serve: Callable[..., Served]) -> None:
    server = serve()
    booking = book(server.chat.store, server.clock(), team_note="uses a wheelchair")
    with employ(server, "front_desk") as person:
        page = words(person.get(f"/staff/bookings/{booking.reference}"))
        assert "For the team uses a wheelchair" in page
        assert "uses a wheelchair" in person.get("/staff/bookings.csv").text


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
        day = f"{soon.astimezone(server.desk.profile.zone):%b %Y, %-I:%M %p}"
        assert "Wants now the week after, mornings At first Friday morning" in page
        assert "Offered now" not in page
        said = "Offered before; the visitor said “the week after, mornings”"
        assert re.search(rf"{said}: \w+ \d+ {day}\.", page)
        assert re.search(rf"Times offered : \w+ \d+ {day} ", page)


def test_a_card_shows_the_times_on_offer_and_who_else_has_the_same_phone(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    store, now, zone = server.chat.store, server.clock(), server.desk.profile.zone
    booking = book(store, now, name="Olga Offered", phone="+12035550161")
    other = book(store, now, name="Olga O.", phone="+12035550161")
    book(store, now, name="Nobody Alike", phone="+12035550162")
    soon = now + timedelta(days=2)
    store.bookings.offer_times(booking.id, [soon], "mia", now - timedelta(minutes=40))
    with employ(server, "front_desk") as person:
        for view in ("board", "table"):
            shown = words(person.get("/staff/bookings", params={"view": view}))
            day = f"{soon.astimezone(zone):%b %Y, %-I:%M %p}"
            assert re.search(rf"Offered 40 min ago: \w+ \d+ {day}", shown)
            assert f"Same phone or e-mail: {other.reference}" in shown
            assert f"Same phone or e-mail: {booking.reference}" in shown
            assert shown.count("Same phone or e-mail") == 2
            assert "All of these are over" not in shown
        store.bookings.offer_times(other.id, [now - timedelta(hours=1)], "mia", now - timedelta(2))
        assert "All of these are over" in words(person.get("/staff/bookings"))


def test_an_appointment_whose_visitor_wants_another_time_is_marked_and_can_be_left(
    front_desk: Person, server: Served
) -> None:
    store, now = server.chat.store, server.clock()
    booking = book(store, now, name="Zoe Standing", location="Stamford")
    at = f"/staff/bookings/{booking.reference}"
    store.bookings.confirm(booking.id, now + timedelta(days=2), "mia", now)
    store.bookings.ask_other_time(booking.id, "a friday", now)
    board = words(front_desk.get("/staff/bookings"))
    assert re.search(r"Zoe Standing .*a friday New wish Wants another time", board)
    page = words(front_desk.get(at))
    assert "Confirmed Wants another time" in page and "Another time wanted" in page
    assert "This one stands until a new one is agreed" in page
    assert "gave back" not in page and "Leave it at" in page
    assert "stays at its time" in words(front_desk.send(f"{at}/keep-time"))
    assert not store.bookings.get(booking.id).wants_other_time
    store.bookings.ask_other_time(booking.id, "Norwalk", now)
    front_desk.get(at)
    front_desk.send(f"{at}/change-time", new_time=local(server, days=5), town="Norwalk")
    moved = store.bookings.get(booking.id)
    assert (moved.location, moved.wish) == ("Norwalk", None)


def test_what_a_visitor_came_too_late_for_stands_in_the_history(
    front_desk: Person, server: Served
) -> None:
    store, now = server.chat.store, server.clock()
    booking, soon = book(store, now), now + timedelta(days=2)
    store.bookings.decline(booking.id, "other", "mia", now)
    store.bookings.come_too_late(LatePress(booking.id, "late_accept", (soon,)), now)
    page = words(front_desk.get(f"/staff/bookings/{booking.reference}"))
    assert "Too late to take this time" in page and "late_accept" not in page


def test_a_confirmation_without_a_time_says_so_at_the_field(
    front_desk: Person, server: Served
) -> None:
    store, now = server.chat.store, server.clock()
    booking = book(store, now)
    at = f"/staff/bookings/{booking.reference}"
    page = front_desk.get(at)
    assert re.search(r'<input type="datetime-local" name="other" value="" required', page.text)
    page = front_desk.send(f"{at}/confirm", other="")
    assert (page.status_code, "Give the time." in words(page)) == (400, True)
    store.bookings.offer_times(booking.id, [now + timedelta(days=2)], "mia", now)
    front_desk.get(at)
    page = front_desk.send(f"{at}/confirm", other="")
    field = r'name="other" value=""\s+aria-invalid="true" aria-describedby="wrong" autofocus>'
    told = r'<small id="wrong" class="wrong">Choose one of the times offered, or give another one.<'
    assert re.search(f"{field}{told}", page.text)
    assert re.search(r"<details open><summary>Confirm an appointment", page.text)
    page = front_desk.send(f"{at}/confirm", other="next week")
    assert re.search(r'<small id="wrong" class="wrong">The time needs a day and an hour', page.text)
    assert store.bookings.get(booking.id).state == "times_offered"


def test_a_note_that_is_too_long_is_kept_and_marked(front_desk: Person, server: Served) -> None:
    booking = book(server.chat.store, server.clock())
    at = f"/staff/bookings/{booking.reference}"
    front_desk.get(at)
    page = front_desk.send(f"{at}/note", note="x" * 2001)
    assert f'>{"x" * 2001}</textarea><small id="wrong"' in page.text


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
        asked = words(person.send(f"{at}/offer", time1="2099-01-05T09:00"))
        assert "is more than six months away" in asked


def test_a_time_that_others_have_is_asked_about(front_desk: Person, server: Served) -> None:
    store, now = server.chat.store, server.clock()
    typed = local(server, days=9)
    zone = server.desk.profile.zone
    time = datetime.fromisoformat(typed).replace(tzinfo=zone)
    fixed = book(store, now, name="Bea Ruiz", phone="+12035550171", location="Norwalk")
    offered = book(store, now, name="Cem Aydin", phone="+12035550172", location="Norwalk")
    store.bookings.confirm(fixed.id, time, "mia", now)
    store.bookings.offer_times(offered.id, [time + timedelta(minutes=15)], "mia", now)
    for phone, town, told in (
        ("+12035550173", "Norwalk", (f"is taken by Bea Ruiz ({fixed.reference}, Norwalk)",
                                     f"is offered to Cem Aydin ({offered.reference}, Norwalk)")),
        ("+12035550171", "Stamford", ("the same person seems to have an appointment already",)),
    ):  # fmt: skip
        booking = book(store, now, phone=phone, location=town)
        at = f"/staff/bookings/{booking.reference}"
        front_desk.get(at)
        asked = words(front_desk.send(f"{at}/confirm", other=typed))
        assert all(each in asked for each in told), asked
        assert store.bookings.get(booking.id).state == "received"
    elsewhere = book(store, now, phone="+12035550174", location="Stamford")
    front_desk.get(f"/staff/bookings/{elsewhere.reference}")
    done = front_desk.send(f"/staff/bookings/{elsewhere.reference}/confirm", other=typed)
    assert "The appointment is confirmed." in words(done)


def test_what_a_visitor_wished_and_read_is_shown_as_people_write_it(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    wished = [{"said": "Friday", "date": "2026-03-06"}, {"said": "soon", "date": "some day"}]
    booking = book(server.chat.store, server.clock(), preferred=wished)
    with server.visitor() as visitor, employ(server, "front_desk") as person:
        visitor.say("**Good** day")
        with server.chat.store.database.write() as connection:
            its = sa.update(bookings).where(bookings.c.id == booking.id)
            connection.execute(its.values(conversation=visitor.conversation))
        page = person.get(f"/staff/bookings/{booking.reference}")
    assert "Friday (Fri 6 Mar 2026) ; soon (some day)" in words(page)
    visitors, assistants = re.findall(r'<div class="bubble">(.*?)</div>', page.text, re.DOTALL)
    assert "**Good** day" in visitors
    assert "<strong>Good</strong> day" in assistants


def test_a_visitors_words_in_a_reply_are_no_link(serve: Callable[..., Served]) -> None:
    server = serve()
    store, now = server.chat.store, server.clock()
    conversation = store.conversations.open(now).id
    read_back = "- **Concern:** [win here](https://evil.example/a), [ask](tel:1900)"
    tell(store, conversation, "book", booking=asked(), words=read_back)
    store.index.refresh(conversation, server.desk.profile.zone)
    (booking,) = store.bookings.list()
    with employ(server, "front_desk", "reviewer") as person:
        for at in (f"bookings/{booking.reference}", f"conversations/{conversation}"):
            page = person.get(f"/staff/{at}")
            bubbles = re.findall(r'<div class="bubble">.*?</div>', page.text, re.DOTALL)
            told = " ".join(re.sub("<[^>]+>", "", bubbles[-1]).split())
            assert told == "Concern: win here (https://evil.example/a), ask (tel:1900)"
            assert not [each for each in bubbles if "<a" in each]
