"""Which categories lie above each category: for rules that mean a category with everything below it."""

from __future__ import annotations

from functions.catalog.store.repository import stored_tree


def category_paths() -> dict[str, frozenset[str]]:
    """Category id → itself and all its ancestors. One Query; keep the answer for a while."""
    tree = stored_tree(consistent=False).tree
    return {category_id: frozenset(category.id for category in tree.path(category_id)) for category_id in tree.categories}
