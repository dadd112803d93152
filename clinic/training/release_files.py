"""The models of releases: kept apart from trial trainings, each with what it was taught."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from clinic.errors import ModelError
from clinic.store.releases import Release
from clinic.training.examples import taught_messages
from clinic.training.files import checksum, look_at, write_whole
from clinic.training.topics import AWAITING, spoken

FOLDER = "releases"  # below the folder of models, where `serve` does not look for the newest one
TAUGHT = ".taught.json"
KEPT = 10  # models of releases that are neither live nor next in a roll-back


def release_folder(models: Path) -> Path:
    return models / FOLDER


def model_path(models: Path, release: Release) -> Path:
    return release_folder(models) / release.model


def intact_model(models: Path, release: Release) -> Path:
    """The release's model; ModelError where it is not, byte for byte, what was trained."""
    path = model_path(models, release)
    try:
        found = checksum(path)
    except OSError as error:
        raise ModelError(
            f"The model of release {release.id}, {release.model}, cannot be read "
            f"({error.strerror}). The assistant stays as it was; train again, or promote another "
            "release."
        ) from error
    if found != release.checksum:
        raise ModelError(
            f"The model of release {release.id}, {release.model}, is not the file that was "
            "trained: it was cut short or changed. The assistant stays as it was; train again, "
            "or promote another release."
        )
    return path


def forget_old(models: Path, kept: list[Release]) -> None:
    """Delete models that no release in `kept`, the youngest first, still needs."""
    needed = [each for each in kept if each.state in ("live", "former")][:KEPT]
    needed += [each for each in kept if each not in needed][:KEPT]
    names = {each.model for each in needed}
    for path in release_folder(models).glob("*.tar.gz"):
        if path.name not in names:
            forget_model(path)


def forget_model(path: Path) -> None:
    """Delete a model with what is kept beside it."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + TAUGHT).unlink(missing_ok=True)


def what_is_taught(root: Path) -> dict[str, Any]:
    """Examples by label; answers, names on buttons and which are signed, by response."""
    examples: dict[str, list[str]] = {}
    for label, text in taught_messages(root / "data" / "nlu"):
        examples.setdefault(label, []).append(text)
    answers, names, signed = {}, {}, []
    for path in sorted((root / "data" / "responses").glob("**/*.yml")):
        for name, variations in (look_at(path).content.get("responses") or {}).items():
            answers[str(name)] = [str(each.get("text", "")) for each in variations]
            held = [each.get("metadata") or {} for each in variations]
            if titles := names_of(held):
                names[str(name)] = titles
            if not {None, AWAITING} & {each.get("reviewed") for each in held}:
                signed.append(str(name))
    rest = hashlib.sha256()
    for name in ("config.yml", "domain.yml", "data/rules.yml"):
        if (root / name).exists():
            rest.update((root / name).read_bytes())
    return {
        "examples": examples,
        "answers": answers,
        "names": names,
        "signed": signed,
        "rest": rest.hexdigest(),
    }


def names_of(metadata: list[dict[str, Any]]) -> dict[str, str]:
    """What buttons call a topic, by language, from the metadata of its answer's variations."""
    titles = next((each["title"] for each in metadata if each.get("title")), {})
    return {str(language): str(text) for language, text in titles.items()}


def keep_taught(model: Path, taught: dict[str, Any]) -> None:
    content = json.dumps(taught, ensure_ascii=False).encode()
    write_whole(model.with_name(model.name + TAUGHT), content)


def taught_to(models: Path, release: Release) -> dict[str, Any] | None:
    """What the release was taught; None where that is no longer known."""
    path = model_path(models, release)
    try:
        return json.loads(path.with_name(path.name + TAUGHT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def changes_in_words(before: dict[str, Any] | None, now: dict[str, Any]) -> list[str]:
    """What is taught otherwise than before, a sentence for each topic."""
    if before is None:
        return ["This is the first release, so there is nothing to compare it with."]
    said = []
    labels = sorted({*before["examples"], *now["examples"]})
    for label in labels:
        old, new = (set(each["examples"].get(label, ())) for each in (before, now))
        name = spoken(label)
        if not old:
            said.append(f"{name}: new topic with {_counted(len(new))}")
        elif not new:
            said.append(f"{name}: taken away")
        else:
            parts = [
                f"{_counted(len(some))} {what}"
                for some, what in ((new - old, "added"), (old - new, "taken away"))
                if some
            ]
            if parts:
                said.append(f"{name}: {', '.join(parts)}")
    for response in sorted({*before["answers"], *now["answers"]}):
        old, new = (each["answers"].get(response) for each in (before, now))
        name, is_topics = spoken(response), response.startswith("utter_faq/")
        if old is not None and new is not None:
            if old != new:
                said.append(f"{name}: answer changed")
            if _renamed(response, before, now):
                said.append(f"{name}: name on buttons changed")
        elif not is_topics:  # a topic's comes and goes with it
            said.append(f"{response}: {'taken away' if new is None else 'new reply'}")
    if before["rest"] != now["rest"]:
        said.append("The dialogue's rules or the pipeline changed")
    return said


def _renamed(response: str, before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether buttons call it otherwise; of older releases their names are not on record."""
    old, new = (each.get("names") for each in (before, now))
    return old is not None and new is not None and old.get(response) != new.get(response)


def _counted(count: int) -> str:
    return f"{count} example{'' if count == 1 else 's'}"
