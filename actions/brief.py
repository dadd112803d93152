"""Short questions behind an answer, which are about that: "really?", "how come?", "both?"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import draft, for_team
from actions.booking.phrases import is_refusal
from actions.change.told import HEALTH, SLOT
from actions.follow_up import ASKED, begins_anew, remembered, said_before
from actions.health import FACTS, HEALTH_TOPICS, add_caveats, is_for_a_doctor
from actions.message import Message
from actions.own_case import PERSONAL
from actions.page_names import tells_an_allergy
from actions.page_silent import ASIDE, INGREDIENTS, aside_of, beside, is_wish_beside
from actions.say import say
from actions.settling import BOOKING, MESSAGE, settled
from actions.symptoms import SIDE_EFFECTS, tells_of_a_symptom
from actions.topics import response_for
from actions.worries import is_worried

Events = list[dict[str, Any]]

LONGEST = 9  # words
_COMBINED = ("faq/combination", "faq/candidate_assessment")
_CONCERN = "faq/concern_suitability"
_SAID_AGAIN = (_CONCERN, SIDE_EFFECTS)
# Why something is so, where the clinic's page gives the reason.
WHY = {
    "faq/session_frequency": "utter_why_a_week",
    "faq/session_count": "utter_why_several",
    "faq/results_when": "utter_why_several",
    "faq/results_what": "utter_faq/procedure_what",
    "faq/product_penetration": "utter_faq/product_penetration",
}
# Where the page says nothing, that is the reason.
_SILENT = (
    "faq/price", "faq/hours_contact", "faq/location", "faq/session_duration", "faq/age_minor",
    "faq/pregnancy_or_medication", "faq/at_home_device", "faq/compare_treatments", ASIDE,
)  # fmt: skip


def _whole(*phrases: str) -> re.Pattern[str]:
    begins = r"(?:(?:and|but|so|ok(?:ay)?|oh|then|well|hm+|um+|wait|hold on|no|yes|yeah|lol)\W+)*"
    return re.compile(rf"^\W*{begins}(?:{'|'.join(phrases)})\W*$", re.IGNORECASE)


_NOTED = re.compile(
    r"^\W*(?:(?:oh|ah|hm+|well|that'?s)\W+)*(?:ok(?:ay)?|okey|oki|k+|alright|all right|i see|"
    r"got it|gotcha|good to know|understood|makes sense|fair enough|noted|interesting|cool|"
    r"right|hm+|oh|ah|aha|wow|fine|good|great|perfect|nice|awesome|amazing|wonderful|lovely)"
    r"(?:\W+(?:ok(?:ay)?|then|good|great|fine|perfect|cool|got it|i see))*\W*$",
    re.IGNORECASE,
)
_SURE = _whole(
    r"(?:are|r) (?:you|u) (?:really |very |quite |100% )?(?:sure|certain|serious|kidding|positive)"
    r"(?: (?:about|of) (?:that|this|it))?",
    r"really(?: really| though| now)?",
    r"seriously",
    r"for real",
    r"you sure",
    r"u sure",
    r"is (?:that|this|it) (?:really |actually )?(?:true|right|correct|so|for sure)",
    r"(?:says who|who says(?: so)?|how do you know(?: that| this)?)",
    r"truly",
    r"prove it",
    r"no way",
    r"can i trust (?:that|this|you)",
    r"(?:i )?(?:don'?t|do not) believe (?:that|this|you|it)",
)
_WHY = _whole(
    r"why(?: not| so| though| is (?:that|this|it)| that| a week| weekly| exactly| so (?:many|much|"
    r"long|often)| don'?t you(?: know| say)?| can'?t you(?: tell me| say)?| can'?t i)?",
    r"how come(?: not)?",
    r"how so",
    r"for what reason",
    r"what(?:'s| is) the reason",
    r"what for",
    r"because\?*",
)
_MEANT = _whole(
    r"what (?:do|did) (?:you|u) mean(?: by that| by this| exactly)?",
    r"wdym",
    r"huh",
    r"meaning",
    r"(?:i )?(?:don'?t|didn'?t|do not) (?:understand|get (?:it|that)|follow)(?: (?:that|it))?",
    r"what does (?:that|this) mean",
    r"can you explain(?: that| it| more)?",
    r"explain",
    r"what'?s that mean",
)
# What somebody may stop, skip or have little of, and nothing else.
_OF_SESSIONS = (
    r"(?:it|that|this|them|an?|the|my|one|two|three|some|few|\d+|next|last|or|of|in|for|coming|"
    r"going|doing|sessions?|treatments?|appointments?|visits?|weeks?|months?|time|early|halfway|"
    r"half ?way|after|afterwards|before|once|twice|midway|there|then|now|altogether|here)"
)
_IF_NOT = _whole(
    r"(?:what )?if (?:not|so)",
    r"(?:what )?if (?:i|it|they|that) (?:don'?t|doesn'?t|does|do|isn'?t|can'?t|"
    r"won'?t|did|didn'?t)(?: work| help| go away)?",
    r"(?:what )?if (?:i|we) (?:stop|quit|skip|miss|only do|just do|only have)"
    rf"(?: {_OF_SESSIONS}){{0,5}}",
    r"otherwise",
    r"or else",
    r"(?:then|and|what) (?:what|then)",
    r"and then",
    r"and after that",
    r"then what",
)
# Behind an illness: whether that means no, and what a doctor has said of it.
_VERDICT = _whole(
    r"(?:you|u|they) (?:refuse|reject|won'?t (?:take|treat)|turn(?:ing)? (?:me )?(?:down|away))"
    r"(?: me)?(?: then)?",
    r"(?:i|we) (?:can'?t|can not|cannot|can|could|may)(?: still)?"
    r"(?: (?:come|have it|do it|get it))?(?: then)?",
    r"(?:does|would|will) (?:that|this|it) (?:matter|count|be a problem)",
    r"is (?:that|this|it) (?:bad|a problem|ok(?:ay)?|fine|allowed|a reason against(?: it)?)",
    r"(?:am i|are we) (?:out|excluded|allowed|ok(?:ay)?)",
)
_DOCTOR = _whole(
    r"my (?:doctor|dr|doc|derm|dermatologist|gp|oncologist|midwife|ob|obgyn|nurse|pharmacist)"
    r"(?: (?:already|just|even))?(?:'s| is| was)? (?:said|says|say|told me|thinks|ok(?:ayed|ay)?|"
    r"cleared|agreed|fine|approved)(?: [\w']+){0,6}",
)
_OR = re.compile(r"^\W*(?:or|nor|neither|same (?:with|for))\b", re.IGNORECASE)
_ABOUT_HEALTH = set(HEALTH_TOPICS)
# "Really?" with something behind it is about what was said, unless that wants something itself.
_ONLY_ABOUT_IT = ("faq", "nlu_fallback", "chitchat", "affirm", "deny", "out_of_scope")
# "And if I get a rash?" behind what may come of the treatment.
_IF_HARM = _whole(
    r"(?:what )?(?:if|when) (?:i|my \w+|it) (?:get|have|has|gets|turns?|goes|becomes?|swells?|"
    r"burns?|itch(?:es)?|bleeds?|scars?|break out|peels?)(?: [\w']+){0,5}",
)
_AFTERWARDS = {SIDE_EFFECTS, "faq/downtime", "faq/aftercare", "faq/pain"}
_BOTH = _whole(
    r"both(?: of them)?(?: then| together)?",
    r"(?:can|could|may) (?:i|you|we) (?:have|get|do|use)"
    r" (?:both|them both|the two|all of them)(?: (?:together|on the same day|at once|in one go))?",
    r"which(?: one)?(?: (?:goes|comes|is|should (?:i|we) (?:do|have|get)|do (?:i|you) do))? first",
    r"(?:on|in|at|the)?(?: ?the)? ?same (?:day|time|visit|session|appointment)",
    r"same day",
    r"together",
    r"in (?:which|what) order",
    r"(?:which|what) order",
    r"(?:before or after|how far apart|what comes first|at once|in one (?:go|visit|session))",
)


def replied(
    reply: Callable[[CollectingDispatcher, Tracker, Message], Events],
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    message: Message,
) -> Events:
    """What an action replies, unless a short question or one that no topic answers is asked."""
    in_form = bool(draft.open_form(tracker))
    events = (in_a_form if in_form else briefly)(dispatcher, tracker, message)
    if events is None:
        message, offer = answered_beside(dispatcher, message)
        if offer is None or message.topics or is_wish_beside(message):
            return reply(dispatcher, tracker, message)
        add_caveats(dispatcher, message)
        if in_form:
            return [*settled(dispatcher, tracker), remembered([ASIDE])]
        heard = for_team.heard(tracker, for_team.MESSAGE, message.text) if offer == MESSAGE else []
        events = [*heard, *_settled(dispatcher, tracker, offer), remembered([ASIDE])]
    # What is taken for a wish for an appointment would go on with the form by rule.
    listens = [FollowupAction("action_listen")] if message.intent == "booking_request" else []
    return [*events, *listens]


def briefly(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Events | None:
    """The answer to a short question behind an answer; None where it is none."""
    text, offer = _brief(tracker, message), tracker.get_slot("offer")
    if text is None or (offer == HEALTH and (message.intent == "affirm" or is_refusal(text))):
        return None
    before: list[str] = tracker.get_slot(ASKED) or []
    begins = _SURE.match(re.split(r"(?<=\w)[?!.]", text)[0]) and not message.topics
    if _SURE.match(text) or (begins and message.intent in _ONLY_ABOUT_IT):
        return _passed_on(dispatcher, tracker, message, "utter_sure")  # of whatever was said
    if _DOCTOR.match(text) and _about_health(before, message):
        return _passed_on(dispatcher, tracker, message, "utter_doctor_said")
    if not before:
        return None
    if _NOTED.match(text):
        if offer not in (None, BOOKING):
            return None  # it is for what was offered
        say(dispatcher, "utter_affirm")
        return settled(dispatcher, tracker, offer=BOOKING)
    response = _about(before, message, text)
    if response is None:
        return None
    if response in (*WHY.values(), *map(response_for, _SAID_AGAIN), "utter_no_verdict"):
        say(dispatcher, response)
        return [*_settled(dispatcher, tracker, BOOKING), remembered(before)]
    return _passed_on(dispatcher, tracker, message, response)


def in_a_form(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> Events | None:
    """The same where a form is open, which asks again and offers nothing else."""
    text = _brief(tracker, message)
    if text is None or not (_SURE.match(text) or (_MEANT.match(text) and tracker.get_slot(ASKED))):
        return None
    say(dispatcher, "utter_sure" if _SURE.match(text) else "utter_unclear")
    return settled(dispatcher, tracker)


def answered_beside(
    dispatcher: CollectingDispatcher, message: Message
) -> tuple[Message, str | None]:
    """Says what can be said of something that no topic answers; the rest, and what it offers.

    The topics that it is mistaken for are not answered any more, but those of health are, while
    any is told; who tells of a symptom is answered about that.
    """
    aside = aside_of(message)
    if aside is None or is_for_a_doctor(message):
        return message, None
    rest = beside(message, aside)
    kept = _ABOUT_HEALTH if _tells_of_health(rest) else set()
    left = [each for each in message.topics if each in kept or each not in aside.mistaken_for]
    if tells_of_a_symptom(message):
        left = [SIDE_EFFECTS, *left]
    elif aside.said == INGREDIENTS and tells_an_allergy(rest):
        left = [PERSONAL, *left]  # whose answer says it all
    else:
        if is_worried(message):
            say(dispatcher, "utter_worried")
        say(dispatcher, aside.said)
    rest.topics = list(dict.fromkeys(left))
    return rest, aside.offer


def _brief(tracker: Tracker, message: Message) -> str | None:
    """What is said, where it is short and tells of nothing; None else."""
    text = message.text.replace("’", "'")
    is_long = len(text.split()) > LONGEST
    if message.is_button or is_long or alarm.stands(tracker) or _tells_of_health(message):
        return None
    return text


def _tells_of_health(message: Message) -> bool:
    return any(not each.negated for kind in FACTS for each in message.of(kind))


def _about(before: list[str], message: Message, text: str) -> str | None:
    """What is said to it, by what was answered before."""
    combined = any(each in before for each in _COMBINED)
    if combined and message.of("treatment") and (begins_anew(text) or _OR.match(text)):
        return "utter_combined_too"
    if _BOTH.match(text):
        if combined:
            return "utter_combined_how"
        return response_for(_CONCERN) if _CONCERN in before else "utter_no_further"
    if _VERDICT.match(text) and _ABOUT_HEALTH.intersection(before):
        return "utter_no_verdict"
    if _WHY.match(text):
        known = next((WHY[each] for each in before if each in WHY), None)
        silent = any(each in _SILENT for each in before)
        return known or ("utter_why_silent" if silent else "utter_why_not_said")
    if _IF_HARM.match(text) and _AFTERWARDS.intersection(before):
        return response_for(SIDE_EFFECTS)
    if _IF_NOT.match(text):
        return "utter_no_further"
    return "utter_unclear" if _MEANT.match(text) else None


def _about_health(before: list[str], message: Message) -> bool:
    return bool(_ABOUT_HEALTH.intersection((*before, *message.topics)))


def _passed_on(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, response: str
) -> Events:
    """The team may hear what was asked, together with what it was about."""
    say(dispatcher, response)
    about = f"{said_before(tracker)} – {message.text}".removeprefix(" – ")
    heard = for_team.heard(tracker, for_team.MESSAGE, about)
    known = remembered(tracker.get_slot(ASKED) or [])
    return [*heard, *_settled(dispatcher, tracker, MESSAGE), known]


def _settled(dispatcher: CollectingDispatcher, tracker: Tracker, offer: str) -> Events:
    """Offers that, unless "shall I add it?" still waits for a yes: then it is asked again."""
    told = tracker.get_slot(SLOT)
    if tracker.get_slot("offer") == HEALTH and told:
        say(dispatcher, "utter_change_add_health", reference=told["reference"], said=told["words"])
        offer = HEALTH
    return settled(dispatcher, tracker, offer=offer)
