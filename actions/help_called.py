"""Whether help has been called, is coming or is there."""

from __future__ import annotations

import re

from actions.booking.phrases import CONTRACTED, anywhere

_HELPERS = r"(?:911|9-1-1|(?:an? |the )?ambulance|(?:the )?paramedics|ems|emts?|poison control)"
_PLACE = (
    r"(?:the |an? )?(?:er|emergency (?:room|department)|urgent care|hospital)"
    r"(?!\W*(?:parking|lobby|clinic|where|gown|lot|garage|entrance|car|website|near|for my)\b)"
)
# Help has been called, is coming or is there.
_HELPED = anywhere(
    rf"(?:called|dial+ed|phoned|rang|calling|dialing)(?: for)? {_HELPERS}",
    rf"{_HELPERS}(?:'?s| is| are|'re| was| were| has| have| says?| said)?(?: \w+){{0,2}}? (?:here|"
    r"coming|on (?:its|the|their|his|her) way|en route|arrived|outside)",
    rf"on the (?:phone|line) (?:with|to) (?:{_HELPERS}|(?:an?|the) (?:operator|dispatcher))",
    r"(?:i'?m|i am|we'?re|we are|s?he'?s|s?he is|already|currently|sitting|waiting)"
    rf"(?: (?:already|now|here|sitting|waiting|just|finally|currently))* (?:at|in) {_PLACE}",
    rf"(?:taking|bringing|rushing|took|brought|rushed) (?:me|us|him|her|them) (?:in )?to {_PLACE}",
    r"llam[eé] (?:al 911|a una ambulancia)", r"(?:ya )?viene la ambulancia",
    r"la ambulancia (?:ya )?(?:viene|est[aá]|lleg[oó])",
    r"(?:ya )?estoy en (?:urgencias|emergencias|el hospital)",
)  # fmt: skip
# What counts where danger has been told: nobody else can be meant.
_THEY_ARE_HERE = anywhere(
    r"(?:they'?re|they are|help is|help'?s|some(?:one|body) is)(?: (?:already|almost|just|now))* "
    r"(?:here|coming|on (?:its|the|their) way|helping)",
    r"(?:i )?(?:just |already )?(?:called|calling)(?: (?:them|it|now|already|911))+",
    r"(?:i'?m|we'?re) there(?: now)?", r"ya vienen", r"ya llam[eé]",
)  # fmt: skip
# What puts it in doubt: anywhere in the message, or in the clause that tells of it.
_DOUBTED = anywhere(
    r"should", r"do i", r"if", r"never", r"nobody", r"no ?one", r"no answer", r"hung up", r"afford",
    r"on hold", r"busy", r"voice ?mail", r"cancel\w*", r"(?:not|aren'?t|isn'?t) coming", r"left",
    r"(?:won'?t|didn'?t|don'?t|doesn'?t|not) (?:come|came|answer\w*|pick\w*|show\w*|believe|help)",
    r"sent (?:me|us|her|him) (?:home|away)", r"nadie", r"but", r"pero", r"closed", r"full",
    r"ring(?:s|ing)", r"ignor\w*", r"queue", r"robot", r"wait\w*",
)  # fmt: skip
_NOT_CALLED = anywhere(
    CONTRACTED, r"cannot", r"not", r"no", r"without", r"drove", r"driving", r"instead", r"before",
    r"would", r"need(?:ed)?", r"when", r"ago", r"last (?:week|month|year|night)", r"yesterday",
)  # fmt: skip
_CAN_NOT = re.compile(
    r"\b(?:can'?t|cannot|couldn'?t|won'?t|not) (?:\w+ )?(?:breath\w*|swallow\w*|see|talk|speak|"
    r"feel|move|stop\w*|open|wake|respond\w*|stand|sit|get (?:any )?air)\b|\bno puedo\b",
    re.IGNORECASE,
)


def help_is_called(text: str, *, after_alarm: bool = False) -> bool:
    """ "I called 911", "we're in the ER": who says so is not told to call as if unheard.

    Anything that puts it in doubt leaves it open: "I called 911 but nobody came".
    """
    if "?" in text or _DOUBTED.search(text):
        return False
    clauses = re.split(r"[.,;!\n]|\b(?:and|because|so)\b", _CAN_NOT.sub(" ", text))
    return any(
        (_HELPED.search(each) or (after_alarm and _THEY_ARE_HERE.search(each)))
        and not _NOT_CALLED.search(each)
        for each in clauses
    )
