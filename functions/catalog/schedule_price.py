"""Prices that start, or start and end, by the clock: written once, in force to the second, because they are computed when read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from functions.catalog.apply_edit import apply_edit
from functions.catalog.edit_product import variants_by_id
from functions.catalog.price import RegularPrice, Texts, TimedDiscount, regular_at
from functions.catalog.product import Product, Variant
from functions.catalog.repository import check_version, product_record, settled, variants_of
from functions.catalog.variant_plan import VariantPlan
from functions.shared import clock, ids
from functions.shared.errors import Conflict, Invalid, NotFound
from functions.shared.events import Actor
from functions.shared.money import Money
from functions.shared.records import load
from functions.shared.transactions import Write

CHANGE = "change"
DISCOUNT = "discount"
MAX_WAITING = 20
MAX_VARIANTS = 40


@dataclass(frozen=True)
class ScheduledPrice:
    """A change has no end: it is the regular price from its start on. `variant_ids` are the variants it is for."""

    id: str
    kind: str
    price: Money
    list_price: Money | None
    starts_at: str
    ends_at: str | None
    label: Texts = field(default_factory=dict)
    variant_ids: list[str] = field(default_factory=list)

    def state(self, now: str) -> str:
        if now < self.starts_at:
            return "upcoming"
        return "active" if self.ends_at is None or now < self.ends_at else "ended"


@dataclass(frozen=True)
class WantedPrice:
    """`starts_at` None is now; `variant_ids` None are all variants of the product."""

    kind: str
    price: Money
    list_price: Money | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    label: Texts = field(default_factory=dict)
    variant_ids: tuple[str, ...] | None = None


Remember = Callable[[ScheduledPrice, int], list[Write]]


def schedule_price(
    product_id: str, wanted: WantedPrice, *, if_match: int | None, actor: Actor, override: bool, remember: Remember
) -> tuple[ScheduledPrice, int]:
    """The scheduled price and the product's new version.

    Raises Invalid (422): `starts_in_the_past`, `ends_before_start`, `currency_not_offered`, `not_a_discount`, `too_many_variants`,
    `too_many_scheduled`, `price_below_floor`.
    """
    price_id = ids.new_id("prc")

    def attempt() -> tuple[ScheduledPrice, int]:
        record = product_record(product_id)
        check_version(record.version, if_match)
        before, now = load(Product, record.body), clock.iso(clock.now())
        one = _checked(price_id, wanted, now)
        targets = _targets(before, wanted.variant_ids)
        one = replace(one, variant_ids=[variant.id for variant in targets])
        plan = _plan(before, targets, [_with(variant, one, now) for variant in targets])
        bare = replace(before, updated_at=now)
        _, version = apply_edit(
            record, before, bare, plan, fields=["prices"], actor=actor, override=override, remember=lambda _, v: remember(one, v)
        )
        return one, version

    return settled(attempt)


def withdraw_price(product_id: str, price_id: str, *, if_match: int | None, actor: Actor, remember: list[Write]) -> None:
    """An upcoming price never comes, a running discount ends now. Raises Conflict (409 `already_over`) for what cannot be undone."""

    def attempt() -> None:
        record = product_record(product_id)
        check_version(record.version, if_match)
        before, now = load(Product, record.body), clock.iso(clock.now())
        variants = variants_of(before)
        one = next((one for one in scheduled(variants) if one.id == price_id), None)
        if one is None:
            raise NotFound("There is no such scheduled price.")
        state = one.state(now)
        if state == "ended" or (state == "active" and one.kind == CHANGE):
            raise Conflict("This price has been in force; write another price instead.", code="already_over")
        targets = [variant for variant in variants if variant.id in one.variant_ids]
        plan = _plan(before, targets, [_without(variant, price_id, now) for variant in targets])
        bare = replace(before, updated_at=now)
        apply_edit(record, before, bare, plan, fields=["prices"], actor=actor, remember=lambda *_: remember, override=True)

    settled(attempt)


def scheduled_prices(product_id: str) -> list[ScheduledPrice]:
    """Of all variants, by start; past ones as long as they are kept."""
    return list(scheduled(variants_of(load(Product, product_record(product_id).body))))


def scheduled(variants: Sequence[Variant]) -> Iterator[ScheduledPrice]:
    found: dict[str, ScheduledPrice] = {}
    for variant in variants:
        for one in _of(variant):
            known = found.get(one.id, one)
            found[one.id] = replace(known, variant_ids=[*known.variant_ids, variant.id])
    yield from sorted(found.values(), key=lambda one: (one.starts_at, one.id))


def _of(variant: Variant) -> Iterator[ScheduledPrice]:
    for change in variant.regular:
        if change.id:
            yield ScheduledPrice(change.id, CHANGE, change.price, change.list_price, change.since, None)
    for one in variant.discounts:
        yield ScheduledPrice(one.id, DISCOUNT, one.price, None, one.starts_at, one.ends_at, one.label)


def _checked(price_id: str, wanted: WantedPrice, now: str) -> ScheduledPrice:
    start = wanted.starts_at or now
    if start < now:
        raise Invalid.field("/starts_at", "starts_in_the_past", "What was paid in the past cannot be changed.")
    if wanted.ends_at is not None and wanted.ends_at <= start:
        raise Invalid.field("/ends_at", "ends_before_start", "It must end after it starts.")
    return ScheduledPrice(price_id, wanted.kind, wanted.price, wanted.list_price, start, wanted.ends_at, wanted.label)


def _targets(product: Product, variant_ids: tuple[str, ...] | None) -> list[Variant]:
    found = variants_by_id(product, list(dict.fromkeys(variant_ids))) if variant_ids is not None else variants_of(product)
    if not 0 < len(found) <= MAX_VARIANTS:
        raise Invalid.field("/variant_ids", "too_many_variants", f"Name 1 to {MAX_VARIANTS} variants.")
    return found


def _with(variant: Variant, one: ScheduledPrice, now: str) -> Variant:
    regular = regular_at(variant, one.price.currency, one.starts_at)
    if regular is None:
        raise Invalid.field("/price/currency", "currency_not_offered", f"{variant.sku} is not sold in {one.price.currency}.")
    if sum(other.state(now) != "ended" for other in _of(variant)) >= MAX_WAITING:
        raise Invalid(f"{variant.sku} has {MAX_WAITING} scheduled prices already.", code="too_many_scheduled")
    if one.kind == DISCOUNT and one.ends_at:
        if one.price.amount >= regular.price.amount:
            raise Invalid.field("/price", "not_a_discount", f"{variant.sku} costs {regular.price.amount} at that time.")
        discount = TimedDiscount(one.id, one.price, one.starts_at, one.ends_at, one.label)
        return replace(variant, discounts=[*variant.discounts, discount])
    known = list(variant.regular)
    if not any(past.price.currency == one.price.currency and past.since <= now for past in known):
        known.append(RegularPrice("", regular.price, regular.list_price))
    change = RegularPrice(one.starts_at, one.price, one.list_price, one.id)
    return replace(variant, regular=sorted([*known, change], key=lambda point: point.since)).settled(now)


def _without(variant: Variant, price_id: str, now: str) -> Variant:
    kept = [one for one in variant.discounts if one.id != price_id]
    ended = [replace(one, ends_at=now) for one in variant.discounts if one.id == price_id and one.starts_at < now]
    return replace(variant, regular=[one for one in variant.regular if one.id != price_id], discounts=[*kept, *ended])


def _plan(product: Product, targets: Sequence[Variant], changed: list[Variant]) -> VariantPlan:
    return VariantPlan(changed, [], product.further_combinations, {variant.id: variant for variant in targets})
