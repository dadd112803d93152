"""The clinic's facts as sentences, which answers name by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clinic.errors import BrokenFile, TopicRefused
from clinic.settings import ROOT
from clinic.training.files import look_at

FILE = "data/facts.yml"


@dataclass(frozen=True)
class Fact:
    id: str
    sentence: str
    source: str  # where the clinic has said it


def facts_of(root: Path = ROOT) -> dict[str, Fact]:
    """Every fact by its id, in the file's order; raises BrokenFile."""
    entries = look_at(root / FILE).content.get("facts") or []
    try:
        found = [Fact(str(e["id"]), str(e["sentence"]), str(e["source"])) for e in entries]
    except (KeyError, TypeError) as error:
        raise BrokenFile(
            f"{FILE} can be read, but a fact there lacks its id, its sentence or its source. Put "
            "the file right, then try again."
        ) from error
    by_id = {fact.id: fact for fact in found}
    if len(by_id) < len(found):
        raise BrokenFile(f"{FILE} gives one id to two facts. Put the file right, then try again.")
    return by_id


def known_facts(ids: Iterable[str], root: Path = ROOT) -> list[str]:
    """The ids, each once; TopicRefused for one that is no fact of the clinic's."""
    wanted, known = list(dict.fromkeys(ids)), facts_of(root)
    if unknown := [each for each in wanted if each not in known]:
        raise TopicRefused(
            f"{', '.join(unknown)}: {FILE} holds no such fact. Choose among those it holds, or "
            "leave the facts out and say under Source where the answer is from."
        )
    return wanted


def unknown_facts(root: Path = ROOT) -> list[str]:
    """In words, each response that names a fact which is none; raises BrokenFile."""
    known, told = facts_of(root), []
    for path in sorted((root / "data" / "responses").rglob("*.yml")):
        for name, variations in (look_at(path).content.get("responses") or {}).items():
            named = {
                fact
                for each in variations
                for fact in (each.get("metadata") or {}).get("facts") or ()
            }
            told += [f"{name} names {fact}, which {FILE} does not hold"
                     for fact in sorted(named - known.keys())]  # fmt: skip
    return told
