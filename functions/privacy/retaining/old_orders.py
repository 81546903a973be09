"""Orders whose period is over are emptied, whether anybody asked for it or not: month by month, each once per length of period."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from functions.privacy.erasing.erase_person import order_country
from functions.privacy.erasing.forget_item import forget_item
from functions.privacy.model.retention import DEFAULT, Retention
from functions.privacy.store.belongings import of_order
from functions.privacy.store.items import items_of
from functions.privacy.store.records import SETTINGS_PK, SettingRecord, passed_sk
from functions.privacy.store.retention import retention
from functions.privacy.store.tombstones import destroy_key, mark_erased
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.shards import shards_of

FIRST_MONTH = "2020-01"
"""No order of this shop is older; what was imported is filed by when it was placed, too."""
_ORDER = "order"


def empty_old_orders(time_is_up: Callable[[], bool]) -> int:
    """How many orders. A run that ends in the middle goes on with the next one."""
    rules, emptied = retention(), 0
    for days in sorted(_lengths(rules)):
        for month in _months(_passed(days), clock.now(), timedelta(days=days)):
            for order_id in _orders_of(month):
                if time_is_up():
                    return emptied
                emptied += _empty(order_id, rules, days)
            SettingRecord(pk=SETTINGS_PK, sk=passed_sk(days), kind="passed", body=dump(month)).save()
    fact("retention.orders_emptied", orders=emptied)
    return emptied


def _lengths(rules: Retention) -> set[int]:
    return {*DEFAULT[_ORDER].values(), *rules.days.get(_ORDER, {}).values()}


def _passed(days: int) -> str:
    record = find(SettingRecord, SETTINGS_PK, passed_sk(days))
    return _next(load(str, record.body)) if record else FIRST_MONTH


def _months(month: str, now: datetime, period: timedelta) -> Iterator[str]:
    while datetime(int(month[:4]) + 1, 1, 1, tzinfo=now.tzinfo) + period <= now:
        yield month
        month = _next(month)


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _orders_of(month: str) -> Iterator[str]:
    for partition in [*shards_of(f"PLACED#{month}"), f"MONTH#{month}"]:
        for item in items_of("orders", partition, index="gsi1"):
            if item.body and "order_id" in item.body:
                yield item.body["order_id"]


def _empty(order_id: str, rules: Retention, days: int) -> bool:
    country = order_country(order_id)
    if rules.period(_ORDER, country).days != days:
        return False
    changed = [forget_item(one, rules, country).changed for one in [*of_order(order_id)]]
    if any(changed):
        mark_erased(order_id)
        destroy_key(order_id)
    return any(changed)
