"""Cells that a spreadsheet takes for words, whatever a visitor typed (CWE-1236)."""

from __future__ import annotations

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
