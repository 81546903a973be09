"""A bucket: counted days lie in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.reports.store import cells
from tests.support.buckets import data_bucket


@pytest.fixture(autouse=True)
def _bucket() -> Iterator[None]:
    with data_bucket():
        yield
    cells.forget()
