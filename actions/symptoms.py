"""Whether somebody asks about side effects because they have some."""

from __future__ import annotations

import re

from actions.message import Message

SIDE_EFFECTS = "faq/side_effects"
# A time since the treatment, or a state of one's own skin …
_SINCE = re.compile(
    r"\b(?:since|yesterday\w*|today\w*|tonight|this morning|last night|"
    r"(?:hours?|hrs?|minutes?|mins?|days?|nights?) (?:after|later|ago|out|now)|day (?:\d+|one|two|"
    r"three|four|five)|still)\b|"
    r"\bmy (?:\w+ ){0,2}?(?:is|are|got|gets|feels?|looks?|has|have|hurts?|itch\w*|burn\w*|peel\w*|"
    r"broke|keeps?|stings?)\b|\bi(?:'?m| am) (?:\w+ )?(?:red|pink|peeling|itchy|swollen|dry|flaky|"
    r"sore|burning|breaking)\b",
    re.IGNORECASE,
)
# … unless it only may come to that.
_SUPPOSED = re.compile(
    r"\b(?:will|would|could|can|might|may|does|do|if|is it (?:normal|usual|common) (?:to|for))\b",
    re.IGNORECASE,
)


def tells_of_a_symptom(message: Message) -> bool:
    """ "My cheeks feel tight since yesterday", not "will my cheeks feel tight"."""
    if message.is_button or SIDE_EFFECTS not in message.topics:
        return False
    clauses = re.split(r"[.,!?;]", message.text)
    return any(_SINCE.search(each) and not _SUPPOSED.search(each) for each in clauses)
