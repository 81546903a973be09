"""After every test of this package: nothing secret is in a log line or in a table."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from functions.shared.outside.observability import logger
from tests.integration.payments.sandbox_double import SECRET
from tests.support.tables import kept_tables

# Not after a point: those are the decimals of a duration.
_CARD = re.compile(r"(?<![0-9A-Za-z.])(?:4\d{15}|5[1-5]\d{14}|3[47]\d{13}|62\d{14,17})(?![0-9A-Za-z])")
# The id of a piece of work: sixteen hexadecimal digits at random, of which one in some thousands has only 0 to 9 and begins like a card.
_SPAN = re.compile(r"""(?<=span_id)(["']?[:=] ?["']?)[0-9a-f]{16}\b|(?<=[0-9a-f]{32}-)[0-9a-f]{16}\b""")
_PATTERNS = {
    "an access token": re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}"),
    "a private key": re.compile(r"PRIVATE KEY|(?<![A-Za-z0-9+/])MII[A-Za-z0-9+/]{200,}"),
    "a provider's key": re.compile(r"\b(?:sk|rk)_(?:test|live)_\w+|\bwhsec_\w+"),
}


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record) + repr(record.__dict__))


@contextmanager
def listening() -> Iterator[list[str]]:
    """Every line that is logged while the block runs, with everything attached to it."""
    handler = _Lines()
    watched = [logger()._logger, logging.getLogger()]
    for one in watched:
        one.addHandler(handler)
    try:
        yield handler.lines
    finally:
        for one in watched:
            one.removeHandler(handler)


def tables() -> list[str]:
    """Every item of every table, as text."""
    return [str(item.to_json()) for table in kept_tables().values() for item in table.all_items()]


def secrets_in(texts: list[str], *known: str) -> list[str]:
    """What is there that must not be: the tests' own secrets, and whatever looks like one."""
    text = "\n".join(texts)
    found = [f"a secret of the test: {one[:4]}…" for one in (SECRET, *known) if one in text]
    found += [name for name, pattern in _PATTERNS.items() if pattern.search(text)]
    return found + [f"a card number: {card[:4]}…" for card in _CARD.findall(_SPAN.sub("", text)) if _luhn(card)]


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
