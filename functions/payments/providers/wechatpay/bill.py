"""WeChat Pay's trade bill: gzip of CSV, a back-tick before every value, amounts in yuan, two lines of sums at the end."""

from __future__ import annotations

import csv
import gzip
import hashlib
import hmac
import io
import zlib
from collections.abc import Iterator
from decimal import Decimal

from functions.payments.model.errors import Unknown
from functions.payments.model.provider import StatementLine
from functions.payments.providers.exchange import LARGEST_UNPACKED
from functions.shared.plain.money import Money, decimal_round, from_decimal


def unpacked(packed: bytes, sha1: str) -> bytes:
    """The file. Raises Unknown unless it has the hash that was announced (of the file as it is unpacked)."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            content = file.read(LARGEST_UNPACKED)
    except (OSError, EOFError, zlib.error) as error:
        raise Unknown("bill_unreadable") from error
    if not hmac.compare_digest(hashlib.sha1(content, usedforsecurity=False).hexdigest().encode(), sha1.lower().encode()):
        raise Unknown("bill_hash")
    return content


def lines(content: bytes) -> Iterator[StatementLine]:
    """The payments and refunds of a bill, columns found by their names. Raises Unknown for a bill that cannot be read."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    header = next(rows, [])
    if "交易状态" not in header:
        raise Unknown("bill_unreadable")
    for row in rows:
        if not row or not row[0].startswith("`"):
            return  # the sums
        values = dict(zip(header, (value.strip().removeprefix("`") for value in row), strict=False))
        try:
            yield _line(values, ",".join(row))
        except (KeyError, ValueError, ArithmeticError) as error:
            raise Unknown("bill_unreadable") from error


def _line(row: dict[str, str], raw: str) -> StatementLine:
    refund, currency = row["交易状态"] in ("REFUND", "REVOKED"), row["货币种类"]
    digest = hashlib.sha256(raw.encode()).hexdigest()
    fee = Money(decimal_round(Decimal(row["手续费"]).scaleb(2)), currency)
    if refund:
        back = from_decimal(row.get("申请退款金额") or row["退款金额"], currency).amount
        gross = Money(-abs(back), currency)
        return StatementLine(
            "refund",
            row["商户退款单号"],
            row["微信退款单号"],
            gross,
            fee,
            Money(gross.amount - fee.amount, currency),
            digest,
            row["商户订单号"],
        )
    gross = from_decimal(row.get("订单金额") or row["应结订单金额"], currency)
    return StatementLine("charge", row["商户订单号"], row["微信订单号"], gross, fee, Money(gross.amount - fee.amount, currency), digest)
