"""How old people are said to be: in years, by a grade or a year of birth, or only as minors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clinic.name_words import GIVEN_NAMES
from clinic.nlu.subject import OTHERS

UNDER_AGE = "under 18"  # the value where somebody is a minor and no age is said
OF_AGE = 18
KINDERGARTEN = 5  # years; a grade's pupils are as many years older
_OF_WRITERS = range(5, 111)  # years since a birth that is somebody's here
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split(),
        start=8,
    )
}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
_N = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_A = r"(?:(?:just|only|now|about|like|actually|currently|already|still|really|barely|also|ok) )*"
_I_AM = r"i(?:'?m| am)"
_IS = (
    rf"(?:{_I_AM}|s?he(?:'?s| is)|who(?:'?s| is)|(?:{OTHERS})s?,? they(?:'?re| are)|"
    rf"(?:{OTHERS})s?(?: \w+)?(?:'s| is| are)|(?:i|s?he|{OTHERS}) (?:just )?turned)"
)
# Behind a number: what else it counts or is.
_ELSE = (
    r"(?![\d:/%'\"-]|\.\d|\s*(?:%|-|[ap]\.?m\b|st\b|nd\b|rd\b|th\b|x\b|mi\b|m[cg]g?\b|ml\b|"
    r"(?:out )?of\b|-?years?[\s-]*olds?\b|(?:to|or) \d|ft\b|feet\b|foot\b|inch|"
    r"lbs?\b|pounds?|kgs?\b|kilos?|stones?\b|"
    r"blocks?|miles?|kms?\b|towns?|steps?|exits?|min|hours?|hrs?|days?|weeks?|wks?|months?|mos?\b|"
    r"sessions?|treatments?|times?|people|percent|dollars|bucks|digits?|shades?|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b))"
)
_THINGS = (
    r"(?:acne|scar(?:s|ring)?|tattoos?|spots?|marks?|burns?|wounds?|injur\w+|melasma|rosacea|"
    r"wrinkles?|lines?|moles?|warts?|keloids?|blemish\w*|pimples?|cysts?|\w*pigmentation|"
    r"discolou?rations?|surger\w+|facelift|fillers?|implants?|voucher|card|certificate|cream|"
    r"serum|products?|machine|device|clinic|photos?|pictures?|house|car|phone|prescription)"
)
_IN_SCHOOL = r"(?:in|starting|entering|going (?:in)?to|finishing) (?:the )?"
_PUPIL = (
    r"(?:(?:still|only|just|currently|now|an?|freshman|sophomore|junior|senior|student|kid|boy|"
    r"girl) )*"
)
_GRADE = rf"(?P<grade>\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(_ORDINALS)})"
_SCHOOL = r"(?:high|middle|junior high|elementary|grade|primary|secondary) ?-?school"

_MAY_HOLD_A_NUMBER = re.compile(rf"\d|{'|'.join(_WORDS)}")
_SAID = re.compile(
    rf"\b(?:{_IS} {_A}|ag(?:ed?|e is):? |is (?=\S+ (?:too young|old enough)\b))"
    rf"(?:an? )?(?P<age>{_N})\b{_ELSE}"
    rf"|\b(?:my|our|her|his) (?:\w+ )?(?:{OTHERS})(?: \w+)?(?:, ?| ?\()(?:aged? )?"
    rf"(?P<beside>{_N})(?=\s*(?:[,).!?]|$))"
    rf"|\b(?P<named>\w+) is {_A}(?P<theirs>{_N})\b{_ELSE}"
)
# A birthday that is still to come, and words of which it holds one.
_SOON = ("turn", "almost", "nearly", "not ")
_NEXT = re.compile(
    rf"\b(?:(?:i|s?he|who|{OTHERS}) turns?|turning|{_IS} (?:almost|nearly|not (?:yet |quite )?))"
    rf" ?(?P<age>{_N})\b{_ELSE}"
)
_YEARS = re.compile(
    rf"\b(?P<age>{_N})[\s-]*(?:y/?o|y\.o\.?|yrs?[\s-]*olds?|years?[\s-]*(?:of age|olds?))\b"
)
_LONG_AGO = re.compile(
    rf"\b(?:since|when|was|were|from|until|till|before)(?: (?:age|i|s?he|they))?"
    rf"(?:'?m| am| was| were| is)? {_A}$"
    r"|^(?!.*\b(?:can|could|may|allowed|is it|ok)\b).*\bat (?:age )?$"
)
_HEAD = re.compile(rf"\b(?P<head>\w+)(?:'?s|'?re| is| are) {_A}$")
_OF_A_THING = re.compile(rf"\b{_THINGS},? {_A}$")
_PERSONS = re.compile(rf"\b(?:i|s?he|who|{OTHERS})s?\b(?:,? \w+){{0,2}}$")
_ANYBODY = re.compile(rf"\b(?:{OTHERS})s?\b")
_A_THING_BEHIND = re.compile(rf"[\s-]+(?:\w+ )?{_THINGS}\b")
_OF_ANOTHER = re.compile(
    r"\b(?:my|our|her|his|their|(?:have|has|got|had|raising|bring(?:ing)?|for|with|and) an?) "
    r"(?:\w+ )?$"
)
_SELF = re.compile(rf"\b(?:{_I_AM}|as|being) (?:an? |the )?(?:\w+ )?$")
# What tells of a minor, each behind words of which it holds one; in a grade most have one age.
_MINOR = (
    (("grade",), re.compile(rf"\b{_IS} {_PUPIL}(?P<said>{_IN_SCHOOL}{_GRADE} grade)\b")),
    (
        ("grader",),
        re.compile(rf"\b(?:{_IS}|my|our|as|an?) (?:an? )?(?P<said>{_GRADE} grader)\b"),
    ),
    (
        ("school", " hs"),
        re.compile(
            rf"\b(?:{_IS} {_PUPIL}(?P<said>{_IN_SCHOOL}(?:{_SCHOOL}|hs))|"
            rf"(?:i|who) (?:still )?(?P<goes>go to {_SCHOOL})|"
            rf"{_IS} {_PUPIL}(?P<is>{_SCHOOL} (?:student|kid|girl|boy|freshman|sophomore|junior|"
            rf"senior))|(?:{_IS} an?|my|our) (?P<pupil>(?:high|middle) ?-?schooler))\b"
        ),
    ),
    (
        ("minor", "teen", "tween", "18", "eighteen", "of age", "under age", "underage", "adult"),
        re.compile(
            rf"\b(?:{_IS} {_A}(?:an? )?(?P<said>minor|teen(?:ager)?|tween|under ?aged?|"
            r"(?:under|below) (?:18|eighteen)|in my teens|"
            r"not (?:yet |even |quite )?(?:18|eighteen|an adult|of age))|as an? (?P<as>minor))\b"
        ),
    ),
    (
        ("teen", "minor"),
        re.compile(
            r"\b(?P<another>(?:my|our|her|his) (?:teen(?:ager)?"
            r"(?! (?:acne|years|scars?|skin|self)\b)|"
            rf"(?:teen(?:aged?)?|minor) (?:{OTHERS})))\b"
        ),
    ),
)
_BORN = re.compile(
    r"\b(?:born|dob|d\.o\.b\.?|birth ?(?:day|date|year)|date of birth)\b[^.!?\n]{0,25}?"
    r"(?:(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-])?\b(?P<year>(?:19|20)\d\d)\b"
)
_YEARS_IN_SPANISH = re.compile(
    r"\b(?:tengo|(?:hij|ni[ñn]|sobrin|niet|herman)[oa](?: \w+)?,? (?:tiene|de)) (?P<age>\d{1,2}) "
    r"a[ñn]os\b(?! (?:con|de|sufr|padec))"
)


@dataclass(frozen=True)
class Age:
    value: str  # in years, or UNDER_AGE
    start: int
    end: int
    of_another: bool = False  # than the writer, by the words themselves


def ages_in(lower: str, today: date) -> Iterator[Age]:
    """The ages that people have now; not how old a scar is, nor what was at 14. Lower-case text."""
    if _MAY_HOLD_A_NUMBER.search(lower):
        yield from _in_numbers(lower)
        yield from _by_birth(lower, today)
    for hints, pattern in _MINOR:
        if any(hint in lower for hint in hints):
            yield from map(_as_minor, pattern.finditer(lower))


def _in_numbers(lower: str) -> Iterator[Age]:
    for found in _SAID.finditer(lower):
        group = str(found.lastgroup)
        if group == "theirs" and found["named"] not in GIVEN_NAMES:
            continue
        if not _LONG_AGO.search(lower[: found.start()]):
            yield _age(found, group, of_another=group != "age")
    if any(hint in lower for hint in _SOON):
        for found in _NEXT.finditer(lower):
            yield _age(found, "age", less=1)
    for found in _YEARS.finditer(lower):
        before = lower[: found.start()]
        if not (_LONG_AGO.search(before) or _is_of_a_thing(before, lower, found.end())):
            another = _OF_ANOTHER.search(before) and not _SELF.search(before)
            yield _age(found, "age", of_another=bool(another))
    for found in _YEARS_IN_SPANISH.finditer(lower):
        yield _age(found, "age", of_another=not found.group().startswith("tengo"))


def _by_birth(lower: str, today: date) -> Iterator[Age]:
    for found in _BORN.finditer(lower):
        years = _years_since(found, today)
        if years in _OF_WRITERS:
            yield Age(str(years), found.start("year"), found.end("year"))


def _as_minor(found: re.Match[str]) -> Age:
    groups = found.groupdict()
    said = next(name for name, words in groups.items() if words and name != "grade")
    return Age(_of_grade(groups.get("grade")), *found.span(said), said == "another")


def _age(found: re.Match[str], group: str, *, less: int = 0, of_another: bool = False) -> Age:
    years = int(_WORDS.get(found[group], found[group])) - less
    return Age(str(years), found.start(group), found.end(group), of_another)


def _is_of_a_thing(before: str, lower: str, end: int) -> bool:
    """Whether it is a scar or the like that is so old: what is "10 years old" and nobody."""
    if _OF_A_THING.search(before) or _A_THING_BEHIND.match(lower, end):
        return True
    head = _HEAD.search(before)
    if not head or head["head"] in GIVEN_NAMES:
        return False
    subject = before[: head.end("head")]
    if head["head"] == "they":
        return not _ANYBODY.search(subject)
    return not _PERSONS.search(subject)


def _of_grade(grade: str | None) -> str:
    if not grade:
        return UNDER_AGE
    number = _ORDINALS.get(grade) or int(re.sub(r"\D", "", grade))
    return str(min(number + KINDERGARTEN, OF_AGE - 1))


def _years_since(born: re.Match[str], today: date) -> int:
    """Full years; of whom only the year is known, as if the birthday were still to come."""
    years = today.year - int(born["year"])
    if born["month"]:
        return years - ((int(born["month"]), int(born["day"])) > (today.month, today.day))
    return years - 1
