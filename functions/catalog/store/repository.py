"""Reading the catalogue, unique names, and the loop around every edit: read, decide, write if nothing changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from functions.catalog.model.brand import Brand, BrandFacts
from functions.catalog.model.category import Category, Tree
from functions.catalog.model.product import Product, Variant
from functions.catalog.store.records import (
    BRAND_SK,
    CATEGORIES_PK,
    PRODUCT_SK,
    TREE_SK,
    VARIANT_SK,
    BrandRecord,
    CategoryRecord,
    ClaimRecord,
    ProductRecord,
    VariantRecord,
    brand_pk,
    product_pk,
    slug_key,
    variant_pk,
)
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Delete, Put, Update, Write, put_new

T = TypeVar("T")


class Taken(Conflict):
    """A unique name belongs to another; `told` names it."""

    def __init__(self, code: str, key: str, detail: str) -> None:
        super().__init__(detail, code=code)
        self.key = key

    def told(self) -> Taken:
        claim = find(ClaimRecord, self.key, self.key)
        self.extra = {"id": claim.owner} if claim else {}
        return self


def again_unless_taken(attempt: Callable[[], T]) -> T:
    """Run `attempt` (read, decide, write) until nobody interfered; callers with an If-Match are refused inside it."""
    try:
        return again(attempt)
    except Taken as taken:
        raise taken.told() from taken


def claim(key: str, owner: str, taken: Taken) -> Write:
    return put_new(ClaimRecord(pk=key, sk=key, kind="claim", owner=owner), taken)


def disclaim(key: str) -> Write:
    return Delete(ClaimRecord(pk=key, sk=key, owner=""))


def product_record(product_id: str) -> ProductRecord:
    """Raises NotFound."""
    record = find(ProductRecord, product_pk(product_id), PRODUCT_SK) if ids.is_id("prod", product_id) else None
    if record is None:
        raise NotFound("There is no such product.")
    return record


def product_by_reference(reference: str) -> ProductRecord | None:
    """By id or by slug, one request either way; may be some milliseconds behind."""
    if ids.is_id("prod", reference):
        return find(ProductRecord, product_pk(reference), PRODUCT_SK, consistent=False)
    return next(iter(ProductRecord.gsi2.query(slug_key(reference), limit=1)), None)


def slug_of_old(slug: str) -> str | None:
    """The slug that the product which once had `slug` has now; two requests more than finding it at once."""
    owner = find(ClaimRecord, slug_key(slug), slug_key(slug), consistent=False)
    record = find(ProductRecord, product_pk(owner.owner), PRODUCT_SK, consistent=False) if owner else None
    return load(Product, record.body).slug if record else None


def claim_slug(slug: str, owner: str, taken: Taken) -> Write:
    """Free is also a slug that its owner gave up; its redirect ends then."""
    key = slug_key(slug)
    free = ClaimRecord.pk.does_not_exist() | (ClaimRecord.retired == 1)
    return Put(ClaimRecord(pk=key, sk=key, kind="claim", owner=owner), free, taken)


def retire_slug(slug: str) -> Write:
    """From now on it leads to the product's new one."""
    return Update(ClaimRecord, slug_key(slug), slug_key(slug), [ClaimRecord.retired.set(1)])


def variant_record(variant_id: str) -> VariantRecord:
    """Raises NotFound."""
    record = find(VariantRecord, variant_pk(variant_id), VARIANT_SK) if ids.is_id("var", variant_id) else None
    if record is None:
        raise NotFound("There is no such variant.")
    return record


def all_variants(product_id: str) -> Iterator[VariantRecord]:
    """Every variant of the product through the index, in order; may be some milliseconds behind."""
    yield from VariantRecord.gsi1.query(product_pk(product_id))


def variants_of(product: Product) -> list[Variant]:
    """All variants; a request more only where the product holds more than its snapshot."""
    if product.variant_count <= len(product.variants):
        return product.variants
    further = [load(Variant, record.body) for record in all_variants(product.id)]
    known = {variant.id for variant in product.variants}
    return product.variants + [variant for variant in further if variant.id not in known]


def claims(keys: Iterable[str]) -> dict[str, str]:
    """Owner by key of those names that are taken."""
    found = find_many({ClaimRecord: [(key, key) for key in keys]})
    return {record.pk: record.owner for record in found.values() if isinstance(record, ClaimRecord)}


def brand_record(brand_id: str) -> BrandRecord:
    """Raises NotFound."""
    record = find(BrandRecord, brand_pk(brand_id), BRAND_SK) if ids.is_id("brd", brand_id) else None
    if record is None:
        raise NotFound("There is no such brand.")
    return record


def brand_facts(record: BrandRecord) -> BrandFacts:
    brand = load(Brand, record.body)
    return BrandFacts(brand.id, brand.name, brand.logo, int(record.version))


@dataclass(frozen=True)
class StoredTree:
    """The tree with the record of every category, and the version its shape had."""

    tree: Tree
    records: dict[str, CategoryRecord]
    version: int

    def record(self, category_id: str) -> CategoryRecord:
        """Raises NotFound."""
        if category_id not in self.records:
            raise NotFound("There is no such category.")
        return self.records[category_id]

    def guard(self) -> Write:
        """Fails the transaction with Overtaken when the shape of the tree changed since it was read."""
        version = CategoryRecord.version
        same = version == self.version if self.version else version.does_not_exist()
        return Update(CategoryRecord, CATEGORIES_PK, TREE_SK, [version.set(self.version + 1)], same, Overtaken())


def stored_tree(*, consistent: bool = True) -> StoredTree:
    """All categories in one query (about 4,000 of them per further request)."""
    records: dict[str, CategoryRecord] = {}
    version = 0
    for record in CategoryRecord.query(CATEGORIES_PK, consistent_read=consistent):
        if record.sk == TREE_SK:
            version = int(record.version)
        else:
            records[record.sk.removeprefix("CAT#")] = record
    return StoredTree(Tree({key: load(Category, record.body) for key, record in records.items()}), records, version)
