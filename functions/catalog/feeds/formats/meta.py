"""Meta (Facebook, Instagram): CSV of a catalogue.

Source: https://www.facebook.com/business/help/120325381656392 (fields of a data feed file).
"""

from __future__ import annotations

from functions.catalog.feeds.feed import Feed, Item
from functions.catalog.feeds.formats.form import Form, lines_of_csv, shortened

MOST_TITLE, MOST_DESCRIPTION, MOST_IMAGES = 200, 9999, 20
COLUMNS = (
    "id", "title", "description", "availability", "condition", "price", "link", "image_link", "brand", "sale_price",
    "item_group_id", "gtin", "mpn", "product_type", "additional_image_link", "shipping_weight",
)  # fmt: skip

_AHEAD = {"preorder": "preorder", "backorder": "available for order"}


def _head(_: Feed) -> str:
    return lines_of_csv([COLUMNS])


def _said(feed: Feed, item: Item) -> str:
    return lines_of_csv(
        (
            row.id,
            shortened(row.title, MOST_TITLE),
            shortened(item.description, MOST_DESCRIPTION),
            _AHEAD.get(row.sold_as) or ("in stock" if row.in_stock else "out of stock"),
            "new",
            f"{row.price} {row.currency}",
            row.link,
            row.image,
            item.brand or feed.seller_name,
            f"{row.sale_price} {row.currency}" if row.sale_price else "",
            item.id if item.is_varied else "",
            row.gtin,
            row.sku,
            " > ".join(item.categories),
            ",".join([one for one in item.images if one != row.image and "," not in one][:MOST_IMAGES]),
            f"{row.weight_g} g" if row.weight_g else "",
        )
        for row in item.rows
    )


META = Form("meta", "csv", "text/csv; charset=utf-8", _head, _said)
