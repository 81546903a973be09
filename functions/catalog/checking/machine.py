"""The port of machines that judge texts, and the one that comes with the shop.

A checker is a function of a text that answers what it finds wrong with it (`link`, `contact` …), nothing for a text that may be shown. It
raises Unavailable when it cannot say: the text then waits for a person, flagged `unchecked`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from functions.catalog.checking.rules import Checker
from functions.catalog.checking.word_list import normal
from functions.shared.plain.errors import Unavailable

Check = Callable[[str], list[str]]
UNCHECKED = "unchecked"

_LINK = re.compile(r"https?://|www\.|[a-z0-9-]+\.(?:com|net|org|cn|info|shop|top|xyz|ru)(?![a-z0-9])")
_MAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}\.[a-z]{2,}")
_NUMBER = re.compile(r"(?<!\d)(?:\+?\d[ -]?){8,14}\d(?!\d)")
_MESSENGER = re.compile(r"(?:微信|薇信|加我|威信|vx|wechat|whatsapp|telegram|qq)\s*[:：号]?\s*[a-z0-9_-]{5,}")
_REPEATED = re.compile(r"(.)\1{9,}")


def sandbox(text: str) -> list[str]:
    """What needs no model: links, ways to get in touch, the same letter ten times and more."""
    plain = normal(text)
    found = {
        "link": _LINK.search(plain),
        "contact": _MAIL.search(plain) or _NUMBER.search(plain) or _MESSENGER.search(plain),
        "repetition": _REPEATED.search(plain),
    }
    return [flag for flag, hit in found.items() if hit]


CHECKERS: dict[Checker, Check] = {Checker.NONE: lambda _text: [], Checker.SANDBOX: sandbox}


def machine_flags(checker: Checker, text: str) -> list[str]:
    if not text:
        return []
    try:
        return CHECKERS[checker](text)
    except Unavailable:
        return [UNCHECKED]
