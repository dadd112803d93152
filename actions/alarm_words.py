"""What is said after an alarm: it is over, it was none, it is there now, where is help?"""

from __future__ import annotations

import re

from actions.booking.phrases import CONTRACTED, anywhere, is_question, whole

SELF_HARM = "self_harm"
_SO = r"(?: (?:all|totally|much|feeling|doing|so|really|perfectly|actually|completely|now))*"
_THAT_IS_ALL = r"(?=\W*(?:(?:now|again|today|already|thanks?|and|it was)\b|[,.;!]|$))"
_CARE = r"(?:doctor|dr|er|hospital|urgent care|emergency room|nurse|ambulance)"
_IT = r"(?:it|that|this|everything|all)(?:'?s| is| has| was)?"
_OVER = anywhere(
    rf"i(?:'?m| am| feel){_SO} (?:fine|ok|okay|safe|better|alright|all right|good|well)"
    rf"{_THAT_IS_ALL}",
    rf"{_IT}{_SO} (?:better|fine|ok|okay|good){_THAT_IS_ALL}",
    r"false alarm", r"(?:just|only|was|am|i'?m) (?:kidding|joking|a joke|a test)",
    r"jk", r"just testing",
    rf"(?:saw|seen|went to|been (?:to|at)|back from) (?:a |an |the |my )?{_CARE}",
    rf"(?:a |the |my )?{_CARE} (?:has |have |already )?(?:saw|seen|treated|looked at|checked)",
    r"estoy (?:bien|mejor)", r"ya pas[oó]", r"ya est[aá] (?:bien|mejor)",
)  # fmt: skip
# Of a body; from who wants to die it may mean the opposite.
_GONE = anywhere(
    rf"{_IT}{_SO} (?:over|gone|passed|cleared up|healed|went away|nothing){_THAT_IS_ALL}",
    r"went away",
)
_NOT_OVER = anywhere(
    r"not", r"no", CONTRACTED, r"still", r"worse", r"but", r"until", r"if", r"when", r"never",
    r"should", r"more", r"hurt\w*", r"burn\w*", r"pain\w*", r"spread\w*", r"pero", r"todav[ií]a",
)  # fmt: skip
_NO_BEFORE = re.compile(r"^\W*(?:no(?:pe)?\b[\s,.!]*)+", re.IGNORECASE)
# It was none: long past, or something else that was meant …
_YEARS_AGO = (
    r"(?:last year|(?:\w+ )?(?:months?|years?) (?:ago|back)|(?:a )?(?:long time|ages) ago|"
    r"back then|in the past|when i was \w+|as a (?:child|kid|teen\w*)|(?:in|back in) (?:19|20)\d\d|"
    r"el a[ñn]o pasado|hace (?:\w+ )?(?:meses|a[ñn]os?))"
)
_WEEKS_AGO = (
    rf"(?:{_YEARS_AGO}|last (?:week|month|summer|winter|spring|fall)|(?:\w+ )?weeks? (?:ago|back)|"
    r"(?:la semana|el mes) pasad[oa]|hace (?:\w+ )?semanas?)"
)
_ONLY = r"(?: (?:all|just|only|really|like|about|from|back|my))*"
_PAST = anywhere(
    rf"it (?:was|happened){_ONLY} {_YEARS_AGO}",  # in weeks it may be the treatment
    rf"(?:that|this|they|those|these) (?:was|were|happened){_ONLY} {_WEEKS_AGO}",
    rf"i (?:mean|meant|was (?:talking|speaking) (?:about|of)){_ONLY}(?: \w+)? {_WEEKS_AGO}",
    rf"^\W*(?:no[, ]+)?{_WEEKS_AGO}(?:[, ]+(?:with|from|during) (?:my|a|the) \w+)?\W*$",
    r"i (?:mean|meant) (?:my |the |an? )?old \w+",
    r"(?:they|these|those|it|that)(?:'?re|'?s| are| is| were| was)(?: all| just| only| my)*"
    r" (?:vitamins?|supplements?|probiotics?|collagen|prescri\w+)",
)
# … or no more of it, please: with hardly anything beside it, which might be a danger.
_NO_MORE = anywhere(
    r"(?:it|that|this)(?:'?s| is| was| isn'?t| is not| wasn'?t| was not| not)+"
    r" (?:not )?(?:an? )?(?:emergency|what i (?:mean|meant|said))",
    r"no es (?:una )?emergencia",
    r"(?:stop|quit|enough with|no more) (?:telling|saying|repeating|sending|talking|this|that|the|"
    r"with)\b.{0,30}\b(?:911|988|hotline|ambulance|doctor|emergency|crisis)\b",
    r"(?:you )?mis(?:understood|read|heard)(?: me)?", r"(?:a )?misunderstanding",
    r"(?:not|never) (?:suicidal|in danger)", r"just (?:an expression|a figure of speech)",
    r"(?:not|nothing) now[, ]+(?:just )?(?:in general|generally)",
    r"(?:just|only) (?:asking|a question|wondering|curious)", r"hypothetically?",
)  # fmt: skip
_BESIDE = 3  # words
_STILL_THERE = anywhere(
    r"but", r"still", r"worse\w*", r"again", r"(?<!not )(?<!nothing )now", r"today", r"tonight",
    r"right now", r"getting", r"started", r"spread\w*", r"until", r"pero", r"todav[ií]a", r"ahora",
    r"(?:is|are|am|i'?m|\w+'s)(?: \w+)? \w+(?:ing|llen|rse)", r"can'?t \w+", r"no puedo",
)  # fmt: skip
_SWALLOWED = anywhere(
    r"took", r"taken", r"swallow\w*", r"overdos\w*", r"too many", r"ate", r"eaten", r"popped",
    r"drank", r"downed", r"had (?:like |about )?\d+", r"bottle",
)  # fmt: skip
# What a danger that is told again needs of its own to be the one that was none.
_OF_THE_PAST = anywhere(
    r"had", r"was", r"were", r"did", r"happened", r"used to", r"old", r"ago", r"last",
    r"(?:is|was|are|were|did)n'?t", r"not (?:an?|now|any ?more|that|what|from)", r"stop", r"quit",
)  # fmt: skip
_WITH = re.compile(r"\b(?:with|from|during) (?:my|a|the) \w+", re.IGNORECASE)
_THERE_NOW = anywhere(
    r"i (?:do )?(?:have|feel|got|get) (?:it|that|this|them|one|those)(?: (?:right )?now| too)?"
    r"(?=\W*$)",
    r"(?:it'?s|it is|that'?s|this is) (?:happening|starting|real|happening to me)(?: \w+)?",
    r"(?:right|just) now(?=\W*$)", r"mine (?:is|does|do|are|did)",
    r"(?:it'?s |is |it is )?still (?:there|here|the same|going on|swollen|swelling)",
    r"(?:it'?s |it is |is |its |getting |now |now its |now it'?s )(?:a lot |much )?worse\w*",
    r"lo tengo ahora", r"(?:est[aá] |se pone )?peor",
)  # fmt: skip
# The line about help is the answer to who asks for help.
_SEEKS_HELP = anywhere(
    r"should (?:i|we|she|he|they|my \w+) (?:call|go|see|ring|dial|phone|get|wait)",
    r"(?:call|phone|ring|dial)(?: (?:them|it|her|him|someone|somebody))? for (?:me|us|her|him)",
    r"where (?:do|can|should|could|to)(?: (?:i|we|she|he|they))? go",
    r"how (?:do|can|should) (?:i|we|she|he) get there", r"hospitals?", r"emergency", r"er",
    r"urgent care", r"ambulances?", r"911", r"988", r"hotline", r"lifeline", r"doctors?",
    r"pharmac\w+", r"poison control", r"nearest", r"closest", r"ad[oó]nde voy",
)  # fmt: skip
# Whether it can wait; "can we move it to Monday" is no such question.
_WAIT = (
    r"(?:(?:un)?till?|for|a|an|the|few|couple of|some|one|two|three|another|more|next|this|over|"
    r"weekend|week|morning|days?|hours?|tomorrow|tmrw|later|then|my (?:appointment|visit|session)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|thanksgiving|christmas)"
)
_MAY_WAIT = anywhere(
    rf"(?:can|could|will|should|may|does) (?:it|this|that|i)(?: (?:just|not|have to|maybe))? wait"
    rf"(?: {_WAIT})*",
    rf"(?:is|would) (?:it (?:ok|okay|fine|safe|bad) (?:to|if i) wait|{_WAIT}(?: {_WAIT})*"
    r" (?:be )?(?:ok|okay|fine|soon enough|early enough|too late|enough))",
    r"(?:puede|puedo) esperar",
)
_YES = r"(?:yes+|yeah|yea|yep|yup|please|sure|s[ií]|claro|sim|wi|tak)"
_DO = r"(?:(?:do|send|pass|tell) (?:it|that|them)(?: on)?|go (?:ahead|on)|continue)"
_CLEAR_YES = whole(rf"(?:(?:ok(?:ay)?|oh|and|but)[\s,.!]+)*(?:(?:{_YES}|{_DO})[\s,.!]*)+")
_FILLERS = frozenset(
    "a an the i my me is it its it's that this was of to and so no not in on for at oh ok well "
    "mean meant just only said told you sorry please though anyway nope that's".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def is_over(text: str, kind: str | None = None) -> bool:
    """ "I'm fine now", "it went away", "I saw a doctor", and nothing that takes from it."""
    rest = _NO_BEFORE.sub("", text)  # "no, I'm fine"
    said = _OVER.search(rest) or (kind != SELF_HARM and _GONE.search(rest))
    return bool(said) and not (_NOT_OVER.search(rest) or is_question(text))


def was_none(text: str, raised_by: str = "", *, is_danger: bool = False) -> bool:
    """ "That was last week, with my cold", "they are vitamins", "stop telling me to call 911".

    `is_danger`: the text is one by itself; then nothing that was not told before is beside it.
    """
    past = _PAST.search(text)
    found = past or _NO_MORE.search(text)
    if not found or _SWALLOWED.search(raised_by):
        return False
    beside = text.replace(found.group(), " ")
    if not past and len(words_of(beside)) > _BESIDE:
        return False
    if is_danger:
        rest = _WITH.sub(" ", _NO_MORE.sub(" ", _PAST.sub(" ", text)))
        if words_of(rest) - words_of(raised_by):
            return False
    return not (_STILL_THERE.search(beside) or _SWALLOWED.search(beside))


def is_there_now(text: str) -> bool:
    """ "I have it now", "now it's worse": it is told again, and not asked about."""
    return bool(_THERE_NOW.search(text)) and not is_question(text)


def seeks_help(text: str) -> bool:
    """ "Should she call", "where do I go"."""
    return bool(_SEEKS_HELP.search(text))


def asks_to_wait(text: str) -> bool:
    """ "Can it wait till Monday"."""
    return bool(_MAY_WAIT.search(text))


def is_clear_yes(text: str) -> bool:
    """ "Yes please"; "ok" may only mean that it was read."""
    return bool(_CLEAR_YES.match(text))


def says_again(text: str, before: list[str]) -> bool:
    """Whether nothing is told that was not told before, as past, and not that it is there now."""
    if _STILL_THERE.search(text) or not _OF_THE_PAST.search(text):
        return False
    return words_of(text) <= words_of(" ".join(before))


def words_of(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _FILLERS
