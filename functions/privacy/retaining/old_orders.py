"""Orders and payments whose period is over are emptied, whether anybody asked for it or not: month by month of the orders, each once per
length of period."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from functions.privacy.erasing.erase_person import order_country
from functions.privacy.erasing.forget_item import forget_item
from functions.privacy.model.retention import DEFAULT, Retention
from functions.privacy.store.belongings import of_order
from functions.privacy.store.items import items_of
from functions.privacy.store.old_months import end_of, gone_through, old_months
from functions.privacy.store.records import SETTINGS_PK, SettingRecord, passed_sk
from functions.privacy.store.retention import retention
from functions.privacy.store.tombstones import destroy_key, mark_erased
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.shards import shards_of

FIRST_MONTH = "2020-01"
"""No order that was placed in this shop is older; months of what was imported are noted (`store/old_months.py`)."""
_ORDER, _PAYMENT = "order", "payment"
_PAYMENTS = "payments"
"""The table of what goes with the period of payments."""


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
    for old in old_months():
        over = [days for days in sorted(_lengths(rules)) if end_of(old.month, timedelta(days=days)) <= clock.now()]
        left = [days for days in over if days not in old.done]
        for order_id in _orders_of(old.month) if left else ():
            if time_is_up():
                return emptied
            emptied += bool(sum(_empty(order_id, rules, days) for days in left))
        if left:
            gone_through(old, over, wholly=len(over) == len(_lengths(rules)))
    fact("retention.orders_emptied", orders=emptied)
    return emptied


def _lengths(rules: Retention) -> set[int]:
    return {days for kind in (_ORDER, _PAYMENT) for days in [*DEFAULT[kind].values(), *rules.days.get(kind, {}).values()]}


def all_passed(rules: Retention) -> str:
    """Orders placed before this month are emptied, whatever their period."""
    return min(_passed(days) for days in _lengths(rules))


def _passed(days: int) -> str:
    record = find(SettingRecord, SETTINGS_PK, passed_sk(days))
    return next_month(load(str, record.body)) if record else FIRST_MONTH


def _months(month: str, now: datetime, period: timedelta) -> Iterator[str]:
    while end_of(month, period) <= now:
        yield month
        month = next_month(month)


def next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _orders_of(month: str) -> Iterator[str]:
    for partition in [*shards_of(f"PLACED#{month}"), f"MONTH#{month}"]:
        for item in items_of("orders", partition, index="gsi1"):
            if item.body and "order_id" in item.body:
                yield item.body["order_id"]


def _empty(order_id: str, rules: Retention, days: int) -> bool:
    """What of it has that period. Its key goes with the longer one: what is left of it is sealed with it."""
    country = order_country(order_id)
    periods = {kind: rules.period(kind, country).days for kind in (_ORDER, _PAYMENT)}
    if days not in periods.values():
        return False
    over = [one for one in [*of_order(order_id)] if periods[_PAYMENT if one.item.table == _PAYMENTS else _ORDER] == days]
    changed = [forget_item(one, rules, country).changed for one in over]
    if any(changed) and periods[_ORDER] == days:
        mark_erased(order_id)
    if any(changed) and days == max(periods.values()):
        destroy_key(order_id)
    return any(changed)
