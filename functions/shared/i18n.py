"""Choosing one language of a stored `{"zh": …, "en": …}` for a reader."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from functions.shared.settings import settings


def fingerprint(wanted: Sequence[str]) -> str:
    """Tells one list of languages from another: for the ETag of what is shown in them."""
    return hashlib.sha256(",".join(wanted).encode()).hexdigest()[:8]


def languages(accept_language: str | None) -> list[str]:
    """The wanted languages, best first, from an Accept-Language header (RFC 9110 §12.5.4); broken parts are ignored."""
    weighted = []
    for position, part in enumerate((accept_language or "").split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        if tag and tag != "*" and weight > 0:
            weighted.append((-weight, position, tag.strip().lower()))
    return [tag for _, _, tag in sorted(weighted)]


def localized(texts: Mapping[str, str], wanted: Sequence[str]) -> str:
    """The text in the first wanted language there is (`en-GB` also takes `en`, `en` also `en-GB`), else the store's default, else any."""
    by_lower = {language.lower(): text for language, text in texts.items()}
    for tag in wanted:
        for candidate in (tag, tag.split("-")[0]):
            if candidate in by_lower:
                return by_lower[candidate]
        for language, text in by_lower.items():
            if language.startswith(f"{tag}-"):
                return text
    return texts.get(settings().default_language) or next((text for text in texts.values() if text), "")
