"""Reads what a client sends, and refuses what cannot be meant or stored."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sanic import Request

from clinic.chat.problems import Problem

LONGEST_TEXT = 2000  # characters, that is code points
LARGEST_NUMBER = 2**31 - 1  # what a seq column holds

_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I)
_BUTTON = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_NUMBER = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True)
class SentMessage:
    """A message as a client sent it: typed text or a pressed button, never both."""

    id: str
    text: str | None = None
    button: str | None = None


@dataclass(frozen=True)
class Rating:
    seq: int
    helpful: bool
    comment: str | None


def read_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object; no body at all is an empty one."""
    if not request.body:
        return {}
    try:
        body = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError):  # not UTF-8, not JSON, a number or a nest too large
        raise malformed("The body is no JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise malformed("The body is no JSON object.")
    return body


def read_message(body: dict[str, Any]) -> SentMessage:
    identifier, text, button = body.get("id"), body.get("text"), body.get("button")
    if not isinstance(identifier, str) or not _UUID4.fullmatch(identifier):
        raise malformed("`id` has to be a UUID of version 4 that you made for this message.")
    if (text is None) == (button is None):
        raise malformed("Send either `text` or `button`.")
    if button is not None:
        return SentMessage(identifier, button=_read_button(button))
    return SentMessage(identifier, text=_read_text(text))


def read_rating(body: dict[str, Any]) -> Rating:
    seq, helpful, comment = body.get("seq"), body.get("helpful"), body.get("comment")
    if type(seq) is not int or not 0 < seq <= LARGEST_NUMBER:
        raise malformed("`seq` has to be the number of a reply.")
    if not isinstance(helpful, bool):
        raise malformed("`helpful` has to be true or false.")
    if comment is None:
        return Rating(seq, helpful, None)
    if not isinstance(comment, str):
        raise malformed("`comment` has to be a text.")
    comment = storable(comment)
    if len(comment) > LONGEST_TEXT:
        raise too_long("comment")
    return Rating(seq, helpful, comment.strip() or None)


def read_locale(body: dict[str, Any]) -> str:
    """The language of a tag such as "es-MX"; English where none is given."""
    locale = body.get("locale")
    if locale is None:
        return "en"
    if not isinstance(locale, str) or not _LOCALE.fullmatch(locale):
        raise malformed("`locale` has to be a language tag such as en or es-MX.")
    return re.split("[-_]", locale)[0].lower()


def read_number(text: str | None, name: str, *, most: int = LARGEST_NUMBER) -> int:
    """A whole number of a header or of the address; 0 where there is none."""
    if text is None or text == "":
        return 0
    if not _NUMBER.fullmatch(text) or int(text) > most:
        raise malformed(f"`{name}` has to be a whole number from 0 to {most}.")
    return int(text)


def storable(text: str) -> str:
    """The text as typed, but for the two things that no database takes.

    A half of a surrogate pair becomes U+FFFD, the sign for "unreadable"; NUL is left out.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "")


def malformed(detail: str) -> Problem:
    return Problem(400, "malformed", detail)


def too_long(name: str) -> Problem:
    return Problem(422, f"{name}-too-long", f"`{name}` may have {LONGEST_TEXT} characters.")


def _read_text(text: Any) -> str:
    if not isinstance(text, str):
        raise malformed("`text` has to be a text.")
    text = storable(text)
    if len(text) > LONGEST_TEXT:
        raise too_long("text")
    if not any(map(_is_visible, text)):
        raise Problem(422, "text-empty", "`text` has nothing to read in it.")
    return text


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] != "Z" and category not in ("Cc", "Cf")


def _read_button(button: Any) -> str:
    if not isinstance(button, str):
        raise malformed("`button` has to be the id of a button.")
    if not _BUTTON.fullmatch(button):  # none of ours looks like that
        raise Problem(422, "unknown-button", "This button was not offered in this conversation.")
    return button
