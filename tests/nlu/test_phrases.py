"""Listed phrases among a message's tokens."""

from __future__ import annotations

from itertools import chain

from spacy.matcher import PhraseMatcher

from clinic.nlu.entities import _as_listed, _plural, _tokens_of_word, tokenizer
from clinic.nlu.listed_words import listed_words
from clinic.nlu.phrases import Phrases

SCAR, ACNE = ("concern", "scars"), ("condition", "acne")


def made_of(*phrases: tuple[tuple[str, str], str]) -> Phrases:
    made = Phrases()
    for meaning, words in phrases:
        made.add(meaning, words.split())
    return made


def test_phrases_within_phrases_are_all_found() -> None:
    phrases = made_of((SCAR, "acne scars"), (ACNE, "acne"), (SCAR, "scars"))
    assert list(phrases.found_in("my acne scars".split())) == [
        (ACNE, 1, 2),
        (SCAR, 1, 3),
        (SCAR, 2, 3),
    ]


def test_the_beginning_of_a_phrase_alone_is_nothing() -> None:
    phrases = made_of((ACNE, "very bad acne"))
    assert list(phrases.found_in("very bad very bad acne".split())) == [(ACNE, 2, 5)]


def test_a_phrase_with_several_meanings_has_them_in_the_order_in_which_they_came() -> None:
    phrases = made_of((SCAR, "pits"), (ACNE, "pits"), (SCAR, "pits"))
    assert [meaning for meaning, *_ in phrases.found_in(["pits"])] == [SCAR, ACNE]


def test_every_listed_word_is_cut_as_spacy_cuts_it() -> None:
    listed = [word for _, _, words in listed_words() for word in words]
    forms = {form for word in listed for form in (_as_listed(word), _plural(word)) if form}
    for form in forms:
        ours = [token for word in form.split() for token in _tokens_of_word(word)]
        assert ours == [token.text for token in tokenizer().make_doc(form)]


def test_the_same_is_found_as_by_spacys_own_matcher() -> None:
    lists = [(f"{kind}|{value}", words[:3]) for kind, value, words in listed_words()][::20]
    matcher, phrases, nlp = PhraseMatcher(tokenizer().vocab), Phrases(), tokenizer()
    for meaning, words in lists:
        docs = [nlp.make_doc(word) for word in words]
        matcher.add(meaning, docs)
        for doc in docs:
            phrases.add((meaning, ""), [token.text for token in doc])
    message = nlp.make_doc(" and ".join(chain.from_iterable(words for _, words in lists)))
    found = {
        (meaning, start, end)
        for (meaning, _), start, end in phrases.found_in([token.text for token in message])
    }
    assert len(found) > 100
    assert found == {
        (nlp.vocab.strings[match], start, end) for match, start, end in matcher(message)
    }
