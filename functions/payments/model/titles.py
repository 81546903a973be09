"""What payment methods are called."""

from __future__ import annotations

from collections.abc import Sequence

from functions.shared.plain.i18n import localized

_TITLES = {
    "wallet": {"zh": "测试钱包", "en": "Test wallet"},
    "bank_transfer": {"zh": "银行转账", "en": "Bank transfer"},
    "cash_on_delivery": {"zh": "货到付款", "en": "Cash on delivery"},
    "gift_card": {"zh": "礼品卡", "en": "Gift card"},
    "store_credit": {"zh": "账户余额", "en": "Store credit"},
    "native": {"zh": "微信支付（扫码）", "en": "WeChat Pay (QR code)"},
    "jsapi": {"zh": "微信支付", "en": "WeChat Pay"},
    "h5": {"zh": "微信支付（手机网页）", "en": "WeChat Pay (mobile web)"},
    "wechatpay.app": {"zh": "微信支付（应用）", "en": "WeChat Pay (app)"},
    "page": {"zh": "支付宝", "en": "Alipay"},
    "wap": {"zh": "支付宝（手机网页）", "en": "Alipay (mobile web)"},
    "alipay.app": {"zh": "支付宝（应用）", "en": "Alipay (app)"},
    "precreate": {"zh": "支付宝（扫码）", "en": "Alipay (QR code)"},
    "card": {"zh": "银行卡", "en": "Card"},
    "web": {"zh": "银联在线支付", "en": "UnionPay"},
    "unionpay.wap": {"zh": "银联在线支付（手机网页）", "en": "UnionPay (mobile web)"},
    "unionpay.app": {"zh": "云闪付（应用）", "en": "UnionPay (app)"},
}


def title_of(provider: str, method: str, languages: Sequence[str]) -> str:
    return localized(_TITLES.get(f"{provider}.{method}") or _TITLES.get(method, {"en": method}), languages)
