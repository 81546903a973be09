"""The bucket that files are kept in, empty at first."""

from __future__ import annotations

import boto3
import pytest

from functions.catalog.store import markets
from functions.shared.plain.settings import settings


@pytest.fixture(autouse=True)
def _bucket() -> None:
    store = boto3.client("s3")
    store.create_bucket(Bucket=settings().bucket)
    for item in store.list_objects_v2(Bucket=settings().bucket).get("Contents", []):
        store.delete_object(Bucket=settings().bucket, Key=item["Key"])
    markets.forget()
