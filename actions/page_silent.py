"""What visitors often ask that no topic answers: each with what can honestly be said of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from actions.booking.phrases import anywhere
from actions.health import FACTS
from actions.message import Message
from actions.settling import BOOKING, MESSAGE


class Aside(NamedTuple):
    """A question, what is said to it, what that offers, and the topics it is mistaken for."""

    asked: re.Pattern[str]
    said: str
    offer: str
    mistaken_for: frozenset[str]


def _aside(said: str, offer: str, mistaken_for: str, *asked: str) -> Aside:
    topics = frozenset(f"faq/{topic}" for topic in mistaken_for.split())
    return Aside(anywhere(*asked), said, offer, topics)


INGREDIENTS = "utter_ingredients"
ASIDE = "faq/aside"  # what is remembered of any of them as what was asked
_IT = r"(?:it|this|that|microderm\w*|the (?:treatment|device|machine))"
_REMOVES = (
    rf"(?:does|do|will|would|can|could) (?:{_IT}|you|they)(?: also| really| even)?"
    r" (?:remove|lighten|fade|lift|get rid of|take (?:off|away)|help(?: with)?|treat|"
    r"work (?:on|for)|fix|reduce|do)"
    r"(?: (?:my|a|an|any|the|of|facial|face|body|some|small|old|these|those))*"
)
_PLACE = r"(?:house|homes?|apartment|hotel|office|place|door)"
_PICTURES = r"(?:pic|photo|picture|selfie|image)s?"
# The first that is asked for counts.
ASIDES = (
    _aside(
        "utter_moles", MESSAGE, "concern_suitability contraindication_personal",
        rf"{_REMOVES} (?:moles?|birth ?marks?|beauty spots?)",
    ),
    _aside(
        "utter_use_not_named", BOOKING,
        "concern_suitability contraindication_personal contraindications_list results_what "
        "procedure_what",
        rf"{_REMOVES} (?:warts?|skin ?tags?|cellulite|hairs?|peach fuzz|tattoos?|double chin|fat|"
        r"dark circles|eye ?bags?|(?:sagging|loose|saggy) skin|jowls|spider veins|"
        r"broken capillaries|cysts?|lumps?|skin growths?)",
    ),
    _aside(
        "utter_walk_ins", BOOKING, "hours_contact candidate_assessment location",
        r"walk[- ]?ins?(?: welcome)?", r"drop[- ]?ins?",
        r"(?:come|show up|be seen|go|visit|get (?:it|one)(?: done)?) (?:in )?without (?:an? |any )?"
        r"(?:appointment|appt|booking|reservation)",
        r"(?:can|may|could|do) i just (?:show up|turn up|walk in|drop (?:in|by)|stop by|come by|"
        r"come (?:in )?(?:without|whenever|any ?time))",
        r"do (?:i|we) (?:need|have) to (?:book|reserve|schedule|make one)"
        r"(?: it| one)?(?: ahead| first| in advance| before(?:hand)?)?",
        r"do (?:i|you|we) (?:need|have to|gotta|must) (?:to )?(?:(?:make |have |book )?an? )"
        r"(?:appointment|appt|booking|reservation)",
    ),
    _aside(
        "utter_home_visits", MESSAGE, "at_home_device location hours_contact",
        r"(?:home|house|hotel) (?:visits?|calls?)",
        rf"(?:come|travel|drive) to (?:my|our|the|people'?s?|clients'?) {_PLACE}",
        rf"do (?:it|this|the treatment)s? (?:at|in) (?:my|our) {_PLACE}",
        r"mobile (?:service|clinic)",
    ),
    _aside(
        "utter_device_silent", MESSAGE,
        "procedure_what procedure_steps who_performs side_effects compare_treatments "
        "contraindication_personal",
        r"fda(?:[- ](?:approved|cleared|registered))?",
        rf"(?:is|are) (?:{_IT}|the (?:heads?|tips?|tools?|equipment))(?: \w+)? "
        r"(?:clean(?:ed)?|sterile|sterili[sz]ed|saniti[sz]ed|disinfected|hygienic|certified|new)",
        r"(?:do|how do|when do|how often do) you (?:clean|steril[iy][sz]e|saniti[sz]e|disinfect)"
        r"(?: \w+){0,3}", r"(?:new|single[- ]use|disposable) (?:tips?|heads?)",
        r"(?:(?:wear|use|change) (?:\w+ )?gloves|change (?:\w+ )?(?:tips|heads))"
        r"(?: (?:between|after|for) (?:each |every |all )?(?:people|clients?|patients?|person))?",
        r"how (?:clean|hygienic|sterile) (?:is|are) (?:it|this|the \w+)",
    ),
    _aside(
        "utter_lasers", MESSAGE, "compare_treatments procedure_what combination",
        rf"(?:do you(?: guys)?|does {_IT}|do they) (?:use|have|do|offer|work with)"
        r"(?: (?:a|an|any|the))? (?:lasers?|laser treatments?)(?: too| also| as well| there)?",
        rf"(?:is|are) (?:{_IT}|there) (?:done with |with |using )?(?:a |any )?lasers?"
        r"(?! or| better| hair)",
    ),
    _aside(
        "utter_refunds", MESSAGE, "price privacy results_what",
        r"(?:refund|cancell?ation|no[- ]show|late) (?:policy|policies|fees?|terms|rules)",
        r"(?:do|can|could|will|would) (?:you|i|we) (?:give|offer|do|get|have|issue)"
        r"(?: (?:me|a|any|my|full|the|all))* (?:refunds?|money back)",
        r"what if (?:i (?:don'?t|do not) like|i'?m (?:not happy|unhappy)(?: with)?|i hate)"
        r" (?:it|the results?)",
        r"money[- ]back(?: guarantee)?", r"(?:is|are) (?:it|they|sessions|packages) refundable",
        r"(?:is it|does it cost anything|do you charge|free) (?:\w+ )?to cancel",
    ),
    _aside(
        "utter_soonest", BOOKING, "session_frequency session_duration results_when hours_contact",
        r"how (?:soon|quickly|fast) (?:can|could|would) (?:i|you|we|they)"
        r" (?:get (?:in|an? \w+)|come in|be seen|fit me in|see me|take me|book)"
        r"(?! (?:again|after|since)\b)",
        r"(?:what|when)(?:'?s| is) (?:your|the|ur) (?:next|earliest|first|soonest)"
        r"(?: (?:available|open|free|possible))?"
        r"(?: (?:opening|appointment|appt|slot|date|day|time))?",
        r"how (?:long|far out|booked(?: up)?) (?:is|are) (?:the|your|you)(?: (?:waiting|wait))?"
        r"(?: (?:list|time|booked|booking))?(?: for an? (?:appointment|appt))",
        r"(?:is there|do you have|how long is) (?:a|the|your) (?:waiting list|wait ?list)",
    ),
    _aside(
        "utter_no_pictures_looked_at", BOOKING,
        "candidate_assessment results_what concern_suitability privacy",
        rf"(?:send|show|upload|share|attach|text|e-?mail) (?:you |u |them |over )?"
        rf"(?:a |an |my |some |the )*{_PICTURES}",
        rf"look at (?:a |my |some |this |these )*{_PICTURES}",
    ),
    _aside(
        "utter_reviews", MESSAGE, "results_what results_when who_performs privacy",
        r"(?:see|read|find|have|show me|got|any|are there)(?: (?:the|your|some|any|me|good))*"
        r" (?:reviews?|testimonials?|ratings?)", r"(?:on|check) yelp", r"google reviews?",
        r"how are (?:your|the) reviews",
        rf"before[ -]?(?:and|&|/|n)?[ -]?afters?(?: {_PICTURES})?",
        rf"(?:see|have|show me|got|any)(?: (?:the|your|some|any|me))* {_PICTURES}"
        r"(?: of (?:\w+ ){0,2}(?:results?|work|patients?|clients?|people))?",
    ),
    _aside(
        INGREDIENTS, MESSAGE,
        "product_penetration procedure_steps aftercare pregnancy_or_medication pain "
        "candidate_assessment contraindication_personal",
        r"ingredients?", r"what(?:'?s| is| kind of \w+ (?:is|are)) in (?:it|them|those|the"
        r" (?:creams?|masks?|oils?|moisturi[sz]ers?|products?|stuff))",
        r"(?:is|are) there (?:any )?(?:\w+ )?(?:oils?|nuts?|latex|fragrance|perfume|alcohol|"
        r"lanolin|parabens?|gluten|dairy|soy|aspirin|lidocaine) in",
        r"(?:do|does|did) (?:you|they|the \w+|it) (?:use|have|contain|put)"
        r"(?: (?:any|nut|almond|a))* (?:latex|nuts?|almonds?|fragrance|perfume|alcohol|parabens?|"
        r"gloves|oils?)",
        r"(?:what|which) (?:kind of |type of |brand of )?(?:oils?|creams?|masks?|moisturi[sz]ers?"
        r"|products?|brands?) (?:do|does|is|are) (?:you|they|it|used)",
        r"(?:fragrance|nut|latex|paraben|gluten|oil)[- ]free", r"hypo-?allergenic", r"vegan",
    ),
    _aside(
        "utter_noise", BOOKING, "procedure_what procedure_steps pain",
        rf"is {_IT}(?: \w+)? (?:loud|noisy|quiet)", rf"how (?:loud|noisy|quiet) is {_IT}",
        rf"does {_IT} make (?:a |any |much |a lot of |\w+ing |loud )*(?:noise|sound)",
        rf"what does {_IT} sound like",
    ),
)  # fmt: skip
# Where none of them is meant: who complains, wants a person or is turned away is heard as that.
_HEARD_AS = frozenset(("faq", "booking_request", "out_of_scope", "chitchat", "nlu_fallback"))
# What is a wish for an appointment with a question beside it.
_DETAILS = ("date", "phone", "email", "location")


# A wish for one in words that are no such question.
_WISH = anywhere(
    r"book(?: (?:me|us|it|in|one))?", r"schedule", r"reserve", r"sign (?:me|us) up",
    r"(?:make|get|set up|want|need|like|request) an? (?:\w+ )?(?:appointment|appt|session|slot)",
)  # fmt: skip


def aside_of(message: Message) -> Aside | None:
    """The one that a message asks for."""
    if message.is_button or message.intent not in _HEARD_AS:
        return None
    text = _straight(message)
    return next((each for each in ASIDES if each.asked.search(text)), None)


def beside(message: Message, aside: Aside) -> Message:
    """The message without the facts of health that only the question itself names."""
    spans = [each.span() for each in aside.asked.finditer(_straight(message))]
    named = [
        each
        for each in message.entities
        if each.entity in FACTS and any(start <= each.start < end for start, end in spans)
    ]
    return message.without(named)


def is_wish_beside(message: Message) -> bool:
    """ "Friday at 3 please, and is there a refund?" goes on with the request."""
    aside = aside_of(message)
    if message.intent != "booking_request" or aside is None:
        return False
    wished = _WISH.search(aside.asked.sub(" ", _straight(message)))
    return bool(wished) or any(message.of(each) for each in _DETAILS)


def _straight(message: Message) -> str:
    return message.text.replace("’", "'")
