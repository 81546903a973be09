"""A shop whose search index follows its table when a test says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import botocore.client
import pytest

from functions.catalog.app import rebuild_search
from functions.catalog.consumers.follow_catalogue import FOLLOWERS
from functions.catalog.finding import index_products
from functions.catalog.finding.index_products import index_changes
from functions.catalog.search import search_index
from functions.catalog.search.live_index import LiveIndex
from tests.integration.catalog.support import catalogue_items, changes, shopper, table_items


def rebuild() -> dict[str, Any]:
    answer: dict[str, Any] = rebuild_search({}, None)
    reread()
    return answer


def reread() -> None:
    """Readers take over what the writer has published."""
    index = search_index()
    assert isinstance(index, LiveIndex)
    index.refresh()


@contextmanager
def followed() -> Iterator[None]:
    """What the block changes in the table is delivered to the indexer afterwards."""
    before = catalogue_items()
    yield
    follow(before)


def follow(before: dict[str, dict[str, Any]]) -> None:
    pairs = [(item, before.get(key)) for key, item in catalogue_items().items() if item != before.get(key)]
    assert index_changes(changes([new for new, _ in pairs], [old for _, old in pairs])) == {"batchItemFailures": []}
    reread()


@contextmanager
def follow_fields() -> Iterator[list[list[str]]]:
    """What the block changes of field definitions is delivered to the indexer; yields the products it then indexes."""
    before, indexed, index = table_items("platform"), list[list[str]](), index_products.index

    def index_and_tell(product_ids: Iterable[str]) -> None:
        indexed.append(list(product_ids))
        index(indexed[-1])

    yield indexed
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index_products, "index", index_and_tell)
        pairs = [(item, before.get(key)) for key, item in table_items("platform").items() if item != before.get(key)]
        event = changes([new for new, _ in pairs], [old for _, old in pairs])
        assert FOLLOWERS.follow(event) == {"batchItemFailures": []}
    reread()


def found(url: str, **headers: str) -> list[str]:
    return [row["id"] for row in page(url, **headers)["data"]]


def page(url: str, **headers: str) -> Any:
    answer = shopper(**headers).get(url)
    assert answer.status == 200, answer.text
    return answer.json


@contextmanager
def counted_calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every AWS request made inside the block, by service and operation."""
    calls: list[str] = []
    plain = botocore.client.BaseClient._make_api_call

    def counted(self: Any, operation: str, parameters: object) -> object:
        calls.append(f"{self.meta.service_model.service_name}:{operation}")
        return plain(self, operation, parameters)

    with monkeypatch.context() as patched:
        patched.setattr(botocore.client.BaseClient, "_make_api_call", counted)
        yield calls
