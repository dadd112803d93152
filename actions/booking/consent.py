"""The typed yes to the read-back: clear, half-hearted, or none."""

from __future__ import annotations

import re

from actions.booking.phrases import anywhere, is_question, whole

_THUMBS = "[\N{THUMBS UP SIGN}\N{WHITE HEAVY CHECK MARK}\N{OK HAND SIGN}]"
# Words that agree by themselves, and those that only stand beside one of them.
_AGREES = (
    r"y|k|ya|yah|please|yeah|yea|yep|yup|yess*|yes|ok|okay|okey|sure|correct|right|perfect|great|good|"
    r"s[ií]|claro|sim|wi|tak|send|go ahead|submit|confirm|confirmed|absolutely|definitely|"
    r"of course|agreed?|do it|looks (?:fine|good|ok)|all (?:fine|good|right)|alright|"
    r"(?:that|it|every ?thing)(?:'?s| is) (?:all )?fine|env[ií](?:ar|e|a)(?:la|lo)?|"
    r"adelante|correcto|de acuerdo|vale"
)
_BESIDE = (
    r"pls|plz|cool|thanks?|thank you|thx|ty|dear|i|it|that|that'?s|thats|this|its|it'?s|is|are|"
    r"all|every ?thing|the|my|request|message|form|now|off|to|them|you|u|can|may|looks?|sounds?|"
    r"so much|very much|a lot|much|fine|and|just|do|for me|in|over|team|clinic|ma'?am|sir|friend|"
    r"buddy|hon(?:ey)?|love|sweetie|cheers|bye|"
    r"have a (?:nice|good|great) (?:day|one|evening|night)|am|"
    r"we|oh|hi|lo|la|por favor|gracias|est[aá]|bien|todo|as it is|like (?:this|that)|"
    r"totally|completely|very|awesome|lovely|wonderful|excellent|nice|looking|forward"
)
_CLEAR = re.compile(
    rf"^(?=.*(?:(?<!\w)(?:{_AGREES})(?!\w)|{_THUMBS}))"
    rf"(?:(?<!\w)(?:{_AGREES}|{_BESIDE})(?!\w)|[^\w])+$",
    re.IGNORECASE | re.DOTALL,
)
_YES = re.compile(rf"(?<!\w)(?:{_AGREES})(?!\w)|{_THUMBS}", re.IGNORECASE)
# Willing words that leave open whether it shall be sent.
_HEDGES = anywhere(
    r"guess", r"suppose", r"whatever", r"think", r"maybe", r"perhaps", r"probably", r"possibly",
    r"might", r"if (?:you|u|i|we) (?:say so|must|have to|want|insist|like)", r"already", r"as i",
    r"like i", r"i (?:just |have )?(?:said|told)", r"i don'?t (?:care|mind|know)", r"kind ?of",
    r"sort of", r"not sure", r"unsure", r"why not", r"hm+", r"meh", r"eh", r"supongo",
    r"quiz[aá]s?", r"tal vez", r"creo", r"da igual", r"fine then", r"doesn'?t matter", r"dunno",
    r"idk",
)  # fmt: skip
_NOT = anywhere(r"no", r"not", r"never", r"nope", r"\w+n['’]?t", r"stop", r"cancel")
_GRUDGING = whole(r"(?:(?:well|ok|oh|just|then|so) )*fine(?: then)?", r"(?:i )?don'?t care")


def says_yes(text: str) -> bool:
    """Whether there is a word in it that agrees, however hedged."""
    return bool(_YES.search(text)) and not _NOT.search(text)


def is_clear(text: str, *, agrees: bool) -> bool:
    """A yes and nothing that takes from it; `agrees`: the message as a whole was understood so."""
    if is_half_hearted(text) or _NOT.search(text) or is_question(text):
        return False
    return bool(_CLEAR.match(text)) or (agrees and says_yes(text))


def is_half_hearted(text: str) -> bool:
    """ "I guess", "fine whatever", "as I said": willing perhaps, and no consent."""
    return bool(_HEDGES.search(text) or _GRUDGING.match(text))
