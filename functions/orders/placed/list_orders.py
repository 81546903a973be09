"""Lists of orders for staff, newest first: by states, time, customer, number, phone, e-mail, product, SKU. No scans.

| asked for | walks | besides |
|---|---|---|
| number | its own item (GetItem) | |
| customer | gsi1 `CUS#<customer>` | status, product, SKU and time on the rows |
| phone | gsi2 `PHONE#<hash>` of number items | the rest on the orders read by BatchGetItem |
| e-mail | gsi2 `EMAIL#<hash>` of the events that tell of placing | the rest on the orders read by BatchGetItem |
| tag | `TAGGED#…` beside the orders: all (`listed`), by status (`gsi1`), by payment and fulfilment (`gsi2`) | the rest on the orders |
| SKU, product | `listed` `SOLD#<sku>`, `SOLD_PRODUCT#<id>` beside the orders, once all are there (ADR 121, 168) | the rest on the orders |
| … with statuses | the shorter of that and those of the statuses, of these months; before these that (ADR 179) | the rest on the orders |
| payment, fulfilment | the statuses that they go with, by month, and the orders that differ from these (ADR 152) | the rest on the orders |
| up to three statuses | the index `listed`, month by month, its shards side by side | the rest on the orders read by BatchGetItem |
| merchants | `listed` `ORDERS_OF#<merchant>` (ADR 81) | the rest on the orders read by BatchGetItem |
| nothing of these | gsi1 `PLACED#<month>#<shard>` of number items, month by month | product (SKU) on the rows; orders by BatchGetItem |
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, field, replace
from datetime import timedelta
from typing import Any, NamedTuple

from functions.orders.model.noted.tags import key_of, tags_in
from functions.orders.model.order import Order
from functions.orders.model.states import FulfilmentStatus, PaymentStatus, Status
from functions.orders.store.filed.filed_lists import orders_bought_in, orders_filed, orders_in_shorter
from functions.orders.store.filed.sold_lists import all_are_listed as all_are_listed_by_sku
from functions.orders.store.filed.sold_lists import sold, sold_product
from functions.orders.store.filed.state_lists import Wanted, all_are_listed, other_lists, usual_statuses
from functions.orders.store.noted.tag_lists import tagged, tagged_lists
from functions.orders.store.number import NumberOf, email_keys, normal_email, phone_keys
from functions.orders.store.order_index import MOST_READ, walk
from functions.orders.store.parcels.whose import ORDERS_OF, merchant_of, warehouses_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, customer_key, month_key, number_pk, order_pk, placed_key
from functions.orders.store.status_lists import orders_listed
from functions.shared.contact.phones import same_phone
from functions.shared.fields.custom_fields import has_fields
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.pages import Page
from functions.shared.store.owned import OWN, owned_page
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import former_partition, shards_of

# Unless asked otherwise: this month and the two before.
_DEFAULT_MONTHS = 3
MOST_MONTHS = 25
_END = "~"
# How often one call goes on when few of the orders it read fit.
_ROUNDS = 10
# Lists of statuses that are walked at once; beyond, most orders fit anyway and all are walked.
_SIDE_BY_SIDE = 3


@dataclass(frozen=True)
class OrderFilter:
    """`start` (included) and `end` (excluded) are moments of placing as times.iso writes them."""

    start: str | None = None
    end: str | None = None
    statuses: tuple[Status, ...] = ()
    payment_statuses: tuple[PaymentStatus, ...] = ()
    fulfilment_statuses: tuple[FulfilmentStatus, ...] = ()
    customer_id: str | None = None
    phone: str | None = None
    email: str | None = None
    product_id: str | None = None
    sku: str | None = None
    tag: str | None = None
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    # Of whom asks for some only.
    merchants: frozenset[str] | None = None
    warehouses: frozenset[str] | None = None


def orders_for_staff(wanted: OrderFilter, *, limit: int, cursor: str | None) -> Page[OrderRecord]:
    """One Query (per month that is walked, and per shard of a status), and one BatchGetItem where the index holds no orders."""
    asked: Any = {
        "between": _bounds((wanted.start or "", wanted.end or _END)),
        "query": _named(wanted),
        "selective": _is_selective(wanted),
    }

    if wanted.merchants is not None and OWN not in wanted.merchants:
        # `#` follows no time: the end itself is not included.
        span = {"between": asked["between"], "query": asked["query"]}
        return owned_page(OrderRecord, ORDERS_OF, wanted.merchants, accept=_accepts(wanted), limit=limit, cursor=cursor, **span)

    def orders(index: str, partitions: Sequence[Sequence[str]]) -> Page[OrderRecord]:
        return walk(OrderRecord, index, partitions, accept=_accepts(wanted), limit=limit, cursor=cursor, **asked)

    def leading_there(index: str, partitions: Sequence[Sequence[str]]) -> Page[OrderRecord]:
        looked = 0

        def accept(record: OrdersTable) -> bool:
            nonlocal looked
            looked += 1
            if record.kind == "event":
                return True
            named = load(NumberOf, record.body)
            # A number drawn before SKUs were kept with it names none; its order is looked at.
            fits = wanted.sku is None or not named.skus or wanted.sku in named.skus
            return fits and (wanted.product_id is None or wanted.product_id in named.products)

        # Without a product or SKU every row leads to an order: no more are read than are looked at.
        looks_inside = asked | {"selective": bool(wanted.product_id or wanted.sku)}
        found: list[OrderRecord] = []
        at = cursor
        for _ in range(_ROUNDS):
            if looked >= MOST_READ:
                break
            # Never more than still fit on the page: its cursor is the last one looked at.
            page = walk(OrdersTable, index, partitions, accept=accept, limit=limit - len(found), cursor=at, **looks_inside)
            found += [record for record in _orders([_order_id(item) for item in page.data]) if _accepts(wanted)(record)]
            at = page.next_cursor
            if at is None or len(found) == limit:
                break
        return Page(found, at)

    if wanted.customer_id:
        return orders("gsi1", [[customer_key(wanted.customer_id)]])
    if wanted.phone:
        return leading_there("gsi2", [[key] for key in phone_keys(wanted.phone)])
    if wanted.email:
        return leading_there("gsi2", [[key] for key in email_keys(wanted.email)])
    of_page: Any = {"read": _orders, "accept": _accepts(wanted), "limit": limit, "cursor": cursor}
    if there := _filed(wanted):
        if beside := _unusual(wanted):
            return orders_in_shorter([there.lists, beside], **of_page, **asked)
        if in_states := _in_states(wanted):
            # Whatever the period: what is older is not looked for there.
            lists, statuses = in_states
            return orders_bought_in(there.lists, lists, statuses, _months(replace(wanted, start=None)), **of_page, **asked)
        return orders_filed(there.lists, **of_page, **asked | {"selective": there.selective})
    if _by_states(wanted) and all_are_listed():
        months, states = _months(wanted), Wanted(wanted.statuses, wanted.payment_statuses, wanted.fulfilment_statuses)
        since: Any = {"between": (max(asked["between"][0], months[-1]), asked["between"][1])}
        usual: Any = {"statuses": usual_statuses(states), "months": months}
        rest = replace(wanted, payment_statuses=(), fulfilment_statuses=())
        return orders_filed(other_lists(states), **of_page, **usual, **asked | since | {"selective": _is_selective(rest)})
    if 0 < len(wanted.statuses) <= _SIDE_BY_SIDE:
        statuses, months = [status.value for status in dict.fromkeys(wanted.statuses)], _months(wanted)
        return orders_listed(statuses, months, **of_page, **asked)
    return leading_there("gsi1", [_placed_in(month) for month in _months(wanted)])


class _Filed(NamedTuple):
    """Lists of what was asked for; `selective`: of what else was, many of them may not fit."""

    lists: Sequence[tuple[str, str]]
    selective: bool


def _filed(wanted: OrderFilter) -> _Filed | None:
    """By the tag, or by what was bought; None where neither is asked for, or not all stand there yet."""
    if wanted.tag:
        if not all_are_listed():
            return _Filed([("listed", tagged(wanted.tag))], bool(wanted.statuses) or _is_selective(wanted))
        rest = replace(wanted, payment_statuses=(), fulfilment_statuses=())
        lists = tagged_lists(wanted.tag, wanted.statuses, wanted.payment_statuses, wanted.fulfilment_statuses)
        return _Filed(lists, _is_selective(rest) or bool(wanted.statuses and _by_states(wanted)))
    if wanted.sku and all_are_listed_by_sku():
        return _Filed([("listed", sold(wanted.sku))], bool(wanted.statuses) or _is_selective(replace(wanted, sku=None)))
    if wanted.product_id and all_are_listed():
        lists = [("listed", sold_product(wanted.product_id))]
        return _Filed(lists, bool(wanted.statuses) or _is_selective(replace(wanted, product_id=None)))
    return None


def _unusual(wanted: OrderFilter) -> list[tuple[str, str]]:
    """Lists that hold all of what was bought and is paid or sent as no status usually is, and little else; none for a tag, whose lists
    say the states themselves."""
    states = Wanted(wanted.statuses, wanted.payment_statuses, wanted.fulfilment_statuses)
    if wanted.tag or not _by_states(wanted) or not all_are_listed() or usual_statuses(states):
        return []
    return other_lists(states)


def _in_states(wanted: OrderFilter) -> tuple[list[tuple[str, str]], list[str]] | None:
    """Lists, and statuses whose lists of months, hold all that was bought and is in these states; None where they are many."""
    states = Wanted(wanted.statuses, wanted.payment_statuses, wanted.fulfilment_statuses)
    if wanted.tag or not any(states) or not all_are_listed():
        return None
    lists, statuses = (other_lists(states), usual_statuses(states)) if _by_states(wanted) else ([], list(dict.fromkeys(wanted.statuses)))
    return (lists, [str(one) for one in statuses]) if len(statuses) <= _SIDE_BY_SIDE + 1 else None


def _by_states(wanted: OrderFilter) -> bool:
    return bool(wanted.payment_statuses or wanted.fulfilment_statuses)


def _is_selective(wanted: OrderFilter) -> bool:
    """Whether many rows of a list may not fit."""
    parts, states = (wanted.product_id, wanted.sku, wanted.fields), (wanted.payment_statuses, wanted.fulfilment_statuses)
    limited = wanted.merchants is not None or wanted.warehouses is not None
    return limited or any(parts) or any(states) or bool(wanted.customer_id and wanted.statuses)


def _named(wanted: OrderFilter) -> dict[str, str]:
    """For the cursor; sets in one order, whatever process asks."""
    named = {name: value for name, value in asdict(wanted).items() if value is not None or name not in ("merchants", "warehouses")}
    return {name: str(sorted(value) if isinstance(value, frozenset) else value) for name, value in named.items()}


def is_within(wanted: OrderFilter, record: OrderRecord) -> bool:
    """Whether a part of it is of whom it is asked for: a line of their merchants, a parcel of their warehouses."""
    if wanted.merchants is not None and wanted.merchants.isdisjoint(merchant_of(line) for line in order_of(record).lines):
        return False
    return wanted.warehouses is None or not wanted.warehouses.isdisjoint(warehouses_of(record))


def _placed_in(month: str) -> list[str]:
    return [*shards_of(placed_key(month)), *former_partition(OrdersTable, month_key(month))]


def _order_id(item: OrdersTable) -> str:
    """Of a number item, or of an event in its order's partition."""
    return item.pk.removeprefix(order_pk("")) if item.kind == "event" else load(NumberOf, item.body).order_id


def _bounds(span: tuple[str, str]) -> tuple[str, str]:
    """Sort keys are `<placed at>#<order id>`; the end itself is not included, so `#` is where it stops."""
    return span[0] or "0", span[1]


def _accepts(wanted: OrderFilter) -> Callable[[OrderRecord], bool]:
    marks = [
        f'"{name}":{json.dumps(value, ensure_ascii=False)}'
        for name, value in (("product_id", wanted.product_id), ("sku", wanted.sku))
        if value
    ]

    def accept(record: OrderRecord) -> bool:
        states = (
            (wanted.statuses, record.status),
            (wanted.payment_statuses, record.payment_status),
            (wanted.fulfilment_statuses, record.fulfilment_status),
        )
        fits = all(not allowed or state in allowed for allowed, state in states)
        fits = fits and all(mark in (record.body or "") for mark in marks)
        if fits and wanted.email and normal_email(order_of(record).address.email or "") != normal_email(wanted.email):
            return False
        # The index knows the end of a number only.
        fits = fits and (not wanted.phone or same_phone(wanted.phone, order_of(record).address.phone))
        fits = fits and (not wanted.customer_id or order_of(record).customer_id == wanted.customer_id)
        fits = fits and (not wanted.tag or key_of(wanted.tag) in map(key_of, tags_in(record.tags)))
        return fits and is_within(wanted, record) and (not wanted.fields or _has(order_of(record), wanted.fields))

    return accept


def _has(order: Order, wanted: Mapping[str, list[str]]) -> bool:
    return has_fields(wanted, order.fields, order.private_fields)


def _months(wanted: OrderFilter) -> list[str]:
    """Newest first. Raises Invalid (422 `period_too_long`): every month costs a request, and none is left out in silence."""
    last = times.parse(wanted.end) - timedelta(milliseconds=1) if wanted.end else clock.now()
    day = last.replace(day=1)
    first = wanted.start[:7] if wanted.start else ""
    months: list[str] = []
    while first or len(months) < _DEFAULT_MONTHS:
        month = f"{day:%Y-%m}"
        if first and month < first:
            break
        if len(months) == MOST_MONTHS:
            raise Invalid.field("/from", "period_too_long", f"At most {MOST_MONTHS} months at a time.")
        months.append(month)
        day = (day - timedelta(days=1)).replace(day=1)
    return months


def order_named(number: str) -> Sequence[OrderRecord]:
    """The order with this id, or that people call by this number: none or one. Two GetItems at most."""
    if number.startswith("ord_"):
        return _orders([number])
    record = find(OrdersTable, number_pk(number), "NUMBER")
    return _orders([load(NumberOf, record.body).order_id]) if record else []


def _orders(order_ids: Sequence[str]) -> list[OrderRecord]:
    if not order_ids:
        return []
    found = find_many({OrderRecord: [(order_pk(order_id), ORDER_SK) for order_id in order_ids]})
    records = [found.get((OrderRecord, order_pk(order_id), ORDER_SK)) for order_id in order_ids]
    return [record for record in records if isinstance(record, OrderRecord)]
