"""Writes the catalogue of a shop as the three NDJSON files that `shop import samples` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.cli.samples import FILES
from infra.cli.shop_client import ShopClient
from infra.local.trouble import Trouble

# What the shop makes itself; everything else is ours to keep.
_OWN = {
    "id", "version", "status", "created_at", "updated_at", "published_at", "parent_id", "category_id", "brand_id", "path", "depth",
    "children", "stock_state", "price_from", "list_price_from", "rating", "rating_count", "on_hand", "reserved", "available", "seo",
}  # fmt: skip


def export(shop: ShopClient, folder: Path) -> dict[str, int]:
    """How many of each were written. Raises Trouble."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"{folder} cannot be written: {error}") from error
    categories, brands = list(_all(shop, "categories")), list(_all(shop, "brands"))
    names = {one["id"]: one.get("external_id") or one["id"] for one in (*categories, *brands)}
    products = [_product(shop, one, names) for one in _all(shop, "products")]
    groups = {
        "categories": [_kept(one, names) | _link("parent", one.get("parent_id"), names) for one in categories],
        "brands": [_kept(one, names) for one in brands],
        "products": products,
    }
    for name, rows in zip(FILES, groups.values(), strict=True):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(text, encoding="utf-8")
    return {name: len(rows) for name, rows in groups.items()}


def _product(shop: ShopClient, listed: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    whole = shop.need("GET", f"/v1/admin/products/{listed['id']}")
    out = _kept(whole, names) | _link("category", whole.get("category_id"), names)
    out |= _link("brand", whole.get("brand_id"), names) | {"published": whole.get("status") == "published"}
    out["variants"] = [_variant(shop, one) for one in whole["variants"]]
    return out


def _variant(shop: ShopClient, variant: dict[str, Any]) -> dict[str, Any]:
    stock = shop.call("GET", f"/v1/admin/stock/{variant['id']}")
    on_hand = stock.body.get("on_hand", 0) if stock.ok else 0
    return {name: value for name, value in variant.items() if name not in _OWN and value is not None} | {"stock": on_hand}


def _all(shop: ShopClient, kind: str) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        page = shop.need("GET", f"/v1/admin/{kind}?limit=100" + (f"&cursor={cursor}" if cursor else ""))
        yield from page["data"]
        cursor = page.get("next_cursor") or ""
        if not cursor:
            return


def _kept(one: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    kept = {name: value for name, value in one.items() if name not in _OWN and value not in (None, [], {})}
    return kept | {"external_id": one.get("external_id") or names.get(one["id"], one["id"])}


def _link(name: str, target: str | None, names: dict[str, str]) -> dict[str, str]:
    return {name: names.get(target, target)} if target else {}
