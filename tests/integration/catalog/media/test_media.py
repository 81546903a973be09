"""An image is announced, uploaded, cut to size, shown, and deleted when nobody shows it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from PIL import Image

from functions.catalog import app as catalog
from functions.catalog.media.media_uploads import media_record
from functions.catalog.model.media import Media
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.settings import settings
from tests.support.catalogue import Merchant
from tests.support.events import sqs
from tests.support.http import Client
from tests.support.identity import bearer

WANTED = {"filename": "board.jpg", "content_type": "image/jpeg", "size": 1000, "alt": {"zh": "砧板"}}


def jpeg(width: int = 1600, height: int = 800) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(out, "JPEG")
    return out.getvalue()


def bucket_keys() -> list[str]:
    return [found.key for found in boto3.resource("s3").Bucket(settings().bucket).objects.all()]


def uploaded(merchant: Merchant, data: bytes, **wanted: Any) -> dict[str, Any]:
    """The media item after the bucket told of its file."""
    offered = merchant.catalog.post("/v1/admin/media", {**WANTED, **wanted})
    assert offered.status == 201, offered.text
    key = offered.json["upload"]["fields"]["key"]
    boto3.client("s3").put_object(Bucket=settings().bucket, Key=key, Body=data)
    told = sqs([{"source": "aws.s3", "detail-type": "Object Created", "detail": {"bucket": {}, "object": {"key": key}}}])
    for _ in range(2):
        assert catalog.take_in_uploads(told, None) == {"batchItemFailures": []}
    found: dict[str, Any] = merchant.catalog.get(f"/v1/admin/media/{offered.json['id']}").json
    return found


def product(merchant: Merchant, **fields: Any) -> dict[str, Any]:
    made = merchant.catalog.post("/v1/admin/products", {"title": {"zh": "砧板"}, "slug": "board", **fields})
    assert made.status == 201, made.text
    body: dict[str, Any] = made.json
    return body


def test_an_uploaded_image_gets_three_sizes(merchant: Merchant) -> None:
    """A12"""
    media = uploaded(merchant, jpeg())
    assert (media["status"], media["alt"]) == ("ready", {"zh": "砧板"})
    assert [(one["size"], one["width"], one["height"], one["content_type"]) for one in media["sizes"]] == [
        (size, width, width // 2, f"image/{kind}")
        for size, width in (("160", 160), ("480", 480), ("1080", 1080), ("2048", 1600))
        for kind in ("webp", "avif")
    ]
    assert media["url"] == f"http://localhost:8000/v1/media/{media['id']}/2048"
    for one in media["sizes"]:
        answer = Client(catalog.app).get(one["url"].removeprefix("http://localhost:8000"))
        assert (answer.status, answer.headers["cache-control"]) == (302, "public, max-age=300")
        key = urlsplit(answer.headers["location"]).path.removeprefix("/").removeprefix(f"{settings().bucket}/")
        kind = one["content_type"]
        assert key == f"media/{media['id']}/{one['size']}.{kind.removeprefix('image/')}"
        found = boto3.client("s3").get_object(Bucket=settings().bucket, Key=key)
        assert (found["ContentLength"], found["ContentType"]) == (one["bytes"], kind)


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("image/avif,image/webp,*/*", "", "avif"),
        ("image/webp,*/*", "", "webp"),
        ("", "", "webp"),
        ("image/avif", "?format=webp", "webp"),
        ("", "?format=avif", "avif"),
    ],
)
def test_a_browser_gets_the_best_type_it_takes(merchant: Merchant, accept: str, query: str, kind: str) -> None:
    """F-C6"""
    media = uploaded(merchant, jpeg(20, 20))
    answer = Client(catalog.app).call("GET", f"/v1/media/{media['id']}/480{query}", None, {"accept": accept} if accept else {})
    assert (answer.status, answer.headers["vary"]) == (302, "Accept, Accept-Language")
    assert f"/480.{kind}?" in answer.headers["location"]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MEDIA_BASE_URL", "https://shop.example")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("shown")
def test_where_the_distribution_shows_pictures_a_browser_is_sent_there(merchant: Merchant) -> None:
    """An address without a signature, the same every time: caches keep what stands there."""
    media = uploaded(merchant, jpeg(20, 20))
    answer = Client(catalog.app).get(f"/v1/media/{media['id']}/480")
    assert answer.headers["location"] == f"https://shop.example/media/{media['id']}/480.webp"
    shown = boto3.client("s3").get_object(Bucket=settings().bucket, Key=f"media/{media['id']}/480.webp")
    assert shown["CacheControl"] == "public, max-age=31536000, immutable"


def test_what_becomes_of_moving_pictures_is_a_setting(merchant: Merchant) -> None:
    """F-C6"""
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80)
    path = "/v1/admin/media_settings"
    assert merchant.catalog.get(path).json == {"animation": "keep", "version": 0}
    assert uploaded(merchant, out.getvalue(), content_type="image/gif")["status"] == "ready"
    assert merchant.catalog.put(path, {"animation": "refuse"}).json == {"animation": "refuse", "version": 1}
    refused = uploaded(merchant, out.getvalue(), content_type="image/gif")
    assert (refused["status"], refused["reason"]) == ("rejected", "animated")
    stale = merchant.catalog.call("PUT", path, {"animation": "keep"}, {**merchant.catalog.headers, "if-match": '"0"'})
    assert (stale.status, stale.code) == (409, "version_conflict")
    assert merchant.catalog.put(path, {"animation": "sometimes"}).status == 422


def test_an_image_from_before_a_size_was_introduced_gives_its_largest(merchant: Merchant) -> None:
    media = uploaded(merchant, jpeg(20, 20))
    record = media_record(media["id"])
    stored = load(Media, record.body)
    old = replace(stored, renditions=tuple(one for one in stored.renditions if one.size != "2048" and one.content_type == "image/webp"))
    record.body = dump(old)
    record.save()
    answer = Client(catalog.app).get(f"/v1/media/{media['id']}/2048")
    assert (answer.status, "/1080.webp?" in answer.headers["location"]) == (302, True)


def test_the_form_takes_only_what_was_announced(merchant: Merchant) -> None:
    """A12"""
    offered = merchant.catalog.post("/v1/admin/media", WANTED).json
    form = offered["upload"]
    assert (offered["status"], offered["url"], offered["sizes"]) == ("awaiting_upload", None, [])
    assert form["max_size"] == 20 * 1024 * 1024
    assert (form["fields"]["Content-Type"], form["fields"]["key"]) == ("image/jpeg", f"uploads/media/{offered['id']}")
    assert {"policy", "x-amz-signature"} <= form["fields"].keys()


def test_a_finished_image_is_shown_in_order_with_its_alt_text(merchant: Merchant) -> None:
    """A12"""
    first, second = uploaded(merchant, jpeg()), uploaded(merchant, jpeg(300, 300))
    images = [{"media_id": second["id"], "alt": {"zh": "侧面", "en": "side"}}, {"url": first["url"]}, {"url": "https://img.example/x.jpg"}]
    variants = [{"sku": "B", "price": {"amount": 1, "currency": "CNY"}, "image": first["id"]}]
    made = product(merchant, images=images, variants=variants)
    assert [image["url"] for image in made["images"]] == [second["url"], first["url"], "https://img.example/x.jpg"]
    assert (made["images"][0]["alt"], made["variants"][0]["image"]) == ({"zh": "侧面", "en": "side"}, first["url"])
    assert made["images"][0]["sizes"] == {one["size"]: one["url"] for one in second["sizes"] if one["content_type"] == "image/webp"}
    assert made["images"][2]["sizes"] == {}


def test_what_a_product_shows_cannot_be_deleted(merchant: Merchant) -> None:
    """A12"""
    media = uploaded(merchant, jpeg())
    path = f"/v1/admin/media/{media['id']}"
    made = product(merchant, images=[{"media_id": media["id"]}])
    assert (merchant.catalog.delete(path).code, len(bucket_keys())) == ("media_in_use", 9)
    assert merchant.catalog.patch(f"/v1/admin/products/{made['id']}", {"images": []}).status == 200
    assert merchant.catalog.delete(path).status == 204
    assert (merchant.catalog.get(path).status, bucket_keys()) == (404, [])


def test_unfinished_and_unknown_media_cannot_be_shown(merchant: Merchant) -> None:
    waiting = merchant.catalog.post("/v1/admin/media", WANTED).json["id"]
    for media_id in (waiting, "med_01JD0000000000000000000000"):
        refused = merchant.catalog.post("/v1/admin/products", {"title": {"zh": "x"}, "images": [{"media_id": media_id}]})
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, "unknown_media")
    for image in ({}, {"media_id": waiting, "url": "https://x.example/1.jpg"}, {"media_id": "med_x"}):
        assert merchant.catalog.post("/v1/admin/products", {"title": {"zh": "x"}, "images": [image]}).status == 422
    assert merchant.catalog.get("/v1/admin/products").json["data"] == []


@pytest.mark.parametrize(
    ("data", "content_type", "reason"),
    [
        (b"", "image/png", "empty_file"),
        (b"<html>", "image/png", "not_an_image"),
        (b"MZ" + b"x" * 100, "video/mp4", "not_a_video"),
    ],
)
def test_what_is_not_what_it_says_is_rejected_and_thrown_away(merchant: Merchant, data: bytes, content_type: str, reason: str) -> None:
    """A12"""
    media = uploaded(merchant, data, content_type=content_type)
    assert (media["status"], media["reason"], media["sizes"], media["url"]) == ("rejected", reason, [], None)
    assert bucket_keys() == []


def test_a_video_is_taken_as_it_is(merchant: Merchant) -> None:
    """A12"""
    data = b"\0\0\0\x18ftypmp42" + b"x" * 100
    media = uploaded(merchant, data, content_type="video/mp4", filename="board.mp4")
    assert [(one["size"], one["bytes"], one["content_type"]) for one in media["sizes"]] == [("original", len(data), "video/mp4")]
    assert Client(catalog.app).get(f"/v1/media/{media['id']}/original").status == 302
    assert Client(catalog.app).get(f"/v1/media/{media['id']}/480").status == 302


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"size": 300 * 1024 * 1024}, 413),
        ({"size": 0}, 422),
        ({"content_type": "image/svg+xml"}, 422),
        ({"content_type": "text/html"}, 422),
        ({"filename": "../../etc/passwd"}, 422),
    ],
)
def test_bad_announcements_are_refused(merchant: Merchant, change: dict[str, Any], status: int) -> None:
    assert merchant.catalog.post("/v1/admin/media", {**WANTED, **change}).status == status
    assert merchant.catalog.get("/v1/admin/media").json["data"] == []


def test_completing_by_hand_needs_the_file_and_happens_once(merchant: Merchant) -> None:
    offered = merchant.catalog.post("/v1/admin/media", WANTED).json
    path = f"/v1/admin/media/{offered['id']}/complete"
    assert merchant.catalog.post(path).code == "file_missing"
    boto3.client("s3").put_object(Bucket=settings().bucket, Key=offered["upload"]["fields"]["key"], Body=jpeg())
    first, second = merchant.catalog.post(path), merchant.catalog.post(path)
    assert (first.status, first.json["status"], second.json["version"]) == (200, "ready", first.json["version"])


def test_media_are_listed_and_guarded(merchant: Merchant) -> None:
    """H07"""
    ids = [merchant.catalog.post("/v1/admin/media", WANTED).json["id"] for _ in range(3)]
    page = merchant.catalog.get("/v1/admin/media?limit=2").json
    rest = merchant.catalog.get(f"/v1/admin/media?limit=2&cursor={page['next_cursor']}").json
    assert [one["id"] for one in [*page["data"], *rest["data"]]] == sorted(ids, reverse=True)
    assert Client(catalog.app).get("/v1/admin/media").status == 401
    assert Client(catalog.app, bearer("support")).post("/v1/admin/media", WANTED).status == 403
    assert Client(catalog.app).get("/v1/media/med_nonsense/480").status == 404
    assert Client(catalog.app).get(f"/v1/media/{ids[0]}/480").status == 404
