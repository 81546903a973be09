"""Which of the 19-digit codes (商品和服务税收分类编码) goods are sold under: as somebody said of the variant, the product, a category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.invoices.store.records import GoodsCodeRecord, goods_pk
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Put, Remember, transact


def goods_codes(of: Iterable[str]) -> Mapping[str, str]:
    """By id, of those that have one. A BatchGetItem per 100."""
    wanted = {name: (goods_pk(name), goods_pk(name)) for name in of}
    found = find_many({GoodsCodeRecord: wanted.values()}) if wanted else {}
    said = {name: found.get((GoodsCodeRecord, *key)) for name, key in wanted.items()}
    return {name: record.body for name, record in said.items() if record is not None and record.body}


def goods_code(of: str) -> str:
    """Raises NotFound."""
    record = find(GoodsCodeRecord, goods_pk(of), goods_pk(of))
    if record is None or not record.body:
        raise NotFound("It has no goods code of its own.")
    return str(record.body)


def set_goods_code(of: str, code: str, *, remember: Remember[str]) -> str:
    """The last one who says it counts. An empty code: none of its own."""
    transact([Put(GoodsCodeRecord(pk=goods_pk(of), sk=goods_pk(of), kind="goods_code", body=code)), *remember(code)])
    return code
