"""The headers that protect a browser, on the answers of every kind of route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest

from clinic.notify import links
from tests.chat.served import Served
from tests.console.booked import book
from tests.console.person import Person, employ
from tests.visitor import API, Visitor

ALWAYS = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
ROLES = ("front_desk", "reviewer", "trainer", "admin")
# The script for other sites' pages; nothing else may be loaded by them.
FOREIGN = re.compile(r"/widget(-[0-9a-f]{12})?\.js")
KEPT_BY_CACHES = re.compile(
    r"/widget|/staff/static/|/demo|/playground|/privacy\.html|/request\.css|/$|openapi"
)


@pytest.fixture(scope="module")
def chief(server: Served) -> Iterator[Person]:
    with employ(server, *ROLES, email="chief@clinic.example") as person:
        yield person


def answers(server: Served, chief: Person, visitor: Visitor) -> Iterator[httpx.Response]:
    """One answer of every route with every method, as somebody who may use it all."""
    booking = book(server.chat.store, server.clock())
    link = links.signed(server.settings.secret, booking.id, server.clock())
    filled = {
        "reference": booking.reference,
        "conversation": visitor.conversation,
        "token": link,
        "account": "nobody",
        "version": "x",
        "name": "x",
        "number": "1",
        "rest": "nowhere",
    }
    with httpx.Client(base_url=server.url, headers={"Accept": "application/json"}) as http:
        for route in server._app.router.routes:
            path = "/" + re.sub(r"<(\w+):\w+>", lambda found: filled[found[1]], route.path)
            if path.endswith(("/sign-out", "/sign-out-everywhere")):
                continue  # the next ones are asked for by the same person
            for method in sorted(route.methods):
                if method == "DELETE":
                    continue  # the conversation is needed by others
                if path.startswith("/staff"):
                    data = {"csrf": chief._csrf} if method == "POST" else None
                    yield chief.http.request(method, path, data=data)
                    continue
                token = {"Authorization": f"Bearer {visitor.token}"}
                yield http.request(method, path, headers=token)


def refusals(server: Served) -> Iterator[httpx.Response]:
    url = server.url
    yield httpx.get(url + "/nowhere")
    yield httpx.get(url + "/staff/bookings")
    yield httpx.get(url + "/staff/nowhere/at/all")
    yield httpx.get(url + links.PATH + "/forged")
    yield httpx.put(url + "/staff/bookings")
    yield httpx.put(url + API + "/messages")
    yield httpx.post(url + API + "/messages")
    yield httpx.post(url + API + "/sessions", content=b"x" * 20_000)
    yield httpx.post(url + API + "/sessions", headers={"Origin": "https://evil.example"})
    yield httpx.post(url + "/staff/sign-in", data={"csrf": "x"})
    yield httpx.get(url + "/widget.js", headers={"If-None-Match": etag(url)})
    yield httpx.get(url + "/metrics", headers={"X-Forwarded-For": "203.0.113.9"})


def etag(url: str) -> str:
    return httpx.get(url + "/widget.js").headers["etag"]


def wrong_headers(response: httpx.Response) -> list[str]:
    headers, path = response.headers, response.url.path
    wrong = [name for name, value in ALWAYS.items() if headers.get(name) != value]
    wrong += [name for name in ("server", "x-powered-by") if name in headers]
    policy = headers.get("content-security-policy", "")
    if not policy.startswith("default-src 'none'") or "unsafe" in policy or "*" in policy:
        wrong.append("content-security-policy")
    if "frame-ancestors 'none'" not in policy:
        wrong.append("frame-ancestors")
    if headers.get("content-type", "").startswith("text/html"):
        wrong += [each for each in ("form-action", "base-uri") if f"{each} '" not in policy]
    if headers.get("referrer-policy") not in ("no-referrer", "same-origin"):
        wrong.append("referrer-policy")
    if headers.get("cross-origin-resource-policy") != (
        "cross-origin" if FOREIGN.fullmatch(path) and response.status_code < 400 else "same-origin"
    ):
        wrong.append("cross-origin-resource-policy")
    if not re.fullmatch(r"[0-9a-f]{16}", headers.get("x-request-id", "")):
        wrong.append("x-request-id")
    if headers.get("cache-control", "") != "no-store" and not KEPT_BY_CACHES.search(path):
        wrong.append("cache-control")
    return wrong


def test_every_route_answers_with_the_headers_that_protect(
    server: Served, chief: Person, visitor: Visitor
) -> None:
    chief.get("/staff/account")
    wrong, seen = {}, set()
    for response in (*answers(server, chief, visitor), *refusals(server)):
        where = f"{response.request.method} {response.url.path} {response.status_code}"
        seen.add(response.status_code)
        assert response.status_code < 500, where
        if found := wrong_headers(response):
            wrong[where] = found
    assert not wrong
    assert {200, 201, 202, 204, 303, 304, 400, 401, 403, 404, 405, 413} - seen <= {202, 204}


def test_a_missing_header_would_be_seen(server: Served) -> None:
    response = httpx.get(server.url + "/healthz")
    assert wrong_headers(response) == []
    for name in [*ALWAYS, "content-security-policy", "referrer-policy", "cache-control"]:
        kept = [(key, value) for key, value in response.headers.items() if key != name]
        bare = httpx.Response(200, headers=kept, request=response.request)
        assert name in wrong_headers(bare)


def test_over_tls_a_browser_is_told_not_to_come_without_it(serve: Callable[..., Served]) -> None:
    server = serve(trusted_proxies=1)
    secure = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    for path in ("/", "/staff/sign-in", API + "/openapi.json"):
        told = httpx.get(server.url + path, headers=secure).headers
        assert told["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in httpx.get(server.url + "/").headers
