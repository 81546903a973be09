"""Which engine answers, by settings: SEARCH_ENGINE=tantivy (default) or opensearch (with OPENSEARCH_URL).

SEARCH_REFRESH_MS: how often a reader asks for a new state (default 500). SEARCH_DIR: where copies lie (default /tmp/shop-search).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from functions.catalog.search.document import ProductDocument
from functions.catalog.search.live_index import LiveIndex
from functions.catalog.search.port import SearchIndex, SearchWriter
from functions.catalog.search.tantivy.segments import SegmentStore
from functions.catalog.search.tantivy.snapshots import Snapshots
from functions.catalog.search.tantivy.writer import Loader, TantivyWriter
from functions.shared.plain.settings import settings


@lru_cache(maxsize=1)
def search_index() -> SearchIndex:
    """The reader of this process: made once, so that its index stays open between requests."""
    if _engine() == "opensearch":
        from functions.catalog.search.opensearch.index import OpenSearchIndex

        return OpenSearchIndex.connect(os.environ["OPENSEARCH_URL"])
    store, snapshots = _storage()
    return LiveIndex(store, snapshots, check_every=int(os.environ.get("SEARCH_REFRESH_MS", "500")) / 1000)


def search_writer(*, load: Loader, everything: Callable[[], Iterable[ProductDocument]]) -> SearchWriter:
    """The writer; see TantivyWriter for what `load` and `everything` must answer."""
    if _engine() == "opensearch":
        from functions.catalog.search.opensearch.writer import OpenSearchWriter

        return OpenSearchWriter.connect(os.environ["OPENSEARCH_URL"], everything=everything)
    store, snapshots = _storage()
    return TantivyWriter(store, snapshots, load=load, everything=everything)


def _engine() -> str:
    name = os.environ.get("SEARCH_ENGINE", "tantivy")
    if name not in ("tantivy", "opensearch"):
        raise ValueError(f"SEARCH_ENGINE={name!r}: tantivy or opensearch")
    return name


def _storage() -> tuple[SegmentStore, Snapshots]:
    """Copies of different buckets (two shops, two stages on one machine) never share a folder."""
    store = SegmentStore(settings().bucket)
    shop = hashlib.sha256(f"{os.environ.get('AWS_ENDPOINT_URL', '')}|{store.bucket}|{store.root}".encode()).hexdigest()[:12]
    base = os.environ.get("SEARCH_DIR") or os.path.join(tempfile.gettempdir(), "shop-search")
    return store, Snapshots(Path(base) / shop, store)
