"""The data bucket in moto."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import boto3

from functions.shared.plain.settings import settings


@contextmanager
def data_bucket() -> Iterator[str]:
    """The bucket while the block runs; empty at first, gone afterwards."""
    name = settings().bucket
    bucket = boto3.resource("s3").create_bucket(Bucket=name)
    try:
        yield name
    finally:
        bucket.objects.all().delete()
        bucket.delete()
