"""Preferred times: always the visitor's words, with the resolved date beside them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from actions.booking import phrases, time_clauses
from actions.booking.no_days import MONTHS, NAMED_DATES
from actions.message import Entity
from clinic.weekdays import weekdays_in

MOST_TIMES = 2
LONGEST_TIME = 200  # characters kept of a time in the visitor's words
_REASON = re.compile(
    r"[,;]?(?<!\s)\s*\b(?:because|bc|cuz|cause|since that'?s|as that'?s)\b.*$", re.I | re.S
)
_BETWEEN = re.compile(r"(?<!\s)\s*(?:\bor\b|\bo\b|;|\balternatively\b)\s*", re.IGNORECASE)

_AND = re.compile(r"(?<!\s)\s*(?:,\s*(?:and\s+)?|\band\b|\by\b|\bthen\b|/)\s*", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^\W*(?:(?:hmm+|um+|uh|oh|ok(?:ay)?|well|yes|sure|haha)\b"
    r"(?: ok\b)?[\s,.]*)+",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:ago|since|last|yesterday|past|years?|months?|minutes?|mins?|in (?:19|20)\d\d|"
    r"for(?! (?:the |this |next |coming )*(?:\d+(?:st|nd|rd|th)|today|tomorrow|tonight|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|week(?:end|day)|\d{1,2}/\d{1,2}\b|"
    r"x-?mas|christmas|thanksgiving|new year|black|"
    rf"(?:{'|'.join(MONTHS)})[a-z]*\.? \d))|"
    r"trimester|old)\b",
    re.IGNORECASE,
)

_FOR = re.compile(r"^for ", re.IGNORECASE)  # "book for friday"
# A day that is named for something else: "my wedding is on Saturday".
_OCCASION = re.compile(
    r"\b(?:wedding|party|event|vacation|trip|birthday|prom|reunion|holidays?|surgery|flight|boda|"
    r"getting married|graduat\w+|fly(?:ing)?|(?:get|come|am|be) back|moving)\b"
    r"[^,.;!?]{0,20}$",
    re.IGNORECASE,
)
_GIVES_REASON = re.compile(r"\b(?:because|bc|cuz|cause)\b[^,.;!?\n]*$", re.IGNORECASE)
# … and where it is the day to come all the same.
_TO_COME_THEN = re.compile(
    r"\b(?:on (?:my|our) (?:\w+ )?(?:birthday|anniversary)\s*|"
    r"(?:when|once|as soon as|after) (?:i|we)(?:['’]?m| am| get| come| are)* back\b[^,.;!?]*)$",
    re.IGNORECASE,
)
_BESIDE_DATES = frozenset(
    "or and then ok okay maybe please at for around is better o y entonces oh wait no not sorry "
    "actually instead make it i mean meant the change to can could we you do how about rather "
    "prefer let lets s if possible works too so would be on but any either only just im m free "
    "available come suits me my that also perhaps preferably ideally in by d ll and".split()
)
_CLAUSE_ENDS = re.compile(r"[,.;!?\n]")
# When to call, or to send the request, is not when to come.
_TO_CALL = re.compile(
    r"\b(?:(?:call|ring|phone|text|reach|contact) (?:me|us|back)|calls|"
    r"(?:send|submit) (?:it|this|that|my request|the request))\b"
    r"(?! to (?:book|set|schedule))[^,.;!?\n]{0,40}$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\bnot|(?<!wait )(?<!wait, )(?<!oh )\bno|\bexcept|\bapart from|\bother than|"
    r"\bbesides|\b(?:remove|drop|delete|scratch|skip|take (?:out|off))|\bany\w*(?: day| time)? but|"
    r"\bnever|\bbusy|\bunavailable|\binstead of|\brather than|"
    r"\bn'?t(?: (?:do|make|come|want|like|work|free|available|good|be))?|"
    r"\bnot (?:do|make|come|want|like|work|free|available|good|interested in)|\bexcepto|\bmenos|"
    r"\b(?:i|we)(?:['’]?(?:m|re|ll)| am| are| will| have| be)*(?: (?:always|usually|already))* "
    r"(?:work(?:ing)?|teach(?:ing)?|away|out of (?:town|state|the country)|gone|travel(?:l?ing)?|"
    r"on (?:vacation|holiday)|abroad|(?:have |in )(?:class(?:es)?|school|work)))"
    r"(?: (?:for|on|in|at|it|the|this|next|until|before|from|all|el|los))*\s*$",
    re.IGNORECASE,
)
_CONTRACTED = phrases.anywhere(phrases.CONTRACTED)
_NOT_AFTER = re.compile(
    r"^\s*(?:(?:is|are|was|s|'s)\s+)?(?:not\b(?!(?: on| the)*\s*$)|no good|"
    r"no(?=\W*(?:$|[,.;!?]|but|any))|out\b|bad\b|"
    r"(?:i|we)(?:['’]ve| have| got| am|['’]?m)+ (?:at |got )?(?:an? |my |the |our )?"
    r"(?:wedding|party|trip|flight|surgery|vacation|exam|class|meeting|work|birthday)|"
    r"gone\b|taken\b|(?:does|do|wo)n'?t work|(?:is|are)n'?t (?:good|great|possible))",
    re.IGNORECASE,
)
_NO_WAIT = re.compile(
    r"^\W*(?:(?:oh|uh|er|um|hmm|no|wait|sorry|scratch that|i mean(?:t)?|actually|make (?:that|it)|"
    r"hold on|or rather|better|perdón|mejor)\b\W*)+(?:(?:on|the|next|this)\s+)*$",
    re.IGNORECASE,
)
_BUT_RATHER = re.compile(
    r"^\W*(?:but|rather|sino)(?: (?:on|the|for|rather|maybe|perhaps|el))*\s*$", re.IGNORECASE
)
_JOINS = re.compile(r"^\s*(?:,?\s*(?:or|and|nor|&|y|o|ni)|/)\s*(?:on |the )?$", re.IGNORECASE)


def only_dates(text: str, dates: list[Entity]) -> bool:
    """Whether the text is about days and times alone."""
    rest = text.lower()
    for date in dates:
        rest = rest.replace(date.text.lower(), " ") if date.text else rest
    return bool(dates) and is_only_beside(rest)


def is_only_beside(text: str) -> bool:
    """Whether nothing is in the text but what stands beside a time."""
    return not set(re.findall(r"\w+", text.lower())) - _BESIDE_DATES


def times_as_answer(text: str, dates: list[Entity]) -> list[dict[str, str | None]]:
    """The answer to "when would suit you", at most two times, reasons left out."""
    text, dates = _last_thought(text, dates)
    said = _LEAD_IN.sub("", _REASON.sub("", text)).strip(" ,.")
    unwanted = turned_down(text, dates)
    if unwanted:
        return [_with_exceptions(said or text, dates, unwanted)]
    return _one_or_two(said or text, dates)


def _one_or_two(said: str, dates: list[Entity]) -> list[dict[str, str | None]]:
    """ "monday or tuesday" is two wishes, anything longer or shorter is one."""
    for between in (_BETWEEN, _AND):
        parts = [part.strip(" ,.") for part in between.split(said) if part.strip(" ,.")]
        if len(parts) == MOST_TIMES and all(_dates_in(part, dates) for part in parts):
            return [_time(part, dates) for part in parts]
    return [_time(said, dates)]


def times_mentioned(
    text: str, dates: list[Entity], others: Collection[str] = ()
) -> list[dict[str, str | None]]:
    """The times among other details, each in the words around its date; the past is no wish.

    `others`: the words of other details, which are no part of it.
    """
    text, dates = _last_thought(text, dates)
    coming = _to_come(text, dates)
    unwanted = turned_down(text, coming)
    wanted = [date for date in coming if date not in unwanted]
    if unwanted and wanted and _puts_right(text, unwanted, wanted):
        given_up = set().union(*(weekdays_in(each.text) for each in unwanted))
        left = [each for each in wanted if not weekdays_in(each.text) & given_up]
        wanted, unwanted = left or wanted, []
    several = len(wanted) > MOST_TIMES or _is_one(text, wanted)
    apart = text
    for each in others:
        apart = apart.replace(each, "," * len(each))
    said = time_clauses.whole(apart, coming, needed=bool(unwanted) or several)
    if unwanted:
        return [_with_exceptions(said or text, coming, unwanted)]
    if said and _all_in(said, wanted):
        return _one_or_two(said, wanted)
    return [
        {"said": _FOR.sub("", date.text), "date": date.resolved} for date in wanted[:MOST_TIMES]
    ]


def _is_one(text: str, wanted: list[Entity]) -> bool:
    """ "friday at like noon": a day and its hour, with a word between them."""
    if len(wanted) != MOST_TIMES:
        return False
    first, second = wanted
    between = text[first.end : second.start]
    joined = _BETWEEN.search(between) or _AND.search(between) or _CLAUSE_ENDS.search(between)
    return bool(first.resolved) and not (second.resolved or weekdays_in(second.text) or joined)


def _all_in(said: str, wanted: list[Entity]) -> bool:
    return all(each.text and each.text in said for each in wanted)


def _last_thought(text: str, dates: list[Entity]) -> tuple[str, list[Entity]]:
    """What is left of "tuesday, no wait, wednesday": from the day on that was thought of last."""
    for at in range(len(dates) - 1, 0, -1):
        first, second = dates[at - 1 : at + 1]
        thought = _NO_WAIT.match(text[first.end : second.start])
        if thought and weekdays_in(first.text) and weekdays_in(second.text):
            cut = second.start
            later = [
                replace(each, start=each.start - cut, end=each.end - cut) for each in dates[at:]
            ]
            return text[cut:], later
    return text, dates


def _puts_right(text: str, unwanted: list[Entity], wanted: list[Entity]) -> bool:
    """ "actually not friday, monday", "not tuesday but thursday"."""
    behind = text[unwanted[-1].end : wanted[-1].start]
    return phrases.is_correction(text) or bool(_BUT_RATHER.match(behind))


def _to_come(text: str, dates: list[Entity]) -> list[Entity]:
    """Of the dates in a text, those on which somebody may want to come."""
    return [
        date
        for date in not_to_call(text, dates)
        if not (_PAST.search(date.text) or _is_for_something_else(text[: date.start]))
    ]


def _is_for_something_else(before: str) -> bool:
    if _GIVES_REASON.search(before):
        return True
    return bool(_OCCASION.search(before)) and not _TO_COME_THEN.search(before)


def not_to_call(text: str, dates: list[Entity]) -> list[Entity]:
    """Of the dates in a text, those that do not only say when to call or to send it."""
    return [date for date in dates if not _TO_CALL.search(text[: date.start])]


def turned_down(text: str, dates: list[Entity]) -> list[Entity]:
    """ "not Friday", "any day except Friday", "I can't do Mondays or Tuesdays"."""
    found: list[Entity] = []
    for at, date in enumerate(dates):
        before = _CONTRACTED.sub(" n't", text[: date.start])
        joined = (
            at > 0 and dates[at - 1] in found and _JOINS.match(text[dates[at - 1].end : date.start])
        )
        behind = text[date.end : _end_of_own(dates, at, len(text))]
        if joined or _NOT_BEFORE.search(before) or _NOT_AFTER.match(behind):
            found.append(date)
    return found


def _end_of_own(dates: list[Entity], at: int, end: int) -> int:
    """Where the words behind a date end that are about it: "tuesday not monday" has none."""
    return dates[at + 1].start if at + 1 < len(dates) else end


def _with_exceptions(
    said: str, dates: list[Entity], turned_down: list[Entity]
) -> dict[str, str | None]:
    """The visitor's words whole, with a day beside them where just one is wanted."""
    wanted = [date.resolved for date in dates if date not in turned_down]
    sure = len(wanted) == 1 and not time_clauses.is_counted(said)
    return {
        "said": phrases.shortened(said, LONGEST_TIME),
        "date": wanted[0] if sure else None,
    }


def _time(said: str, dates: list[Entity]) -> dict[str, str | None]:
    return {"said": phrases.shortened(said, LONGEST_TIME), "date": _date_in(said, dates)}


def _dates_in(part: str, dates: list[Entity]) -> list[Entity]:
    return [date for date in dates if date.text and date.text in part]


def _date_in(part: str, dates: list[Entity]) -> str | None:
    """The day that is meant, where just one may be."""
    inside = _dates_in(part, dates)
    days = {date.resolved for date in inside if date.resolved}
    several = [each for each in inside if each.resolved or NAMED_DATES[0].search(each.text)]
    if (
        len(days) != 1
        or len(several) > 1
        or len(weekdays_in(part)) > 1
        or time_clauses.is_counted(part)
    ):
        return None
    day = days.pop()
    return None if time_clauses.may_be_of_month(part, day) else day
