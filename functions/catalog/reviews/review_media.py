"""What a buyer shows in a review: pictures and videos they uploaded to this shop themselves. No address of somebody else's server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from functions.catalog.model.media import MediaStatus, media_id_of
from functions.catalog.model.review import Review
from functions.catalog.store.media_records import MEDIA_SK, MediaRecord, media_pk
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Update, Write


def own_media_writes(addresses: Sequence[str], customer_id: str) -> list[Write]:
    """The writes that count the use; they raise Invalid (422 `unknown_media`) for what is not finished or not the buyer's own."""
    found = [(number, media_id_of(address)) for number, address in enumerate(addresses)]
    for number, media_id in found:
        if media_id is None:
            raise _unknown(number)
    own = (MediaRecord.status == MediaStatus.READY.value) & (MediaRecord.owner == customer_id)
    # An item can be written once in a transaction, so the same picture named twice counts once.
    first = {media_id: number for number, media_id in reversed(found) if media_id}
    return [
        Update(MediaRecord, media_pk(media_id), MEDIA_SK, [MediaRecord.uses.add(1)], own, _unknown(number))
        for media_id, number in first.items()
    ]


def shown_media(review: Review, addresses: Iterable[str]) -> list[str]:
    """What shoppers see: addresses from elsewhere only of imported reviews, which staff has vouched for."""
    return [address for address in addresses if review.imported or media_id_of(address)]


def _unknown(number: int) -> Invalid:
    return Invalid.field(f"/media/{number}", "unknown_media", "Upload the picture here first (POST /v1/media) and name it by its id.")
