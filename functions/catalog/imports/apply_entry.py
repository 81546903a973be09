"""One product of a file is written: made, or changed where it differs, then stocked, then put on or taken off sale.

What became of the row is written in the transaction of its first effect. So after a crash the same entry can be applied again: what
was done is found done, and still counts as what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from functions.catalog.create_product import create_product
from functions.catalog.edit_product import edit_product
from functions.catalog.imports.check_rows import Entry
from functions.catalog.imports.differences import changed_values, changed_variants
from functions.catalog.imports.find_products import Known
from functions.catalog.imports.places import Places
from functions.catalog.imports.row_faults import combinations_fault, fault_of, sku_faults
from functions.catalog.imports.set_stock import first_stock_writes, set_stock
from functions.catalog.imports.wanted_variants import wanted_variant
from functions.catalog.product import Product, Status, Variant, option_faults
from functions.catalog.publish_product import publish_product, unpublish_product
from functions.catalog.records import ProductRecord
from functions.catalog.repository import product_record, variants_of
from functions.catalog.variant_plan import WantedVariant
from functions.platform import RowError, RowResult, RowStatus, row_put
from functions.shared import clock
from functions.shared.again import Overtaken, again
from functions.shared.errors import Invalid, ShopError, VersionConflict
from functions.shared.events import Actor
from functions.shared.records import load
from functions.shared.transactions import Write

_VARIANTS_AT_ONCE = 40
_STOCKED_AT_ONCE = 12


@dataclass(frozen=True)
class Run:
    """What all entries of one import share. `repeated`: this very file was imported before, so its stock counts no second time.

    `override`: who started it may set prices below their floor.
    """

    job_id: str
    file_hash: str
    actor: Actor
    repeated: bool
    override: bool = False


def apply_entry(entry: Entry, run: Run, known: Known, places: Places, recorded: RowResult | None) -> RowResult:
    """What became of it; never raises for what is wrong with the row. `recorded` is what an earlier try of this import wrote."""
    applied = _Applied(entry, run, places, recorded)
    try:
        applied.apply(known)
    except ShopError as error:
        if error.status >= 500:
            raise
        return replace(applied.result(), status=RowStatus.FAILED, errors=tuple(fault_of(error, entry)))
    return applied.result()


class _Applied:
    def __init__(self, entry: Entry, run: Run, places: Places, recorded: RowResult | None) -> None:
        self.entry = entry
        self.run = run
        self.places = places
        self.status = recorded.status if recorded and recorded.status is not RowStatus.FAILED else None
        self.product_id: str | None = None
        self.remarks: list[RowError] = []

    def result(self) -> RowResult:
        return RowResult(self.entry.lines, self.status or RowStatus.UNCHANGED, self.product_id, tuple(self.remarks))

    def apply(self, known: Known) -> None:
        record = known.product(self.entry)
        faults = sku_faults(self.entry, known, record) + combinations_fault(self.entry)
        if faults:
            raise Invalid("Some rows cannot be used.", faults=faults)
        product = self._create() if record is None else load(Product, record.body)
        self.product_id = product.id
        product = self._edit(product, record)
        self._stock(product)
        self._publish(product)

    def _create(self) -> Product:
        wanted = self.entry.product
        if wanted.title is None:
            raise Invalid.field("/title", "missing", "A new product needs a title.")
        variants = [wanted_variant(variant, None, at=clock.iso(clock.now())) for variant in wanted.variants]
        values = wanted.product_values() | self._links()
        faults = option_faults(values.get("options", []), [(f"/variants/{i}", variant.options) for i, variant in enumerate(variants)])
        if faults:
            raise Invalid("Some variants do not fit the options.", faults=faults)
        self.status = RowStatus.CREATED

        def remember(product: Product, _version: int) -> list[Write]:
            self.product_id = product.id
            stocked = self._stocked(product.variants) if len(variants) <= _STOCKED_AT_ONCE else []
            return [*self._row(), *first_stock_writes(stocked, cause=self._cause, actor=self.run.actor)]

        try:
            return create_product(
                values, variants[:_VARIANTS_AT_ONCE], actor=self.run.actor, remember=remember, override=self.run.override
            )[0]
        except ShopError:
            self.status, self.product_id = None, None
            raise

    def _edit(self, product: Product, record: ProductRecord | None) -> Product:
        """Bring the product to what the entry says, in steps where it has many variants."""
        links, known = self._links(), (product, record)

        def attempt() -> Product:
            nonlocal known
            product, record = known
            try:
                return self._edit_from(product, int(record.version) if record else None, links)
            except VersionConflict as stale:
                fresh = product_record(product.id)
                known = load(Product, fresh.body), fresh
                raise Overtaken from stale

        return again(attempt)

    def _edit_from(self, product: Product, version: int | None, links: dict[str, str | None]) -> Product:
        declared = self.places.declared(links.get("category_id", product.category_id))
        values, variants = changed_values(product, self.entry, links, declared=declared), self._changed_variants(product)
        if not values and not variants:
            return product
        self.status = self.status or RowStatus.UPDATED
        for start in range(0, max(len(variants), 1), _VARIANTS_AT_ONCE):
            some = variants[start : start + _VARIANTS_AT_ONCE]
            product, version = edit_product(
                product.id,
                values,
                some,
                if_match=version,
                actor=self.run.actor,
                remember=lambda *_: self._row(),
                override=self.run.override,
            )
            values = {}
        return product

    def _changed_variants(self, product: Product) -> list[WantedVariant]:
        return changed_variants(variants_of(product), self.entry, at=clock.iso(clock.now()))

    def _stock(self, product: Product) -> None:
        if self.run.repeated and self.status is not RowStatus.CREATED:
            return
        if wanted := self._stocked(variants_of(product)):
            status = self.status or RowStatus.UPDATED
            if set_stock(wanted, cause=self._cause, actor=self.run.actor, remember=self._row(status)):
                self.status = status

    def _publish(self, product: Product) -> None:
        published = self.entry.product.published
        if (
            published is None
            or published == (product.status is Status.PUBLISHED)
            or (not published and product.status is not Status.PUBLISHED)
        ):
            return
        move, status = publish_product if published else unpublish_product, self.status or RowStatus.UPDATED
        try:
            move(product.id, if_match=None, actor=self.run.actor, remember=lambda *_: self._row(status))
        except Invalid as refused:
            missing = " ".join(fault.detail for fault in refused.faults)
            self.remarks.append(RowError(self.entry.lines[0], "Published", refused.code, f"Imported, but not put on sale. {missing}"))
        else:
            self.status = status

    def _links(self) -> dict[str, str | None]:
        links: dict[str, str | None] = {}
        if self.entry.product.brand is not None:
            links["brand_id"] = self.places.brand(self.entry.product.brand)
        if self.entry.product.category is not None:
            links["category_id"] = self.places.category(self.entry.product.category)
        return links

    def _stocked(self, variants: Sequence[Variant]) -> list[tuple[Variant, int]]:
        by_sku: Mapping[str, Variant] = {variant.sku: variant for variant in variants}
        return [(by_sku[item.sku], item.stock) for item in self.entry.product.variants if item.stock is not None and item.sku in by_sku]

    @property
    def _cause(self) -> str:
        return f"import#{self.run.file_hash}#{self.entry.lines[0]}"

    def _row(self, status: RowStatus | None = None) -> list[Write]:
        return [row_put(self.run.job_id, replace(self.result(), status=status or self.status or RowStatus.UNCHANGED))]
