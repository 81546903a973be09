"""Alipay's bill of trades: a zip of GBK tables with `#` before remarks and tabs after values; the summary file is left out."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator

from functions.payments.model.errors import Unknown
from functions.payments.model.provider import StatementLine
from functions.payments.providers.alipay.facts import CURRENCY
from functions.payments.providers.exchange import LARGEST_UNPACKED
from functions.shared.plain.money import Money, from_decimal

_KINDS = {"交易": "charge", "退款": "refund"}


def lines(packed: bytes) -> Iterator[StatementLine]:
    """Raises Unknown for a bill that cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed), metadata_encoding="gbk") as archive:
            names = [info.filename for info in archive.infolist() if info.filename.endswith(".csv") and "汇总" not in info.filename]
            if sum(archive.getinfo(name).file_size for name in names) > LARGEST_UNPACKED:
                raise Unknown("bill_too_large")
            texts = [archive.read(name).decode("gb18030") for name in names]
    except (zipfile.BadZipFile, zlib.error, UnicodeDecodeError, NotImplementedError) as error:
        raise Unknown("bill_unreadable") from error
    if not texts:
        raise Unknown("bill_unreadable")
    for text in texts:
        yield from _of_file(text)


def _of_file(text: str) -> Iterator[StatementLine]:
    rows = csv.reader(line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    header = [name.strip() for name in next(rows, [])]
    if "商户订单号" not in header:
        raise Unknown("bill_unreadable")
    for row in rows:
        values = dict(zip(header, (value.strip() for value in row), strict=False))
        try:
            yield _line(values, ",".join(row))
        except (KeyError, ValueError) as error:
            raise Unknown("bill_unreadable") from error


def _line(row: dict[str, str], raw: str) -> StatementLine:
    kind = _KINDS.get(row["业务类型"], "other")
    refund = kind == "refund"
    sign = -1 if refund else 1
    gross = Money(sign * abs(from_decimal(row["订单金额（元）"], CURRENCY).amount), CURRENCY)
    # Bills differ in whether a fee stands there as a cost or as a movement; a payment's is paid by us, a refund's comes back.
    fee = Money(sign * abs(from_decimal(row.get("服务费（元）") or "0", CURRENCY).amount), CURRENCY)
    reference = row["退款批次号/请求号"] if refund else row["商户订单号"]
    payment_ref = row["商户订单号"] if refund else ""
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return StatementLine(kind, reference, row["支付宝交易号"], gross, fee, Money(gross.amount - fee.amount, CURRENCY), digest, payment_ref)
