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
# What may be on the list by another name, as a skin disease is, and a wound: all of it is said.
UNCLEAR = {
    "burn injury",
    "chemical burn",
    "laser burn",
    "electrical burn",
    "wax burn",
    "razor burn",
    "sunburn",
    "sun poisoning",
    "frostbite",
    "shingles",
    "ophthalmic shingles",
    "HSV-2",
    "eczema herpeticum",
    "prediabetes",
    "gestational diabetes",
    "diabetes insipidus",
    "mouth sores",
    "skin condition",
    "medical condition",
    "head injury",
    "facial injury",
    "open wound",
    "infected wound",
    "skin infection",
    "damaged skin barrier",
    "stitches",
    "ocular rosacea",
    "papulopustular rosacea",
    "rosacea",
    "rhinophyma",
    "folliculitis",
    "hidradenitis suppurativa",
    "demodex",
    "keratosis pilaris",
    "seborrhea",
    "neurodermatitis",
    "diaper rash",
    "topical steroid withdrawal",
    "xerosis",
    "intertrigo",
    "heat rash",
    "sebopsoriasis",
    "vitiligo",
    "tinea versicolor",
    "pityriasis alba",
    "pityriasis rosea",
    "pityriasis rubra pilaris",
    "pityriasis lichenoides",
    "ringworm",
    "tinea barbae",
    "impetigo",
    "cellulitis",
    "erythrasma",
    "scabies",
    "molluscum contagiosum",
    "warts",
    "flat warts",
    "viral rash",
    "drug rash",
    "discoid lupus",
    "porokeratosis",
    "darier disease",
    "hailey-hailey disease",
    "grover disease",
    "ichthyosis",
    "palmoplantar keratoderma",
    "epidermolysis bullosa",
    "pemphigus",
    "bullous pemphigoid",
    "erythema multiforme",
    "erythema nodosum",
    "granuloma annulare",
    "lichen planus",
    "lichen sclerosus",
    "lichen nitidus",
    "pyoderma gangrenosum",
    "prurigo nodularis",
    "dermatographia",
    "hives",
    "dermatomyositis",
    "xeroderma pigmentosum",
    "actinic keratosis",
    "itchy skin",
}
_SKIN_DISEASE = ("dermatitis", "eczema", "psoriasis", "urticaria")  # fmt: skip
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
    if value in UNCLEAR or value.endswith(_SKIN_DISEASE):
        return None
    if value in LISTED:
        return NAMED
    if value in TENDER:
        return GENTLE
    if value in ACNE:
        return USED_FOR_ACNE
    return ALLERGIC if value.endswith(_ALLERGY) else NOT_NAMED
