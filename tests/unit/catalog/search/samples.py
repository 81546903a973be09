"""Products to search for, and the engines to search with."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from functions.catalog.search import ProductDocument, SearchIndex, SearchQuery
from functions.catalog.search.opensearch.index import OpenSearchIndex, client
from functions.catalog.search.opensearch.writer import OpenSearchWriter
from functions.catalog.search.tantivy.build import build
from functions.catalog.search.tantivy.index import TantivyIndex

OPENSEARCH_URL = os.environ.get("OPENSEARCH_TEST_URL", "")
MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)
Opener = Callable[[Sequence[ProductDocument]], SearchIndex]


def product(ident: str, zh: str = "商品", en: str = "", **others: Any) -> ProductDocument:
    titles = {"zh": zh} | ({"en": en} if en else {})
    known: dict[str, Any] = {
        "id": ident,
        "version": 1,
        "slug": ident,
        "titles": titles,
        "currency": "CNY",
        "price_from": 1000,
        "created_at": MORNING,
        "card": {language: {"id": ident, "title": title} for language, title in titles.items()},
    }
    return ProductDocument(**known | others)


def shelf() -> list[ProductDocument]:
    """A small shop where every kind of query has something to find."""
    return [
        product(
            "case",
            "苹果 iPhone 15 手机壳 防摔透明",
            "Apple iPhone 15 phone case, clear",
            brand_id="apple",
            brand_names={"zh": "苹果", "en": "Apple"},
            category_ids=("phones", "cases"),
            category_names=("手机壳", "Phone cases"),
            ancestor_names=("手机数码", "Phones"),
            tags=("新品",),
            attributes={"颜色": ("透明",)},
            skus=("IP15-CASE-CLR",),
            price_from=5900,
            sales=500,
        ),
        product(
            "buds",
            "华为无线蓝牙耳机 降噪",
            "Huawei wireless bluetooth headphones",
            brand_id="huawei",
            brand_names={"zh": "华为", "en": "Huawei"},
            category_ids=("phones", "audio"),
            category_names=("蓝牙耳机",),
            tags=("新品", "包邮"),
            attributes={"颜色": ("白色", "黑色")},
            price_from=69900,
            sales=80,
            published_at=MORNING + timedelta(days=2),
        ),
        product(
            "dress",
            "黑色连衣裙 夏季修身",
            "Black summer dress for women",
            category_ids=("women", "dresses"),
            category_names=("连衣裙", "Dresses"),
            attributes={"颜色": ("黑色",), "尺码": ("S", "M")},
            price_from=19900,
            in_stock=False,
            stock_state="out_of_stock",
            published_at=MORNING + timedelta(days=1),
        ),
        product(
            "shoes",
            "男士跑步鞋 透气",
            "Men's running shoes",
            category_ids=("shoes",),
            category_names=("跑步鞋",),
            descriptions={"zh": "鞋底加厚，适合夜跑。配赠运动袜。", "en": "A café racer's choice"},
            price_from=29900,
            sales=900,
        ),
        product("laptop", "联想电脑 超薄笔记本", "Lenovo laptop", brand_id="lenovo", brand_names={"en": "Lenovo"}, price_from=599900),
    ]


def tantivy_of(folder: Path) -> Opener:
    def opened(documents: Sequence[ProductDocument]) -> SearchIndex:
        place = folder / uuid.uuid4().hex
        place.mkdir()
        build(place, documents)
        return TantivyIndex.open(place)

    return opened


@contextmanager
def opensearch() -> Iterator[Opener]:
    """Real indexes under names of this run, removed afterwards."""
    connection = client(OPENSEARCH_URL)
    aliases = []

    def opened(documents: Sequence[ProductDocument]) -> SearchIndex:
        alias = f"test-{uuid.uuid4().hex}"
        aliases.append(alias)
        OpenSearchWriter(connection, everything=list, alias=alias).rebuild(documents)
        return OpenSearchIndex(connection, alias=alias)

    try:
        yield opened
    finally:
        for alias in aliases:
            connection.indices.delete(index=f"{alias}-*")


def ids(index: SearchIndex, text: str = "", **others: Any) -> list[str]:
    return [hit.id for hit in index.search(SearchQuery(text=text, **others)).hits]


def stage(index: SearchIndex, text: str) -> str:
    return index.search(SearchQuery(text=text)).stage
