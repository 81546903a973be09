"""What happened to the prices of a product: one entry per edit, written with it, so that it is neither missing nor invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from functions.catalog.model.price import Listed, Texts, written
from functions.catalog.model.product import Product, Variant
from functions.catalog.store.records import PRICE_HISTORY, PriceHistoryRecord, product_pk
from functions.shared.events.envelope import Actor
from functions.shared.plain import pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.store.listing import query_page
from functions.shared.store.transactions import Write, put_new

SET = "set"
CHANGE = "change_scheduled"
DISCOUNT = "discount_scheduled"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class PriceLine:
    """`since` and `until` say when the price is in force; `price` is None when it is no longer sold in that currency."""

    variant_id: str
    sku: str
    kind: str
    currency: str
    price: Money | None
    list_price: Money | None = None
    since: str | None = None
    until: str | None = None
    label: Texts = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True)
class Repricing:
    at: str
    actor: Actor
    lines: list[PriceLine]


def price_history_writes(
    product: Product, version: int, changed: Sequence[Variant], added: Sequence[Variant], before: Mapping[str, Variant], *, actor: Actor
) -> list[Write]:
    """Nothing when no price moved."""
    at = product.updated_at
    lines = [line for variant in (*changed, *added) for line in price_lines(before.get(variant.id), variant, at)]
    if not lines:
        return []
    sk = f"{PRICE_HISTORY}{at}#{version:09d}"
    body = dump(Repricing(at, actor, lines))
    return [put_new(PriceHistoryRecord(pk=product_pk(product.id), sk=sk, kind="repricing", body=body))]


def price_lines(before: Variant | None, after: Variant, at: str) -> Iterator[PriceLine]:
    """What is different in `after`, which was written at `at`."""
    old = before.as_of(at) if before else None
    for currency in dict.fromkeys([after.price.currency, *after.prices, *(_currencies(old) if old else ())]):
        now, was = written(after, currency), written(old, currency) if old else None
        if now != was:
            listed = now or Listed(Money(0, currency))
            price = listed.price if now else None
            yield PriceLine(after.id, after.sku, SET, currency, price, listed.list_price, since=at)
    planned = {one.id: one for one in (before.regular if before else []) if one.since > at}
    discounts = {one.id: one for one in (before.discounts if before else []) if one.ends_at > at}
    for one in after.regular:
        if one.since > at and planned.pop(one.id, None) is None:
            yield PriceLine(after.id, after.sku, CHANGE, one.price.currency, one.price, one.list_price, one.since, id=one.id)
    for discount in after.discounts:
        known = discounts.pop(discount.id, None)
        if known is None and discount.ends_at > at:
            yield _discounted(after, DISCOUNT, discount.id, discount.price, discount.starts_at, discount.ends_at, discount.label)
        elif known and known.ends_at != discount.ends_at:
            yield _discounted(after, WITHDRAWN, discount.id, discount.price, discount.starts_at, discount.ends_at, discount.label)
    for gone in planned.values():
        yield PriceLine(after.id, after.sku, WITHDRAWN, gone.price.currency, gone.price, gone.list_price, gone.since, id=gone.id)
    for left in discounts.values():
        yield _discounted(after, WITHDRAWN, left.id, left.price, left.starts_at, left.ends_at, left.label)


def price_history(
    product_id: str, *, variant_id: str | None, limit: int, cursor: str | None, currency: str | None = None
) -> pages.Page[Repricing]:
    """Newest first; of one variant or currency, entries without it are left out (pages may be short)."""
    query = {"list": "price_history", "product": product_id, "variant": variant_id, "currency": currency}
    key = PriceHistoryRecord.sk.startswith(PRICE_HISTORY)
    page = query_page(
        PriceHistoryRecord, product_pk(product_id), query=query, limit=limit, cursor=cursor, range_condition=key, newest_first=True
    )
    entries = [load(Repricing, record.body) for record in page.data]
    if variant_id is not None or currency is not None:
        wanted = {variant_id or "", currency or ""} - {""}
        named = ((entry, [line for line in entry.lines if wanted <= {line.variant_id, line.currency}]) for entry in entries)
        entries = [Repricing(entry.at, entry.actor, lines) for entry, lines in named if lines]
    return pages.Page(entries, page.next_cursor)


def _currencies(variant: Variant) -> list[str]:
    return [variant.price.currency, *variant.prices]


def _discounted(after: Variant, kind: str, id_: str, price: Money, since: str, until: str, label: Texts) -> PriceLine:
    return PriceLine(after.id, after.sku, kind, price.currency, price, None, since, until, label, id_)
