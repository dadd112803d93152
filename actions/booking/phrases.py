"""Small phrases that mean the same in any form: stop, skip, no, yes, either, a question."""

from __future__ import annotations

import re


def _whole(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(phrases)})\W*$", re.IGNORECASE)


def _anywhere(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


STOP = _whole(
    r"(?:please |ok |just )*(?:stop|cancel|quit|exit|abort|end|parar?|cancelar?|basta)"
    r"(?: (?:it|this|that|please|now|everything|the (?:form|request|booking|whole thing)))*",
)
GIVE_UP = _anywhere(
    r"forget (?:it|this|about it|the whole thing)",
    r"never ?mind",
    r"nvm",
    r"changed my mind",
    r"(?:don'?t|do not) (?:want|wanna) to (?:book|do this|continue|go on)(?: any ?more)?",
    r"(?:don'?t|do not) (?:send|submit) (?:it|this|anything|that)",
    r"cancel (?:my |the |this )?(?:request|booking|form|everything)",
    r"i'?ll think about it",
    r"ill think about it",
    r"olv[ií]d(?:alo|elo)",
    r"d[ée]jalo",
)
SKIP = _whole(
    r"skip(?: (?:it|this|that|please))*",
    r"pass",
    r"none",
    r"no(?:pe|ne|thing|t really|,? thanks?(?: you)?| thank you)?",
    r"nah",
    r"n/?a",
    r"i'?d rather not(?: say)?",
    r"rather not(?: say)?",
    r"prefer not to(?: say)?",
    r"not? (?:that )?i know of",
    r"(?:i )?(?:don'?t|do not) (?:have (?:one|any|an? e-?mail|a phone)|want to(?: say)?)",
    r"no (?:e-?mail|phone|number|correo|tel[ée]fono)(?:,? .{0,30})?",
    r"no tengo(?: nada| ninguna?)?",
    r"ningun[oa]",
    r"nada",
    r"nie",
    r"n[ãa]o",
    r"non",
)
YES = _whole(
    r"(?:(?:y|ya|yah|yeah|yea|yep|yup|yes|yess+|ok|okay|sure|correct|right|perfect|great|good|"
    r"s[ií]|claro|sim|wi|tak|please|send|go|ahead|looks|sounds|it|all|that|that's|thats|is|"
    r"everything|fine|do|submit|the request|request|confirm|confirmed|absolutely|of course)"
    r"[\s,.!]*)+"
)
EITHER = _anywhere(
    r"either(?: one| location| town| place| is fine| works)?",
    r"both",
    r"any(?: one| location| town| place| of them|where)?",
    r"doesn'?t matter",
    r"no preference",
    r"don'?t care",
    r"whichever",
    r"whatever",
    r"cualquiera",
)
HEALTHY = _anywhere(
    r"no (?:health|medical) (?:conditions?|issues?|problems?|history)",
    r"nothing (?:medical|health[- ]related)",
    r"(?:i'?m )?(?:perfectly |totally )?healthy",
)
CORRECTION = _anywhere(
    r"actually", r"instead", r"typo", r"i mean[t]?", r"sorry", r"wait", r"correction", r"change",
    r"make (?:it|that)", r"should be", r"wrong", r"not that", r"mistake", r"better", r"no,",
)  # fmt: skip
QUESTION = re.compile(
    r"\?|^\W*(?:wait,? |ok(?:ay)?,? |and |but |so |hi,? |hey,? )*"
    r"(?:who|what|whats|when|where|why|how|which|is|are|am|can|could|do|does|did|will|would|"
    r"should|has|have you|qu[eé]|cu[aá]nto|cu[aá]ndo|d[oó]nde|c[oó]mo|duele)\b",
    re.IGNORECASE,
)


def wants_to_stop(text: str) -> bool:
    return bool(STOP.match(text) or GIVE_UP.search(text))


def is_refusal(text: str) -> bool:
    return bool(SKIP.match(text))


def is_yes(text: str) -> bool:
    return bool(YES.match(text)) and not is_question(text)


def is_question(text: str) -> bool:
    return bool(QUESTION.search(text))


def is_correction(text: str) -> bool:
    return bool(CORRECTION.search(text))
