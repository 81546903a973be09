"""What papers say, in the languages they speak."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "pick_list": {"zh": "拣货单", "en": "Pick list"},
    "delivery_note": {"zh": "发货单", "en": "Delivery note"},
    "order": {"zh": "订单", "en": "Order"},
    "warehouse": {"zh": "仓库", "en": "Warehouse"},
    "no_warehouse": {"zh": "未定", "en": "not decided"},
    "parcel": {"zh": "包裹", "en": "Parcel"},
    "no_parcel": {"zh": "尚未分配包裹", "en": "In no parcel yet"},
    "to_come": {"zh": "另行发出", "en": "Still to be sent"},
    "carrier": {"zh": "承运商", "en": "Carrier"},
    "waybill": {"zh": "运单号", "en": "Waybill"},
    "bin": {"zh": "库位", "en": "Bin"},
    "sku": {"zh": "货号", "en": "SKU"},
    "goods": {"zh": "商品", "en": "Item"},
    "quantity": {"zh": "数量", "en": "Qty"},
    "pieces": {"zh": "共 {n} 件", "en": "Pieces: {n}"},
    "to": {"zh": "收件人", "en": "To"},
    "from": {"zh": "发件人", "en": "From"},
}


def text(language: str, name: str, **fields: object) -> str:
    """In Chinese to who reads Chinese, in English to all others."""
    said = TEXTS[name]["zh" if language.lower().startswith("zh") else "en"]
    return said.format(**fields) if fields else said
