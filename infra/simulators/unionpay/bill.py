"""The ZM file of the simulated UnionPay: rows of fixed width, GBK, in a zip in zlib in base64."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from datetime import date
from typing import Any

from infra.simulators.bill_faults import fee_of
from infra.simulators.merchant import Merchant

_WIDTHS = (
    3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2,
    6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98,
)  # fmt: skip


def bill(merchant: Merchant, mer_id: str, day: date) -> str | None:
    """None for a day without any trade."""
    rows = [_row(merchant, trade["reference"], trade, trade["paid_at"], 1) for trade in merchant.paid_on(day)]
    for _, refund in merchant.refunded_on(day):
        rows.append(_row(merchant, refund["refund_id"], refund, refund["at"], -1))
    if not rows:
        return None
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"INN{day:%y%m%d}88ZM_{mer_id}", b"\r\n".join(rows) + b"\r\n")
        archive.writestr(f"INN{day:%y%m%d}88ZME_{mer_id}", b"")
    return base64.b64encode(zlib.compress(file.getvalue())).decode()


def _row(merchant: Merchant, number: str, moved: dict[str, Any], at: int, sign: int) -> bytes:
    amount, fee = moved["amount"], fee_of(moved) * sign
    net = amount * sign - fee
    values: dict[int, Any] = {0: "S22" if sign > 0 else "S30", 3: "000001", 4: f"{merchant.beijing(at):%m%d%H%M%S}", 5: "银行卡"}
    values |= {6: f"{amount:012d}", 9: moved["id"], 11: number, 15: _moved(-fee), 16: _moved(net)}
    cells = [str(values.get(position, "")).encode("gbk").ljust(width) for position, width in enumerate(_WIDTHS)]
    return b" ".join(cells)


def _moved(fen: int) -> str:
    return f"{'C' if fen >= 0 else 'D'}{abs(fen):012d}"
