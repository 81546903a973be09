"""A clock that stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.shared.outside import clock
from tests.integration.reports.lake.visits import NOON


@pytest.fixture(autouse=True)
def _lake() -> Iterator[None]:
    with clock.frozen(NOON):
        yield
