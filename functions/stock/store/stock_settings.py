"""The shop's settings of stock: one item, read together with the counters it is about; and how far a change of it has been looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put
from functions.stock.model.stock_settings import StockSettings
from functions.stock.store.records import SETTINGS, STOCK_SK, SettingsRecord, StockRecord, variant_pk

Found = Mapping[tuple[type[Record], str, str], Record]


def settings_keys() -> dict[type[Record], list[tuple[str, str]]]:
    return {SettingsRecord: [(SETTINGS, SETTINGS)]}


def settings_in(found: Found) -> StockSettings:
    return _settings(found.get((SettingsRecord, SETTINGS, SETTINGS)))


def stock_settings() -> StockSettings:
    """One GetItem."""
    return _settings(find(SettingsRecord, SETTINGS, SETTINGS))


def kept_settings() -> tuple[StockSettings, int]:
    """With their version, 0 for those nobody set."""
    record = find(SettingsRecord, SETTINGS, SETTINGS)
    return _settings(record), int(record.version) if record else 0


def safety_in(found: Found, variant_ids: Iterable[str]) -> dict[str, int]:
    """Face: pieces by variant that are never offered, from items that were read by `stock_keys`; those with none are left out."""
    settings, kept = settings_in(found), dict[str, int]()
    for variant_id in variant_ids:
        record = found.get((StockRecord, variant_pk(variant_id), STOCK_SK))
        own = record.safety if isinstance(record, StockRecord) else None
        if pieces := settings.safety if own is None else int(own):
            kept[variant_id] = pieces
    return kept


def change_settings(
    edit: Callable[[StockSettings], StockSettings], *, if_match: int | None, remember: Remember[StockSettings, int]
) -> tuple[StockSettings, int]:
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[StockSettings, int]:
        before, version = kept_settings()
        check_version(version, if_match)
        after = replace(edit(before), before_low_at=before.low_at, before_safety=before.safety)
        record = SettingsRecord(pk=SETTINGS, sk=SETTINGS, kind="stock_settings", body=dump(after), version=version + 1)
        transact([locked_put(record, version), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def settings_of(body: str | None) -> StockSettings:
    return load(StockSettings, body) if body is not None else StockSettings()


def _settings(record: Record | None) -> StockSettings:
    return settings_of(record.body if record is not None else None)
