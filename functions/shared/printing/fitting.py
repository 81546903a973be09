"""Text into a space: in lines, and smaller if it must be."""

from __future__ import annotations

import re

from functions.shared.plain.deferred import dataclass
from functions.shared.printing.fonts import width

LEADING = 1.25
# A word of letters stays together; each Chinese character is a place to break at.
_PIECES = re.compile(r"[\u0021-\u02af\u0370-\u052f\u1e00-\u1eff]+ *| +|.", re.DOTALL)
_NOT_FIRST = "，。、；：！？）】》」』”’,.;:!?)"


@dataclass(frozen=True)
class Fitted:
    lines: list[str]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


def fitted(text: str, wide: float, high: float, *, largest: float, smallest: float) -> Fitted | None:
    """The text as large as it fits, in half points; None when it does not even fit at `smallest`."""
    size = largest
    while size >= smallest:
        found = Fitted(wrapped(text, wide, size), size)
        if found.height <= high:
            return found
        size -= 0.5
    return None


def cut(text: str, wide: float, high: float, *, largest: float, smallest: float) -> Fitted:
    """The same, and shortened where it does not fit."""
    found = fitted(text, wide, high, largest=largest, smallest=smallest)
    if found is not None:
        return found
    lines = wrapped(text, wide, smallest)[: max(1, int(high / (smallest * LEADING)))]
    last = lines[-1]
    while last and width(f"{last}…", smallest) > wide:
        last = last[:-1]
    return Fitted([*lines[:-1], f"{last}…"], smallest)


def wrapped(text: str, wide: float, size: float) -> list[str]:
    """Lines no wider than `wide`. A word that is wider than a line is broken; no line begins with a comma."""
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        for part in _broken(piece, wide, size):
            if width((line + part).rstrip(), size) <= wide:
                line += part
            elif part.strip() and part.strip() in _NOT_FIRST and len(line) > 1:
                lines.append(line[:-1].rstrip())
                line = line[-1] + part
            else:
                lines.append(line.rstrip())
                line = part.lstrip()
    return [one for one in [*lines, line.rstrip()] if one] or [""]


def _broken(piece: str, wide: float, size: float) -> list[str]:
    if width(piece.rstrip(), size) <= wide:
        return [piece]
    parts, part = [], ""
    for char in piece:
        if part and width(part + char, size) > wide:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]
