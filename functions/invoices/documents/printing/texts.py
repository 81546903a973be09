"""What invoices say, in the languages they speak."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "invoice": {"zh": "发票", "en": "Invoice"},
    "credit_note": {"zh": "贷记单", "en": "Credit note"},
    "number": {"zh": "编号", "en": "Number"},
    "day": {"zh": "开具日期", "en": "Date of issue"},
    "supplied": {"zh": "供货日期", "en": "Date of supply"},
    "order": {"zh": "订单号", "en": "Order"},
    "basis": {"zh": "对应单据", "en": "Refers to"},
    "seller": {"zh": "销售方", "en": "Seller"},
    "buyer": {"zh": "购买方", "en": "Buyer"},
    "vat_number": {"zh": "增值税号", "en": "VAT number"},
    "tax_number": {"zh": "税号", "en": "Tax number"},
    "registration": {"zh": "注册号", "en": "Registration"},
    "goods": {"zh": "商品", "en": "Item"},
    "quantity": {"zh": "数量", "en": "Qty"},
    "net": {"zh": "不含税金额", "en": "Net"},
    "rate": {"zh": "税率", "en": "Tax rate"},
    "tax": {"zh": "税额", "en": "Tax"},
    "gross": {"zh": "含税金额", "en": "Gross"},
    "total": {"zh": "合计", "en": "Total"},
    "paid": {"zh": "已付", "en": "Paid"},
    "due": {"zh": "应付", "en": "Amount due"},
    "refunded": {"zh": "已按原付款方式退款", "en": "Refunded the way it was paid"},
    "currency": {"zh": "币种", "en": "Currency"},
}


def text(language: str, name: str) -> str:
    """In Chinese to who reads Chinese, in English to all others."""
    return TEXTS[name]["zh" if language.lower().startswith("zh") else "en"]
