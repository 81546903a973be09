"""Google Merchant Center: RSS 2.0 with the namespace `g`.

Source: https://support.google.com/merchants/answer/7052112 (product data specification), answer/14987622 (RSS 2.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from functions.catalog.feeds.feed import Feed, Item, Row
from functions.catalog.feeds.formats.form import Form, in_xml, shortened

MOST_TITLE, MOST_DESCRIPTION, MOST_IMAGES, MOST_BRAND, MOST_TYPE = 150, 5000, 10, 70, 750
_DETAILS = {
    "color": ("color", "colour", "颜色", "farbe", "couleur"),
    "size": ("size", "尺码", "尺寸", "größe", "taille"),
    "material": ("material", "材质", "面料"),
    "pattern": ("pattern", "图案"),
}
"""How an option may be called that Google has a field for."""


def _head(feed: Feed) -> str:
    shop = f"<title>{_text(feed.seller_name)}</title><link>{_text(feed.seller_url)}</link>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
        f"{shop}<description>{_text(feed.code)}</description>\n"
    )


def _said(_: Feed, item: Item) -> str:
    return "".join(f"<item>{_entry(item, row)}</item>\n" for row in item.rows)


def _entry(item: Item, row: Row) -> str:
    return "".join(f"<g:{name}>{_text(value)}</g:{name}>" for name, value in fields(item, row))


def fields(item: Item, row: Row) -> Iterator[tuple[str, str]]:
    """By Google's names, in order; without what is not known."""
    yield "id", row.id
    yield "title", shortened(row.title, MOST_TITLE)
    yield "description", shortened(item.description, MOST_DESCRIPTION)
    yield "link", row.link
    yield "image_link", row.image
    for image in [one for one in item.images if one != row.image][:MOST_IMAGES]:
        yield "additional_image_link", image
    yield "availability", row.sold_as or ("in_stock" if row.in_stock else "out_of_stock")
    if row.promised_on:
        # A day alone is read as its midnight in UTC.
        yield "availability_date", row.promised_on
    yield "price", f"{row.price} {row.currency}"
    if row.sale_price:
        yield "sale_price", f"{row.sale_price} {row.currency}"
    yield "condition", "new"
    if item.brand:
        yield "brand", shortened(item.brand, MOST_BRAND)
    if row.gtin:
        yield "gtin", row.gtin
    yield "mpn", row.sku[:70]
    if not (item.brand and row.gtin):
        # Brand and GTIN, or brand and MPN, identify; without a brand nothing does.
        yield "identifier_exists", "yes" if item.brand else "no"
    if item.is_varied:
        yield "item_group_id", item.id
    if item.categories:
        yield "product_type", shortened(" > ".join(item.categories), MOST_TYPE)
    for name, value in row.options.items():
        if detail := next((one for one, names in _DETAILS.items() if name.casefold() in names), None):
            yield detail, value[:100]
    if row.weight_g:
        yield "shipping_weight", f"{row.weight_g} g"
    if row.measure:
        yield "unit_pricing_measure", row.measure
        yield "unit_pricing_base_measure", row.base_measure


def _text(value: str) -> str:
    return escape(in_xml(value))


GOOGLE = Form("google", "xml", "application/xml; charset=utf-8", _head, _said, "</channel></rss>\n")
