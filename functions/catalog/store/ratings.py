"""What reviews of a product add up to."""

from __future__ import annotations

from functions.catalog.model.review import RATINGS, Rating
from functions.catalog.store.records import ProductRecord

_HIDDEN = "hidden_"
HIDE_REASONS = tuple(name.removeprefix(_HIDDEN) for name in ProductRecord.get_attributes() if name.startswith(_HIDDEN))


def rating_of(record: ProductRecord) -> Rating:
    return Rating({rating: int(getattr(record, f"rated_{rating}")) for rating in RATINGS})


def hidden_of(record: ProductRecord) -> dict[str, int]:
    """How many reviews are hidden, by the reason."""
    counts = {reason: int(getattr(record, _HIDDEN + reason)) for reason in HIDE_REASONS}
    return {reason: count for reason, count in counts.items() if count}
