"""The end of every edit of a product, whichever use case decided it: check what must stay true, write, mirror what had no room."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from functions.catalog.model.price import TimedDiscount
from functions.catalog.model.product import Product, Status, Variant, missing_for_publishing
from functions.catalog.model.variant_plan import VariantPlan, with_plan
from functions.catalog.products.bases import Doubtful, begun, looked_up
from functions.catalog.products.create_product import brand_for
from functions.catalog.products.sync_variants import sync_variants
from functions.catalog.safety.check_safety import asking_countries, new_gaps
from functions.catalog.store.attribute_rules import missing_attributes
from functions.catalog.store.barcode_claims import code_writes
from functions.catalog.store.price_floor import check_floor
from functions.catalog.store.product_writes import Edit, edit_writes
from functions.catalog.store.records import ProductRecord
from functions.catalog.store.repository import product_record, variant_record, variants_of
from functions.catalog.store.variant_identity import identity_checks
from functions.shared.events.contracts.catalog import ProductChanged
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import keep_answer

MAX_AT_ONCE = 40
_HELD_AS = {"custom_fields": ["custom_fields", "fields", "private_fields"]}
"""What an editor calls one thing and a product holds as several."""


def apply_edit(
    record: ProductRecord,
    before: Product,
    bare: Product,
    plan: VariantPlan,
    *,
    fields: list[str],
    actor: Actor,
    remember: Remember[Product, int],
    override: bool = False,
) -> tuple[Product, int]:
    """Write `bare` (the product with its own changes) and its variants as planned; the product and its new version. Where nothing
    changes, nothing is written but the answer.

    Raises Overtaken when somebody was faster, Invalid (422 `not_publishable`, `price_below_floor`), OptionsFixed (409).
    """
    plan = replace(plan, changed=[variant for variant in plan.changed if variant != plan.before.get(variant.id)])
    if new := begun(plan):
        plan = replace(plan, changed=[looked_up(variant, lambda *one: _key(*one) in new) for variant in plan.changed])
    touched = plan.changed or plan.added
    if not touched and replace(bare, updated_at=before.updated_at) == before:
        keep_answer(remember(before, int(record.version)))
        return before, int(record.version)
    fields = [name for name in fields if any(getattr(bare, one, ()) != getattr(before, one, None) for one in _HELD_AS.get(name, [name]))]
    checks = identity_checks(before, plan)
    after = with_plan(bare, plan, beyond=variants_of(before)[len(before.variants) :] if plan.changed else ()) if touched else bare
    regrouped = (after.category_id, after.attributes) != (before.category_id, before.attributes)
    faults = missing_for_publishing(after, has_stock=True) + (missing_attributes(after) if regrouped else [])
    if after.status is Status.PUBLISHED and (touched or after.safety != before.safety):
        faults += new_gaps(before, after, [*plan.changed, *plan.added], asking_countries())
    if after.status is Status.PUBLISHED and faults:
        raise Invalid("A published product must stay complete.", code="not_publishable", faults=faults)
    check_floor(plan, bare.updated_at, override=override)
    version = int(record.version) + 1
    brand = brand_for(after.brand_id) if after.brand_id != before.brand_id else None
    edit = Edit(before, after, version, brand, plan.changed, plan.added, plan.before)
    event = ProductChanged(after.id, version, [*fields, *(["variants"] if touched else [])])
    besides = [*checks, *remember(after, version)]
    codes = code_writes(plan, kept=len(besides))
    writes, left = edit_writes(edit, event, actor=actor, remember=[*codes.beside, *besides])
    codes.write_ahead()
    transact(writes)
    if left:
        sync_variants(after, version)
    if new and actor != SYSTEM:
        # A sale that was told since saw the product as it was before.
        look_up_again(after.id, lambda *one: _key(*one) in new)
    return after, version


def _key(variant_id: str, discount: TimedDiscount) -> tuple[str, str]:
    return variant_id, discount.id


def look_up_again(product_id: str, doubtful: Doubtful) -> None:
    """Discounts of the product are compared anew with what was sold; a product that is not there has none. An edit by nobody, where that
    changes anything."""
    with suppress(NotFound):
        again(lambda: _as_system(product_record(product_id), lambda variant: looked_up(variant, doubtful)))


def edit_variant(variant_id: str, change: Callable[[Variant], Variant]) -> None:
    """What follows from a fact of another domain. Raises NotFound."""
    product_id = load(Variant, variant_record(variant_id).body).product_id
    again(lambda: _as_system(product_record(product_id), lambda one: change(one) if one.id == variant_id else one))


def _as_system(record: ProductRecord, change: Callable[[Variant], Variant]) -> None:
    before = load(Product, record.body)
    pairs = [(one, changed) for one in variants_of(before) if (changed := change(one)) != one][:MAX_AT_ONCE]
    plan = VariantPlan([new for _, new in pairs], [], before.further_combinations, {old.id: old for old, _ in pairs})
    bare = replace(before, updated_at=times.iso(clock.now())) if pairs else before
    apply_edit(record, before, bare, plan, fields=["prices"], actor=SYSTEM, remember=lambda *_: (), override=True)
