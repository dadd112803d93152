"""The visitor's own copy of a conversation."""

from __future__ import annotations

from clinic.chat.streams import PAGE
from clinic.store import Store
from clinic.store.chat_events import ChatEvent
from clinic.store.conversations import Conversation

# Headings of a file, not sentences of the assistant.
SPEAKERS = {
    "en": {"user": "You", "bot": "Assistant", "staff": "Clinic team"},
    "es": {"user": "Usted", "bot": "Asistente", "staff": "Equipo de la clínica"},
}


def everything_said(store: Store, conversation: str) -> tuple[Conversation, list[ChatEvent]]:
    """A conversation with all of its events; raises ConversationGone."""
    found = store.conversations.get(conversation)
    events: list[ChatEvent] = []
    while page := store.chat_events.after(conversation, events[-1].seq if events else 0, PAGE):
        events += page
    return found, events


def as_text(conversation: Conversation, events: list[ChatEvent]) -> str:
    """One paragraph for each message, times in UTC."""
    speakers = SPEAKERS.get(conversation.locale, SPEAKERS["en"])
    return "\n".join(
        f"{event.at:%Y-%m-%d %H:%M} UTC  {speakers[event.role]}:\n{event.text}\n"
        for event in events
    )
