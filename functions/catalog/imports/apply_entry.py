"""One product of a file is written: made, or changed where it differs, then stocked, then put on or taken off sale.

What became of the row is written in the transaction of its first effect. So after a crash the same entry can be applied again: what
was done is found done, and still counts as what it was. Between two transactions the worker's time is looked at: the entry can be left
there and taken up in the next call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.catalog.imports.check_rows import Entry
from functions.catalog.imports.differences import changed_values, changed_variants
from functions.catalog.imports.find_products import Known
from functions.catalog.imports.import_run import OutOfTime, Run, Turned
from functions.catalog.imports.match_variants import identified
from functions.catalog.imports.places import Places
from functions.catalog.imports.row_faults import combinations_fault, fault_of, remarks_of, sku_faults
from functions.catalog.imports.set_stock import AT_ONCE, first_stock_writes, set_stock, would_move
from functions.catalog.imports.stock_statement import StockStatement
from functions.catalog.imports.wanted_variants import wanted_variant
from functions.catalog.model.product import Product, Status, Variant, missing_for_publishing, option_faults
from functions.catalog.model.variant_plan import WantedVariant
from functions.catalog.products.create_product import create_product
from functions.catalog.products.edit_product import edit_product
from functions.catalog.products.publish_product import publish_product, unpublish_product
from functions.catalog.safety.check_safety import asking_countries, safety_gaps
from functions.catalog.store.records import ProductRecord
from functions.catalog.store.repository import product_record, variants_of
from functions.platform import RowError, RowResult, RowStatus, TimeIsUp, row_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Fault, Invalid, NotFound, ShopError, VersionConflict
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Write

_VARIANTS_AT_ONCE = 40
_STOCKED_AT_ONCE = 12


def apply_entry(entry: Entry, run: Run, known: Known, places: Places, recorded: RowResult | None, time_is_up: TimeIsUp) -> list[RowResult]:
    """What became of its rows; never raises for what is wrong with them. `recorded` is what an earlier try of this import wrote.

    Raises OutOfTime.
    """
    applied = _Applied(entry, run, places, recorded, time_is_up)
    dropped = [RowResult((fault.line,), RowStatus.FAILED, errors=(_error(fault.line, fault),)) for fault in entry.dropped]
    try:
        applied.apply(known)
    except ShopError as error:
        if error.status >= 500:
            raise
        failed = replace(applied.result(), status=RowStatus.FAILED, errors=tuple(fault_of(error, applied.entry)))
        return [failed, *dropped]
    return [applied.result(), *dropped]


def _error(line: int, fault: object) -> RowError:
    return RowError(line, getattr(fault, "field", ""), getattr(fault, "code", ""), getattr(fault, "detail", ""))


class _Applied:
    def __init__(self, entry: Entry, run: Run, places: Places, recorded: RowResult | None, time_is_up: TimeIsUp) -> None:
        self.entry = entry
        self.run = run
        self.places = places
        self.time_is_up = time_is_up
        self.recorded = recorded if recorded and recorded.status is not RowStatus.FAILED else None
        self.status = self.recorded.status if self.recorded else None
        self.product_id: str | None = None
        self.remarks = [RowError(remark.line, remark.field, remark.code, remark.detail) for remark in entry.remarks]

    def result(self) -> RowResult:
        return RowResult(self.entry.lines, self.status or RowStatus.UNCHANGED, self.product_id, tuple(self.remarks))

    def apply(self, known: Known) -> None:
        record = self._found(known)
        product = load(Product, record.body) if record else None
        if product is not None:
            same = identified(self.entry, product.options, variants_of(product))
            self.entry = replace(self.entry, product=same.product)
            self._remark(same.remarks)
        faults = sku_faults(self.entry, known, record) + combinations_fault(self.entry)
        if faults:
            raise Invalid("Some rows cannot be used.", faults=faults)
        if product is None:
            product = self._create()
        if product is None:
            return
        self.product_id = product.id
        product = self._edit(product, record)
        self._stock(product)
        self._publish(product)

    def _found(self, known: Known) -> ProductRecord | None:
        """What this very run has made before it died is found even if the file gives it no name."""
        if (record := known.product(self.entry)) or not self.recorded or not self.recorded.id:
            return record
        try:
            return product_record(self.recorded.id)
        except NotFound:
            return None

    def _create(self) -> Product | None:
        """None in a dry run, which ends here: all there is to be said of a product that is not there has been said."""
        wanted = self.entry.product
        if wanted.title is None:
            raise Invalid.field("/title", "missing", "A new product needs a title.")
        variants = [wanted_variant(variant, None, at=times.iso(clock.now())) for variant in wanted.variants]
        links = self._links()
        values = wanted.product_values() | links
        faults = option_faults(values.get("options", []), [(f"/variants/{i}", variant.options) for i, variant in enumerate(variants)])
        if faults:
            raise Invalid("Some variants do not fit the options.", faults=faults)
        self.status = RowStatus.CREATED
        self._clamped()

        def remember(product: Product, _version: int) -> list[Write]:
            self._turn_if_dry(product)
            self.product_id = product.id
            stocked = self._stocked(product.variants) if len(variants) <= _STOCKED_AT_ONCE else []
            return [*self._row(), *first_stock_writes(stocked, self.run.stock, cause=self._cause(0), actor=self.run.actor)]

        if self._makes_groups(links):
            values.pop("attributes", None)
        try:
            return create_product(
                values, variants[:_VARIANTS_AT_ONCE], actor=self.run.actor, remember=remember, override=self.run.override
            )[0]
        except Turned:
            return None
        except ShopError:
            self.status, self.product_id = None, None
            raise

    def _turn_if_dry(self, product: Product) -> None:
        if not self.run.dry:
            return
        if self.entry.product.published and self.status is RowStatus.CREATED:
            has_stock = any((variant.stock or 0) > 0 for variant in self.entry.product.variants)
            lacking = safety_gaps(product, product.variants, asking_countries())
            self._not_on_sale(missing_for_publishing(product, has_stock=has_stock) + lacking)
        raise Turned

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
        if self._makes_groups(links):
            # Only in a dry run: what is to be made has no id yet, and nobody can check the attributes of such a category.
            self.status = self.status or RowStatus.UPDATED
            values.pop("attributes", None)
        if not values and not variants:
            return product
        self.status = self.status or RowStatus.UPDATED
        for start in range(0, max(len(variants), 1), _VARIANTS_AT_ONCE):
            if start:
                self._pause()
            some = variants[start : start + _VARIANTS_AT_ONCE]
            product, version = self._edited(product, values, some, version)
            values = {}
        self._pause()
        return product

    def _edited(
        self, product: Product, values: dict[str, object], variants: Sequence[WantedVariant], version: int | None
    ) -> tuple[Product, int | None]:
        def remember(after: Product, _version: int) -> list[Write]:
            self._turn_if_dry(after)
            return self._row()

        try:
            return edit_product(
                product.id, values, variants, if_match=version, actor=self.run.actor, remember=remember, override=self.run.override
            )
        except Turned:
            return product, version

    def _changed_variants(self, product: Product) -> list[WantedVariant]:
        return changed_variants(variants_of(product), self.entry, at=times.iso(clock.now()))

    def _stock(self, product: Product) -> None:
        if self.run.stock is StockStatement.IGNORE:
            return
        self._clamped()
        wanted = self._stocked(variants_of(product))
        if self.run.dry:
            done = would_move(wanted, self.run.stock)
            self._told_stock(done.moved, done.short)
            return
        for start in range(0, len(wanted), AT_ONCE):
            row, part = self._row(self.status or RowStatus.UPDATED), wanted[start : start + AT_ONCE]
            done = set_stock(part, self.run.stock, cause=self._cause(start), actor=self.run.actor, remember=row)
            self._told_stock(done.moved, done.short)
            if done.moved and start + AT_ONCE < len(wanted):
                # Never where nothing was done: each call must come further than the one before.
                self._pause()

    def _told_stock(self, moved: bool, short: Sequence[str]) -> None:
        self.status = self.status or (RowStatus.UPDATED if moved else None)
        by_sku = {variant.sku: index for index, variant in enumerate(self.entry.product.variants)}
        detail = "More is reserved for buyers than the file says there is; those pieces stay reserved, none is for sale."
        self._remark([Fault(f"/variants/{by_sku[sku]}/stock", "stock_below_reserved", detail) for sku in short])

    def _clamped(self) -> None:
        """A stock below zero is none at all; once told, it is not told again."""
        if self.run.stock is not StockStatement.SET:
            return
        variants = list(self.entry.product.variants)
        for index, variant in enumerate(variants):
            if variant.stock is not None and variant.stock < 0:
                detail = f"A stock of {variant.stock} cannot be; it is 0 here."
                self._remark([Fault(f"/variants/{index}/stock", "negative_stock", detail)])
                variants[index] = variant.model_copy(update={"stock": 0})
        self.entry = replace(self.entry, product=self.entry.product.model_copy(update={"variants": variants}))

    def _publish(self, product: Product) -> None:
        published = self.entry.product.published
        if (
            published is None
            or published == (product.status is Status.PUBLISHED)
            or (not published and product.status is not Status.PUBLISHED)
        ):
            return
        move, status = publish_product if published else unpublish_product, self.status or RowStatus.UPDATED

        def remember(after: Product, _version: int) -> list[Write]:
            self._turn_if_dry(after)
            return self._row(status)

        try:
            move(product.id, if_match=None, actor=self.run.actor, remember=remember)
        except Turned:
            self.status = status
        except Invalid as refused:
            if self.run.dry and [fault.code for fault in refused.faults] == ["stock_missing"] and self._brings_stock():
                self.status = status
            else:
                self._not_on_sale(refused.faults, refused.code)
        else:
            self.status = status

    def _brings_stock(self) -> bool:
        return self.run.stock is not StockStatement.IGNORE and any((variant.stock or 0) > 0 for variant in self.entry.product.variants)

    def _not_on_sale(self, faults: Sequence[Fault], code: str = "not_publishable") -> None:
        if faults:
            missing = " ".join(fault.detail for fault in faults)
            self.remarks.append(RowError(self.entry.lines[0], "Published", code, f"Imported, but not put on sale. {missing}"))

    def _pause(self) -> None:
        if not self.run.dry and self.time_is_up():
            raise OutOfTime

    def _remark(self, faults: Sequence[Fault]) -> None:
        self.remarks += remarks_of(faults, self.entry)

    def _makes_groups(self, links: Mapping[str, str | None]) -> bool:
        """Whether a dry run met a brand or category that a real one would make."""
        product = self.entry.product
        named = (product.brand is not None and links["brand_id"] is None, bool(product.category) and links["category_id"] is None)
        return self.run.dry and any(named)

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

    def _cause(self, start: int) -> str:
        return f"import#{self.run.job_id}#{self.entry.lines[0]}#{start}"

    def _row(self, status: RowStatus | None = None) -> list[Write]:
        return [row_put(self.run.job_id, replace(self.result(), status=status or self.status or RowStatus.UNCHANGED))]
