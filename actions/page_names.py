"""Whether the clinic's page names an illness: what it says of that, and nothing of the person."""

from __future__ import annotations

from actions.message import Message

# What the page lists as a reason against the treatment, by the values that mentions have.
LISTED = {
    "diabetes", "type 1 diabetes", "type 2 diabetes", "herpes", "genital herpes", "ocular herpes",
    "cold sores", "unhealed burn", "dermatosis",
}  # fmt: skip
# What makes a visit hard rather than a treatment unsuitable: no list of illnesses answers that.
TENDER = {
    "anxiety", "panic attacks", "claustrophobia", "phobia", "ptsd", "ocd", "adhd", "autism",
    "sensory processing disorder",
}  # fmt: skip
# What the page names as a thing that the treatment is used for.
ACNE = {
    "acne", "breakouts", "hormonal acne", "adult acne", "teen acne", "cystic acne", "body acne",
    "blackheads",
}  # fmt: skip
# What may be on the list by another name: all of it is said.
UNCLEAR = {
    "burn injury", "chemical burn", "laser burn", "electrical burn", "wax burn", "razor burn",
    "sunburn", "shingles", "prediabetes", "gestational diabetes", "diabetes insipidus",
    "mouth sores", "skin condition", "medical condition",
}  # fmt: skip
_ALLERGY = ("allergy", "allergies")
NAMED = "utter_condition_named"
NOT_NAMED = "utter_condition_not_named"
GENTLE = "utter_gentle"
ALLERGIC = "utter_allergy"
USED_FOR_ACNE = "utter_used_for_acne"
# Each says of a condition what a caveat would say, or what is better left without one.
SAID_OF_CONDITIONS = (NAMED, NOT_NAMED, GENTLE, ALLERGIC)


def said_of(message: Message) -> str | None:
    """What is said of the illnesses in a message where all are of one kind."""
    found = [*message.of("condition"), *message.of("health_sign")]
    kinds = {_kind(each.value) for each in found if not each.negated}
    if not kinds and not found:
        skin = {each.value for each in message.of("concern") if not each.negated}
        return USED_FOR_ACNE if skin and skin <= ACNE else None
    return kinds.pop() if len(kinds) == 1 else None


def tells_an_allergy(message: Message) -> bool:
    return any(
        each.value.endswith(_ALLERGY) and not each.negated for each in message.of("condition")
    )


def _kind(value: str) -> str | None:
    if value in UNCLEAR:
        return None
    if value in LISTED:
        return NAMED
    if value in TENDER:
        return GENTLE
    if value in ACNE:
        return USED_FOR_ACNE
    return ALLERGIC if value.endswith(_ALLERGY) else NOT_NAMED
