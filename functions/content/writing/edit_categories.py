"""Make and change categories. None ever goes: articles and links stand in it; one is hidden instead."""

from __future__ import annotations

from functions.content.model.categories import Categories, Category
from functions.content.store.category_tree import categories_write, known_categories
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, keep_answer


def create_category(code: str, category: Category, *, remember: Remember[str, Category, int]) -> tuple[Category, int]:
    """Raises Conflict (409 `category_exists`, `too_many_categories`), Invalid (422 `unknown_parent`, `category_loop`, `too_deep`)."""

    def attempt() -> tuple[Category, int]:
        before, version = known_categories()
        if code in before.by_code:
            raise Conflict("There is such a category.", code="category_exists")
        return _written(before, version, code, category, remember)

    return again(attempt)


def change_category(code: str, category: Category, *, if_match: int | None, remember: Remember[str, Category, int]) -> tuple[Category, int]:
    """Raises NotFound and as `create_category`. The version is that of the tree."""

    def attempt() -> tuple[Category, int]:
        before, version = known_categories()
        stored = before.one(code)
        check_version(version, if_match)
        if stored == category:
            keep_answer(remember(code, stored, version))
            return stored, version
        return _written(before, version, code, category, remember)

    return again(attempt)


def _written(
    before: Categories, version: int, code: str, category: Category, remember: Remember[str, Category, int]
) -> tuple[Category, int]:
    after = before.with_category(code, category)
    transact([categories_write(after, version), *remember(code, category, version + 1)])
    return category, version + 1
