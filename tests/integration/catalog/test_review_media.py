"""What buyers show in reviews is what they uploaded themselves (F-C7, K01)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from PIL import Image

from functions.catalog import app as catalog
from functions.catalog.media.media_uploads import BUYERS_LIMIT, BUYERS_UPLOADS
from functions.catalog.store.review_records import REVIEW_SK, ReviewRecord, review_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from tests.integration.catalog.support import made, published, shopper, staff
from tests.integration.catalog.test_reviews import Buyer, bought
from tests.support.buckets import data_bucket
from tests.support.events import sqs

WANTED = {"filename": "board.jpg", "content_type": "image/jpeg", "size": 1000}


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield


def uploaded(buyer: Buyer, data: bytes | None = None) -> str:
    """The id of a picture that the buyer uploaded."""
    offered = made(buyer.client.post("/v1/media", WANTED))
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(out, "JPEG")
    key = offered["upload"]["fields"]["key"]
    boto3.client("s3").put_object(Bucket=settings().bucket, Key=key, Body=out.getvalue() if data is None else data)
    told = {"source": "aws.s3", "detail-type": "Object Created", "detail": {"bucket": {}, "object": {"key": key}}}
    assert catalog.take_in_uploads(sqs([told]), None) == {"batchItemFailures": []}
    return str(offered["id"])


def shown(product: dict[str, Any]) -> list[list[str]]:
    return [row["media"] for row in shopper().get(f"/v1/products/{product['id']}/reviews").json["data"]]


def test_a_buyer_uploads_a_picture_and_shows_it() -> None:
    """F-C7"""
    product = published()
    buyer = bought(product)
    pictures = [uploaded(buyer) for _ in range(2)]
    assert buyer.client.get(f"/v1/media/{pictures[0]}").json["status"] == "ready"
    review = made(buyer.review(product, 5, "好", media=[*pictures, pictures[0]]))
    addresses = [f"http://localhost:8000/v1/media/{one}/2048" for one in (*pictures, pictures[0])]
    assert shown(product) == [review["media"]] == [addresses]
    assert staff().delete(f"/v1/admin/media/{pictures[0]}").code == "media_in_use"
    after = made(
        buyer.client.post(f"/v1/products/{product['id']}/reviews/{review['id']}/follow_up", {"text": "x", "media": [uploaded(buyer)]})
    )
    assert len(after["follow_up"]["media"]) == 1


def test_nobody_shows_an_address_from_elsewhere_or_what_others_uploaded() -> None:
    """F-C7"""
    product = published()
    buyer, other = bought(product), bought(product)
    others = uploaded(other)
    waiting = made(buyer.client.post("/v1/media", WANTED))["id"]
    broken = uploaded(buyer, b"<html>")
    for media in ("https://img.example/x.jpg", others, waiting, broken, "med_01JD0000000000000000000000"):
        refused = buyer.review(product, 5, media=[uploaded(buyer), media])
        assert (refused.status, refused.json["errors"][0]["code"], refused.json["errors"][0]["pointer"]) == (
            422,
            "unknown_media",
            "/media/1",
        )
    assert shown(product) == []
    assert buyer.client.get(f"/v1/media/{others}").status == 404
    assert shopper().get(f"/v1/media/{others}").status == 401


def test_addresses_from_elsewhere_are_shown_of_imported_reviews_only() -> None:
    """F-C7: also of reviews that were written before."""
    product = published()
    foreign = "https://img.example/x.jpg"
    review = made(bought(product).review(product, 5))
    record = ReviewRecord.get(review_pk(review["id"]), REVIEW_SK)
    record.body = str(record.body).replace('"media":[]', f'"media":["{foreign}"]')
    record.save()
    assert shown(product) == [[]]
    made(
        staff().post(
            f"/v1/admin/products/{product['id']}/reviews/import", {"reviews": [{"external_id": "1", "rating": 4, "media": [foreign]}]}
        )
    )
    assert sorted(shown(product)) == [[], [foreign]]


def test_uploads_of_a_buyer_are_bounded() -> None:
    buyer = Buyer()
    assert buyer.client.post("/v1/media", {**WANTED, "content_type": "video/mp4", "size": BUYERS_LIMIT + 1}).code == "file_too_large"
    with clock.frozen(times.parse("2026-11-26T10:00:00Z")):
        answers = [buyer.client.post("/v1/media", WANTED).status for _ in range(BUYERS_UPLOADS + 1)]
        assert answers == [201] * BUYERS_UPLOADS + [429]
        assert Buyer().client.post("/v1/media", WANTED).status == 201
    with clock.frozen(times.parse("2026-11-27T00:00:00Z")):
        assert buyer.client.post("/v1/media", WANTED).status == 201
