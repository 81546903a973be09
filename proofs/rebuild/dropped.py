"""What is made of other records is dropped and made anew: the search index and the files of feeds."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from itertools import product
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import pytest

from functions.catalog.feeds.feed_records import STATES_PK
from functions.catalog.search import engine
from functions.catalog.store.records import CatalogTable
from proofs.shop import lives
from proofs.shop.world import BUCKET, World, forget

Rows = dict[str, str]
_WORDS = ("", "Mug", "杯子", "bei", "nothing of it")
_SORTS = ("newest", "price_asc", "price_desc", "relevance")


def rebuilt(world: World) -> tuple[int, list[str]]:
    """How many rows were compared, and what is not as it was."""
    _want_feeds(world)
    count, wrong = 0, list[str]()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEARCH_DIR", folder)
        for name, (make, drop, read) in _MADE.items():
            make(world)
            before = read(world)
            drop()
            forget()
            if read(world) == before:
                wrong.append(f"{name}: was not dropped")
            make(world)
            after = read(world)
            count += len(before)
            wrong += [
                f"{name} {key}: was {before.get(key)}, is {after.get(key)}"[:500]
                for key in {*before, *after}
                if before.get(key) != after.get(key)
            ]
            wrong += [] if before else [f"{name}: there was nothing to compare"]
    _reopened()
    return count, wrong


def _index(world: World) -> None:
    world.table.schedule("search-rebuild")
    _reopened()


def _without_index() -> None:
    _remove("search/")
    _reopened()


def _reopened() -> None:
    engine.search_index.cache_clear()


def _found(world: World) -> Rows:
    """Every product with its place, for each question."""
    rows: Rows = {}
    for words, sort in product(_WORDS, _SORTS):
        answer = world.door().get(f"/v1/products?limit=100&sort={sort}" + (f"&q={words}" if words else ""))
        if answer.status == 200:
            rows |= {f"{words} {sort} {place}": json.dumps(one, sort_keys=True) for place, one in enumerate(answer.json["data"])}
    return rows


def feeds(world: World) -> None:
    """A shop that has some."""
    _want_feeds(world)
    _feeds(world)


def _want_feeds(world: World) -> None:
    lives.done(world.staff().put("/v1/admin/feeds", {"feeds": [_FEED]}))


def _feeds(world: World) -> None:
    world.table.schedule("feeds")
    world.rest()


def _without_feeds() -> None:
    _remove("feeds/")
    for record in CatalogTable.query(STATES_PK):
        record.delete()


def _files(_: World) -> Rows:
    rows: Rows = {}
    for key, raw in _objects("feeds/"):
        text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        rows |= {f"{key} {number}": line.decode("utf-8", "replace") for number, line in enumerate(text.splitlines())}
    return rows


def _objects(prefix: str) -> list[tuple[str, bytes]]:
    s3 = boto3.client("s3")
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", ())]
    return [(key, s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()) for key in keys]


def _remove(prefix: str) -> None:
    for key, _ in _objects(prefix):
        boto3.client("s3").delete_object(Bucket=BUCKET, Key=key)


_FEED: dict[str, Any] = {
    "code": "main", "country": "CN", "language": "zh", "kinds": ["google", "meta", "openai", "wechat"], "seller_name": "Proofs",
    "seller_url": "https://shop.example.com",
}  # fmt: skip
_MADE: dict[str, tuple[Callable[[World], None], Callable[[], None], Callable[[World], Rows]]] = {
    "search index": (_index, _without_index, _found),
    "feeds": (_feeds, _without_feeds, _files),
}
