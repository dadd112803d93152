"""Bytes that no client library would send, to every route of a running server: never an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chat.served import Served
from tests.console.person import Person, employ

ROLES = ("front_desk", "reviewer", "trainer", "admin")
BOUNDARY = "multipart/form-data; boundary=x"
TYPES = st.sampled_from(
    ["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=nonsense",
     BOUNDARY, "multipart/form-data", "multipart/form-data; boundary=", "application/json", "",
     "text/plain; charset=utf-16", "a/b; charset=\xff"]
)  # fmt: skip
PARTS = st.sampled_from(
    [b"--x\r\n", b"--x--", b"\r\n\r\n", b"Content-Disposition: form-data", b'; name="csrf"',
     b'; name="a"; filename="../../a"', b"; name*=utf-9''%ff", b"Content-Type: a/b; charset=no",
     b"csrf=", b"email=%ff%00", b"&", b"=", b"%", b"next=//x", b"\xff\xfe", b"\x00", b"a"]
)  # fmt: skip
bodies = st.one_of(st.binary(max_size=60), st.lists(PARTS, max_size=10).map(b"".join))
values = st.one_of(
    st.binary(max_size=30).map(lambda each: re.sub(rb"[\r\n\0]", b"", each).strip()),
    st.sampled_from([b"", b"a=b; a=c; =; ;", b'"', b"text/html;q=x", b"*/*;q=", b"a/b/c", b"1,2"]),
)
HEADERS = ["cookie", "accept", "origin", "last-event-id", "authorization", "x-forwarded-for",
           "if-none-match", "accept-encoding", "hx-request", "x-csrf", "host", "range"]  # fmt: skip
queries = st.one_of(
    st.binary(max_size=30),
    st.sampled_from([b"%", b"%ff", b"a=%00", b"after=-1", b"done[]=x", b"page=9" * 9, b"a&&=&b"]),
).map(lambda each: re.sub(rb"[^!-~]", lambda at: b"%%%02x" % at[0][0], each).decode())


@pytest.fixture(scope="module")
def chief(server: Served) -> Iterator[Person]:
    with employ(server, *ROLES, email="chief@clinic.example") as person:
        person.get("/staff/account")
        yield person


def routes(server: Served) -> list[tuple[str, str]]:
    """Every method and path, but for those that end the session they are tried in."""
    return sorted(
        (method, "/" + re.sub(r"<\w+:\w+>", "nothing-1", route.path))
        for route in server._app.router.routes
        for method in route.methods
        if "sign-out" not in route.path and not route.path.endswith("/events")
    )


@pytest.mark.slow
@settings(
    max_examples=600,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    data=st.data(),
    kind=TYPES,
    body=bodies,
    query=queries,
    headers=st.dictionaries(st.sampled_from(HEADERS), values, max_size=3),
    signed=st.booleans(),
)
def test_no_bytes_make_an_error(
    server: Served,
    chief: Person,
    data: st.DataObject,
    kind: str,
    body: bytes,
    query: str,
    headers: dict[str, bytes],
    signed: bool,
) -> None:
    method, path = data.draw(st.sampled_from(routes(server)))
    sent = {name.encode(): value for name, value in headers.items()}
    sent[b"content-type"] = kind.encode("latin-1")
    if signed and path.startswith("/staff"):
        sent[b"cookie"] = "; ".join(f"{k}={v}" for k, v in chief.http.cookies.items()).encode()
        sent[b"x-csrf"] = chief._csrf.encode()
    try:
        answer = httpx.request(
            method, f"{server.url}{path}?{query}", content=body, headers=sent, timeout=20
        )
    except (httpx.LocalProtocolError, httpx.InvalidURL):
        return  # the client refuses to send it
    assert answer.status_code < 500, (method, path, query, kind, body, headers)
