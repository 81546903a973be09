"""Reads the catalogue of a Chinese mall: `categories.jsonl`, `brands.jsonl`, `products.jsonl`, prices in yuan, and `reviews.jsonl`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, TypeVar

from infra.cli.catalogue import (
    BadRow,
    BrandEntry,
    Catalogue,
    CategoryEntry,
    ProductEntry,
    ReviewEntry,
    RowError,
    money,
    pieces,
)

FILES = ("categories.jsonl", "brands.jsonl", "products.jsonl")
REVIEWS = "reviews.jsonl"
CURRENCY = "CNY"
Row = Mapping[str, Any]
T = TypeVar("T")


def map_mall(categories: Iterable[str], brands: Iterable[str], products: Iterable[str], reviews: Iterable[str] = ()) -> Catalogue:
    """The catalogue in the lines of the files; a bad line is in its `bad` list and the rest is there."""
    out = Catalogue("mall")
    out.categories = _rows("categories", categories, _category, out.bad)
    out.brands = _rows("brands", brands, _brand, out.bad)
    out.products = _rows("products", products, _product, out.bad)
    seen: Counter[str] = Counter()
    out.reviews = _rows("reviews", reviews, lambda number, row: _review(number, row, seen), out.bad)
    return out.without_strangers()


def _rows(source: str, lines: Iterable[str], read: Callable[[int, Row], T], bad: list[BadRow]) -> list[T]:
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(read(number, _object(line)))
        except RowError as error:
            bad.append(BadRow(source, number, str(error)))
        except KeyError as error:
            bad.append(BadRow(source, number, f"{error.args[0]} is missing"))
        except (TypeError, AttributeError) as error:
            bad.append(BadRow(source, number, f"a field has the wrong type ({error})"))
    return found


def _object(line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise RowError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise RowError("not a JSON object")
    return row


def _category(number: int, row: Row) -> CategoryEntry:
    body = {"external_id": _external(row["id"]), "name": _zh(row["name"]), "sort": int(row.get("sort") or 0)}
    return CategoryEntry(number, body, _external(row.get("parent_id")))


def _brand(number: int, row: Row) -> BrandEntry:
    body: dict[str, Any] = {"external_id": _external(row["id"]), "name": _zh(row["name"])}
    if row.get("description"):
        body["description"] = _zh(row["description"])
    return BrandEntry(number, body)


def _product(number: int, row: Row) -> ProductEntry:
    if not row["variants"]:
        raise RowError("no variants")
    names = [option["name"] for option in row["options"]]
    variants = [_variant(row, names, variant) for variant in row["variants"]]
    body: dict[str, Any] = {
        "external_id": _external(row["id"]),
        "title": _zh(row["name"]),
        "tags": list(dict.fromkeys([*row.get("keywords", []), *(tag for tag in ("new", "hot") if row.get(f"is_{tag}"))])),
        "attributes": [{"name": _zh(one["name"]), "value": _zh(one["value"])} for one in row.get("attributes", [])],
        "options": [{"name": option["name"], "values": option["values"]} for option in row["options"]],
        "images": [{"url": url} for url in row.get("images", [])],
        "variants": variants,
        "metadata": {"unit": row["unit"]} if row.get("unit") else {},
    }
    if row.get("brief"):
        body["brief"] = _zh(row["brief"])
    # The mall's long texts are not in the file; what is known is better than a product that may not be published.
    facts = "；".join(f"{one['name']}：{one['value']}" for one in row.get("attributes", []))
    body["description"] = _zh("。".join(text for text in (row.get("brief"), facts) if text) or row["name"])
    stock = {made["sku"]: pieces(given["stock"]) for made, given in zip(variants, row["variants"], strict=True)}
    return ProductEntry(number, body, _external(row.get("category_id")), _external(row.get("brand_id")), stock, bool(row["on_sale"]))


def _variant(row: Row, names: list[str], variant: Row) -> dict[str, Any]:
    values = variant["options"]
    if len(values) != len(names):
        raise RowError(f"variant {variant['id']} has {len(values)} options instead of {len(names)}")
    price = money(variant["price"], CURRENCY)
    body: dict[str, Any] = {
        "sku": f"{row['code']}-{variant['id']}",
        "external_id": _external(variant["id"]),
        "options": dict(zip(names, values, strict=True)),
        "price": price,
    }
    before = money(row["list_price"], CURRENCY) if row.get("list_price") else None
    if before and before["amount"] > price["amount"]:
        body["list_price"] = before
    if variant.get("image"):
        body["image"] = variant["image"]
    return body


def _review(number: int, row: Row, seen: Counter[str]) -> ReviewEntry:
    """The file gives reviews no id: the same text about the same product is told apart by how often it came before."""
    rating, text = row["rating"], row["text"]
    if rating not in range(1, 6):
        raise RowError(f"{rating!r} is not a rating from 1 to 5")
    digest = sha256(f"{row['product_id']} {rating} {text}".encode()).hexdigest()[:24]
    seen[digest] += 1
    body = {"external_id": f"mall-{digest}-{seen[digest]}", "rating": rating, "text": text, "media": row.get("images", [])[:9]}
    return ReviewEntry(number, _external(row["product_id"]), body)


def _zh(text: Any) -> dict[str, str]:
    if not isinstance(text, str) or not text.strip():
        raise RowError("a text is empty")
    return {"zh": text.strip()}


def _external(number: Any) -> str:
    return "" if number is None else f"mall-{number}"
