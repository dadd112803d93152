"""The response of a topic that was asked about."""

from __future__ import annotations

from actions.review import OUT_OF_DATE, is_out_of_date
from actions.say import profile

# Topics on which the clinic's page is silent but clinic.yml may not be: the detail that has to
# be filled in for the response with it, `utter_<topic>_known`, to be said.
FILLED_IN_BY = {
    "faq/price": "price_note",
    "faq/location": "clinic_addresses",
    "faq/hours_contact": "clinic_hours",
}


def response_for(topic: str) -> str:
    """The response of a topic, with the clinic's own detail where that is filled in.

    An answer that was not reviewed in time is not repeated; the visitor is told to ask.
    """
    if is_out_of_date(f"utter_{topic}"):
        return OUT_OF_DATE
    detail = FILLED_IN_BY.get(topic)
    if detail and profile().variables()[detail]:
        return f"utter_{topic.removeprefix('faq/')}_known"
    return f"utter_{topic}"
