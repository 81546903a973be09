"""The tree of categories of articles: small, one item, so that no two edits can make a loop together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, NotFound

MOST = 200
DEEPEST = 5


@dataclass(frozen=True)
class Category:
    """`hidden`: in no list; its articles can still be found and read."""

    names: dict[str, str]
    parent: str | None = None
    sort: int = 0
    hidden: bool = False


@dataclass(frozen=True)
class Categories:
    by_code: dict[str, Category] = field(default_factory=dict)

    def one(self, code: str) -> Category:
        """Raises NotFound."""
        if code not in self.by_code:
            raise NotFound("There is no such category.")
        return self.by_code[code]

    def with_category(self, code: str, category: Category) -> Categories:
        """Raises Invalid (422 `unknown_parent`, `category_loop`, `too_deep`), Conflict (409 `too_many_categories`)."""
        after = Categories({**self.by_code, code: category})
        if len(after.by_code) > MOST:
            raise Conflict(f"There are at most {MOST} categories.", code="too_many_categories", most=MOST)
        if category.parent is not None and category.parent not in after.by_code:
            raise Invalid.field("/parent", "unknown_parent", "There is no such category.")
        for one in after.by_code:
            after._check_above(one)
        return after

    def below(self, code: str) -> frozenset[str]:
        """The category and all below it."""
        found, waiting = {code}, [code]
        while waiting:
            above = waiting.pop()
            inside = [name for name, one in self.by_code.items() if one.parent == above and name not in found]
            found.update(inside)
            waiting += inside
        return frozenset(found)

    def listed(self) -> Mapping[str, Category]:
        """Those that are not hidden, nor below one that is, in their order."""
        shown = {code: one for code, one in self.by_code.items() if not any(self.by_code[name].hidden for name in self._path(code))}
        return dict(sorted(shown.items(), key=lambda item: (item[1].sort, item[0])))

    def _path(self, code: str) -> list[str]:
        path, at = [code], self.by_code[code].parent
        while at is not None and at in self.by_code and at not in path:
            path.append(at)
            at = self.by_code[at].parent
        return path

    def _check_above(self, code: str) -> None:
        path = self._path(code)
        if self.by_code[path[-1]].parent in path:
            raise Invalid.field("/parent", "category_loop", "A category cannot be inside itself.")
        if len(path) > DEEPEST:
            raise Invalid.field("/parent", "too_deep", f"Categories are at most {DEEPEST} levels deep.")
