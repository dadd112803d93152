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

_GO_ON = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|well|hmm+|or)\b[\s,]*)*"
    r"(?:(?:do|should|can|could|shall|must|may) i(?: (?:just|still|even|now))*|"
    r"is it (?:ok(?:ay)?|safe|fine) to) "
    r"(?:keep (?:going|on|coming|doing (?:it|this|them))|continue|go on|carry on|stop(?: now)?|"
    r"quit|do (?:it|this|another|the next(?: one)?)|come back|go back|get (?:another|the next)|"
    r"have (?:another|the next))"
    r"(?: (?:with|the|it|this|them|these|my|next|sessions?|treatments?|one|then|now|"
    r"anyway|or (?:stop|not|no|wait)|or should i stop|for (?:the|my)))*\W*$",
    re.IGNORECASE,
)
_IT = r"(?:it|this|that|the (?:redness|pink|red|rash|bumps?|spots?|peeling|swelling|irritation))"
_GONE = (
    r"(?:gone|over|better|healed|normal(?: again)?|back to normal|fades?|fading|clears?(?: up)?|"
    r"goes (?:away|down)|go (?:away|down)|calms? down|disappears?|passes|pass|heals?|stops?|last)"
)
_WHEN_GONE = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|well|hmm+|like)\b[\s,]*)*"
    r"(?:(?:for )?how (?:long|soon|many (?:hours|days|weeks))"
    r"(?: (?:till?|until|before|does|will|is|"
    rf"would|for|do i (?:have|wait))| it takes?)*(?: {_IT}(?:['’]?s|s| is| will be| to)?)?"
    rf"(?: (?:take|be|all|till?|until|to|completely|usually|{_IT}))*(?: {_GONE})?"
    rf"|when (?:is|will|does|do|would) (?:{_IT})(?: be)?(?: {_GONE})?"
    rf"|(?:will|does|is) (?:{_IT})(?: (?:ever|just|going to|gonna|all|usually|be))* {_GONE}"
    rf"(?: (?:on its own|by itself|soon|today|tomorrow|by \w+))?)\W*$",
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


def asks_how_it_goes_on(text: str) -> bool:
    """ "Do I keep going", "should I stop"."""
    return bool(_GO_ON.match(text))


def asks_when_it_is_gone(text: str) -> bool:
    """ "How long till it's gone", "when will the redness go away"."""
    return bool(_WHEN_GONE.match(text))
