"""Missed messages are grouped by what they ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.training.rareness import Rareness, taught_rareness
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


def pairs(name: str) -> list[list[str]]:
    lines = (Path(__file__).with_name(name)).read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines]


def together(name: str) -> int:
    """How many of the pairs are one theme."""
    return sum(len(themes(pair)) == 1 for pair in pairs(name))


def test_most_that_mean_the_same_in_other_words_are_one_theme_and_few_that_sound_alike() -> None:
    """Of 40 pairs each; 17 and 10 where every word counts the same."""
    assert together("same_meaning.txt") >= 25
    assert together("near_misses.txt") <= 9


def test_wifi_in_other_words_is_one_row() -> None:
    asked = ["do you have wifi", "is there wifi in the waiting room", "do you have a waiting room"]
    assert [set(theme.messages) for theme in themes(asked)] == [set(asked[:2]), {asked[2]}]


@pytest.mark.parametrize("text", ["???", "🙂", "ok", ""])
def test_what_holds_no_words_is_grouped_too(text: str) -> None:
    assert len(themes([text, *PETS])) == 2


def test_a_word_is_the_rarer_the_fewer_messages_hold_it(tmp_path: Path) -> None:
    rareness = Rareness(["Do you have wifi", "do you park", "do it"])
    assert rareness.of("do") < rareness.of("YOU") < rareness.of("wifi") < rareness.of("unheard")
    (tmp_path / "broken.yml").write_text("nlu: [")
    assert taught_rareness(tmp_path).of("wifi") > 0
