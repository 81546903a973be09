"""UnionPay's ZM file of transactions: zip in zlib in base64; rows of fixed width in bytes, GBK, one byte between fields."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator

from functions.payments.model.errors import Unknown
from functions.payments.model.provider import StatementLine
from functions.payments.providers.exchange import LARGEST_UNPACKED
from functions.payments.providers.unionpay.facts import refund_of
from functions.shared.plain.money import Money

_WIDTHS = (
    3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2,
    6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98,
)  # fmt: skip
_AMOUNT, _QUERY_ID, _ORDER_ID, _FEE, _NET = 6, 9, 11, 15, 16  # positions; fee and net are inferred from the widths (providers.md §11)


def lines(content: str) -> Iterator[StatementLine]:
    """Raises Unknown for a file that cannot be read."""
    for row in _rows(content):
        try:
            yield _line(row)
        except (ValueError, IndexError) as error:
            raise Unknown("bill_unreadable") from error


def _rows(content: str) -> Iterator[bytes]:
    try:
        packed = zlib.decompressobj().decompress(base64.b64decode(content, validate=True), LARGEST_UNPACKED)
        with zipfile.ZipFile(io.BytesIO(packed), metadata_encoding="gbk") as archive:
            names = [info.filename for info in archive.infolist() if "ZM_" in info.filename and info.file_size <= LARGEST_UNPACKED]
            files = [archive.read(name) for name in names]
    except (ValueError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
        raise Unknown("bill_unreadable") from error
    if not files:
        raise Unknown("bill_unreadable")
    for file in files:
        for row in file.splitlines():
            if len(row) >= sum(_WIDTHS[:17]) + 16:
                yield row


def _line(row: bytes) -> StatementLine:
    """Cut in bytes, then read. The net amount's direction tells a payment (credit) from a refund (debit)."""
    fields, start = [], 0
    for width in _WIDTHS:
        fields.append(row[start : start + width].decode("gbk").strip())
        start += width + 1
    net, fee = _moved(fields[_NET]), -_moved(fields[_FEE])
    refund = net < 0
    gross = -int(fields[_AMOUNT]) if refund else int(fields[_AMOUNT])
    digest = hashlib.sha256(row).hexdigest()
    kind = "refund" if refund else "charge"
    return StatementLine(kind, refund_of(fields[_ORDER_ID]), fields[_QUERY_ID], _cny(gross), _cny(fee), _cny(net), digest)


def _moved(text: str) -> int:
    """`C…` is credited to us, `D…` debited."""
    if text[:1] not in ("C", "D"):
        raise ValueError("direction")
    return int(text[1:]) * (1 if text[0] == "C" else -1)


def _cny(fen: int) -> Money:
    return Money(fen, "CNY")
