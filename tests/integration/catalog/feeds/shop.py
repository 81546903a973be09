"""A shop with feeds: its changes reach them as the follower and the schedule would bring them."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import boto3

from functions.catalog.app import make_feeds
from functions.catalog.feeds.note_changes import note_changes
from functions.shared.plain.settings import settings
from tests.integration.catalog.support import catalogue_items, changes, made, shopper, staff
from tests.support.http import Answer

G = "{http://base.google.com/ns/1.0}"


def feed(code: str = "cn", country: str = "CN", **fields: Any) -> dict[str, Any]:
    kinds = ["google", "meta", "openai", "wechat"]
    return {"code": code, "country": country, "language": "en", "kinds": kinds, "seller_name": "A & B"} | fields


def set_feeds(*feeds: dict[str, Any]) -> dict[str, Any]:
    return made(staff().put("/v1/admin/feeds", {"feeds": list(feeds)}))


def run() -> dict[str, Any]:
    answer: dict[str, Any] = make_feeds({}, None)
    return answer


@contextmanager
def noted() -> Iterator[None]:
    """What the block changes in the table is told to the feeds."""
    before = catalogue_items()
    yield
    after = catalogue_items()
    changed = [(item, before.get(key)) for key, item in after.items() if item != before.get(key)]
    event = changes([new for new, _ in changed], [old for _, old in changed])
    gone = [item for key, item in before.items() if key not in after]
    event["Records"] += [{"eventName": "REMOVE", "dynamodb": {"SequenceNumber": "0", "OldImage": item}} for item in gone]
    note_changes(event)


def asked(file: str, code: str | None = None) -> Answer:
    return shopper().get(f"/v1/feeds/{file}" + (f"?feed={code}" if code else ""))


def fetched(file: str, code: str | None = None) -> str:
    answer = asked(file, code)
    assert answer.status == 302, answer.text
    key = urlsplit(answer.headers["location"]).path.removeprefix("/").removeprefix(f"{settings().bucket}/")
    assert "Signature" in str(parse_qs(urlsplit(answer.headers["location"]).query))
    stored = boto3.client("s3").get_object(Bucket=settings().bucket, Key=key)
    assert stored["ContentEncoding"] == "gzip"
    return gzip.decompress(stored["Body"].read()).decode()


def google(code: str | None = None) -> list[dict[str, str]]:
    channel = ElementTree.fromstring(fetched("google.xml", code))[0]
    return [{node.tag.removeprefix(G): node.text or "" for node in item} for item in channel.iter("item")]


def meta(code: str | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetched("meta.csv", code), newline="")))


def jsonl(file: str, code: str | None = None) -> list[Any]:
    return [json.loads(line) for line in fetched(file, code).splitlines()]


def shown(code: str | None = None) -> set[str]:
    """The products of the feed: every file says the same."""
    by_variant = {row["id"] for row in google(code)}
    assert by_variant == {row["id"] for row in meta(code)} == {row["item_id"] for row in jsonl("openai.jsonl", code)}
    products = {one["out_product_id"] for one in jsonl("wechat.jsonl", code)}
    assert products == {row["group_id"] for row in jsonl("openai.jsonl", code)}
    return products


def problems(code: str, limit: int = 100) -> list[tuple[str, str, str, bool]]:
    found: list[tuple[str, str, str, bool]] = []
    cursor = ""
    while True:
        page = staff().get(f"/v1/admin/feeds/{code}/problems?limit={limit}{cursor}").json
        assert len(page["data"]) <= limit
        found += [(one["product_id"], one["field"], one["code"], one["left_out"]) for one in page["data"]]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"
