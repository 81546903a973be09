"""The tax class of what is in a cart: the product's own, else that of its category or of the nearest one above it, else standard."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from functions.catalog import category_paths
from functions.orders.model.cart import CartLine
from functions.orders.model.tax import STANDARD

_KEEP_SECONDS = 60
PathsOf = Callable[[], Mapping[str, frozenset[str]]]


def tax_classes(classes: Mapping[str, str], lines: Sequence[CartLine]) -> dict[str, str]:
    """By line id. The tree of categories is read at most once a minute, and only where a category without a class of its own asks."""
    return {line.line_id: line.tax_class or inherited(classes, line.category_id, _paths) for line in lines}


def inherited(classes: Mapping[str, str], category_id: str | None, paths: PathsOf) -> str:
    """`paths` gives every category with all above it; the nearest one is the one with the most above itself."""
    if not classes or category_id is None:
        return STANDARD
    if category_id in classes:
        return classes[category_id]
    known = paths()
    above = [one for one in known.get(category_id, frozenset()) if one in classes]
    return classes[max(above, key=lambda one: len(known[one]))] if above else STANDARD


def forget() -> None:
    """The tree is read again at its next use; between tests."""
    _paths_of.cache_clear()


def _paths() -> Mapping[str, frozenset[str]]:
    return _paths_of(int(time.monotonic() // _KEEP_SECONDS))


@lru_cache(maxsize=1)
def _paths_of(_period: int) -> Mapping[str, frozenset[str]]:
    return category_paths()
