"""Guessing passwords: slow for whoever tries, by account and by address, and shuts nobody out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from clinic.console.guard import FORM_LIMIT
from clinic.console.passwords import MOST_WAITING
from clinic.store.staff_sessions import StaffSessions
from tests.chat.served import Served
from tests.console.person import PASSWORD, Person, employ, words

ANA = "ana@clinic.example"


def employed(server: Served) -> None:
    """An account whose browser is gone."""
    employ(server, "reviewer", email=ANA).http.close()


def attempt(server: Served, email: str, password: str = "wrong password", **headers: str) -> int:
    with Person(server.url) as person:
        person.http.headers.update(
            {name.replace("_", "-"): value for name, value in headers.items()}
        )
        return person.sign_in(email, password).status_code


def test_after_a_few_failures_each_pause_is_longer(serve: Callable[..., Served]) -> None:
    server = serve()
    employed(server)
    with Person(server.url) as person:
        pauses = []
        for _ in range(3):
            while person.sign_in(ANA, "wrong").status_code == 403:
                pass
            refused = person.sign_in(ANA)  # the right one, too
            assert refused.status_code == 429
            pauses.append(int(refused.headers["retry-after"]))
            server.clock.put_forward(seconds=pauses[-1] + 1)
        assert pauses == pytest.approx([30, 60, 120], abs=3)
        assert person.sign_in(ANA).url.path != "/staff/sign-in"


def test_tries_that_come_at_once_are_no_more_than_those_one_after_the_other(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    employed(server)
    with ThreadPoolExecutor(12) as crowd:
        statuses = list(crowd.map(lambda _: attempt(server, ANA), range(24)))
    assert statuses.count(403) == 5
    assert statuses.count(429) == 19


def test_one_address_cannot_try_account_after_account(serve: Callable[..., Served]) -> None:
    server = serve(trusted_proxies=1)
    here = {"X_Forwarded_For": "203.0.113.9"}
    statuses = [attempt(server, f"person{number}@clinic.example", **here) for number in range(23)]
    assert statuses == [403] * 21 + [429] * 2
    assert attempt(server, "other@clinic.example", X_Forwarded_For="203.0.113.10") == 403


def test_an_address_that_a_caller_makes_up_is_not_believed(serve: Callable[..., Served]) -> None:
    server = serve()
    statuses = [
        attempt(server, f"person{number}@clinic.example", X_Forwarded_For=f"203.0.113.{number}")
        for number in range(22)
    ]
    assert statuses[-1] == 429


def test_a_success_takes_back_ones_own_try_and_nobody_elses(serve: Callable[..., Served]) -> None:
    server = serve()
    employed(server)
    for number in range(20):
        assert attempt(server, f"person{number}@clinic.example") == 403
    assert attempt(server, ANA, PASSWORD) in (200, 404)
    assert attempt(server, "another@clinic.example") == 403
    assert attempt(server, "another@clinic.example") == 429


def test_strangers_failures_do_not_lock_out_a_browser_that_was_here_before(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    with employ(server, "reviewer", email=ANA) as ana:
        ana.send("/staff/sign-out")
        while attempt(server, ANA) == 403:
            pass
        assert attempt(server, ANA, PASSWORD) == 429
        assert ana.sign_in(ANA).url.path != "/staff/sign-in"
        ana.send("/staff/sign-out")
        while ana.sign_in(ANA, "wrong").status_code == 403:
            pass
        assert ana.sign_in(ANA).status_code == 429  # it can guess no more than anybody


def test_a_browsers_mark_is_good_for_its_own_account_only(serve: Callable[..., Served]) -> None:
    server = serve()
    employed(server)
    with employ(server, "trainer", email="bo@clinic.example") as bo:
        bo.send("/staff/sign-out")
        while attempt(server, ANA) == 403:
            pass
        assert bo.sign_in(ANA).status_code == 429
        cookie = bo.http.cookies.get("staff_known", path="/staff")
        mark, _, signature = cookie.partition(".")
        bo.http.cookies.clear()
        bo.http.cookies.set("staff_known", f"x{mark}.{signature}", path="/staff")
        assert bo.sign_in(ANA).status_code == 429


def test_the_present_password_cannot_be_guessed_from_within(serve: Callable[..., Served]) -> None:
    server = serve()
    with employ(server, "trainer", email="in@clinic.example") as person:
        said = [
            words(person.send("/staff/account/totp-off", current="wrong password"))
            for _ in range(6)
        ]
        assert "present password is wrong" in said[4] and "Too many tries" in said[5]
        assert "Too many tries" in words(person.send("/staff/account/totp-off", current=PASSWORD))


def test_the_work_is_the_same_with_and_without_an_account(serve: Callable[..., Served]) -> None:
    """By the processor's time, which other programs of the machine do not lengthen."""
    server = serve()
    employed(server)

    def work(email: str) -> float:
        with Person(server.url) as person:
            person.get("/staff/sign-in")
            began = time.process_time()
            assert person.send("/staff/sign-in", email=email, password="wrong").status_code == 403
            return time.process_time() - began

    pairs = []
    for _ in range(10):
        pairs.append((work(ANA), work("nobody@clinic.example")))
        server.clock.put_forward(days=2)  # the failures are forgotten
    known, unknown = (statistics.median(each) for each in zip(*pairs, strict=True))
    assert known == pytest.approx(unknown, rel=0.25)
    assert unknown > 0.02  # argon2 was really at work


def test_a_flood_of_passwords_is_sent_away_and_holds_no_chat_up(
    serve: Callable[..., Served],
) -> None:
    server = serve(trusted_proxies=1)
    with server.visitor() as visitor, ThreadPoolExecutor(45) as crowd:

        def guess(number: int) -> int:
            return attempt(
                server, f"person{number}@clinic.example", X_Forwarded_For=f"203.0.113.{number}"
            )

        flood = [crowd.submit(guess, number) for number in range(70)]
        began = time.monotonic()
        assert visitor.say("hello")
        answered_after = time.monotonic() - began
        statuses = {each.result() for each in flood}
    assert statuses <= {403, 503}
    assert answered_after < 5
    assert MOST_WAITING < 45


def test_staff_pages_have_a_limit_for_each_address(serve: Callable[..., Served]) -> None:
    server = serve(requests_per_minute=3)
    with Person(server.url) as person:
        pages = [person.http.get("/staff/sign-in") for _ in range(4)]
        healthy = person.http.get("/healthz")
    assert [page.status_code for page in pages] == [200, 200, 200, 429]
    assert 1 <= int(pages[-1].headers["retry-after"]) <= 20
    assert "asked for too much" in words(pages[-1])
    assert healthy.status_code == 200


LARGE = {"note": "x" * 20_000}  # above what who is not signed in may send


@pytest.fixture
def look_ups(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The session cookies that were looked up in the database."""
    seen: list[str] = []
    find = StaffSessions.find
    monkeypatch.setattr(
        StaffSessions, "find", lambda *one, **more: (seen.append(one[1]), find(*one, **more))[1]
    )
    return seen


def test_a_large_form_is_counted_before_its_session_is_looked_up(
    serve: Callable[..., Served], look_ups: list[str]
) -> None:
    server = serve(requests_per_minute=3)
    with Person(server.url) as stranger:
        stranger.http.cookies.set("staff", "made up")
        answers = [stranger.http.post("/staff/account/password", data=LARGE) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [413] * 3 + [429] * 6
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 20
    assert look_ups == ["made up"] * 3


def test_of_a_form_that_nobody_may_send_no_session_is_looked_up(
    serve: Callable[..., Served], look_ups: list[str]
) -> None:
    server = serve()
    with Person(server.url) as stranger:
        stranger.http.cookies.set("staff", "made up")
        form = {"note": "x" * (FORM_LIMIT + 1)}
        assert stranger.http.post("/staff/account/password", data=form).status_code == 413
    assert look_ups == []


def test_a_large_form_of_who_is_signed_in_counts_once(serve: Callable[..., Served]) -> None:
    server = serve(requests_per_minute=7)
    with employ(server, "admin") as admin:  # four calls
        sent = [admin.send("/staff/account/password", **LARGE) for _ in range(4)]
    assert [answer.status_code for answer in sent] == [400, 400, 400, 429]


def test_the_link_of_an_invitation_leads_to_the_settings_address(
    serve: Callable[..., Served],
) -> None:
    server = serve(public_url="https://chat.clinic.example/")
    with employ(server, "admin") as admin:
        admin.http.headers["Host"] = "evil.example"
        page = admin.send(
            "/staff/accounts", name="Bo", email="bo@clinic.example", roles=["reviewer"]
        )
    assert "https://chat.clinic.example/staff/welcome/" in page.text
    assert "evil.example" not in page.text
