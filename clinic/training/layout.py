"""How what trainers write is laid out in the files, so that it reads like the rest."""

from __future__ import annotations

import copy
import textwrap
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

from clinic.training.topics import language_of

LINE = 94  # characters of an answer in a line of the file


def add_examples(block: Any, texts: list[str]) -> None:
    """Write examples below those that a block holds."""
    set_examples(block, texts, str(block["examples"]))


def set_examples(block: Any, texts: list[str], before: str = "") -> None:
    """Write examples one a line, behind what is there; a comment below the list stays."""
    before = before + "\n" if before and not before.endswith("\n") else before
    lines = "".join(f"- {text}\n" for text in texts)
    scalar = LiteralScalarString(before + lines)
    comment = getattr(block["examples"], "comment", None)
    if comment is not None:
        scalar.comment = comment
    block["examples"] = scalar


def variation_in(variations: Any, language: str) -> Any:
    """The variation in this language; a new one is put behind the others."""
    for each in variations:
        if language_of(each) == language:
            return each
    condition = flow_map({"type": "slot", "name": "language", "value": language})
    added = CommentedMap(condition=CommentedSeq([condition]), text="")
    added["metadata"] = copy.deepcopy(variations[0].get("metadata") or CommentedMap())
    variations.append(added)
    return added


def own_metadata(variation: Any) -> Any:
    """The variation's metadata; what several responses share is copied before it is changed."""
    held = variation.get("metadata")
    if held is None or held.yaml_anchor() is not None:
        variation["metadata"] = held = CommentedMap(copy.deepcopy(dict(held or {})))
    return held


def entry_lines(text: str, name: str) -> tuple[int, int]:
    """Where a response begins in a file, and the line behind it; from 0."""
    lines = text.splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith(f"  {name}:"))
    behind = (n for n in range(begin + 1, len(lines)) if not _belongs_above(lines[n]))
    return begin, next(behind, len(lines))


def without_entry(text: str, name: str) -> str:
    """A file of responses without this one, and without the remark right above it."""
    lines = text.splitlines(keepends=True)
    begin, end = entry_lines(text, name)
    while lines[begin - 1].startswith("  #"):
        begin -= 1
    left = "".join(lines[:begin] + lines[end:])
    return left.rstrip("\n") + "\n" if end == len(lines) else left


def _belongs_above(line: str) -> bool:
    """Whether a line behind a response's name is still of it."""
    return not line.strip() or line.startswith(("   ", "  - "))


def append_entry(responses: Any, name: str, variations: CommentedSeq) -> None:
    """Add a response at the end, a blank line above it."""
    responses[name] = variations
    if len(responses) > 1:
        responses.yaml_set_comment_before_after_key(name, before="\n")


def folded(text: str) -> Any:
    """The text as a folded scalar, broken into lines as a person would."""
    if "\n" in text:
        return LiteralScalarString(text)
    lines = textwrap.wrap(text, LINE, break_long_words=False, break_on_hyphens=False)
    written = "text: >-\n" + "".join(f"  {line}\n" for line in lines)
    return YAML().load(written)["text"]


def flow(values: list[str]) -> CommentedSeq:
    listed = CommentedSeq(values)
    listed.fa.set_flow_style()
    return listed


def flow_map(values: dict[str, str]) -> CommentedMap:
    mapped = CommentedMap(values)
    mapped.fa.set_flow_style()
    return mapped
