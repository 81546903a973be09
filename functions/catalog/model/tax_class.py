"""Of which tax class goods are: the product's own, else that of its category or of the nearest one above it, else standard. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

STANDARD = "standard"
PathsOf = Callable[[], Mapping[str, frozenset[str]]]


def inherited_class(classes: Mapping[str, str], category_id: str | None, paths: PathsOf) -> str:
    """`paths` gives every category with all above it; the nearest one is the one with the most above itself."""
    if not classes or category_id is None:
        return STANDARD
    if category_id in classes:
        return classes[category_id]
    known = paths()
    above = [one for one in known.get(category_id, frozenset()) if one in classes]
    return classes[max(above, key=lambda one: len(known[one]))] if above else STANDARD
