"""The typed yes to the read-back: clear, half-hearted, or none."""

from __future__ import annotations

import re

from actions.booking.phrases import CONTRACTED, anywhere, is_question, whole

_THUMBS = "[\N{THUMBS UP SIGN}\N{WHITE HEAVY CHECK MARK}\N{OK HAND SIGN}]"
# Words that agree by themselves, and those that only stand beside one of them.
_AGREES = (
    r"y|k|ya|yah|yeah|yea|yep|yup|yess*|yes|ok|okay|okey|sure|certainly|correct|perfect|great|good|"
    r"right(?! (?:now|away|then|after|before))|s[ií]|claro|sim|wi|tak|go ahead|go for it|submit|"
    r"(?:send|submit)(?: (?:it|this|that|them))?(?: off| over)?(?: right)? (?:now|away)|send|"
    r"confirm|confirmed|absolutely|definitely|of course|agreed?|do it|please do|good to go|all set|"
    r"looks (?:fine|good|ok)|all (?:fine|good|right)|alright|"
    r"(?:that|it|every ?thing)(?:'?s| is) (?:all )?fine|env[ií](?:ar|e|a)(?:la|lo)?|"
    r"adelante|correcto|perfecto|de acuerdo|vale"
)
_BESIDE = (
    r"please|pls|plz|cool|kindly|dear|i|it|that|that'?s|thats|this|its|it'?s|is|are|"
    r"all|every ?thing|the|my|request|message|form|now|off|to|them|you|u|can|may|looks?|sounds?|"
    r"so much|very much|a lot|much|fine|and|just|do|for me|to me|help me|in|over|team|clinic|"
    r"i(?:'?d| would) (?:like|love)(?: for)?(?: you)? to|i want(?: you)? to|ma'?am|sir|friend|"
    r"buddy|hon(?:ey)?|love|sweetie|babe|baby|darling|dude|bro|man|guys|cheers|bye|"
    r"we|oh|hi|lo|la|por favor|est[aá]|bien|todo|as it is|like (?:this|that)|"
    r"totally|completely|very|awesome|lovely|wonderful|excellent|nice|looking|forward"
)
_CLEAR = re.compile(
    rf"^(?=.*(?:(?<!\w)(?:{_AGREES})(?!\w)|{_THUMBS}))"
    rf"(?:(?<!\w)(?:{_AGREES}|{_BESIDE})(?!\w)|[^\w])+$",
    re.IGNORECASE | re.DOTALL,
)
_YES = re.compile(rf"(?<!\w)(?:{_AGREES})(?!\w)|{_THUMBS}", re.IGNORECASE)
_THANKS = re.compile(
    r"(?<!\w)(?:thanks?(?: you)?|thank u|thx|ty|gracias|i appreciate (?:it|that|you\w*))"
    r"(?: (?:so|very|much|kindly|a lot|again|both|all))*"
    r"(?: for (?:your|all|the|everything|being|helping|taking|this)\b[a-z' ]{0,30})?(?!\w)",
    re.IGNORECASE,
)
# What is wished and said of oneself beside the yes agrees to nothing.
_POLITE = re.compile(
    r"(?<!\w)(?:have (?:a|an) (?:\w+ ){1,2}(?:day|one|evening|night|weekend|time)|"
    r"good ?(?:bye|night|day|evening|morning|afternoon)|"
    r"(?:i am|i'?m|im|you are|you'?re|we are|we'?re) (?:all )?(?:good|great|fine|ok|okay|perfect)"
    r"(?! to go))(?!\w)",
    re.IGNORECASE,
)
# "Wait" before a plain yes holds it up no longer: "wait yes", "oh wait no its all good, send it".
_WAITED = re.compile(
    r"^\W*(?:(?:oh|ok|sorry)\W+)*wait\W+(?=(?:no\W+)?(?:yes|yeah|yep|yup|send|submit|"
    r"(?:(?:it|that|every ?thing)(?:['’]?s| is)?\W+)?all (?:good|fine|correct|right|set))(?!\w))",
    re.IGNORECASE,
)
# Alone, and only alone, these are one: "now", "ok go".
_ALONE = whole(r"now", r"(?:ok(?:ay)?|yes|yeah|yep|sure|great|perfect),? (?:go|now)")
_LONGEST = 120  # characters of a yes, politeness apart: longer ones are none, and slow to tell
# A no to changing anything, before the yes: "nope all good", "nothing to change, send".
_NO_CHANGE = re.compile(
    r"^\W*(?:(?:no(?:pe)?|nah)\W+)?(?:"
    r"(?:there'?s |i have )?(?:nothing|no need|no changes?|no corrections?|no edits?)"
    r"(?: (?:else|more|to|that|needs?|i|want|have|left|change|changing|add|fix|correct|needed))*"
    r"(?!\w)|"
    r"(?:no(?:pe)?|nah)\W+(?!.*thank)(?=(?:(?:it|that|every ?thing)(?:'?s| is| looks)? )?"
    r"(?:all (?:good|fine|correct|right|set)|perfect|correct|right(?! (?:now|away))|looks|"
    r"good to go|send|submit|go ahead)(?!\w)))",
    re.IGNORECASE,
)
_NO_BEFORE = re.compile(r"^\W*(?:no(?:pe)?|nah)\W+", re.IGNORECASE)
# Willing words that leave open whether it shall be sent.
_HEDGES = (
    r"guess|suppose|whatever|think|maybe|perhaps|probably|possibly|"
    r"might|if (?:you|u|i|we) (?:say so|must|have to|want|insist|like)|already|as i|"
    r"like i|i (?:just |have )?(?:said|told)|i don'?t (?:care|mind|know)|kind ?of|"
    r"sort of|not sure|unsure|why not|hm+|meh|eh|supongo|"
    r"quiz[aá]s?|tal vez|creo|da igual|fine then|doesn'?t matter|dunno|idk"
)
_HEDGED = anywhere(_HEDGES)
_ONLY_HEDGED = re.compile(
    rf"^(?:(?<!\w)(?:{_HEDGES}|{_AGREES}|{_BESIDE}|so|said|well|then)(?!\w)|[^\w])+$", re.IGNORECASE
)
_NOT = anywhere(r"no", r"not", r"never", r"nope", r"nah", CONTRACTED, r"stop", r"cancel")
_GRUDGING = whole(r"(?:(?:well|ok|oh|just|then|so) )*fine(?: then)?", r"(?:i )?don'?t care")


def says_yes(text: str) -> bool:
    """Whether there is a word in it that agrees, however hedged."""
    return bool(_YES.search(text)) and not _NOT.search(text)


def is_clear(text: str) -> bool:
    """A yes to the whole, and nothing beside it but politeness and that nothing is to change."""
    if is_half_hearted(text) or is_question(text):
        return False
    said = _without_politeness(_NO_CHANGE.sub(" ", text))
    return not _NOT.search(said) and _is_all(_CLEAR, said)


def sends(text: str) -> bool:
    """A clear yes to what is read back, or "now", which is one there."""
    return bool(_ALONE.match(text)) and not is_question(text) or is_clear(_WAITED.sub("", text))


def is_half_hearted(text: str) -> bool:
    """ "I guess", "fine whatever", "as I said": willing perhaps, and no consent."""
    return bool(_HEDGED.search(text) or _GRUDGING.match(text))


def says_no_more(text: str) -> bool:
    """Whether a half-hearted yes is all of it, and nothing is told with it."""
    return is_half_hearted(text) and (_is_all(_ONLY_HEDGED, text) or bool(_GRUDGING.match(text)))


def is_ambiguous(text: str) -> bool:
    """ "no that's fine", "nothing to change": no to a change, or to sending it?"""
    said = _without_politeness(text)
    agreed = _NO_BEFORE.sub(" ", said) if _NO_BEFORE.match(said) else ""
    return _is_all(_CLEAR, agreed) or bool(_NO_CHANGE.fullmatch(said.strip(" .!,")))


def _without_politeness(text: str) -> str:
    return _POLITE.sub(" ", _THANKS.sub(" ", text))


def _is_all(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and bool(pattern.match(text))
