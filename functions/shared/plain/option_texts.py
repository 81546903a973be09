"""What the options of a variant, and other short names, are called in further languages (ADR 0020).

A variant is identified by its stored option names and values; these texts stand beside them and identify nothing. Carts and orders keep
them with their lines, so that a line reads in every language it had when it was put there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import localized
from functions.shared.plain.settings import settings

Texts = dict[str, str]


@dataclass(frozen=True)
class OptionText:
    """What one chosen option is called: its name and its value."""

    name: Texts = field(default_factory=dict)
    value: Texts = field(default_factory=dict)


def shown_text(stored: str, texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """The stored text is that of the shop's own language, unless there is another for it."""
    return localized({settings().default_language: stored, **texts}, languages) if texts else stored


def kept_texts(sent: Texts | None, stored: str | None, before: Texts | None, stored_before: str | None) -> Texts:
    """Translations that were not sent (None) stay, as long as what they translate does."""
    if sent is not None:
        return sent
    return (before or {}) if stored == stored_before else {}


def shown_options(options: Mapping[str, str], texts: Mapping[str, OptionText], languages: Sequence[str]) -> dict[str, str]:
    """Names and values as the reader sees them. Where two would have one name, the second is shown as stored."""
    shown: dict[str, str] = {}
    for name, value in options.items():
        text = texts.get(name)
        if text is None:
            shown[name] = value
            continue
        called = shown_text(name, text.name, languages)
        shown[name if called in shown else called] = shown_text(value, text.value, languages)
    return shown
