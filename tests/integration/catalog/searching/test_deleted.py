"""A product that is deleted leaves the index, and its variants go with it, also after a crash."""

from __future__ import annotations

import pytest

from functions.catalog.consumers.follow_catalogue import follow_catalogue
from functions.catalog.lifecycle import delete_product as deleting
from functions.catalog.store.records import product_pk
from tests.integration.catalog.lifecycle.test_deleting import delete, items_of
from tests.integration.catalog.support import catalogue_items, changes, created, sized


def test_what_a_crash_left_is_taken_by_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    product = created(**sized("S", "M", "L"))
    card = catalogue_items()[f"{product_pk(product['id'])} CARD"]
    with monkeypatch.context() as dying:
        dying.setattr(deleting, "remove_what_is_left", lambda _: None)
        assert delete(product).status == 204
    assert any(product["variants"][0]["sku"] in key for key in items_of(product))
    record = changes([card], [card])
    record["Records"][0]["dynamodb"].pop("NewImage")
    for _ in range(2):
        assert follow_catalogue(record, None) == {"batchItemFailures": []}
        record["Records"][0]["eventID"] += "again"
    assert items_of(product) == []
