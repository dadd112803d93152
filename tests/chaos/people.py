"""The visitors of a chaos run: each with a name and numbers of their own, and a script to say."""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRSTS = (
    "Ana Bella Carla Dora Elena Fiona Gina Helen Irene Julia Karen Laura Maria Nina Olivia Paula "
    "Rachel Sonia Teresa Ursula Vera Wendy Adam Brian Carlos David Edward Felix George Henry Ivan "
    "James Kevin Louis Martin Nathan Oscar Peter Robert Samuel"
).split()
LASTS = (
    "Adler Boone Cruz Diaz Egan Foster Garcia Harris Ibarra Jensen Keller Lopez Miller Novak Ortiz "
    "Parker Quinn Reyes Silva Turner Vargas Walker Yates Zimmer Alvarez Bennett Collins Duncan "
    "Ellison Fischer Gibson Hansen Jacobs Kaplan Lawson Morales Nelson Osborne Peterson Ramirez"
).split()
AREAS = ("203", "475", "860", "959", "212", "646", "718", "917", "347", "929", "914", "516")
MOST = 100 * len(AREAS)  # 555-0100 to 555-0199 belong to nobody

ASK = "I'd like to request an appointment"
YES = "yes, send it"
DETAILS = (
    "{name}, {phone}, {email}, Stamford office, Friday anytime, acne scars, no health conditions"
)
# What is said, message by message; a list is sent at once, without waiting for the answers.
SCRIPTS: dict[str, list[str | list[str]]] = {
    "step by step": [
        ASK, "{name}", "does it hurt?", "{phone}", "{email}", "Norwalk", "Friday morning",
        "dull skin", "no", YES,
    ],
    "all at once": [DETAILS, YES],
    "questions": [
        ["does it hurt?", "how much does it cost?", "how long does a session take?"], "thanks",
    ],
    "in a hurry": [
        ASK, "{name}", ["{phone}", "how many sessions do I need?"], "{email}", "Stamford",
        ["Friday morning", "acne scars"], "no", YES,
    ],
    "asks first": ["how should I prepare?", "does it hurt?", DETAILS, YES],
}  # fmt: skip
KINDS = tuple(SCRIPTS)
ERASE_EVERY = 20  # one visitor in so many erases the conversation when it is over
_NAMES = re.compile(rf"\b(?:{'|'.join(FIRSTS)}) (?:{'|'.join(LASTS)})\b")
_REFERENCE = re.compile(r"\b[2-9A-HJ-NP-TW-Z]{4}-[2-9A-HJ-NP-TW-Z]{4}\b")


@dataclass(frozen=True)
class Person:
    """Visitor number `number`; no two of a run share a name, a phone number or an address."""

    number: int

    @property
    def name(self) -> str:
        return f"{FIRSTS[self.number % len(FIRSTS)]} {LASTS[self.number // len(FIRSTS)]}"

    @property
    def phone(self) -> str:
        return f"{AREAS[self.number // 100]}-555-01{self.number % 100:02}"

    @property
    def e164(self) -> str:
        return "+1" + self.phone.replace("-", "")

    @property
    def email(self) -> str:
        return self.name.lower().replace(" ", ".") + "@example.com"

    @property
    def kind(self) -> str:
        return KINDS[self.number % len(KINDS)]

    @property
    def erases(self) -> bool:
        return self.number % ERASE_EVERY == ERASE_EVERY - 1

    @property
    def books(self) -> bool:
        return YES in SCRIPTS[self.kind]

    @property
    def town(self) -> str:
        return "Norwalk" if self.kind == "step by step" else "Stamford"

    def script(self) -> list[list[str]]:
        """Messages in groups; those of a group are sent without waiting."""
        return [
            [each.format(name=self.name, phone=self.phone, email=self.email) for each in group]
            for group in ([step] if isinstance(step, str) else step for step in SCRIPTS[self.kind])
        ]

    def neutral(self, text: str) -> str:
        """A text without what is this person's own, to be compared with what others were told."""
        for own, stand_in in (
            (self.name, "NAME"),
            (self.e164, "PHONE"),
            (self.phone, "PHONE"),
            (self.email, "EMAIL"),
            (self.name.split()[0], "FIRST"),
        ):
            text = text.replace(own, stand_in)
        digits = self.phone.split("-")
        text = re.sub(r"\(?{}\)?[ -]{}-{}".format(*digits), "PHONE", text)
        return _REFERENCE.sub("REFERENCE", text)

    def strangers_in(self, text: str) -> set[str]:
        """Names and numbers of other visitors in a text."""
        names = {found for found in _NAMES.findall(text) if found != self.name}
        phones = re.findall(r"\(?(\d{3})\)?[ -]?(555)[ -]?(01\d\d)", text)
        return names | {"-".join(found) for found in phones} - {self.phone}


def people(count: int, first: int = 0) -> list[Person]:
    if first + count > MOST:
        raise ValueError(f"there are only {MOST} people")
    return [Person(number) for number in range(first, first + count)]
