"""The days of the week in the languages that visitors write in."""

from __future__ import annotations

import re

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_FORMS = {day: number for number, day in enumerate(_DAYS)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
    "sat": 5, "sun": 6, "lunes": 0, "martes": 1, "miércoles": 2, "miercoles": 2, "jueves": 3,
    "viernes": 4, "sábado": 5, "sabado": 5, "domingo": 6,
}  # fmt: skip
# What the other languages' days mean; how they are written stands with the patterns.
_OTHER_DAYS = {
    form: number
    for number, forms in enumerate(
        ("segunda poniedziałek lendi lundi lunedì montag",
         "terça terca wtorek madi mardi martedì dienstag",
         "quarta środa środę mèkredi mekredi mercredi mercoledì mittwoch",
         "quinta czwartek jedi jeudi giovedì donnerstag",
         "sexta piątek vandredi vendredi venerdì freitag",
         "sobota sobotę samdi samedi sabato samstag",
         "niedziela niedzielę dimanch dimanche domenica sonntag")
    )
    for form in forms.split()
}  # fmt: skip
DAYS_MEANT = DAY_FORMS | _OTHER_DAYS
_NAMED = re.compile(rf"\b({'|'.join(sorted(DAYS_MEANT, key=len, reverse=True))})s?\b")


def weekdays_in(words: str) -> set[int]:
    """The week days that are named, in whatever form: "next tues" is {1}."""
    return {DAYS_MEANT[each] for each in _NAMED.findall(words.lower())}
