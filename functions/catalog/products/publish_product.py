"""On sale, off sale, archived. Nothing incomplete, without stock, or lacking what a market's law asks for goes on sale."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from functions.catalog.model.product import EVERYDAY, TRANSITIONS, Product, Status, Variant, missing_for_publishing
from functions.catalog.products.sync_variants import sync_variants
from functions.catalog.safety.check_safety import asking_countries, safety_gaps
from functions.catalog.store.attribute_rules import missing_attributes
from functions.catalog.store.product_writes import Edit, edit_writes
from functions.catalog.store.repository import again_unless_taken, product_record, variants_of
from functions.shared.events.contracts.catalog import ProductArchived, ProductPublished, ProductRestored, ProductUnpublished
from functions.shared.events.envelope import Actor, Payload
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Invalid
from functions.shared.plain.state import advance
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, keep_answer
from functions.stock import pieces_of


def publish_product(product_id: str, *, if_match: int | None, actor: Actor, remember: Remember[Product, int]) -> tuple[Product, int]:
    """Raises Invalid (422 `not_publishable`) with one fault per missing thing; the product stays what it was."""
    return _set_status(product_id, Status.PUBLISHED, if_match=if_match, actor=actor, remember=remember)


def unpublish_product(product_id: str, *, if_match: int | None, actor: Actor, remember: Remember[Product, int]) -> tuple[Product, int]:
    return _set_status(product_id, Status.UNPUBLISHED, if_match=if_match, actor=actor, remember=remember, among={Status.PUBLISHED})


def archive_product(product_id: str, *, if_match: int | None, actor: Actor, remember: Remember[Product, int]) -> tuple[Product, int]:
    """Off sale, and out of the lists of every day."""
    return _set_status(product_id, Status.ARCHIVED, if_match=if_match, actor=actor, remember=remember)


def restore_product(product_id: str, *, if_match: int | None, actor: Actor, remember: Remember[Product, int]) -> tuple[Product, int]:
    """Back into the lists, off sale. Raises IllegalTransition (409) for what is not archived."""
    return _set_status(product_id, Status.UNPUBLISHED, if_match=if_match, actor=actor, remember=remember, among={Status.ARCHIVED})


def _set_status(
    product_id: str,
    target: Status,
    *,
    if_match: int | None,
    actor: Actor,
    remember: Remember[Product, int],
    among: Collection[Status] = EVERYDAY,
) -> tuple[Product, int]:
    """`among`: the states from which this step leads on; what has the wanted one stays as it is."""

    def attempt() -> tuple[Product, int]:
        record = product_record(product_id)
        check_version(record.version, if_match)
        before, version = load(Product, record.body), int(record.version) + 1
        if before.status is target:
            keep_answer(remember(before, version - 1))
            return before, version - 1
        led = TRANSITIONS[before.status] - (set() if before.status in among else {target})
        advance({before.status: led}, before.status, target)
        if target is Status.PUBLISHED:
            _check_complete(before)
        now = times.iso(clock.now())
        published_at = now if target is Status.PUBLISHED else before.published_at
        after = replace(before, status=target, updated_at=now, published_at=published_at)
        edit = Edit(before, after, version, None)
        writes, left = edit_writes(edit, _told(before.status, after, version), actor=actor, remember=remember(after, version))
        transact(writes)
        if left:
            sync_variants(after, version)
        return after, version

    return again_unless_taken(attempt)


def _told(before: Status, after: Product, version: int) -> Payload:
    if before is Status.ARCHIVED:
        return ProductRestored(after.id, version)
    match after.status:
        case Status.PUBLISHED:
            return ProductPublished(after.id, version)
        case Status.ARCHIVED:
            return ProductArchived(after.id, version)
    return ProductUnpublished(after.id, version)


def _check_complete(product: Product) -> None:
    variants = variants_of(product)
    faults = missing_for_publishing(product, has_stock=_has_stock(variants)) + missing_attributes(product)
    faults += safety_gaps(product, variants, asking_countries())
    if faults:
        raise Invalid("The product is not complete.", code="not_publishable", faults=faults)


def _has_stock(variants: Sequence[Variant]) -> bool:
    """Or it can be bought before it is there."""
    counted = pieces_of(variant.id for variant in variants).values()
    return any((pieces.available > 0 or pieces.ahead) and not pieces.recalled for pieces in counted)
