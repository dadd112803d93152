"""An answer in the pieces that the widget shows: paragraphs, lists, bold words and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# The same signs as in widget/src/markdown.js.
_INLINE = re.compile(r"\*\*(.+?)\*\*|\[([^\]]+)\]\(((?:https?://|mailto:|tel:)[^\s)]+)\)")
_LIST = re.compile(r"^\s*(?:[-*•]|(\d+)[.)])\s+")


@dataclass(frozen=True)
class Piece:
    """Words, which may be bold or lead somewhere."""

    text: str
    bold: bool = False
    address: str = ""


@dataclass
class Block:
    """A paragraph ("p") with its lines, or a list ("ul", "ol") with its entries."""

    kind: str
    lines: list[list[Piece]] = field(default_factory=list)


def answer_blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    for line in text.split("\n"):
        item = _LIST.match(line)
        kind = ("ol" if item[1] else "ul") if item else "p" if line.strip() else ""
        if not blocks or blocks[-1].kind != kind:
            blocks.append(Block(kind))
        blocks[-1].lines.append(list(_pieces(_LIST.sub("", line))))
    return [block for block in blocks if block.kind]


def filled(text: str, variables: dict[str, str]) -> str:
    """The answer with the clinic's own details in the place of what stands in braces."""
    return re.sub(r"\{(\w+)\}", lambda found: variables.get(found[1], found[0]), text)


def _pieces(line: str) -> Iterator[Piece]:
    end = 0
    for found in _INLINE.finditer(line):
        if found.start() > end:
            yield Piece(line[end : found.start()])
        bold, label, address = found.groups()
        yield Piece(bold, bold=True) if bold else Piece(label, address=address)
        end = found.end()
    if end < len(line):
        yield Piece(line[end:])
