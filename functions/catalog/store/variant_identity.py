"""A variant's id never changes its meaning (ADR 0014).

Carts, orders and stock know a variant by its id. Once somebody may know it, its options can become more exact, but no others: whoever
has put "S" into the cart must not get "M". Every edit of a product passes here, whichever way it came.
"""

from __future__ import annotations

from functions.catalog.model.option_values import means_the_same
from functions.catalog.model.product import Product, Status, Variant
from functions.catalog.model.variant_plan import VariantPlan
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Write
from functions.stock import never_stocked


class OptionsFixed(Conflict):
    code, title = "variant_options_fixed", "This variant is known by its options"

    def __init__(self, old: Variant, new: Variant) -> None:
        was, wanted = (", ".join(one.options.values()) or "without options" for one in (old, new))
        detail = f"{old.sku} is {was}; it was on sale or has stock, so it cannot become {wanted}. Add another variant instead."
        super().__init__(detail, variant_id=old.id, sku=old.sku)


def identity_checks(before: Product, plan: VariantPlan) -> list[Write]:
    """For the transaction of the edit. It, or this call, raises OptionsFixed (409) for a variant that carts, orders or stock may know.

    A variant can get into a cart only when its product was on sale, and has counters from its first stock on.
    """
    pairs = [(plan.before[new.id], new) for new in plan.changed]
    moved = [(old, new) for old, new in pairs if not means_the_same(old.options, new.options)]
    if moved and (before.status is not Status.DRAFT or before.published_at is not None):
        raise OptionsFixed(*moved[0])
    return [never_stocked(new.id, OptionsFixed(old, new)) for old, new in moved]
