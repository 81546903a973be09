"""A feed of 100,000 products with two variants each: made whole, and after one change. Exits 1 where a target is missed.

.venv/bin/python -m benchmarks.feeds [products]        AWS_ENDPOINT_URL_DYNAMODB: benchmarks/engine.py
"""

from __future__ import annotations

import json
import os
import platform
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.engine import tables

_SENTENCE = "Made of beech from a forest nearby, planed, oiled twice and packed without plastic. "


def main(count: int) -> int:
    os.environ.setdefault("BUCKET_DATA", "shop-data")
    print(f"{platform.machine()} · {os.cpu_count()} CPUs · Python {platform.python_version()}")
    from tests.support.identity import served_environment

    with tables() as engine, served_environment():
        return run(count, engine)


def run(count: int, engine: str) -> int:
    import boto3

    from functions.catalog.feeds.feed import Feed, Feeds
    from functions.catalog.feeds.feed_records import mark, set_feeds, states
    from functions.catalog.feeds.make_feeds import make_feeds
    from functions.shared.plain.settings import settings

    boto3.client("s3").create_bucket(Bucket=settings().bucket)
    began = time.perf_counter()
    ids = list(_stored(count))
    print(f"{count:,} products stored in {engine} in {time.perf_counter() - began:.0f} s")
    kinds: Any = ("google", "meta", "openai", "wechat")
    set_feeds(Feeds((Feed("cn", "CN", "en", kinds, "Shop"),)), if_match=None, remember=lambda *_: [])
    before = _memory()
    wall, cpu = time.perf_counter(), time.process_time()
    make_feeds()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    state = states()["cn"]
    missed = [
        _line("whole", f"{wall:.1f} s, {cpu:.1f} s CPU (tables and bucket among it)", cpu < 60, "< 60 s"),
        _line("memory", f"{_memory():.0f} MB at most, {before:.0f} MB before", _memory() <= 512, "<= 512 MB"),
        _line(
            "products", f"{sum(part.products for part in state.parts):,}", sum(part.products for part in state.parts) == count, f"{count:,}"
        ),
    ]
    print("sizes    ", ", ".join(f"{kind} {size / 1e6:.1f} MB" for kind, size in state.sizes.items()))
    mark([ids[count // 2]])
    _retitle(ids[count // 2])
    wall, cpu = time.perf_counter(), time.process_time()
    make_feeds()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    missed.append(_line("one change", f"{wall:.1f} s, {cpu:.1f} s CPU; the schedule begins every 5 minutes", wall < 600, "< 15 minutes"))
    cpu = time.process_time()
    make_feeds()
    print(f"nothing    {time.process_time() - cpu:.3f} s CPU")
    return int(any(missed))


def _stored(count: int) -> Iterator[str]:
    """As if made over the API, and published: copies of one product."""
    from functions.catalog.model.product import Status
    from functions.catalog.store.card_lists import card_listing
    from functions.catalog.store.records import CARD_SK, PRODUCT_SK, CardRecord, CatalogTable, ProductRecord, product_pk
    from functions.shared.outside import fresh
    from functions.shared.plain.bodies import dump
    from functions.stock import SeenState
    from tests.integration.catalog.support import published

    sizes = ["S", "M"]
    made = published(
        options=[{"name": "尺码", "values": sizes}],
        variants=[{"sku": f"SEED-{one}", "options": {"尺码": one}, "price": {"amount": 8900, "currency": "CNY"}} for one in sizes],
        description={"en": f"<p>{_SENTENCE * 8}</p>", "zh": "<p>山毛榉</p>"},
        images=[{"url": f"https://img.example/board-{place}.jpg", "alt": {"en": "A board"}} for place in range(4)],
    )
    source = ProductRecord.get(product_pk(made["id"]), PRODUCT_SK)
    card = CardRecord.get(product_pk(made["id"]), CARD_SK)
    whole, small = json.loads(source.body), json.loads(card.body)
    seen = {}
    with CatalogTable.batch_write() as batch:
        batch.delete(source)
        batch.delete(card)
        for number in range(count):
            product_id = fresh.new_id("prod")
            variants = [
                one | {"id": fresh.new_id("var"), "sku": f"B-{number}-{place}", "product_id": product_id}
                for place, one in enumerate(whole["variants"])
            ]
            seen = {one["id"]: json.loads(dump(SeenState("in_stock", 1))) for one in variants}
            own = {"id": product_id, "slug": f"board-{number}", "title": {"en": f"Cutting board {number}", "zh": f"砧板 {number}"}}
            partition, at = card_listing(product_id, Status.PUBLISHED)
            batch.save(
                ProductRecord(
                    pk=product_pk(product_id),
                    sk=PRODUCT_SK,
                    kind="product",
                    body=json.dumps(whole | own | {"variants": variants}),
                    stock_states=json.dumps(seen),
                )
            )
            batch.save(
                CardRecord(
                    pk=product_pk(product_id), sk=CARD_SK, kind="card", body=json.dumps(small | own), listed_pk=partition, listed_sk=at
                )
            )
            yield product_id


def _retitle(product_id: str) -> None:
    from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk

    record = ProductRecord.get(product_pk(product_id), PRODUCT_SK)
    record.body = json.dumps(json.loads(record.body) | {"title": {"en": "Another title"}})
    record.save()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _line(name: str, figures: str, reached: bool, target: str) -> bool:
    """Whether it is missed."""
    print(f"{name:<10} {figures}   {target}{'' if reached else '   MISSED'}")
    return not reached


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
