"""Whose condition, medicine, date or wish a message names."""

from __future__ import annotations

import re
from functools import lru_cache

from clinic.nlu.negation import clause_around

OTHERS = (
    r"mom|mum|mother|mama|dad|father|sister|brother|sis|bro|friend|bestie|bff|husband|wife|"
    r"boyfriend|girlfriend|bf|gf|partner|fianc[ée]e?|son|daughter|kid|child|teen|teenager|niece|"
    r"nephew|aunt|uncle|cousin|grandma|grandmother|granny|nana|grandpa|grandfather|roommate|"
    r"coworker|colleague|boss|neighbor|client|patient|mother-in-law|stepmom|stepdaughter|"
    r"stepson|twin|baby|ex|someone|somebody|people|person|anyone|anybody|clients|"
    r"patients|women|"
    r"hubby|hubs|husbands|grandson|granddaughter|grandad|granddad|grandchild|toddler|newborn|kids|"
    r"mil|sil|fil|sitter|nanny|dog|cat|pet|\d+ ?(?:yo|y/o|yr old|year old)|"
    r"nan|nans|gran|gramps|auntie|mate|flatmate|spouse|bride|parents|in-laws|"
    r"neighbour|au pair|co-worker|classmate|relative|stepdad|stepmother|stepfather|ex-husband|"
    r"ex-wife|sibling|"
    r"little one|folks|housemate|roomie|wifey|"
    r"employee|student|teens|teenagers|grandparents|daddy|mommy|"
    r"daughter-in-law|son-in-law|sister-in-law|brother-in-law|father-in-law|triplets|infant|"
    r"bridesmaid|lady|girl|boy|guy|man|woman|moms|everyone|everybody|mrs|mr|mam[áa]|pap[áa]|hermana|"
    r"hermano|hij[ao]|madre|padre|amiga|amigo|esposo|esposa|m[ãa]e|pai|irm[ãa]o?|mari|femme|m[èe]re|"
    r"p[èe]re|fille|fils|s[œo]e?ur|fr[èe]re|matka|mama|siostra|brat|m[ąa][żz]|[żz]ona"
)
_OTHER = re.compile(
    rf"\b(?:(?:my|our|a|the|his|her|for|for my) (?:\w+ )?(?:{OTHERS})s?|"
    rf"(?:{OTHERS})(?:(?<!guy)(?<!girl)(?<!man)s)?)\b"
)
# "new patient", "a single mom with", "as a guy who": the writer's words for themselves or a role.
_OWN_ROLE = re.compile(
    rf"\b(?:(?:new|real|live|actual|first time|returning) (?:patient|person|client)|"
    rf"(?:i'?m|i am|as|me,?|just) (?:just )?(?:an? |the )?(?:\w+ ){{0,2}}(?:{OTHERS})"
    r"(?: of \w+)?|(?:\d|one|two|three|four|five) (?:kids|children)(?=,| and\b| &| later\b)|"
    r"^(?:an? )?(?:man|woman|guy|girl|lady|person|mom|patient)"
    r"(?=,? (?:\d|here|with|in my (?:\w+ )?(?:\d|\w+ties)|of \d))|"
    r"your (?:\w+ )?(?:patient|client)|baby(?= asp)|"
    r"(?:mother|mom|mum|mama|dad|father|grandmother|grandma|grandpa|nana) of (?:\d+|\w+)|"
    rf"^(?:(?:single|retired|busy|tired|working|proud|older|young|middle aged) )+(?:{OTHERS}))\b|"
    r"(?:^|[,.;] ?)(?:woman|man|lady|girl|guy)(?= ?[,.;])"
)
# Who is no more than mentioned: people in general, those who give the treatment, an occasion, and
# words that only look like somebody.
_BYSTANDERS = re.compile(
    r"\b(?:(?<!know )(?<!saw )(?<!met )(?<!our )(?<!my )(?<!a )"
    r"(?:people|persons?|someone|somebody|anyone|anybody|women|men|patients|clients|folks)|"
    r"(?:for|would|could|can|should|is|does|than|like) (?:an?|any|the) "
    r"(?:man|woman|person|guy|lady|client|patient))(?: (?:my|your) age)?"
    r"(?= (?:with|w|on|in|who|that|taking|like|having|over)\b)|"
    r"\b(?:the |your |a )?(?:lady|girl|woman|man|guy|person|someone|somebody) "
    r"(?:who (?:does|did|do)|doing|that does|giving|at the (?:desk|front|counter)|on the phone|"
    r"at reception)\b|"
    r"\b(?:can|could|will|does|would|do|should) (?:she|he|they) "
    r"(?:work around|avoid|skip|go around|need to know|know|see|treat|touch|look|handle|"
    r"have experience)\b|"
    r"\b(?:before|after|at|for|until|by|of|from) (?:my|our) (?:\w+ )?(?:\w+'?s) "
    r"(?:wedding|graduation|birthday|party|shower|prom|christening|baptism)\b|"
    r"\bwedding of my \w+|\bgift from (?:my )?\w+|"
    r"\bbridesmaid(?= (?:duty|duties|in|at|for|dress))|"
    r"\b(?:hey|hi|ok|okay|omg|yo|you) (?:girls?|man|guys|ladies|lady|dude)\b(?!\W*(?:with|w) )|"
    r"^(?:girls?|man|guys|dude)(?= ?(?:,|(?:i|i'm|im|my|omg|you|u|is|can|do)\b))|"
    r"\b(?:baby (?:brain|face|hairs?|smooth|soft|steps)|dad bod|mom (?:jeans|bun|guilt|brain|bod)|"
    r"partner in crime|son of a \w+|people pleaser|mother'?s day|father'?s day|"
    r"(?:dog|cat) (?:bite|scratch|allergy|hair|dander))\b"
)
# Who says, finds or prescribes something is not who has it: "they put me on", "my wife thinks".
_SPEAKER = re.compile(
    rf"\b(?:(?:my|our|ur|your|the|a) )?(?:{OTHERS}|she|he|they|doctors?|dr|derm|gp|nurse)\s+"
    r"(?:of mine )?(?:just |also |first |now |even |always |really |keeps? |only |"
    r"ha[sd] to |will |can )?(?:"
    r"(?:put|gave|give|got|start(?:ed)?|told|diagnosed|asked|want(?:ed|s)?|made|wean(?:ed|ing)?|"
    r"took|switch(?:ed)?|referred|has|have|had|warn(?:ed|s)|books?|drives?|drove|"
    r"sends?|brings?|brought) me\b|"
    r"(?:burn(?:ed|t)|froze|lasered|zapped|shaved|cut|took|scraped|sliced) (?:off|out|away)|"
    r"(?:'?re|are|is|'s) (?:wean|tak|start|putt|giv|switch)ing me|"
    r"(?:sa(?:y|ys|id)|thinks?|thought|suspect(?:s|ed)?|reckons?|insists?)\b(?! (?:she|he|they)\b)|"
    r"(?:found|prescribed|discovered|spotted|removed|biopsied|drained|lanced|excised|"
    r"diagnosed it|call(?:s|ed)? it)\b|"
    r"(?:never|did ?n[o']?t|didn'?t) (?:even )?ask)"
)
# "the friend i'm bringing has", of whom the writer says no more than what she does with her.
_WHOM_I = re.compile(
    rf"(\b(?:{OTHERS})) (?:that |who |whom )?i(?:'m| am|'ve)? \w+(?: \w+)? "
    r"(?=(?:has|is|takes|had|was|gets|uses)\b)"
)
# A question about people in general is asked for oneself.
_ANYBODY = re.compile(
    r"\b(?:can|could|should|may|do|does|are|is|will|would|what about|what if|has|have|if|any)"
    r"(?: (?:any|some|most|all|you (?:treat|see|take|do)))? "
    r"(?:people|person|someone|somebody|anyone|anybody|women|patients|clients)\b"
)
# Said right before the thing: "my seizures", and not "my kids eczema".
_MY_OWN = re.compile(
    rf"\bmy (?:own )?(?:(?!(?:{OTHERS}|ha[sd]|is|was|are|have|gets?|got|takes?|on|in|with)s?\b)"
    r"\w+ ){0,2}$"
    # … or given to the writer: "dad's side gave me keloids"
    r"|\b(?:gave|gives?|passed|put|has|had|keeps?|started) me (?:on |with )?(?:\w+ ){0,2}$"
)
_OWN_WORD = re.compile(r"\b(?:my|me|myself)\b")  # within the thing: "the cat scratched my cheek"
# In what is said of breastfeeding these are the child.
_CHILD = re.compile(
    r"\b(?:he|he's|hes|he'll|him|his|(?:(?:my|our|the|a) )?(?:\w+ )?(?:baby|babies|newborn|twins|"
    r"toddler|son|kid|little one|\d+[ -]?(?:yo|y/o|yr old|year[ -]old))(?:'s)?)\b"
)
_BRACKETS = re.compile(r"\([^()]*\)")
# Said of the family at large, or of whom the message is written for.
_NOT_MINE = re.compile(
    rf"\bin (?:my|the|our) family\b|(?<!if )\bnot (?:for )?me\b|"
    rf"\b(?:it'?s|it is|this is) my (?:{OTHERS})\b|"
    rf"\b(?:gift|voucher|present) for\b|\bgift\?|"
    rf"(?<!try )(?<!trying )\bfor (?:my |a |the )?(?:{OTHERS})\b(?!'s)"
    rf"|[-–—] (?:my|our) (?:{OTHERS})\b|\bon behalf of\b|\((?:it'?s )?my (?:{OTHERS})\)|"
    rf"\bmy (?:{OTHERS}) (?:forms?|gets?|has|takes|uses|had) (?:them|it|those|that|one)\b|"
    r"\bhistory of\b.{0,30}\bfamily\b"
)
_MINE = re.compile(
    r"\b(?:i (?:have|had|got|get|take|took|use|am|was|do)|i'm|im|i've|ive|i was|my own|me)\b"
)
_NOT_ME = re.compile(r"\bnot (?:for )?me\b")
_THEY = re.compile(r"\b(?:she|he|they|her|his|him|their|them|she'?s|he'?s|they'?re)\b")
_NOBODY_NAMED = re.compile(r"\b(?:they|them|their|they'?re)\b")
# Nobody's: what the clinic may sell, what the treatment is compared with or may bring about.
_ASKED_OF_ANYTHING = re.compile(
    r"\b(?:do|can|could|will|would) (?:you|u|they|you guys|y'all) (?:guys |also |even )?"
    r"(?:prescribe|sell|offer|carry|stock|inject|dispense)(?: \w+){0,2} $|"
    r"\b(?:how much (?:is|are|for)|(?:price|cost) (?:of|for)) (?:the |an? |your )?$|"
    r"\b(?:versus|vs\.?|compared (?:to|with)) (?:an? |the )?$|"
    r"\b(?:can|does|could|will|would|might|may) (?:it|this|that|the \w+|microderm\w*) (?:\w+ )?"
    r"(?:cause|give you|give people|lead to)(?: \w+){0,2} $"
)
# "can you do my grandmother", which is not "my friend loved it".
_ASKED_FOR = re.compile(
    rf"\b(?:can|could|would|will|do|does|book\w*|treat\w*|see|take|bring\w*|asking|appointment) "
    rf"(?:\w+ ){{0,3}}(?:my|our) (?:\w+ )?(?:{OTHERS})\b"
)
_THEIRS = re.compile(rf"\s+(?:(?:on|of|in) (?:my|our|the|a) )?(?:{OTHERS})\b")
_SELF = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|me|my|mine|myself|we|i'll)\b")
_MINE_TOO = re.compile(
    r"\b(?:like me|same as me|so (?:do|am|did) i|me too|i do too|"
    r"(?<!will )(?<!would )(?<!could )i (?:get|have) (?:them|it|those) too|"
    r"(?:asking )?(?:cause|cuz|bc|because) i (?:get|have|had)|now on me|"
    r"and i(?:'m)? (?:do|am|have)|and me|me and|that'?s me|"
    r"now i (?:have|got|do)|both of us|we both|we're both|us both)\b"
)

# Behind it, where the next clause may have begun already.
_SO_HAVE_I = re.compile(
    r"[^.!?]{0,20}?\b(?:so (?:do|have|am) i|me too|same here|"
    r"(?<!will )(?<!would )(?<!could )i (?:have|get|take) (?:it|them|those|that) too)\b"
)


def subject_of(text: str, start: int, end: int, *, nursing: bool = False) -> str:
    """ "self" or "other": whose condition, date or wish this is. Lower-case text.

    `nursing`: it is breastfeeding, of which a child is no more than the reason.
    """
    text = _without_bystanders(text)
    begin, finish = clause_around(text, start, end)
    clause, place = _BRACKETS.sub(_blank, text[begin:finish]), start - begin
    if not clause[place : end - begin].strip():
        clause = text[begin:finish]  # it stands in the brackets itself
    if _MINE_TOO.search(clause) or _SO_HAVE_I.match(text, end):
        return "self"
    if _NOT_MINE.search(text) and not _MINE.search(_NOT_ME.sub(_blank, clause)):
        return "other"
    if _ASKED_OF_ANYTHING.search(clause[:place]):
        return "other"
    if _THEIRS.match(text, end) and not _OWN_ROLE.search(clause, max(0, place - 15)):
        return "other"  # "my pregnant wife", "ringworm on the dog"
    if _MY_OWN.search(clause[:place]) or _OWN_WORD.search(text, start, end):
        return "self"
    if not _OTHER.search(text, 0, start):
        clause = _NOBODY_NAMED.sub(_blank, clause)  # "they took my coil out": who treated me
    for nobody in (_OWN_ROLE, _SPEAKER, _ANYBODY, *([_CHILD] if nursing else [])):
        clause = nobody.sub(_blank, clause)
    clause = _WHOM_I.sub(lambda found: found[1].ljust(len(found[0])), clause)
    before = clause[:place]
    other, they, self_ = (_last(pattern, before) for pattern in (_OTHER, _THEY, _SELF))
    if other < 0 and they < 0:
        return "self" if self_ >= 0 or not _for_another(text, begin) else "other"
    # "my friend says I …" is about the writer, "I have a friend with …" is about the friend.
    own = _own_verb(before)
    return "self" if own > max(other, they) else "other"


@lru_cache(maxsize=4)
def _without_bystanders(text: str) -> str:
    return _BYSTANDERS.sub(_blank, text)


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
    if not _ASKED_FOR.search(earlier):
        return _last(_OTHER, earlier) > _last(_SELF, earlier)
    return _last(_OTHER, earlier) > _last(_SELF, _OTHER.sub(_blank, earlier))
