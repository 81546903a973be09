"""How long what the law wants is kept, as staff set it."""

from __future__ import annotations

from functions.privacy.model.retention import Retention
from functions.privacy.store.records import RETENTION_SK, SETTINGS_PK, SettingRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_put


def retention() -> Retention:
    return known_retention()[0]


def known_retention() -> tuple[Retention, int]:
    """With its version; 0: nobody set it yet."""
    record = find(SettingRecord, SETTINGS_PK, RETENTION_SK)
    return (load(Retention, record.body), int(record.version)) if record else (Retention(), 0)


def retention_put(after: Retention, version: int) -> Write:
    """The transaction raises Overtaken."""
    record = SettingRecord(pk=SETTINGS_PK, sk=RETENTION_SK, kind="setting", body=dump(after), version=version + 1)
    return locked_put(record, version)
