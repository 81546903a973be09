"""Prices that start, or start and end, by the clock: written once, in force to the second, because they are computed when read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from functions.catalog.model.price import Texts, regular_at
from functions.catalog.model.product import Product, Variant
from functions.catalog.model.scheduled_price import CHANGE, DISCOUNT, ScheduledPrice, scheduled, with_scheduled, without_scheduled
from functions.catalog.model.variant_plan import VariantPlan
from functions.catalog.products.apply_edit import apply_edit
from functions.catalog.products.edit_product import variants_by_id
from functions.catalog.store.repository import again_unless_taken, product_record, variants_of
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.money import Money
from functions.shared.store.transactions import Remember, Write
from functions.shared.store.versions import check_version

MAX_VARIANTS = 40


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


def schedule_price(
    product_id: str, wanted: WantedPrice, *, if_match: int | None, actor: Actor, override: bool, remember: Remember[ScheduledPrice, int]
) -> tuple[ScheduledPrice, int]:
    """The scheduled price and the product's new version.

    Raises Invalid (422): `starts_in_the_past`, `ends_before_start`, `currency_not_offered`, `not_a_discount`, `too_many_variants`,
    `too_many_scheduled`, `price_below_floor`.
    """
    price_id = fresh.new_id("prc")

    def attempt() -> tuple[ScheduledPrice, int]:
        record = product_record(product_id)
        check_version(record.version, if_match)
        before, now = load(Product, record.body), times.iso(clock.now())
        one = _checked(price_id, wanted, now)
        targets = _targets(before, wanted.variant_ids)
        one = replace(one, variant_ids=[variant.id for variant in targets])
        plan = _plan(before, targets, [_with(variant, one, now) for variant in targets])
        bare = replace(before, updated_at=now)
        _, version = apply_edit(
            record, before, bare, plan, fields=["prices"], actor=actor, override=override, remember=lambda _, v: remember(one, v)
        )
        return one, version

    return again_unless_taken(attempt)


def withdraw_price(product_id: str, price_id: str, *, if_match: int | None, actor: Actor, remember: list[Write]) -> None:
    """An upcoming price never comes, a running discount ends now. Raises Conflict (409 `already_over`) for what cannot be undone."""

    def attempt() -> None:
        record = product_record(product_id)
        check_version(record.version, if_match)
        before, now = load(Product, record.body), times.iso(clock.now())
        variants = variants_of(before)
        one = next((one for one in scheduled(variants) if one.id == price_id), None)
        if one is None:
            raise NotFound("There is no such scheduled price.")
        state = one.state(now)
        if state == "ended" or (state == "active" and one.kind == CHANGE):
            raise Conflict("This price has been in force; write another price instead.", code="already_over")
        targets = [variant for variant in variants if variant.id in one.variant_ids]
        plan = _plan(before, targets, [without_scheduled(variant, price_id, now) for variant in targets])
        bare = replace(before, updated_at=now)
        apply_edit(record, before, bare, plan, fields=["prices"], actor=actor, remember=lambda *_: remember, override=True)

    again_unless_taken(attempt)


def scheduled_prices(product_id: str) -> list[ScheduledPrice]:
    """Of all variants, by start; past ones as long as they are kept."""
    return list(scheduled(variants_of(load(Product, product_record(product_id).body))))


def _checked(price_id: str, wanted: WantedPrice, now: str) -> ScheduledPrice:
    start = wanted.starts_at or now
    if start < now:
        raise Invalid.field("/starts_at", "starts_in_the_past", "What was paid in the past cannot be changed.")
    return ScheduledPrice(price_id, wanted.kind, wanted.price, wanted.list_price, start, wanted.ends_at, wanted.label).checked()


def _targets(product: Product, variant_ids: tuple[str, ...] | None) -> list[Variant]:
    found = variants_by_id(product, list(dict.fromkeys(variant_ids))) if variant_ids is not None else variants_of(product)
    if not 0 < len(found) <= MAX_VARIANTS:
        raise Invalid.field("/variant_ids", "too_many_variants", f"Name 1 to {MAX_VARIANTS} variants.")
    return found


def _with(variant: Variant, one: ScheduledPrice, now: str) -> Variant:
    after, regular = with_scheduled(variant, one, now), regular_at(variant, one.price.currency, one.starts_at)
    if one.kind == DISCOUNT and regular is not None and one.price.amount >= regular.price.amount:
        raise Invalid.field("/price", "not_a_discount", f"{variant.sku} costs {regular.price.amount} at that time.")
    return after


def _plan(product: Product, targets: Sequence[Variant], changed: list[Variant]) -> VariantPlan:
    return VariantPlan(changed, [], product.further_combinations, {variant.id: variant for variant in targets})
