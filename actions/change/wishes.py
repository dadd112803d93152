"""What a visitor wants to be done about a request that was sent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from actions.booking import contact, towns
from actions.booking.for_team import is_only_contact
from actions.booking.phrases import anywhere, is_question, is_refusal, whole
from actions.booking.time_edits import bare_hours
from actions.booking.times import times_mentioned
from actions.change import cancelling
from actions.change.details import (
    asks_for_town,
    concern_in,
    details_in,
    is_correction,
    is_further,
    is_new,
    notes_for_team,
    states_name,
    wishes_how_reached,
)
from actions.change.reading import ASKS, PERHAPS, REFUSES, TAKES, WISHES, Said, proposes, read_times
from actions.change.reference import names_reference
from actions.message import Message
from actions.say import profile
from actions.unit import current_time

ACCEPT, OTHER, CANCEL, NOTHING = "accept", "other", "cancel", "nothing"
AMEND = "amend"  # a detail of the request is put right
PERHAPS_OTHER = "perhaps_other"  # asks for another time than those on offer: asked once
PERHAPS_ACCEPT = "perhaps"  # takes a time, it seems: asked once
SHOW = "show"  # wants to know how it stands, or leaves open what should be done
LATE = "late"  # comes late to an appointment
REFUSE = "refuse"  # none of the times on offer, and says no other
ABOUT_CANCELLING = "about_cancelling"  # asks about it, and does not do it
# The buttons that say so by themselves.
BUTTONS = {"accept_time": ACCEPT, "other_time": OTHER, "cancel_request": CANCEL, "deny": NOTHING}

_OTHER = anywhere(
    r"(?:an)?other (?:time|day|date|slot|one)s?", r"different (?:time|day|date|slot)",
    r"change(?: it| the \w+)?", r"re-?schedule", r"move(?: it)?", r"earlier", r"later",
    r"otr[ao] (?:hora|d[ií]a)", r"cambiar",
)  # fmt: skip
# Said of a wish for another time: the appointment shall stay as it is.
_KEEP = whole(
    r"(?:(?:no|oh|ok(?:ay)?|wait|actually|sorry|please|just|but|y|mejor|espera)[\s,.!]+)*"
    r"(?:(?:i(?:'ll| will|'d rather)? )?(?:leave|keep) (?:it|that|my \w+|the \w+|everything)"
    r"(?: (?:as it is|the way it is|like (?:that|this)|then|there))?|never ?mind(?: (?:that|it|"
    r"about that))?|forget (?:it|that|about (?:it|that))|d[ée]j(?:a|e)(?:lo|la)(?: as[ií])?)",
)
_LATE = anywhere(
    r"(?:\d+|a few|a bit|a little|some|couple)(?: of)?(?: \w+)? late", r"running (?:\w+ ){0,2}late",
    r"(?:i'?ll|i will|i'?m|might|may|will|gonna|going to) (?:be )?(?:\w+ ){0,3}(?<!too )late",
    r"(?:voy a )?lleg(?:o|ar[eé]?|ando) (?:\w+ ){0,2}tarde", r"stuck in traffic",
)  # fmt: skip
_NOT_COMING = anywhere(
    r"(?:can(?:'?t|not)|won'?t be able to|am unable to|not able to) (?:come|make it|be there)",
    r"no puedo (?:ir|venir)", r"no podr[eé] (?:ir|venir)",
)  # fmt: skip
_ABOUT_IT = anywhere(
    r"my (?:appointment|appt|booking|slot|request)",
    r"what time (?:was|is|were) (?:it|my|mine)\b.*",
    r"(?:when|what day) (?:is|was) (?:it|my \w+|mine)(?: again)?", r"mi (?:cita|solicitud)",
    r"remind me", r"a qu[eé] hora (?:es|era)",
)  # fmt: skip
_TIMES_TOLD = anywhere(
    r"(?:got|received|have|saw|see) (?:your|the|an?|my) (?:e-?mails?|texts?|messages?|offers?)"
    r"(?: \w+){0,3} (?:times?|appointments?|request|offer)", r"returning your call",
)  # fmt: skip
_COMING = anywhere(
    r"(?:running|going to be|gonna be|be|am|i'?m|im|little|bit|mins?|minutes?) (?:\w+ ){0,2}?late",
    r"(?:stuck|sitting) in (?:\w+ )?traffic", r"on my way", r"almost there",
    r"(?:got|get|getting) lost",
    r"(?:i'?m|im|i am) (?:\w+ )?(?:outside|here for|at the (?:door|clinic|office|front))",
    r"(?:in|within) (?:an?|one|half an|\d+) (?:hour|hr|min\w*)",
)  # fmt: skip
_WANTED_ELSEWHEN = anywhere(
    r"(?:any(?:thing)?|something|slots?|times?|days?) (?:\w+ )?(?:sooner|earlier|later)",
    r"(?:come|get|be seen|fit me) (?:\w+ ){0,2}(?:sooner|earlier|later)",
    r"(?:is|are|that'?s|thats|'s) (?:way |much |a bit )?too (?:late|early|soon|far)",
    r"(?:doesn'?t|does not|won'?t|will not|don'?t) work(?: for me| anymore| after all)?",
    r"(?:sooner|earlier|later) (?:would be|is|if possible|please)",
)  # fmt: skip
_NOTHING = whole(
    r"(?:no|nothing|nope|that'?s (?:all|it|fine)|ok(?:ay)?|fine|good|great|leave it|keep it|"
    r"i'?m good|thanks?|thank you|bye|never ?mind|nada|gracias)"
    r"(?:[,.! ]+(?:keep it|that'?s all|thanks?|thank you|leave it|as it is))*",
)


def wants_elsewhen(message: Message) -> bool:
    """ "do you have anything sooner", "can we do 5 instead": another time, in whatever words."""
    text = message.text
    return bool(_WANTED_ELSEWHEN.search(text) or bare_hours(text) and is_correction(text))


@dataclass(frozen=True)
class Sent:
    """As much of a request that was sent as its times and its town."""

    state: str = ""
    offered: list[str] = field(default_factory=list)  # ISO, in order
    appointment: str | None = None
    location: str | None = None
    wants_other_time: bool = False  # than the appointment's
    offered_before: list[str] = field(default_factory=list)  # ISO; another was asked for since

    @property
    def times(self) -> list[str]:
        """All that can be meant; one is not named twice."""
        own = [self.appointment] if self.appointment else []
        return [*dict.fromkeys([*self.offered, *self.offered_before, *own])]


@dataclass(frozen=True)
class Wish:
    kind: str
    said: str | None = None  # an offered time, or the words for another one
    asks_too: bool = False  # a question of another kind stands beside it
    town: str | None = None  # where the time that is taken is wished to be instead


def speaks_of_sent(message: Message, sent: str | None, booking: Sent | None = None) -> bool:
    """Whether a message that opens nothing else is about a request that was sent.

    `booking`: that of `sent`, where it is still open.
    """
    text = message.text
    if message.is_button:
        return False
    if booking is not None and sent:
        if cancelling.speaks_of_cancelling(text) and not message.topics:
            return True
        if cancelling.wants_to_cancel(text) or _is_of_its_times(message, booking):
            return True
    if sent and not is_new(text) and wants_elsewhen(message):
        return True  # "do you have anything sooner" is often taken for a question about results
    if sent and (wishes_how_reached(message).said or notes_for_team(message).said):
        return True  # often taken for a question about privacy, or for the wish for a person
    if sent and (asks_for_town(message) or states_name(message)):
        return True  # a town is a question by itself, and a name is often taken for one
    if sent and concern_in(message):
        return True  # the name of a concern is a question by itself
    if message.topics:
        return False
    if names_reference(text) or _TIMES_TOLD.search(text):
        return True
    if not sent or is_new(text):
        return False
    if is_only_contact(message) and contact.without_contacts(text).strip(" ,.") == "":
        return True
    wished = is_correction(text) and times_mentioned(text, message.of("date"))
    return bool(wished or details_in(message, sent=sent))


def _is_of_its_times(message: Message, booking: Sent) -> bool:
    """ "thursday works", "is my appointment still at 4", "tuesday instead"."""
    text = message.text
    if is_further(text):
        return False
    if booking.wants_other_time and _KEEP.match(text):
        return True
    if booking.appointment and (_LATE.search(text) or _NOT_COMING.search(text)):
        return True
    said = _read(text, booking)
    # "I got botox on Thursday, can I come?" names a day for something else.
    other = message.topics and (message.of("treatment") or (said and said.kind == ASKS))
    if said is None or (other and said.kind != TAKES):
        return bool(booking.times and not message.topics and _ABOUT_IT.search(text))
    if booking.offered or said.kind in (TAKES, PERHAPS, ASKS):
        return True
    return not is_new(text) and said.kind != REFUSES


def is_soon(message: Message, now: datetime) -> bool:
    """Whether it is about a visit of today or tomorrow: "running late for my 3 o'clock"."""
    if message.is_button:
        return False
    today = now.astimezone(profile().zone).date()
    soon = {day.isoformat() for day in (today, today + timedelta(days=1))}
    on = {(each.resolved or "")[:10] for each in message.of("date")}
    return bool(soon & on or _COMING.search(message.text))


def wish_in(message: Message, booking: Sent) -> Wish | None:
    """The wish, and what was said with it."""
    text = message.text
    if message.is_button:
        times, kind = message.of("time"), BUTTONS.get(message.intent or "")
        return Wish(kind, times[0].value if times else None) if kind else None
    if cancelling.wants_to_cancel(text):
        return Wish(CANCEL)
    if booking.wants_other_time and _KEEP.match(text):
        return Wish(ACCEPT, booking.appointment)
    said = _read(text, booking)
    taken = _taken(said, booking)
    if taken and _is_elsewhere(message, booking):
        return replace(taken, kind=PERHAPS_ACCEPT, town=towns.town_in(message))
    if taken:
        return taken
    if cancelling.speaks_of_cancelling(text):
        return Wish(ABOUT_CANCELLING)
    if _LATE.search(text):
        return Wish(LATE if booking.appointment else SHOW)
    if said is not None and said.kind == REFUSES:
        return Wish(REFUSE)
    if _NOTHING.match(text) or (is_refusal(text) and not booking.offered):
        return Wish(NOTHING)
    if _NOT_COMING.search(text):
        return Wish(SHOW)
    wish = _of_another_time(message) if said is None else _when(said, message)
    only_asks = bool(booking.offered) and is_question(text) and not (said and said.names)
    if wish and wish.kind == OTHER and only_asks:
        return replace(wish, kind=PERHAPS_OTHER, said=wish.said or text)
    return wish


def does_something(wish: Wish | None) -> bool:
    """Whether there is more to do for a wish than to show the request."""
    if wish is None or wish.kind in (SHOW, NOTHING, ABOUT_CANCELLING):
        return False
    return wish.kind != OTHER or bool(wish.said)


def does_to_sent(message: Message, sent: str | None, booking: Sent | None) -> bool:
    """Whether something is to be done about the request just sent, whatever stands beside it."""
    if booking is None or message.is_button:
        return False
    return does_something(wish_in(message, booking)) or bool(details_in(message, sent=sent))


def asks_besides(message: Message, booking: Sent) -> bool:
    """ "friday please. do i need to bring anything?": a question of another kind beside it."""
    wish = wish_in(message, booking)
    return wish is not None and wish.asks_too


def wish_of_times(text: str, booking: Sent) -> Wish | None:
    """What was said of the times before it was known which they are."""
    said = _read(text, booking)
    taken = _taken(said, booking)
    return taken or (Wish(SHOW) if said and said.kind == ASKS else None)


def _read(text: str, booking: Sent) -> Said | None:
    now = current_time().astimezone(profile().zone)
    return read_times(text, booking.times, now, awaited=bool(booking.offered))


def _taken(said: Said | None, booking: Sent) -> Wish | None:
    """One of the times on offer, now or before; that of the appointment is taken already."""
    if said is None or said.time not in (*booking.offered, *booking.offered_before):
        return None
    if said.kind == TAKES:
        return Wish(ACCEPT, said.time, said.asks_too)
    return Wish(PERHAPS_ACCEPT, said.time, said.asks_too) if said.kind == PERHAPS else None


def _is_elsewhere(message: Message, booking: Sent) -> bool:
    town = towns.town_in(message)
    return bool(town and booking.location) and town != booking.location


def _when(said: Said, message: Message) -> Wish:
    if said.kind != WISHES and not wants_elsewhen(message):
        return Wish(SHOW, None, said.asks_too)
    says_when = said.names or message.of("date") or wants_elsewhen(message)
    return Wish(OTHER, message.text if says_when else None, said.asks_too)


def _of_another_time(message: Message) -> Wish | None:
    """A wish in words that name no day: "in two weeks", "anything sooner"."""
    text = message.text
    asks = (is_question(text) or message.topics) and not proposes(text)
    if wants_elsewhen(message) or (message.of("date") and not asks):
        return Wish(OTHER, text)
    if _ABOUT_IT.search(text) or message.of("date"):
        return Wish(SHOW)
    return Wish(OTHER) if _OTHER.search(text) and not asks else None
