"""Every address of the console, for every role and for who is signed out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.chat.served import Served
from tests.console.person import Person

# Who may use what, by the beginning of the path; the longest that fits counts.
ALLOWED = {
    "/staff/sign-in": "everybody",
    "/staff/welcome": "everybody",
    "/staff/static": "everybody",
    "/staff": "front_desk reviewer trainer approver admin",
    "/staff/account": "front_desk reviewer trainer approver admin",
    "/staff/sign-out": "front_desk reviewer trainer approver admin",
    "/staff/accounts": "admin",
    "/staff/conversations": "reviewer",
    "/staff/conversations/waiting": "front_desk reviewer",
    **{
        f"/staff/conversations/nothing-1{action}": "front_desk reviewer"
        for action in (
            "/reveal",
            "/handled",
            "/take-over",
            "/give-back",
            "/say",
            "/typing",
        )
    },
    **{
        f"/staff/conversations/nothing-1{action}": "front_desk reviewer trainer admin"
        for action in ("", "/lines")
    },
    **{
        f"/staff/conversations/nothing-1/{action}": "reviewer"
        for action in ("reviewed", "tag", "untag", "note", "flag")
    },
    "/staff/bookings": "front_desk",
    "/staff/bookings.csv": "front_desk",
    "/staff/overview": "reviewer",
    "/staff/training": "trainer admin",
    "/staff/training/topics": "trainer approver admin",
    **{
        f"/staff/training/topics/nothing-1/{action}": "trainer admin"
        for action in ("examples", "remove", "answer", "name", "removal")
    },
    "/staff/training/topics/nothing-1/sign": "approver admin",
    "/staff/audit": "admin",
    "/staff/privacy": "admin",
}
ROLES = ("front_desk", "reviewer", "trainer", "approver", "admin")


def test_every_role_may_do_what_is_its_own_and_nothing_else(
    server: Served, request: pytest.FixtureRequest
) -> None:
    people = {role: request.getfixturevalue(role) for role in ROLES}
    for person in people.values():
        person.get("/staff/account")
    wrong = []
    for method, path in routes(server):
        allowed = allowed_for(path)
        for role, person in people.items():
            if path == "/staff/account/sign-out-everywhere" or path == "/staff/sign-out":
                continue  # ends the session that this test goes on with
            if refused(person, method, path) == (role in allowed or allowed == "everybody"):
                wrong.append((role, method, path))
    assert not wrong


def test_who_is_signed_out_sees_the_sign_in_page_alone(server: Served) -> None:
    seen = []
    with Person(server.url) as somebody:
        for method, path in routes(server):
            if allowed_for(path) == "everybody":
                continue
            response = somebody.http.request(method, path)
            to_sign_in = response.headers.get("location", "").startswith("/staff/sign-in")
            if not (response.status_code == 303 and to_sign_in or response.status_code == 401):
                seen.append((method, path, response.status_code))
    assert not seen


def test_no_form_is_taken_without_its_token(server: Served, request: pytest.FixtureRequest) -> None:
    taken = []
    for role in ROLES:
        person: Person = request.getfixturevalue(role)
        for method, path in routes(server):
            if method != "POST":
                continue
            for data in ({}, {"csrf": "0" * 64}):
                response = person.http.post(path, data=data)
                if response.status_code != 403:
                    taken.append((role, path, response.status_code))
    assert not taken


def test_a_form_of_another_site_is_not_taken(admin: Person) -> None:
    admin.get("/staff/account")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        response = admin.http.post(
            "/staff/account/totp-off", data={"csrf": admin._csrf}, headers=headers
        )
        assert response.status_code == 403


def routes(server: Served) -> Iterator[tuple[str, str]]:
    """Every method and path of the console, with something in the place of each parameter."""
    for route in server._app.router.routes:
        path = "/" + route.path.strip("/")
        if not path.startswith("/staff") or "static" in path:
            continue
        filled = re.sub(r"<[^>]*>", "nothing-1", path)
        for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
            yield method, filled


def allowed_for(path: str) -> str:
    fitting = [each for each in ALLOWED if path == each or path.startswith(each + "/")]
    return ALLOWED[max(fitting, key=len)]


def refused(person: Person, method: str, path: str) -> bool:
    data = {"csrf": person._csrf} if method == "POST" else None
    response = person.http.request(method, path, data=data)
    assert response.status_code < 500, (method, path, response.status_code)
    return response.status_code == 403 and "Your role does not include" in response.text
