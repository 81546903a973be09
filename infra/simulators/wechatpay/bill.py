"""The trade bill of the simulated WeChat Pay: CSV with a back-tick before every value, amounts in yuan, sums at the end."""

from __future__ import annotations

from datetime import date
from typing import Any

from infra.simulators.bill_faults import fee_of
from infra.simulators.merchant import Merchant

_HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,"
    "交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,"
    "商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
_COLUMNS = _HEADER.split(",")


def bill(merchant: Merchant, shop: dict[str, Any], day: date) -> bytes | None:
    """None for a day without any trade."""
    rows = [_row(shop, merchant.beijing(trade["paid_at"]).isoformat(" ")[:19], trade, None) for trade in merchant.paid_on(day)]
    rows += [_row(shop, merchant.beijing(refund["at"]).isoformat(" ")[:19], trade, refund) for trade, refund in merchant.refunded_on(day)]
    if not rows:
        return None
    lines = [_HEADER, *(",".join(f"`{row.get(name, '')}" for name in _COLUMNS) for row in rows)]
    lines += ["总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额", f"`{len(rows)},`0.00"]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _row(shop: dict[str, Any], at: str, trade: dict[str, Any], refund: dict[str, Any] | None) -> dict[str, str]:
    back, charged = (refund["amount"], 0) if refund else (0, trade["amount"])
    fee = -fee_of(refund) if refund else fee_of(trade)
    return {
        "交易时间": at,
        "公众账号ID": shop["appid"],
        "商户号": shop["mchid"],
        "微信订单号": trade["id"],
        "商户订单号": trade["reference"],
        "交易类型": trade["kind"].upper(),
        "交易状态": "REFUND" if refund else "SUCCESS",
        "货币种类": trade["currency"],
        "应结订单金额": _yuan(charged),
        "代金券金额": "0.00",
        "微信退款单号": refund["id"] if refund else "0",
        "商户退款单号": refund["refund_id"] if refund else "0",
        "退款金额": _yuan(back),
        "充值券退款金额": "0.00",
        "退款状态": "SUCCESS" if refund else "",
        "商品名称": trade["description"].replace(",", " "),
        "手续费": f"{_yuan(fee)}000",
        "费率": "0.60%",
        "订单金额": _yuan(charged),
        "申请退款金额": _yuan(back),
    }


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
