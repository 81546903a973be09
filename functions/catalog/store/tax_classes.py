"""The tax classes of categories as orders told them (ADR 53): a copy, written in the transaction that sets them there. The catalogue cannot
ask orders."""

from __future__ import annotations

from collections.abc import Mapping

from functions.catalog.model.category import inherited_class
from functions.catalog.store.paths_of_categories import category_paths
from functions.catalog.store.records import SETTINGS_PK, CatalogTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.kept import Kept
from functions.shared.store.records import find
from functions.shared.store.transactions import Put

TAX_CLASSES_SK = "TAX_CLASSES"
_KEEP_SECONDS = 50


@dataclass(frozen=True)
class CategoryClasses:
    """By category id."""

    classes: dict[str, str]


def tax_classes_put(classes: Mapping[str, str], version: int) -> Put:
    """`version`: of the setting they belong to; an older one never takes the place of a newer one (the transaction raises Overtaken)."""
    body = dump(CategoryClasses(dict(classes)))
    record = CatalogTable(pk=SETTINGS_PK, sk=TAX_CLASSES_SK, kind="setting", body=body, version=version)
    return Put(record, CatalogTable.pk.does_not_exist() | (CatalogTable.version <= version), Overtaken())


def class_of(tax_class: str | None, category_id: str | None) -> str:
    """At most a minute old: one request when older, and one more where a category without a class of its own asks for those above it."""
    return tax_class or inherited_class(_classes(), category_id, _paths)


def forget() -> None:
    _classes.forget()
    _paths.forget()


def _read_classes() -> Mapping[str, str]:
    record = find(CatalogTable, SETTINGS_PK, TAX_CLASSES_SK)
    return load(CategoryClasses, record.body).classes if record else {}


_classes, _paths = Kept(_KEEP_SECONDS, _read_classes), Kept(_KEEP_SECONDS, category_paths)
