"""Texts that a spreadsheet would take for a formula (OWASP, CSV injection), also in the wide signs of Chinese and Japanese keyboards."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would calculate; `unguarded` takes exactly that one away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
