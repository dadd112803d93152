"""What the examples say of a danger: of a message, of its parts, and of what is left of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clinic.nlu.encoder.sentence import Sentence, shared_encoder
from clinic.nlu.nearness_model import NearnessModel
from clinic.nlu.parts import scores_of_parts
from clinic.nlu.safety import SELF_HARM, without_unreal

DANGER_HEAD = "danger"
NONE = "none"  # no danger
MOST_PARTS = 40  # of a message that are looked at
_AGAINST_THE_BODY = 0.62
_FEW = 2  # words

Found = tuple[str | None, float]  # the kind, where there is a danger, and how likely any is
Scores = Mapping[str, np.ndarray]  # by head (messages, labels)


class Dangers:
    """Reads a model's dangers by the limits in the classifier's configuration."""

    def __init__(self, model: NearnessModel, limits: Mapping[str, float]) -> None:
        self._model = model
        self._head = model.heads[DANGER_HEAD]
        self._limits = limits

    def of_whole(self, text: str, sentence: Sentence, scores: Scores, *, sure: bool) -> Found:
        """`scores` are the message's own (1, labels); `sure`: of what else it means."""
        self_harm = self._limits["self_harm_beside_sure" if sure else "self_harm"]
        kind, risk = self._kind(self._read(scores)[0], _limit(text), self_harm)
        if kind is not None and not self._shows_in_a_part(text, sentence):
            return None, risk
        return kind, risk

    def of_parts(self, scores: Scores, whole: Found) -> Found:
        """The likeliest danger of the parts (parts, labels), where it is likelier still."""
        kind, risk = whole
        for row in self._read(scores):
            part_kind, part_risk = self._kind(row, "part_danger")
            if part_kind is not None and part_risk > risk:
                kind, risk = part_kind, part_risk
        return kind, risk

    def of_rest(self, text: str, found: Found) -> Found:
        """The danger of a message without what its rules know to be none: "will my lips swell"."""
        rest = without_unreal(text)
        if rest == text:
            return found
        if not rest:
            return None, 0.0
        scores = self._model.scores([rest], shared_encoder().read(rest).features[None])
        return self._kind(self._read(scores)[0], _limit(rest), self._limits["self_harm"])

    def _shows_in_a_part(self, text: str, sentence: Sentence) -> bool:
        """Whether one of several parts is a danger alone; a list of plain questions has none."""
        parts, scores = scores_of_parts(self._model, text, sentence, MOST_PARTS)
        if not parts:
            return True
        likeliest = 1 - self._read(scores)[:, self._head.labels.index(NONE)].min()
        return bool(likeliest >= self._limits["danger"])

    def _read(self, scores: Scores) -> np.ndarray:
        """(messages, kinds): how likely each kind is."""
        return self._head.calibrated(scores[DANGER_HEAD])

    def _kind(self, probabilities: np.ndarray, limit: str, self_harm: float = 0.0) -> Found:
        """The likeliest kind, where any is likely enough, and how likely any is.

        Self-harm that is less likely than `self_harm` counts only beside a likelier danger.
        """
        by_kind = dict(zip(self._head.labels, map(float, probabilities), strict=True))
        risk = likely = 1 - by_kind.pop(NONE, 0.0)
        if by_kind.get(SELF_HARM, 1.0) < self_harm:
            unlikely = by_kind.pop(SELF_HARM)
            likely -= unlikely if unlikely > risk - unlikely else 0.0
        if not by_kind or likely < self._limits[limit]:
            return None, risk
        # "My heart … if I don't make it": about as near to both, and the body cannot wait.
        if SELF_HARM in by_kind:
            by_kind[SELF_HARM] *= _AGAINST_THE_BODY
        return max(by_kind, key=lambda kind: by_kind[kind]), risk


def _limit(text: str) -> str:
    """The name of the limit for a whole message; two words may be anything: "Al Green"."""
    return "danger" if len(text.split()) > _FEW else "danger_in_two_words"
