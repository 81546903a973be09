"""The bill of trades of the simulated Alipay: a zip of GBK tables, values with tabs behind them, remarks after `#`."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

from infra.simulators.bill_faults import fee_of
from infra.simulators.merchant import Merchant

_HEADER = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,"
    "支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,"
    "卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)


def bill(merchant: Merchant, day: date) -> bytes | None:
    """None for a day without any trade."""
    rows = [_row(trade, None) for trade in merchant.paid_on(day)]
    rows += [_row(trade, refund) for trade, refund in merchant.refunded_on(day)]
    if not rows:
        return None
    names = _HEADER.split(",")
    lines = ["#支付宝业务明细查询", f"#账号：[{day:%Y%m%d}]", "#-----业务明细列表-----", _HEADER]
    lines += [",".join(row.get(name, "") + "\t" for name in names) for row in rows]
    lines += ["#-----业务明细列表结束-----", f"#导出时间：[{day}]"]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("业务明细.csv", "\r\n".join(lines)), ("业务明细(汇总).csv", "#汇总\r\n")):
            archive.writestr(_Gbk(f"2088_{day:%Y%m%d}_{name}"), content.encode("gbk"))
    return file.getvalue()


class _Gbk(zipfile.ZipInfo):
    """A member whose name stands in GBK, without the flag that would say UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 — the name zipfile asks for
        return self.filename.encode("gbk"), self.flag_bits


def _row(trade: dict[str, Any], refund: dict[str, Any] | None) -> dict[str, str]:
    amount = refund["amount"] if refund else trade["amount"]
    sign = -1 if refund else 1
    return {
        "支付宝交易号": trade["id"],
        "商户订单号": trade["reference"],
        "业务类型": "退款" if refund else "交易",
        "商品名称": trade["subject"].replace(",", " "),
        "订单金额（元）": yuan(sign * amount),
        "商家实收（元）": yuan(sign * amount),
        "退款批次号/请求号": refund["refund_id"] if refund else "",
        "服务费（元）": yuan(-sign * fee_of(refund or trade)),
    }


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
