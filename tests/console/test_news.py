"""An open list of conversations tells of new ones and leaves its rows where they are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest

from clinic.store.conversation_list import MOST_NEWS
from tests.chat.served import Served
from tests.console.person import Person, employ, words
from tests.store.conftest import NOW
from tests.store.story import tell

AT = "/staff/conversations"


@pytest.fixture
def reader(serve: Callable[..., Served]) -> Iterator[Person]:
    served = serve()
    with employ(served, "reviewer") as person:
        person.served = served
        yield person


def hear(person: Person, text: str, conversation: str = "") -> str:
    """A visitor writes; what was written before is older."""
    served = person.served
    served.clock.put_forward(seconds=1)
    store = served.chat.store
    conversation = conversation or store.conversations.open(served.clock()).id
    minutes = (served.clock() - NOW) / timedelta(minutes=1)
    tell(store, conversation, text, minutes=minutes)
    store.index.refresh(conversation, served.desk.profile.zone)
    return conversation


def news_of(page: httpx.Response) -> str:
    """Where the page asks for news by itself."""
    return html.unescape(re.search(r'id="news"[^>]* hx-get="([^"]+)"', page.text)[1])


def poll(person: Person, address: str, piece: httpx.Response | None = None) -> httpx.Response:
    """Ask as the page does, with the hidden fields of what it was told last, or began with."""
    fields = {"seen": "0-0", "told": ""}
    if piece is not None:
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', piece.text))
    return person.http.get(f"{address}&{httpx.QueryParams(fields)}")


def test_a_list_is_told_how_many_are_new_and_how_many_have_news(reader: Person) -> None:
    first = hear(reader, "does it hurt")
    address = news_of(reader.get(AT))
    assert poll(reader, address).status_code == 204
    hear(reader, "is it safe")
    reader.served.clock.put_forward(seconds=15)
    piece = poll(reader, address)
    assert words(piece) == "1 new conversation – show" and "<html" not in piece.text
    assert f'href="{AT}?"' in piece.text
    hear(reader, "and how much is it", first)
    reader.served.clock.put_forward(seconds=15)
    both = poll(reader, address, piece)
    assert words(both) == "1 new, 1 with new messages – show"
    reader.served.clock.put_forward(seconds=15)
    assert poll(reader, address, both).status_code == 204  # the same is not told twice
    shown = reader.get(AT)
    assert "is it safe" in shown.text and poll(reader, news_of(shown)).status_code == 204


def test_news_come_no_more_often_than_somebody_can_listen_to(reader: Person) -> None:
    address = news_of(reader.get(AT))
    spell = reader.served.clock().timestamp() % 15
    reader.served.clock.put_forward(seconds=15 - spell)
    hear(reader, "one")
    piece = poll(reader, address)
    hear(reader, "two")
    assert poll(reader, address, piece).status_code == 204
    reader.served.clock.put_forward(seconds=15)
    assert words(poll(reader, address, piece)) == "2 new conversations – show"


def test_a_list_hears_of_what_its_filters_show_alone(reader: Person) -> None:
    address = news_of(reader.get(f"{AT}?topic=faq/pain&q=hurt"))
    hear(reader, "is it safe")
    assert poll(reader, address).status_code == 204
    hear(reader, "does it hurt")
    piece = poll(reader, address)
    assert words(piece) == "1 new conversation – show"
    assert f'href="{AT}?q=hurt&amp;topic=faq%2Fpain"' in piece.text


def test_many_are_not_counted_to_the_end(reader: Person) -> None:
    address = news_of(reader.get(AT))
    for number in range(MOST_NEWS + 1):
        hear(reader, f"question {number}")
    assert words(poll(reader, address)) == "More than 99 new or changed – show"


@pytest.mark.parametrize("newest", ["", "x", "~", "9" * 40 + "~a", "1~", "-1~%00"])
def test_a_broken_address_has_no_news(reader: Person, newest: str) -> None:
    assert reader.http.get(f"{AT}/news?newest={newest}").status_code in (200, 204)
