"""WeChat: one JSON object a line, one for each product, by the names of its interface for goods of a shop; prices in minor units.

Source: https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent2/API/SPU/.
WeChat's own numbers of categories and brands, and how many pieces there are, whoever sends the lines to WeChat adds.
"""

from __future__ import annotations

import json
from typing import Any

from functions.catalog.feeds.feed import Feed, Item, Row
from functions.catalog.feeds.formats.form import Form, shortened

MOST_TITLE, MOST_IMAGES = 100, 9


def _said(_: Feed, item: Item) -> str:
    said = {
        "out_product_id": item.id,
        "title": shortened(item.title, MOST_TITLE),
        "path": item.rows[0].link,
        "head_img": list(item.images)[:MOST_IMAGES],
        "desc_info": {"desc": item.description, "imgs": list(item.images)},
        "skus": [_sku(item, row) for row in item.rows],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def _sku(item: Item, row: Row) -> dict[str, Any]:
    return {
        "out_product_id": item.id,
        "out_sku_id": row.id,
        "thumb_img": row.image,
        "sale_price": row.minor,
        "market_price": row.list_minor or row.minor,
        "sku_code": row.sku,
        "barcode": row.gtin,
        "in_stock": row.in_stock or bool(row.sold_as),
        "sku_attrs": [{"attr_key": name, "attr_value": value} for name, value in row.options.items()],
    }


WECHAT = Form("wechat", "jsonl", "application/jsonl; charset=utf-8", lambda _: "", _said)
