"""A name: taken when it is asked for, or introduced by its owner."""

from __future__ import annotations

import re

from actions.booking.people import speaks_of_others, without_relations
from clinic.name_words import ALSO_WORDS, FAMILY_NAMES, GIVEN_NAMES, PARTICLES, TITLES
from clinic.names import names_in

LONGEST_NAME = 80  # characters; longer ones are a sentence, not a name
MOST_WORDS = 5
SMALL_WORDS = 3  # of an introduced name; more may follow with capitals
SHORTEST = 2  # letters of at least one word

WORD = r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\-][^\W\d_]+)*\.?"
_INTRODUCED = re.compile(
    r"(?:\bmy name(?:'?s| is)|\bname(?:'s| is|:)|\bthis is|\bi'?m called|\bit'?s for|"
    r"\bme llamo|\bmi nombre es|\bsoy|\bje m'appelle|\bmeu nome [ée]|\bnazywam si[eę])"
    r"(?: (?:spelled|spelt|actually|now|really)\b)?\s+"
    rf"(?P<name>{WORD}(?:\s+{WORD}){{0,7}})",
    re.IGNORECASE,
)
_MY_NAME = re.compile(
    r"\bmy (?:full |real |first |given )?name(?:'?s| is)\b|\bi'?m called\b|\bme llamo\b|"
    r"\bmi nombre es\b|\bje m'appelle\b|\bmeu nome [ée]\b|\bnazywam si[eę]",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:(?:my|the) (?:full |first )?name(?:'?s| is)|name[:=]|me llamo|mi nombre es)\s+",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(
    r"(?:^|[,.;!\n(]|\b(?:it'?s|this is|i'?m|im|name is|names?|from|for)\s)\s*"
    rf"(?P<name>{WORD}(?:\s+{WORD}){{0,2}})[\s,:;(-]*$",
    re.IGNORECASE,
)
# Before and behind a name that is said in passing, where it is the writer's own.
_ONES_OWN = re.compile(
    r"(?:^|[,.;:!?\n(\d\-]|\b(?:it'?s|this is|i'?m|i am|im|call me|hi|hello|hey|names?|name is|by|"
    r"under|soy|thanks?|thank you))\s*$",
    re.IGNORECASE,
)
_ANOTHERS = re.compile(
    r"^(?:['’]s\b|\s+(?:told|said|says|recommended|sent|referred|from|at|is|was|did|does|has)\b)",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"^\W*(?:(?:hi|hello|hey|ok|okay|sure|yes|well|um|uh|oh|it'?s|i'?m|im|i am|sorry|just|"
    r"the name'?s|put|under|for|please|"
    r"(?:(?:you can|just|they|people|everyone) )*calls? me)\b[\s,!.:-]*)+",
    re.IGNORECASE,
)
_NAME = re.compile(rf"^{WORD}(?:\s+{WORD}){{0,{MOST_WORDS - 1}}}$")
# Words that no name is made of; "Will", "Mark" or "Hope" are left to their owners.
_NOT_NAMES = frozenset(
    "a about after and any appointment are at be been before book booking but can cancel clinic "
    "could day days did do does done dont for from get give go have hello help hi how idk if in is "
    "it its just know later like make me microdermabrasion my need no none nope not now number of "
    "ok okay on or phone please price question really request should skip so something stop sure "
    "tell thanks that the then there they thing this time to today tomorrow too treatment wait "
    "want was we were what when where which who why with would yeah yep yes you your hurt does "
    "all anyone anything every everyone everything nothing others "
    "wrong misspelled mispelled incorrect required optional missing necessary spelled spelt "
    "quiero una cita para el gracias hola espanol español polsku portugues português kreyol "
    "kreyòl".split()
)

# An answer that is made of these alone is small talk, another detail or the name of a language;
# beside a name each of them may be one: "Anna Fine", "Will Cool".
_TALK = frozenset(
    "lol haha great cool fine good nice sounds si sí whatever maybe anytime whenever nah k kk "
    "start over restart again prefer perfect awesome alright right po polsku prosze proszę en "
    "español espanol por favor english spanish polish portuguese creole kreyòl kreyol português "
    "portugues em well hmm um both either neither same other first second third next one two "
    "that this name whose idc urgent nervous scared anxious worried excited sick ill tired busy "
    "late driving working eating cooking shopping walking texting sleeping".split()
)
# Family names among those words, behind a given name or a title; and names that ask elsewhere.
_ALSO_FAMILY = frozenset(("day", "price"))
_BEFORE_FAMILY = GIVEN_NAMES | ALSO_WORDS | TITLES
_ALSO_GIVEN = frozenset(("una",))  # before a family name with a capital: "Una Frost"
_ANSWERS_BY_LETTER = frozenset("yYnNkKxX")  # short for yes, no and ok
_ALSO_VERBS = frozenset(("will", "can"))
_AROUND_NAMES = frozenset("us both we and her his their she he s name names full".split())
_DETAIL_WORDS = frozenset(
    "area phone cell mobile number email mail e-mail call text town location either time times "
    "date morning afternoon evening health conditions condition acne scars scar blackheads skin "
    "spots wrinkles pores texture".split()
)


def introduced_name(text: str) -> str | None:
    """The name in "my name is …", wherever it stands."""
    found = _INTRODUCED.search(text)
    return tidy(_whole(cut_at_other_words(found["name"]))) if found else None


def name_as_answer(text: str) -> str | None:
    """The name in the answer to "what is your name", or None where it holds none."""
    name = introduced_name(text) or tidy(LEAD_IN.sub("", text).strip(" ,.!"))
    return name if name and _is_name(name) else None


def name_alone(text: str) -> str | None:
    """The name that is all of a message nobody asked for: "Dana Cole", "my name is ana".

    With a capital on each word; in small letters only where it is introduced, or well known.
    """
    bare = LEAD_IN.sub("", text.strip() + " ")
    said = tidy(_NAMED.sub("", bare))
    if not said or not is_a_name_alone(said):
        return None
    words = said.split()
    known = _low(words[0]) in GIVEN_NAMES - ALSO_WORDS and len(words) <= SMALL_WORDS
    return said if known or bare != _NAMED.sub("", bare) or is_written_as_one(said) else None


def names_of_several(text: str) -> str | None:
    """Two names in the visitor's words: "Ana and Mark Weiss", "Laura for my daughter Emma"."""
    said = LEAD_IN.sub("", text).strip(" ,.!")
    if len(said) > LONGEST_NAME or re.search(r"[\d@?<>;{}]", said):
        return None
    joined = joins_two(said) or re.search(r"\s(?:with|for)\s", said, re.IGNORECASE)
    if not (joined or speaks_of_others(said)):
        return None
    left = [
        word
        for word in re.findall(r"[^\W\d_][\w'’.\-]*", without_relations(said))
        if word.strip(".'’-").lower() not in _NOT_NAMES | _AROUND_NAMES
    ]
    most = MOST_WORDS + 1
    names = [word for word in left if word[:1].isupper()] if len(left) > most else left
    return tidy(said) if 1 <= len(names) <= most and len(left) <= most else None


def joins_two(name: str) -> bool:
    return bool(re.search(r"\s(?:and|&|\+|y|plus)\s", name, re.IGNORECASE))


def introduces_oneself(text: str) -> bool:
    """ "my name is …" said of the writer, which puts a name right that was taken before."""
    return bool(_MY_NAME.search(text))


def name_by_number(text: str, number_at: int) -> str | None:
    """The name right before a phone number: "…, Tina 203 555 0190", "its Marcus 203…"."""
    found = _BEFORE_NUMBER.search(text[:number_at])
    name = tidy(LEAD_IN.sub("", found["name"] + " ")) if found else None
    return name if name and is_a_name_alone(name) else None


def name_in_passing(text: str) -> str | None:
    """The writer's own name among other words: "can you book me, its Sara Lind my cell is"."""
    for start, end in names_in(text):
        if _ONES_OWN.search(text[:start]) and not _ANOTHERS.match(text[end:]):
            return text[start:end]
    return None


def name_beside(text: str) -> str | None:
    """The name among an answer's other details, which were taken out of the text."""
    for part in re.split(r"[,;\n!:/]|\.\s| - |\band\b", text):
        name = tidy(LEAD_IN.sub("", part.strip() + " ").strip(" ,.!"))
        if name and is_a_name_alone(name):
            return name
    return None


def name_in_list(text: str) -> str | None:
    """The name among details given at once: "Hey! Ana Ruiz, 203…, Norwalk"."""
    for part in re.split(r"[,;\n!]| - |\.\s", text)[:4]:
        part = LEAD_IN.sub("", part.strip() + " ").strip()
        words = part.split()
        if 2 <= len(words) <= 3 and _is_name(part) and all(word[0].isupper() for word in words):
            return tidy(part)
    return None


def _is_name(text: str) -> bool:
    words = {_low(word) for word in text.split()}
    if _other_words(text.split()) or words <= _TALK:
        return False
    if all(len(word) < SHORTEST for word in words) and not _is_initial(text):
        return False
    return len(text) <= LONGEST_NAME and bool(_NAME.match(text))


def _is_initial(text: str) -> bool:
    """ "J", which is all that somebody gives of a name."""
    letter = text.strip(" .")
    return len(letter) == 1 and letter.isupper() and letter not in _ANSWERS_BY_LETTER


def is_a_name_alone(text: str) -> bool:
    """A name that no other detail's word is part of: "Ana Ruiz", not "cell"."""
    return _is_name(text) and not set(text.lower().split()) & _DETAIL_WORDS


def begins_with_known(text: str) -> bool:
    """Whether it is a common given name, and no word, that comes first."""
    words = _NAMED.sub("", LEAD_IN.sub("", text.strip() + " ")).split()
    return bool(words) and _low(words[0]) in GIVEN_NAMES - ALSO_WORDS


def is_called_like_a_verb(text: str) -> bool:
    """ "Will Smith" and "Can Yilmaz" ask for nothing."""
    first, *rest = text.strip(" ,.!").split() or [""]
    if first.lower() not in _ALSO_VERBS or len(rest) >= MOST_WORDS:
        return False
    if not rest:
        return first.lower() in ALSO_WORDS
    capital = all(word.isalpha() and word[0].isupper() for word in rest)
    known = rest[-1].lower() in FAMILY_NAMES
    return (capital or known) and not {word.lower() for word in rest} & _NOT_NAMES


def _other_words(words: list[str]) -> list[str]:
    """Those that no name is made of."""
    if is_called_like_a_verb(" ".join(words)):
        return []
    return [
        word
        for place, word in enumerate(words)
        if _low(word) in _NOT_NAMES
        and not (place and _is_family(words[place - 1], word))
        and not (place == 0 and _is_given(words))
    ]


def _is_given(words: list[str]) -> bool:
    """Whether the first of them is "Una" in "Una Frost"."""
    capitals = len(words) > 1 and all(word[0].isupper() for word in words)
    return capitals and _low(words[0]) in _ALSO_GIVEN and _low(words[1]) not in _NOT_NAMES


def _is_family(before: str, word: str) -> bool:
    """Whether it is "Day" in "Summer Day" or "Ms. Day"."""
    return _low(before) in _BEFORE_FAMILY and word[0].isupper() and _low(word) in _ALSO_FAMILY


def _low(word: str) -> str:
    return word.strip(".'’-").lower()


def is_written_as_one(name: str) -> bool:
    """Whether every word of it has a capital, and one that is no shout: "Allegra Hart"."""
    words = name.split()
    return len(words) > 1 and not name.isupper() and all(word[0].isupper() for word in words)


def _whole(name: str) -> str:
    """An introduced name to its end: small words join a further one, and none of them ends it."""
    kept: list[str] = []
    for word in name.split():
        joined = bool(kept) and kept[-1] in PARTICLES
        capital = word[0].isupper()
        if len(kept) >= SMALL_WORDS and not (joined or capital or word in PARTICLES):
            break
        if joined and kept[-1] in ("y", "e", "o") and not capital:
            break
        kept.append(word)
    while len(kept) > 1 and kept[-1] in PARTICLES:
        kept.pop()
    return " ".join(kept)


def cut_at_other_words(text: str) -> str:
    words = text.split()
    other = _other_words(words)
    return " ".join(words[: words.index(other[0])] if other else words)


def tidy(text: str) -> str | None:
    return " ".join(text.split()).strip(" ,.!") or None
