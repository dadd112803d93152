"""Ten thousand inputs for everything that reads what a stranger has written.

What is read is either taken in a form that the rest can rely on, or refused in the one way that
its callers know. Counts are fixed, and so are the inputs: a failure is the same everywhere.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import phonenumbers
import pytest
from email_validator import validate_email
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sanic.compat import Header

from actions.booking.contact import email_in, phone_in
from actions.booking.names import LONGEST_NAME, introduced_name, name_as_answer
from actions.booking.no_days import impossible_date
from actions.change.reference import reference_in
from clinic.chat.intake import (
    LARGEST_NUMBER,
    LONGEST_TEXT,
    read_locale,
    read_message,
    read_number,
    read_object,
    read_rating,
)
from clinic.chat.limits import client_address
from clinic.chat.problems import Problem
from clinic.chat.tokens import Tokens
from clinic.console.forms import Form, FormError
from clinic.console.sign_in import _inside
from clinic.errors import AddressRefused
from clinic.nlu.dates import dates_in
from clinic.nlu.entities import entities_in
from clinic.nlu.text import normalise
from clinic.notify import links
from clinic.redaction import redact
from clinic.store.staff import address_of

pytestmark = pytest.mark.slow

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SECRET = "s" * 40
TOKENS = Tokens(SECRET, lambda: NOW)


def fuzz(count: int) -> Callable[..., Any]:
    return settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


# Pieces that readers look for, between anything at all.
PIECES = st.sampled_from(
    ["my name is", "Ana Beltran", "O'Brien", "203-555-0103", "+1 (203) 555 0103", "two oh three",
     "double", "ana@example.com", "ana at example dot com", "@", "friday at 5pm", "Feb 31", "2/30",
     "31.12.", "tomorrow", "next week", "K7PM-3XQH", "not", "no", "I have", "eczema", "<script>",
     "**bold**", "[a](javascript:x)", "/restart", '{"a":1}', "'; DROP TABLE x;--", "%s%n", "${x}",
     "{name}", "../../", "\u202e", "\u0000", "\ud800", "💥", "İ", "ﬁ", "٣٤٥", "０１２", "\r\n",
     "\t", "'", '"', "\\"]
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map(" ".join),
)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@fuzz(900)
@given(texts)
def test_a_phone_number_is_one_that_can_exist(text: str) -> None:
    number = phone_in(text)
    if number is not None:
        assert re.fullmatch(r"\+[1-9]\d{6,14}", number)
        assert phonenumbers.is_valid_number(phonenumbers.parse(number))


@fuzz(900)
@given(texts)
def test_an_address_is_one_that_can_be_written_to_and_holds_no_line(text: str) -> None:
    address = email_in(text)
    if address is not None:
        validate_email(address, check_deliverability=False)
        assert not re.search(r"[\s,;<>]", address)


@fuzz(900)
@given(texts)
def test_a_name_is_short_and_has_no_marks(text: str) -> None:
    for name in (name_as_answer(text), introduced_name(text)):
        if name is not None:
            assert 0 < len(name) <= LONGEST_NAME
            assert not re.search(r"[<>{}\[\]@\r\n\0]", name)


@fuzz(900)
@given(texts)
def test_a_day_stands_where_it_is_said_to_and_can_exist(text: str) -> None:
    for span in dates_in(text, TODAY):
        assert text[span.start : span.end] == span.text
        if span.resolved:
            assert date.fromisoformat(span.resolved) >= TODAY
    assert impossible_date(text) in (True, False)


@fuzz(500)
@given(texts)
def test_what_is_found_in_a_message_stands_where_it_is_said_to(text: str) -> None:
    cleaned = normalise(text)
    for found in entities_in(cleaned, TODAY):
        assert 0 <= found["start"] < found["end"] <= len(cleaned)
        assert isinstance(found["negated"], bool)


@fuzz(600)
@given(texts)
def test_a_reference_has_the_form_of_ours(text: str) -> None:
    reference = reference_in(text)
    assert reference is None or re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", reference)


@fuzz(600)
@given(texts)
def test_what_is_covered_holds_neither_number_nor_address(text: str) -> None:
    covered = redact(text)
    assert "ana@example.com" not in covered
    assert "203-555-0103" not in covered


@fuzz(900)
@given(st.one_of(st.binary(max_size=200), anything.map(lambda each: json.dumps(each).encode())))
def test_a_body_is_an_object_or_malformed(body: bytes) -> None:
    try:
        assert isinstance(read_object(SimpleNamespace(body=body)), dict)
    except Problem as problem:
        assert problem.status == 400


MESSAGE = "5a3e1f0c-7d4b-4c7e-9d3a-0f6f3b1c2d4e"
fields = st.one_of(anything, texts, st.sampled_from(["a" * 2001, "\ud800", "\0", " ", "\u200b"]))


@fuzz(1200)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": st.one_of(st.just(MESSAGE), fields),
            "text": fields,
            "button": st.one_of(fields, st.sampled_from(["/restart", '/affirm{"a":1}', "a b"])),
        },
    )
)
def test_a_message_can_be_stored_or_is_refused(body: dict[str, Any]) -> None:
    try:
        message = read_message(body)
    except Problem as problem:
        assert problem.status in (400, 422)
        return
    assert message.id.lower() == MESSAGE or re.fullmatch(r"[0-9a-fA-F-]{36}", message.id)
    assert (message.text is None) != (message.button is None)
    if message.text is not None:
        assert 0 < len(message.text.encode()) and len(message.text) <= LONGEST_TEXT
        assert "\0" not in message.text
    else:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", message.button)


@fuzz(500)
@given(
    st.fixed_dictionaries({}, optional={"seq": anything, "helpful": anything, "comment": fields}),
    fields,
)
def test_a_rating_and_a_language_can_be_stored_or_are_refused(
    body: dict[str, Any], locale: Any
) -> None:
    try:
        rating = read_rating(body)
        assert 0 < rating.seq <= LARGEST_NUMBER
        assert len((rating.comment or "").encode()) <= 4 * LONGEST_TEXT
    except Problem as problem:
        assert problem.status in (400, 422)
    try:
        assert re.fullmatch(r"[a-z]{2,3}", read_locale({"locale": locale}))
    except Problem as problem:
        assert problem.status == 400


@fuzz(600)
@given(st.one_of(st.text(max_size=15), st.integers().map(str), st.sampled_from(["٣", "１", "1e3"])))
def test_a_last_event_id_is_a_number_that_a_column_holds(header: str) -> None:
    try:
        assert 0 <= read_number(header, "after") <= LARGEST_NUMBER
    except Problem as problem:
        assert problem.status == 400


GOOD = TOKENS.issue("conversation", None)
LINK = links.signed(SECRET, "booking", NOW)


def _mangled(token: str) -> st.SearchStrategy[str]:
    """The token with one character changed, cut, or with claims of somebody's own."""
    head, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))

    def with_claims(changes: dict[str, Any]) -> str:
        made = base64.urlsafe_b64encode(json.dumps(claims | changes).encode()).decode()
        return f"{head}.{made.rstrip('=')}.{signature}"

    keys = st.sampled_from(["sub", "exp", "aud", "origin", "iat", "nbf"])
    return st.one_of(
        st.tuples(st.integers(0, len(token) - 1), st.characters(max_codepoint=127)).map(
            lambda at: token[: at[0]] + at[1] + token[at[0] + 1 :]
        ),
        st.integers(0, len(token) - 1).map(lambda at: token[:at]),
        st.dictionaries(keys, anything, min_size=1, max_size=2).map(with_claims),
        st.text(max_size=60),
        st.lists(st.text(max_size=20), min_size=3, max_size=3).map(".".join),
    )


@fuzz(900)
@given(_mangled(GOOD), _mangled(LINK))
def test_no_token_and_no_link_is_good_but_ours(token: str, link: str) -> None:
    try:
        session = TOKENS.read(token)
    except Problem as problem:
        assert problem.status == 401
    else:
        assert (session.conversation, session.origin) == ("conversation", None)
        assert _signature(token) == _signature(GOOD)
    if links.read(SECRET, link, NOW) is not None:
        assert _signature(link) == _signature(LINK)


def _signature(token: str) -> bytes:
    """Its bytes: the last character of base64 has bits that mean nothing."""
    return base64.urlsafe_b64decode(token.rpartition(".")[2] + "==")


@fuzz(500)
@given(st.text(max_size=60), st.integers(0, 3))
def test_a_callers_address_is_one_whatever_is_forwarded(forwarded: str, trusted: int) -> None:
    request = SimpleNamespace(ip="10.0.0.1", headers=Header([("X-Forwarded-For", forwarded)]))
    assert re.fullmatch(r"[0-9a-f:.]+(/64)?", client_address(request, trusted))


@fuzz(500)
@given(st.one_of(texts, texts.map(lambda text: f"/staff/{text}")))
def test_after_signing_in_nobody_is_led_elsewhere(address: str) -> None:
    inside = _inside(address)
    assert inside == "/staff" or inside.startswith("/staff/")
    assert not re.search(r"[\r\n\\]", inside)


@fuzz(500)
@given(st.dictionaries(st.sampled_from(["a", "b"]), st.lists(texts, max_size=2)))
def test_a_form_gives_what_can_be_stored(fields: dict[str, list[str]]) -> None:
    form = Form(fields)
    form.get("a").encode()
    form.day("a"), form.number("b")
    try:
        assert "@" in address_of(form.text("b", "The e-mail address", most=320))
    except (FormError, AddressRefused) as error:
        assert str(error)


def test_the_counts_are_what_is_promised() -> None:
    here = [each for name, each in globals().items() if name.startswith("test_")]
    counts = [
        each._hypothesis_internal_use_settings.max_examples
        for each in here
        if hasattr(each, "_hypothesis_internal_use_settings")
    ]
    assert sum(counts) >= 10_000
