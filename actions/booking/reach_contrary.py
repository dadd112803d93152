"""Of wishes how to be reached that contradict each other the later one counts."""

from __future__ import annotations

import re

from actions.booking import reach
from actions.booking.phrases import anywhere, is_question
from clinic.redaction import BETWEEN

_CALLS = r"(?:calls?|calling|phone calls?|voice calls?|llamadas?|llamen)"
_TEXTS = r"(?:texts?|txts?|texting|text messages?|sms|mensajes)"
_NO = r"(?:no|not|never|without|don['’]?t|do not|stop|sin|nunca)"
_FINE = (
    r"(?:is|are|would be|works?) (?:also |just |perfectly |all )?(?:fine|ok(?:ay)?|good|better|"
    r"best|great)"
)
# Where and when not to call leaves calls themselves.
_LIMITED = (
    r"(?! (?:me |us )?(?:before|after|at|on|between|until|till|during|in|from|past|early|late|"
    r"again|twice|my|while|when|if)(?!\w))"
)
# What a wish says of each way: no more of it, or rather it.
_AGAINST = {
    "call": anywhere(
        rf"{_NO} (?:\w+ ){{0,2}}(?:{_CALLS}|call|phone|ring){_LIMITED}",
        rf"(?:only|just|rather|prefer) (?:\w+ )?{_TEXTS}",
        rf"{_TEXTS} only",
        r"s[óo]lo mensajes?",
    ),
    "text": anywhere(
        rf"{_NO} (?:\w+ ){{0,2}}(?:{_TEXTS}|text|txt){_LIMITED}",
        rf"(?:only|just|rather|prefer) (?:\w+ )?{_CALLS}",
        rf"{_CALLS} only",
    ),
}
_FOR = {
    "call": anywhere(
        r"(?:call|phone|ring|ll[áa]m(?:eme|enme|ame)) ?(?:me|us)?",
        rf"{_CALLS} {_FINE}",
        rf"(?:rather|prefer) (?:a |to get a )?(?:{_CALLS}|phone)",
    ),
    "text": anywhere(
        r"(?:text|txt)(?: me| us)?",
        rf"{_TEXTS} (?:{_FINE}|instead)",
        rf"(?:rather|prefer|only|just) (?:\w+ )?{_TEXTS}",
        rf"{_TEXTS} only",
    ),
}
# "Call me" alone says no more than that there is a number, unless calls were not wanted before.
_PLAIN = re.compile(
    r"(?:^|(?<=[.,;!?\n]))\s*"
    r"(?P<said>(?:(?:actually|ok|okay|no|wait|sorry|oh|well|fine|you|u|they|can|could|may|just|"
    r"please|also|then|rather|better)\b[\s,]*)*(?:(?:call|phone|ring|text) me|"
    rf"(?:{_CALLS}|{_TEXTS}) {_FINE})(?: (?:after all|instead|then|too|please|anyways?|now))*)"
    r"\s*(?=$|[,.;!?\n])",
    re.IGNORECASE,
)


def noted(known: str | None, said: str, text: str) -> str | None:
    """The wishes with those of a message; None where that changes nothing.

    `said`: the wishes in the message; `text`: all of it, in which "you can call me" may stand.
    """
    said = settled(said)
    before = known.split(BETWEEN) if known else []
    plain = None if is_question(text) else _PLAIN.search(text)
    word = said or (plain["said"].strip() if plain else "")
    left = [each for each in before if not contradicts(each, word)]
    return reach.added(known, said) if left == before else BETWEEN.join([*left, word])


def settled(said: str) -> str:
    """Of the wishes in one message only those that no later one contradicts."""
    parts = said.split(BETWEEN)
    left = [
        each
        for place, each in enumerate(parts)
        if not any(contradicts(each, other) for other in parts[place + 1 :])
    ]
    return BETWEEN.join(left)


def contradicts(earlier: str, wish: str) -> bool:
    """ "No calls please" and then "call me after 5"."""
    for way in _FOR:
        was_against, is_against = (bool(_AGAINST[way].search(each)) for each in (earlier, wish))
        was_for, is_for = (bool(_FOR[way].search(each)) for each in (earlier, wish))
        if was_against and is_for and not is_against:
            return True
        if was_for and not was_against and is_against:
            return True
    return False
