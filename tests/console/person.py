"""Somebody of the clinic's staff at a browser without JavaScript."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.chat.served import Served

PASSWORD = "correct horse battery"


class Person:
    """Reads pages and sends their forms, with the token that the page holds."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.email = ""
        # Nothing here speaks TLS, and reading all certificates takes longer than a page.
        self.http = httpx.Client(base_url=url, timeout=30, verify=False)
        self._csrf = ""
        self._version = ""

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def get(self, address: str, **arguments: Any) -> httpx.Response:
        """Follow redirects, as a browser does."""
        response = self.http.get(address, follow_redirects=True, **arguments)
        self._remember(response)
        return response

    def send(self, address: str, *, follow: bool = True, **fields: Any) -> httpx.Response:
        """Send a form; its token, and a request's version, are of the page that was read last."""
        if not self._csrf:
            self.get("/staff/account")
        data = {"csrf": self._csrf, "version": self._version, **fields}
        response = self.http.post(address, data=data, follow_redirects=follow)
        self._remember(response)
        return response

    def sign_in(self, email: str, password: str = PASSWORD, code: str = "") -> httpx.Response:
        self.email = email
        self.get("/staff/sign-in")
        return self.send("/staff/sign-in", email=email, password=password, code=code)

    def _remember(self, response: httpx.Response) -> None:
        if found := re.search(r'name="csrf" value="([0-9a-f]+)"', response.text):
            self._csrf = found[1]
        found = re.search(r'name="version" value="(\d+)"', response.text)
        self._version = found[1] if found else ""


def employ(server: Served, *roles: str, email: str = "") -> Person:
    """Open an account with these roles and sign it in."""
    email = email or f"{'-'.join(roles)}@clinic.example"
    staff, passwords = server.chat.store.staff, server.desk.passwords
    name = roles[0].replace("_", " ").title()
    account = staff.add(email, name, list(roles), server.clock())
    staff.change(account.id, password=passwords.hash(PASSWORD))
    person = Person(server.url)
    response = person.sign_in(email)
    assert response.status_code in (200, 404), response.text
    return person


def poll(person: Person, page: httpx.Response, **more: str) -> httpx.Response:
    """What the page asks for by itself, every one and a half seconds."""
    address = re.search(r'hx-get="([^"]*)" hx-trigger="every 1500ms"', page.text)[1]
    address = str(httpx.URL(address.replace("&amp;", "&")).copy_merge_params(more))
    return person.http.get(address, headers={"HX-Request": "true"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words(response: httpx.Response) -> str:
    """What a page says, without its marks."""
    parser = _Words()
    parser.feed(response.text)
    return " ".join(" ".join(parser.words).split())
