"""spaCy's tokens, for Rasa's own tools and for whatever comes behind in the pipeline."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from clinic.nlu.entities import tokens_of
from clinic.nlu.text import clean


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokens(Tokenizer):
    """Splits messages with spaCy's English rules; no model is needed for that."""

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        doc = tokens_of(clean(message.get(attribute) or ""))
        return [
            Token(token.text, token.idx, lemma=token.lower_) for token in doc if not token.is_space
        ]
