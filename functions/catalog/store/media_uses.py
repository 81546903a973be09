"""Products and the media they show: only finished media can be shown, and what is shown cannot be deleted."""

from __future__ import annotations

from functions.catalog.model.media import MediaStatus, media_in
from functions.catalog.model.product import Product
from functions.catalog.store.media_records import MEDIA_SK, MediaRecord, media_pk
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Update, Write


def media_use_writes(before: Product | None, after: Product, *, room: int) -> list[Write]:
    """The writes that count what an edit shows and shows no more, at most `room`; they raise Invalid (422 `unknown_media`)."""
    old, new = media_in(before), media_in(after)
    if len(old ^ new) > room:
        raise Invalid.field("/images", "too_many_new_media", f"At most {room} images can be attached or taken off with this change.")
    ready = MediaRecord.status == MediaStatus.READY.value
    return [
        *(Update(MediaRecord, media_pk(one), MEDIA_SK, [MediaRecord.uses.add(1)], ready, _unknown(one)) for one in sorted(new - old)),
        *(Update(MediaRecord, media_pk(one), MEDIA_SK, [MediaRecord.uses.add(-1)], MediaRecord.pk.exists()) for one in sorted(old - new)),
    ]


def _unknown(media_id: str) -> Invalid:
    return Invalid.field("/images", "unknown_media", f"{media_id} is no finished image or video of this shop.")
