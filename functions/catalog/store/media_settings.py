"""How uploads are treated, as a setting."""

from __future__ import annotations

from functions.catalog.model.media import MediaSettings
from functions.catalog.store.records import SETTINGS_PK, CatalogTable
from functions.catalog.store.repository import again_unless_taken
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put

MEDIA_SETTINGS_SK = "MEDIA"


def media_settings() -> tuple[MediaSettings, int]:
    """The settings and their version, 0 before they were ever set."""
    record = find(CatalogTable, SETTINGS_PK, MEDIA_SETTINGS_SK)
    return (load(MediaSettings, record.body), int(record.version)) if record else (MediaSettings(), 0)


def set_media_settings(wanted: MediaSettings, *, if_match: int | None, remember: Remember[MediaSettings, int]) -> tuple[MediaSettings, int]:
    """For files taken in from now on. Raises VersionConflict (409) for a stale `if_match`."""

    def attempt() -> tuple[MediaSettings, int]:
        before, version = media_settings()
        check_version(version, if_match)
        if wanted == before and version:
            transact(remember(wanted, version))
            return wanted, version
        record = CatalogTable(pk=SETTINGS_PK, sk=MEDIA_SETTINGS_SK, kind="setting", body=dump(wanted), version=version + 1)
        put = locked_put(record, version)
        transact([put, *remember(wanted, version + 1)])
        return wanted, version + 1

    return again_unless_taken(attempt)
