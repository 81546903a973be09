"""Signed forms and links name the bucket's own region: the global host is refused in newer regions. Made offline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import boto3
import pytest

from functions.shared.outside import aws
from functions.shared.outside.objects import download_url, upload_form
from functions.shared.plain.settings import settings
from infra.artifacts import address_of, regional_client

REGIONS = ("us-east-1", "eu-south-2", "ap-east-1")


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("BUCKET_DATA", "shop-prod-data-1-x")
    yield
    monkeypatch.undo()
    aws.forget()
    settings.cache_clear()


def _stage(monkeypatch: pytest.MonkeyPatch, stage: str, region: str) -> None:
    monkeypatch.setenv("STAGE", stage)
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    aws.forget()
    settings.cache_clear()


@pytest.mark.parametrize("region", REGIONS)
def test_forms_and_links_go_to_the_buckets_region(monkeypatch: pytest.MonkeyPatch, region: str) -> None:
    _stage(monkeypatch, "prod", region)
    form = upload_form("uploads/a", content_type="image/png", max_size=1, lasts=timedelta(minutes=5))
    link = urlsplit(download_url("media/a", lasts=timedelta(minutes=5)))
    assert form.url == f"https://shop-prod-data-1-x.s3.{region}.amazonaws.com/"
    assert (link.netloc, link.path) == (f"shop-prod-data-1-x.s3.{region}.amazonaws.com", "/media/a")
    assert f"%2F{region}%2Fs3%2Faws4_request" in link.query


def test_the_local_stage_keeps_its_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    _stage(monkeypatch, "local", "us-east-1")
    assert download_url("media/a", lasts=timedelta(minutes=5)).startswith("http://127.0.0.1:4566/shop-prod-data-1-x/media/a?")


@pytest.mark.parametrize("region", REGIONS)
def test_a_template_is_read_from_its_region(region: str) -> None:
    s3 = regional_client(boto3.Session(region_name=region))
    assert address_of(s3, "shop-artifacts-1", "template/x.json") == f"https://shop-artifacts-1.s3.{region}.amazonaws.com/template/x.json"
