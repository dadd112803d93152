"""A replay by request: a release against the model that is live now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from clinic.errors import ModelError, ReleaseRefused
from clinic.settings import Settings
from clinic.store import Store
from clinic.store.releases import LIVE, Release
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
    both, read, words = 2 * len(messages), [], []
    for model in (before, after):
        progress(read_so_far := len(messages) * len(read), both)
        reader = ModelReader(model)
        read.append(
            replay.read_for_replay(
                reader, messages, lambda done, _, ahead=read_so_far: progress(ahead + done, both)
            )
        )
        words.append(replay.answers_of(reader, read[-1]))
        reader.close()
    return replay.replay(messages, *read, *words)


def refuse_live(release: Release) -> None:
    """Raise ReleaseRefused for the live release, which nothing can be compared with."""
    if release.state == LIVE:
        raise ReleaseRefused(
            f"Release {release.id} is live, so there is no other assistant to compare it with."
        )


def replay_and_keep(
    settings: Settings,
    store: Store,
    number: int,
    conversations: int,
    trainer: str,
    tell: Callable[..., None],
) -> Release:
    """Replay and put what was found into the release's report; `tell(stage, **details)` hears.

    Raises what `replay_release` does, ReleaseRefused for the live release, and what `tell` does.
    """
    refuse_live(store.releases.find(number))
    found = replay_release(
        settings,
        store,
        number,
        conversations,
        lambda done, of: tell("replay", done=done, of=of),
    )
    why = f"the last {found.conversations} conversations"
    kept = replay.on_record(found)
    return store.releases.keep_replay(number, kept, trainer, why, datetime.now(UTC))
