"""Categories and the tree they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from functions.catalog.model.attribute import AttributeDefinition, inherited
from functions.catalog.model.product import Seo
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid

MAX_LEVELS = 8
STANDARD = "standard"
"""The tax class of what says none."""
PathsOf = Callable[[], Mapping[str, frozenset[str]]]


@dataclass(frozen=True)
class Category:
    """`taxonomy_code` is the code of the same category in an external taxonomy (an industry standard, a marketplace).

    `old_slugs` are those it gave up: they lead to it as long as no category has them.
    """

    id: str
    name: dict[str, str]
    description: dict[str, str] = field(default_factory=dict)
    parent_id: str | None = None
    sort: int = 0
    image: str | None = None
    external_id: str | None = None
    taxonomy_code: str | None = None
    attributes: list[AttributeDefinition] = field(default_factory=list)
    seo: Seo = field(default_factory=Seo)
    metadata: dict[str, str] = field(default_factory=dict)
    slug: str | None = None
    old_slugs: list[str] = field(default_factory=list)
    private_metadata: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    private_fields: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """What stands for it in the address of its page."""
        return self.slug or self.id


def _redeclared(here: AttributeDefinition, there: AttributeDefinition) -> str:
    return f"{here.code} is declared as {there.type} above, and as {here.type} below."


@dataclass(frozen=True)
class Tree:
    categories: Mapping[str, Category]

    @cached_property
    def _below(self) -> dict[str | None, list[Category]]:
        below: dict[str | None, list[Category]] = {}
        for category in sorted(self.categories.values(), key=lambda category: (category.sort, category.id)):
            below.setdefault(category.parent_id, []).append(category)
        return below

    def children(self, parent_id: str | None) -> list[Category]:
        """In the order of `sort`; of None, the roots."""
        return self._below.get(parent_id, [])

    def subtree(self, category_id: str) -> list[str]:
        """The category and everything below it."""
        found = [category_id]
        for current in found:
            found += [child.id for child in self.children(current)]
        return found

    def path(self, category_id: str | None) -> Iterator[Category]:
        """From the category up to its root."""
        while category_id is not None and (category := self.categories.get(category_id)):
            yield category
            category_id = category.parent_id

    def called(self, reference: str) -> Category | None:
        """The category with that id or slug, else the one that had the slug last."""
        if found := self.categories.get(reference) or self._by_slug.get(reference):
            return found
        return next((one for one in self.categories.values() if reference in one.old_slugs), None)

    @cached_property
    def _by_slug(self) -> dict[str, Category]:
        return {one.slug: one for one in self.categories.values() if one.slug}

    def check_slug(self, category: Category) -> None:
        """Raises Conflict (409 `slug_taken` with the id of the category that has it)."""
        owner = self._by_slug.get(category.slug or "")
        if owner is not None and owner.id != category.id:
            raise Conflict(f"The slug {category.slug} is taken.", code="slug_taken", id=owner.id)

    def attributes(self, category_id: str | None) -> list[AttributeDefinition]:
        """What its products have: declared by it or by a category above it, in order from the root."""
        return inherited(category.attributes for category in reversed(list(self.path(category_id))))

    def check_declarations(self, category: Category) -> None:
        """An attribute means one thing along a path: no two types. Raises Invalid (422 `attribute_redeclared`), also for what a move, or
        a declaration above, would change for the categories below."""
        above = {one.code: one for one in self.attributes(category.parent_id)}
        known = above | {one.code: one for one in category.attributes}
        below = [self.categories[one] for one in self.subtree(category.id)[1:]]
        faults = [
            Fault(f"/attributes/{place}", "attribute_redeclared", _redeclared(one, above[one.code]))
            for place, one in enumerate(category.attributes)
            if one.code in above and above[one.code].type is not one.type
        ]
        faults += [
            Fault("/attributes", "attribute_redeclared", f"{_redeclared(one, known[one.code])} ({lower.id})")
            for lower in below
            for one in lower.attributes
            if one.code in known and known[one.code].type is not one.type
        ]
        if faults:
            raise Invalid("An attribute would have two types.", code="attribute_redeclared", faults=faults)

    def height(self, category_id: str) -> int:
        """Levels of the subtree, 1 for a leaf."""
        return 1 + max((self.height(child.id) for child in self.children(category_id)), default=0)

    def check_place(self, category_id: str, parent_id: str | None) -> None:
        """May the category stand under the parent? Raises Invalid (422): unknown parent, cycle, or too deep."""
        if parent_id is None:
            return
        if parent_id not in self.categories:
            raise Invalid.field("/parent_id", "unknown_category", "There is no such category.")
        ancestors = [category.id for category in self.path(parent_id)]
        if category_id in ancestors:
            raise Invalid.field("/parent_id", "category_cycle", "A category cannot stand below itself.")
        if len(ancestors) + self.height(category_id) > MAX_LEVELS:
            raise Invalid.field("/parent_id", "category_too_deep", f"At most {MAX_LEVELS} levels.")


def inherited_class(classes: Mapping[str, str], category_id: str | None, paths: PathsOf) -> str:
    """Of which tax class goods of this category are: its own, else that of the nearest one above it, else standard. `paths` gives every
    category with all above it; the nearest one is the one with the most above itself."""
    if not classes or category_id is None:
        return STANDARD
    if category_id in classes:
        return classes[category_id]
    known = paths()
    above = [one for one in known.get(category_id, frozenset()) if one in classes]
    return classes[max(above, key=lambda one: len(known[one]))] if above else STANDARD
