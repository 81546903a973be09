from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.artifacts import artifacts_bucket, ensure_bucket, require_tls, upload


@pytest.fixture
def s3() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("s3", region_name="eu-west-1")


def test_the_bucket_is_made_once_private_and_encrypted(s3: Any) -> None:
    ensure_bucket(s3, "fresh", "eu-west-1")
    ensure_bucket(s3, "fresh", "eu-west-1")
    require_tls(s3, "fresh", "aws")
    assert all(s3.get_public_access_block(Bucket="fresh")["PublicAccessBlockConfiguration"].values())
    assert s3.get_bucket_encryption(Bucket="fresh")["ServerSideEncryptionConfiguration"]["Rules"]
    assert "aws:SecureTransport" in s3.get_bucket_policy(Bucket="fresh")["Policy"]


def test_the_same_contents_are_uploaded_once(s3: Any, tmp_path: Path) -> None:
    ensure_bucket(s3, "artifacts", "eu-west-1")
    file = tmp_path / "code.zip"
    file.write_bytes(b"one")
    first = upload(s3, "artifacts", file, "code")
    assert upload(s3, "artifacts", file, "code") == first
    file.write_bytes(b"two")
    assert upload(s3, "artifacts", file, "code") != first
    assert s3.list_objects_v2(Bucket="artifacts")["KeyCount"] == 2


def test_the_bucket_is_named_after_account_and_region(s3: Any) -> None:
    assert artifacts_bucket(boto3.session.Session(region_name="eu-west-1")) == "shop-artifacts-123456789012-eu-west-1"
