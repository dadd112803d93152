"""Small phrases that mean the same in any form: stop, skip, no, yes, either, a question."""

from __future__ import annotations

import re

from actions.say import profile

_POLITE = (
    r"(?:[,.! ]+(?:i'?m afraid|sorry|thanks?(?: you)?|please|right now|yet|though|tbh|to be honest|"
    r"honestly|thank (?:god|goodness)|at all|gracias|por favor))*"
)


def whole(*phrases: str) -> re.Pattern[str]:
    """Matches a text that is one of these phrases and nothing else but politeness."""
    return re.compile(rf"^\W*(?:{'|'.join(phrases)}){_POLITE}\W*$", re.IGNORECASE)


def anywhere(*phrases: str) -> re.Pattern[str]:
    """Finds one of these phrases inside a text, as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


# "can't", "dont", but not "want" or "went".
CONTRACTED = (
    r"(?:ca|wo|do|does|did|is|are|was|were|has|have|had|could|would|should|must|need|ai)n['’]?t"
)

STOP = whole(
    r"(?:(?:please|ok(?:ay)?|yes|yeah|no|just)[,.! ]+|"
    r"(?:i(?:'d| would)?|we) (?:want|wanna|need|like)(?: to)? )*"
    r"(?:stop|cancel|quit|exit|abort|end|parar?|cancelar?|basta)"
    r"(?: (?:it|this|that|please|now|everything|the (?:form|request|booking|whole thing)))*",
)
# What may follow in the same clause: "I'm done with this", but not "I'm done with chemo".
_GIVEN_UP = (
    r"(?: (?:with|about|to|of|it|this|that|these|those|all|the|my|a|an|any|you|here|now|then|"
    r"thing|form|request|booking|appointment|questions?|today|please|thanks?|thank you|sorry|bye|"
    r"for now|right now|at all|anymore|any ?more|anyways?|lol|ok|okay|gracias|because\b.*|"
    r"cuz\b.*|since\b.*|cause\b.*))*\s*(?=[,.;!?\n)]|$)"
)
GIVE_UP = re.compile(
    r"(?<!\w)(?:forget (?:it|this|about it|about this|the whole thing)|never ?mind|nvm|"
    r"i(?:'?ve| have)? changed my mind|changed my mind|"
    r"(?:don'?t|do not|no longer) (?:want|wanna) (?:to (?:book|do this|continue|go on)|"
    r"an? (?:appointment|booking))|"
    r"(?:don'?t|do not) (?:send|submit) (?:it|this|anything|that)|"
    r"cancel (?:my |the |this )?(?:request|booking|form|everything)|"
    r"(?:let'?s )?(?:drop|scrap) (?:it|this|the whole thing)|"
    r"(?:not|no longer) interested|i'?m done|i'?ll think about it|olv[ií]d(?:alo|elo)|d[ée]jalo)"
    + _GIVEN_UP,
    re.IGNORECASE | re.DOTALL,
)
# "Never mind, Saturday" puts something right; "never mind, I'll call on Saturday" does not.
_DETAIL = re.compile(
    r"\d{3}|@|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mornings?|afternoons?|evenings?|"
    r"tomorrow|next week|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|"
    r"domingo)\b",
    re.IGNORECASE,
)
_WILL_DO = re.compile(
    r"\b(?:i'?ll|i will|i'?m (?:going to|gonna)|imma|let me) (?:just )?(?:call|phone|ring|e-?mail|"
    r"come by|stop by|walk in|go|think|ask|try|do it|find)\b",
    re.IGNORECASE,
)
SKIP = whole(
    r"(?:please |just |let'?s |can (?:i|we) |i'?d |i'?ll )*skip(?: (?:it|this|that|please|one|"
    r"the \w+|for now|question))*",
    r"pass",
    r"next(?: question)?",
    r"none",
    r"nah",
    r"n/?a",
    r"nil",
    r"n",
    r"nothing(?: really| else)?",
    r"no(?:pe|ne|t really|,? thanks?(?: you)?| thank you|,? not really| way|no)?",
    r"none of (?:those|these|that|them|the above|your business)(?: apply)?",
    r"(?:no,? )?(?:i'?d |i would )?(?:rather|prefer) not"
    r"(?: (?:to )?(?:say|share|give|tell)?.{0,40})?",
    r"(?:no,? )?i'?d rather (?:keep|leave) .{0,40}",
    r"(?:not?|none|nothing) (?:that )?i(?:'m| am)? (?:know|aware) of",
    r"(?:(?:sorry|hmm+|um+),? )*"
    r"(?:idk|dunno|no idea|not sure|(?:i )?(?:don'?t|do not) know|no s[eé])",
    r"(?:no,? |sorry,? )*(?:i )?(?:don'?t|do not|won'?t|will not) (?:really )?"
    r"(?:have|use|do|own|want|wanna|feel like|like)(?: (?:to|an?|any|my|that|one|it|this|giving|"
    r"sharing|give|share|say|you|e-?mails?|address|phones?|number|info|out|anything|preference|"
    r"really|mind|telling|tell))*",
    r"(?:no,? )?(?:i'?m |i am )?not (?:comfortable|giving|sharing|going to|gonna)(?: .{0,40})?",
    r"no (?:names?|(?:e-?)?mails?|phones?|numbers?|calls?|correo|tel[ée]fono)(?:,? .{0,40})?",
    r"(?:please )?(?:just )?(?:call|text|phone|ring|e-?mail) me(?: (?:instead|only|please))*",
    r"(?:just |only )?(?:the )?(?:phone|cell|e-?mail|text)"
    r" (?:is (?:enough|fine|better|ok|best)|only)",
    r"(?:i )?prefer (?:an? )?(?:e-?mails?|phone|calls?|texts?)(?: (?:please|instead))*",
    r"leave (?:it|that|this) (?:out|blank|empty)",
    r"no tengo(?: nada| ningun[oa]?| correo| tel[ée]fono)?",
    r"prefiero no .{0,30}",
    r"ningun[oa]",
    r"nada",
    r"nie",
    r"n[ãa]o",
    r"non",
)
CONTACT = anywhere(
    r"e-?mails?", r"phones?", r"numbers?", r"calls?", r"texts?", r"correo", r"tel[ée]fono"
)
YES = whole(
    r"(?:(?:y|ya|yah|yeah|yea|yep|yup|yes|yess+|ok|okay|sure|correct|right|perfect|great|good|"
    r"s[ií]|claro|sim|wi|tak|please|send|go|ahead|looks|sounds|it|all|that|that's|thats|is|"
    r"everything|fine|do|submit|the request|request|confirm|confirmed|absolutely|of course)"
    r"[\s,.!]*)+"
)
# Neither "mhm", "mm-hmm" and "uh-huh", which agree, nor "uh-uh", which does not.
_SOUND = r"(?:h+m+|u+h*m+|u+h+|e+r+m*|e+h+m+|m{2,})"
HESITATES = re.compile(rf"^\W*(?!m+\W+h+m+|u+h\W*u+h){_SOUND}(?:\W+{_SOUND})*\W*$", re.IGNORECASE)
EITHER = anywhere(
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
HEALTHY = anywhere(
    r"no (?:other )?(?:health|medical|skin) (?:conditions?|issues?|problems?|history|stuff)",
    r"nothing (?:medical|health[- ]related|to report|i know of|like that)",
    r"(?:i'?m )?(?:perfectly |totally |very )?healthy",
    r"no medical (?:anything|whatsoever)",
    r"(?:all|i'?m (?:all )?) ?(?:good|clear|fine) (?:health ?wise|there|on that)",
)
CORRECTION = anywhere(
    r"actually", r"instead", r"typo", r"i mean[t]?", r"sorry", r"wait", r"correction", r"change",
    r"make (?:it|that)", r"should be", r"wrong", r"not that", r"mistake", r"better", r"no,",
)  # fmt: skip
# Said with any of these, a detail replaces one that was given, whatever is asked just now.
FIRM_CORRECTION = anywhere(
    r"actually", r"instead", r"rather", r"i mean[t]?", r"change", r"make (?:it|that|the)",
    r"should (?:be|say)", r"wrong", r"correction", r"not that", r"mejor", r"en vez",
)  # fmt: skip
OR_ALSO = re.compile(
    r"^\W*(?:(?:or|also|and|plus|otherwise|alternatively|oh|another option|o|tambi[ée]n)\b|"
    r".*\b(?:works? too|as well|is (?:also )?(?:ok|fine|good) too|also works?)\b)",
    re.IGNORECASE,
)
BUT = anywhere(r"but", r"except", r"wait", r"actually", r"change", r"instead", r"pero")
TEXTS = anywhere(
    r"(?:just |please |only )*text me", r"texts? (?:is|are) (?:fine|ok|better|best)",
    r"text(?:s|ing)? only", r"only texts?", r"(?:rather|prefer) (?:a )?texts?",
)  # fmt: skip
QUESTION = re.compile(
    r"\?|^\W*(?:wait,? |ok(?:ay)?,? |and |but |so |hi,? |hey,? )*"
    r"(?:who|what|whats|when|where|why|how|which|is|are|am|can|could|"
    r"do(?! (?:it|this|that)(?:\W*$| (?:in|on|at|for|by)\b))|does|did|will|would|"
    r"should|has|have you|qu[eé]|cu[aá]nto|cu[aá]ndo|d[oó]nde|c[oó]mo|duele)\b",
    re.IGNORECASE,
)

# A yes or a no that is asked for instead of given.
VERDICT_ASKED = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|and|but|then|so|well)\b[\s,]*)*"
    r"(?:(?:is|was|does) (?:it|that|this)|that'?s|it'?s|so|which|mean\w*|"
    r"can you (?:just )?(?:say|tell me))"
    r"\b.{0,20}\b(?:yes|no)\b[^?]{0,8}\?|"
    r"\byes or (?:a )?no\b|\b(?:is|was) (?:it|that|this) an? (?:yes|no)\b|"
    r"^\W*so,? (?:yes|no)\W*\?",
    re.IGNORECASE,
)
# "Can you make it Norwalk" asks for nothing but that.
CHANGE_ASKED = re.compile(
    r"^\W*(?:(?:and|but|ok|oh|wait|so|um|hmm|sorry|please|actually)\b[\s,]*)*"
    r"(?:can|could|would) (?:(?:you|we|i|u) (?:please |maybe |just )*"
    r"(?:make|change|switch|move|do|have|get|put|book|come|go with|try)|"
    r"(?:it|that) be (?:in|on|at|after|before|around|moved|changed))\b",
    re.IGNORECASE,
)

# A question behind an answer: stricter, because "Norwalk is close" and "when I'm off" are none.
_ASKING = (
    r"(?:is|are|am|can|could|do|does|did|will|would|should|has)\s+"
    r"(?:it|there|this|that|i|you|we|they|the|my|your|a|an|any\w*|she|he|people)\b"
)
QUESTION_BEHIND = re.compile(
    r"^\W*(?:(?:and|but|also|so|ok|btw|by the way|y|pero)\b[\s,]*)*"
    rf"(?:(?:who|what|whats|why|how)\b|"
    rf"(?:when|where|which \w+) {_ASKING}|{_ASKING}|(?:qu[eé]|cu[aá]nto|cu[aá]ndo|d[oó]nde|c[oó]mo|"
    r"duele)\b)",
    re.IGNORECASE,
)


def wants_to_stop(text: str) -> bool:
    """Whether the request is given up, and not only put right: "changed my mind, Saturday"."""
    if STOP.match(text):
        return True
    found = GIVE_UP.search(text)
    if not found:
        return False
    return not _names_a_detail(text) or bool(_WILL_DO.search(text[found.end() :]))


def _names_a_detail(text: str) -> bool:
    towns = (town.lower() for town in profile().towns)
    return bool(_DETAIL.search(text)) or any(town in text.lower() for town in towns)


def asks_for_verdict(text: str) -> bool:
    """ "So is that a no?", "so yes or no": neither turns anything down nor takes it."""
    return bool(VERDICT_ASKED.search(text))


def is_refusal(text: str) -> bool:
    return bool(SKIP.match(text))


def is_about_contact(text: str) -> bool:
    """ "no phone" turns down a way of being reached, whatever is asked just now."""
    return bool(CONTACT.search(text))


def is_yes(text: str) -> bool:
    return bool(YES.match(text)) and not is_question(text)


def hesitates(text: str) -> bool:
    """ "Hm", "um": no answer to anything, so that what was asked still is."""
    return bool(HESITATES.match(text))


def is_question(text: str) -> bool:
    return bool(QUESTION.search(text))


def is_question_behind(text: str) -> bool:
    """Whether a piece of a message, standing behind something else, asks."""
    return bool(QUESTION_BEHIND.search(text))


def shortened(text: str, most: int) -> str:
    """No more than so many characters, cut between words."""
    if len(text) <= most:
        return text
    return (text[:most].rpartition(" ")[0] or text[: most - 1]) + "…"


def is_correction(text: str) -> bool:
    return bool(CORRECTION.search(text))
