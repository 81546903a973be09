"""A bucket on moto, a disk per machine, and the writer and readers that use them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import pytest

from functions.catalog.search import ProductDocument, SearchQuery
from functions.catalog.search.live_index import LiveIndex
from functions.catalog.search.tantivy.segments import SegmentStore
from functions.catalog.search.tantivy.snapshots import Snapshots
from functions.catalog.search.tantivy.writer import TantivyWriter


@dataclass
class Shop:
    """The truth (`products`) and everything that mirrors it."""

    bucket: str
    disk: Path
    products: dict[str, ProductDocument] = field(default_factory=dict)
    now: float = 0.0

    @property
    def store(self) -> SegmentStore:
        return SegmentStore(self.bucket)

    def snapshots(self, machine: str = "one") -> Snapshots:
        return Snapshots(self.disk / machine, self.store)

    def writer(self, machine: str = "one", store: SegmentStore | None = None) -> TantivyWriter:
        def load(ids: Iterable[str]) -> list[ProductDocument]:
            return [self.products[ident] for ident in ids if ident in self.products]

        return TantivyWriter(store or self.store, self.snapshots(machine), load=load, everything=lambda: list(self.products.values()))

    def reader(self, machine: str = "one") -> LiveIndex:
        return LiveIndex(self.store, self.snapshots(machine), monotonic=lambda: self.now)

    def change(self, *documents: ProductDocument, writer: TantivyWriter | None = None) -> None:
        self.products |= {document.id: document for document in documents}
        (writer or self.writer()).apply(documents)

    def keys(self, folder: str = "") -> list[str]:
        found = boto3.client("s3").list_objects_v2(Bucket=self.bucket, Prefix=f"{self.store.root}/{folder}")
        return [item["Key"] for item in found.get("Contents", ())]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    bucket = f"search-{uuid.uuid4().hex}"
    boto3.client("s3").create_bucket(Bucket=bucket)
    return Shop(bucket, tmp_path)


@pytest.fixture
def ids() -> Callable[[LiveIndex], list[str]]:
    """What a shopper sees, sorted."""
    return lambda index: sorted(hit.id for hit in index.search(SearchQuery(limit=100)).hits)
