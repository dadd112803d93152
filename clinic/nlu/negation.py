"""Whether something that a message names is denied, and whom it is about."""

from __future__ import annotations

import re
from typing import Any

HEALTH_FACTS = ("condition", "medicine", "status")
_CLAUSE = re.compile(
    r"[.!?;\n]+|,? (?:but|however|although|though)\b|,(?= (?:i|my|she|he|and i)\b)"
)
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|without|nor|neither|n't|don'?t|doesn'?t|didn'?t|haven'?t|hasn'?t|"
    r"isn'?t|aren'?t|wasn'?t|ain'?t|w/o|free of|rule[ds]? out|negative for|deny|denies|"
    r"sin|n[ãa]o|nie|pas)\b"
)
# After these a "not" in front no longer reaches the thing named.
_DENIAL_ENDS = re.compile(
    r"\b(?:because|since|but|only|just|sure|know|if|whether|think|i (?:do )?have|i got|it'?s|"
    r"i (?:take|took|use|used|am)|rather|on account of|due to|thanks to|cuz|bc|so|"
    r"except|execpt|exept|besides|apart from|other than|aside from|ask(?:ed)?|mention(?:ed)?|"
    r"t[eo]ll?d?|warn(?:ed)?|check(?:ed)?|notice[ds]?|until|til|till)\b|:"
)
_NO_DENIAL = re.compile(
    r"\b(?:not sure|no idea|not only|no doubt|why not|can'?t wait|no longer sure|a no(?:-?go)?|"
    r"says? no|hard no|no (?:gall ?bladder|spleen|thyroid|ovar(?:y|ies)|uterus|immune system)|"
    # … that something is bad, or stays:
    r"(?:not|isn'?t|ain'?t|aren'?t) (?:so |very |too |that |doing )?(?:great|good|ideal|well|"
    r"brilliant|happy|healed|healing|better|perfect|amazing|under control|controlled)|"
    r"(?:never|doesn'?t|won'?t|not) (?:really |ever |fully )?"
    r"(?:go(?:es|ing)?|went|stops?|stopping|heals?|clears?|settles?|ends?))\b"
)
_DENIED_AFTER = re.compile(
    r"\s*(?:free|negative)\b|\s*[:-]\s*(?:no|none|never)\b|\s*\?+\s*(?:no|nope|nah|never)\b|"
    r"\s*(?:no|nope|nah|none)\s*(?:[,.;]|$)|(?: test)?(?: came back| was| is)? negative\b|"
    r"(?: test| biopsy| result)?s? (?:(?:came back|came out|turned out)(?: all)? (?:clean|clear|"
    r"benign|normal|fine)|(?:was|is|were) (?:clean|benign))\b|"
    r".{0,30}\b(?:i (?:do not|don'?t) have (?:it|that|any)|i take none|by mistake)\b"
)
# "never had one until last month": now it is so.
_SINCE_THEN = re.compile(r"\s*(?:\w+ ){0,2}(?:until|til|till|before (?:this|last|now|that))\b")
_CONTRAST = re.compile(
    r"\b(?:tho|though|now|currently|only|have|take|taking|using|use|for that)\b|^\s*on\b"
)
_WORDS_REACHED = 7  # words between a denial and what it denies
_OTHERS = (
    r"mom|mum|mother|mama|dad|father|sister|brother|sis|bro|friend|bestie|bff|husband|wife|"
    r"boyfriend|girlfriend|bf|gf|partner|fianc[ée]e?|son|daughter|kid|child|teen|teenager|niece|"
    r"nephew|aunt|uncle|cousin|grandma|grandmother|granny|nana|grandpa|grandfather|roommate|"
    r"coworker|colleague|boss|neighbor|client|patient|mother-in-law|stepmom|stepdaughter|"
    r"stepson|twin|baby|ex|someone|somebody|people|person|anyone|anybody|clients|"
    r"patients|women|"
    r"hubby|hubs|husbands|grandson|granddaughter|grandad|granddad|grandchild|toddler|newborn|kids|"
    r"mil|sil|fil|sitter|nanny|dog|cat|pet|\d+ ?(?:yo|y/o|yr old|year old)|"
    r"nan|nans|gran|gramps|auntie|mate|flatmate|spouse|bride|parents|in-laws|"
    r"bridesmaid|lady|girl|guy|man|woman|moms|everyone|everybody|mrs|mr|mam[áa]|pap[áa]|hermana|"
    r"hermano|hij[ao]|madre|padre|amiga|amigo|esposo|esposa|m[ãa]e|pai|irm[ãa]o?|mari|femme|m[èe]re|"
    r"p[èe]re|fille|fils|s[œo]e?ur|fr[èe]re|matka|mama|siostra|brat|m[ąa][żz]|[żz]ona"
)
_OTHER = re.compile(
    rf"\b(?:(?:my|our|a|the|his|her|for|for my) (?:\w+ )?(?:{_OTHERS})s?|{_OTHERS})\b"
)
# "new patient", "a single mom with", "as a guy who": the writer's words for themselves or a role.
_OWN_ROLE = re.compile(
    rf"\b(?:(?:new|real|live|actual|first time|returning) (?:patient|person|client)|"
    rf"(?:i'?m|i am|as|me,?|just) (?:just )?(?:an? |the )?(?:\w+ ){{0,2}}(?:{_OTHERS})|"
    r"^(?:an? )?(?:man|woman|guy|girl|lady)(?=,? (?:\d|here|with|in my|of \d))|baby(?= asp))\b"
)
# Who says, finds or prescribes something is not who has it: "they put me on", "my wife thinks".
_SPEAKER = re.compile(
    rf"\b(?:(?:my|our|ur|your|the|a) )?(?:{_OTHERS}|she|he|they|doctors?|dr|derm|gp|nurse)\s+"
    r"(?:just |also |first |now |even |always |really |keeps? |only )?(?:"
    r"(?:put|gave|give|got|start(?:ed)?|told|diagnosed|asked|want(?:ed|s)?|made|wean(?:ed|ing)?|"
    r"took|switch(?:ed)?|referred) me|"
    r"(?:burn(?:ed|t)|froze|lasered|zapped|shaved|cut|took|scraped|sliced) (?:off|out|away)|"
    r"(?:'?re|are|is|'s) (?:wean|tak|start|putt|giv|switch)ing me|"
    r"(?:sa(?:y|ys|id)|thinks?|thought|suspect(?:s|ed)?|reckons?|insists?)\b(?! (?:she|he|they)\b)|"
    r"(?:found|prescribed|discovered|spotted|removed|biopsied|drained|lanced|excised|"
    r"diagnosed it|call(?:s|ed)? it)\b|"
    r"(?:never|did ?n[o']?t|didn'?t) (?:even )?ask)"
)
# A question about people in general is asked for oneself.
_ANYBODY = re.compile(
    r"\b(?:can|could|should|may|do|does|are|is|will|would|what about|what if|has|have|if|any)"
    r"(?: (?:any|some|most|all|you (?:treat|see|take|do)))? "
    r"(?:people|person|someone|somebody|anyone|anybody|women|patients|clients)\b"
)
# Said right before the thing: "my seizures", and not "my kids eczema".
_MY_OWN = re.compile(
    rf"\bmy (?:own )?(?:(?!(?:{_OTHERS}|ha[sd]|is|was|are|have|gets?|got|takes?|on|in|with)s?\b)"
    r"\w+ ){0,2}$"
)
# In what is said of breastfeeding these are the child.
_CHILD = re.compile(
    r"\b(?:he|he's|hes|he'll|him|his|(?:(?:my|our|the|a) )?(?:\w+ )?(?:baby|babies|newborn|twins|"
    r"toddler|son|kid|little one)(?:'s)?)\b"
)
_BRACKETS = re.compile(r"\([^()]*\)")
# Said of the family at large, or of whom the message is written for.
_NOT_MINE = re.compile(
    rf"\b(?:runs?|is) in (?:my|the|our) family\b|\b(?:gift|voucher|present) for\b|\bgift\?|"
    rf"(?<!try )(?<!trying )\bfor (?:my |a |the )?(?:{_OTHERS})\b"
    rf"|[-–—] (?:my|our) (?:{_OTHERS})\b|\bon behalf of\b|\bhistory of\b.{{0,30}}\bfamily\b"
)
_MINE = re.compile(
    r"\b(?:i (?:have|had|got|get|take|took|use|am|was|do)|i'm|im|i've|ive|i was|my own|me)\b"
)
_THEY = re.compile(r"\b(?:she|he|they|her|his|him|their|them|she'?s|he'?s|they'?re)\b")
_NOBODY_NAMED = re.compile(r"\b(?:they|them|their|they'?re)\b")
_THEIRS = re.compile(rf"\s+(?:{_OTHERS})\b")
_SELF = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|me|my|mine|myself|we|i'll)\b")
_MINE_TOO = re.compile(
    r"\b(?:like me|same as me|so (?:do|am|did) i|me too|i do too|"
    r"(?<!will )(?<!would )(?<!could )i (?:get|have) (?:them|it|those) too|"
    r"(?:asking )?(?:cause|cuz|bc|because) i (?:get|have|had)|now on me|"
    r"and i(?:'m)? (?:do|am|have)|and me|me and|"
    r"both of us|we both|we're both|us both)\b"
)


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
    before = _NO_DENIAL.sub(" ", text[begin:start])
    found = list(_DENIAL.finditer(before))
    if found:
        between = before[found[-1].end() :]
        reached = len(between.split()) <= _WORDS_REACHED
        if (
            reached
            and not _DENIAL_ENDS.search(between)
            and not _is_complaint(before, found[-1])
            and not _SINCE_THEN.match(text[end:finish])
            and not _is_contrast(between, text[end:finish])
        ):
            return True
    return text.startswith("no ", start) or bool(_DENIED_AFTER.match(text[end:]))


def without_denied(text: str, entities: list[dict[str, Any]]) -> str:
    """The text with "anything" for each health fact that it denies, which it is not about."""
    for entity in sorted(entities, key=lambda each: -each["start"]):
        if entity.get("negated") and entity["entity"] in HEALTH_FACTS:
            text = f"{text[: entity['start']]}anything{text[entity['end'] :]}"
    return text


def _is_contrast(between: str, after: str) -> bool:
    """ "no diabetes, high blood pressure tho": what comes behind the comma is so."""
    if "," not in between:
        return False
    segment = between.rpartition(",")[2] + " " + after.partition(",")[0]
    return bool(_CONTRAST.search(segment))


def _is_complaint(before: str, denial: re.Match[str]) -> bool:
    """ "I can't / don't want …" says nothing about having something."""
    return bool(
        re.match(r"\s*(?:want|like|wanna|understand|believe|care)\b", before[denial.end() :])
    )


def subject_of(text: str, start: int, end: int, *, nursing: bool = False) -> str:
    """ "self" or "other": whose condition, date or wish this is. Lower-case text.

    `nursing`: it is breastfeeding, of which a child is no more than the reason.
    """
    begin, finish = clause_around(text, start, end)
    clause, place = _BRACKETS.sub(_blank, text[begin:finish]), start - begin
    if not clause[place : end - begin].strip():
        clause = text[begin:finish]  # it stands in the brackets itself
    if _MINE_TOO.search(clause):
        return "self"
    if _NOT_MINE.search(text) and not _MINE.search(clause):
        return "other"
    if _THEIRS.match(text, end):
        return "other"  # "my pregnant wife"
    if _MY_OWN.search(clause[:place]):
        return "self"
    if not _OTHER.search(text, 0, start):
        clause = _NOBODY_NAMED.sub(_blank, clause)  # "they took my coil out": who treated me
    for nobody in (_OWN_ROLE, _SPEAKER, _ANYBODY, *([_CHILD] if nursing else [])):
        clause = nobody.sub(_blank, clause)
    before = clause[:place]
    other, they, self_ = (_last(pattern, before) for pattern in (_OTHER, _THEY, _SELF))
    if other < 0 and they < 0:
        return "self" if self_ >= 0 or not _for_another(text, begin) else "other"
    # "my friend says I …" is about the writer, "I have a friend with …" is about the friend.
    own = _own_verb(before)
    return "self" if own > max(other, they) else "other"


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _own_verb(text: str) -> int:
    """Where the writer last speaks of having or being: "i have", "i'm", "my own"."""
    pattern = re.compile(
        r"\b(?:i(?:'m| am|'ve| have| had| got| get| take| was| use|'ve had| think i| do)|im|ive|"
        r"my own|me with|i)\b"
    )
    return _last(pattern, text)


def _for_another(text: str, begin: int) -> bool:
    """An earlier clause introduced somebody, and this one names nobody."""
    earlier = _SPEAKER.sub(_blank, _OWN_ROLE.sub(_blank, text[:begin]))
    return _last(_OTHER, earlier) > _last(_SELF, earlier)
