"""The legal entities: one item, written by staff."""

from __future__ import annotations

from functions.invoices.model.legal_entity import InvoiceSettings
from functions.invoices.store.records import SETTINGS, InvoicesTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.once import once_a_batch
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put


@dataclass(frozen=True)
class KeptSettings:
    settings: InvoiceSettings
    version: int


@once_a_batch
def kept_settings() -> KeptSettings:
    """One GetItem."""
    record = find(InvoicesTable, SETTINGS, SETTINGS)
    return KeptSettings(load(InvoiceSettings, record.body), int(record.version)) if record else KeptSettings(InvoiceSettings(), 0)


def change_settings(settings: InvoiceSettings, *, if_match: int | None, remember: Remember[KeptSettings]) -> KeptSettings:
    """Raises VersionConflict for a stale `if_match`, Conflict (409 `entity_missing`) where one that was there is left out: its credit notes
    are still to come."""

    def attempt() -> KeptSettings:
        before = kept_settings()
        check_version(before.version, if_match)
        if gone := {one.id for one in before.settings.entities} - {one.id for one in settings.entities}:
            detail = "A legal entity stays, since credit notes of its invoices may come; switch it off instead."
            raise Conflict(detail, code="entity_missing", entities=sorted(gone))
        after = KeptSettings(settings, before.version + 1)
        item = InvoicesTable(pk=SETTINGS, sk=SETTINGS, kind="settings", version=after.version, body=dump(settings))
        transact([locked_put(item, before.version), *remember(after)])
        return after

    return again(attempt)
