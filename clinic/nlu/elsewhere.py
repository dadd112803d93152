"""Words of the lexicon that mean something else in some places: "come back", "european wax"."""

from __future__ import annotations

import re

# Of a burn, what the skin feels like is no burn.
_FEELS_LIKE = re.compile(
    r"\b(?:feel|felt|burn|sting|hurt)\w* (?:\w+ ){0,3}?like (?:\w+ ){0,3}?sun ?burn"
)

# A scar that one left long ago is no open wound.
_SCAR_FROM = (
    r"\bscar(?:s|ring)? (?:\w+ ){{0,2}}?(?:from|of|by|after) (?:an? |my |the |our |old )*{0}s?\b|"
    r"\b{0}s? scar(?:s|ring)?\b"
)

# By kind and word: where it is not what the lexicon takes it for.
ELSEWHERE = {
    ("condition", "allergies"): re.compile(r"\bseasonal allergies\b"),
    ("condition", "covid"): re.compile(
        r"\bcovid(?:-?19)? (?:rules?|polic\w+|protocols?|precautions?|restrictions?|requirements?|"
        r"safety|measures|guidelines?)\b"
    ),
    ("condition", "sunburn"): _FEELS_LIKE,
    ("condition", "sun burn"): _FEELS_LIKE,
    ("condition", "my heart"): re.compile(
        r"\bmy heart(?: is|'s) (?:fine|good|healthy|ok|set|broken)\b|"
        r"\b(?:steal|win|from) my heart\b"
    ),
    ("condition", "dog bite"): re.compile(_SCAR_FROM.format("dog bite")),
    ("condition", "cat bite"): re.compile(_SCAR_FROM.format("cat bite")),
    ("condition", "cat scratch"): re.compile(_SCAR_FROM.format("cat scratch")),
    ("health_sign", "wheelchair"): re.compile(
        r"\bwheelchair(?: |-)?(?:access\w*|ramp|van|friendly)\b"
    ),
    ("concern", "dull"): re.compile(r"\bdull (?:pain|ache)\b"),
    ("concern", "spots"): re.compile(r"\b(?:\d|any|open|free|two|more) spots\b|\bspots open\b"),
    ("concern", "broke out"): re.compile(r"\bbroke out in\b"),
    ("concern", "scar"): re.compile(
        r"\b(?:can|could|will|would|might|may|i|you|it|to|people) scar\b"
    ),
    ("status", "weaning"): re.compile(r"\bweaning (?:\w+ )?(?:off|from)\b(?! (?:the )?breast)"),
    ("status", "nursing"): re.compile(r"\bnursing (?:school|student|home|degree)\b"),
    ("body_area", "back"): re.compile(
        r"\b(?:go|going|come|coming|came|get|got|call|text|write|be|set|hear|heard|right|send|"
        r"bounce|back to|head|ask) back\b|\bback (?:to|in|from|at|on|then|home|again|and forth|"
        r"tomorrow|today|later|after|with)\b"
    ),
    ("body_area", "my back"): re.compile(r"\b(?:sleep|sleeping|lie|lying|lay) on my back\b"),
    ("body_area", "face"): re.compile(r"\bface ?(?:time|book)\b"),
    ("treatment", "wax"): re.compile(r"\beuropean wax\b"),
    ("treatment", "peel"): re.compile(r"\b(?:skin|will i|to|does it|it|still|start(?:ed)?) peel\b"),
    ("body_area", "hand"): re.compile(r"\b(?:on the other hand|second ?hand|by hand|hand over)\b"),
}
