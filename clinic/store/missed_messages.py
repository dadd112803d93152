"""Which of a conversation's messages the assistant did not handle well, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic.redaction import identifying
from clinic.store.conversation_fold import A_PERSON, is_for_the_form

ASKED_BACK, HANDED_OVER, UNHELPFUL = "asked_back", "handed_over", "unhelpful"
FLAGGED, UNSURE = "flagged", "unsure"
REASONS = (ASKED_BACK, HANDED_OVER, UNHELPFUL, FLAGGED, UNSURE)
SURE = 0.8  # confidence below which an answer is worth a look

Place = tuple[str, int]  # a message: (conversation, seq)


@dataclass(frozen=True)
class MissedMessage:
    """A message as it was typed, with what is needed to cover who typed it."""

    conversation: str
    seq: int
    text: str
    at: datetime
    why: tuple[str, ...]  # of REASONS
    suggestions: tuple[str, ...]  # labels that it may mean, the likeliest first
    entities: tuple[dict[str, Any], ...]  # with places in `text`
    identifying: frozenset[tuple[str, str]]  # what the conversation tells of its visitor

    @property
    def place(self) -> Place:
        return self.conversation, self.seq


def missed_in(
    conversation: str, said: list[Any], happened: list[Any], flagged: set[int], disliked: set[int]
) -> list[MissedMessage]:
    """Read one conversation's chat events (rows, by seq) and tracker events (rows, by id).

    `flagged` and `disliked` are the seqs of messages that staff or the visitor have marked.
    """
    turns: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in happened:
        turns[row.turn].append(row.data)
    known = frozenset(identifying(row.data for row in happened))
    found = []
    for row in said:
        if row.role != "user":
            continue
        data = turns.get(row.seq, [])
        parsed = next((e["parse_data"] for e in data if e.get("event") == "user"), None) or {}
        why = _reasons(parsed, data)
        if row.seq in disliked and not parsed.get("button") and not parsed.get("safety"):
            why.append(UNHELPFUL)
        why += [FLAGGED] * (row.seq in flagged)
        if not why:
            continue
        is_same = parsed.get("text") == row.text
        ranked = [each.get("name") for each in parsed.get("intent_ranking") or ()]
        found.append(
            MissedMessage(
                conversation,
                row.seq,
                row.text,
                row.at,
                tuple(why),
                tuple(str(each) for each in (parsed.get("suggestions") or ranked) if each),
                tuple(parsed.get("entities") or ()) if is_same else (),
                known,
            )
        )
    return found


def _reasons(parsed: dict[str, Any], data: list[dict[str, Any]]) -> list[str]:
    """Why a typed message of a turn is worth a look; dangers are nobody's to teach here."""
    if not parsed or parsed.get("button") or parsed.get("safety"):
        return []
    actions = {each["name"] for each in data if each.get("event") == "action"}
    said = {(each.get("metadata") or {}).get("utter_action") for each in data}
    if is_for_the_form(data, actions):
        return []
    why = []
    if "action_clarify" in actions:
        why.append(ASKED_BACK)
    if "action_handoff" in actions or A_PERSON in said:
        why.append(HANDED_OVER)
    confidence = parsed.get("label_confidence")
    if not why and isinstance(confidence, int | float) and confidence < SURE:
        why.append(UNSURE)
    return why


def answered_by(said: list[Any], replies: set[int]) -> set[int]:
    """The messages that these replies were given to."""
    asked, found = None, set()
    for row in said:
        if row.role == "user":
            asked = row.seq
        elif row.seq in replies and asked is not None:
            found.add(asked)
    return found
