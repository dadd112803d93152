"""Whether something that a message names is denied."""

from __future__ import annotations

import re
from typing import Any

HEALTH_FACTS = ("condition", "health_sign", "medicine", "status")
_CLAUSE = re.compile(
    r"[.!?;\n]+|,? (?:but|however|although|though(?!\W*(?:$|[,.;!?])))\b|"
    r",(?= (?:i|my|she|he|and i)\b)"
)
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|without|nor|neither|n't|don'?t|doesn'?t|didn'?t|haven'?t|hasn'?t|"
    r"isn'?t|aren'?t|wasn'?t|ain'?t|w/o|free (?:of|from)|rule[ds]? out|negative for|deny|denies|"
    r"zero|nil|nope|nothing (?:like|wrong with)|misdiagnosed|"
    r"(?:can'?t|cannot|couldn'?t) (?:possibly )?be(?! on\b)|clear(?:ed)? (?:me )?of|"
    r"sin|n[ãa]o|nie|pas)\b"
)
# After these a "not" in front no longer reaches the thing named.
_DENIAL_ENDS = re.compile(
    r"\b(?:because|since|but|only|just|sure|know|if|whether|think|i (?:do )?have|i got|it'?s|"
    r"i (?:take|took|use|used|am)|rather|on account of|due to|thanks to|cuz|bc|so|"
    r"except|execpt|exept|besides|apart from|other than|aside from|ask(?:ed)?|mention(?:ed)?|"
    r"t[eo]ll?d?|warn(?:ed)?|check(?:ed)?|notice[ds]?|until|til|till|switched|instead)\b|:|"
    r",\s*(?:they|we|now|finished|started|stopped|had|on|then|actually)\b"
)
_NO_DENIAL = re.compile(
    r"\b(?:(?:never|not|don'?t|can'?t|won'?t|couldn'?t) (?:\w+ ){0,3}?without|"
    r"not sure|no idea|not only|no doubt|why not|can'?t wait|no longer sure|a no(?:-?go)?|"
    r"says? no|hard no|no (?:luck|way|cure|help|point|break|relief|wonder|joke|fun|matter|"
    r"need(?! (?:of|for)\b)|surprise|secret|stranger)|not (?:supposed|allowed|meant)|"
    r"no (?:gall ?bladder|spleen|thyroid|ovar(?:y|ies)|uterus|immune system)|"
    # … that something is bad, or stays:
    r"(?:not|isn'?t|ain'?t|aren'?t) (?:so |very |too |that |doing )?(?:great|good|ideal|well|"
    r"brilliant|happy|healed|healing|better|perfect|amazing|under control|controlled)|"
    r"(?:never|doesn'?t|won'?t|not) (?:really |ever |fully )?"
    r"(?:go(?:es|ing)?|went|stops?|stopping|heals?|clears?|settles?|ends?))\b"
)
_DENIED_AFTER = re.compile(
    r"\s*(?:free|negative)\b|\s*[:-]\s*(?:no|none|nope|never|nothing|nil|zero|negative)\b|"
    r"\s*\?+\s*(?:no|none|nope|nah|never|zero)\b| i (?:am|do|have) not\b|"
    r"\s*\?+.{0,12}\bno (?:chance|way)\b|\s*[:-]?\s*n/a\b|"
    r"\s*(?:no|nope|nah|none)\s*(?:[,.;]|$)|(?: test)?(?: came back| was| is)? negative\b|"
    r"(?: test| biopsy| result)?s? (?:(?:came back|came out|turned out)(?: all)? (?:clean|clear|"
    r"benign|normal|fine|negative)|(?:was|is|were) (?:clean|benign))\b|"
    r" (?:was|were|is|has been|got) (?:\w+ )?ruled out\b|"
    r".{0,30}\b(?:i (?:do not|don'?t) have (?:it|that|any)|i take none)\b"
)
# Said first and taken back: "everyone thinks i have rosacea, i don't", "diabetes, scratch that".
_TAKEN_BACK = re.compile(
    r"[^.!?]{0,25}(?:[,.;?-]|\bbut\b|\band\b) ?(?:but |and )?(?:i(?:'?m| am) not|"
    r"i (?:don'?t|do not|never (?:was|did|had|have)|wasn'?t|didn'?t|haven'?t)|"
    r"(?:it|that|this) (?:is|was)n'?t)\b"
    r"(?=\s*(?:[,.;!?)]|$|at all|after all))|"
    r"[^.!?]{0,50}\bc[ao]m(?:e|es|ing) back (?:all )?(?:negative|clear|clean|fine|normal)\b|"
    r"[^.!?]{0,30}\b(?:but|and) (?:the |my |all )*(?:\w+ )?(?:tests?|results?|bloods?|blood ?work|"
    r"labs?|biopsy|scans?) (?:was|were|is|are|came out|turned out) (?:all )?"
    r"(?:fine|clear|clean|normal|good|okay|ok|negative)\b|"
    r".{0,40}\b(?:i (?:have|had|take|use)|i'?ve) (?:got |had )?"
    r"(?:neither\b(?! \w+ nor\b)|none of (?:th|it))|"
    r".{0,30}\bnever (?:had (?:it|that|any)|confirmed|proven)\b|"
    r"[^.!?]{0,30}\ball negative\b| (?:to )?nothing\b|"
    r" (?:isn'?t|aren'?t|is not) (?:something|a thing) i\b|"
    r" (?:doesn'?t|don'?t|does not) (?:even )?apply\b|"
    r".{0,40}\b(?:scratch that|(?:ignore|disregard|forget) (?:that|it)|false alarm|"
    r"wrong (?:box|person)|(?:was|is|'s) (?:a|my) mistake|i meant my|was thinking of my|"
    r"turn(?:s|ed) out (?:to be |it was |it'?s |i'?m |i am )?"
    r"(?:nothing|fine|benign|not|just|only))\b"
)
# Believed, or written down, until it proved wrong.
_BELIEVED = re.compile(
    r"\b(?:thought|assumed|suspected|worried|feared|figured|told|afraid|looked like)\b"
    r"[^.!?;]{0,25}$"
)
_PROVED_WRONG = re.compile(
    r"[^.!?]{0,15}?[,;.]? ?(?:but |and |- )?(?:it'?s|it is|it was|that'?s|turned out)(?: to be)? "
    r"(?:actually |really |in fact )?(?:just|only|nothing|not|a zit|a pimple|fine)\b"
)
_WRITTEN_DOWN = re.compile(
    r"\b(?:put (?:yes|down)|wrote|ticked|checked|marked|said|selected|clicked|circled|entered)\b"
    r"[^.!?]{0,30}$"
)
_BY_MISTAKE = re.compile(r"[^.!?]{0,40}\b(?:by (?:mistake|accident)|wrong|i meant)\b")
# Left off or not used for a while, or not always: that is using it.
_NOT_LATELY = re.compile(
    r"\b(?:haven'?t|hasn'?t|didn'?t|(?:have|has|did) not|not (?:had|used|taken|been))\b[^.!?]*$"
)
_FOR_A_WHILE = re.compile(
    r"\s*(?:\w+ ){0,2}(?:since|today|yesterday|tonight|this (?:morning|week)|"
    r"(?:for|in) (?:a|an|\d+|two|three|four|six|over|about|almost|a few|several) )"
)
_NOT_ALWAYS = re.compile(
    r"\s*(?:every (?:day|night|single)|daily|nightly|all the time|much|often|a lot|regularly)\b"
)
_ASKS_WHETHER = re.compile(r"\W*(?:isn'?t|aren'?t|wasn'?t|doesn'?t)$")
# "never had one until last month": now it is so.
_SINCE_THEN = re.compile(r"\s*(?:\w+ ){0,2}(?:until|til|till|before (?:this|last|now|that))\b")
# "not pregnant but i might be": nothing is sure.
_BUT_MAYBE = re.compile(
    r"[\s,(-]*(?:(?:right now|now|yet|that i know(?: of)?|i think|afaik)[\s,]*)?"
    r"(?:but|although|though|or)\b[^.!?]{0,12}?\b(?:might|may|could|can) "
    r"(?:well |still |also |actually )?(?:be|have (?:it|one|that|them))\b"
)
_CONTRAST = re.compile(
    r"\b(?:tho|though|now|currently|only|have|take|taking|using|use|for that)\b|^\s*on\b"
)
# "none of these: lupus, epilepsy": the colon ends no denial.
_NONE_OF_A_LIST = re.compile(r"\bnone of (?:these|those|them|the following)\b[^.!?:]{0,25}:")
_WORDS_REACHED = 7  # words between a denial and what it denies


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause that holds text[start:end]."""
    begin, finish = 0, len(text)
    for mark in _CLAUSE.finditer(text):
        if mark.end() <= start:
            begin = mark.end()
        elif mark.start() >= end:
            finish = mark.start()
            break
    return begin, finish


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is something that the message says is not so. Lower-case text."""
    begin, finish = clause_around(text, start, end)
    before = _NONE_OF_A_LIST.sub("none", _NO_DENIAL.sub(" ", text[begin:start]))
    found = list(_DENIAL.finditer(before))
    if found:
        between = before[found[-1].end() :]
        reached = len(between.split()) <= _WORDS_REACHED
        if (
            reached
            and not _DENIAL_ENDS.search(between)
            and not _is_complaint(before, found[-1])
            and not _SINCE_THEN.match(text[end:finish])
            and not _BUT_MAYBE.match(text, end)
            and not _is_contrast(between, text[end:finish])
            and not _is_used_at_times(before, text[end:finish])
            and not (_ASKS_WHETHER.match(before[: found[-1].end()]) and "?" in text[end:])
        ):
            return True
    return text.startswith("no ", start) or bool(_DENIED_AFTER.match(text, end))


def is_taken_back(text: str, start: int, end: int) -> bool:
    """ "thought it was a cold sore but it's just a zit", "i ticked diabetes by mistake"."""
    before = text[max(0, start - 60) : start]
    return bool(
        _TAKEN_BACK.match(text, end)
        or (_BELIEVED.search(before) and _PROVED_WRONG.match(text, end))
        or (_WRITTEN_DOWN.search(before) and _BY_MISTAKE.match(text, end))
    )


def without_denied(text: str, entities: list[dict[str, Any]]) -> str:
    """The text with "anything" for each health fact that it denies, which it is not about.

    What is described stays: "no infection" says something of the skin.
    """
    for entity in sorted(entities, key=lambda each: -each["start"]):
        if not entity.get("negated") or entity.get("described"):
            continue
        if entity["entity"] in HEALTH_FACTS:
            text = f"{text[: entity['start']]}anything{text[entity['end'] :]}"
    return text


def _is_contrast(between: str, after: str) -> bool:
    """ "no diabetes, high blood pressure tho": what comes behind the comma is so."""
    if "," not in between:
        return False
    segment = between.rpartition(",")[2] + " " + after.partition(",")[0]
    return bool(_CONTRAST.search(segment))


def _is_used_at_times(before: str, after: str) -> bool:
    """ "haven't used retinol since tuesday", "i don't use retinol every day"."""
    if _NOT_ALWAYS.match(after):
        return True
    return bool(_NOT_LATELY.search(before) and _FOR_A_WHILE.match(after))


def _is_complaint(before: str, denial: re.Match[str]) -> bool:
    """ "I can't / don't want …" says nothing about having something."""
    return bool(
        re.match(r"\s*(?:want|like|wanna|understand|believe|care)\b", before[denial.end() :])
    )
