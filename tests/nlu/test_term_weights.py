"""TF-IDF of words and their pieces."""

from __future__ import annotations

import numpy as np
import pytest

from clinic.nlu.term_weights import TermWeights, pieces_of, words_of

TEXTS = ["does it hurt", "does it cost much", "how much does it cost", "cost?"]


def test_terms_are_words_pairs_of_words_and_pieces_of_words():
    assert words_of("i'm ok?") == ["i'm", "ok", "?", "i'm ok", "ok ?"]
    assert pieces_of("a of") == [" a", "a ", " a ", " o", "of", "f ", " of", "of ", " of "]


def test_a_row_has_length_one_and_its_cosine_with_itself_is_one():
    matrix = TermWeights.learn(TEXTS).matrix(TEXTS)
    assert np.allclose((matrix @ matrix.T).diagonal(), 1, atol=1e-6)


def test_messages_that_share_rare_words_are_nearer():
    matrix = TermWeights.learn(TEXTS).matrix(TEXTS)
    cosines = (matrix @ matrix.T).toarray()
    assert cosines[1, 2] > cosines[0, 2]


def test_a_message_of_unknown_words_is_near_to_none():
    terms = TermWeights.learn(TEXTS)
    assert (terms.matrix(["zzz qqq"]) @ terms.matrix(TEXTS).T).nnz == 0


@pytest.mark.parametrize("text", ["", " ", "?"])
def test_a_message_without_words_is_no_trouble(text: str):
    assert TermWeights.learn(TEXTS).matrix([text]).shape[0] == 1


def _known_words(terms: TermWeights) -> set[str]:
    return set(terms.parts()[0][0].split("\n"))


def test_what_stands_in_most_messages_is_left_out():
    texts = [f"the word{number}" for number in range(1500)]
    terms = _known_words(TermWeights.learn(texts))
    assert "the" not in terms
    assert "word7" in terms


@pytest.mark.parametrize("texts", [TEXTS, ["", "?"]])
def test_it_comes_back_the_same_from_its_parts(texts: list[str]):
    terms = TermWeights.learn(texts)
    again = TermWeights.from_parts(*terms.parts()).with_words_of(["it is brand new"], len(texts))
    third = TermWeights.from_parts(*again.parts())
    assert (again.matrix(TEXTS) != third.matrix(TEXTS)).nnz == 0
    assert third.size == terms.size + len(set(words_of("it is brand new")) - _known_words(terms))
