"""Whom an e-invoice names (抬头): a person, or a company with its tax number. Pure."""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound

MOST_TITLES = 30


class TitleKind(StrEnum):
    PERSONAL = "personal"
    COMPANY = "company"


@dataclass(frozen=True)
class Title:
    """`tax_number`: the unified social credit code of a company. Address to account are those of a company that wants them on it."""

    kind: TitleKind
    name: str
    tax_number: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    account: str = ""


class TooManyTitles(Conflict):
    code, title = "too_many_titles", "The title book is full"


@dataclass(frozen=True)
class TitleBook:
    """The titles of a customer by id, in the order in which they came. `default`: the id of the one that is offered first; the first, if
    nobody said."""

    titles: dict[str, Title] = field(default_factory=dict)
    default: str = ""

    def title(self, title_id: str) -> Title:
        """Raises NotFound."""
        if title_id not in self.titles:
            raise NotFound("There is no such title.")
        return self.titles[title_id]

    def is_default(self, title_id: str) -> bool:
        return title_id == (self.default or next(iter(self.titles), ""))

    def keeping(self, title_id: str, title: Title, *, default: bool) -> TitleBook:
        """Raises TooManyTitles (409)."""
        if title_id not in self.titles and len(self.titles) >= MOST_TITLES:
            raise TooManyTitles(f"A title book holds {MOST_TITLES} titles.")
        was = title_id if default else "" if self.default == title_id else self.default
        return replace(self, titles={**self.titles, title_id: title}, default=was)

    def without(self, title_id: str) -> TitleBook:
        """Raises NotFound."""
        self.title(title_id)
        left = {one: title for one, title in self.titles.items() if one != title_id}
        return TitleBook(left, "" if self.default == title_id else self.default)
