"""Remarks about the request itself: a moment please, later, go back, how does it stand?"""

from __future__ import annotations

import re

from actions.booking.fields import field_in
from actions.booking.phrases import anywhere, whole
from actions.message import Message

MOST_WORDS = 12  # a longer message holds more than the remark

_SHORT_WHILE = r"(?:sec(?:ond)?s?|moments?|min(?:ute)?s?|momentito)"
_HOLD = (
    rf"(?:wait|hold (?:on|up)|hang on|hold please|one {_SHORT_WHILE}|(?:just )?a {_SHORT_WHILE}|"
    rf"(?:just )?(?:give|gimme)(?: me)? (?:(?:a|one|two|5|five|few|couple|of) )*{_SHORT_WHILE}|"
    r"brb|be right back|let me (?:check|see|look|think|ask)(?: my \w+)?|un momento|espere?)"
)
_HOLD_TOO = r"(?:please|ok|sorry|i need to (?:check|look)(?: \w+){0,4}|my \w+ is (?:here|calling))"
HOLD = whole(rf"(?:(?:ok|oh|sorry|um|please),? )*{_HOLD}(?:[,.!\s]+(?:{_HOLD}|{_HOLD_TOO}))*")
_DO_REST = r"(?:do|finish|continue|complete|send)(?: (?:it|this|that|the rest))? ?"
LATER = whole(
    rf"(?:(?:maybe|ok|sorry|not now),? ?|i'?ll {_DO_REST}|(?:can|could) (?:i|we) {_DO_REST}|"
    rf"let'?s {_DO_REST}|{_DO_REST})*"
    r"(?:later|another time|some other time|m[aá]s tarde|luego)"
    r"(?: (?:please|maybe|then|today|tonight|ok|thanks?|on))*",
    r"(?:(?:sorry|ok),? )*(?:i )?(?:have to|gotta|got to|need to|must) (?:go|run|leave|dash)"
    r"(?:[, ]+(?:now|sorry|i'?ll be back|bye|.{0,20}))?",
    r"(?:i'?ll |i will )?(?:be back|come back|get back to (?:you|this|it))(?: .{0,20})?",
    r"not now",
    r"pause(?: (?:it|this|please))*",
)
# Whoever is called away says by what: "hold on my kid is crying".
_AWAY = re.compile(
    rf"^\W*(?:(?:ok|oh|sorry|um|please)[\s,]+)*{_HOLD}[,.!\s]+(?:(?:my|the|someone|somebody|"
    r"there'?s|i (?:have to|need to|gotta|got to|must)|phone|door\w*|kids?|baby|dog)\b)"
    r"[^\d@?]{1,50}$",
    re.IGNORECASE,
)
BACK = whole(
    r"(?:(?:wait|no|oops|please),? |(?:can|could) (?:i|we) |let'?s )*"
    r"(?:go back|back|previous(?: question| one)?|undo(?: that)?|redo (?:that|the last one)|"
    r"volver|atr[aá]s)(?: please)?",
)
_AFTER_ALL = whole(
    r"(?:(?:hey|hi|ok|okay|oh|wait|no|yes|yeah|actually|sorry|hmm+|well|but|and|please|"
    r"(?:i )?changed my mind|on second thoughts?|never ?mind that)[\s,.!]+)*"
    r"(?:let'?s (?:do|book|send|finish|continue|go(?: on)?(?: with)?)(?: (?:it|this|that))?|"
    r"(?:book|do|finish|continue) (?:it|this|that)|go (?:ahead|on)(?: with (?:it|this|that))?|"
    r"i(?:'?d| would)?(?: do| still| actually)+ (?:want|like|wanna)(?: to)?"
    r"(?: (?:book|do|continue|go on|finish|have))?(?: (?:it|this|that))?|"
    r"continue|keep going|i'?ll (?:do|book|take) (?:it|this|that)|"
    r"sigamos|contin[úu]e|s[íi] quiero)"
    r"(?:[\s,]+(?:after all|actually|then|now|anyways?|though|again))*",
)
_GO_ON = whole(
    r"(?:(?:ok|okay|so|now|and|please|can (?:we|i)|let'?s|i(?:'d| would)? (?:want|like) to)"
    r"[\s,.!]+)*"
    r"(?:(?:go|carry|keep) (?:on|going)|continue|resume|proceed|(?:go )?back to|finish)"
    r"(?: with)?(?: (?:my|the|that|our))? (?:request|booking|appointment|form|cita|solicitud)"
    r"(?: now| then)?",
)
_SETTLED = (
    r"(?:confirmed|booked|all set|scheduled|set in stone|final|locked in|good to go|reserved)"
)
_BE = r"(?:is|are|so|it'?s|its|that'?s|thats)"
_IT = r"(?:it|that|this|my|the|all|now|then|everything|appointment|booking|appt|really|officially)"
_US = r"(?:you(?: guys| all)?|u|they|some(?:one|body)|any(?:one|body)|the (?:team|clinic|office)|i)"
_REACH = r"(?:call|ring|phone|text|e-?mail|contact|reach|get back to|get in touch with|hear)"
_DAY_OR_HOUR = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|\d{1,2}(?::\d\d)?(?: ?[ap]m)?|"
    r"lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)"
)
_HOW_IT_STANDS = anywhere(
    rf"(?:did|has) (?:it|that|this|everything|my \w+) (?:arrive|come through|reach {_US}|"
    r"get (?:there|sent|received)|been (?:sent|received)|work)d?",
    rf"(?:did|do|have) {_US} (?:get|got|receive|received|have) (?:it|that|this|everything|"
    r"my (?:request|message|booking|form|details|info))",
    r"(?:is|was) (?:it|that|my request|everything) (?:sent|submitted|received|in the system)",
    r"(?:what(?:'?s| is| was)|tell me|give me|(?:i )?(?:lost|forgot|need|didn'?t get)) "
    r"(?:my |the )?(?:(?:reference|ref)(?: (?:number|code))?|"
    r"(?:confirmation|booking|request) (?:number|code))",
    rf"^\W*(?:(?:and|ok|okay|great|alright)\W+)*so\b[^?]{{0,30}}\b{_DAY_OR_HOUR}\b[^?]{{0,20}}"
    r"\b(?:ok|okay|fine|good|set|on|works|mine|confirmed|booked)\W*\?",
    r"(?:lleg[óo]|recibieron)(?: (?:mi \w+|la \w+|todo))?\W*\?",
    r"cu[áa]l (?:es|era) (?:mi|la) referencia",
    rf"{_BE}(?: {_IT})*(?: {_BE})?(?: {_IT})* {_SETTLED}",
    rf"(?:am i|are we|so (?:i'?m|im|we'?re|i am|we are))(?: {_IT})* {_SETTLED}",
    r"(?:did|does) (?:it|that|this|my \w+) (?:go through|get (?:booked|confirmed))",
    r"(?:do|so) i (?:now )?have an? (?:appointment|appt)",
    r"(?:so|ok|great|then),? (?:i'?ll )?(?:see you|just (?:come|show up)).{0,30}",
    rf"so you(?:'?ll| will) see (?:me|us)(?: (?:on|at|this|next))* {_DAY_OR_HOUR}",
    r"(?:est[áa]|queda|ya)(?: est[áa])? (?:confirmad|reservad)[oa]",
    rf"(?:when|how (?:soon|fast|quickly)|by when) (?:will|do|does|can|should|would) {_US}"
    rf"(?: (?:actually|expect to|be))? {_REACH}(?:ing)?",
    rf"how long (?:until|till|before|does it take (?:until|till|before|to)) (?:{_US} )?{_REACH}",
    rf"(?:has|did|have) {_US} (?:even )?(?:looked? at|seen?|read|got|get|receive)"
    r" (?:(?:my|the) request|it)",
    rf"who (?:will|is going to|would) {_REACH} me",
    rf"(?:from )?(?:what|which) number (?:will|do|does|are|would) {_US}",
    r"what (?:happens|comes)(?: (?:now|next|then|after (?:this|that|i (?:send|submit)(?: \w+)?)))",
    r"cu[áa]ndo me (?:llaman|llamar[áa]n|contactan|contactar[áa]n|avisan)",
)


def wants_a_moment(text: str) -> bool:
    """A moment only: the same question can follow at once."""
    return bool(HOLD.match(text))


def is_called_away(message: Message) -> bool:
    """A moment for something that is no part of the request."""
    tells = message.entities and not all(each.entity == "age" for each in message.entities)
    return not tells and bool(_AWAY.match(message.text)) and field_in(message.text) is None


def wants_to_go_on_later(text: str) -> bool:
    return bool(LATER.match(text))


def wants_it_after_all(text: str) -> bool:
    """ "actually lets do it", behind a request that was given up."""
    return bool(_AFTER_ALL.match(text))


def wants_to_go_on(text: str) -> bool:
    """ "Go on with my request", which was interrupted."""
    return wants_it_after_all(text) or bool(_GO_ON.match(text))


def wants_to_go_back(text: str) -> bool:
    return bool(BACK.match(text))


def asks_how_it_stands(text: str) -> bool:
    """ "so it's confirmed?", which it is not before staff say so, or "when will you call me?"."""
    return len(text.split()) <= MOST_WORDS and bool(_HOW_IT_STANDS.search(text))
