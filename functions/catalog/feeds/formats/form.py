"""What a format is: how a file begins and ends, and what it says of a product. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence

from functions.catalog.feeds.feed import Feed, Item
from functions.shared.plain.deferred import dataclass

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""https://www.w3.org/TR/xml/#charsets"""


@dataclass(frozen=True)
class Form:
    kind: str
    extension: str
    content_type: str
    head: Callable[[Feed], str]
    said: Callable[[Feed, Item], str]
    tail: str = ""

    @property
    def file(self) -> str:
        return f"{self.kind}.{self.extension}"


def lines_of_csv(rows: Iterable[Sequence[str]]) -> str:
    """Cells are as they are: who reads them is a machine, to which `=1` is a title."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def in_xml(text: str) -> str:
    """Without the characters that no XML may hold."""
    return _NOT_IN_XML.sub("", text)


def shortened(text: str, most: int) -> str:
    """At most so many characters, ending after a word where there is one near."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > most * 0.8 else cut).rstrip() + "…"
