"""Scripts, headers, log lines and paths that a stranger sends stay what they are: text."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import httpx
import pytest

from clinic.notify import links
from tests.chat.served import Served
from tests.chat.test_problems import raw
from tests.console.booked import book
from tests.console.person import Person, employ
from tests.live import LiveServer
from tests.sources import ROOT
from tests.visitor import API, Visitor

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">x</a>'
SPLIT = "x\r\nSet-Cookie: evil=1\r\n\r\n<script>"
ROLES = ("front_desk", "reviewer", "trainer", "admin")


class Runs(HTMLParser):
    """Whether anything of a page would run that the page did not bring itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag == "script" and not (values.get("src") or "").startswith("/staff/static/"):
            self.found.append("script")
        for name, value in values.items():
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}")


@pytest.fixture(scope="module")
def chief(server: Served) -> Iterator[Person]:
    with employ(server, *ROLES, email="chief@clinic.example") as person:
        yield person


def test_what_would_run_is_recognised() -> None:
    assert Runs(f"<p>{EVIL}").found == ["script", "img onerror", "a href"]


def test_a_stored_script_runs_on_no_page(server: Served, chief: Person, visitor: Visitor) -> None:
    visitor.say(EVIL)
    with server.http(visitor) as http:
        http.post("/feedback", json={"seq": 2, "helpful": False, "comment": EVIL})
    booking = book(
        server.chat.store,
        server.clock(),
        name=EVIL,
        concern=EVIL,
        health_note=EVIL,
        email="eve@clinic.example",
        preferred=[{"said": EVIL, "date": None}],
    )
    link = links.signed(server.settings.secret, booking.id, server.clock())
    pages = [
        "/staff/bookings",
        f"/staff/bookings/{booking.reference}",
        "/staff/conversations",
        f"/staff/conversations/{visitor.conversation}",
        f"/staff/conversations/{visitor.conversation}/lines",
        "/staff/overview",
        "/staff/training",
        "/staff/audit",
        f"{links.PATH}/{link}",
    ]
    shown = 0
    for address in pages:
        page = chief.get(address)
        assert page.status_code in (200, 204), address
        assert Runs(page.text).found == [], address
        shown += "&lt;script&gt;" in page.text
    assert shown >= 3  # it was there, as text


@pytest.mark.parametrize(
    "address",
    [
        "/staff/sign-in?next=/staff/{evil}",
        "/staff/sign-in?done={evil}&email={evil}",
        "/staff/bookings?q={evil}&state={evil}",
        "/staff/conversations?words={evil}&tag={evil}&topic={evil}",
        "/staff/conversations/{evil}",
        "/staff/bookings/{evil}",
        "/staff/welcome/{evil}",
        "/staff/{evil}",
        "/request/{evil}",
        "/{evil}",
    ],
)
def test_a_reflected_script_runs_on_no_page(server: Served, chief: Person, address: str) -> None:
    with Person(server.url) as nobody:
        for person in (chief, nobody):
            for evil in (EVIL, EVIL.replace('"', "%22"), "%3Cscript%3Ealert(1)%3C/script%3E"):
                page = person.get(address.format(evil=evil))
                assert page.status_code < 500
                if page.headers["content-type"].startswith("text/html"):
                    assert Runs(page.text).found == []
                else:
                    assert page.headers["content-type"] == "application/problem+json"


def test_no_header_is_split(server: Served, visitor: Visitor) -> None:
    with Person(server.url) as person:
        person.get("/staff/sign-in", params={"next": "/staff/" + SPLIT})
        person.send("/staff/sign-in", next="/staff/" + SPLIT, email=SPLIT, password=SPLIT)
        for address in ("/staff/" + SPLIT, "/request/" + SPLIT, "/" + SPLIT):
            person.http.get(quote(address))
            person.http.get("/staff/bookings", params={"q": SPLIT, "next": SPLIT})
        assert "evil" not in person.http.cookies
    with server.http(visitor) as http:
        http.post("/sessions", json={"locale": SPLIT})
        assert "evil" not in http.cookies
    for request in (
        b"GET /staff/sign-in?next=/staff/%0d%0aSet-Cookie:%20evil=1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"OPTIONS %s/messages HTTP/1.1\r\nHost: x\r\nOrigin: https://x\rSet-Cookie: evil=1\r\n\r\n",
        b"GET /metrics HTTP/1.1\r\nHost: x\r\nX-Request-Id: evil=1\r\n\r\n",
        b"GET /staff HTTP/1.1\r\nHost: x\rSet-Cookie: evil=1\r\nCookie: staff=\rx\r\n\r\n",
    ):
        status, headers, _body = raw(server, request.replace(b"%s", API.encode()))
        assert status < 500
        assert "evil=1" not in headers.get("set-cookie", "") + headers["x-request-id"]


def test_a_redirect_leads_to_no_other_place_and_takes_any_letters(server: Served) -> None:
    with employ(server, "trainer", email="letters@clinic.example") as person:
        for address in ("/staff/漢字", "/staff/é?a=ü", "/staff/%E6%BC%A2", "/staff/a b"):
            person.send("/staff/sign-out")
            person.get("/staff/sign-in", params={"next": address})
            answer = person.send(
                "/staff/sign-in",
                follow=False,
                next=address,
                email=person.email,
                password="correct horse battery",
            )
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/staff")


def test_no_log_line_is_forged(start_server: Callable[..., LiveServer]) -> None:
    server = start_server(program=("-m", "tests.chat.echo_server"))
    forged = '\n{"event": "forged", "level": "info"}\x1b[2J\r{"event": "forged"}'
    quoted = "%0A%7B%22event%22:%20%22forged%22%7D%0D%1B[2J"
    with Visitor(server.url).open() as visitor, httpx.Client(base_url=server.url) as http:
        visitor.say(forged)
        token = {"Authorization": f"Bearer {visitor.token}"}
        for path in ("/", "/staff/", API + "/", "/request/", "/staff/conversations/"):
            http.get(path + quoted, params={"q": forged})
        http.post(API + "/messages", headers=token, content=forged)
        http.post(API + "/messages", headers=token, json={"id": forged, "text": forged})
        http.post(API + "/feedback", headers=token, json={"seq": 1, "helpful": forged})
        http.post("/staff/sign-in", data={"email": forged, "password": forged})
    head = f"GET /{quoted} HTTP/1.1\r\nX: \x1b[2J\x00\r\nHost: x\n{forged[1:]}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head)
        connection.recv(4096)
    server.stop()
    log = server.log_text()
    lines = [line for line in log.splitlines() if not line.startswith(("http://", "No staff"))]
    events = [json.loads(line)["event"] for line in lines]
    assert "message_taken" in events
    assert "forged" not in log
    assert "\x1b" not in log


UPWARDS = [
    "../clinic.yml", "..%2fclinic.yml", "%2e%2e/clinic.yml", "%2e%2e%2fclinic.yml",
    "..%252fclinic.yml", "....//clinic.yml", "..\\clinic.yml", "..%5cclinic.yml",
    "%c0%ae%c0%ae/clinic.yml", "../../../../../../etc/passwd", "%2fetc%2fpasswd", "/etc/passwd",
    "..;/clinic.yml", "%00/../clinic.yml", ".env", "./.env", "var/secret_key",
]  # fmt: skip


@pytest.mark.parametrize(
    "prefix",
    ["/", "/staff/", "/staff/static/", "/staff/static/x/", "/request/", API + "/", "/widget-"],
)
def test_no_path_leads_out_of_what_is_served(server: Served, prefix: str) -> None:
    secret = server.settings.secret
    clinic = (ROOT / "clinic.yml").read_text(encoding="utf-8").splitlines()[0]
    for upwards in UPWARDS:
        request = f"GET {prefix}{upwards} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        status, _headers, body = raw(server, request)
        assert status in (303, 400, 401, 404), upwards
        assert b"root:" not in body and secret.encode() not in body
        assert clinic.encode() not in body
