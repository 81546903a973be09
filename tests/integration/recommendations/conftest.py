"""A bucket for the lake, and a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.shared.outside import clock
from tests.integration.reports.lake.visits import NOON
from tests.support.buckets import data_bucket


@pytest.fixture(autouse=True)
def _lake() -> Iterator[None]:
    with data_bucket(), clock.frozen(NOON):
        yield
