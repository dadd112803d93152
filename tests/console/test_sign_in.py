"""Signing in: wrong tries are slowed down, sessions end, links work once."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pyotp
import pytest

from clinic.console import tell_first_admin
from clinic.console.qr_code import qr_code
from tests.chat.served import Served
from tests.console.classroom import field
from tests.console.person import PASSWORD, Person, employ, words


def test_the_first_admin_sets_a_password_by_a_link_that_works_once(
    serve: Callable[..., Served], capsys: pytest.CaptureFixture[str]
) -> None:
    server = serve()
    tell_first_admin(server.desk, server.url)
    path = re.search(r"/staff/welcome/\S+", capsys.readouterr().out)[0]
    with Person(server.url) as person:
        person.get(path)
        fields = {"name": "Ada", "email": "ada@clinic.example", "password": PASSWORD}
        short = person.send(path, **fields | {"password": "short", "again": "short"})
        assert (short.status_code, "needs 12 characters" in short.text) == (400, True)
        done = person.send(path, **fields, again=PASSWORD)
        assert "Accounts" in words(done)
        assert person.get(path).status_code == 404
    tell_first_admin(server.desk, server.url)
    assert capsys.readouterr().out == ""


def test_neither_answer_nor_work_tells_whether_an_account_exists(server: Served) -> None:
    employ(server, "reviewer", email="there@clinic.example").http.close()
    with Person(server.url) as person:
        known = person.sign_in("there@clinic.example", "wrong password")
        unknown = person.sign_in("nobody@clinic.example", "wrong password")
    assert known.status_code == unknown.status_code == 403
    assert words(known) == words(unknown)


def test_a_session_ends_when_nobody_clicks_and_after_its_longest_time(
    serve: Callable[..., Served],
) -> None:
    server = serve(staff_idle_minutes=30, staff_session_hours=2)
    with employ(server, "admin") as person:
        for _ in range(5):
            server.clock.put_forward(minutes=23)
            assert person.get("/staff/account").url.path == "/staff/account"
        server.clock.put_forward(minutes=23)  # 138 minutes after signing in
        assert person.get("/staff/account").url.path == "/staff/sign-in"
        person.sign_in(person.email)
        server.clock.put_forward(minutes=31)
        assert person.get("/staff/account").url.path == "/staff/sign-in"


def test_signing_out_everywhere_ends_all_sessions(server: Served) -> None:
    with employ(server, "trainer", email="two@clinic.example") as here, Person(server.url) as there:
        there.sign_in("two@clinic.example")
        assert "2 places" in words(here.get("/staff/account"))
        here.send("/staff/account/sign-out-everywhere")
        for person in (here, there):
            assert person.get("/staff/account").url.path == "/staff/sign-in"


def test_a_cookie_that_was_copied_is_worth_nothing_after_signing_out(server: Served) -> None:
    with employ(server, "trainer", email="copied@clinic.example") as person:
        copied = person.http.cookies.get("staff", path="/staff")
        person.send("/staff/sign-out")
    with Person(server.url) as thief:
        for cookie in (copied, copied[:-1] + "x", "x" * len(copied), "é" * 9, "a" * 4000):
            page = thief.http.get("/staff/account", headers={"Cookie": f"staff={cookie}".encode()})
            assert page.headers["location"].startswith("/staff/sign-in")


def test_a_code_is_asked_for_and_works_once(serve: Callable[..., Served]) -> None:
    server = serve()
    with employ(server, "reviewer", email="totp@clinic.example") as person:
        page = person.get("/staff/account")
        secret = re.search(r'name="secret" value="(\w+)"', page.text)[1]
        totp = pyotp.TOTP(secret)
        assert person.send("/staff/account/totp", secret=secret, code="000000").status_code == 400
        person.send("/staff/account/totp", secret=secret, code=totp.at(server.clock()))
        person.send("/staff/sign-out")
        server.clock.put_forward(minutes=2)
        assert person.sign_in("totp@clinic.example").status_code == 403
        code = totp.at(server.clock())
        assert person.sign_in("totp@clinic.example", code=code).status_code != 403
        person.send("/staff/sign-out")
        assert person.sign_in("totp@clinic.example", code=code).status_code == 403


def test_the_key_is_there_as_a_picture_and_stays_until_a_code_fits(server: Served) -> None:
    with employ(server, "reviewer", email="picture@clinic.example") as person:
        page = person.get("/staff/account")
        secret = field(page, "secret")
        address = html.unescape(re.search(r'href="(otpauth://[^"]+)"', page.text)[1])
        assert f"secret={secret}" in address and qr_code(address) in page.text
        assert " ".join(re.findall("....", secret)) in words(page)
        wrong = person.send("/staff/account/totp", secret=secret, code="000000")
        assert wrong.status_code == 400 and field(wrong, "secret") == secret
        assert qr_code(address) in wrong.text
        for damaged in ("", "1" * 32, "é" * 32, "A" * 31):
            refused = person.send("/staff/account/totp", secret=damaged, code="000000")
            assert refused.status_code == 400 and "Begin again" in words(refused)
            assert len(field(refused, "secret")) == 32


def test_a_new_password_ends_the_sessions_and_replaces_the_old_one(server: Served) -> None:
    with employ(server, "trainer", email="new@clinic.example") as person:
        person.get("/staff/account")
        wrong = person.send(
            "/staff/account/password", current="no", password="x" * 12, again="x" * 12
        )
        assert wrong.status_code == 400
        person.send("/staff/account/password", current=PASSWORD, password="x" * 12, again="x" * 12)
        assert person.get("/staff/account").url.path == "/staff/sign-in"
        assert person.sign_in("new@clinic.example").status_code == 403
        assert person.sign_in("new@clinic.example", "x" * 12).status_code != 403


def test_after_signing_in_one_is_where_one_wanted_to_go_on_this_site_only(server: Served) -> None:
    with employ(server, "trainer", email="next@clinic.example") as person:
        for wanted, found in (
            ("/staff/account", "/staff/account"),
            ("https://evil.example", "/staff"),
            ("//evil.example/staff/", "/staff"),
            ("/staff/\\evil", "/staff"),
        ):
            person.send("/staff/sign-out")
            page = person.get("/staff/sign-in", params={"next": wanted})
            assert f'name="next" value="{found}"' in page.text


def test_an_admin_adds_changes_and_switches_off_accounts(admin: Person, server: Served) -> None:
    admin.get("/staff/accounts")
    page = admin.send(
        "/staff/accounts", name="Bo <b>", email="bo@clinic.example", roles=["reviewer"]
    )
    link = re.search(r"/staff/welcome/\S+?(?=<)", page.text)[0]
    assert "Bo &lt;b&gt;" in page.text
    with Person(server.url) as bo:
        bo.get(link)
        bo.send(link, password=PASSWORD, again=PASSWORD)
        assert bo.get("/staff/account").status_code == 200
        account = server.chat.store.staff.by_email("bo@clinic.example").id
        admin.send(f"/staff/accounts/{account}", roles=["trainer"], active="")
        assert bo.get("/staff/account").url.path == "/staff/sign-in"
        assert bo.sign_in("bo@clinic.example").status_code == 403
        invited = admin.send(f"/staff/accounts/{account}/invite")
        assert (invited.status_code, "switched off" in words(invited)) == (400, True)
    own = server.chat.store.staff.by_email(admin.email).id
    for shut_out in ({"roles": ["trainer"], "active": "yes"}, {"roles": ["admin"]}):
        refused = admin.send(f"/staff/accounts/{own}", **shut_out)
        assert (refused.status_code, "Another admin" in words(refused)) == (400, True)


def test_an_account_that_is_switched_off_loses_its_link(admin: Person, server: Served) -> None:
    staff = server.chat.store.staff
    account = staff.add("gone@clinic.example", "Gone", ["reviewer"], server.clock())
    link = f"/staff/welcome/{staff.invite(account.id, server.clock())}"
    admin.get("/staff/accounts")
    admin.send(f"/staff/accounts/{account.id}", roles=["reviewer"], active="")
    with Person(server.url) as person:
        assert person.get(link).status_code == 404


def test_a_link_does_not_pass_the_second_step_by(serve: Callable[..., Served]) -> None:
    server = serve()
    secret = pyotp.random_base32()
    with employ(server, "reviewer", email="linked@clinic.example"):
        staff = server.chat.store.staff
        account = staff.by_email("linked@clinic.example").id
        staff.change(account, totp=secret)
        link = f"/staff/welcome/{staff.invite(account, server.clock())}"
        new = {"password": "another good password", "again": "another good password"}
        with Person(server.url) as person:
            assert "Code from your app" in words(person.get(link))
            for wrong in ("", "000000"):
                refused = person.send(link, **new, code=wrong)
                assert (refused.status_code, "code is wrong" in words(refused)) == (400, True)
            assert "Too many tries" in words(
                [person.send(link, **new, code="000000") for _ in range(9)][-1]
            )
            server.clock.put_forward(hours=1)
            person.send(link, **new, code=pyotp.TOTP(secret).at(server.clock()))
            assert person.get("/staff/account").url.path == "/staff/account"


def test_pages_are_safe_by_their_headers(anonymous: Person) -> None:
    page = anonymous.get("/staff/sign-in")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    cookie = page.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/staff" in cookie
    for address in re.findall(r'(?:src|href)="(/staff/static[^"]*)"', page.text):
        assert anonymous.get(address).status_code == 200


def test_behind_tls_the_session_never_travels_without_it(serve: Callable[..., Served]) -> None:
    server = serve(trusted_proxies=1)
    with Person(server.url) as person:
        page = person.get("/staff/sign-in", headers={"X-Forwarded-Proto": "https"})
        assert "Secure" in page.headers["set-cookie"]
