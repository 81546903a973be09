"""The writes of one edit of a product: the product, its card in lists, its unique names, its variants and the event that tells it.

A transaction holds 100 actions. Those variants that merely mirror the product and find no room are `left` to `sync_variants`; the
catalogue's stream repeats that, so that a crash in between heals by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from pynamodb.expressions.update import Action

from functions.catalog.model.brand import BrandFacts
from functions.catalog.model.card import card_of
from functions.catalog.model.price_steps import next_change
from functions.catalog.model.product import Product, Variant
from functions.catalog.model.shown_fields import shown_fields
from functions.catalog.store.card_lists import card_listing, relisted
from functions.catalog.store.media_uses import media_use_writes
from functions.catalog.store.price_history import price_history_writes
from functions.catalog.store.records import (
    BRAND_SK,
    CARD_SK,
    CATEGORIES_PK,
    PRICES_DUE,
    PRODUCT_SK,
    PRODUCTS_OF,
    VARIANT_SK,
    BrandRecord,
    CardRecord,
    CategoryRecord,
    ProductRecord,
    VariantRecord,
    brand_index,
    brand_pk,
    category_sk,
    external_key,
    product_pk,
    sku_key,
    slug_key,
    variant_pk,
)
from functions.catalog.store.repository import Taken, claim, claim_slug, disclaim, retire_slug
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump, dump_brief
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.store.again import Overtaken
from functions.shared.store.owned import belongs, others_among
from functions.shared.store.transactions import MAX_ACTIONS, Put, Update, Write, put_new
from functions.shared.store.versions import locked_update

MAX_BODY = 320_000
"""An item holds 400 KB; what else stands in a product's item needs the rest."""


@dataclass(frozen=True)
class Edit:
    """One edit: `version` is the product's new version, `brand` its brand if that is (newly) set, `originals` what `changed` was."""

    before: Product | None
    after: Product
    version: int
    brand: BrandFacts | None
    changed: Sequence[Variant] = ()
    added: Sequence[Variant] = ()
    originals: Mapping[str, Variant] = field(default_factory=dict)


def _event(edit: Edit, event: Payload, actor: Actor) -> Put:
    product, fields = edit.after, shown_fields(edit.after)
    pk = product_pk(product.id)
    return event_put(ProductRecord, pk, event, subject=product.id, actor=actor, metadata=product.metadata, custom_fields=fields)


def edit_writes(edit: Edit, event: Payload, *, actor: Actor, remember: Sequence[Write]) -> tuple[list[Write], bool]:
    """All writes of the edit, and whether variants are left for `sync_variants`."""
    # Unique names first: of several reasons to refuse, the one an importer can act on must be told.
    writes = [*_names(edit), *_product(edit), *_uses(edit), *_variants(edit)]
    writes.append(_event(edit, event, actor))
    writes += price_history_writes(edit.after, edit.version, edit.changed, edit.added, edit.originals, actor=actor)
    writes += media_use_writes(edit.before, edit.after, room=MAX_ACTIONS - len(writes) - len(remember))
    if edit.before is None or edit.before.mirrored() == edit.after.mirrored():
        return [*writes, *remember], False
    own = {variant.id for variant in (*edit.changed, *edit.added)}
    mirrors = [variant for variant in edit.after.variants if variant.id not in own][: MAX_ACTIONS - len(writes) - len(remember)]
    writes += [mirror(variant, edit.after, edit.version) for variant in mirrors]
    return [*writes, *remember], len(mirrors) + len(own) < edit.after.variant_count


def mirror(variant: Variant, product: Product, version: int) -> Write:
    """The variant shows the product as of `version`, unless it already shows a newer one (Overtaken)."""
    actions = [VariantRecord.product.set(dump_brief(product.facts(variant.options))), VariantRecord.product_version.set(version)]
    return Update(VariantRecord, variant_pk(variant.id), VARIANT_SK, actions, VariantRecord.product_version < version, Overtaken())


def _product(edit: Edit) -> list[Write]:
    product, body = edit.after, dump_brief(edit.after)
    if len(body.encode()) > MAX_BODY:
        raise Invalid("The product's texts, images and variants together are too large.", code="product_too_large")
    pk, brand = product_pk(product.id), edit.brand and dump(edit.brand)
    by_brand = product.brand_id and brand_index(product.brand_id)
    due = next_change(product.price_steps, product.updated_at)
    if edit.before is None:
        record = ProductRecord(pk=pk, sk=PRODUCT_SK, kind="product", body=body, brand=brand)
        record.gsi2pk, record.gsi2sk = slug_key(product.slug), product.id
        card = CardRecord(pk=pk, sk=CARD_SK, kind="card", body=dump(card_of(product)), brand=brand, category_id=product.category_id)
        card.listed_pk, card.listed_sk = card_listing(product.id, product.status)
        card.gsi2pk, card.gsi2sk = by_brand, product.id if by_brand else None
        card.due_pk, card.due_at = (PRICES_DUE, due) if due else (None, None)
        theirs = others_among([product.merchant_id])
        return [put_new(record), Put(card), *(belongs(CardRecord, pk, CARD_SK, PRODUCTS_OF, one, product.id) for one in theirs)]
    changes = [ProductRecord.body.set(body), ProductRecord.version.set(edit.version), ProductRecord.gsi2pk.set(slug_key(product.slug))]
    shown = [
        CardRecord.body.set(dump(card_of(product))),
        CardRecord.version.set(edit.version),
        *relisted(product.id, product.status),
        *_due(due),
        CardRecord.category_id.set(product.category_id) if product.category_id else CardRecord.category_id.remove(),
    ]
    if edit.before.brand_id != product.brand_id:
        changes.append(ProductRecord.brand.set(brand) if brand else ProductRecord.brand.remove())
        shown.append(CardRecord.brand.set(brand) if brand else CardRecord.brand.remove())
        shown.append(CardRecord.gsi2pk.set(by_brand) if by_brand else CardRecord.gsi2pk.remove())
        shown.append(CardRecord.gsi2sk.set(product.id) if by_brand else CardRecord.gsi2sk.remove())
    return [locked_update(ProductRecord, pk, PRODUCT_SK, changes, edit.version - 1), Update(CardRecord, pk, CARD_SK, shown)]


def _due(due: str | None) -> list[Action]:
    there = (CardRecord.due_pk.set(PRICES_DUE), CardRecord.due_at.set(due)) if due else None
    return [*(there or (CardRecord.due_pk.remove(), CardRecord.due_at.remove())), CardRecord.due_tries.remove()]


def _names(edit: Edit) -> list[Write]:
    """External id, slug and SKUs: each is an item of its own that only one product can have."""
    before, after = edit.before, edit.after
    writes: list[Write] = []
    if after.external_id and (before is None or before.external_id != after.external_id):
        key = external_key("PROD", after.external_id)
        writes.append(claim(key, after.id, Taken("external_id_taken", key, f"Another product has the external id {after.external_id}.")))
    if before is None or before.slug != after.slug:
        writes.append(claim_slug(after.slug, after.id, Taken("slug_taken", slug_key(after.slug), f"The slug {after.slug} is taken.")))
    if before and before.external_id and before.external_id != after.external_id:
        writes.append(disclaim(external_key("PROD", before.external_id)))
    if before and before.slug != after.slug:
        writes.append(retire_slug(before.slug))
    for variant in edit.added:
        key = sku_key(variant.sku)
        writes.append(claim(key, variant.id, Taken("sku_taken", key, f"Another variant has the SKU {variant.sku}.")))
    return writes


def _uses(edit: Edit) -> list[Write]:
    """Brand and category count their products, so that neither can be deleted under one."""
    before, after = edit.before, edit.after
    writes: list[Write] = []
    if after.brand_id != (before and before.brand_id):
        if before and before.brand_id:
            writes.append(Update(BrandRecord, brand_pk(before.brand_id), BRAND_SK, [BrandRecord.uses.add(-1)]))
        if after.brand_id and edit.brand:
            # Of exactly the version whose name the product shows: a rename in this moment is seen by the next try.
            writes.append(locked_update(BrandRecord, brand_pk(after.brand_id), BRAND_SK, [BrandRecord.uses.add(1)], edit.brand.version))
    if after.category_id != (before and before.category_id):
        unknown = Invalid.field("/category_id", "unknown_category", "There is no such category.")
        for category_id, count in ((before and before.category_id, -1), (after.category_id, +1)):
            if category_id:
                key = CATEGORIES_PK, category_sk(category_id)
                writes.append(Update(CategoryRecord, *key, [CategoryRecord.uses.add(count)], CategoryRecord.pk.exists(), unknown))
    return writes


def _variants(edit: Edit) -> list[Write]:
    return [*(Put(_variant(v, edit)) for v in edit.changed), *(put_new(_variant(v, edit)) for v in edit.added)]


def _variant(variant: Variant, edit: Edit) -> VariantRecord:
    return VariantRecord(
        pk=variant_pk(variant.id),
        sk=VARIANT_SK,
        kind="variant",
        body=dump_brief(variant),
        gsi1pk=product_pk(variant.product_id),
        gsi1sk=f"{variant.position:05d}#{variant.id}",
        product=dump_brief(edit.after.facts(variant.options)),
        product_version=edit.version,
    )
