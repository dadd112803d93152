"""The widget's script and the demo page, as a browser and a cache get them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from clinic.server.site import DEMO, WIDGET, Asset
from tests.chat.served import Served
from tests.chat.stream import following, until
from tests.visitor import Visitor


@pytest.fixture
def http(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url) as client:
        yield client


def test_the_widget_is_the_built_file_for_any_site(http: httpx.Client) -> None:
    response = http.get("/widget.js")
    assert response.content == WIDGET.read_bytes()
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["access-control-allow-origin"] == "*"
    assert "max-age=300" in response.headers["cache-control"]


def test_an_address_with_its_version_is_kept_for_ever(http: httpx.Client) -> None:
    version = http.get("/widget.js").headers["etag"].strip('"').removesuffix("-gzip")
    response = http.get(f"/widget-{version}.js")
    assert response.content == WIDGET.read_bytes()
    assert "immutable" in response.headers["cache-control"]
    assert http.get("/widget-000000000000.js").status_code == 404


@pytest.mark.parametrize("path", ["/", "/widget.js", "/demo.css"])
def test_what_a_cache_has_already_is_not_sent_again(http: httpx.Client, path: str) -> None:
    first = http.get(path)
    again = http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert http.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_head_has_the_headers_alone(http: httpx.Client) -> None:
    response = http.head("/widget.js", headers={"Accept-Encoding": "identity"})
    assert int(response.headers["content-length"]) == len(WIDGET.read_bytes())
    assert response.content == b""


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br, gzip;q=0.5", "gzip"),
        ("GZIP", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
        ("", None),
    ],
)
def test_it_is_compressed_for_who_takes_it(
    http: httpx.Client, accepted: str, coding: str | None
) -> None:
    response = http.get("/widget.js", headers={"Accept-Encoding": accepted})
    assert response.headers.get("content-encoding") == coding
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.content == WIDGET.read_bytes()


def test_each_form_has_an_etag_of_its_own(http: httpx.Client) -> None:
    tags = {
        http.get("/widget.js", headers={"Accept-Encoding": accepted}).headers["etag"]
        for accepted in ("gzip", "identity")
    }
    assert len(tags) == 2


async def test_a_better_form_is_used_where_it_was_built(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("x" * 1000)
    (tmp_path / "a.js.br").write_bytes(b"packed")
    asset = Asset(tmp_path / "a.js", "no-cache")
    assert asset._fitting("gzip, br") == (b"packed", "br")
    body, coding = asset._fitting("gzip")
    assert (gzip.decompress(body), coding) == (b"x" * 1000, "gzip")


def test_the_demo_page_runs_only_what_this_server_sends(http: httpx.Client) -> None:
    page = http.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("page", sorted(DEMO.glob("*.html")), ids=lambda page: page.name)
def test_the_demo_pages_need_no_exception_from_their_policy(http: httpx.Client, page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    needed = re.findall(r'(?:src|href)="(/[^"#]*)"', html)
    assert "/demo.css" in needed
    for address in needed:
        assert http.get(address).status_code == 200, address
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    address = "/" if page.name == "index.html" else f"/{page.name}"
    assert "unsafe" not in http.get(address).headers["content-security-policy"]


def test_the_widget_travels_in_15_kib(http: httpx.Client) -> None:
    response = http.head("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) <= 15 * 1024


def test_nothing_beside_the_site_can_be_read(http: httpx.Client) -> None:
    for path in ("/../clinic.yml", "/%2e%2e/clinic.yml", "/package.json", "/.env", "/index.html~"):
        assert http.get(path).status_code == 404


def test_streams_and_answers_carry_the_headers_too(server: Served, visitor: Visitor) -> None:
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        response = http.post("/typing")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
