"""A replay by request: a release against the model that is live now."""

from __future__ import annotations

from clinic.errors import ModelError
from clinic.settings import Settings
from clinic.store import Store
from clinic.training import replay
from clinic.training.job import live_model
from clinic.training.reading import ModelReader, Progress
from clinic.training.release_files import intact_model


def replay_release(
    settings: Settings,
    store: Store,
    number: int,
    conversations: int = replay.CONVERSATIONS,
    progress: Progress = lambda _done, _all: None,
) -> replay.Replay:
    """The last conversations on the live model and on a release; takes seconds to load both.

    Raises UnknownRelease, and ModelError for a damaged file.
    """
    after = intact_model(settings.models_dir, store.releases.find(number))
    before = live_model(settings, store)
    if before is None:
        raise ModelError("There is no model to compare with. Run `python -m clinic train`.")
    messages = store.real_messages.last(conversations)
    read, words = [], []
    for model in (before, after):
        reader = ModelReader(model)
        read.append(replay.read_for_replay(reader, messages, progress))
        words.append(replay.answers_of(reader, read[-1]))
        reader.close()
    return replay.replay(messages, *read, *words)
