"""Reads our own format, which `shop export` writes: NDJSON in the shape of the admin API, three files in a folder.

Where the API has ids of the shop, a file has external ids: `parent`, `category`, `brand`. A variant may carry `stock`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from infra.cli.catalogue import (
    BadRow,
    Body,
    BrandEntry,
    Catalogue,
    CategoryEntry,
    ProductEntry,
    RowError,
    pieces,
)

FILES = ("categories.ndjson", "brands.ndjson", "products.ndjson")
T = TypeVar("T")


def map_samples(categories: Iterable[str], brands: Iterable[str], products: Iterable[str]) -> Catalogue:
    """The catalogue in the lines of the three files; a bad line is in its `bad` list and the rest is there."""
    out = Catalogue("samples")
    out.categories = _rows("categories", categories, out.bad, lambda row, body: CategoryEntry(row, *_pop(body, "parent")))
    out.brands = _rows("brands", brands, out.bad, BrandEntry)
    out.products = _rows("products", products, out.bad, _product)
    return out.without_strangers()


def _product(row: int, body: Body) -> ProductEntry:
    body, category = _pop(body, "category")
    body, brand = _pop(body, "brand")
    published = body.pop("published", True) is not False
    variants = body.get("variants")
    if not isinstance(variants, list) or not variants:
        raise RowError("no variants")
    stock = {str(one["sku"]): pieces(one.get("stock", 0)) for one in variants}
    body["variants"] = [{name: value for name, value in one.items() if name != "stock"} for one in variants]
    return ProductEntry(row, body, category, brand, stock, published)


def _pop(body: Body, name: str) -> tuple[Body, str]:
    return {key: value for key, value in body.items() if key != name}, str(body.get(name) or "")


def _rows(source: str, lines: Iterable[str], bad: list[BadRow], read: Callable[[int, Body], T]) -> list[T]:
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(read(number, _object(line)))
        except KeyError as error:
            bad.append(BadRow(source, number, f"{error.args[0]} is missing"))
        except (TypeError, AttributeError, ValueError) as error:
            bad.append(BadRow(source, number, str(error)))
    return found


def _object(line: str) -> dict[str, Any]:
    try:
        body = json.loads(line)
    except ValueError as error:
        raise RowError(f"not JSON: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("external_id"), str):
        raise RowError("not a JSON object with an external_id")
    return body
