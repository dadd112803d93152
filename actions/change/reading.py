"""What a message says about the times of a request: takes one, refuses, wishes another, asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from actions.booking import consent
from actions.booking.phrases import anywhere, is_correction, is_question
from actions.change.naming import Named, named_in
from actions.unit import current_time

TAKES = "takes"  # exactly this one
PERHAPS = "perhaps"  # this one, it seems: to be asked
WISHES = "wishes"  # another than these
REFUSES = "refuses"  # all of them, and says nothing else
ASKS = "asks"  # about them, or leaves open which


@dataclass(frozen=True)
class Said:
    kind: str
    time: str | None = None  # ISO, of TAKES and PERHAPS
    asks_too: bool = False  # a question of another kind stands beside it
    names: bool = False  # a day or hour, of WISHES


_NOT = anywhere(
    r"no(?! problem| worries)", r"(?<!why )not", r"never(?! ?mind)", r"nope",
    r"nah", r"none", r"neither", r"nor", r"cannot", r"unable",
    r"(?:ca|do|does|did|is|are|was|wo|would|could|should|have|has|ai)n['’]?t", r"bad", r"terrible",
    r"dead", r"out", r"busy", r"unavailable", r"impossible", r"except(?:ing)?",
    r"any\w*(?: \w+)? but",
    r"changed my mind", r"wrong", r"hate", r"forget", r"cancel", r"drop", r"instead of",
    r"than", r"unfortunately", r"conflicts?", r"nunca", r"ni", r"tampoco", r"imposible",
    r":'?-?\(", r"mal[oa]?", r"menos", r"excepto", r"ningun[oa]",
)  # fmt: skip
_ALL = anywhere(
    r"neither(?: \w+)?", r"none(?: of (?:them|these|those))?", r"ningun[oa]",
    r"not? (?:either|any)",
    r"(?:can'?t|cannot|can not|unable to)(?: do| make| take| come)? (?:any|either)",
)  # fmt: skip
_ELSEWHEN = anywhere(
    r"(?:an)?other (?:times?|days?|dates?|slots?|ones?|week)",
    r"different (?:time|day|date|slot)s?",
    r"instead(?! of)", r"re-?schedul\w+", r"(?<!the )move", r"switch",
    r"too (?:late|early|soon|far)",
    r"change (?:it|the|my|that|to)",
    r"otr[oa] (?:hora|d[ií]a|fecha|semana)", r"cambiar\w*",
    r"en (?:vez|lugar)",
)  # fmt: skip
# The same, where none of the times is named: "next week Thursday" may well be one.
_NEXT = r"(?:next (?:week|month)|(?:la )?(?:pr[oó]xima semana|semana que viene))"
_SOME_OTHER = anywhere(
    r"(?:much |way )?sooner", r"earlier", r"later", r"m[aá]s (?:tarde|temprano|pronto)", _NEXT
)
# A question that asks for a time, and not about one.
_PROPOSES = anywhere(
    r"(?:how|what) about", r"possible", r"instead", r"also (?:ok|okay|fine|good)",
    r"(?:ok|okay|fine|good|work|free|available)(?: for)? (?:you|u)", r"would \w+ work",
    r"(?:can|could|may|would|will) (?:i|we|you|u|it)(?: \w+)? (?:please )?"
    r"(?:do|make|come|have|get|take|switch|move|change|be|book|put|squeeze|fit|reschedule)",
    r"do you (?:also )?have", r"(?:anything|something|any) (?:\w+ )?(?:sooner|earlier|later)",
    r"puedo", r"podr[ií]a", r"se puede", r"qu[eé] tal", r"posible", r"tienen?",
)  # fmt: skip
_WHICH = re.compile(r"^\W*(?:and |so |but |ok |y )*(?:which|what|when|how|who|why|cu[aá]l|qu[eé]|a "
                    r"qu[eé]|cu[aá]ndo|c[oó]mo)(?:'?s)?\b(?! about\b)", re.IGNORECASE)  # fmt: skip
_ANY = anywhere(
    r"either(?: one| of them| day)?", r"both", r"any(?: one)?(?: of (?:them|these|those))?",
    r"whichever", r"whatever", r"cualquiera", r"(?:i )?don'?t (?:care|mind)", r"doesn'?t matter",
    r"las dos", r"los dos", r"ambas", r"ambos",
)  # fmt: skip
# Everything that may stand beside a time which is taken; any other word makes it a thing to ask.
_AGREEING = frozenset(
    "a i ll will would d'd m am take taking pick choose chose for with me we us works is it "
    "its it's that thats that's the this one time slot day option on at are be fine good "
    "great okay ok k perfect sounds yes yep yeah ya y si sí sure please pls plz thanks thank "
    "you u thx ty let lets s do book like love then my so confirm confirmed hi hello hey and "
    "to can make come there both absolutely definitely awesome wonderful excellent cool "
    "lovely nice best better suits suit want prefer i'll i'd id ill we'll let's in "
    "appointment appt el la los las me va viene queda bien está esta perfecto por favor "
    "gracias quiero tomo tomaré prefiero puedo vale de acuerdo a para nos vemos es ese esa "
    "hola entonces claro con muy very much oh team clinic everyone guys "
    "👍 ✅ 👌 🙏 🙂 😊 😀 😁 🎉 ❤".split()
)
# The same where one word would not do: "I work Thursday" and "I have to go Thursday" refuse it.
_AGREES = re.compile(
    r"\bsee (?:you|u|ya|y'?all)(?: all| guys)?(?: then| there)?\b|\bgo(?:ing)? (?:with|for)\b|"
    r"(?<!\bi )(?<!\bwe )\b(?:would|will|does|should) work\b(?! (?:on|until|till|at|late)\b)|"
    r"\b(?:can i|could i|i(?:'ll| will)|let me|like to|may i|love to) have\b",
    re.IGNORECASE,
)
# Words by which one that was not named is taken; "ok, thanks" may only mean that it was read.
_YES = anywhere(
    r"y", r"yes+", r"yep", r"yup", r"yeah", r"yea", r"s[ií]", r"works", r"take", r"book",
    r"confirm(?:ed)?", r"perfect", r"suits", r"accept(?:ed)?", r"perfecto", r"tomo",
    r"me (?:va|viene|queda) bien",
)  # fmt: skip
_SECOND_THOUGHT = frozenset("wait mean sorry actually lo siento perdón".split())
# "can't thursday" asks nothing, however it begins.
_DENIES = re.compile(r"^\W*(?:(?:oh|ok|sorry|but|and|so)\W+)*\w+n['’]?t\b[^?]*$", re.IGNORECASE)
# What stands beside a time that is wished for and none of these.
_BESIDE_A_WISH = (
    "but only after before around about week weeks next need needs free available could early "
    "late any or from until till between weekday weekdays weekend weekends possible instead not "
    "no on how what dead earliest solo después despues antes o semana"
)
_WISHING = _AGREEING | _SECOND_THOUGHT | frozenset(_BESIDE_A_WISH.split())
_WORD = re.compile(r"[\w']+|[^\w\s\x00-\x7f¡¿–—…\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
_CLAUSES = re.compile(
    r"(?<!\d)[.,;!?]+|[,;!?]+|[.](?!\d)|\n+|"
    r"\b(?:but|because|so|since|cuz|although|though|pero|porque|aunque)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?:[^.!?;\n]|[.:](?=\d))+[.!?;\n]*")


def read_times(text: str, times: list[str], now: datetime, *, awaited: bool) -> Said | None:
    """What is said of these times (ISO), or None where it is not about them.

    `awaited`: an answer is, so that a yes or no alone is about all of them.
    """
    stated, asked = _apart(text, times, now)
    if not stated:
        return _asked(text, times, now)
    said = _stated(stated, times, now, awaited=awaited)
    return replace(said, asks_too=bool(asked)) if said else _asked(asked, times, now)


def proposes(text: str) -> bool:
    """Whether another time is asked for in words that say so."""
    return any(each.search(text) for each in (_PROPOSES, _ELSEWHEN, _SOME_OTHER))


def only_refuses(text: str) -> bool:
    """ "I can't on friday after all": a time that is no good, and no other in its place."""
    named = named_in(text, [], current_time())
    wanted, refused, _ = _polarity(text, named)
    return bool(refused) and not wanted and not proposes(text)


def _apart(text: str, times: list[str], now: datetime) -> tuple[str, str]:
    """What is stated or proposed, and what is only asked."""
    stated, asked = [], []
    for part in _SENTENCES.findall(text):
        asks = is_question(part) and not _DENIES.match(part)
        asks = asks and not _is_proposal(part, times, now)
        (asked if asks else stated).append(part)
    return "".join(stated).strip(), "".join(asked).strip()


def _is_proposal(part: str, times: list[str], now: datetime) -> bool:
    """ "friday?", "can we do 5", "neither works, next week?"."""
    if _WHICH.match(part):
        return False
    if proposes(part) or _ALL.search(part):
        return True
    named = named_in(part, times, now)
    asked = is_question(part.rstrip("? "))  # apart from its mark
    return bool(named) and not asked and any(not each.fits for each in named)


def _asked(text: str, times: list[str], now: datetime) -> Said | None:
    """A question that names a time is about these: "friday?" would take one."""
    named = named_in(text, times, now) if text else []
    fits = frozenset().union(*(each.fits for each in named))
    plain = _words(_without(text, named)) <= _AGREEING | {"right", "so", "still"}
    if len(fits) == 1 and plain and all(each.fits for each in named):
        return Said(PERHAPS, *fits)
    return Said(ASKS) if named else None


def _stated(text: str, times: list[str], now: datetime, *, awaited: bool) -> Said | None:
    named = named_in(text, times, now)
    rest = _without(text, named)
    wanted, refused, denies = _polarity(text, named)
    gone = frozenset().union(*(each.fits for each in refused))
    fits = frozenset().union(*(each.fits for each in wanted)) - gone
    doubtful = bool(refused or denies)
    if _ELSEWHEN.search(rest) or (_SOME_OTHER.search(rest) and not fits):
        return Said(WISHES, names=bool(named or re.search(_NEXT, rest, re.IGNORECASE)))
    if any(not each.fits for each in wanted):
        if refused or proposes(rest) or is_correction(rest) or _words(rest) <= _WISHING:
            return Said(WISHES, names=True)
        doubtful = True  # "my wedding is on the 19th" wishes for nothing
    if _ALL.search(rest):
        return Said(REFUSES)
    if fits:
        return _one_of(fits, wanted, rest, doubtful=doubtful)
    if refused:
        return _left(frozenset(times) - gone)
    return _of_all(text, times) if awaited and not named else None


def _one_of(fits: frozenset[str], wanted: list[Named], rest: str, *, doubtful: bool) -> Said:
    if len(fits) > 1:  # "thursday or friday", or two on one thursday
        several = len(wanted) > 1 or _ANY.search(rest)
        return Said(PERHAPS, min(fits)) if several else Said(ASKS)
    (time,) = fits
    clean = not doubtful and _words(rest) <= _AGREEING
    return Said(TAKES if clean else PERHAPS, time)


def _left(times: frozenset[str]) -> Said:
    """Where some were refused."""
    if not times:
        return Said(WISHES, names=True)
    return Said(PERHAPS, *times) if len(times) == 1 else Said(ASKS)


def _of_all(text: str, times: list[str]) -> Said | None:
    """What is said without naming one."""
    if _ANY.search(text) and _words(_ANY.sub(" ", text)) <= _AGREEING:
        return Said(PERHAPS, min(times))
    if not _words(_NOT.sub(" ", text)) <= _AGREEING | _SECOND_THOUGHT:
        return None
    denies, agrees = bool(_NOT.search(text)), bool(_YES.search(text))
    if denies and not agrees:
        return Said(REFUSES)
    if not (agrees or consent.is_clear(text)):
        return None
    if len(times) > 1:
        return Said(ASKS)
    return Said(TAKES if agrees and not denies else PERHAPS, times[0])


def _polarity(text: str, named: list[Named]) -> tuple[list[Named], list[Named], bool]:
    """Those wanted, those refused, and whether something is denied beside them."""
    wanted: list[Named] = []
    refused: list[Named] = []
    denies, at = False, 0
    ends = [*_ends(text, named), (len(text), len(text))]
    for end, following in ends:
        here = [each for each in named if at <= each.start < end]
        no = _NOT.search(_without(text, named), at, end)
        if no and not here:  # "…, so not that" is of what stands before, "no, friday" is not
            refused += wanted
            wanted, denies = [], True
        elif no:
            behind = [each for each in here if each.start >= no.start()]
            refused += behind or here
            wanted += [each for each in here if behind and each not in behind]
        else:
            wanted += here
        at = following
    return wanted, refused, denies


def _ends(text: str, named: list[Named]) -> list[tuple[int, int]]:
    """Where a clause ends and the next begins; "thursday, december 3" is in one."""
    inside = [(each.start, each.end) for each in named]
    ends = []
    for mark in _CLAUSES.finditer(text):
        if not any(start <= mark.start() < end for start, end in inside):
            ends.append((mark.start(), mark.end()))
    return ends


def _without(text: str, named: list[Named]) -> str:
    for each in named:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def _words(text: str) -> set[str]:
    """Words and signs; of these only some agree."""
    return set(_WORD.findall(_AGREES.sub(" ", text).lower().replace("’", "'")))
