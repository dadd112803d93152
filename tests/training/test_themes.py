"""Missed messages are grouped by what they ask."""

from __future__ import annotations

from clinic.training.themes import near_messages, suggestions_of, themes

PARKING = [
    "is there parking at the clinic",
    "where can i park my car",
    "do you have parking",
    "is the parking free",
]
PETS = ["can i bring my dog", "are dogs allowed", "can my dog come along"]
GIFTS = ["do you sell gift cards", "can i buy a gift card for my mum"]


def test_ways_of_asking_one_thing_are_one_theme() -> None:
    found = themes([*PARKING, *PETS, *GIFTS])
    assert [set(theme.messages) for theme in found] == [set(PARKING), set(PETS), set(GIFTS)]
    assert all(theme.name == theme.messages[0] for theme in found)


def test_the_order_of_messages_changes_nothing() -> None:
    everything = [*PARKING, *PETS, *GIFTS]
    assert themes(everything) == themes(everything[::-1])


def test_what_is_asked_more_often_comes_first() -> None:
    assert themes([*PARKING, *PETS[:1] * 9])[0].messages == ("can i bring my dog",)


def test_each_theme_has_three_suggestions_of_its_central_message() -> None:
    asked = []

    def parse(text: str) -> dict:
        asked.append(text)
        return {"suggestions": ["faq/a", "faq/b", "faq/c", "faq/d"]}

    (theme,) = themes(PARKING, suggestions_of(parse))
    assert theme.suggestions == ("faq/a", "faq/b", "faq/c")
    assert asked == [theme.name]


def test_nothing_and_one_message_are_grouped_too() -> None:
    assert themes([]) == []
    assert [theme.name for theme in themes(["hello?"])] == ["hello?"]


def test_real_messages_near_a_new_topic_are_offered() -> None:
    offered = near_messages(PARKING[:2], [*PARKING, *PETS])
    assert set(offered) <= set(PARKING[2:]) and offered
