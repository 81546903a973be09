"""What the platform of Chinese e-invoices refuses, in its own words. Written from what they publish, not from what the shop sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

_RATES = frozenset({"0", "0.01", "0.03", "0.05", "0.06", "0.09", "0.13"})
_CODE = re.compile(r"[1-6][0-9]{18}")
_PRICE_OFF, _TAX_OFF = 1, 6
"""Fen."""
Row = Mapping[str, Any]


def refusals(body: Mapping[str, Any]) -> Iterator[str]:
    rows, red = body["rows"], body["colour"] == "red"
    title = body["title"]
    if not rows:
        yield "no rows"
    if title["kind"] == "company" and len(title["tax_number"]) != 18:
        yield "购买方纳税人识别号有误"
    if red and body.get("reason") not in ("01", "02", "03", "04"):
        yield "no reason"
    for n, row in enumerate(rows, start=1):
        yield from (f"row {n}: {fault}" for fault in _faults(row, rows[n - 2] if n > 1 else None, red=red))


def total(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(row["net"] for row in rows), sum(row["tax"] for row in rows)


def _faults(row: Row, before: Row | None, *, red: bool) -> Iterator[str]:
    net, tax = int(row["net"]), int(row["tax"])
    if row["rate"] not in _RATES:
        yield f"there is no rate {row['rate']}"
    if not _CODE.fullmatch(row["code"]):
        yield "商品和服务税收分类编码有误"
    if net + tax == 0:
        yield "an amount of zero"
    if abs(Decimal(row["rate"]) * net - tax) > _TAX_OFF:
        yield "税额误差大于 0.06"
    if row["unit_price"] and abs(Decimal(row["unit_price"]) * row["quantity"] * 100 - net) > _PRICE_OFF:
        yield "单价乘数量与金额误差大于 0.01"
    if row["kind"] == "discount":
        if red or before is None or before["kind"] != "goods" or (before["rate"], before["code"]) != (row["rate"], row["code"]):
            yield "a discount is not directly after what it is for"
        elif net > 0 or tax > 0 or -net > before["net"]:
            yield "a discount is more than what it is for"
    elif (net + tax > 0) is red:
        yield "the wrong sign"
