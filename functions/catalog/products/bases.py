"""What discounts of a variant are compared with where the law asks for deals: looked up when a discount is planned, and again when a
sale or a cancelled order could change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from functions.catalog.model.price import Deal, TimedDiscount, basis
from functions.catalog.model.product import Variant
from functions.catalog.model.variant_plan import VariantPlan
from functions.catalog.store.deals import basis_of
from functions.shared.plain.settings import settings

Doubtful = Callable[[str, TimedDiscount], bool]
"""Whether what a discount of a variant (by id) is compared with must be looked up again."""


def begun(plan: VariantPlan) -> frozenset[tuple[str, str]]:
    """The discounts that an edit adds to variants that were there, by ids of both: what has just been made was never sold."""
    known = {(one.id, discount.id) for one in plan.before.values() for discount in (*one.discounts, *one.apart)}
    return frozenset((one.id, each.id) for one in plan.changed for each in (*one.discounts, *one.apart)) - known


def looked_up(variant: Variant, doubtful: Doubtful) -> Variant:
    """With what its doubtful discounts are compared with by all deals that are known now. One query each, a second where none was made in
    its window."""

    def each(known: Sequence[TimedDiscount]) -> list[TimedDiscount]:
        return [replace(one, basis=_basis(variant, one)) if doubtful(variant.id, one) else one for one in known]

    return replace(variant, discounts=each(variant.discounts), apart=each(variant.apart))


def with_deal(deal: Deal) -> Callable[[TimedDiscount], bool]:
    """Whether a deal changes what a discount is compared with."""
    zone = settings().store_timezone

    def changes(one: TimedDiscount) -> bool:
        return one.price.currency == deal.price.currency and basis((one.basis, deal), one.starts_at, zone) != one.basis

    return changes


def without_order(order_id: str) -> Callable[[TimedDiscount], bool]:
    def changes(one: TimedDiscount) -> bool:
        return one.basis is not None and one.basis.order_id == order_id

    return changes


def doubtful_of(changes: Mapping[str, Sequence[Callable[[TimedDiscount], bool]]]) -> Doubtful:
    """`changes` by id of the variant."""
    return lambda variant_id, one: any(changed(one) for changed in changes.get(variant_id, ()))


def _basis(variant: Variant, one: TimedDiscount) -> Deal | None:
    return basis_of(variant.id, one.price.currency, one.starts_at)
