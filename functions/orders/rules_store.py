"""The shop's rules: read once a minute and process, changed by staff under their version. What was never set is built in.

A change is seen everywhere within a minute. Meanwhile two processes may price a cart differently; then the preview's hash differs,
and the buyer is shown the new price instead of being charged it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from functions.orders.default_rules import built_in
from functions.orders.records import OrdersTable
from functions.orders.shop_rules import CheckoutRules, ShippingRules, ShopRules, TaxRules
from functions.shared.again import Overtaken, again
from functions.shared.errors import VersionConflict
from functions.shared.records import dump, find, find_many, load
from functions.shared.settings import settings
from functions.shared.transactions import Update, Write, put_new, transact

S = TypeVar("S", ShippingRules, TaxRules, CheckoutRules)

_PK = "CONFIG"
_SK: dict[type, str] = {ShippingRules: "SHIPPING", TaxRules: "TAX", CheckoutRules: "CHECKOUT"}
_KEEP_SECONDS = 60


def shop_rules() -> ShopRules:
    """One BatchGetItem, or nothing within a minute of the last one."""
    return _rules(int(time.monotonic() // _KEEP_SECONDS))


def forget() -> None:
    """The rules are read again at their next use: after this process changed them, and between tests."""
    _rules.cache_clear()


@lru_cache(maxsize=1)
def _rules(_period: int) -> ShopRules:
    found = find_many({OrdersTable: [(_PK, sk) for sk in _SK.values()]}, consistent=False)

    def section(shape: type[S], default: S) -> S:
        record = found.get((OrdersTable, _PK, _SK[shape]))
        return load(shape, record.body) if record else default

    built = _built_in()
    return ShopRules(section(ShippingRules, built.shipping), section(TaxRules, built.tax), section(CheckoutRules, built.checkout))


def _built_in() -> ShopRules:
    return built_in(settings().default_currency, "sandbox" if settings().is_local else "manual")


def read_section(shape: type[S]) -> tuple[S, int]:
    """The section as it is this moment and its version, 0 while it is the built-in one. One GetItem."""
    record = find(OrdersTable, _PK, _SK[shape])
    if record is not None:
        return load(shape, record.body), int(record.version)
    built = _built_in()
    return next(part for part in (built.shipping, built.tax, built.checkout) if isinstance(part, shape)), 0


def change_section(
    shape: type[S], edit: Callable[[S], S], *, if_match: int | None, remember: Callable[[S, int], list[Write]]
) -> tuple[S, int]:
    """The section after `edit` (which may run more than once) and its version. Raises VersionConflict (409) for a stale `if_match`."""

    def attempt() -> tuple[S, int]:
        read: tuple[S, int] = read_section(shape)
        version: int = read[1]
        if if_match is not None and if_match != version:
            raise VersionConflict(version)
        after: S = edit(read[0])
        if after == read[0]:
            transact(remember(after, version))
            return after, version
        transact([_write(shape, after, version), *remember(after, version + 1)])
        return after, version + 1

    try:
        return again(attempt)
    finally:
        forget()


def _write(shape: type[S], after: S, version: int) -> Write:
    if version == 0:
        return put_new(OrdersTable(pk=_PK, sk=_SK[shape], kind="config", body=dump(after)), Overtaken())
    changes = [OrdersTable.body.set(dump(after)), OrdersTable.version.set(version + 1)]
    return Update(OrdersTable, _PK, _SK[shape], changes, OrdersTable.version == version, Overtaken())
