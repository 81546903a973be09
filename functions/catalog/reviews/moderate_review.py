"""Hide a review, show it again, keep notes on it; the rating of its product follows in the same moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.model.review import Review, Visibility
from functions.catalog.reviews.review_writes import rating_writes, review_record
from functions.catalog.reviews.write_review import find_review
from functions.catalog.store.repository import again_unless_taken
from functions.shared.plain.bodies import load
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, keep_answer, locked_put


def moderate(review_id: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember[Review, int]) -> tuple[Review, int]:
    """The review and its version. Raises NotFound, VersionConflict (409)."""

    def attempt() -> tuple[Review, int]:
        record = find_review(review_id)
        check_version(record.version, if_match)
        before, version = load(Review, record.body), int(record.version)
        after = replace(before, **values)
        if after == before:
            keep_answer(remember(before, version))
            return before, version
        change = {after.rating: 1 if after.visibility is Visibility.VISIBLE else -1}
        rated = rating_writes(after.product_id, change) if after.visibility is not before.visibility else []
        put = locked_put(review_record(after, version + 1), version)
        transact([put, *rated, *remember(after, version + 1)])
        return after, version + 1

    return again_unless_taken(attempt)
