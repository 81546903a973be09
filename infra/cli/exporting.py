"""Writes the catalogue of a shop as the three NDJSON files that `shop import samples` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.cli.samples import FILES
from infra.cli.shop_client import ShopClient
from infra.local.trouble import Trouble

# Links by id, written by name instead.
_LINKS = {"parent_id", "category_id", "brand_id", "media_id"}

# For each kind of thing the fields that can be given back to the shop.
Fields = dict[str, set[str]]


def export(shop: ShopClient, folder: Path) -> dict[str, int]:
    """How many of each were written. Raises Trouble."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"{folder} cannot be written: {error}") from error
    fields = _fields(shop)
    categories, brands = list(_all(shop, "categories")), list(_all(shop, "brands"))
    names = {one["id"]: one.get("external_id") or one["id"] for one in (*categories, *brands)}
    products = [_product(shop, one, names, fields) for one in _all(shop, "products")]
    groups = {
        "categories": [_kept(one, names, fields["CategoryIn"]) | _link("parent", one.get("parent_id"), names) for one in categories],
        "brands": [_kept(one, names, fields["BrandIn"]) for one in brands],
        "products": products,
    }
    for name, rows in zip(FILES, groups.values(), strict=True):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(text, encoding="utf-8")
    return {name: len(rows) for name, rows in groups.items()}


def _fields(shop: ShopClient) -> Fields:
    """What the shop's own contract says it takes; what the shop makes itself is not among it."""
    schemas = shop.need("GET", "/v1/openapi.json")["components"]["schemas"]
    return {name: set(schema.get("properties", {})) - _LINKS for name, schema in schemas.items()}


def _product(shop: ShopClient, listed: dict[str, Any], names: dict[str, str], fields: Fields) -> dict[str, Any]:
    whole = shop.need("GET", f"/v1/admin/products/{listed['id']}")
    out = _kept(whole, names, fields["ProductIn"]) | _link("category", whole.get("category_id"), names)
    out |= _link("brand", whole.get("brand_id"), names) | {"published": whole.get("status") == "published"}
    out["images"] = [_said(one, fields["ImageIn"]) for one in whole["images"]]
    out["variants"] = [_variant(shop, one, fields["VariantIn"]) for one in whole["variants"]]
    return out


def _variant(shop: ShopClient, variant: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    stock = shop.call("GET", f"/v1/admin/stock/{variant['id']}")
    on_hand = stock.body.get("on_hand", 0) if stock.ok else 0
    kept = _said(variant, fields)
    return {"options": {}} | kept | {"stock": on_hand}


def _all(shop: ShopClient, kind: str) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        # Categories come all at once.
        query = "" if kind == "categories" else "?limit=100" + (f"&cursor={cursor}" if cursor else "")
        page = shop.need("GET", f"/v1/admin/{kind}{query}")
        yield from page["data"]
        cursor = page.get("next_cursor") or ""
        if not cursor:
            return


def _kept(one: dict[str, Any], names: dict[str, str], fields: set[str]) -> dict[str, Any]:
    return _said(one, fields) | {"external_id": one.get("external_id") or names.get(one["id"], one["id"])}


def _link(name: str, target: str | None, names: dict[str, str]) -> dict[str, str]:
    return {name: names.get(target, target)} if target else {}


def _said(one: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    """Those of `fields` that say something; an empty text in languages is refused where none at all is fine."""
    pruned = {name: _pruned(value) for name, value in one.items() if name in fields}
    return {name: value for name, value in pruned.items() if value not in (None, [], {})}


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        found = {name: _pruned(inner) for name, inner in value.items()}
        return {name: inner for name, inner in found.items() if inner not in (None, [], {})}
    return value
