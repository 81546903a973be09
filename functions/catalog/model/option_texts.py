"""The translations of a product's options: what an editor sends, what is kept of those there are, and what a variant carries. Pure.

Names and values themselves are identity (ADR 0014, 0020); nothing here changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from functions.catalog.model.option_values import folded
from functions.catalog.model.product import LocalizedText, Option
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.option_texts import shown_text

MAX_OF_VARIANT = 4_000
"""Bytes of all translations that one variant can carry: a cart keeps them with each of its lines, and an item holds 400 KB."""


@dataclass(frozen=True)
class WantedOption:
    """An axis as an editor describes it. Translations that were not sent (None) stay as they are."""

    name: str
    values: list[str]
    names: LocalizedText | None = None
    labels: dict[str, LocalizedText] | None = None


def options_as_wanted(there: Sequence[Option], wanted: Iterable[WantedOption | Option]) -> list[Option]:
    """Raises Invalid (422 `ambiguous_option_text`, `option_texts_too_long`)."""
    known = {option.name: option for option in there}
    options = [_as_wanted(known.get(one.name, Option(one.name, [])), one) for one in wanted]
    _check_distinct(options)
    if sum(_size(option) for option in options) > MAX_OF_VARIANT:
        detail = f"The translations of one variant's options may have {MAX_OF_VARIANT} bytes together."
        raise Invalid.field("/options", "option_texts_too_long", detail)
    return options


def _as_wanted(old: Option, wanted: WantedOption | Option) -> Option:
    """Labels of values that are gone go with them."""
    names = old.names if wanted.names is None else wanted.names
    labels = old.labels if wanted.labels is None else wanted.labels
    return Option(wanted.name, wanted.values, names, {value: labels[value] for value in wanted.values if labels.get(value)})


def _size(option: Option) -> int:
    """What the variant with the longest label carries of it."""
    return _bytes(option.names) + max((_bytes(texts) for texts in option.labels.values()), default=0)


def _bytes(texts: LocalizedText) -> int:
    return sum(len(text.encode()) for text in texts.values())


def _check_distinct(options: Sequence[Option]) -> None:
    """In every language, two options must not look the same, nor two values of one: nobody could tell the variants apart."""
    languages = dict.fromkeys(language for option in options for texts in _all_texts(option) for language in texts)
    for language in languages:
        _check({option.name: option.names for option in options}, language, "/options")
        for index, option in enumerate(options):
            _check({value: option.labels.get(value, {}) for value in option.values}, language, f"/options/{index}/labels")


def _check(texts: Mapping[str, LocalizedText], language: str, pointer: str) -> None:
    owners: dict[str, str] = {}
    for stored, translations in texts.items():
        shown = shown_text(stored, translations, [language.lower()])
        other = owners.setdefault(folded(shown), stored)
        if folded(other) != folded(stored):
            raise Invalid.field(pointer, "ambiguous_option_text", f"{other} and {stored} would both be called {shown} in {language}.")


def _all_texts(option: Option) -> Iterable[LocalizedText]:
    return (option.names, *option.labels.values())
