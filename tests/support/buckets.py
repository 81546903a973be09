"""The data bucket in moto."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import boto3

from functions.shared.plain.settings import settings
from tests.support.tables import forget_bucket


@contextmanager
def data_bucket() -> Iterator[str]:
    """The bucket while the block runs; empty at first, gone afterwards."""
    name = settings().bucket
    boto3.client("s3").create_bucket(Bucket=name)
    try:
        yield name
    finally:
        forget_bucket(name)
