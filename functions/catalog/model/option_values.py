"""Whether two spellings of an option mean the same, and whether two sets of options mean the same variant. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from functions.catalog.model.product import Option


def folded(text: str) -> str:
    """Case, width and blanks do not tell options apart: `ｌａｒｇｅ `, `Large` and `large` are one value; `①` and `1` are two."""
    narrow = "".join(unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c)[:5] in ("<wide", "<narr") else c for c in text)
    return " ".join(unicodedata.normalize("NFC", narrow).casefold().split())


def folded_options(options: Mapping[str, str]) -> dict[str, str]:
    return {folded(name): folded(value) for name, value in options.items()}


def spelled(text: str, known: Iterable[str]) -> str:
    """As it is spelled among `known`; itself where it is not, or where two of them are meant equally well."""
    candidates = list(known)
    if text in candidates:
        return text
    same = [one for one in candidates if folded(one) == folded(text)]
    return same[0] if len(same) == 1 else text


def in_spelling_of(axes: Sequence[Option], options: Mapping[str, str]) -> dict[str, str]:
    """The options as the product's axes spell their names and values."""
    values = {axis.name: axis.values for axis in axes}
    names = {name: spelled(name, values) for name in options}
    return {names[name]: spelled(value, values.get(names[name], ())) for name, value in options.items()}


def means_the_same(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether a variant with these options is still the same thing for whoever knows it.

    A further axis makes it more exact (S becomes S in red); an axis that goes, or another value, makes it something else.
    """
    old, new = folded_options(before), folded_options(after)
    return all(new.get(name) == value for name, value in old.items())
