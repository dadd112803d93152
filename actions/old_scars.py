"""Old scars of self-harm: who asks about them is thanked for the trust, then answered."""

from __future__ import annotations

import re

from actions.booking.phrases import anywhere
from actions.message import Message

OLD_SCARS = "utter_old_scars"
_HARM_DONE = anywhere(
    r"self ?-? ?(?:harm\w*|injur\w*|inflicted)", r"sh scars?",
    r"(?:hurt(?:ing)?|harm(?:ing|ed)?|cut(?:ting)?) my ?self", r"used to (?:cut|self ?-? ?harm)",
    r"(?:scars?|marks?|lines) (?:are |is |all |mostly )*from (?:when i )?cut(?:ting)?",
    r"(?:from|of) (?:old )?cutting", r"my (?:old )?cutting (?:scars?|days)",
    r"autolesion\w*", r"(?:cuando )?me cortaba",
)  # fmt: skip
_OTHERWISE = re.compile(
    r"\b(?:not|isn'?t|aren'?t|wasn'?t|never|no)\W+(?:\w+\W+){0,2}?(?:self|hurt|harm|cut)|"
    r"\bcut(?:ting)? (?:my ?self )?(?:\w+ ){0,2}?(?:shav\w*|cook\w*|chopp\w*|garden\w*|on|down|"
    r"back|out|my hair|costs?|corners)\b",
    re.IGNORECASE,
)


def tells_of_old_scars(message: Message) -> bool:
    """Whether self-harm is told of as something behind the writer; else it is an alarm."""
    told = _HARM_DONE.search(message.text)
    return bool(told) and not (
        message.safety or message.is_button or _OTHERWISE.search(message.text)
    )
