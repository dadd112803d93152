"""Whether somebody asks about side effects because they have some."""

from __future__ import annotations

import re

from actions.message import Message

SIDE_EFFECTS = "faq/side_effects"
# Who has a symptom hears first what to do about it, and no reassurance.
OWN_SYMPTOM = "utter_own_symptom"
LIKELIEST = 2  # of the topics that an unsure message may have meant
# A time since the treatment, or a state of one's own skin …
_SINCE = re.compile(
    r"\b(?:since|yesterday\w*|today\w*|tonight|this morning|last night|"
    r"(?:hours?|hrs?|minutes?|mins?|days?|nights?) (?:after|later|ago|out|now)|day (?:\d+|one|two|"
    r"three|four|five)|still)\b|"
    r"\bmy (?:\w+ ){0,2}?(?:is|are|got|gets|feels?|looks?|has|have|hurts?|itch\w*|burn\w*|peel\w*|"
    r"broke|keeps?|stings?)\b|\bit (?:\w+ )?(?:feels?|looks?|burns|stings|itches)\b|"
    r"\bi(?:'?m| am) (?:\w+ )?(?:red|pink|peeling|itchy|swollen|dry|flaky|"
    r"sore|burning|breaking)\b",
    re.IGNORECASE,
)
# … unless it only may come to that.
_SUPPOSED = re.compile(
    r"\b(?:will|would|could|can|might|may|does|do|if|is it (?:normal|usual|common) (?:to|for))\b",
    re.IGNORECASE,
)


def tells_of_a_symptom(message: Message) -> bool:
    """ "My cheeks feel tight since yesterday", not "will my cheeks feel tight".

    Also where it is too little like what was taught to be sure of the topic.
    """
    near = message.topics or message.suggestions[:LIKELIEST]
    if message.is_button or SIDE_EFFECTS not in near:
        return False
    clauses = re.split(r"[.,!?;]", message.text)
    return any(_SINCE.search(each) and not _SUPPOSED.search(each) for each in clauses)
