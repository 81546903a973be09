from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.buckets import data_bucket
from tests.support.catalogue import Merchant


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with data_bucket():
        yield Merchant()
