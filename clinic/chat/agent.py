"""The assistant inside the server: one message of a claimed turn in, its replies out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rasa.core.processor
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.model import get_latest_model
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from actions.catalogue import completed, spoken_with
from clinic.chat import pieces
from clinic.chat.action_endpoint import InProcessActions
from clinic.chat.output import CHANNEL, UnitOutput
from clinic.chat.processor import TurnProcessor
from clinic.chat.release_domain import completed_domain
from clinic.chat.tracker_store import loaded_snapshot
from clinic.chat.understanding import Understanding
from clinic.errors import ModelError, TurnFailed
from clinic.nlu.archive import check_archive
from clinic.nlu.graph_runner import OrderedGraphRunner
from clinic.nlu.parse import domain_taken_on_trust
from clinic.profile import ClinicProfile, load_profile
from clinic.settings import Settings
from clinic.store.inbox import PendingMessage
from clinic.store.unit_of_work import Reply, UnitOfWork, timed, working_in

FAILED = "utter_turn_failed"
CHECK_MESSAGE = "what is microdermabrasion"
_PAYLOAD = re.compile(r"^/(?P<intent>[a-z_]+(?:/[a-z_]+)?)(?P<entities>\{.*\})?$")


class Assistant:
    """A loaded model with everything it needs to compute a turn; it writes nothing."""

    def __init__(self, processor: MessageProcessor, profile: ClinicProfile, secret: str) -> None:
        self._processor = processor
        self._profile = profile
        self._secret = secret
        self._understanding = Understanding(processor)
        self.responses = completed(processor.domain.responses)
        self.model_id: str = processor.model_metadata.model_id

    async def answer(
        self, message: PendingMessage, snapshot: dict[str, Any] | None, unit: UnitOfWork
    ) -> None:
        """Compute the turn of one message into `unit`; raises TurnFailed where anything failed."""
        parsed = self._understood(message, snapshot, unit)
        token = loaded_snapshot.set(snapshot)
        try:
            with working_in(unit), timed(unit, "decide"), spoken_with(self.responses):
                await self._processor.handle_message(
                    UserMessage(
                        text=message.text,
                        output_channel=UnitOutput(unit),
                        sender_id=message.conversation,
                        parse_data=parsed,
                        input_channel=CHANNEL,
                        message_id=unit.message_id,
                    )
                )
        finally:
            loaded_snapshot.reset(token)
        unit.model = self.model_id
        if unit.errors:
            raise TurnFailed("An action failed; the turn is not written.") from unit.errors[0]
        if unit.snapshot is None:
            raise TurnFailed("The turn ended without a state to keep.")
        if not unit.replies:
            raise TurnFailed("The turn ended without a reply.")
        pieces.keep(unit.snapshot, snapshot, message, parsed)

    async def listen(
        self, message: PendingMessage, snapshot: dict[str, Any] | None, unit: UnitOfWork
    ) -> None:
        """Understand a message that staff will answer; a danger is answered at once all the same.

        The dialogue stays where it was, so that the assistant can go on from there.
        """
        parsed = self._understood(message, snapshot, unit)
        if parsed.get("safety"):
            await self.answer(message, snapshot, unit)
            return
        unit.model = self.model_id
        kept = dict(snapshot or {})
        pieces.keep(kept, snapshot, message, parsed)
        if snapshot is not None and kept != snapshot:
            unit.snapshot = kept
        heard = UserUttered(
            message.text,
            parse_data=parsed,
            timestamp=unit.now.timestamp(),
            input_channel=CHANNEL,
            message_id=unit.message_id,
        )
        unit.tracker_events = [{**heard.as_dict(), "parse_data": parsed}]

    def apology(self, message: PendingMessage) -> Reply:
        """What a visitor is told when the last attempt at a message has failed."""
        response = self._processor.domain.responses[FAILED][0]
        return Reply(
            text=response["text"].format(**self._profile.variables()).strip(),
            response=FAILED,
            buttons=[
                {"title": button["title"], "payload": message.payload or message.text}
                for button in response["buttons"]
            ],
        )

    async def check(self) -> bool:
        """Whether a real test message is understood and answered."""
        now = datetime.now(UTC)
        message = PendingMessage(0, "readiness", "readiness", 1, CHECK_MESSAGE, None, now, 0, now)
        unit = UnitOfWork("readiness", 1, "readiness", now, self._secret)
        await self.answer(message, None, unit)
        return bool(unit.replies)

    def close(self) -> None:
        """Let the model's memory go; the assistant answers nothing from now on."""
        # Rasa's objects know each other in circles, and what the server froze at its start is
        # never looked at again: the big parts are taken out by hand.
        self._processor.graph_runner._instantiated_nodes.clear()
        self._processor.graph_runner = self._processor = self._understanding = None

    def _understood(
        self, message: PendingMessage, snapshot: dict[str, Any] | None, unit: UnitOfWork
    ) -> dict[str, Any]:
        """The parse of a message, which may be the last piece of a danger."""
        with timed(unit, "understand"):
            parsed = self._parsed(message)
            together = pieces.together(snapshot, message, parsed)
            if together is None:
                return parsed
            return pieces.endangered(parsed, self._understanding.of(together))

    def _parsed(self, message: PendingMessage) -> dict[str, Any]:
        """Typed words are never a command, a button is its meaning."""
        if message.payload is None:
            return self._understanding.of(message.text)
        meaning = _PAYLOAD.match(message.payload)
        if meaning is None:
            return self._understanding.of(message.payload)
        label = meaning["intent"]
        if not self._knows(label):
            return self._understanding.of(message.text)
        return _pressed(message.text, label, meaning["entities"])

    def _knows(self, label: str) -> bool:
        """Whether the model has learnt what a button means.

        Its topic may have been removed since, or it may be of a program newer than the release.
        """
        domain = self._processor.domain
        if "/" in label:
            return f"utter_{label}" in domain.responses
        return label in domain.intent_properties


def load_assistant(settings: Settings, model: Path | None = None) -> Assistant:
    """Load a model, or the newest of the models folder; raises ModelError where none works."""
    path = model or get_latest_model(str(settings.models_dir))
    if path is None:
        raise ModelError(
            f"There is no trained model in {settings.models_dir}/. Run `python -m clinic train`."
        )
    return _load(Path(path), settings)


def _load(path: Path, settings: Settings) -> Assistant:
    check_archive(path)
    rasa.core.processor.DaskGraphRunner = OrderedGraphRunner
    try:
        with domain_taken_on_trust(), _domain_completed():
            processor = TurnProcessor(path, InProcessActions())
    except Exception as error:
        raise ModelError(
            f"The model {path.name} cannot be loaded ({type(error).__name__}). Delete it and run "
            "`python -m clinic train`."
        ) from error
    return Assistant(processor, load_profile(settings.clinic_file), settings.secret)


@contextmanager
def _domain_completed() -> Iterator[None]:
    """Policies read the domain from its file, the processor from the model's description."""
    from_dict = Domain.from_dict
    Domain.from_dict = lambda data: from_dict(completed_domain(data))
    try:
        yield
    finally:
        Domain.from_dict = from_dict


def _pressed(title: str, label: str, entities: str | None) -> dict[str, Any]:
    """The parse data of a pressed button, in the form that the classifier would give."""
    name, _, _ = label.partition("/")
    return {
        "text": title,
        "intent": {"name": name, "confidence": 1.0},
        "intent_ranking": [{"name": label, "confidence": 1.0}],
        "label": label,
        "label_confidence": 1.0,
        "topics": [label] if "/" in label else [],
        "entities": [
            {"entity": entity, "value": value, "text": value, "start": 0, "end": 0}
            for entity, value in json.loads(entities or "{}").items()
        ],
        "would": "answer",
        "button": True,
    }
