"""Choosing one language of a stored `{"zh": …, "en": …}` for a reader."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from functions.shared.plain.settings import settings

# What a region writes when its tag names no script (CLDR, likely subtags): Chinese has two, and who reads one asks for no other.
_SCRIPTS = {
    "zh": "zh-hans",
    "zh-tw": "zh-hant",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    "zh-cn": "zh-hans",
    "zh-sg": "zh-hans",
    "zh-my": "zh-hans",
}
_served: ContextVar[dict[str, None] | None] = ContextVar("served", default=None)


def fingerprint(wanted: Sequence[str]) -> str:
    """Tells one list of languages from another: for the ETag of what is shown in them."""
    return hashlib.sha256(",".join(wanted).encode()).hexdigest()[:8]


def languages(accept_language: str | None) -> list[str]:
    """The wanted languages, best first, from an Accept-Language header (RFC 9110 §12.5.4); broken parts are ignored."""
    return list(_languages(accept_language)) if accept_language else []


@lru_cache(maxsize=256)
def _languages(accept_language: str) -> tuple[str, ...]:
    weighted = []
    for position, part in enumerate(accept_language.split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        if tag and tag != "*" and weight > 0:
            weighted.append((-weight, position, tag.strip().lower()))
    return tuple(tag for _, _, tag in sorted(weighted))


def localized(texts: Mapping[str, str], wanted: Sequence[str]) -> str:
    """The text in the first wanted language there is, else in the store's own, else any.

    `en-GB` also takes `en`, `en` also `en-GB`, `zh-TW` takes `zh-Hant` before `zh`.
    """
    if not texts:
        return ""
    language = _found(texts, wanted)
    if language is None:
        own = settings().default_language
        language = own if texts.get(own) else next((tag for tag, text in texts.items() if text), None)
    if language is None:
        return ""
    if (served := _served.get()) is not None:
        served[language] = None
    return texts[language]


def best_of(stored: Iterable[str], wanted: Sequence[str]) -> str | None:
    """The stored tag that serves a reader best; None when none is in a wanted language."""
    return _found({tag: tag for tag in stored}, wanted)


def is_in(texts: Mapping[str, str], wanted: Sequence[str]) -> bool:
    """Whether there is a text in a wanted language, so that nothing else must stand in."""
    return _found(texts, wanted) is not None


@contextmanager
def noting_languages() -> Iterator[Mapping[str, None]]:
    """The languages that `localized` gave while the block runs, in the order of their first use: for Content-Language."""
    served: dict[str, None] = {}
    token = _served.set(served)
    try:
        yield served
    finally:
        _served.reset(token)


def _found(texts: Mapping[str, str], wanted: Sequence[str]) -> str | None:
    """The stored tag that serves the first wanted language that can be served."""
    by_lower = {tag.lower(): tag for tag, text in texts.items() if text}
    for tag in wanted:
        for candidate in _candidates(tag):
            if candidate in by_lower:
                return by_lower[candidate]
        base = tag.split("-")[0]
        for lower, stored in by_lower.items():
            if lower.startswith((f"{tag}-", f"{base}-")):
                return stored
    return None


def _candidates(tag: str) -> list[str]:
    """The tag, then ever shorter ones (RFC 4647 §3.4), with the script of its region before the bare language."""
    parts = tag.split("-")
    shorter = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    script = _SCRIPTS.get("-".join(parts[:2]))
    if len(parts) == 1:
        return [tag, script] if script else [tag]
    return [*shorter[:-1], *([script] if script else []), shorter[-1]]
