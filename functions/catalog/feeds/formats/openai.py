"""OpenAI: one JSON object a line, one for each variant.

Source: https://developers.openai.com/commerce/specs/file-upload/products, as it stood in 2026. Which nine of these it calls basic was not
readable; all that a shop can say of its goods are there.
"""

from __future__ import annotations

import json
from typing import Any

from functions.catalog.feeds.feed import Feed, Item, Row
from functions.catalog.feeds.formats.form import Form, shortened

MOST_TITLE, MOST_DESCRIPTION = 150, 5000

_AHEAD = {"preorder": "pre_order", "backorder": "backorder"}


def _said(feed: Feed, item: Item) -> str:
    return "".join(json.dumps(_fields(feed, item, row), ensure_ascii=False, separators=(",", ":")) + "\n" for row in item.rows)


def _fields(feed: Feed, item: Item, row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {
        "is_eligible_search": True,
        "is_eligible_checkout": feed.checkout,
        "item_id": row.id,
        "mpn": row.sku[:70],
        "title": shortened(row.title, MOST_TITLE),
        "description": shortened(item.description, MOST_DESCRIPTION),
        "url": row.link,
        "image_url": row.image,
        "price": f"{row.price} {row.currency}",
        "availability": _AHEAD.get(row.sold_as) or ("in_stock" if row.in_stock else "out_of_stock"),
        "condition": "new",
        "seller_name": feed.seller_name,
        "target_countries": [feed.country],
        "store_country": feed.country,
        "group_id": item.id,
        "listing_has_variations": item.is_varied,
    }
    further = {
        "availability_date": row.promised_on,
        "gtin": row.gtin,
        "brand": item.brand,
        "seller_url": feed.seller_url,
        "sale_price": f"{row.sale_price} {row.currency}" if row.sale_price else "",
        "additional_image_urls": [one for one in item.images if one != row.image],
        "product_category": " > ".join(item.categories),
        "variant_dict": dict(row.options),
    }
    said |= {name: value for name, value in further.items() if value}
    if row.weight_g:
        said |= {"weight": str(row.weight_g), "item_weight_unit": "g"}
    if item.rating is not None and item.rating_count:
        said |= {"star_rating": str(item.rating), "review_count": item.rating_count}
    return said


OPENAI = Form("openai", "jsonl", "application/jsonl; charset=utf-8", lambda _: "", _said)
