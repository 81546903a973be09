"""A catalogue read from somewhere, in the shape of the admin API, before any id of ours exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from functions.shared.plain.money import exponent

Body = dict[str, Any]


@dataclass(frozen=True)
class BadRow:
    source: str
    row: int
    reason: str

    def __str__(self) -> str:
        return f"{self.source}, row {self.row}: {self.reason}"


class RowError(ValueError):
    """A row that cannot become part of the catalogue; the message says why."""


@dataclass(frozen=True)
class CategoryEntry:
    row: int
    body: Body
    parent: str = ""  # external id

    @property
    def external_id(self) -> str:
        return str(self.body["external_id"])


@dataclass(frozen=True)
class BrandEntry:
    row: int
    body: Body

    @property
    def external_id(self) -> str:
        return str(self.body["external_id"])


@dataclass(frozen=True)
class ProductEntry:
    row: int
    body: Body
    category: str = ""  # external ids
    brand: str = ""
    stock: Mapping[str, int] = field(default_factory=dict)  # pieces by SKU
    published: bool = True

    @property
    def external_id(self) -> str:
        return str(self.body["external_id"])


@dataclass(frozen=True)
class ReviewEntry:
    row: int
    product: str  # external id
    body: Body


@dataclass
class Catalogue:
    source: str
    categories: list[CategoryEntry] = field(default_factory=list)
    brands: list[BrandEntry] = field(default_factory=list)
    products: list[ProductEntry] = field(default_factory=list)
    reviews: list[ReviewEntry] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    def without_strangers(self) -> Catalogue:
        """The same without rows that name a parent, category or brand that is not here; those are bad rows."""
        categories, brands = {one.external_id for one in self.categories}, {one.external_id for one in self.brands}
        bad = list(self.bad)

        def known(source: str, row: int, what: str, name: str, among: set[str]) -> bool:
            if name and name not in among:
                bad.append(BadRow(source, row, f"there is no {what} {name}"))
                return False
            return True

        fine = [one for one in self.categories if known("categories", one.row, "category", one.parent, categories)]
        products = [
            one
            for one in self.products
            if known("products", one.row, "category", one.category, categories) and known("products", one.row, "brand", one.brand, brands)
        ]
        there = {one.external_id for one in products}
        reviews = [one for one in self.reviews if known("reviews", one.row, "product", one.product, there)]
        return Catalogue(self.source, parents_first(fine), self.brands, products, reviews, bad)


def parents_first(categories: list[CategoryEntry]) -> list[CategoryEntry]:
    """In an order in which each can be made; what hangs in a circle is left out."""
    placed: dict[str, CategoryEntry] = {}
    waiting = list(categories)
    while waiting:
        ready = [one for one in waiting if not one.parent or one.parent in placed]
        if not ready:
            break
        placed |= {one.external_id: one for one in ready}
        waiting = [one for one in waiting if one.external_id not in placed]
    return list(placed.values())


def money(text: str, currency: str) -> dict[str, Any]:
    """Money of the API from a decimal text such as `899.00`. Raises RowError; never rounds."""
    try:
        amount = Decimal(text.strip()).scaleb(exponent(currency))
    except (InvalidOperation, AttributeError) as error:
        raise RowError(f"{text!r} is not a price") from error
    if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value():
        raise RowError(f"{text!r} is not a price in {currency}")
    return {"amount": int(amount), "currency": currency}


def pieces(value: Any) -> int:
    """A stock figure. Raises RowError."""
    try:
        number = int(str(value).strip() or 0)
    except ValueError as error:
        raise RowError(f"{value!r} is not a number of pieces") from error
    if number < 0:
        raise RowError(f"a stock of {number} cannot be")
    return number
