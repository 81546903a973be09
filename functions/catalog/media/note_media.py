"""Staff keep notes on an image or video; its bytes stay as they are."""

from __future__ import annotations

from dataclasses import replace

from functions.catalog.media.media_uploads import media_record
from functions.catalog.model.media import Media
from functions.catalog.store.media_records import MEDIA_SK, MediaRecord
from functions.catalog.store.repository import again_unless_taken
from functions.shared.http.notes import Notes
from functions.shared.plain.bodies import dump, load
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, keep_answer, locked_update


def note_media(media_id: str, notes: Notes, *, if_match: int | None, remember: Remember[Media, int]) -> tuple[Media, int]:
    """The item and its version. Raises NotFound, VersionConflict (409)."""

    def attempt() -> tuple[Media, int]:
        record = media_record(media_id)
        check_version(record.version, if_match)
        before, version = load(Media, record.body), int(record.version)
        after = replace(before, **notes)
        if after == before:
            keep_answer(remember(before, version))
            return before, version
        actions = [MediaRecord.body.set(dump(after)), MediaRecord.version.set(version + 1)]
        update = locked_update(MediaRecord, record.pk, MEDIA_SK, actions, version)
        transact([update, *remember(after, version + 1)])
        return after, version + 1

    return again_unless_taken(attempt)
