"""How a change of a topic gets into the files: one after the other, whole, and committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from clinic.errors import TopicChanged
from clinic.settings import ROOT
from clinic.training import layout, topics
from clinic.training.files import YamlFile, locked, save_all
from clinic.training.history import Person, Touch, commit, last_touch
from clinic.training.topics import TopicFiles


class TopicWriter:
    """Holds the training files below `root` for whoever changes them."""

    def __init__(
        self,
        root: Path = ROOT,
        *,
        var: Path | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.root = root
        self.var = var or root / "var"
        self.today = today

    @contextmanager
    def changing(self, name: str, version: str | None) -> Iterator[TopicFiles]:
        """The topic's files for a change, nobody else's of ours being under way.

        Raises TopicChanged where the topic is not at this `version` any more.
        """
        with locked(self.var):
            files = topics.open_topic(topics.label_of(name, self.root), self.root)
            now = files.topic()
            if version is not None and now.version != version:
                last, name = self._last_touch(files), topics.spoken(now.label)
                raise TopicChanged(
                    f"{last.by if last else 'Somebody else'} has changed “{name}” since "
                    "you opened it. Nothing was overwritten: look at the topic as it is now and "
                    "repeat your change.",
                    last.by if last else "",
                    last.at if last else None,
                )
            yield files

    def _last_touch(self, files: TopicFiles) -> Touch | None:
        """Who has changed the answer or the examples last; None where git cannot tell."""
        touches = [last_touch(self.root, files.messages.path)]
        if files.variations:
            text = (files.responses.original or b"").decode()
            lines = layout.entry_lines(text, f"utter_{files.label}")
            touches.insert(0, last_touch(self.root, files.responses.path, lines))
        if None in touches:
            return None
        return max(touches, key=lambda touch: touch.at)

    def save(self, files: list[YamlFile], said: str, by: Person) -> str | None:
        """Save all files or none; the id of the commit of those that have changed, if any."""
        changed = save_all(files)
        return commit(self.root, changed, said, by) if changed else None
