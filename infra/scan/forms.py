"""A value in the forms in which it may stand somewhere: as it is, in JSON, in addresses, in base64, in hex, as digits. Case counts for
nothing. Pure."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from unicodedata import normalize
from urllib.parse import quote, quote_plus

SHORT = 4
"""Bytes. Shorter values of ASCII stand by chance in what is sealed, and in half of all words: they are looked for as words of their own,
as they are written."""
_LEAST_DIGITS, _LEAST_ENCODED = 6, 6
_NUMBER = re.compile(r"\+?[\d\s()./-]+", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s()./-]{1,3}(?=\d)", re.ASCII)


@dataclass(frozen=True)
class Form:
    """`number`: which value, from 1; the value itself is told nowhere."""

    number: int
    name: str
    text: str


class Forms:
    """Of all values. Raises ValueError for an empty one."""

    def __init__(self, values: Iterable[str]) -> None:
        given = [*enumerate(values, 1)]
        if empty := [number for number, value in given if not value.strip()]:
            raise ValueError(f"Value {empty[0]} is empty.")
        short = [(number, value) for number, value in given if value.isascii() and len(value) < SHORT]
        self.words = [(Form(number, "word", value), _word(value)) for number, value in short]
        self.known = [form for number, value in given if (number, value) not in short for form in _forms(number, value)]
        self.digits = [form for form in self.known if form.name == "digits"]

    def found_in(self, data: bytes) -> list[Form]:
        """Each value once, in the first form."""
        plain = data.decode("utf-8", "replace")
        text = plain.lower()
        found = [form for form, word in self.words if word.search(plain)]
        found += [form for form in self.known if form.text in text]
        if self.digits:
            joined = _BETWEEN_DIGITS.sub("", text)
            found += [form for form in self.digits if form.text in joined]
        return [*{form.number: form for form in reversed(found)}.values()][::-1]


def _word(value: str) -> re.Pattern[str]:
    """Between what no word and nothing encoded has, or what an escape of JSON ends with."""
    return re.compile(rf"(?:(?<![\w+/=\\-])|(?<=\\[nrt])){re.escape(value)}(?![\w+/=-])")


def _forms(number: int, value: str) -> Iterator[Form]:
    """Of the value, and of it with its accents written in the other way."""
    seen = set[str]()
    for name, text in chain.from_iterable(map(_told, dict.fromkeys((value, *(normalize(way, value) for way in ("NFC", "NFD")))))):
        if (lowered := text.lower()) not in seen:
            seen.add(lowered)
            yield Form(number, name, lowered)


def _told(value: str) -> list[tuple[str, str]]:
    raw = value.encode()
    told = [
        ("plain", value),
        ("json", json.dumps(value)[1:-1]),
        ("json", json.dumps(json.dumps(value))[3:-3]),
        ("url", quote(value, safe="")),
        ("url", quote_plus(value)),
        ("hex", raw.hex()),
        *(("base64", one) for shift in range(3) for one in _encoded(raw, shift)),
    ]
    digits = re.sub(r"\D", "", value, flags=re.ASCII)
    if _NUMBER.fullmatch(value) and len(digits) >= _LEAST_DIGITS:
        told.append(("digits", digits))
    return told


def _encoded(raw: bytes, shift: int) -> Iterator[str]:
    """What is the same wherever it begins: without the characters that hold bits of its neighbours."""
    text = base64.b64encode(b"\x00" * shift + raw).decode().rstrip("=")
    whole = text[(0, 2, 3)[shift] : len(text) - (1 if (shift + len(raw)) % 3 else 0)]
    if len(whole) >= _LEAST_ENCODED:
        yield whole
        yield whole.translate(str.maketrans("+/", "-_"))
