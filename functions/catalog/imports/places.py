"""The brands and categories a file names: found by external id or name, made when there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from functions.catalog.groups.manage_brands import create_brand
from functions.catalog.groups.manage_categories import create_category
from functions.catalog.groups.schemas import BrandIn
from functions.catalog.imports.schemas import CategoryStep
from functions.catalog.model.attribute import AttributeDefinition
from functions.catalog.model.brand import Brand
from functions.catalog.model.category import Category, Tree
from functions.catalog.store.brands import list_brands
from functions.catalog.store.repository import Taken, stored_tree
from functions.shared.plain.bodies import load

G = TypeVar("G", Brand, Category)
_PAGE = 100


class Places:
    """What there is, read once per call of the worker; what others make meanwhile is found by its external id at the latest."""

    def __init__(self, *, dry: bool = False) -> None:
        """In a dry run what is missing is not made, and None stands for it."""
        self._dry = dry
        self._brands: list[Brand] | None = None
        self._known: Tree | None = None

    def brand(self, wanted: BrandIn) -> str | None:
        if self._brands is None:
            self._brands = _all_brands()
        found = _match(self._brands, wanted)
        if found is None and not self._dry:
            found, fresh = _made(partial(_new_brand, wanted.values()))
            if fresh is not None:
                self._brands.append(fresh)
        return found

    def category(self, path: Sequence[CategoryStep]) -> str | None:
        """The last of the path from the root; the steps that are missing are made."""
        known = self._tree().categories
        parent: str | None = None
        for step in path:
            here = parent
            found = _match([one for one in known.values() if one.parent_id == here], step)
            if found is None and self._dry:
                return None
            if found is None:
                found, fresh = _made(partial(_new_category, step.values() | {"parent_id": here}))
                if fresh is not None:
                    known = {**known, fresh.id: fresh}
                    self._known = Tree(known)
            parent = found
        return parent

    def declared(self, category_id: str | None) -> list[AttributeDefinition]:
        """The attributes that products of the category have."""
        return self._tree().attributes(category_id)

    def _tree(self) -> Tree:
        if self._known is None:
            self._known = stored_tree().tree
        return self._known


def _match(known: Sequence[Brand] | Sequence[Category], wanted: BrandIn | CategoryStep) -> str | None:
    if wanted.external_id is not None:
        for one in known:
            if one.external_id == wanted.external_id:
                return one.id
    for one in known:
        if (wanted.external_id is None or one.external_id is None) and _same_name(one.name, wanted.name):
            return one.id
    return None


def _same_name(known: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """In every language both have, and there is at least one."""
    common = known.keys() & wanted.keys()
    return bool(common) and all(known[language] == wanted[language] for language in common)


def _new_brand(values: Mapping[str, Any]) -> Brand:
    return create_brand(values, remember=lambda *_: [])[0]


def _new_category(values: Mapping[str, Any]) -> Category:
    return create_category(values, remember=lambda *_: [])[0]


def _made(make: Callable[[], G]) -> tuple[str, G | None]:
    try:
        made = make()
    except Taken as taken:
        return str(taken.extra["id"]), None
    return made.id, made


def _all_brands() -> list[Brand]:
    brands: list[Brand] = []
    cursor: str | None = None
    while True:
        page = list_brands(limit=_PAGE, cursor=cursor)
        brands += [load(Brand, record.body) for record in page.data]
        cursor = page.next_cursor
        if cursor is None:
            return brands
