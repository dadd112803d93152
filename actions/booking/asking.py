"""Whether a message asks, answers or only chats."""

from __future__ import annotations

import re

from actions.booking import contact, names, phrases
from actions.health import FACTS, HEALTH_TOPICS
from actions.message import Entity, Message
from clinic.name_words import ALSO_WORDS, GIVEN_NAMES

# Intents that a free answer must not be taken from: they are questions, or no answer at all.
INTERRUPTING = {
    "faq", "human_handoff", "complaint", "bot_challenge", "chat_help", "prompt_injection",
    "abusive", "booking_change",
}  # fmt: skip
SMALL_TALK = {"greet", "goodbye", "thanks"}
# Topics that words about oneself are often taken for: they answer our question all the same.
ABOUT_ONESELF = {
    "faq/concern_suitability", "faq/contraindication_personal", "faq/pregnancy_or_medication",
    "faq/contraindications_list", "faq/skin_type", "faq/results_what", "faq/side_effects",
    "faq/age_minor", "faq/candidate_assessment", "faq/combination", "faq/men",
}  # fmt: skip
SURE_OF_A_TOPIC = 0.8  # confidence from which a word or two are a question, and no answer

_A = r"(?:(?:an?|the|exactly|even|this|also|called|considered|counted as|the same as|kind of) )*"
# "§" stands for what a word of health is called.
_WHAT_IT_IS = re.compile(
    rf"^\W*(?:(?:and|but|ok|okay|so|sorry|um|wait|y)\W+)*(?:"
    rf"(?:what(?:'?s| is| are)(?: meant by)?|whats|qu[ée] es|define|what do you mean by) "
    rf"{_A}§(?: (?:exactly|anyway|please|mean|then|skin))*|"
    rf"(?:what does|qu[ée] significa) {_A}§(?: mean)?|"
    rf"(?:is|are) {_A}§ {_A}§)\W*$",
    re.IGNORECASE,
)
_ASKS_BEHIND = re.compile(
    r"(?:\s*[,–-]\s*(?:(?:and|but|also|y)\s+)?|\s+(?:and|but|also|y)\s+)"
    r"(?=(?:how|what|where|when|does|do (?:you|i)|is (?:it|there)|are (?:you|there)|will (?:it|i)|"
    r"cu[aá]nto|duele)\b)",
    re.IGNORECASE,
)


def asks_what_it_is(message: Message, entity: Entity) -> bool:
    """ "What is dermatosis", "is rosacea a dermatosis?": tells of nobody that they have it."""
    sentences = re.findall(r"[^.!?;\n]+[.!?;\n]*", message.text)
    words = [each.text for each in message.entities if each.entity in FACTS and each.text]
    for sentence in (each for each in sentences if entity.text and entity.text in each):
        for word in sorted(words, key=len, reverse=True):
            sentence = sentence.replace(word, "§")
        if _WHAT_IT_IS.match(sentence):
            return True
    return False


def is_question(message: Message) -> bool:
    """Whether something is asked, beside the details that the message may hold."""
    if names.is_called_like_a_verb(message.text):
        return False
    if phrases.is_question(message.text):
        return True
    rest = contact.without_contacts(message.text)
    for each in (*message.of("location"), *message.of("date")):
        rest = rest.replace(each.text, " , ") if each.text else rest
    return any(phrases.is_question_behind(part) for part in re.split(r"[,;.!\n]", rest)[1:])


def statements(message: Message) -> Message:
    """The message without its questions: "Norwalk. does it hurt?" holds an answer all the same."""
    if message.intent in ("booking_request", "booking_change") and not message.topics:
        return message  # "can you fit me in on friday" asks for nothing but the request
    parts = re.findall(r"[^.!?;\n]+[.!?;\n]*", message.text)
    if message.intent == "booking_request":
        parts = [piece for part in parts for piece in _before_and_behind(part)]
    stated = [part for part in parts if _is_stated(part)]
    return message if len(stated) == len(parts) else message.part("".join(stated))


def _before_and_behind(part: str) -> tuple[str, ...]:
    """A wish and the question behind it: "book me friday at 3, and how much is it?"."""
    found = None if _is_stated(part) else _ASKS_BEHIND.search(part)
    return (part[: found.start()], part[found.start() :]) if found else (part,)


def _is_stated(part: str) -> bool:
    if phrases.CHANGE_ASKED.match(part):
        return True
    return not part.rstrip().endswith("?") and not phrases.is_question(part)


def is_other_business(message: Message) -> bool:
    return message.intent in INTERRUPTING and is_question(message)


def is_a_topic(message: Message) -> bool:
    """ "downtime" is a question in one word; "my acne" or "I'm diabetic" is an answer."""
    if message.intent != "faq" or message.confidence < SURE_OF_A_TOPIC:
        return False
    names_skin = message.of("concern") or message.of("symptom")
    return not (names_skin or ABOUT_ONESELF & set(message.topics))


def is_one_word_topic(message: Message) -> bool:
    """ "downtime" is a question in one word; "Faith Summers" or "stephanie m" is a name, even
    where the classifier takes it for a topic."""
    words = message.text.split()
    capitalised = len(words) >= 2 and all(word[:1].isupper() for word in words)
    if words and words[0].strip(".,!").lower() in GIVEN_NAMES - ALSO_WORDS:
        return False  # "Karen", who is taken for somebody of the team
    about_health = set(message.topics) & set(HEALTH_TOPICS)
    if about_health and not any(message.of(entity) for entity in FACTS):
        return False  # no condition and no medicine is in it
    return message.confidence >= SURE_OF_A_TOPIC and not capitalised


def is_empty_talk(message: Message) -> bool:
    return message.intent in SMALL_TALK or phrases.is_yes(message.text)
