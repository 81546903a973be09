"""Every past has a lake, which lies in a bucket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.buckets import data_bucket


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield
